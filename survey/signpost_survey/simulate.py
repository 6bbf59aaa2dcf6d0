"""Invented answers for forms marked `simulated`, so that the whole way can be seen in a minute."""

import random
from collections.abc import Iterator
from itertools import islice

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from signpost_survey import record
from signpost_survey.columns import right_codes, right_parts
from signpost_survey.form import (
    DONT_KNOW,
    SKIPPED,
    Form,
    FormError,
    Match,
    Multiple,
    Order,
    Phase,
    Question,
    Scale,
    asked,
    question_slots,
    scored,
)
from signpost_survey.keys import decode

GAIN = 1.1  # in standard deviations of what people know


def simulated_records(form: Form, people: int, seed: int, after: int = 0) -> Iterator[bytes]:
    """Sealed records of invented people, but for the first ones. Raises FormError for a form that asks real ones."""
    if not form.simulated:
        raise FormError(["only a form marked as simulated takes invented answers"])
    public = X25519PublicKey.from_public_bytes(decode(form.key.public))
    for answers in islice(simulated_answers(form, people, seed), after, None):
        yield record.seal(form, answers, public)


def simulated_answers(form: Form, people: int, seed: int) -> Iterator[record.Answers]:
    """People differ in what they know, groups a little too; the course helps; questions differ in difficulty."""
    chance = random.Random(seed)
    difficulty = {id: chance.uniform(-1.2, 1.2) for id in form.questions}
    for _ in range(people):
        group = _choice(chance, len(form.group.values) if form.group else 0)
        stratum = _choice(chance, len(form.stratum.options) if form.stratum else 0)
        able = chance.gauss(0, 0.8) + 0.25 * (group % 5) * (group != SKIPPED) - 0.3
        answers = {}
        gains: dict[Phase, float] = {"before": 0.0, "after": GAIN if form.kind == "pair" else 0.0}
        for phase, gain in gains.items():
            values = (
                _answer(chance, id, form.questions[id], able + gain - difficulty[id]) for id in asked(form, phase)
            )
            answers[phase] = bytes(value for one in values for value in one)
        yield record.Answers(group, stratum, answers["before"], answers["after"])


def _choice(chance: random.Random, count: int) -> int:
    if not count or chance.random() < 0.02:
        return SKIPPED
    return min(count - 1, int(chance.triangular(0, count, count * 0.3)))


def _answer(chance: random.Random, id: str, question: Question, margin: float) -> list[int]:
    described = question_slots(id, question)
    if chance.random() < 0.015:
        return [SKIPPED] * len(described)
    knows = chance.random() < 1 / (1 + 2.718281828 ** (-1.6 * margin))
    if question.dont_know and not knows and chance.random() < 0.3:
        return [DONT_KNOW] * len(described)
    if isinstance(question, Scale):
        middle = (len(question.labels) + 1) / 2 + margin
        return [max(1, min(len(question.labels), round(chance.gauss(middle, 0.9))))]
    if scored(question) and knows:
        several = isinstance(question, Multiple | Order | Match)
        return list(right_parts(question)) if several else [chance.choice(sorted(right_codes(question)))]
    if isinstance(question, Order):
        return chance.sample(range(len(described)), len(described))
    return [chance.choice(list(slot.values)) for slot in described]
