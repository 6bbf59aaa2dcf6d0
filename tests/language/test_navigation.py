"""What a name means, where it is, who uses it, and what a new one would take."""

import json
import re

import pytest
from lsprotocol.types import (
    ChangeAnnotationsSupportOptions,
    ClientCapabilities,
    ResourceOperationKind,
    WorkspaceClientCapabilities,
    WorkspaceEditClientCapabilities,
)
from signpost_builder.language.hover import hover
from signpost_builder.language.outline import outline
from signpost_builder.language.renaming import Refused, prepare, rename
from signpost_builder.language.results import lenses, read_results

from tests.language.viewing import MODULE, a_view, in_module
from tests.source_projects import FILES, FRONT

SET = """\
id: asked
title: Asked
kind: knowledge
questions:
  - id: Q1
    type: single
    stem: Which?
    facts: [NRM-01]
    choices: [{text: This, correct: true}, {text: That}]
    topic: one
    objective: one.1
"""
COURSE = FILES["course/demo/course.yaml"]
ALL = ClientCapabilities(
    workspace=WorkspaceClientCapabilities(
        workspace_edit=WorkspaceEditClientCapabilities(
            document_changes=True,
            resource_operations=[ResourceOperationKind.Rename],
            change_annotation_support=ChangeAnnotationsSupportOptions(),
        )
    )
)
PLAIN = ClientCapabilities()


def said(there):
    found = hover(*there)
    return found.contents.value if found else ""


def places(view, position):
    """Of what is named at a position: "file:line:column", and whether it is defined there."""
    mention = view.at(position)
    return [
        (f"{each.path}:{each.line + 1}:{each.column + 1}", each.defines) for each in view.of(mention.kind, mention.id)
    ]


def edited(view, renaming):
    """Texts after the edits of a renaming, by file name; what is renamed itself comes last."""
    changes = renaming.edit.changes or {
        each.text_document.uri: each.edits for each in renaming.edit.document_changes if hasattr(each, "edits")
    }
    texts = {}
    for uri, edits in changes.items():
        path = next(path for path in (*view.held, *{each.path for each in view.mentions}) if uri == view.uri_of(path))
        text = view.text_of(path)
        whole = text.text
        for edit in sorted(edits, key=lambda each: text.index(each.range.start), reverse=True):
            whole = whole[: text.index(edit.range.start)] + edit.new_text + whole[text.index(edit.range.end) :]
        texts[str(path)] = whole
    return texts


# -------------------------------------------------------------------------- hover


def test_a_fact_with_its_source_and_its_review_date(tmp_path):
    text = said(in_module(tmp_path, "😀 {fact:NR|M-01}"))

    assert "19,125 people (2024)" in text and "to be read again by 2027-03-31" in text
    assert "[NRM statistics](https://www.gov.uk/nrm)" in text and "used in 1 place" in text


def test_a_contact_as_each_site_prints_it(tmp_path):
    """And as plain words where no site is known, which is what is there without one."""
    from tests.safeguarding import contacts_yaml

    table = "id,name,checked_on,checked_by,dsl_name,dsl_phone\nhill,Hill School,2026-11-22,head,Ann Lee,01325 555 100\nvale,Vale School,2026-11-22,head,Bo Kay,01325 555 101\n"
    contacts = "- {key: dsl, words: your lead (DSL), title: Lead, purpose: Any worry, name: dsl_name, phone: dsl_phone, words_unless: lead}\n"
    assert contacts_yaml("staff")

    text = said(
        in_module(tmp_path, "{contact:d|sl}", **{"course/contacts.yaml": contacts, "course/demo/sites.csv": table})
    )

    assert "without a site: your lead (DSL)" in text
    assert "Hill School: Ann Lee, your lead (DSL) (01325 555 100)" in text
    assert "Vale School: Bo Kay, your lead (DSL) (01325 555 101)" in text


def test_a_code_with_its_paragraph(tmp_path):
    text = said(in_module(tmp_path, "::: ques|tio id=x\n:::\n"))

    assert text.startswith("**unknown-directive**") and len(text) > 80 and "](" not in text


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        (MODULE, FRONT.replace("title", "ti|tle"), "**title**: The title of the module."),
        (MODULE, FRONT + "::: sens|itive title=x\n:::\n", "has to be there"),
        ("quizzes/asked.yaml", SET.replace("    stem", "    st|em"), "**stem**: What is asked."),
        (
            "modules/facts.yaml",
            FILES["modules/facts.yaml"].replace("  review_by", "  review|_by", 1),
            "must read it again",
        ),
        (MODULE, FRONT + "Plain wo|rds\n", ""),
    ],
)
def test_keys_and_directives(path, text, words, tmp_path):
    found = said(a_view(tmp_path, path, text, **{"quizzes/asked.yaml": SET}))

    assert words in found and bool(words) == bool(found)


# ---------------------------------------------------- definitions and references


def test_from_a_question_to_its_fact_and_to_all_uses(tmp_path):
    """In prose, in a question, in a chart; code is no use, nor is what is escaped."""
    body = '{fact:NRM-01}\n\n`x`\n\n```\n{fact:NRM-01}\n```\n\n\\{fact:NRM-01}\n\n::: chart kind=bar title="A" alt="B." facts="NRM-01"\n:::\n'
    changes = {MODULE: FRONT + body}

    found = places(*a_view(tmp_path, "quizzes/asked.yaml", SET.replace("[NRM-01]", "[NRM|-01]"), **changes))

    assert found == [
        ("modules/facts.yaml:1:1", True),
        ("modules/one/module.md:8:7", False),
        ("modules/one/module.md:18:46", False),
        ("quizzes/asked.yaml:8:13", False),
    ]


@pytest.mark.parametrize(
    ("path", "text", "definition"),
    [
        (MODULE, FRONT + "::: quiz ref=as|ked\n:::\n", "quizzes/asked.yaml:1:5"),
        (MODULE, FRONT + "[x](page:one.ne|xt)\n\n## Next\n\nText\n", "modules/one/module.md:10:4"),
        (MODULE, FRONT + "[x](page:ne|w)\n\n## Next {#new}\n\nText\n", "modules/one/module.md:10:11"),
        (MODULE, FRONT + "::: for st|aff\nx\n:::\n", "course/demo/course.yaml:7:10"),
        ("quizzes/asked.yaml", SET.replace("topic: one", "topic: o|ne"), "modules/one/module.md:2:5"),
        ("course/demo/course.yaml", COURSE.replace("modules: [one", "modules: [o|ne"), "modules/one/module.md:2:5"),
        (
            "course/demo/course.yaml",
            COURSE + "survey:\n  respondents:\n    staff: {group: Q|1}\n",
            "quizzes/asked.yaml:5:9",
        ),
        ("course/demo/course.yaml", COURSE.replace("before: [asked", "before: [as|ked"), "quizzes/asked.yaml:1:5"),
    ],
)
def test_where_a_name_is_defined(path, text, definition, tmp_path):
    found = places(*a_view(tmp_path, path, text, **{"quizzes/asked.yaml": SET}))

    assert found[0] == (definition, True)


# ----------------------------------------------------------------------- renaming


def test_a_fact_is_renamed_everywhere(tmp_path):
    """It costs nobody anything, so nothing is asked."""
    there = in_module(tmp_path, "é😀 {fact:NRM-01} and {source:N|RM-01}\n", **{"quizzes/asked.yaml": SET})
    made = rename(*there, "NRM-99", ALL)
    texts = edited(there[0], made)

    assert made.cost == "" and made.edit.change_annotations is None
    assert texts[MODULE].endswith("é😀 {fact:NRM-99} and {source:NRM-99}\n")
    assert texts["quizzes/asked.yaml"] == SET.replace("NRM-01", "NRM-99")
    assert texts["modules/facts.yaml"] == FILES["modules/facts.yaml"].replace("NRM-01", "NRM-99")


def test_a_question_is_not_renamed_in_silence(tmp_path):
    """Its results begin anew: said beside each edit, or asked first where an editor shows no such thing."""
    there = a_view(tmp_path, "quizzes/asked.yaml", SET.replace("id: Q1", "id: Q|1"))

    made = rename(*there, "Q7", ALL)
    (note,) = made.edit.change_annotations.values()
    assert note.needs_confirmation and "results begin anew" in note.label
    assert all(
        edit.annotation_id in made.edit.change_annotations for each in made.edit.document_changes for edit in each.edits
    )
    assert made.cost == ""
    assert "results begin anew" in rename(*there, "Q7", PLAIN).cost


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[x](page:one.ne|xt)\n\n## Next\n\nText\n", "[x](page:one.later)\n\n## Next {#later}\n\nText\n"),
        ("[x](page:next)\n\n## Ne|xt {#next}\n\nText\n", None),
        ("[x](page:next)\n\n## Next {#ne|xt}\n\nText\n", "[x](page:later)\n\n## Next {#later}\n\nText\n"),
    ],
)
def test_a_page_keeps_its_heading(text, expected, tmp_path):
    """A name of its own is put behind it."""
    there = in_module(tmp_path, text)
    if expected is None:
        assert prepare(*there) is None
        return

    assert edited(there[0], rename(*there, "later", ALL))[MODULE] == FRONT + expected


def test_a_module_moves_with_its_folder(tmp_path):
    """After the edits, which know it under its old address; an editor that cannot rename files is told to."""
    there = a_view(
        tmp_path,
        "course/demo/course.yaml",
        COURSE.replace("modules: [one", "modules: [o|ne"),
        **{
            "quizzes/asked.yaml": SET,
            MODULE: FRONT.replace("minutes", "objectives: [Do it]\nminutes") + "[x](page:one.start)\n",
        },
    )

    made = rename(*there, "two", ALL)
    texts = edited(there[0], made)

    assert made.edit.document_changes[-1].new_uri == (tmp_path / "modules/two").as_uri()
    assert "id: two" in texts[MODULE] and "page:two.start" in texts[MODULE]
    assert "topic: two" in texts["quizzes/asked.yaml"] and "objective: two.1" in texts["quizzes/asked.yaml"]
    assert "modules: [two]" in texts["course/demo/course.yaml"]
    with pytest.raises(Refused, match="cannot rename files"):
        rename(*there, "two", PLAIN)


OTHERS = {
    "course/wording.yaml": "avoid:\n  - {avoid: [x], say: y, why: Z., audiences: [staff]}\n",
    "course/demo/posts.yaml": 'cards:\n  "one.next":\n    x: ["{fact:NRM-01}"]\n    about: [one.next, one]\nsurvey:\n  staff: {}\n',
    "modules/reviews.yaml": "modules:\n  one:\n    - role: Lead\n      pages:\n        next: abc\n",
    "course/demo/regions.csv": 'id,emphasis\nnorth,"one.next; one"\n',
    MODULE: FRONT + "![x](../one/a.svg) {fact:NRM-01}\n\n## Next {#next}\n\nText\n",
}


@pytest.mark.parametrize(
    ("path", "at", "old"),
    [
        (MODULE, "## Next {#ne|xt}", "next"),
        (MODULE, "{fact:NR|M-01}", "NRM-01"),
        ("course/demo/course.yaml", "id: sta|ff", "staff"),
        ("course/demo/course.yaml", "modules: [o|ne", "one"),
        ("course/demo/regions.csv", "nor|th", "north"),
    ],
)
def test_every_file_that_names_it(path, at, old, tmp_path):
    """Posts, wording, reviews, tables of sites, quoted keys, pictures of another module: no line keeps the old name as a name."""
    before = {**FILES, **OTHERS}
    text = before[path].replace(at.replace("|", ""), at, 1)
    view, position = a_view(tmp_path, path, text, **OTHERS)
    texts = edited(view, rename(view, position, "renamed", ALL))

    named = re.compile(rf"(?<!only )(?<![\w-]){old}(?![\w-])")  # but not in "The only one."
    for name in OTHERS:
        assert not named.findall(texts.get(name, "")), texts[name]
        assert len(re.findall("renamed", texts.get(name, ""))) == len(named.findall(before[name])), name


LOGOS = {
    "course/demo/course.yaml": COURSE + "look: {logo: ../../modules/one/./logo.svg, name: Trust}\n",
    "course/other/course.yaml": COURSE.replace("id: demo", "id: other")
    + "look:\n  logo: '../demo/logo.svg'\n  name: Trust\n",
    MODULE: FRONT + "![A](../../course/demo/a.svg) and ![B](../one/b.svg)\n",
}


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (
            "modules: [o|ne",
            {"course/demo/course.yaml": "../../modules/renamed/./logo.svg", MODULE: "](../renamed/b.svg)"},
        ),
        (
            "id: de|mo",
            {"course/other/course.yaml": "logo: '../renamed/logo.svg'", MODULE: "](../../course/renamed/a.svg)"},
        ),
    ],
)
def test_paths_follow_the_folders_that_are_called_by_an_id(at, expected, tmp_path):
    """Of a logo and of pictures, into modules and into other courses."""
    text = LOGOS["course/demo/course.yaml"].replace(at.replace("|", ""), at, 1)
    view, position = a_view(tmp_path, "course/demo/course.yaml", text, **LOGOS)
    texts = edited(view, rename(view, position, "renamed", ALL))

    assert [path for path, words in expected.items() if words not in texts[path]] == []


def test_what_a_logo_beside_its_course_is_called_is_no_id(tmp_path):
    view, _ = a_view(tmp_path, "course/demo/course.yaml", COURSE + "look: {logo: one, name: Trust}\n")

    assert [each.line for each in view.of("module", "one") if each.path.name == "course.yaml"] == [
        COURSE[: COURSE.index("modules: [")].count("\n")
    ]


@pytest.mark.parametrize(
    ("path", "at", "why"),
    [
        ("quizzes/asked.yaml", "objective: one.|1", "an objective has no id"),
        ("quizzes/asked.yaml", "objective: Do| it.", "an objective has no id"),
        (MODULE, "[x](page:one.sta|rt)", "is called 'start' in every module"),
        (MODULE, "{fact:NO|-1}", "'NO-1' is not defined in this project"),
    ],
)
def test_what_cannot_be_renamed_is_said_before_a_name_is_typed(path, at, why, tmp_path):
    objectives = FRONT.replace("minutes", "objectives: [Do it, Do it.]\nminutes")
    if path == MODULE:
        there = a_view(tmp_path, path, objectives + at + "\n", **{"quizzes/asked.yaml": SET})
    else:
        text = re.sub(r"objective: \S+", at, SET)
        there = a_view(tmp_path, path, text, **{MODULE: objectives + "Text\n"})

    with pytest.raises(Refused, match=why):
        prepare(*there)


def test_a_name_that_is_written_over_several_lines_is_left(tmp_path):
    """A folded text is no place where another name could be written."""
    view, _ = a_view(tmp_path, "quizzes/asked.yaml", SET.replace("topic: one", "topic: >-\n      one"))

    assert not [each for each in view.of("module", "one") if each.path.name == "asked.yaml" and each.line == 9]


@pytest.mark.parametrize(
    ("body", "new", "why"),
    [
        ("{fact:NRM|-01}", "LAW-01", "'LAW-01' is there already"),
        ("{fact:NRM|-01}", "law-01", "'LAW-01' is there already"),
        ("{fact:NRM|-01}", "NRM 02", "cannot be an id"),
        ("{fact:NO|-1}", "NRM-02", "is not defined in this project"),
        ("pl|ain", "NRM-02", "nothing here has an id"),
        ("[x](page:one.st|art)", "other", "the opening page"),
        ("::: quiz ref=as|ked\n:::", "con", "Windows keeps"),
    ],
)
def test_what_is_refused(body, new, why, tmp_path):
    there = in_module(tmp_path, body, **{"quizzes/asked.yaml": SET})

    with pytest.raises(Refused, match=why):
        rename(*there, new, ALL)


# ---------------------------------------------------------- outline, and results


def test_the_outline_has_pages_and_what_is_on_them(tmp_path):
    view, _ = in_module(tmp_path, "Hello\n\n::: for staff\n## A\n\n::: quiz ref=asked\n:::\n:::\n\n## B\n\nText\n")
    (first, second) = outline(view)

    assert [first.name, second.name] == ["A", "B"] and [part.name for part in first.children] == ["quiz asked"]
    assert first.range.end.line < second.range.start.line


def test_the_outline_of_questions_and_facts(tmp_path):
    """With what they say; a broken file has none for the moment."""
    assert [(each.name, each.detail) for each in outline(a_view(tmp_path, "quizzes/asked.yaml", SET)[0])] == [
        ("asked", "Asked"),
        ("Q1", "Which?"),
    ]
    assert outline(a_view(tmp_path, "quizzes/asked.yaml", "id: [")[0]) == []


def an_item(**changes):
    share = {"value": 0.64, "low": 0.6, "high": 0.68}
    return {
        "id": "Q1",
        "file": "quizzes/asked.yaml",
        "line": 99,
        "source": "same",
        "before": share,
        "after": {**share, "value": 0.86},
        "people": 2000,
        "verdict": "works",
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ["64 % right before, 86 % after (2,000 people): it works"]),
        ({"before": None}, ["86 % right after (2,000 people): it works"]),
        ({"before": None, "after": None, "verdict": "unclear"}, ["no numbers are shown"]),
        (
            {"source": "other words"},
            ["64 % right before, 86 % after (2,000 people): it works; of this question in other words"],
        ),
        ({"source": "gone", "file": None}, []),
        ({"file": "quizzes/other.yaml"}, []),
    ],
)
def test_results_stand_beside_the_question(changes, words, tmp_path):
    """At its line now, not at that of the day of the release."""
    view, _ = a_view(tmp_path, "quizzes/asked.yaml", "# a new first line\n" + SET)
    file = tmp_path / "items.json"
    file.write_text(
        json.dumps(
            {
                "format": "signpost-items-1",
                "releases": [{"audience": "staff", "simulated": False, "items": [an_item(**changes)]}],
            }
        )
    )

    found = list(lenses(view, read_results(file)))

    assert [lens.command.title for lens in found] == [f"staff: {each}" for each in words]
    assert all(lens.range.start.line == 5 for lens in found)


def test_results_say_whose_they_are_and_when_they_are_invented(tmp_path):
    """A question that two audiences are asked has two lines, and none of a rehearsal could be taken for a result."""
    view, _ = a_view(tmp_path, "quizzes/asked.yaml", SET)
    releases = [
        {"audience": audience, "simulated": simulated, "items": [an_item()]}
        for audience, simulated in (("staff", True), ("carer", False))
    ]
    file = tmp_path / "items.json"
    file.write_text(json.dumps({"format": "signpost-items-1", "releases": releases}))

    first, second = (lens.command.title for lens in lenses(view, read_results(file)))
    assert first.startswith("SIMULATED, staff: 64 %") and second.startswith("carer: 64 %")


@pytest.mark.parametrize(
    "content", ["", "[1]", "{}", '{"format": "signpost-items-1"}', '{"format": "other"}', "[" * 99999]
)
def test_results_that_are_none(content, tmp_path):
    """Whatever the file holds, there is a sentence and no trace."""
    (tmp_path / "items.json").write_text(content)
    read = read_results(tmp_path / "items.json")

    assert not read.items and "items.json" in read.fault


STORY = """\
## A story

::: for staff
::: scenario id=ella title="Ella is tired"
::: node id=start
What do you do?

- [Tell the lead](#told) in time
- [Ask a friend](#asked)
  Then [no link](#told).
:::
::: node id="asked"
What now? {contact:dsl}

- [Tell the lead](#to|ld)
:::
::: end id=told title="Told"
Well done.
:::
:::
:::

## Another story

::: scenario id=amir title="Amir"
::: end id=told
Other.
:::
:::
"""


def test_the_moments_of_a_story(tmp_path):
    """From a choice to the moment that it leads to; its new name in this story alone."""
    there = in_module(tmp_path, STORY)
    line = FRONT.count("\n")
    text = edited(there[0], rename(*there, "at-once", ALL))[MODULE]

    assert places(*there)[0] == (f"{MODULE}:{line + 17}:12", True) and len(places(*there)) == 4
    assert text.count("at-once") == 4 and text.count("told") == 1
    assert "Told" in said(there)
    with pytest.raises(Refused, match=r"'one.ella.asked' is there already"):
        rename(*there, "asked", ALL)


def test_a_story_is_renamed(tmp_path):
    there = in_module(tmp_path, STORY.replace("(#to|ld)", "(#told)").replace("id=ella", "id=el|la"))
    made = rename(*there, "emma", ALL)
    note = made.edit.change_annotations["cost"].label

    assert "scenario id=emma" in edited(there[0], made)[MODULE] and "H5P" in note
