"""What `signpost build --format openedx` writes, read by the blocks: it is the compiled course, item by item."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest
from lms import Platform
from lxml import etree
from signpost_builder.editions import edition as edition_of
from signpost_builder.editions import editions
from signpost_builder.formats import FORMATS
from signpost_builder.formats.openedx.options import OpenEdx
from signpost_builder.formats.openedx.xblock import asked_here
from signpost_builder.model import (
    ChoiceQuestion,
    Edition,
    Question,
    QuestionSet,
    ScaleQuestion,
    TrueFalseQuestion,
    checked_questions,
)
from signpost_builder.page import render
from signpost_builder.page.data import question_data
from signpost_builder.read import read_course

from tests.test_forms import a_surveyed_course

ROOT = Path(__file__).parents[2]


def made() -> list[Edition]:
    course, _ = read_course(ROOT / "course" / "spot-the-signs", as_of=datetime.date(2026, 11, 28))
    surveyed = a_surveyed_course()
    settings = OpenEdx(grading="server")
    exact = replace(surveyed, pass_mark_percent=65, attempts=3, score_mode="exact", options={"openedx": settings})
    return [*editions(course, [None, course.sites[0]], course.audiences), edition_of(surveyed), edition_of(exact)]


MADE = made()


def in_order(tree) -> Iterator[etree._Element]:
    """Our blocks as the platform finds them: course.xml, then every pointer to its file."""
    read = {name.removeprefix("course/"): content for name, content in tree.items()}
    waiting = [etree.fromstring(read["course.xml"])]
    while waiting:
        node = waiting.pop(0)
        if node.tag.startswith("signpost_"):
            yield node
        elif node.tag != "wiki":
            held = etree.fromstring(read[f"{node.tag}/{node.get('url_name')}.xml"])
            waiting[:0] = list(held)


@pytest.fixture(params=MADE, ids=lambda edition: f"{edition.course.id}-{edition.slug}-{edition.course.score_mode}")
def compiled(request) -> tuple[Edition, list]:
    """An edition as it is asked in Open edX, and its blocks with their url_names."""
    edition = asked_here(request.param)
    nodes = list(in_order(FORMATS["openedx"].packages(render(request.param))[0].tree))
    return edition, [(node.get("url_name"), node.tag, Platform().parse(node)) for node in nodes]


def questions_in(pages) -> list[str]:
    return [id for page in pages for id in lxml.html.fragment_fromstring(page["html"]).xpath("//*[@data-q]/@data-q")]


def values_in(page: str) -> dict[str, list[str]]:
    """What can be ticked, by question."""
    shown = lxml.html.fragment_fromstring(page).xpath("//*[@data-q]")
    return {one.get("data-q"): one.xpath(".//input/@value") for one in shown}


def values_of(question: Question) -> list[str]:
    unsure = ["dk"] if question.dont_know else []
    match question:
        case ChoiceQuestion(choices=choices):
            return [*map(str, range(len(choices))), *unsure]
        case TrueFalseQuestion():
            return ["1", "0", *unsure]
        case ScaleQuestion(labels=labels):
            return [str(value) for value in range(1, len(labels) + 1)] + unsure
    return unsure


def expected(questions: list[Question], collected: set[str] = frozenset()) -> dict:
    return {question.id: question_data(question, question.id in collected) for question in questions}


def all_of(sets: tuple[QuestionSet, ...]) -> list[Question]:
    return [question for each in sets for question in each.questions]


def test_the_blocks_stand_in_the_order_of_the_course(compiled):
    """First page, questions before, every module, questions after."""
    edition, blocks = compiled

    assert [(name, tag) for name, tag, _ in blocks] == [
        ("course__start", "signpost_module"),
        *([("course__before", "signpost_quiz")] if edition.before else []),
        *((module.id, "signpost_module") for module in edition.modules),
        *([("course__after", "signpost_quiz")] if edition.after else []),
    ]


def test_a_module_holds_its_pages_and_checks(compiled):
    """Title, pages in order, every question of its checks with its key and mark, and no other; no survey."""
    edition, blocks = compiled
    read = {name: block for name, _, block in blocks}

    for module in edition.modules:
        block, asked = (
            read[module.id],
            [question for page in module.pages for question in checked_questions(page.blocks)],
        )
        assert block.display_name == module.title
        assert (block.language, block.direction) == (edition.language, "ltr")
        assert [(page["id"], page["title"]) for page in block.pages] == [(page.id, page.title) for page in module.pages]
        assert [page["id"] for page in block.course_data["pages"]] == [page.id for page in module.pages]
        assert questions_in(block.pages) == [question.id for question in asked]
        assert block.course_data["questions"] == expected(asked)
        assert (block.course_data["before"], block.course_data["after"], "survey" in block.course_data) == (
            [],
            [],
            False,
        )


def test_a_quiz_holds_its_sets(compiled):
    """Attributes of the course; every question in order with its key, and all its choices."""
    edition, blocks = compiled
    course = edition.course

    for _, tag, block in blocks:
        if tag != "signpost_quiz":
            continue
        sets = edition.before if block.phase == "before" else edition.after
        survey = block.course_data.get("survey", {"before": [], "after": []})
        collected = {*survey["before"], *survey["after"]}
        assert (block.pass_mark_percent, block.attempts_allowed, block.score_mode, block.grading) == (
            course.pass_mark_percent, course.attempts, course.score_mode, FORMATS["openedx"].options.of(course).grading,
        )  # fmt: skip
        assert block.course_data[block.phase] == [question.id for question in all_of(sets)]
        assert questions_in(block.pages[:1]) == [question.id for question in all_of(sets)]
        assert values_in(block.pages[0]["html"]) == {question.id: values_of(question) for question in all_of(sets)}
        assert block.course_data["questions"] == expected(all_of(sets), collected)
        parts = re.findall(r'data-set="([^"]+)"[^>]*?( data-survey-only)?>', block.pages[0]["html"])
        assert [(id, bool(only)) for id, only in parts] == [(each.id, each.kind == "survey") for each in sets]


def test_no_set_of_the_learner_reaches_kept_state(compiled):
    """What a module may keep, and what is asked before and after, have no question in common."""
    edition, blocks = compiled
    kept = {id for _, tag, block in blocks if tag == "signpost_module" for id in block.course_data["questions"]}
    asked = {question.id for question in all_of((*edition.before, *edition.after))}

    assert kept & asked == set()


def test_the_survey_is_the_course_s_and_its_address_is_the_operator_s():
    """Both quizzes name one form; no archive says where to send it."""
    surveyed = next(edition for edition in MADE if edition.survey and edition.course.score_mode == "pass")
    tree = FORMATS["openedx"].packages(render(surveyed))[0].tree
    quizzes = [Platform().parse(node) for node in in_order(tree) if node.tag == "signpost_quiz"]

    assert len({block.course_data["survey"]["form"] for block in quizzes}) == 1
    assert surveyed.survey.endpoint.encode() not in b"".join(
        content for content in tree.values() if isinstance(content, bytes)
    )
