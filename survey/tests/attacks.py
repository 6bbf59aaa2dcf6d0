"""What somebody can conclude who knows everything but one answer: exact tables of every possibility, against the noisy ones.

The attacker is as strong as can be: all other records, all other answers of the person, the variances, the sampler. Only the noise is
unknown. With independent noise the best guess is by likelihood, and only tables that differ say anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from signpost_survey.account import factor
from signpost_survey.blocks import blocks_of
from signpost_survey.columns import Columns, phases, table
from signpost_survey.form import Form, asked, question_slots
from signpost_survey.measures import Measure, breakdowns_of, measures
from signpost_survey.record import Answers
from signpost_survey.tables import Exact, exact, noisy

SURE = 0.99  # of a posterior with equal chances before: the answer is told


@dataclass(frozen=True)
class Possibility:
    answers: Answers
    tables: list[Exact]


def possibilities(
    form: Form, others: Sequence[Answers], each: Sequence[Answers], found: Sequence[Measure]
) -> list[Possibility]:
    """The exact tables if the victim had answered so."""
    people = len(others) + 1
    made = []
    for one in each:
        opened = table(form, [*others, one])
        blocks = blocks_of(form, opened, breakdowns_of(form, people))
        made.append(Possibility(one, list(exact(Columns(form, opened), blocks, found))))
    return made


def posterior(form: Form, people: int, told: Sequence[Possibility], true: int, seed: bytes) -> list[float]:
    """How likely each possibility is after a release with this seed, all being equally likely before."""
    times = factor(form, people)
    differing = [
        i
        for i, same in enumerate(zip(*(one.tables for one in told), strict=True))
        if len({tuple(one.numbers) for one in same}) > 1
    ]
    weights = np.zeros(len(told))
    for i in differing:
        real = told[true].tables[i]
        variance = real.measure.variances[real.breakdown] * times**2
        shown = np.array(noisy(real, seed, ("attack", form.id, "t"), times))
        for number, one in enumerate(told):
            weights[number] -= float(((shown - np.array(one.tables[i].numbers)) ** 2).sum()) / (2 * variance)
    weights = [exp(one) for one in weights - weights.max()]
    return [one / sum(weights) for one in weights]


def touching(form: Form, people: int, id: str, phase: str) -> list[Measure]:
    """The measures that an answer can move."""
    return [one for one in measures(form, people) if one.once.get((id, phase))]


def guessed(form: Form, others: Sequence[Answers], one: Answers, other: Answers, trials: int) -> float:
    """Of so many releases, each of one of two records by the toss of a coin, the share in which the right one is guessed."""
    told = possibilities(form, others, (one, other), measures(form, len(others) + 1))
    right = 0.0
    for trial in range(trials):
        found = posterior(form, len(others) + 1, told, trial % 2, trial.to_bytes(32, "big"))
        right += 0.5 if found[0] == found[1] else float(found[trial % 2] > 0.5)
    return right / trials


def with_byte(form: Form, answers: Answers, id: str, phase: str, part: int, value: int) -> Answers:
    """The same record with another value in one slot."""
    values, at = bytearray(getattr(answers, phase)), 0
    for each in asked(form, phase):
        if each == id:
            values[at + part] = value
        at += len(question_slots(each, form.questions[each]))
    before, after = (bytes(values) if phase == one else getattr(answers, one) for one in ("before", "after"))
    return Answers(answers.group, answers.stratum, before, after)


@dataclass(frozen=True)
class Decryption:
    """Of the bytes of a record: how many, how many guessed right, how many would be by chance, how many told for sure."""

    bytes: int
    right: int
    chance: float
    told: int


def decrypted(form: Form, others: Sequence[Answers], victim: Answers, seed: int) -> Decryption:
    """One byte after the other, every other byte known."""
    total, right, told, chance = 0, 0, 0, 0.0
    people = len(others) + 1
    for id, question in form.questions.items():
        for phase in phases(form, id):
            found = touching(form, people, id, phase)
            for slot in question_slots(id, question):
                each = [with_byte(form, victim, id, phase, slot.part, code) for code in slot.codes]
                true = each.index(victim)
                made = possibilities(form, others, each, found)
                believed = posterior(form, people, made, true, (seed * 1_000 + total).to_bytes(32, "big"))
                total, right = total + 1, right + (believed[true] == max(believed))
                told, chance = told + (max(believed) > SURE), chance + 1 / len(each)
    return Decryption(total, right, chance, told)
