"""Scores: how many of the questions that have a right answer a person got right, before and after.

They tie all questions together, so nothing of them is published unless each question alone can still have been answered
otherwise, by the same people with the same other answers, without a change in any published number.
"""

from dataclasses import dataclass, field

import numpy as np

from signpost_survey.cube import Cube
from signpost_survey.form import Form
from signpost_survey.suppress import Policy, Prover, System, bounds, retreat, rounded
from signpost_survey.worlds import FEW, PHASES, Frame, Unknowns, Worlds, question_worlds

SUM_BASE = 25
KINDS = 5  # of people in a large cell, by the number of their other right answers, for each way to answer a question
LEAST = 2  # thresholds: sums about fewer people are not published
STEPS = 8  # after so many, sums about many people go too
LARGE = 10  # thresholds: sums about so many are worth more than details of a question
NAMES = ("sum_before", "sum_after", "squares_before", "squares_after", "squares_change")

GAINS = "gains"
Name = int | str  # a block, whose sums are meant, or GAINS


@dataclass
class Scores:
    """Exact sums by number of block, and of everyone how many got fewer right than before, as many, more.

    What is dropped is not in here but in `small` (too few people) or `unproved`."""

    sums: dict[int, tuple[int, ...]] = field(default_factory=dict)
    gains: dict[int, int] = field(default_factory=dict)
    square_base: int = SUM_BASE
    small: set[Name] = field(default_factory=set)
    unproved: set[Name] = field(default_factory=set)

    def bases(self) -> tuple[int, ...]:
        """What each sum is rounded to."""
        return (SUM_BASE, SUM_BASE, *[self.square_base] * 3)


def said(name: str, number: int) -> bool:
    """Parts of everyone have the sums for the mean change and its error alone; each more would cost some of them."""
    return number == 0 or name not in ("squares_before", "squares_after")


def powers(before: np.ndarray, after: np.ndarray) -> tuple[np.ndarray, ...]:
    """What each person adds to the five sums."""
    return before, after, before**2, after**2, (after - before) ** 2


def scores_of(cube: Cube, frame: Frame, policy: Policy) -> Scores:
    """Everything that is said of scores if it can be proved harmless."""
    counts = frame.gather(cube.scores)
    before, after = np.indices(counts.shape[1:])
    found = Scores(square_base=SUM_BASE * max(1, round((counts.shape[2] - 1) / 4)))
    for number, inside in enumerate(frame.inside):
        here = counts[inside].sum(axis=0)
        if here.sum() < LEAST * policy.threshold:
            found.small.add(number)
        else:
            found.sums[number] = tuple(int((here * factors).sum()) for factors in powers(before, after))
    everyone = counts.sum(axis=0)
    gains = {sign: int(everyone[np.sign(after - before) == sign].sum()) for sign in (-1, 0, 1)}
    if len(everyone) > 1 and min(gains.values()) >= policy.threshold:
        found.gains = gains
    else:
        found.small.add(GAINS)
    return found


def reconcile(form: Form, id: str, cube: Cube, frame: Frame, shown: System, scores: Scores, policy: Policy) -> set[Name]:
    """Which sums and gains must be dropped so that no count of this question becomes derivable.

    Sums of small blocks go first; for those of everyone and of large blocks the question shows less instead. Dropping only
    adds worlds: what is dropped for one question leaves the others proved.
    """
    system = with_scores(form, id, cube, frame, shown, scores, policy)[0].system
    prover = Prover(system, policy)
    dropped: set[Name] = set()
    steps = 0
    while narrow := prover.derivable() or prover.unwitnessed():
        steps += 1
        binding = {cell for one in narrow for cell in one.binding}
        blocks = {one.cell.where for one in narrow}
        sums = [row for row in system.rows.values() if row.open and row.admitted]
        rows = [row for row in system.rows.values() if not row.open and row.admitted]
        bound = [row for row in sums if binding & set(row.cells)]
        small = [row for row in bound if row.people < LARGE * policy.threshold or steps > STEPS]
        if small or not rows:
            if not sums:
                break
            row = min(small or bound or sums, key=lambda one: (one.where == 0, one.people))
            row.show(False)
            dropped.add(row.cells[0].key[1])
            continue
        for one in narrow:
            tight = [row for row in rows if one.binding & set(row.cells)] or [row for row in rows if row.where in blocks]
            retreat(one.binding, [row for row in tight or rows if row.admitted])
    for key, row in shown.rows.items():
        row.admitted = system.rows[key].admitted
        for cell, other in zip(row.cells, system.rows[key].cells, strict=True):
            cell.shown = other.shown
    return dropped


def drop(scores: Scores, names: set[Name]) -> None:
    """Take back what could not be proved harmless."""
    for name in names:
        if name == GAINS:
            scores.gains = {}
        else:
            del scores.sums[name]
        scores.unproved.add(name)


def with_scores(
    form: Form, id: str, cube: Cube, frame: Frame, shown: System, scores: Scores, policy: Policy
) -> tuple[Worlds, Unknowns]:
    """The worlds of a question, told apart by how many others each person got right, and all that is said of scores."""
    worlds = question_worlds(form, id, cube, frame)
    system, rest = worlds.system, frame.gather(cube.rest[id])
    before, after, right_before, right_after = np.indices(rest.shape[1:])
    scored = (before + right_before, after + right_after)
    people = _people(worlds, frame, rest)
    for number, exact in scores.sums.items():
        for name, factors, total, base in zip(NAMES, powers(*scored), exact, scores.bases()):
            if not said(name, number):
                continue
            window = (rounded(total, base) - base // 2, rounded(total, base) + (base - 1) // 2)
            places = people.places[frame.inside[number]]
            spread = np.broadcast_to(factors, places.shape)[places >= 0].astype(float)
            system.cell(("sums", number, name), ("sums",), number, places[places >= 0], total, factors=spread, window=window)
    for sign, count in scores.gains.items():
        places = people.among(frame.inside[0], np.sign(scored[1] - scored[0]) == sign)
        system.cell((GAINS, GAINS), (GAINS,), 0, places, count, window=bounds(count, policy.threshold))
    for row in system.rows.values():
        if row.open:
            row.show(True)
    for key, row in shown.rows.items():  # hidden or not as it stands in the question's own system
        same = system.rows[key]
        same.admitted = row.admitted
        for cell, other in zip(same.cells, row.cells, strict=True):
            cell.shown = other.shown
    return worlds, people


def _people(worlds: Worlds, frame: Frame, rest: np.ndarray) -> Unknowns:
    """People by how many other questions they got right and whether this one; some of the carriers may change."""
    system, people = worlds.system, Unknowns(rest)
    answers = np.ones(worlds.joint.counts.shape[1:], bool)
    for cell in frame.carriers:
        for one, two in _kinds(rest[cell], np.inf if frame.people[cell] <= FEW else KINDS):
            people.places[cell, one, two] = system.unknowns(rest[cell, one, two])
            system.tie(people.places[cell, one, two])
        for results in np.ndindex(rest.shape[3:]):
            same = [worlds.right[phase] == bool(value) for phase, value in zip(PHASES, results) if phase in worlds.right]
            chosen = people.places[cell, :, :, *results]
            system.tie(chosen[chosen >= 0], worlds.joint.among(cell, np.logical_and.reduce([answers, *same])))
    return people


def _kinds(rest: np.ndarray, most: float) -> list[tuple[int, int]]:
    """Numbers right of the others, before × after: of each way to answer this question those that most people have."""
    found: set[tuple[int, int]] = set()
    for results in np.ndindex(rest.shape[2:]):
        counts = rest[:, :, *results]
        order = np.argsort(-counts, axis=None, kind="stable")[: int(min(most, np.count_nonzero(counts)))]
        found |= {(int(place) // counts.shape[1], int(place) % counts.shape[1]) for place in order}
    return sorted(found)
