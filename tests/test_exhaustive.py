"""A new block or question type that somebody forgot to wire is refused wherever it comes; nowhere is it taken for another.

Both kinds below are in no union of the model, as a type is on the day when somebody adds it.
"""

import ast
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from signpost_builder import forms, marks, state
from signpost_builder.answering_time import answering_minutes
from signpost_builder.editions import edition
from signpost_builder.fairness import fairness_findings
from signpost_builder.formats import FORMATS
from signpost_builder.formats.openedx.losses import Losses
from signpost_builder.lint import answers
from signpost_builder.minutes import reckoned_minutes
from signpost_builder.model import Course, Edition, Plan, QuestionBase, every_block
from signpost_builder.package import Package, Staging
from signpost_builder.page import Rendered, render
from signpost_builder.page.data import course_data, question_data
from signpost_builder.page.features import block_features, set_features
from signpost_builder.page.sources import named_facts
from signpost_builder.places import places
from signpost_builder.read.rules import question_findings
from signpost_builder.read.typeset import typeset
from signpost_builder.reading_grade import page_text
from signpost_builder.scoring import spec
from signpost_builder.source.remembered import Remembered
from signpost_builder.values import frozen

from tests.builders import OF_ANY_COURSE, a_check, a_course, a_module, a_page, a_question_set, an_edition, prose

ROOT = Path(__file__).parent.parent
PARTS = ("builder/signpost_builder", "report/signpost_report", "survey/signpost_survey", "xblocks/signpost_xblocks")


@frozen(kw_only=True)
class Jigsaw:
    """A block of the future. It has the fields of others, so that nothing but its type can be noticed."""

    blocks: tuple = ()
    key_points: tuple = ()
    parts: tuple[str, ...] = ("<p>Piece</p>",)
    stages: tuple = ()
    title: str = "Pieces"
    id: str = "pieces"


@frozen(kw_only=True)
class HotspotQuestion(QuestionBase):
    """A question type of the future."""

    choices: tuple = ()
    labels: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    multiple: bool = False


HOTSPOT = HotspotQuestion(id="H01", stem="Where?")
SCALE_PAGE = a_page(prose(), Jigsaw())


def of_block(walk: Callable[[Edition], object]) -> Callable[[], object]:
    """The walk over an edition that has the block in the middle of a page."""
    return lambda: walk(an_edition(a_course(a_module(SCALE_PAGE))))


def asking(question: object, kind: str = "knowledge") -> Course:
    sets = {"knowledge": a_question_set(question, kind=kind)}
    return a_course(question_sets=sets, plans={"staff": Plan(before=("knowledge",), after=("knowledge",))})


def of_check(walk: Callable[[Edition], object]) -> Callable[[], object]:
    return lambda: walk(an_edition(a_course(a_module(a_page(a_check(HOTSPOT))))))


def of_set(walk: Callable[[Edition], object]) -> Callable[[], object]:
    return lambda: walk(an_edition(asking(HOTSPOT)))


def written(write: Callable[[Rendered], object], one: Edition) -> object:
    return write(render(one))


def unlike_its_page(write: Callable[[Rendered], object], one: Edition) -> object:
    """The page is that of an edition without it, so that the writer is the first to meet it."""
    return write(replace(render(an_edition()), edition=one))


OWN_WALKS = ("h5p", "openedx-native")  # the others show the page as it was rendered

BLOCK_WALKS = {
    "the reader's typography": lambda: typeset(a_course(a_module(SCALE_PAGE)), Remembered()),
    "an edition": lambda: edition(a_course(a_module(SCALE_PAGE))),
    "the page": of_block(render),
    "the page's data": of_block(lambda one: course_data(one, None, frozenset())),
    "the state": of_block(state.state_characters),
    "the minutes": of_block(lambda one: reckoned_minutes(one.modules[0])),
    "the reading grade": lambda: page_text(SCALE_PAGE),
    "the list of sources": lambda: list(named_facts(SCALE_PAGE.blocks)),
    "every block": lambda: list(every_block(SCALE_PAGE.blocks)),
    "fairness": lambda: list(fairness_findings(a_course(a_module(SCALE_PAGE)))),
    "refusals of openedx-native": of_block(FORMATS["openedx-native"].refused),
    "the features of a page": lambda: block_features(SCALE_PAGE.blocks),
    **{f"the writer of {name}": of_block(partial(written, FORMATS[name].packages)) for name in OF_ANY_COURSE},
    **{
        f"what {name} makes of blocks itself": of_block(partial(unlike_its_page, FORMATS[name].packages))
        for name in OWN_WALKS
    },
}
QUESTION_WALKS = {
    "the reader's rules": lambda: list(question_findings(HOTSPOT, True, lambda *keys: HOTSPOT.span)),
    "the reader's typography": lambda: typeset(asking(HOTSPOT), Remembered()),
    "an edition": lambda: edition(asking(HOTSPOT)),
    "the page's check": of_check(render),
    "the page's set": of_set(render),
    "the page's data": of_set(lambda one: course_data(one, None, frozenset())),
    "a question's data": lambda: question_data(HOTSPOT, collected=True),
    "the mark": lambda: spec(HOTSPOT),
    "the state": of_check(state.state_characters),
    "the state's key": lambda: state.question_key(HOTSPOT),
    "a form": lambda: forms.question_content(HOTSPOT, scored=True),
    "a form's room": lambda: forms.slots(HOTSPOT),
    "the time to answer": lambda: answering_minutes([a_question_set(HOTSPOT)]),
    "fairness": lambda: list(fairness_findings(asking(HOTSPOT))),
    "places": lambda: places(asking(HOTSPOT)),
    "losses of openedx-native": lambda: Losses().question(HOTSPOT),
    "refusals of openedx-native": of_set(FORMATS["openedx-native"].refused),
    "the features of a set": lambda: set_features([a_question_set(HOTSPOT)], answered=False),
    **{f"the check of {name}": of_check(partial(written, FORMATS[name].packages)) for name in OF_ANY_COURSE},
    **{f"the set of {name}": of_set(partial(written, FORMATS[name].packages)) for name in OF_ANY_COURSE},
    **{
        f"what {name} makes of sets itself": of_set(partial(unlike_its_page, FORMATS[name].packages))
        for name in OWN_WALKS
    },
}


@pytest.mark.parametrize("walk", BLOCK_WALKS.values(), ids=BLOCK_WALKS)
def test_a_block_that_nobody_wired_is_refused(walk):
    """Not written as "None", not left out, not taken for another block."""
    with pytest.raises(AssertionError, match="Jigsaw"):
        walk()


@pytest.mark.parametrize("walk", QUESTION_WALKS.values(), ids=QUESTION_WALKS)
def test_a_question_type_that_nobody_wired_is_refused(walk):
    with pytest.raises(AssertionError, match="HotspotQuestion"):
        walk()


@pytest.mark.parametrize("kind", ["knowledge", "survey"])
def test_a_campaign_asks_no_question_that_a_form_cannot_hold(kind):
    with pytest.raises(AssertionError, match="HotspotQuestion"):
        forms.question_content(
            asking(HOTSPOT, kind).question_sets["knowledge"].questions[0], scored=kind == "knowledge"
        )


HOTSPOT_SPEC = {"type": "hotspot", "options": 4, "keys": [1]}


@pytest.mark.parametrize(
    "read",
    [
        partial(marks.score_question, HOTSPOT_SPEC, [1]),
        partial(marks.score_set, [HOTSPOT_SPEC], [[1]], 80),
        partial(state.longest_state, 1, [HOTSPOT_SPEC]),
        partial(answers._spec_shape, HOTSPOT_SPEC),
        partial(answers._form_shape, HOTSPOT_SPEC),
    ],
    ids=["one mark", "marks of a set", "state", "a page's shape", "a form's shape"],
)
def test_a_type_that_is_only_a_word_is_refused(read):
    """In the data of a package a type is text: nothing marks it as a single choice, or finds room for one."""
    with pytest.raises(ValueError, match="'hotspot'"):
        read()


def test_a_package_of_an_unknown_kind_is_not_written(tmp_path):
    package = replace(Package(name="x", kind="zip", tree={"a.txt": b""}), kind="7z")

    with pytest.raises(AssertionError, match="7z"):
        Staging(tmp_path, tmp_path).add(package, Path())


def matches() -> list:
    found = []
    for part in PARTS:
        for path in sorted((ROOT / part).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            name = path.relative_to(ROOT).as_posix()
            found += [
                pytest.param(node, id=f"{name}:{node.lineno}") for node in ast.walk(tree) if isinstance(node, ast.Match)
            ]
    return found


def over_types(match: ast.Match) -> bool:
    """Over types of ours: a text or a number has no union that could grow."""
    patterns = (node for case in match.cases for node in ast.walk(case.pattern) if isinstance(node, ast.MatchClass))
    return any(ast.unparse(node.cls).rpartition(".")[2][0].isupper() for node in patterns)


@pytest.mark.parametrize("match", [each for each in matches() if over_types(each.values[0])])
def test_every_match_over_types_ends_in_assert_never(match):
    """So mypy names each of them when a union grows, and a run without mypy stops there."""
    last = match.cases[-1]

    assert ast.unparse(last.pattern) == "_" and last.guard is None
    assert ast.unparse(last.body[0]).startswith("assert_never(")
