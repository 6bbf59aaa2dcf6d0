"""Who is counted together, and the other answers to one question that people could have given.

A world changes the answers to one question of some people, at most, and nothing else: who they are, and all their other
answers, stay. So every solution in whole numbers is a set of records, whatever else the release says (docs/decisions).
To keep the search small only some people change, the `carriers`: fewer worlds never make a proof wrong.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from signpost_survey.cube import RESULTS, Cube, Patterns, Phase, right_codes
from signpost_survey.form import DONT_KNOW, SKIPPED, Form, Question, Scale, asked, question_slots, scored
from signpost_survey.suppress import Policy, System

NOT_STATED = "Not stated"
BREAKDOWNS = ("group", "stratum")
PHASES: tuple[Phase, Phase] = ("before", "after")
CARRIED = 40  # people of each block who may change, where there are so many
FEW = 40  # people in a cell, all of whose answers may change, however rare
PATTERNS = 20  # different answers of several slots that people may change to, besides one for each value of each slot


@dataclass(frozen=True, slots=True)
class Block:
    """People counted together: everyone, a merged group or a merged stratum."""

    breakdown: str
    cell: int
    label: str
    members: np.ndarray  # which cells of the cube


@dataclass(frozen=True, slots=True)
class Frame:
    """The blocks, and the cells that they are made of: merged group × merged stratum."""

    blocks: tuple[Block, ...]
    fine: tuple[np.ndarray, ...]  # the cells of the cube in each
    inside: np.ndarray  # block × fine
    people: np.ndarray  # of each fine cell
    carriers: np.ndarray  # numbers of fine cells whose people may change

    def gather(self, counts: np.ndarray) -> np.ndarray:
        """From cells of the cube to fine cells."""
        return np.stack([counts[cells].sum(axis=0) for cells in self.fine])

    @property
    def sizes(self) -> list[int]:
        """People in each block."""
        return [int(self.people[inside].sum()) for inside in self.inside]


def merged(counts: Sequence[int], threshold: int) -> list[list[int]]:
    """Categories joined until each joint one reaches the threshold: small ones together, then the next smallest."""
    kept = [[place] for place, count in enumerate(counts) if count >= threshold]
    small = [place for place, count in enumerate(counts) if count < threshold]
    while kept and 0 < sum(counts[place] for place in small) < threshold:
        smallest = min(kept, key=lambda places: counts[places[0]])
        kept.remove(smallest)
        small += smallest
    return kept + ([sorted(small)] if any(counts[place] for place in small) else [])


def frame_of(form: Form, people: np.ndarray, policy: Policy) -> Frame:
    """Blocks and cells of a release about these people (group × stratum, "not stated" last)."""
    blocks = tuple(_blocks(form, people, policy))
    flat = people.ravel()
    member = np.array([block.members for block in blocks])
    labels = [tuple(column) for column in member.T]
    found = sorted({label for label, count in zip(labels, flat) if count}, reverse=True)
    fine = tuple(np.array([place for place, other in enumerate(labels) if other == label]) for label in found)
    sizes = np.array([flat[cells].sum() for cells in fine])
    inside = np.array([[label[number] for label in found] for number in range(len(blocks))])
    return Frame(blocks, fine, inside, sizes, _carriers(inside, sizes))


def _carriers(inside: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Of every block its largest cells, two at least."""
    chosen: set[int] = set()
    for members in inside:
        here = sorted(np.flatnonzero(members), key=lambda cell: (-sizes[cell], cell))
        covered = 0
        for number, cell in enumerate(here):
            if number > 1 and covered >= CARRIED:
                break
            chosen.add(int(cell))
            covered += sizes[cell]
    return np.array(sorted(chosen))


def _blocks(form: Form, people: np.ndarray, policy: Policy) -> Iterator[Block]:
    yield Block("all", 0, "Everyone", np.ones(people.size, bool))
    labels = {"group": form.group.values if form.group else (), "stratum": form.stratum.options if form.stratum else ()}
    for axis, breakdown in enumerate(BREAKDOWNS):
        if not labels[breakdown]:
            continue
        names = (*labels[breakdown], NOT_STATED)
        parts = merged(people.sum(axis=1 - axis).tolist(), policy.threshold)
        if len(parts) < 2:
            continue
        for number, places in enumerate(parts):
            members = np.zeros(people.shape, bool)
            members[(places, slice(None)) if axis == 0 else (slice(None), places)] = True
            yield Block(breakdown, number, ", ".join(names[place] for place in places), members.ravel())


class Unknowns:
    """Counts by fine cell and something else, and the places of those that are unknown (-1: as they are)."""

    def __init__(self, counts: np.ndarray) -> None:
        self.counts = counts
        self.places = np.full(counts.shape, -1)

    def include(self, system: System, frame: Frame, included: np.ndarray) -> "Unknowns":
        """Of the carriers those `included`; all that are not zero where a carrier has few people."""
        for cell in frame.carriers:
            here = included | (self.counts[cell] > 0) if frame.people[cell] <= FEW else included
            self.places[cell][here] = system.unknowns(self.counts[cell][here])
        return self

    def among(self, cells: np.ndarray | int, wanted: np.ndarray) -> np.ndarray:
        """Places of the unknowns of these fine cells."""
        chosen = self.places[cells][..., wanted]
        return chosen[chosen >= 0]

    def count(self, cells: np.ndarray, wanted: np.ndarray) -> int:
        return int(self.counts[cells][..., wanted].sum())


@dataclass(slots=True)
class Worlds:
    """The worlds of one question. `right`: code before × code after, for each phase, whether that is right then.

    `given`: of a question with several slots, fine cell × pattern."""

    system: System
    joint: Unknowns
    right: dict[Phase, np.ndarray]
    given: dict[Phase, Unknowns] = field(default_factory=dict)


def question_worlds(form: Form, id: str, cube: Cube, frame: Frame) -> Worlds:
    """Unknowns, and every count about the question that could be published."""
    question, system = form.questions[id], System(people=frame.sizes)
    counts = frame.gather(cube.joint[id])
    shape = counts.shape[1:]
    joint = Unknowns(counts).include(system, frame, counts.sum(axis=0) > 0)
    for cell in frame.carriers:
        system.tie(joint.among(cell, np.ones(shape, bool)))
    several = len(question_slots(id, question)) > 1
    codes = RESULTS if several else question_slots(id, question)[0].codes
    right = np.array([code == 1 if several else code in right_codes(question) for code in codes])
    phases = [phase for phase in PHASES if id in asked(form, phase)]
    worlds = Worlds(system, joint, {phase: _mask(shape, phase, right) for phase in phases})
    for phase in phases:
        if several:
            worlds.given[phase] = _add_parts(system, frame, id, question, phase, cube.patterns[id, phase], joint)
            continue
        for number, (place, code) in product(_detailed(frame), enumerate(codes)):
            chosen = _mask(shape, phase, np.arange(len(codes)) == place)
            _add(system, frame, joint, ("answers", id, 0, phase, code, None), number, chosen)
    everywhere = range(len(frame.blocks))
    if scored(question):
        for phase, number, value in product(phases, everywhere, (1, 0)):
            key = ("right", id, None, phase, value, None)
            _add(system, frame, joint, key, number, worlds.right[phase] == bool(value))
    if len(phases) == 2:
        for number, (value, value_after, chosen) in product(everywhere, _changes(question, codes, worlds.right)):
            _add(system, frame, joint, ("change", id, None, "both", value, value_after), number, chosen)
        if not several:
            for one, two in np.ndindex(shape):
                chosen = _mask(shape, "before", np.arange(shape[0]) == one) & _mask(shape, "after", np.arange(shape[1]) == two)
                _add(system, frame, joint, ("flow", id, 0, "both", codes[one], codes[two]), 0, chosen)
    return worlds


def _detailed(frame: Frame) -> list[int]:
    """Blocks in which each answer is counted: everyone and the groups. Of several slots: everyone alone."""
    return [number for number, block in enumerate(frame.blocks) if block.breakdown != "stratum"]


def _mask(shape: tuple[int, ...], phase: Phase, chosen: np.ndarray) -> np.ndarray:
    """Where the code of this phase is one of the chosen."""
    return np.broadcast_to(chosen[:, np.newaxis] if phase == "before" else chosen[np.newaxis], shape)


def _changes(
    question: Question, codes: Sequence[int], right: dict[Phase, np.ndarray]
) -> list[tuple[int, int | None, np.ndarray]]:
    """Scored: right or not, before × after. A scale: lower, the same, higher, or not known."""
    if scored(question):
        return [
            (one, two, (right["before"] == bool(one)) & (right["after"] == bool(two))) for one, two in product((0, 1), repeat=2)
        ]
    if not isinstance(question, Scale):
        return []
    values = np.array(codes)
    known = np.logical_and.outer(values < DONT_KNOW, values < DONT_KNOW)
    change = np.where(known, np.sign(np.subtract.outer(values, values).T), SKIPPED)
    return [(value, None, change == value) for value in (-1, 0, 1, SKIPPED)]


def _add_parts(
    system: System, frame: Frame, id: str, question: Question, phase: Phase, patterns: Patterns, joint: Unknowns
) -> Unknowns:
    """The slots of a question: who gave which whole answer, tied to whether it was right."""
    given = Unknowns(frame.gather(patterns.counts)).include(system, frame, _movable(patterns))
    shape = joint.counts.shape[1:]
    for cell, result in product(frame.carriers, range(len(RESULTS))):
        with_result = _mask(shape, phase, np.arange(len(RESULTS)) == result)
        system.tie(given.among(cell, patterns.results == result), joint.among(cell, with_result))
    for part, slot in enumerate(question_slots(id, question)):
        for code in slot.codes:
            _add(system, frame, given, ("answers", id, part, phase, code, None), 0, patterns.values[:, part] == code)
    return given


def _movable(patterns: Patterns) -> np.ndarray:
    """The answers given most often, and of each value of each slot the one given most often."""
    order = np.argsort(-patterns.counts.sum(axis=0), kind="stable")
    chosen = np.zeros(len(order), bool)
    chosen[order[:PATTERNS]] = True
    for column in patterns.values.T:
        for code in np.unique(column):
            chosen[next(place for place in order if column[place] == code)] = True
    return chosen


def _add(system: System, frame: Frame, of: Unknowns, key: tuple[Any, ...], number: int, chosen: np.ndarray) -> None:
    measure, id, part, phase, *_ = key
    inside = frame.inside[number]
    system.cell(key, (measure, id, part, phase), number, of.among(inside, chosen), of.count(inside, chosen))
