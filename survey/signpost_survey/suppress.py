"""Hiding: which counts of a table may be seen, proved by linear programming.

An attacker is given everything published, the rules, and the exact number of people in every cell. The unknowns are the
finest counts behind a table; each published count is a constraint (a rounded one a range of five, a zero exactly zero).
A hidden count is safe when the smallest and the largest value that the constraints allow lie at least ten apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
from scipy.sparse import csr_matrix

BASE = 5
ROUNDS = 6
SLACK = 1e-4  # the solver's own tolerance


@dataclass(frozen=True, slots=True)
class Policy:
    """ONS 10-5: counts below `threshold` are hidden, others rounded to base 5; hidden ranges are `width` wide."""

    threshold: int
    width: int = 10
    people: int = 100

    @property
    def name(self) -> str:
        return f"{self.threshold}-{BASE}"

    def small(self, count: int) -> bool:
        """Whether a count is about too few people to be seen."""
        return 0 < count < self.threshold


def rounded(count: int) -> int:
    """To the nearest multiple of five."""
    return (count + BASE // 2) // BASE * BASE


@dataclass(eq=False, slots=True)
class Cell:
    """A count that could be published: `key` says what it counts, `where` the block of people."""

    key: tuple[Any, ...]
    where: int
    places: np.ndarray
    count: int
    shown: bool = False

    @property
    def published(self) -> int | None:
        return rounded(self.count) if self.shown else None


@dataclass(eq=False, slots=True)
class Row:
    """A distribution over the people of a block. Until it is admitted nothing of it is published, not even what is hidden."""

    measure: str
    where: int
    people: int
    cells: list[Cell] = field(default_factory=list)
    admitted: bool = False

    @property
    def alike(self) -> bool:
        """All of these people gave the same answer."""
        return len(self.cells) > 1 and sum(1 for cell in self.cells if cell.count) == 1


@dataclass
class System:
    """Unknowns, what ties them together, and the cells that are sums of them."""

    people: list[int] = field(default_factory=list)  # by block
    truth: list[int] = field(default_factory=list)
    equal: list[tuple[np.ndarray, np.ndarray, float]] = field(default_factory=list)  # places, factors, value
    between: list[tuple[np.ndarray, np.ndarray, float, float, int]] = field(default_factory=list)  # …, low, high, block
    rows: dict[tuple[Any, ...], Row] = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)  # what the makers of a table want to find again

    def unknowns(self, counts: np.ndarray) -> np.ndarray:
        """Places of new unknowns, in the shape of their true counts."""
        start = len(self.truth)
        self.truth += counts.ravel().tolist()
        return np.arange(start, len(self.truth)).reshape(counts.shape)

    def tie(self, left: np.ndarray, right: np.ndarray = np.empty(0, int), value: float = 0.0) -> None:
        """sum(left) - sum(right) = value."""
        factors = np.concatenate([np.ones(left.size), -np.ones(right.size)])
        self.equal.append((np.concatenate([left.ravel(), right.ravel()]), factors, value))

    def cell(self, key: tuple[Any, ...], row: tuple[Any, ...], where: int, people: int, places: np.ndarray) -> None:
        """A count that could be published: the sum of these unknowns."""
        places = places.ravel()
        found = self.rows.setdefault((*row, where), Row(row[0], where, people))
        found.cells.append(Cell(key, where, places, int(sum(self.truth[place] for place in places))))

    @property
    def cells(self) -> list[Cell]:
        return [cell for row in self.rows.values() for cell in row.cells]


def suppress(system: System, policy: Policy, order: Sequence[str]) -> None:
    """Admit the rows of each measure in turn, as far as every small count stays underivable.

    In a row counts below the threshold are hidden. Where that is not enough the next smallest goes too, then the row,
    then the same row of the next smallest block, until the proof holds.
    """
    for measure in order:
        batch = [row for row in system.rows.values() if row.measure == measure and _publishable(row, policy)]
        for row in batch:
            _admit(row, policy)
        while narrow := derivable(system, policy):
            for one in narrow:
                _retreat(one.binding, [row for row in batch if row.admitted])


@dataclass(frozen=True, slots=True)
class Narrow:
    """A cell that must stay unknown and is not: its range, and the shown cells that make it narrow."""

    cell: Cell
    low: float
    high: float
    binding: frozenset[Cell]


def derivable(system: System, policy: Policy, enough: int = 3) -> list[Narrow]:
    """Cells that must stay unknown and whose range is too narrow, up to `enough` of them. Empty means proved."""
    kept = _protected(system, policy)
    if not kept:
        return []
    problem = _Problem(system, policy, kept)
    chance = np.random.default_rng(0)
    pending = np.ones(len(kept), bool)
    for _ in range(ROUNDS):
        before = pending.sum()
        problem.solve(np.where(pending, chance.choice((-1.0, 1.0), len(kept)), 0.0))
        pending = problem.high - problem.low < policy.width - SLACK
        if not pending.any():
            return []
        if pending.sum() > 0.8 * before:
            break
    found = []
    for number in np.flatnonzero(pending):
        binding: set[Cell] = set()
        for sign in (1.0, -1.0):
            if problem.high[number] - problem.low[number] < policy.width - SLACK:
                weights = np.zeros(len(kept))
                weights[number] = sign
                binding |= problem.solve(weights)
        if problem.high[number] - problem.low[number] < policy.width - SLACK:
            found.append(Narrow(kept[number], problem.low[number], problem.high[number], frozenset(binding)))
            if len(found) == enough:
                break
    return found


def _protected(system: System, policy: Policy) -> list[Cell]:
    """Small counts wherever they could stand, what all of a block have in common, and all that is shown as hidden."""
    found: dict[bytes, Cell] = {}
    for row in system.rows.values():
        for cell in row.cells:
            hidden = row.admitted and not cell.shown
            if hidden or policy.small(cell.count) or (row.alike and cell.count):
                found.setdefault(np.sort(cell.places).tobytes(), cell)
    return list(found.values())


def _publishable(row: Row, policy: Policy) -> bool:
    """Two counts that can be seen are the least; one hidden count beside fewer than three would be a subtraction."""
    large = sum(1 for cell in row.cells if cell.count >= policy.threshold)
    small = sum(1 for cell in row.cells if policy.small(cell.count))
    return large >= 2 and (small != 1 or large >= 3) and not row.alike


def _admit(row: Row, policy: Policy) -> None:
    row.admitted = True
    for cell in row.cells:
        cell.shown = not policy.small(cell.count)


def _retreat(binding: frozenset[Cell], batch: Sequence[Row]) -> None:
    """Show a little less of this batch: of the rows that make a range narrow, in the smallest block, everyone last."""
    if not batch:
        return
    tight = [row for row in batch if binding & set(row.cells)]
    row = min(tight or batch, key=lambda one: (one.where == 0, one.people))
    full = sorted((one for one in row.cells if one.shown and one.count), key=lambda one: (one not in binding, one.count))
    if len(full) > 2:
        full[0].shown = False
        return
    row.admitted = False
    for one in row.cells:
        one.shown = False


def bounds(count: int, threshold: int) -> tuple[int, int]:
    """What is known of a count that is shown."""
    if count == 0:
        return 0, 0
    return max(threshold, rounded(count) - BASE // 2), rounded(count) + BASE // 2


class _Problem:
    """The constraints, given to the solver once, and the extremes seen of each cell: every solution is a table that could be."""

    def __init__(self, system: System, policy: Policy, kept: Sequence[Cell]) -> None:
        size = len(system.truth)
        shown = [(cell, *bounds(cell.count, policy.threshold)) for cell in system.cells if cell.shown]
        rows = [(places, factors, value, value) for places, factors, value in system.equal]
        rows += [(cell.places, np.ones(cell.places.size), low, high) for cell, low, high in shown]
        rows += [(places, factors, low, high) for places, factors, low, high, _ in system.between]
        self._about = [None] * len(system.equal) + [cell for cell, *_ in shown] + [None] * len(system.between)
        self._kept = _matrix([(cell.places, np.ones(cell.places.size)) for cell in kept], size)
        self._columns = np.arange(size, dtype=np.int32)
        self._solver = _solver(
            _matrix([row[:2] for row in rows], size), *(np.array([row[i] for row in rows], float) for i in (2, 3))
        )
        self.low = np.array([cell.count for cell in kept], float)
        self.high = self.low.copy()

    def solve(self, weights: np.ndarray) -> set[Cell]:
        """Find the table in which the weighted sum of the kept cells is smallest; returns the shown cells that bind it."""
        solver = self._solver
        solver.changeColsCost(self._columns.size, self._columns, self._kept.T @ weights)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:  # the true table is always a solution
            raise ArithmeticError(solver.modelStatusToString(solver.getModelStatus()))
        solution = solver.getSolution()
        seen = self._kept @ np.array(solution.col_value)
        np.minimum(self.low, seen, out=self.low)
        np.maximum(self.high, seen, out=self.high)
        binding = np.flatnonzero(np.abs(np.array(solution.row_dual)) > SLACK)
        return {self._about[place] for place in binding} - {None}


def _solver(matrix: csr_matrix, low: np.ndarray, high: np.ndarray) -> highspy.Highs:
    """HiGHS with low <= matrix @ x <= high, x >= 0. Later solutions start from earlier ones."""
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = np.zeros(matrix.shape[1])
    model.col_lower_ = np.zeros(matrix.shape[1])
    model.col_upper_ = np.full(matrix.shape[1], highspy.kHighsInf)
    model.row_lower_, model.row_upper_ = low, np.where(np.isfinite(high), high, highspy.kHighsInf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    return solver


def _matrix(rows: Sequence[tuple[np.ndarray, np.ndarray]], size: int) -> csr_matrix:
    if not rows:
        return csr_matrix((0, size))
    starts = np.cumsum([0, *(places.size for places, _ in rows)])
    places = np.concatenate([places for places, _ in rows])
    return csr_matrix((np.concatenate([factors for _, factors in rows]), places, starts), shape=(len(rows), size))
