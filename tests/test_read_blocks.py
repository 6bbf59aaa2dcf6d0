"""Directives become blocks, headings become pages."""

import pytest
from signpost_builder.diagnostics import SourceError
from signpost_builder.model import (
    Callout,
    Check,
    Choice,
    ChoiceQuestion,
    For,
    Node,
    Option,
    Prose,
    QuestionSet,
    Scenario,
    Sensitive,
    Stages,
    Trainer,
    TrueFalseQuestion,
)

from tests.source_projects import a_read_course


def pages(tmp_path, body, **changes):
    return a_read_course(tmp_path, body=body, **changes).modules[0].pages


def blocks(tmp_path, body, **changes):
    return pages(tmp_path, body, **changes)[0].blocks


def text(html):
    return Prose(parts=(html,))


def test_headings_begin_pages(tmp_path):
    """The opening page has what stands before the first; an id comes from the words or is given."""
    found = pages(tmp_path, "Hello.\n\n## At school & home\n\nOne.\n\n### Inside\n\n## Später {#later}\n\nTwo.\n")

    assert [(page.id, page.title) for page in found] == [
        ("one.start", "One"),
        ("one.at-school-home", "At school & home"),
        ("one.later", "Später"),
    ]
    assert found[1].blocks == (text("<p>One.</p><h3>Inside</h3>"),)


@pytest.mark.parametrize("kind", ["note", "warning", "example", "key-points", "help"])
def test_callouts(kind, tmp_path):
    """The kinds of box, with a title or without; indentation does not matter."""
    body = f'::: {kind} title="A & b"\n  Inside.\n\n  ::: note\n  Deeper.\n  :::\n:::\n'

    assert blocks(tmp_path, body) == (
        Callout(
            kind=kind,
            title="A & b",
            blocks=(text("<p>Inside.</p>"), Callout(kind="note", blocks=(text("<p>Deeper.</p>"),))),
        ),
    )


def test_sensitive(tmp_path):
    """Its key points stand apart; its id counts on the page."""
    body = '::: sensitive title="Hard" minutes=2\nAll.\n\n::: key-points\nShort.\n:::\n:::\n'

    assert blocks(tmp_path, body) == (
        Sensitive(
            title="Hard",
            minutes=2,
            blocks=(text("<p>All.</p>"),),
            key_points=(text("<p>Short.</p>"),),
            id="one.start-sensitive-1",
        ),
    )


def test_for_around_text_and_around_pages(tmp_path):
    """A page inside `for` is wrapped whole; text inside it before the page belongs to the page above."""
    found = pages(
        tmp_path,
        "::: for staff\nIntroduction.\n\n## Records\n\nHow.\n\n::: for carer language=en-GB\nNever.\n:::\n:::\n\n## All\n\nText.\n",
    )

    assert found[0].blocks == (For(audiences=("staff",), blocks=(text("<p>Introduction.</p>"),)),)
    assert found[1].blocks == (
        For(
            audiences=("staff",),
            blocks=(
                text("<p>How.</p>"),
                For(audiences=("carer",), languages=("en-GB",), blocks=(text("<p>Never.</p>"),)),
            ),
        ),
    )
    assert found[2].blocks == (text("<p>Text.</p>"),)


def test_stages(tmp_path):
    """Title and text of each item; paragraphs may follow, indented."""
    body = "::: stages\n1. **Targeting.** They look.\n\n   More.\n2. **Hooked & held.** They stay.\n:::\n"

    assert blocks(tmp_path, body) == (
        Stages(stages=(("Targeting", "<p>They look.</p><p>More.</p>"), ("Hooked &amp; held", "<p>They stay.</p>"))),
    )


SCENARIO = """\
::: scenario id=ella title="Ella is tired"
  ::: node id=start
  Text. What do you do?

  - [Ask her friends](#friends)
    Not now.
    Never.
  - [Tell the DSL *today*](#tell)
  :::
  ::: node id=friends
  They tell everybody.

  - [Tell the DSL](#tell) Better late.
  :::
  ::: end id=tell title="In time"
  Right, {contact:dsl}.
  :::
:::
"""


def test_scenario(tmp_path):
    """Nodes with their options and feedback, and an end."""
    (scenario,) = blocks(tmp_path, SCENARIO)

    assert scenario == Scenario(
        id="ella",
        title="Ella is tired",
        nodes=(
            Node(
                id="start",
                body=text("<p>Text. What do you do?</p>"),
                options=(
                    Option(text="Ask her friends", feedback="<p>Not now.\nNever.</p>", target="friends"),
                    Option(text="Tell the DSL <em>today</em>", feedback="", target="tell"),
                ),
            ),
            Node(
                id="friends",
                body=text("<p>They tell everybody.</p>"),
                options=(Option(text="Tell the DSL", feedback="<p>Better late.</p>", target="tell"),),
            ),
            Node(id="tell", body=scenario.nodes[2].body, title="In time"),
        ),
    )


def test_a_loop_without_a_way_out(tmp_path):
    """Every moment has to lead to an end."""
    loop = SCENARIO.replace("- [Tell the DSL](#tell) Better late.", "- [Again](#friends)")

    with pytest.raises(SourceError) as raised:
        blocks(tmp_path, loop)

    assert [found.code for found in raised.value.diagnostics] == ["path-without-end"]


QUESTION = """\
::: question id=S03 topic=signs
Which of these is **best**?

- [x] Tell the DSL
  Yes.
  Today.
- [ ] Wait
  No. {fact:NRM-01}

Rationale: Because
of this.

And that.
:::
"""


def test_a_question_in_place(tmp_path):
    """Becomes a check of one question; facts in feedback are its facts."""
    (check,) = blocks(tmp_path, QUESTION)
    question = check.questions.questions[0]

    assert check.questions == QuestionSet(id="S03", title="", kind="knowledge", questions=(question,))
    assert (question.stem, question.topic, question.multiple) == (
        "Which of these is <strong>best</strong>?",
        "signs",
        False,
    )
    assert question.choices[0] == Choice(text="Tell the DSL", correct=True, feedback="Yes. Today.")
    assert question.rationale == "<p>Because\nof this.</p><p>And that.</p>"
    assert question.facts == ("NRM-01",)


@pytest.mark.parametrize(
    ("options", "body", "kind", "multiple"),
    [
        ("", "- [x] a\n- [x] b\n- [ ] c\n", ChoiceQuestion, True),
        ("type=multiple", "- [x] a\n- [ ] c\n", ChoiceQuestion, True),
        ("type=true-false", "- [ ] True\n- [x] False\n", TrueFalseQuestion, None),
    ],
)
def test_types_of_questions_in_place(options, body, kind, multiple, tmp_path):
    """The type follows from the keys, unless it is said."""
    (check,) = blocks(tmp_path, f"::: question id=S1 {options}\nWhich?\n\n{body}:::\n")
    question = check.questions.questions[0]

    assert type(question) is kind
    assert getattr(question, "multiple", None) == multiple


def test_quiz_and_trainer(tmp_path):
    """A set from quizzes/ is a check; notes keep their minutes."""
    quiz = "id: check\ntitle: Check\nkind: knowledge\nquestions:\n  - {id: P1, type: true-false, stem: One., answer: true}\n"
    found = blocks(
        tmp_path, "::: quiz ref=check\n:::\n\n::: trainer minutes=5\nAsk.\n:::\n", **{"quizzes/check.yaml": quiz}
    )

    assert isinstance(found[0], Check) and found[0].questions.id == "check"
    assert found[1] == Trainer(blocks=(text("<p>Ask.</p>"),), minutes=5)


def test_slide(tmp_path):
    """What stands in it is prose; its title may be the page's."""
    found = blocks(tmp_path, '::: slide title="Look"\n- One\n- Two\n:::\n\n::: slide\nThree.\n:::\n')

    assert [(each.title, each.text) for each in found] == [
        ("Look", text("<ul><li>One</li><li>Two</li></ul>")),
        ("", text("<p>Three.</p>")),
    ]


@pytest.mark.parametrize(
    "sign, kind, title",
    [
        ("NOTE", "note", ""),
        ("tip", "note", "Tip"),
        ("IMPORTANT", "note", "Important"),
        ("WARNING", "warning", ""),
        ("CAUTION", "warning", "Caution"),
    ],
)
def test_an_alert_is_a_box(tmp_path, sign, kind, title):
    """GitHub's five kinds; the box ends with the last line that begins with '>', and code in it ends there too."""
    found = blocks(tmp_path, f"> [!{sign}]\n> One.\n>\n> - two\n\nThree.\n\n> a quote\n")
    assert [type(block) for block in found] == [Callout, Prose]
    assert (found[0].kind, found[0].title, found[0].blocks) == (
        kind,
        title,
        (text("<p>One.</p><ul><li>two</li></ul>"),),
    )
    assert found[1].parts == ("<p>Three.</p><blockquote><p>a quote</p></blockquote>",)


def test_an_alert_between_directives(tmp_path):
    """It stands inside a directive, and a directive inside it."""
    outer = blocks(tmp_path, "::: example\n> [!NOTE]\n> ::: warning\n> Mind.\n> :::\n:::\n")[0]
    assert (outer.kind, outer.blocks[0].kind, outer.blocks[0].blocks[0].kind) == ("example", "note", "warning")


def test_no_alert_in_code(tmp_path):
    assert not any(isinstance(block, Callout) for block in blocks(tmp_path, "```\n> [!NOTE]\n> One.\n```\n"))
