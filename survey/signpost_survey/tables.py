"""From exact counts to the rows of a release: small groups merged, tables suppressed, everything rounded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from signpost_survey import suppress as hiding
from signpost_survey.cube import RESULTS, Cube, Phase, counted, right_codes, right_parts
from signpost_survey.form import DONT_KNOW, SKIPPED, Form, Multiple, Order, Question, Scale, asked, question_slots, scored
from signpost_survey.suppress import Cell, Policy, System, derivable, rounded, suppress

NOT_STATED = "Not stated"
# What the report needs most is admitted first.
ORDER = ("right", "change", "answers", "flow")
# Scores are proved together with all their questions. Beyond so many unknowns that takes hours, and none are published.
PROVABLE = 4_000
PHASES: tuple[Phase, Phase] = ("before", "after")


class Row(NamedTuple):
    """A published count. What does not apply is None; a hidden count is None too."""

    measure: str
    question: str | None
    part: int | None
    phase: str | None
    value: int | None
    value_after: int | None
    breakdown: str
    cell: int
    count: int | None


class Moments(NamedTuple):
    """Sums over the people of a block, of the number right before and after: enough for means, variances and gains."""

    breakdown: str
    cell: int
    people: int | None
    sum_before: int | None
    sum_after: int | None
    squares_before: int | None
    squares_after: int | None
    products: int | None


@dataclass(frozen=True, slots=True)
class Block:
    """People counted together: everyone, a merged group or a merged stratum."""

    breakdown: str
    cell: int
    label: str
    members: np.ndarray  # which cells of the cube


@dataclass(frozen=True, slots=True)
class Tables:
    blocks: tuple[Block, ...]
    rows: tuple[Row, ...]
    moments: tuple[Moments, ...]


def tables(form: Form, cube: Cube, policy: Policy) -> Tables:
    """Everything that may be published of a cube."""
    blocks = tuple(_blocks(form, cube.people, policy))
    systems = {id: _question(form, id, cube, blocks) for id in form.questions}
    score = _score(form, cube, blocks) if cube.scores is not None else None
    if score and len(score.truth) + sum(len(systems[id].truth) for id in counted(form)) > PROVABLE:
        score = None
    if cube.people.sum() >= policy.threshold:  # a simulated form may be published at any size; nothing can be seen then
        for system in systems.values():
            suppress(system, policy, ORDER)
        if score:
            _prove_scores(form, systems, score, policy)
    elif score:
        score.between.clear()
    admitted = [
        row for system in (*systems.values(), *((score,) if score else ())) for row in system.rows.values() if row.admitted
    ]
    rows = [
        Row("people", None, None, None, None, None, block.breakdown, block.cell, _people(cube, block, policy))
        for block in blocks
    ]
    rows += [_row(cell, blocks) for row in admitted for cell in row.cells]
    summed = {number for *_, number in score.between} if score else set()
    moments = tuple(_moments(cube, block, policy) for number, block in enumerate(blocks) if number in summed)
    return Tables(blocks, tuple(rows), moments)


# ------------------------------------------------------------------------ blocks


def merged(counts: Sequence[int], threshold: int) -> list[list[int]]:
    """Categories joined until each joint one reaches the threshold: small ones together, then the next smallest."""
    kept = [[place] for place, count in enumerate(counts) if count >= threshold]
    small = [place for place, count in enumerate(counts) if count < threshold]
    while kept and 0 < sum(counts[place] for place in small) < threshold:
        smallest = min(kept, key=lambda places: counts[places[0]])
        kept.remove(smallest)
        small += smallest
    return kept + ([sorted(small)] if any(counts[place] for place in small) else [])


def _blocks(form: Form, people: np.ndarray, policy: Policy) -> Iterator[Block]:
    shape = people.shape
    yield Block("all", 0, "Everyone", np.ones(people.size, bool))
    labels = {"group": form.group.values if form.group else (), "stratum": form.stratum.options if form.stratum else ()}
    for axis, breakdown in enumerate(("group", "stratum")):
        if not labels[breakdown]:
            continue
        names = (*labels[breakdown], NOT_STATED)
        parts = merged(people.sum(axis=1 - axis).tolist(), policy.threshold)
        if len(parts) < 2:
            continue
        for number, places in enumerate(parts):
            members = np.zeros(shape, bool)
            members[(places, slice(None)) if axis == 0 else (slice(None), places)] = True
            yield Block(breakdown, number, ", ".join(names[place] for place in places), members.ravel())


def _people(cube: Cube, block: Block, policy: Policy) -> int | None:
    count = int(cube.people.ravel()[block.members].sum())
    return rounded(count) if count >= policy.threshold else None


def _heads(cube: Cube, blocks: Sequence[Block]) -> list[int]:
    return [int(cube.people.ravel()[block.members].sum()) for block in blocks]


class _Unknowns:
    """The unknown counts of one array by block: the finest breakdown has its own, the others are sums of them or tied."""

    def __init__(self, system: System, counts: np.ndarray, blocks: Sequence[Block], *, total: bool = False) -> None:
        by_breakdown: dict[str, list[int]] = {}
        for number, block in enumerate(blocks):
            by_breakdown.setdefault(block.breakdown, []).append(number)
        fine = [breakdown for breakdown in ("group", "stratum") if breakdown in by_breakdown] or ["all"]
        self.of: dict[int, np.ndarray] = {}
        stacks = []
        for breakdown in fine:
            for number in by_breakdown[breakdown]:
                here = counts[blocks[number].members].sum(axis=0)
                self.of[number] = system.unknowns(here)[np.newaxis]
                if total:
                    system.tie(self.of[number], value=float(here.sum()))
            stacks.append(np.concatenate([self.of[number] for number in by_breakdown[breakdown]]))
        self.of[0] = stacks[0]
        if len(stacks) == 2:
            shape = stacks[0].shape[1:]
            for place in np.ndindex(*shape):
                system.tie(stacks[0][(slice(None), *place)], stacks[1][(slice(None), *place)])


# --------------------------------------------------------------------- questions


def _question(form: Form, id: str, cube: Cube, blocks: Sequence[Block]) -> System:
    """Unknowns: code before × code after in every block. Of each block the number of people is taken as known."""
    question, system = form.questions[id], System(people=_heads(cube, blocks))
    joint = _Unknowns(system, cube.joint[id], blocks, total=True)
    phases = [phase for phase in PHASES if id in asked(form, phase)]
    described = question_slots(id, question)
    several = len(described) > 1
    codes = RESULTS if several else described[0].codes
    right = [code == 1 for code in codes] if several else [code in right_codes(question) for code in codes]
    for number in range(len(blocks)):
        places = joint.of[number]
        for phase in phases:
            margin = places if phase == "before" else places.swapaxes(1, 2)
            if several:
                _parts(system, id, question, phase, cube, blocks, number, joint)
            else:
                for place, code in enumerate(codes):
                    _add(system, ("answers", id, 0, phase, code, None), number, margin[:, place])
            if scored(question):
                for value in (1, 0):
                    _add(system, ("right", id, None, phase, value, None), number, margin[:, [r == bool(value) for r in right]])
        if len(phases) == 2:
            _change(system, id, question, codes, right, number, places)
            if number == 0 and not several:
                for one, two in np.ndindex(len(codes), len(codes)):
                    _add(system, ("flow", id, 0, "both", codes[one], codes[two]), number, places[:, one, two])
    return system


def _change(system, id: str, question: Question, codes, right: list[bool], number: int, places: np.ndarray) -> None:
    """Scored: right or not, before × after. A scale: lower, the same, higher, or not known."""
    if scored(question):
        for one, two in np.ndindex(2, 2):
            chosen = np.ix_(range(places.shape[0]), [r == bool(one) for r in right], [r == bool(two) for r in right])
            _add(system, ("change", id, None, "both", one, two), number, places[chosen])
    elif isinstance(question, Scale):
        known = [code < DONT_KNOW for code in codes]
        for value in (-1, 0, 1, SKIPPED):
            wanted = np.array(
                [[_change_of(codes, known, one, two) == value for two in range(len(codes))] for one in range(len(codes))]
            )
            _add(system, ("change", id, None, "both", value, None), number, places[:, wanted])


def _change_of(codes: Sequence[int], known: Sequence[bool], one: int, two: int) -> int:
    if not (known[one] and known[two]):
        return SKIPPED
    return (codes[two] > codes[one]) - (codes[two] < codes[one])


def _parts(
    system: System,
    id: str,
    question: Question,
    phase: Phase,
    cube: Cube,
    blocks: Sequence[Block],
    number: int,
    joint: _Unknowns,
) -> None:
    """The slots of a question: per part, result × code, tied to the results, so that one cannot be told from the other."""
    if number == 0:
        _part_unknowns(system, id, question, cube.parts[id, phase], phase, blocks, joint)
    codes = question_slots(id, question)[0].codes
    places = system.parts[phase].of[number]
    for part in range(places.shape[1]):
        for place, code in enumerate(codes):
            _add(system, ("answers", id, part, phase, code, None), number, places[:, part, :, place])


def _part_unknowns(
    system: System, id: str, question: Question, counts: np.ndarray, phase: Phase, blocks: Sequence[Block], joint: _Unknowns
) -> None:
    unknowns = _Unknowns(system, counts, blocks)
    system.parts[phase] = unknowns
    codes = question_slots(id, question)[0].codes
    whole = isinstance(question, Multiple | Order)
    fine = [number for number in unknowns.of if number] or [0]
    for number in fine:
        places, margins = unknowns.of[number][0], joint.of[number][0]
        margin = margins if phase == "before" else margins.T
        for part, result in np.ndindex(*places.shape[:2]):
            system.tie(places[part, result], margin[result])
            allowed = _allowed(question, codes, RESULTS[result], part, whole)
            never = [place for place, code in zip(places[part, result], codes) if code not in allowed]
            if never:
                system.tie(np.array(never))
        if scored(question):
            key = right_parts(question)
            wrong = [
                places[part, 1, place] for part in range(len(key)) for place, code in enumerate(codes) if code != key[part]
            ]
            every = np.concatenate([np.array(wrong), margin[1]])
            factors = np.concatenate([np.ones(len(wrong)), -np.ones(margin[1].size)])
            system.between.append((every, factors, 0.0, np.inf, -1))  # who is not right is wrong somewhere


def _allowed(question: Question, codes: Sequence[int], result: int, part: int, whole: bool) -> set[int]:
    """What a slot can hold when the whole question came out like this."""
    if result >= DONT_KNOW:
        return {result}
    if result == 1 and scored(question):
        return {right_parts(question)[part]}
    return set(codes) - {DONT_KNOW} - ({SKIPPED} if whole else set())


def _add(system: System, key: tuple[Any, ...], number: int, places: np.ndarray) -> None:
    measure, id, part, phase, *_ = key
    system.cell(key, (measure, id, part, phase), number, system.people[number], places)


# ------------------------------------------------------------------------- score


def _score(form: Form, cube: Cube, blocks: Sequence[Block]) -> System:
    system = System(people=_heads(cube, blocks))
    unknowns = _Unknowns(system, cube.scores, blocks, total=True)
    system.parts["score"] = unknowns
    for number in range(len(blocks)):
        places = unknowns.of[number]
        for phase, margin in (("before", places), ("after", places.swapaxes(1, 2))):
            if phase == "before" and form.kind == "single":
                continue
            for right in range(margin.shape[1]):
                _add(system, ("score", None, None, phase, right, None), number, margin[:, right])
        for factors in _powers(places.shape[1:]):
            every = np.broadcast_to(factors, places.shape).ravel()
            total = rounded(int(sum(system.truth[place] * factor for place, factor in zip(places.ravel(), every))))
            system.between.append((places.ravel(), every.astype(float), total - 2.0, total + 2.0, number))
    return system


def _powers(shape: tuple[int, int]) -> tuple[np.ndarray, ...]:
    """Factors of the five sums: before, after, before², after², before × after."""
    before, after = np.arange(shape[0])[:, np.newaxis], np.arange(shape[1])[np.newaxis]
    one = np.ones(shape, int)
    return before * one, after * one, before**2 * one, after**2 * one, before * after


def _moments(cube: Cube, block: Block, policy: Policy) -> Moments:
    counts = cube.scores[block.members].sum(axis=0)
    sums = [rounded(int((counts * factors).sum())) for factors in _powers(counts.shape)]
    if counts.shape[0] == 1:
        sums = [None, sums[1], None, sums[3], None]
    return Moments(block.breakdown, block.cell, _people(cube, block, policy), *sums)


def _prove_scores(form: Form, systems: Mapping[str, System], score: System, policy: Policy) -> None:
    """The sum of scores is the sum of right answers over all questions: all tables together must stay underivable.

    Where they do not, the score of that block goes first, then all scores; the tables of questions need nothing then.
    """
    while narrow := derivable(score, policy):  # the sums alone, before any distribution is admitted
        _without_sums(score, {one.cell.where for one in narrow})
    suppress(score, policy, ("score",))
    while narrow := derivable(_joined(form, systems, score), policy):
        affected = {one.cell.where for one in narrow}
        if not _without_sums(score, affected) and not _without_sums(score, {row.where for row in score.rows.values()}):
            return


def _without_sums(score: System, blocks: set[int]) -> bool:
    """Take back all that is said of the scores of these blocks; whether there was anything."""
    said = len(score.between) + sum(row.admitted for row in score.rows.values())
    score.between = [one for one in score.between if one[-1] not in blocks]
    for row in score.rows.values():
        if row.where in blocks:
            row.admitted = False
            for cell in row.cells:
                cell.shown = False
    return len(score.between) + sum(row.admitted for row in score.rows.values()) < said


def _joined(form: Form, systems: Mapping[str, System], score: System) -> System:
    """One system of all questions of the score and the score itself, tied by the number of right answers."""
    joined, right = System(), {}
    for id in sorted(counted(form)):
        start = _append(joined, systems[id])
        for cell in systems[id].cells:
            if cell.key[0] == "right" and cell.key[4] == 1:
                right.setdefault((cell.where, cell.key[3]), []).append(cell.places + start)
    start = _append(joined, score)
    for number, places in score.parts["score"].of.items():
        for phase, factors in zip(PHASES, _powers(places.shape[1:])):
            if (number, phase) in right:
                answers = np.concatenate(right[number, phase])
                every = np.broadcast_to(factors, places.shape).ravel().astype(float)
                both = np.concatenate([places.ravel() + start, answers])
                joined.equal.append((both, np.concatenate([every, -np.ones(answers.size)]), 0.0))
    return joined


def _append(joined: System, system: System) -> int:
    """Adds copies of a system's parts behind those there; hidden or not is taken over as it stands."""
    start = len(joined.truth)
    joined.truth += system.truth
    joined.equal += [(places + start, factors, value) for places, factors, value in system.equal]
    joined.between += [(places + start, factors, low, high, block) for places, factors, low, high, block in system.between]
    for key, row in system.rows.items():
        cells = [Cell(cell.key, cell.where, cell.places + start, cell.count, cell.shown) for cell in row.cells]
        joined.rows[key] = hiding.Row(row.measure, row.where, row.people, cells, row.admitted)
    return start


def _row(cell: Cell, blocks: Sequence[Block]) -> Row:
    block = blocks[cell.where]
    return Row(*cell.key, block.breakdown, block.cell, cell.published)
