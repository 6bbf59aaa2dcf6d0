"""What may stand where the cursor is."""

from dataclasses import replace
from pathlib import PurePosixPath

import pytest
from signpost_builder.language.completion import Completion
from signpost_builder.language.knowing import Kept, know

from tests.language.viewing import a_view, in_module
from tests.source_projects import AS_OF

SET = """\
id: asked
title: Asked
kind: knowledge
scales:
  sure: [No, Yes]
questions:
  - id: Q1
    type: single
    stem: Which?
    choices: [{text: This, correct: true}, {text: That}]
"""
AUDIENCES = "audiences: [{id: staff, title: S}, {id: carer, title: C}]\n"


def labels(view, position, *, snippets=False):
    return [item.label for item in Completion(view, position, snippets=snippets).items()]


def items(view, position, *, snippets=False):
    return {item.label: item for item in Completion(view, position, snippets=snippets).items()}


def test_a_fact_comes_with_its_claim_and_its_dates(tmp_path):
    """Found by the words of the claim too, which an author remembers; what is typed already is replaced."""
    item = items(*in_module(tmp_path, "Text {fact:NRM|"))["NRM-01"]

    assert item.detail == "19,125 people (2024); checked 2026-11-22, to be read again by 2027-03-31"
    assert item.documentation == "19,125 people were referred in 2024." and item.documentation in item.filter_text
    assert (item.text_edit.range.start.character, item.text_edit.range.end.character) == (11, 14)
    assert item.text_edit.new_text == "NRM-01"


@pytest.mark.parametrize(
    ("typed", "label", "line"),
    [
        ("Text {fact:N|RM-07} x", "NRM-01", "Text {fact:NRM-01} x"),
        ("Text {fact:|NRM-07} x", "NRM-01", "Text {fact:NRM-01} x"),
        ("שלום 😀 {contact:ch|ild} 😀 עולם", "childline", "שלום 😀 {contact:childline} 😀 עולם"),
        ("{fa|ct:NRM-01}", "source:", "{source:NRM-01}"),
        ("[x](page:on|e.begin) y", "one.start", "[x](page:one.start) y"),
        ("[x](ma|ilto:a) y", "tel:", "[x](tel:a) y"),
        ("::: qu|ix ref=asked", "quiz", "::: quiz ref=asked"),
        ('::: sensitive ti|t="x"', "title=", '::: sensitive title="x"'),
        ("::: for sta|f carer", "staff", "::: for staff carer"),
        ("::: chart kind=b|ax title=x", "bar", "::: chart kind=bar title=x"),
    ],
)
def test_in_the_middle_of_a_word(typed, label, line, tmp_path):
    """The whole word is replaced, not its first half; what follows stays, and no sign stands twice."""
    view, position = in_module(tmp_path, typed)
    edit = next(each for each in Completion(view, position, snippets=True).items() if each.label == label).text_edit
    text = view.text.line(position.line)
    start, end = (view.text.column(each) for each in (edit.range.start, edit.range.end))

    assert text[:start] + edit.new_text + text[end:] == line


@pytest.mark.parametrize(
    ("typed", "some", "none"),
    [
        ("{|", {"fact:", "source:", "contact:"}, {"NRM-01"}),
        ("\\{|", set(), {"fact:"}),
        ("😀 {contact:|", {"childline", "dsl"}, {"NRM-01"}),
        ("{source:|", {"LAW-01"}, {"childline"}),
        ("[x](|", {"page:", "https:", "tel:"}, {"one.start"}),
        ("## Next\n\n[x](page:|", {"one.start", "one.next", "next"}, {"page:"}),
        ("::: |", {"note", "quiz", "local-picture"}, {"title="}),
        (":::qu|", {"quiz", "question"}, {"title="}),
        ("::: sensitive |", {"title=", "minutes="}, {"staff"}),
        ('::: sensitive title="x" |', {"minutes="}, {"title="}),
        ('::: sensitive title="a |', set(), {"minutes="}),
        ("::: for |", {"staff", "carer", "site=", "language="}, {"note"}),
        ("::: for language=|", {"en-GB"}, {"staff"}),
        ("::: quiz ref=|", {"asked"}, {"one"}),
        ("::: chart kind=|", {"bar", "people"}, {"asked"}),
        ('::: chart facts="NRM-01 |', {"LAW-01", "NRM-01"}, {"asked"}),
        ("::: question id=|", set(), {"asked"}),
        ("::: question id=x topic=|", {"one"}, {"asked"}),
        ('::: scenario id=a title="A"\n::: node id=first\n- [Go](#|', {"first"}, {"one"}),
    ],
)
def test_in_a_module(typed, some, none, tmp_path):
    found = set(labels(*in_module(tmp_path, typed, **{"quizzes/asked.yaml": SET})))

    assert some <= found and not none & found


@pytest.mark.parametrize(
    ("path", "text", "some", "none"),
    [
        ("modules/one/module.md", "---\nid: one\naudiences: [|\n---\n", {"staff", "carer"}, {"title"}),
        ("modules/one/module.md", "---\nid: one\nti|\n---\n", {"title", "objectives"}, {"stem"}),
        ("modules/one/module.md", "---\nid: one\n|\n---\n", {"content_note"}, {"id"}),
        ("quizzes/asked.yaml", SET.replace("stem: Which?", "facts: [|"), {"NRM-01"}, {"asked"}),
        ("quizzes/asked.yaml", SET + "    |", {"shuffle", "rationale"}, {"answer", "stem", "choices"}),
        ("quizzes/asked.yaml", SET + "  - id: Q2\n    type: |", {"order", "scale", "true-false"}, {"id"}),
        ("quizzes/asked.yaml", SET + "  - id: Q2\n    type: scale\n    scale: |", {"sure"}, {"one"}),
        ("quizzes/asked.yaml", SET + "  - id: Q2\n    type: scale\n    topic: |", {"one"}, {"sure"}),
        ("quizzes/asked.yaml", SET + "    dont_know: |", {"true", "false"}, {"sure"}),
        ("quizzes/asked.yaml", SET + "    wording:\n      |", {"staff", "carer"}, {"one"}),
        ("quizzes/asked.yaml", "kind: |", {"knowledge", "survey"}, {"id"}),
        ("course/demo/course.yaml", "id: demo\nmodules: [|", {"one"}, {"staff"}),
        ("course/demo/course.yaml", "formats:\n  - |", {"web", "scorm12"}, {"one"}),
        ("course/demo/course.yaml", "questions:\n  staff: {before: [|", {"asked"}, {"staff"}),
        ("course/demo/course.yaml", f"{AUDIENCES}questions:\n  |", {"staff", "carer"}, {"title"}),
        ("course/demo/course.yaml", "survey:\n  |", {"endpoint", "respondents"}, {"id"}),
        ("course/demo/course.yaml", "survey:\n  respondents:\n    staff:\n      group: |", {"Q1"}, {"asked"}),
        ("course/demo/course.yaml", "pages:\n  one: [|", {"start"}, {"one.start"}),
        ("course/demo/course.yaml", "look: {col|", {"colour", "colour_dark"}, {"id"}),
        ("quizzes/asked.yaml", "questions:\n  - {id: K1, stem: 'a: b', |", {"type", "topic"}, {"id", "stem"}),
        ("course/demo/course.yaml", "audiences: [{id: a, title: A}, {id: b, |", {"title"}, {"id"}),
        ("modules/facts.yaml", "X-1:\n  |", {"claim", "source"}, {"publisher"}),
        ("modules/facts.yaml", "X-1:\n  source:\n    |", {"publisher", "url"}, {"claim"}),
        ("modules/helplines.yaml", "- id: x\n  |", {"phone", "emergency"}, {"id"}),
        ("course/contacts.yaml", "- key: x\n  replaces: |", {"childline"}, {"asked"}),
        ("course/words.yaml", "|", {"site", "care"}, {"id"}),
        ("notes.yaml", "|", set(), {"id"}),
    ],
)
def test_in_yaml(path, text, some, none, tmp_path):
    """Also where the text is no YAML yet."""
    files = {"quizzes/asked.yaml": SET, "notes.yaml": ""}
    found = set(labels(*a_view(tmp_path, path, text, **files)))

    assert some <= found and not none & found


def test_a_directive_brings_its_keys(tmp_path):
    """As a snippet where the editor takes one, as text where it does not."""
    there = in_module(tmp_path, "::: sens|")

    assert items(*there, snippets=True)["sensitive"].text_edit.new_text == 'sensitive title="$1"\n$0\n:::'
    plain = items(*there)["sensitive"]
    assert plain.text_edit.new_text == 'sensitive title=""' and plain.detail == "minutes, title"
    assert "skips to the key-points" in plain.documentation


def test_a_key_says_what_it_is_for(tmp_path):
    """From the schema; those that have to be there come first."""
    found = items(*a_view(tmp_path, "modules/helplines.yaml", "- |"))

    assert found["sure"].documentation == "How the number is known; R: read on the helpline's own page."
    assert found["sure"].sort_text < found["email"].sort_text
    assert found["audiences"].text_edit.new_text == "audiences:"


def test_names_stay_while_their_file_is_broken(tmp_path):
    """Half a line in facts.yaml takes no fact away from the module beside it, nor an open bracket an audience."""
    view, at = in_module(tmp_path, "{fact:|")
    kept = Kept(tmp_path)
    kept.known = know(tmp_path, view.held, AS_OF, kept)
    kept.index.refresh(view.held)
    held = {
        **view.held,
        PurePosixPath("modules/facts.yaml"): "NRM-01:\n  claim: 'x",
        PurePosixPath("course/demo/course.yaml"): "audiences: [",
    }
    broken = replace(view, held=held, known=know(tmp_path, held, AS_OF, kept), index=kept.index)

    assert any(finding.code == "yaml-syntax" for finding in broken.known.findings)
    assert "19,125 people" in items(broken, at)["NRM-01"].detail
    assert {"staff", "carer"} <= broken.names("audience").keys() and not broken.defined("audience")
