"""One fault is told once: what only follows from it is left out, and hints name what was most likely meant."""

import pytest

from tests.source_projects import FILES, FRONT, PNG, a_project, findings

COURSE = FILES["course/demo/course.yaml"].replace("modules: [one]", "modules: [one, two]")
QUIZ = FILES["quizzes/asked.yaml"]
ONE = (
    f"{FRONT}Welcome, {{contact:childline}} and {{fact:NRM-01}}.\n\n::: quiz ref=extra\n:::\n\n## More\n\n![A map](map.png)\n\n"
    "## Third\n\nSee [the start](page:start).\n"
)
WHOLE = {
    "course/demo/course.yaml": COURSE,
    "modules/one/module.md": ONE,
    "modules/one/map.png": PNG,
    "modules/two/module.md": FRONT.replace("id: one", "id: two")
    + "See [one](page:one.start) and [what comes next](page:one.more).\n",
    "quizzes/extra.yaml": QUIZ.replace("asked", "extra")
    .replace("K01", "E01")
    .replace("Whom do you tell", "Who else is told"),
}
SCENARIO = """\
::: scenario id=ella title=Ella
::: node id=start
What do you do?

- [Ask](#ask)
- [Tell](#told)
:::
::: node id=ask
And now?

- [Tell](#told)
:::
::: end id=told
Good.
:::
:::
"""


def codes(tmp_path, **changes: str | bytes) -> list[str]:
    return [f"{found.code} {found.span.path.name}" for found in findings(a_project(tmp_path, **{**WHOLE, **changes}))]


def with_text(text: str) -> dict[str, str]:
    return {"modules/one/module.md": ONE.replace("## Third", f"{text}\n## Third")}


def test_the_project_has_no_fault(tmp_path):
    """So that what is counted below comes from one change."""
    assert codes(tmp_path) == []


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("front-matter module.md", {"modules/one/module.md": ONE.replace("]\n---\n", "]\n", 1)}),
        ("front-matter module.md", {"modules/one/module.md": ONE.split("---\n")[2]}),
        ("front-matter module.md", {"modules/one/module.md": "\n" + ONE}),
        ("not-utf-8 module.md", {"modules/one/module.md": f"{ONE}Café".encode("latin-1")}),
        ("not-utf-8 module.md", {"modules/one/module.md": ONE.encode("utf-16")}),
        ("control-character module.md", {"modules/one/module.md": f"{ONE}\u202e"}),
        ("yaml-syntax module.md", {"modules/one/module.md": ONE.replace("minutes: 5", "minutes 5")}),
        ("wrong-type module.md", {"modules/one/module.md": ONE.replace("minutes: 5", "minutes: five")}),
        ("not-utf-8 asked.yaml", {"quizzes/asked.yaml": f"{QUIZ}# é".encode("latin-1")}),
        ("not-utf-8 extra.yaml", {"quizzes/extra.yaml": f"{QUIZ}# é".encode("latin-1")}),
        ("yaml-syntax asked.yaml", {"quizzes/asked.yaml": QUIZ.replace("kind:", "kind")}),
        ("not-utf-8 facts.yaml", {"modules/facts.yaml": f"{FILES['modules/facts.yaml']}# é".encode("latin-1")}),
        ("not-utf-8 helplines.yaml", {"modules/helplines.yaml": f"{FILES['modules/helplines.yaml']}# é".encode("latin-1")}),
        ("not-utf-8 course.yaml", {"course/demo/course.yaml": f"{COURSE}# é".encode("latin-1")}),
        ("duplicate-id course.yaml", {"course/demo/course.yaml": COURSE.replace("id: carer", "id: staff")}),
        ("duplicate-id course.yaml", {"course/demo/course.yaml": COURSE.replace("id: carer", "id: Staff")}),
        ("reserved-id course.yaml", {"course/demo/course.yaml": COURSE.replace("id: carer", "id: general"), **{name: str(text).replace("carer", "general") for name, text in WHOLE.items() if name.endswith("module.md")}}),
        ("unknown-audience module.md", {"modules/one/module.md": ONE.replace("[staff, carer]", "[staff, Carer]"), "modules/two/module.md": WHOLE["modules/two/module.md"].replace("[staff, carer]", "[staff]")}),
        ("unknown-module course.yaml", {"course/demo/course.yaml": FILES["course/demo/course.yaml"].replace("[one]", "[one, tow]"), "modules/two/module.md": WHOLE["modules/two/module.md"]}),
        ("unclosed-directive module.md", with_text("::: note\nText.\n")),
        ("unclosed-directive module.md", with_text('::: sensitive title="Hard"\nText.\n')),
        ("unclosed-directive module.md", with_text("::: note\nText.\n\n::: help\nText.\n:::\n")),
        ("unclosed-directive module.md", with_text("::: question id=S1\nAsk?\n\n- [x] Yes\n- [ ] No\n")),
        ("unclosed-directive module.md", with_text("::: question id=S1\nAsk?\n\n- [x] Yes\n- [ ] No\n\n::: note\nText.\n:::\n")),
        ("unclosed-directive module.md", with_text("::: question id=S1\nAsk?\n\n- [x] Yes\n- [ ] No\n\n::: question id=S2\nAsk more?\n\n- [x] Yes\n- [ ] No\n:::\n")),
        ("unclosed-directive module.md", {"modules/one/module.md": ONE.replace("::: quiz ref=extra\n:::", "::: quiz ref=extra")}),
        ("unclosed-directive module.md", {"modules/one/module.md": ONE.replace("::: quiz ref=extra\n:::", "::: for staff\n\n::: quiz ref=extra\n:::")}),
        ("unclosed-directive module.md", with_text("::: stages\n1. **One.** Text.\n2. **Two.** Text.\n\nText after.\n")),
        ("unclosed-directive module.md", with_text(SCENARIO.replace("- [Tell](#told)\n:::\n::: node", "- [Tell](#told)\n::: node"))),
        ("unclosed-directive module.md", with_text(SCENARIO.replace("- [Tell](#told)\n:::\n::: end", "- [Tell](#told)\n::: end"))),
        ("unclosed-directive module.md", with_text(SCENARIO.replace("Good.\n:::\n:::\n", "Good.\n:::\n"))),
        ("unclosed-directive module.md twice", with_text(SCENARIO.replace("Good.\n:::\n:::\n", "Good.\n"))),
        ("unclosed-directive module.md", {"modules/one/module.md": ONE + "\n::: note\nText.\n"}),
    ],
)  # fmt: skip
def test_one_fault_is_one_finding(code, changes, tmp_path):
    """The cause, and nothing that it brings with it: links to a file's pages, files that it uses, its own parts."""
    found = codes(tmp_path, **changes)

    assert found == [code.removesuffix(" twice")] * (2 if code.endswith(" twice") else 1)


def test_a_closing_line_that_comes_late_closes(tmp_path):
    """A directive that a heading has ended, closed after the heading: one finding, and later ones still close their own."""
    body = "::: note\nText.\n\n## Next\n\nText.\n:::\n\n::: help\nText.\n:::\n\n## Last\n\nText.\n"

    assert [found.code for found in findings(a_project(tmp_path, body=body))] == ["unclosed-directive"]


def test_other_faults_are_told_in_the_same_run(tmp_path):
    """What does not follow from the cause is not left out."""
    found = codes(tmp_path, **with_text("::: note\nText {fact:NRM-99}.\n\n[x y](www.gov.uk)\n"))

    assert found == ["unclosed-directive module.md", "unknown-fact module.md", "broken-link module.md"]


@pytest.mark.parametrize(
    ("here", "hint"),
    [
        ("quizzes/asked.yml", "rename 'quizzes/asked.yml' to 'asked.yaml'"),
        ("quizzes/Asked.yaml", "rename 'quizzes/Asked.yaml' to 'asked.yaml'"),
        ("quizzes/asked.yaml.txt", "rename 'quizzes/asked.yaml.txt' to 'asked.yaml'"),
        ("modules/one/Module.md", "rename 'modules/one/Module.md' to 'module.md'"),
        ("modules/one/module.markdown", "rename 'modules/one/module.markdown' to 'module.md'"),
        ("modules/one/module.md.txt", "rename 'modules/one/module.md.txt' to 'module.md'"),
        ("modules/one.md", "rename 'modules/one.md' to 'modules/one/module.md'"),
        ("modules/helplines.yml", "rename 'modules/helplines.yml' to 'helplines.yaml'"),
        ("modules/Helplines.yaml", "rename 'modules/Helplines.yaml' to 'helplines.yaml'"),
        ("modules/facts.yml", "rename 'modules/facts.yml' to 'facts.yaml'"),
        ("course/demo/course.yml", "rename 'course/demo/course.yml' to 'course.yaml'"),
        ("course/demo/Course.yaml", "rename 'course/demo/Course.yaml' to 'course.yaml'"),
    ],
)
def test_a_misnamed_file_is_one_finding_with_its_name(here, hint, tmp_path):
    """Not as many as there are places that would have used it."""
    right = "modules/one/module.md" if here == "modules/one.md" else f"{here.rpartition('/')[0]}/" + hint.split("'")[3]
    folder = a_project(tmp_path, **WHOLE)
    (tmp_path / right).rename(tmp_path / here)

    (found,) = findings(folder)
    assert found.hint == hint


@pytest.mark.parametrize(
    "here", ["sites.xlsx", "Sites.csv", "sites.ods", "sites.csv.csv", "sites.csv.txt", "SITES.XLS"]
)
def test_a_table_under_another_name(here, tmp_path):
    """A course without sites.csv is a course without academies: a near miss must not be taken for that."""
    (found,) = findings(a_project(tmp_path, **{f"course/demo/{here}": "x"}))

    assert found.code == "missing-file" and here in found.hint and "sites.csv" in found.hint


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("www.gov.uk/x", "write https://www.gov.uk/x"),
        ("www.gov.uk", "write https://www.gov.uk"),
        ("gov.uk", "write https://gov.uk"),
        ("nspcc.org.uk/help", "write https://nspcc.org.uk/help"),
        ("gov.uk/a.html", "write https://gov.uk/a.html"),
        ("http//gov.uk", "write http://gov.uk"),
        ("https:/gov.uk/x", "write https://gov.uk/x"),
        ("https:gov.uk", "write https://gov.uk"),
        ("htps://gov.uk", "did you mean 'https:'?"),
        ("mail:mary@nspcc.org.uk", "did you mean 'mailto:'?"),
        ("phone:999", "use https:, page:, mailto: or tel:"),
        ("mary@example.org", "write mailto:mary@example.org"),
        ("mary@nspcc.org.uk", "write mailto:mary@nspcc.org.uk"),
        ("contact:dsl", "write {contact:…} alone, without [words](…): it becomes a link by itself"),
        ("{contact:dsl}", "write {contact:dsl} alone, without [words](…): it becomes a link by itself"),
        ("0800-1111", "write tel:0800-1111, with the same digits in the words"),
        ("999", "write tel:999, with the same digits in the words"),
        ("Start", "did you mean 'page:start'?"),
        ("#start", "write page:start"),
        ("../one/module.md", "write page:one.start"),
        ("../one/module.md#more", "write page:one.more"),
        ("one/module.md", "write page:one.start"),
    ],
)
def test_what_a_link_was_meant_to_be(address, hint, tmp_path):
    """The hint can be copied."""
    (found,) = findings(a_project(tmp_path, body=f"[Some words here]({address})\n"))

    assert found.hint == hint


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("pass_mark_percent: 0.8", "write 80, digits only, without quotes"),
        ("pass_mark_percent: 0.75", "write 75, digits only, without quotes"),
        ("pass_mark_percent: 80.0", "write 80, digits only, without quotes"),
        ("pass_mark_percent: 80%", "write 80, digits only, without quotes"),
        ('pass_mark_percent: "80"', "write 80, digits only, without quotes"),
        ("pass_mark_percent: 80 per cent", "write 80, digits only, without quotes"),
        ("attempts: 3 tries", "write 3, digits only, without quotes"),
        ("attempts: three", "write digits only, without quotes"),
        ("attempts: 2.5", "write digits only, without quotes"),
    ],
)
def test_what_a_number_was_meant_to_be(line, hint, tmp_path):
    """A share is not a percentage."""
    (found,) = findings(
        a_project(tmp_path, **{"course/demo/course.yaml": FILES["course/demo/course.yaml"] + line + "\n"})
    )

    assert (found.code, found.hint) == ("wrong-type", hint)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("course/demo/course.yaml", "version: 1.0.0", "version: “1.0.0”"),
        ("course/demo/course.yaml", "id: demo", "id: “demo”"),
        ("modules/facts.yaml", "checked: 2026-11-22", "checked: “2026-11-22”"),
        ("modules/helplines.yaml", "phone: 0800 1111", "phone: “0800 1111”"),
        ("modules/helplines.yaml", "checked: 2026-11-22", "checked: ‘2026-11-22’"),
        ("quizzes/asked.yaml", "kind: knowledge", "kind: „knowledge“"),
        ("modules/one/module.md", "Welcome.", "::: note title=“Hard part”\nText.\n:::"),
        ("modules/one/module.md", "Welcome.", "[Some words here](https://www.gov.uk “Title”)"),
    ],
)
def test_curly_quotes_are_named(path, old, new, tmp_path):
    """An editor has turned them; nothing that is read here takes them for quotes."""
    found = findings(a_project(tmp_path, **{path: FILES[path].replace(old, new, 1)}))

    assert found and "straight quotes" in found[0].hint, found
