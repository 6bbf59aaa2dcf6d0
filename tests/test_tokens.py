"""What looks like a token is read as one or is an error, wherever an author may write it; a learner never sees one."""

import json
import re

import pytest
from signpost_builder.editions import editions
from signpost_builder.formats import FORMATS
from signpost_builder.model import Asset
from signpost_builder.page import render

from tests.builders import OF_ANY_COURSE
from tests.source_projects import FILES, FRONT, SITE_COLUMNS, SITE_ROW, a_project, a_read_course, findings

MISSPELT = [
    "{contact hall}", "{contact}", "{contact:}", "{contact: }", "{contact=dsl}", "{contact;dsl}", "{contact-dsl}", "{contact/dsl}", "{contact.dsl}",
    "{contact:dsl", "{contact:dsl )", "{contact dsl", "{{contact:dsl}}", "{{ contact:dsl }}", "{{{contact:dsl}}}", "{%contact:dsl%}",
    "{Contact:dsl}", "{CONTACT:dsl}", "{contacts:dsl}", "{contcat:dsl}", "{kontakt:dsl}", "{contact:DSL}", "{contact:dls}", "{contact:my dsl}",
    "[contact:dsl]", "[contact: dsl]", "[Contact:dsl]", "[[contact:dsl]]", "<contact:dsl>", "(contact:dsl)", "contact:dsl", "Contact:dsl", "｛contact:dsl｝",
    "｛contact：dsl｝", "﹛contact:dsl﹜", "{contact：dsl}", "［contact:dsl］",
    "{fact:X-1", "{fact:X-1}", "{fact:nrm-01}", "{fact NRM-01}", "{fact}", "{Fact:NRM-01}", "{facts:NRM-01}", "{fact:NRM 01}", "[fact:NRM-01]", "fact:NRM-01",
    "{source:", "{source:}", "{source}", "{sources:LAW-01}", "{Source:LAW-01}", "{source:law-01}", "[source:LAW-01]", "source:LAW-01", "{quelle:LAW-01}",
    "{dsl}", "{NRM-01}", "{#id}", "{.class}", "{: .class}", "{@dsl}", "{**contact**:dsl}", "{_fact_:NRM-01}", "{contact:dsl}}", "{fact:NRM-01}}", "{contact:dsl|name}", "{source:LAW-01 NRM-01}", "&#123;contact:dsl&#125;",  "{$dsl}", "{site.name}", "{name}",
]  # fmt: skip
RIGHT = [
    "{contact:dsl}",
    "{ contact:dsl }",
    "{contact: dsl}",
    "{contact :dsl}",
    "{contact:childline}",
    "{fact:NRM-01}",
    "{ fact:NRM-01 }",
    "{source:LAW-01}",
]
NO_TOKEN = [
    "Source: Home Office", "contact: the office", "The fact: it is so.", "{ 1, 2 }", "{}", "{ }", "a } b", "resource:x", "https://x.org.uk/contact:dsl",
    "[contact](page:start)", "[source] of help", "facts: three", "10:30", "a:b", "&amp; &lt; &copy;", r"\{contact:dsl}", r"\[contact:dsl]", r"\{name}",
]  # fmt: skip
LEAK = re.compile(r"[{\[｛]\s*(?:contact|fact|source)|(?:contact|fact|source):(?:dsl|NRM|LAW)|\{[a-z]", re.IGNORECASE)


PROSE = (
    "{}\n\nTell {} today.\n\n**{}** and more\n\n- one {}\n- two\n\n| a |\n| --- |\n| {} |\n\n> {}\n\n::: note\n{}\n:::\n\nNote[^1].\n\n"
    "[^1]: See {}\n"
)


def lines_with(body: str, typed: str) -> set[int]:
    """Lines of the module that hold `typed`; the text begins after the front matter."""
    return {number for number, line in enumerate(body.split("\n"), FRONT.count("\n") + 1) if typed in line}


@pytest.mark.parametrize("typed", MISSPELT)
def test_in_prose_it_is_an_error(typed, tmp_path):
    """In paragraphs, emphasis, lists, tables, quotations, directives, footnotes, headings below a page's own."""
    body = f"## Page\n\n### Call {typed}\n\n{PROSE.replace('{}', typed)}"
    found = findings(a_project(tmp_path, body=body))

    assert lines_with(body, typed) <= {one.span.line for one in found if one.severity == "error"}


@pytest.mark.parametrize("typed", RIGHT)
def test_in_prose_it_works(typed, tmp_path):
    """With spaces in the braces too."""
    assert findings(a_project(tmp_path, body=PROSE.replace("{}", typed))) == ()


@pytest.mark.parametrize("typed", NO_TOKEN)
def test_what_is_no_token_stays(typed, tmp_path):
    """Words with a colon, escaped signs and empty braces are text."""
    assert [
        found for found in findings(a_project(tmp_path, body=f"Text {typed} text.\n")) if found.code.endswith("-token")
    ] == []


PLAIN = {  # where text is shown as it is
    "course title": ("course/demo/course.yaml", "title: Demo", "title: '{}'"),
    "course summary": ("course/demo/course.yaml", "summary: A demonstration.", "summary: '{}'"),
    "audience title": ("course/demo/course.yaml", "title: Staff", "title: '{}'"),
    "module title": ("modules/one/module.md", "title: One", "title: '{}'"),
    "module summary": ("modules/one/module.md", "summary: The only one.", "summary: '{}'"),
    "objective": ("modules/one/module.md", "minutes: 5", "minutes: 5\nobjectives: ['{}']"),
    "content note": ("modules/one/module.md", "minutes: 5", "minutes: 5\ncontent_note: '{}'"),
    "page heading": ("modules/one/module.md", "Welcome.", "## See {}\n\nText."),
    "callout title": ("modules/one/module.md", "Welcome.", '::: note title="{}"\nText.\n:::'),
    "code": ("modules/one/module.md", "Welcome.", "Type `{}` here."),
    "code block": ("modules/one/module.md", "Welcome.", "```\n{}\n```"),
    "alt text": ("modules/one/module.md", "Welcome.", "![{}](map.svg)"),
    "picture title": ("modules/one/module.md", "Welcome.", '![A map](map.svg "{}")'),
    "link text": ("modules/one/module.md", "Welcome.", "[see {}](https://www.gov.uk)"),
    "attribute": ("modules/one/module.md", "Welcome.", '<abbr title="{}">DSL</abbr>'),
    "stage": ("modules/one/module.md", "Welcome.", "::: stages\n1. **Ask {}.** Text.\n2. **Two.** Text.\n:::"),
    "option": ("modules/one/module.md", "Welcome.", "::: scenario id=s title=T\n::: node id=start\nText.\n\n- [Ask {}](#end)\n:::\n::: end id=end\nGood.\n:::\n:::"),
    "scenario title": ("modules/one/module.md", "Welcome.", '::: scenario id=s title="{}"\n::: node id=start\nText.\n\n- [Ask](#end)\n:::\n::: end id=end\nGood.\n:::\n:::'),
    "link target": ("modules/one/module.md", "Welcome.", "[see this place]({})"),
    "abbreviation": ("modules/one/module.md", "Welcome.", "The DSL knows.\n\n*[DSL]: {}"),
    "stem in place": ("modules/one/module.md", "Welcome.", "::: question id=S1\nAsk {}?\n\n- [x] Yes\n- [ ] No\n:::"),
    "choice in place": ("modules/one/module.md", "Welcome.", "::: question id=S1\nAsk?\n\n- [x] Yes {}\n- [ ] No\n:::"),
    "set title": ("quizzes/asked.yaml", "title: What you know", "title: '{}'"),
    "stem": ("quizzes/asked.yaml", "stem: Whom do you tell?", "stem: 'Whom {}?'"),
    "choice": ("quizzes/asked.yaml", "text: Nobody", "text: '{}'"),
    "topic": ("quizzes/asked.yaml", "type: single", "type: single\n    topic: '{}'"),
    "fact value": ("modules/facts.yaml", "value: 19,125 people", "value: '{}'"),
    "fact period": ("modules/facts.yaml", 'period: "2024"', "period: '{}'"),
    "fact claim": ("modules/facts.yaml", "claim: A child cannot consent to exploitation.", "claim: '{}'"),
    "publisher": ("modules/facts.yaml", "publisher: UK Parliament", "publisher: '{}'"),
    "helpline name": ("modules/helplines.yaml", "name: Childline", "name: '{}'"),
    "helpline purpose": ("modules/helplines.yaml", "purpose: Any worry, for under 19s", "purpose: '{}'"),
    "helpline hours": ("modules/helplines.yaml", "sure: R", "sure: R\n  hours: '{}'"),
    "site name": ("course/demo/sites.csv", "Hill Academy", "{}"),
    "site person": ("course/demo/sites.csv", "Jo Bell", "{}"),
    "site link": ("course/demo/sites.csv", "https://mash.hill.gov.uk", "{}"),
}  # fmt: skip
SVG = {"modules/one/map.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'}


@pytest.mark.parametrize("place", PLAIN)
@pytest.mark.parametrize("typed", ["{contact:dsl}", "{{source:LAW-01}}", "［fact:NRM-01］"])
def test_where_text_is_shown_as_it_is_a_token_is_an_error(place, typed, tmp_path):
    """Right or wrong, there it would be printed."""
    path, old, new = PLAIN[place]
    text = {**FILES, "course/demo/sites.csv": f"{SITE_COLUMNS}\n{SITE_ROW}\n"}[path]
    assert old in text
    found = findings(a_project(tmp_path, **SVG, **{path: text.replace(old, new.replace("{}", typed), 1)}))

    assert [one for one in found if one.severity == "error" and one.hint], place


@pytest.mark.parametrize("typed", RIGHT[:2])
def test_where_a_token_works_in_questions(typed, tmp_path):
    """In feedback, rationales and introductions."""
    quiz = FILES["quizzes/asked.yaml"].replace("{text: Nobody}", f"{{text: Nobody, feedback: 'Ask {typed}.'}}")
    quiz = quiz.replace("type: single", f"type: single\n    rationale: 'See {typed}.'").replace(
        "kind: knowledge", f"kind: knowledge\nintroduction: 'See {typed}.'"
    )

    assert findings(a_project(tmp_path, **{"quizzes/asked.yaml": quiz})) == ()


def test_no_package_holds_what_looks_like_a_token(tmp_path):
    """With every right token in every place that takes one, for each format, with a site and without."""
    prose = "".join(f"Tell {token} today.\n\n- {token}\n\n" for token in RIGHT)
    course = a_read_course(
        tmp_path,
        body=f"{prose}## Next\n\n### Call {RIGHT[0]}\n\n{prose}",
        **{"course/demo/sites.csv": f"{SITE_COLUMNS}\n{SITE_ROW}\n"},
    )

    for edition in editions(course, [None, *course.sites], course.audiences):
        for format in map(FORMATS.get, OF_ANY_COURSE):
            for package in format.packages(render(edition)):
                for name, content in package.tree.items():
                    if isinstance(content, Asset) or (
                        name.endswith((".js", ".css", ".json", ".xsd")) and "content" not in name
                    ):
                        continue
                    text = content.decode("utf-8", "replace")
                    text = (
                        json.dumps(json.loads(text), ensure_ascii=False)
                        if name.endswith(".json")
                        else re.sub(r"<(script|style).*?</\1>", "", text, flags=re.DOTALL)
                    )
                    leaks = [
                        leak[0]
                        for leak in LEAK.finditer(text)
                        if "contact:" in leak[0] or "fact:" in leak[0] or "source:" in leak[0]
                    ]
                    assert leaks == [], (format, name)
