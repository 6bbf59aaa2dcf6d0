"""Scores: how many of the questions that have a right answer a person got right, before and after.

They tie all questions together, so nothing of them is published unless each question alone can still have been answered
otherwise, by the same people with the same other answers, without a change in any published number.
"""

from dataclasses import dataclass, field

import numpy as np

from signpost_survey.cube import Cube
from signpost_survey.form import Form
from signpost_survey.suppress import Policy, Prover, System, bounds, rounded
from signpost_survey.worlds import FEW, PHASES, Frame, Unknowns, Worlds, question_worlds

SUM_BASE = 25
CLASSES = 12  # kinds of people in a large cell, by the number of their other right answers, who may change
LEAST = 2  # thresholds: sums about fewer people are not published
BANDS = 6  # of a distribution of scores, at most
NAMES = ("sum_before", "sum_after", "squares_before", "squares_after", "squares_change")

Name = int | str


@dataclass
class Scores:
    """Exact sums by number of block, bands and gains of everyone as (phase, lowest, highest, people); what is dropped is not here."""

    sums: dict[int, tuple[int, ...]] = field(default_factory=dict)
    bands: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)
    square_base: int = SUM_BASE
    small: list[int] = field(default_factory=list)  # blocks with too few people
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
            found.small.append(number)
        else:
            found.sums[number] = tuple(int((here * factors).sum()) for factors in powers(before, after))
    everyone = counts.sum(axis=0)
    phases = {"before": everyone.sum(axis=1), "after": everyone.sum(axis=0)} if len(everyone) > 1 else {"after": everyone[0]}
    for phase, distribution in phases.items():
        least = max(policy.threshold, -(-int(everyone.sum()) // BANDS))
        if len(bands := _bands(distribution, least)) > 1:
            found.bands[phase] = bands
    if len(everyone) > 1:
        gains = [int(everyone[np.sign(after - before) == sign].sum()) for sign in (-1, 0, 1)]
        if all(count >= policy.threshold for count in gains):
            found.bands["both"] = [(sign, sign, count) for sign, count in zip((-1, 0, 1), gains)]
    return found


def _bands(distribution: np.ndarray, threshold: int) -> list[tuple[int, int, int]]:
    """Neighbouring scores joined until enough people have them, (lowest, highest, people); the last takes what is left."""
    bands: list[tuple[int, int, int]] = []
    low, people = 0, 0
    for score, count in enumerate(distribution.tolist()):
        people += count
        if people >= threshold:
            bands.append((low, score, people))
            low, people = score + 1, 0
    if low < len(distribution) and bands:
        first, _, before = bands.pop()
        bands.append((first, len(distribution) - 1, before + people))
    return bands


def unproved(form: Form, id: str, cube: Cube, frame: Frame, shown: System, scores: Scores, policy: Policy) -> set[Name]:
    """What must be dropped so that no count of this question becomes derivable: sums of a block, a distribution, or all.

    Dropping only adds worlds: what is dropped for one question leaves the others proved.
    """
    system = with_scores(form, id, cube, frame, shown, scores, policy)[0].system
    prover = Prover(system, policy)
    dropped: set[Name] = set()
    while narrow := prover.derivable() or prover.unwitnessed():
        said = [row for row in system.rows.values() if row.open and row.admitted]
        if not said:
            break
        binding = {cell for one in narrow for cell in one.binding}
        blocks = {one.cell.where for one in narrow}
        tight = [row for row in said if binding & set(row.cells)] or [row for row in said if row.where in blocks] or said
        row = min(tight, key=lambda one: (one.measure == "sums", one.where == 0, one.people))  # everyone's sums last
        row.show(False)
        dropped.add(row.cells[0].key[1])
    return dropped


def drop(scores: Scores, names: set[Name]) -> None:
    """Take back the sums of blocks (by number) and the distributions (by phase) that could not be proved harmless."""
    for name in names:
        (scores.sums if isinstance(name, int) else scores.bands).pop(name)
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
    for phase, bands in scores.bands.items():
        value = {"before": scored[0], "after": scored[1], "both": np.sign(scored[1] - scored[0])}[phase]
        for low, high, count in bands:
            chosen = (value >= low) & (value <= high)
            places = people.among(frame.inside[0], chosen)
            window = bounds(count, policy.threshold)
            system.cell(("bands", phase), ("bands", phase), 0, places, count, window=window)
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
        sizes = rest[cell].sum(axis=(2, 3))
        classes = np.count_nonzero(sizes) if frame.people[cell] <= FEW else min(CLASSES, np.count_nonzero(sizes))
        for place in np.argsort(-sizes, axis=None, kind="stable")[:classes]:
            one, two = np.unravel_index(place, sizes.shape)
            people.places[cell, one, two] = system.unknowns(rest[cell, one, two])
            system.tie(people.places[cell, one, two])
        for results in np.ndindex(rest.shape[3:]):
            same = [worlds.right[phase] == bool(value) for phase, value in zip(PHASES, results) if phase in worlds.right]
            chosen = people.places[cell, :, :, *results]
            system.tie(chosen[chosen >= 0], worlds.joint.among(cell, np.logical_and.reduce([answers, *same])))
    return people
