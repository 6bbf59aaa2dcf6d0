"""Attacks that told answers when counts were rounded: carried out again, they tell nothing beyond the account."""

import pytest
from signpost_survey.account import BOUND, guess, mu2_once
from signpost_survey.columns import Columns, right_codes, right_parts, table
from signpost_survey.form import Match, Multiple, Order, Scale, asked, question_slots, scored
from signpost_survey.measures import measures
from signpost_survey.record import Answers
from signpost_survey.simulate import simulated_answers

from tests import forms
from tests.attacks import decrypted, guessed, possibilities, posterior, with_byte

QUESTIONS = {f"K{i}": forms.SINGLE | {"stem": f"{i}?", "topic": "signs"} for i in range(4)}
QUESTIONS |= {"M": forms.MULTIPLE | {"topic": "signs"}, "C": forms.SCALE | {"topic": "signs"}, "O": forms.ORDER}
FORM = forms.a_form(QUESTIONS, group=forms.GROUP, stratum=forms.STRATUM, simulated=True)
VICTIM, *HONEST = simulated_answers(FORM, 300, seed=3)
TRIALS = 300
SLACK = 3 * (0.25 / TRIALS) ** 0.5


def chosen(count: int, of: int) -> list[Answers]:
    """Records that an attacker sends: so many of each answer, so that every count of them stands just under a multiple."""
    shapes = list(simulated_answers(FORM, of, seed=8))
    return [Answers(VICTIM.group, VICTIM.stratum, one.before, one.after) for one in shapes for _ in range(count)]


SETTINGS = {
    "oracle": chosen(2, 151),  # 302 chosen records and one real one
    "multiples of five": chosen(5, 60) + chosen(1, 2),  # every count of the attacker's known modulo five
    "all but one": HONEST,
}


@pytest.mark.parametrize("others", SETTINGS.values(), ids=SETTINGS)
def test_nothing_is_decrypted(others):
    """Byte after byte with every other byte known: none told for sure, and hardly more right than by chance."""
    found = [decrypted(FORM, others, VICTIM, seed) for seed in range(2)]
    total, right, chance = (sum(getattr(one, name) for one in found) for name in ("bytes", "right", "chance"))

    assert sum(one.told for one in found) == 0
    assert right / total < chance / total + 0.25


@pytest.mark.parametrize("others", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize(("id", "code"), [("K0", 1), ("M", 1), ("C", 5)])
def test_one_answer_is_guessed_two_times_in_three(others, id, code):
    """A coin decides between two answers; the best guess from every table is right at most as often as is printed."""
    other = 0 if id != "C" else 1
    one, two = (with_byte(FORM, VICTIM, id, "after", 0, value) for value in (code, other))
    paid = guess(max(mu2_once(measures(FORM, len(others) + 1), id, phase) for phase in ("before", "after")))

    assert guessed(FORM, others, one, two, TRIALS) <= paid + SLACK
    assert paid <= BOUND


def test_the_attack_is_an_attack():
    """With a thousandth of the noise the same attacker knows everything: the test can fail."""
    one, two = (with_byte(FORM, VICTIM, "K0", "after", 0, value) for value in (0, 1))
    told = possibilities(FORM, HONEST, (one, two), measures(FORM, 300))
    for made in told:
        for table_ in made.tables:
            table_.numbers[:] = [1_000 * number for number in table_.numbers]

    assert posterior(FORM, 300, told, 0, bytes(32))[0] > 0.999


def test_exact_group_sizes_tell_who_took_part():
    """What is not protected, as docs/privacy.md says: whoever knows all others reads group and stratum off the numbers of people."""

    def sizes(answers):
        return Columns(FORM, table(FORM, answers)).answers.group.tolist().count(VICTIM.group)

    assert sizes([VICTIM, *HONEST]) - sizes(HONEST) == 1


@pytest.mark.slow
def test_several_answers_together(capsys):
    """What docs/privacy.md says is not bounded by two thirds, measured on the form for staff and 400 people, 400 releases each."""
    form = forms.staff(simulated=True)
    _, *others = simulated_answers(form, 400, seed=3)
    knowledge = [id for id in form.questions if id.startswith("K")]
    topic = [id for id in knowledge if form.questions[id].topic == "signs"]
    perceptions = [f"P{i}" for i in range(1, 13)]
    asked_of = {
        "one answer": (knowledge[:1], ("after",)),
        "one question before and after": (knowledge[:1], ("before", "after")),
        "a topic of four once": (topic, ("after",)),
        "a topic of four, before and after": (topic, ("before", "after")),
        "twelve perceptions once": (perceptions, ("after",)),
        "all of a record": (list(form.questions), ("before", "after")),
    }
    found = {}
    for name, (ids, when) in asked_of.items():
        low, high = (extreme(form, ids, when, right) for right in (False, True))
        found[name] = guessed(form, others, low, high, 400)
    with capsys.disabled():
        print()
        for name, share in found.items():
            print(f"  {name:40} guessed right {share:.2f}")

    error = 3 * (0.25 / 400) ** 0.5
    assert found["one answer"] <= BOUND + error
    assert found["one question before and after"] <= 0.70 + error
    assert found["a topic of four once"] <= 0.80 + error
    assert found["a topic of four, before and after"] <= 0.84 + error
    assert found["twelve perceptions once"] <= 0.88 + error
    assert found["all of a record"] > 0.95, "said for nothing"


def extreme(form, ids: list[str], when, right: bool) -> Answers:
    """Somebody in the middle, but with these questions all right (in favour), or all wrong (against)."""
    parts = {}
    for phase in ("before", "after"):
        values = bytearray()
        for number, id in enumerate(asked(form, phase)):
            question = form.questions[id]
            good = right if id in ids and phase in when else bool(number % 2)
            values += bytes(best(question) if good else worst(id, question))
        parts[phase] = bytes(values)
    return Answers(0, 0, parts["before"], parts["after"])


def best(question) -> list[int]:
    if isinstance(question, Scale):
        return [1 if question.reverse else len(question.labels)]
    if not scored(question):
        return [1] * len(question_slots("", question))
    several = isinstance(question, Multiple | Order | Match)
    return list(right_parts(question)) if several else [min(right_codes(question))]


def worst(id: str, question) -> list[int]:
    if isinstance(question, Scale):
        return [len(question.labels) if question.reverse else 1]
    slots = question_slots(id, question)
    return [
        next(code for code in slot.values if code != good) for slot, good in zip(slots, best(question), strict=True)
    ]
