"""Hiding: which counts of a table may be seen, proved by other answers that would give the same release.

An attacker is given everything published and the exact number of people in every cell. A System describes worlds in which
some people gave other answers to one question: its unknowns, what ties them together, and the counts that are sums of
them. A world that agrees with every published number is one that the attacker cannot rule out, so a hidden count is safe
when two such worlds, in whole people, lie at least ten apart. Linear programming finds them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack

BASE = 5
ROUNDS = 8
TOGETHER = 6  # narrow counts that are looked into before something is taken back
SLACK = 1e-4  # the solver's own tolerance
NODES = 10  # of a search for whole numbers; a count of steps, not a time, so that releases repeat
STEPS = 10_000  # of the simplex method
SEARCHED = 1_000  # unknowns at most, for a search that starts from nothing
MANY = 2**31 - 1
NOTHING = np.empty(0, int)


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


def rounded(count: int, base: int = BASE) -> int:
    """To the nearest multiple of the base."""
    return (count + base // 2) // base * base


def bounds(count: int, threshold: int) -> tuple[int, int]:
    """What is known of a count that is shown."""
    if count == 0:
        return 0, 0
    return max(threshold, rounded(count) - BASE // 2), rounded(count) + BASE // 2


@dataclass(eq=False, slots=True)
class Cell:
    """A count that could be published: `key` says what it counts, `where` the block of people.

    Of `count`, the unknowns at `places` are the part that other worlds change.
    """

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

    def drop(self) -> None:
        """Nothing of it is published."""
        self.admitted = False
        for cell in self.cells:
            cell.shown = False


@dataclass
class System:
    """Unknowns, what ties them together, and the cells that are sums of them."""

    people: list[int] = field(default_factory=list)  # by block
    truth: list[int] = field(default_factory=list)
    equal: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)  # places, factors: the sum is as it is
    rows: dict[tuple[Any, ...], Row] = field(default_factory=dict)

    def unknowns(self, counts: np.ndarray) -> np.ndarray:
        """Places of new unknowns, in the shape of their true counts."""
        start = len(self.truth)
        self.truth += counts.ravel().tolist()
        return np.arange(start, len(self.truth)).reshape(counts.shape)

    def tie(self, left: np.ndarray, right: np.ndarray = NOTHING) -> None:
        """sum(left) - sum(right) is the same in every world."""
        factors = np.concatenate([np.ones(left.size), -np.ones(right.size)])
        self.equal.append((np.concatenate([left.ravel(), right.ravel()]), factors))

    def cell(self, key: tuple[Any, ...], row: tuple[Any, ...], where: int, places: np.ndarray, count: int) -> None:
        """A count that could be published."""
        found = self.rows.setdefault((*row, where), Row(row[0], where, self.people[where]))
        found.cells.append(Cell(key, where, places.ravel(), int(count)))

    @property
    def cells(self) -> list[Cell]:
        return [cell for row in self.rows.values() for cell in row.cells]


def suppress(system: System, policy: Policy, order: Sequence[str]) -> "Prover":
    """Admit the rows of each measure in turn, as far as every small count stays underivable. Returns who proved it.

    In a row counts below the threshold are hidden. Where that is not enough the next smallest goes too, then the row,
    then the same row of the next smallest block, until the proof holds.
    """
    prover = Prover(system, policy)
    if prover.derivable():  # there are too few people to prove anything: nothing is admitted
        return prover
    for measure in order:
        batch = [row for row in system.rows.values() if row.measure == measure and _publishable(row, policy)]
        if not batch:
            continue
        for row in batch:
            _admit(row, policy)
        while any(row.admitted for row in batch) and (narrow := prover.derivable()):
            for one in narrow:
                _retreat(one.binding, [row for row in batch if row.admitted])
    while narrow := prover.unwitnessed():
        for measure in reversed(order):
            if batch := [row for row in system.rows.values() if row.admitted and row.measure == measure]:
                _retreat(frozenset(cell for cell in system.cells if cell.where == narrow[0].cell.where), batch)
                break
        else:
            return prover  # nothing is left that could give anything away
    return prover


@dataclass(frozen=True, slots=True)
class Narrow:
    """A cell that must stay unknown and is not: its range, and the shown cells that make it narrow."""

    cell: Cell
    low: float
    high: float
    binding: frozenset[Cell] = frozenset()


def protected(system: System, policy: Policy) -> list[Cell]:
    """Small counts wherever they could stand, what all of a block have in common, and all that is shown as hidden."""
    found: dict[tuple[bytes, int], Cell] = {}
    for row in system.rows.values():
        for cell in row.cells:
            hidden = row.admitted and not cell.shown
            if hidden or policy.small(cell.count) or (row.alike and cell.count):
                found.setdefault((np.sort(cell.places).tobytes(), cell.count), cell)
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
    row.drop()


class Prover:
    """Worlds of a system that were found, and the search for more. What is shown may change between two questions to it."""

    def __init__(self, system: System, policy: Policy) -> None:
        self._system, self._policy = system, policy
        self._cells = system.cells
        self._rows = {id(cell): number for number, cell in enumerate(self._cells)}
        self._truth = np.array(system.truth, float)
        size = len(system.truth)
        ties = len(system.equal)
        sums = [(cell.places, np.ones(cell.places.size)) for cell in self._cells]
        self._sums = _matrix(sums, size)
        self._fixed = np.array([cell.count for cell in self._cells], float) - self._sums @ self._truth
        self._tied = _matrix(system.equal, size)
        self._columns = np.arange(size, dtype=np.int32)
        self._places = np.arange(ties, ties + len(self._cells), dtype=np.int32)
        held = self._tied @ self._truth
        free = np.full(len(self._cells), np.inf)
        both = _matrix([*system.equal, *sums], size)
        self._solver = _solver(both, np.concatenate([held, -free]), np.concatenate([held, free]))
        self._chance = np.random.default_rng(0)
        true = np.array([[cell.count for cell in self._cells]], float)
        self._real, self._whole = true, true
        self._moves: highspy.Highs | None = None  # the same in terms of who changes, for worlds near the true one
        self.worlds: list[np.ndarray] = []  # the unknowns of each whole world but the true one

    def derivable(self) -> list[Narrow]:
        """Cells that must stay unknown and whose range is too narrow, a few of them. Empty: none, in real numbers."""
        kept = self._begin()
        for _ in range(ROUNDS):
            pending = self._pending(self._real, kept)
            if not pending.any():
                return []
            self._real, _ = self._search(self._real, kept, np.where(pending, self._signs(kept.size), 0.0))
            if self._pending(self._real, kept).sum() > 0.8 * pending.sum():
                break
        found = []
        for number in np.flatnonzero(self._pending(self._real, kept)):
            binding: frozenset[Cell] = frozenset()
            for sign in (-1.0, 1.0):
                if self._pending(self._real, kept)[number]:
                    weights = np.zeros(kept.size)
                    weights[number] = sign
                    self._real, tight = self._search(self._real, kept, weights)
                    binding |= tight
            if self._pending(self._real, kept)[number]:
                low, high = self._ranges(self._real, kept)
                found.append(Narrow(self._cells[kept[number]], low[number], high[number], binding))
                if len(found) == TOGETHER:
                    break
        return found

    def unwitnessed(self) -> list[Narrow]:
        """Cells that must stay unknown and for which no two worlds of whole people lie far enough apart. Empty: proved."""
        kept = self._begin()
        for round in range(3 * ROUNDS):
            pending = self._pending(self._whole, kept)
            if not pending.any():
                return []
            alone = np.zeros(kept.size)
            alone[self._chance.choice(np.flatnonzero(pending))] = 4.0
            signs = np.where(pending, self._signs(kept.size) * (1 + alone), 0.0)
            self._whole = self._settle(self._whole, kept, signs)
        for number in np.flatnonzero(self._pending(self._whole, kept)):
            for near, sign in ((True, -1.0), (True, 1.0), (False, -1.0), (False, 1.0)):
                if (near or self._columns.size <= SEARCHED) and self._pending(self._whole, kept)[number]:
                    weights = np.zeros(kept.size)
                    weights[number] = sign
                    self._whole = self._settle(self._whole, kept, weights, near=near)
        low, high = self._ranges(self._whole, kept)
        return [
            Narrow(self._cells[kept[number]], low[number], high[number])
            for number in np.flatnonzero(self._pending(self._whole, kept))
        ]

    def agreeing(self) -> list[np.ndarray]:
        """The whole worlds found so far that would give what is shown now."""
        self._begin()
        return [world for world in self.worlds if self._agrees(world, self.counts(world))]

    def kept(self) -> np.ndarray:
        """Numbers of the cells that must stay unknown."""
        return self._begin()

    def counts(self, world: np.ndarray) -> np.ndarray:
        """Every cell's count in a world."""
        return self._sums @ world + self._fixed

    def near(self, number: int, least: float, most: float) -> np.ndarray | None:
        """A whole world in which one cell is at least so much and at most so much, and few people answer otherwise.

        Chance decides between worlds that are as near; None where none was found.
        """
        self._begin()
        size = self._columns.size
        if self._moves is None:
            held = np.zeros(len(self._system.equal) + len(self._cells))
            both = vstack([self._tied, self._sums])
            self._moves = _solver(csr_matrix(hstack([both, -both])), held, held)
            both_ways = np.concatenate([np.full(size, highspy.kHighsInf), self._truth])
            self._moves.changeColsBounds(2 * size, np.arange(2 * size, dtype=np.int32), np.zeros(2 * size), both_ways)
        low, high = self._low.copy(), self._high.copy()
        low[number], high[number] = max(low[number], least), min(high[number], most)
        now = self.counts(self._truth)
        self._moves.changeRowsBounds(self._places.size, self._places, low - now, high - now)
        columns = np.arange(2 * size, dtype=np.int32)
        self._moves.changeColsCost(2 * size, columns, self._chance.uniform(1.0, 1.5, 2 * size))
        kinds = highspy.HighsVarType
        self._moves.run()
        moves = np.array(self._moves.getSolution().col_value)
        if self._moves.getModelStatus() == highspy.HighsModelStatus.kOptimal and (np.abs(moves - moves.round()) > 1e-6).any():
            self._moves.changeColsIntegrality(2 * size, columns, np.full(2 * size, kinds.kInteger))
            self._moves.setOptionValue("mip_max_improving_sols", 1)
            self._moves.run()
            moves = np.array(self._moves.getSolution().col_value)
            self._moves.changeColsIntegrality(2 * size, columns, np.full(2 * size, kinds.kContinuous))
        if moves.size == 0 or not self._moves.getSolution().value_valid:
            return None
        moves = moves.round()
        world = (self._truth + moves[:size] - moves[size:]).astype(int)
        seen = self.counts(world)
        return world if self._agrees(world, seen) and least <= seen[number] <= most else None

    def _agrees(self, world: np.ndarray, seen: np.ndarray) -> bool:
        """Whether a whole world would give what is shown now, by integer arithmetic."""
        shown = (seen >= self._low).all() and (seen <= self._high).all()
        return bool(shown and (world >= 0).all() and not (self._tied @ (world - self._truth)).any())

    def _signs(self, size: int) -> np.ndarray:
        """Mostly upwards: small counts have more room there."""
        return self._chance.choice((-1.0, 0.0, 1.0), size, p=(0.5, 0.3, 0.2))

    def _begin(self) -> np.ndarray:
        """Which cells to protect; the solver learns what is shown now."""
        self._low = np.full(len(self._cells), -np.inf)
        self._high = np.full(len(self._cells), np.inf)
        for number, cell in enumerate(self._cells):
            if cell.shown:
                self._low[number], self._high[number] = bounds(cell.count, self._policy.threshold)
        self._solver.changeRowsBounds(self._places.size, self._places, self._low - self._fixed, self._high - self._fixed)
        return np.array([self._rows[id(cell)] for cell in protected(self._system, self._policy)], int)

    def _ranges(self, found: np.ndarray, kept: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        agree = ((found >= self._low - SLACK) & (found <= self._high + SLACK)).all(axis=1)
        values = found[np.ix_(agree, kept)]
        return values.min(axis=0), values.max(axis=0)

    def _pending(self, found: np.ndarray, kept: np.ndarray) -> np.ndarray:
        if not kept.size:
            return np.zeros(0, bool)
        low, high = self._ranges(found, kept)
        return high - low < self._policy.width - SLACK

    def _solve(self, kept: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """The world in which the weighted sum of the kept cells is smallest."""
        solver = self._solver
        solver.changeColsCost(self._columns.size, self._columns, self._sums[kept].T @ weights)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:  # it gave up; the true world is always a solution
            return self._truth
        return np.array(solver.getSolution().col_value)

    def _search(self, found: np.ndarray, kept: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, frozenset[Cell]]:
        """One more world in real numbers, and the shown cells that bind it."""
        world = self._solve(kept, weights)
        duals = np.array(self._solver.getSolution().row_dual)[self._places]
        tight = frozenset(self._cells[number] for number in np.flatnonzero(np.abs(duals) > SLACK) if self._cells[number].shown)
        return np.vstack([found, self._sums @ world + self._fixed]), tight

    def _settle(self, found: np.ndarray, kept: np.ndarray, weights: np.ndarray, *, near: bool = True) -> np.ndarray:
        """One more world of whole people, checked by integer arithmetic: near the best in real numbers, or searched for."""
        world = self._solve(kept, weights)
        whole = np.abs(world - world.round()) < 1e-6 if near else np.zeros(world.size, bool)
        low, high = np.zeros(whole.size), np.full(whole.size, highspy.kHighsInf)
        low[whole] = high[whole] = world[whole].round()
        solver, count = self._solver, self._columns.size
        solver.setOptionValue("mip_max_improving_sols", 1 if near else MANY)
        solver.changeColsBounds(count, self._columns, low, high)
        solver.changeColsIntegrality(count, self._columns, np.full(count, highspy.HighsVarType.kInteger))
        solver.run()
        solution = solver.getSolution()
        valid, world = solution.value_valid, np.array(solution.col_value).round()
        solver.changeColsIntegrality(count, self._columns, np.full(count, highspy.HighsVarType.kContinuous))
        solver.changeColsBounds(count, self._columns, np.zeros(count), np.full(count, highspy.kHighsInf))
        if not valid:
            return found
        seen = self.counts(world)
        if not self._agrees(world, seen):
            return found
        self.worlds.append(world.astype(int))
        return np.vstack([found, seen])


def _solver(matrix: csr_matrix, low: np.ndarray, high: np.ndarray) -> highspy.Highs:
    """HiGHS with low <= matrix @ x <= high, x >= 0."""
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = np.zeros(matrix.shape[1])
    model.col_lower_ = np.zeros(matrix.shape[1])
    model.col_upper_ = np.full(matrix.shape[1], highspy.kHighsInf)
    model.row_lower_, model.row_upper_ = low, high
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_max_nodes", NODES)
    solver.setOptionValue("mip_allow_restart", False)
    solver.setOptionValue("simplex_iteration_limit", STEPS)
    solver.passModel(model)
    return solver


def _matrix(rows: Sequence[tuple[np.ndarray, np.ndarray]], size: int) -> csr_matrix:
    if not rows:
        return csr_matrix((0, size))
    starts = np.cumsum([0, *(places.size for places, _ in rows)])
    places = np.concatenate([places for places, _ in rows])
    return csr_matrix((np.concatenate([factors for _, factors in rows]), places, starts), shape=(len(rows), size))
