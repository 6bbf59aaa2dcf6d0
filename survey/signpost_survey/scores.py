"""Scores: how many of the questions that have a right answer a person got right, and how far people lie apart in that.

Means follow from the counts of each question. Published besides are standard deviations, rounded so coarsely that the answers
to one question can be given otherwise, by the same people with the same other answers, without a change in any of them.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations
from math import isqrt
from typing import NamedTuple

import numpy as np

from signpost_survey.cube import Cube
from signpost_survey.suppress import Policy, Prover
from signpost_survey.worlds import PHASES, Frame, Worlds

GRID = 25  # hundredths of a question, for every twenty questions
QUESTIONS = 20
SWAPS = 40  # of two people's answers, to bring the deviations back
TRIES = 2  # to find a world with more people in a count, and one with fewer


class Window(NamedTuple):
    """A standard deviation in hundredths, rounded, and all n Σx² − (Σx)² for which it would be the same."""

    value: int
    low: int
    high: int


Spreads = Mapping[int, tuple[Window, ...]]  # by number of block: before, after, of the change


def grid_of(questions: int) -> int:
    """What standard deviations of so many questions are rounded to, in hundredths of a question."""
    return GRID * max(1, -(-questions // QUESTIONS))


def window(people: int, scatter: int, grid: int) -> Window:
    """In whole numbers: deviation = √(scatter / (n (n − 1))), to the nearest multiple of the grid, halves upwards."""
    pairs = people * (people - 1)

    def least(halves: int) -> int:  # of the scatters with a deviation of at least so many half grids
        return -(-((halves * grid) ** 2) * pairs // 40_000)

    steps = (isqrt(40_000 * scatter // pairs) // grid + 1) // 2
    return Window(steps * grid, least(2 * steps - 1) if steps else 0, least(2 * steps + 1) - 1)


def spreads_of(cube: Cube, frame: Frame, policy: Policy) -> Spreads:
    """The deviations of everyone and of every block of enough people."""
    if cube.scores is None:
        return {}
    counts = frame.gather(cube.scores)
    found: dict[int, tuple[Window, ...]] = {}
    for number, (inside, people) in enumerate(zip(frame.inside, frame.sizes)):
        if people >= max(policy.people, 2):
            scatters = _scatters(people, _sums(counts[inside].sum(axis=0)))
            found[number] = tuple(window(people, int(scatter), grid_of(counts.shape[2] - 1)) for scatter in scatters)
    return found


def _powers(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """What people with these scores add to Σx, Σy, Σx², Σy², Σ(y − x)²; the last axis."""
    return np.stack([before, after, before**2, after**2, (after - before) ** 2], axis=-1)


def _sums(counts: np.ndarray) -> np.ndarray:
    """Of people by score before × after."""
    return np.tensordot(counts, _powers(*np.indices(counts.shape)), axes=2)


def _scatters(people: np.ndarray | int, sums: np.ndarray) -> np.ndarray:
    """n Σx² − (Σx)² of before, after and change."""
    before, after = sums[..., 0], sums[..., 1]
    means = np.stack([before, after, after - before], axis=-1)
    return np.asarray(people)[..., np.newaxis] * sums[..., 2:] - means**2


class Proof:
    """Of one question: `found`, worlds with their people, leave the deviations as they are and every hidden count unknown.

    The question shows no less for it. Where such worlds are not found, the deviations of a block are `dropped`, of small
    blocks first, of everyone last: that only adds worlds, so what is dropped for one question does not harm another.
    """

    def __init__(self, worlds: Worlds, rest: np.ndarray, frame: Frame, prover: Prover, spreads: Spreads, policy: Policy) -> None:
        self._worlds, self._rest, self._frame, self._prover, self._width = worlds, rest, frame, prover, policy.width
        self._spreads = dict(spreads)
        self.dropped: set[int] = set()
        self.found: list[tuple[np.ndarray, np.ndarray]] = []
        self._known = prover.agreeing()
        self._seen = np.array([prover.counts(world) for world in (np.array(worlds.system.truth), *self._known)])
        self._low = self._high = self._seen[0]
        for number in prover.kept():
            while self._spreads and not self._witnessed(number):
                gone = min(self._broken or self._spreads, key=lambda one: (one == 0, frame.sizes[one]))
                del self._spreads[gone]
                self.dropped.add(gone)

    def _witnessed(self, number: int) -> bool:
        """Whether two worlds lie far enough apart in this count; else `_broken` says which blocks were in the way."""
        self._broken: set[int] = set()
        for world in self._candidates(number):
            people, broken = realised(self._rest, _moves(self._worlds, world), self._frame, self._spreads)
            self._broken |= broken
            if people is not None:
                self.found.append((world, people))
                counts = self._prover.counts(world)
                self._low, self._high = np.minimum(self._low, counts), np.maximum(self._high, counts)
            if self._apart(number):
                return True
        return self._apart(number)

    def _apart(self, number: int) -> bool:
        return bool(self._high[number] - self._low[number] >= self._width)

    def _candidates(self, number: int) -> Iterator[np.ndarray]:
        """Near worlds with more, and with fewer; then those that proved the question."""
        least, most = self._seen[:, number].min(), self._seen[:, number].max()
        for _ in range(TRIES):
            if self._apart(number):
                return
            more = self._prover.near(number, min(self._low[number] + self._width, most), np.inf)
            if more is not None:
                yield more
            if self._apart(number):
                return
            fewer = self._prover.near(number, -np.inf, max(self._high[number] - self._width, least))
            if fewer is not None:
                yield fewer
        order = np.argsort(self._seen[1:, number])
        yield from (self._known[place] for place in (*order[:2], *order[-2:]))


def _moves(worlds: Worlds, world: np.ndarray) -> np.ndarray:
    """Of each fine cell, how many people more have this question right or not, before × after."""
    joint = worlds.joint
    more = np.where(joint.places < 0, 0, world[joint.places] - joint.counts)
    results = []
    for one, two in np.ndindex(*(2 if phase in worlds.right else 1 for phase in PHASES)):
        chosen = np.ones(joint.counts.shape[1:], bool)
        for phase, value in zip(PHASES, (one, two)):
            if phase in worlds.right:
                chosen = chosen & (worlds.right[phase] == bool(value))
        results.append(more[:, chosen].sum(axis=1))
    return np.stack(results, axis=1)


def realised(rest: np.ndarray, moves: np.ndarray, frame: Frame, spreads: Spreads) -> tuple[np.ndarray | None, set[int]]:
    """Who changes: people of each cell by their other right answers and their own results, with every deviation as it was.

    `rest` is that before the change. One person after the other, always one that brings the deviations nearest; then pairs
    of people of a cell change places. Where that fails: the blocks whose deviations would be others.
    """
    search = _Search(rest, frame, spreads)
    people = search.settle(moves)
    return people, search.broken()


class _Search:
    def __init__(self, rest: np.ndarray, frame: Frame, spreads: Spreads) -> None:
        self._shape = rest.shape
        cells, before, after, *results = rest.shape
        self._people = rest.reshape(cells, before * after, -1).copy()  # cell × number right of the others × result
        self._numbers = np.array(sorted(spreads), int)
        self._inside = frame.inside[self._numbers]
        self._sizes = np.array(frame.sizes)[self._numbers]
        self._low = np.array([[one.low for one in spreads[number]] for number in self._numbers]).reshape(-1, 3)
        self._high = np.array([[one.high for one in spreads[number]] for number in self._numbers]).reshape(-1, 3)
        others = np.indices((before, after)).reshape(2, -1, 1)
        own = np.indices(tuple(results)).reshape(2, 1, -1)
        self._powers = _powers(*(others + own))  # number right of the others × result × sum
        self._sums = np.array([np.tensordot(self._people[inside].sum(axis=0), self._powers, axes=2) for inside in self._inside])
        self._sums = self._sums.reshape(-1, 5)
        width = self._high - self._low
        self._scale = 1.0 / (width + 1)
        self._aim = np.clip(_scatters(self._sizes, self._sums), self._low + width // 4, self._high - width // 4)

    def settle(self, moves: np.ndarray) -> np.ndarray | None:
        for cell in np.flatnonzero(moves.any(axis=1)):
            self._move(cell, moves[cell].copy())
        for _ in range(SWAPS):
            if not self.broken():
                return self._people.reshape(self._shape)
            if not self._swap():
                return None
        return None

    def broken(self) -> set[int]:
        """Blocks with another deviation than before, by integer arithmetic."""
        now = _scatters(self._sizes, self._sums)
        return {int(one) for one in self._numbers[((now < self._low) | (now > self._high)).any(axis=1)]}

    def _distance(self, here: np.ndarray, effects: np.ndarray) -> np.ndarray:
        """How far each of these effects would leave the blocks `here` from where they should be."""
        now = _scatters(self._sizes[here, np.newaxis], self._sums[here, np.newaxis] + effects)
        return (((now - self._aim[here, np.newaxis]) * self._scale[here, np.newaxis]) ** 2).sum(axis=(0, 2))

    def _move(self, cell: int, moves: np.ndarray) -> None:
        here = np.flatnonzero(self._inside[:, cell])
        people = self._people[cell]
        while moves.any():
            ways = [(old, new) for old in np.flatnonzero(moves < 0) for new in np.flatnonzero(moves > 0)]
            chosen = [(kind, old, new) for old, new in ways for kind in np.flatnonzero(people[:, old])]
            kinds, old, new = np.array(chosen).T
            effects = self._powers[kinds, new] - self._powers[kinds, old]
            best = int(np.argmin(self._distance(here, effects)))
            people[kinds[best], old[best]] -= 1
            people[kinds[best], new[best]] += 1
            moves[old[best]] += 1
            moves[new[best]] -= 1
            self._sums[here] += effects[best]

    def _swap(self) -> bool:
        """Two people of one cell change places, where that helps most."""
        best, step = None, np.inf
        for cell in range(len(self._people)):
            here = np.flatnonzero(self._inside[:, cell])
            if not here.size:
                continue
            people = self._people[cell]
            now = float(self._distance(here, np.zeros((1, 5), int))[0])
            for old, new in combinations(range(people.shape[1]), 2):
                one, two = np.flatnonzero(people[:, old]), np.flatnonzero(people[:, new])
                if not (one.size and two.size):
                    continue
                effect = self._powers[:, new] - self._powers[:, old]
                effects = (effect[one][:, np.newaxis] - effect[two][np.newaxis]).reshape(-1, 5)
                distances = self._distance(here, effects)
                place = int(np.argmin(distances))
                if distances[place] - now < min(step, -1e-12):
                    step = distances[place] - now
                    best = (cell, here, old, new, one[place // two.size], two[place % two.size], effects[place])
        if best is None:
            return False
        cell, here, old, new, one, two, effect = best
        self._people[cell, [one, two], [old, new]] -= 1
        self._people[cell, [one, two], [new, old]] += 1
        self._sums[here] += effect
        return True
