"""Nobody passes by the form of the answers: bots that know nothing, marked as the product marks.

A bot has one habit for a single choice, one for several choices, and one for a statement; every combination is tried. It reads
choices in the order in which authors wrote them, which is kinder to a bot than the shuffled page.
"""

import datetime
import json
import subprocess
from collections.abc import Callable, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from statistics import median_high, median_low
from typing import Any

import pytest
from signpost_builder.editions import edition
from signpost_builder.fairness import question_groups
from signpost_builder.fairness.groups import QuestionGroup, length, parts, word_length
from signpost_builder.marks import score_set
from signpost_builder.model import (
    Check,
    ChoiceQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    TrueFalseQuestion,
    every_block,
)
from signpost_builder.read import read_course
from signpost_builder.scoring import spec

from tests.builders import a_choice, a_choice_question, a_true_false_question

ROOT = Path(__file__).parent.parent
BEST = 0.45
ENOUGH = 6  # questions of a set that is judged alone
AUDIENCES = ("staff", "hub-leader", "caregiver")

Lengths = Sequence[int]
Texts = Sequence[str]


def at_most(measure: Callable[[str], float], rank: Callable[[list[float]], float] = max) -> Callable[[Texts], int]:
    """Takes the choice with the most (or least, or middle) of what is measured; the first of several."""

    def takes(texts: Texts) -> int:
        measured = [measure(text) for text in texts]
        return measured.index(rank(measured))

    return takes


SINGLE: dict[str, Callable[[Texts], int]] = {
    "longest": at_most(length),
    "shortest": at_most(length, min),
    "of middle length": at_most(length, median_high),
    "of lower middle length": at_most(length, median_low),
    "most parts": at_most(parts),
    "fewest parts": at_most(parts, min),
    "longest words": at_most(word_length),
    "shortest words": at_most(word_length, min),
    "first": lambda it: 0,
    "last": lambda it: len(it) - 1,
    "middle": lambda it: len(it) // 2,
    "lower middle": lambda it: (len(it) - 1) // 2,
}
SEVERAL: dict[str, Callable[[Lengths], list[int]]] = {
    "all": lambda it: list(range(len(it))),
    "longer than most": lambda it: [at for at, one in enumerate(it) if one * len(it) > sum(it)],
    "shorter than most": lambda it: [at for at, one in enumerate(it) if one * len(it) < sum(it)],
    "first half": lambda it: list(range(len(it) // 2)),
    "last half": lambda it: list(range(len(it) // 2, len(it))),
    "middle": lambda it: list(range(len(it) // 4, len(it) - len(it) // 4)),
    "every other": lambda it: list(range(0, len(it), 2)),
}
BOTS = list(product(SINGLE, SEVERAL, (True, False)))


@cache
def course():
    return read_course(ROOT / "course/spot-the-signs", as_of=datetime.date(2026, 11, 28))[0]


def answer(bot: tuple[str, str, bool], question: Question) -> list[Any]:
    single, several, side = bot
    match question:
        case ChoiceQuestion():
            texts = [choice.text for choice in question.choices]
            return (
                sorted(SEVERAL[several]([length(text) for text in texts]))
                if question.multiple
                else [SINGLE[single](texts)]
            )
        case TrueFalseQuestion():
            return [int(side)]
        case OrderQuestion():  # always shuffled: by length is as good as any order
            return sorted(range(len(question.items)), key=lambda at: (length(question.items[at]), question.items[at]))
        case MatchQuestion():  # the longest term with the longest meaning, and so on
            terms = sorted(range(len(question.pairs)), key=lambda at: length(question.pairs[at][0]))
            texts = [*(meaning for _, meaning in question.pairs), *question.spare]
            meanings = sorted(range(len(texts)), key=lambda at: length(texts[at]))
            return [meanings[terms.index(at)] for at in range(len(terms))]
        case NumberQuestion():
            return [(question.minimum + question.maximum) / 2]
    raise AssertionError(question)


def marked(bot: tuple[str, str, bool], questions: Sequence[Question]) -> float:
    specs = [spec(one) | {"critical": False, "topic": ""} for one in questions]
    return score_set(specs, [answer(bot, one) for one in questions], 80).score_fraction or 0.0


def best(questions: Sequence[Question]) -> tuple[float, tuple[str, str, bool]]:
    return max((marked(bot, questions), bot) for bot in BOTS)


def graded(audience: str) -> list[Question]:
    one = edition(course(), None, next(each for each in course().audiences if each.id == audience))
    return [question for each in one.after if each.kind == "knowledge" for question in each.questions]


def large_and_small() -> tuple[list[QuestionGroup], QuestionGroup]:
    """Sets of six and more; and all the others together: checks, short sets, what is asked in pages."""
    asked = question_groups(course())
    large = [each for each in asked if len(each.questions) >= ENOUGH]
    small = tuple(one for each in asked if each not in large for one in each.questions)
    return large, QuestionGroup("small", small)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_bot_comes_near_to_passing(audience):
    questions = graded(audience)
    score, bot = best(questions)

    assert len(questions) >= 12
    assert score <= BEST, f"{bot}: {score:.0%}"


def test_no_bot_does_well_in_a_set_of_six_or_more():
    large, _ = large_and_small()

    assert {"the set 'core'", "the set 'knowledge-staff'", "the set 'refresher'"} <= {each.name for each in large}
    assert {each.name: f"{best(each.questions)}" for each in large if best(each.questions)[0] > BEST} == {}


def test_no_bot_does_well_in_the_small_sets_and_pages_together():
    """Every check, the caregivers' own questions, and every question that stands in a page."""
    _, small = large_and_small()
    ids = {question.id for question in small.questions}

    assert {
        block.questions.questions[0].id
        for module in course().modules
        for page in module.pages
        for block in every_block(page.blocks)
        if isinstance(block, Check)
    } <= ids
    assert len(ids) >= 25
    score, bot = best(small.questions)
    assert score <= BEST, f"{bot}: {score:.0%}"


def test_the_questions_of_pages_alone():
    """Questions that authors write in place, pooled."""
    in_pages = [
        one for each in question_groups(course()) if each.name.startswith("the pages") for one in each.questions
    ]
    score, bot = best(in_pages)

    assert len(in_pages) >= ENOUGH and score <= BEST, f"{bot}: {score:.0%} of {len(in_pages)}"


def test_the_bots_pass_what_release_1_asked():
    """The seed: keys nearly three times as long as the rest, and every statement false."""
    wrong = [a_choice(text="Wait.", correct=False), a_choice(text="Do it alone.", correct=False)]
    right = a_choice(text="Tell the safeguarding lead, and write down what you saw.", correct=True)
    old = [a_choice_question(id=f"Q{n}", choices=(*wrong[: n % 3], right, *wrong[n % 3 :])) for n in range(6)]
    old += [a_true_false_question(id=f"T{n}", answer=False) for n in range(3)]

    passing = {single for single, several, side in BOTS if not side and marked((single, several, side), old) == 1.0}
    assert passing == {"longest", "longest words", "most parts"}


def test_a_key_that_names_several_things_is_found_by_its_parts():
    """The seed of this habit: lengths tell nothing, commas and "and" do."""
    choices = [
        ("Ask to see the image so that you can report it properly.", False),
        ("Say it is not his fault, do not pay, and get help.", True),
    ]
    questions = [
        a_choice_question(
            id=f"Q{n}", choices=tuple(a_choice(text=t, correct=c) for t, c in choices[:: 1 - 2 * (n % 2)])
        )
        for n in range(6)
    ]

    assert SINGLE["most parts"]([text for text, _ in choices]) == 1
    assert marked(("most parts", "all", True), questions) == 1.0


def test_what_the_habits_measure():
    assert [parts("Wait"), parts("Wait, and tell"), parts("Block; keep or send: tell"), parts("The sandy orchard")] == [
        1,
        3,
        4,
        1,
    ]
    assert word_length("It’s <em>not</em> his fault.") == (4 + 3 + 3 + 5) / 4
    assert word_length("…") == 0.0


def test_the_player_marks_the_best_bot_alike():
    """builder/signpost_builder/player/score.js gives the same fractions."""
    cases = []
    for audience in AUDIENCES:
        questions = graded(audience)
        score, bot = best(questions)
        specs = [spec(one) | {"critical": one.critical, "topic": one.topic} for one in questions]
        cases.append({"specs": specs, "responses": [answer(bot, one) for one in questions], "score": score})
    script = """
      import { scoreSet } from "./builder/signpost_builder/player/score.js";
      const cases = JSON.parse(await new Response(process.stdin).text());
      console.log(JSON.stringify(cases.map(({ specs, responses }) => { const r = scoreSet(specs, responses, 80); return [r.scoreFraction, r.passed]; })));
    """
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=60,
    )

    assert [[pytest.approx(case["score"]), False] for case in cases] == json.loads(ran.stdout)
