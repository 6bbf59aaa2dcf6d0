"""An attacker: from a published release alone, with a programme of its own, which hidden counts are known too well.

Shares nothing with the prover but the form's reader. Unknowns are the answers by group and by stratum; of every block the
number of people is taken as known to two. What this attacker finds narrow is narrow; that he finds nothing proves little.
"""

import json
from itertools import product

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

from signpost_survey.form import DONT_KNOW, SKIPPED, Multiple, Order, Question, asked, parse_form, question_slots, scored
from signpost_survey.release import parse_release
from tests import forms

RESULTS = (1, 0, DONT_KNOW, SKIPPED)


def narrow(document: bytes) -> list[tuple]:
    """(question, row of the release, smallest, largest) of every hidden count that is known to less than ten."""
    release = parse_release(document)
    form = parse_form(json.dumps(release.form | {"key": forms.example()["key"]}).encode())
    return [one for id in form.questions for one in _narrow(form, id, release)]


class _Attack:
    """Equations and ranges over named unknowns."""

    def __init__(self) -> None:
        self.names: dict[tuple, int] = {}
        self.rows: list[tuple[dict[int, float], float, float]] = []

    def unknown(self, *name) -> int:
        return self.names.setdefault(name, len(self.names))

    def between(self, places: dict[int, float], low: float, high: float) -> None:
        self.rows.append((places, low, high))

    def range_of(self, places: dict[int, float]) -> tuple[float, float]:
        size = len(self.names)
        lower = [(places, low, high) for places, low, high in self.rows if low < high]
        equal = [(places, low, high) for places, low, high in self.rows if low == high]
        above = [({k: -v for k, v in places.items()}, -low) for places, low, _ in lower]
        above += [(places, high) for places, _, high in lower]
        goal = _vector(places, size)
        ends = []
        for sign in (1, -1):
            found = linprog(
                sign * goal,
                A_ub=_matrix([one for one, _ in above], size) if above else None,
                b_ub=[limit for _, limit in above] if above else None,
                A_eq=_matrix([one for one, *_ in equal], size) if equal else None,
                b_eq=[low for _, low, _ in equal] if equal else None,
            )
            assert found.status == 0, found.message
            ends.append(sign * found.fun)
        return ends[0], ends[1]


def _vector(places: dict[int, float], size: int) -> np.ndarray:
    found = np.zeros(size)
    for place, factor in places.items():
        found[place] += factor
    return found


def _matrix(rows: list[dict[int, float]], size: int) -> coo_matrix:
    entries = [(number, place, factor) for number, row in enumerate(rows) for place, factor in row.items()]
    numbers, places, factors = zip(*entries)
    return coo_matrix((factors, (numbers, places)), shape=(len(rows), size)).tocsr()


def _window(count: int) -> tuple[int, int]:
    return (count - 2, count + 2) if count else (0, 0)


def _narrow(form, id: str, release) -> list[tuple]:
    question: Question = form.questions[id]
    described = question_slots(id, question)
    several = len(described) > 1
    phases = [phase for phase in ("before", "after") if id in asked(form, phase)]
    codes = RESULTS if several else described[0].codes
    blocks = {(breakdown, cell) for breakdown, cell, _ in release.cells}
    fine = {kind: sorted(one for one in blocks if one[0] == kind) for kind in ("group", "stratum")}
    fine = {kind: found for kind, found in fine.items() if found} or {"all": [("all", 0)]}
    attack = _Attack()
    axes = [codes if phase in phases else (None,) for phase in ("before", "after")]

    def joint(block, wanted) -> dict[int, float]:
        here = next(iter(fine.values())) if block == ("all", 0) else [block]
        return {attack.unknown(one, pair): 1.0 for one in here for pair in product(*axes) if wanted(*pair)}

    def part(block, phase, number, wanted) -> dict[int, float]:
        here = next(iter(fine.values())) if block == ("all", 0) else [block]
        names = product(here, RESULTS, described[number].codes)
        return {attack.unknown(one, phase, number, r, code): 1.0 for one, r, code in names if wanted(r, code)}

    for found in fine.values():
        for block in found:
            joint(block, lambda one, two: True)
    if len(fine) == 2:
        for pair in product(*axes):
            left = {attack.unknown(one, pair): 1.0 for one in fine["group"]}
            attack.between(left | {attack.unknown(one, pair): -1.0 for one in fine["stratum"]}, 0, 0)
    if several:
        for found, phase in product(fine.values(), phases):
            for block in found:
                _tie_parts(attack, question, described, block, phase, joint, part)
    hidden = []
    for row in release.counts:
        measure, name, number, phase, value, value_after, breakdown, cell, count = row
        block = (breakdown, cell)
        if measure == "people":
            places = joint(block, lambda one, two: True)
        elif name != id:
            continue
        elif measure == "answers" and several:
            places = part(block, phase, number, lambda r, code: code == value)
        else:
            places = joint(block, _wanted(question, measure, phase, value, value_after, several))
        if count is None:
            hidden.append((row, places))
        else:
            attack.between(places, *_window(count))
    ranges = [(id, row, *attack.range_of(places)) for row, places in hidden]
    return [one for one in ranges if one[3] - one[2] < 10 - 1e-4]


def _tie_parts(attack, question, described, block, phase, joint, part) -> None:
    """What a slot holds agrees with whether the whole is right; every item of an order is used once."""
    for result in RESULTS:
        whole = joint(block, lambda one, two: (one if phase == "before" else two) == result)
        for number in range(len(described)):
            slot = part(block, phase, number, lambda r, code: r == result)
            attack.between(slot | {place: -1.0 for place in whole}, 0, 0)
            if result >= DONT_KNOW:
                never = part(block, phase, number, lambda r, code: r == result and code != result)
            elif result == 1 and scored(question):
                key = _key(question)[number]
                never = part(block, phase, number, lambda r, code: r == 1 and code != key)
            else:
                gone = {DONT_KNOW, SKIPPED} if isinstance(question, Multiple | Order) else {DONT_KNOW}
                never = part(block, phase, number, lambda r, code: r == result and code in gone)
            if never:
                attack.between(never, 0, 0)
        if isinstance(question, Order) and result < DONT_KNOW:
            for item in range(len(described)):
                every: dict[int, float] = {}
                for number in range(len(described)):
                    every |= part(block, phase, number, lambda r, code: r == result and code == item)
                attack.between(every | {place: -1.0 for place in whole}, 0, 0)


def _key(question: Question) -> tuple[int, ...]:
    if isinstance(question, Multiple):
        return tuple(int(option in question.key) for option in range(len(question.options)))
    return question.key


def _wanted(question: Question, measure: str, phase: str, value: int, value_after: int | None, several: bool):
    def right(code) -> bool:
        if several:
            return code == 1
        return code in ({int(question.key)} if isinstance(question.key, bool) else set(question.key))

    def at(one, two):
        return one if phase == "before" else two

    def moved(one, two) -> int:
        return SKIPPED if max(one, two) >= DONT_KNOW else (two > one) - (two < one)

    match measure:
        case "answers":
            return lambda one, two: at(one, two) == value
        case "right":
            return lambda one, two: right(at(one, two)) == bool(value)
        case "change" if scored(question):
            return lambda one, two: (right(one), right(two)) == (bool(value), bool(value_after))
        case "change":
            return lambda one, two: moved(one, two) == value
        case _:
            return lambda one, two: (one, two) == (value, value_after)
