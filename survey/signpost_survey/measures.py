"""What a release counts. Each measure brings its tables, the variance of their noise, and what one answer can move in them.

A release is made of these and of nothing else, and the account (account.py) adds up the same list: a table cannot be published
without being paid for. Variances are for factor 1; docs/formats/release.md, "Variances", lists them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from signpost_survey.blocks import Breakdown, OneWay
from signpost_survey.columns import Columns, Flags, counted, phases, places
from signpost_survey.form import Form, Kind, Phase, Question, Scale, Slot, question_slots, scored

MINIMUM_SCORED = 4  # with fewer, a score says as much as the answers themselves
DETAILED = 1_000  # people, from whom on questions are shown by stratum
FINE = 64_000  # people, from whom on region × group is shown
ZONES = ("low", "middle", "high", "none")
BOTH: tuple[Phase, ...] = ("before", "after")
KINDS: tuple[Kind, ...] = ("knowledge", "confidence", "perception", "other")
Numbers = NDArray[np.integer[Any]]  # one for each person
Of = Callable[[Columns], Numbers]
OfPhase = Callable[[Phase], Of]


class Spec(NamedTuple):
    """One table: `cells` are the values that are counted, empty for a sum; `of` gives each person's place or number."""

    question: str | None
    part: int | None
    phase: Phase | Literal["both"]
    cells: tuple[tuple[int, int | None], ...]
    of: Of
    low: int = 0  # of a sum: the smallest and largest number that a person can bring
    high: int = 0


@dataclass(frozen=True)
class Measure:
    """Tables with one kind of noise.

    `once`: the largest squared shift of all of them together when one answer on one occasion changes; `both`: when a
    question's answers on both do; `person`: when a whole record does.
    """

    name: str
    question: str | None
    variances: Mapping[Breakdown, int]
    specs: tuple[Spec, ...]
    once: Mapping[tuple[str, Phase], int]
    both: Mapping[str, int]
    person: int


def kind_of(form: Form, id: str) -> Kind:
    """Knowledge has a right answer; confidence is a scale about a topic that is also asked as knowledge."""
    question = form.questions[id]
    if scored(question):
        return "knowledge"
    if not isinstance(question, Scale):
        return "other"
    return "confidence" if question.topic in _knowledge_topics(form) else "perception"


def ways(form: Form) -> tuple[OneWay, ...]:
    """The one-way breakdowns that a form has."""
    if form.breakdowns == "none":
        return ()
    return (*(("group",) if form.group else ()), *(("stratum",) if form.stratum else ()))


def measures(form: Form, people: int) -> tuple[Measure, ...]:
    """Everything that a release of so many people counts."""
    found = [*_items(form, people), *_topics(form)]
    if len(counted(form)) >= MINIMUM_SCORED:
        found += _scores(form)
    return tuple(measure for measure in found if measure.specs)


def breakdowns_of(form: Form, people: int) -> tuple[Breakdown, ...]:
    """Everyone, and what the measures of so many people are broken down by."""
    used = {name for measure in measures(form, people) for name in measure.variances}
    return tuple(
        name for name in ("all", "group", "stratum", "both") if name == "all" or name in used or name in ways(form)
    )


# -------------------------------------------------------------------- questions


def _items(form: Form, people: int) -> Iterator[Measure]:
    yield _two_by_two("right", form, people, [id for id, one in form.questions.items() if scored(one)], Columns.right)
    scales = [id for id, one in form.questions.items() if isinstance(one, Scale)]
    yield _two_by_two("favourable", form, people, scales, Columns.favourable)
    for id, question in form.questions.items():
        yield _levels(form, people, id) if isinstance(question, Scale) else _answers(form, people, id, question)
    twice = [id for id in scales if len(phases(form, id)) == 2]
    yield _histograms("flow", {"all": 64}, [(id, _flow(id)) for id in twice])


def _two_by_two(
    name: str, form: Form, people: int, ids: list[str], of: Callable[[Columns, str, Phase], Flags]
) -> Measure:
    """Yes before × yes after, or one yes and no where a question is asked once."""
    wanted: dict[Breakdown, int] = {"all": 36, "group": 16 if people >= DETAILED else 9}
    if people >= DETAILED:
        wanted["stratum"] = 25
    specs = [(id, _yes_or_no(id, phases(form, id), of)) for id in ids]
    return _histograms(name, {way: wanted[way] for way in _everyone_and(form) if way in wanted}, specs)


def _yes_or_no(id: str, when: tuple[Phase, ...], of: Callable[[Columns, str, Phase], Flags]) -> Spec:
    def no(columns: Columns, phase: Phase) -> Numbers:
        return 1 - of(columns, id, phase).astype(np.int8)

    if len(when) == 2:
        cells = tuple((one, two) for one in (1, 0) for two in (1, 0))
        return Spec(id, None, "both", cells, _both(no, 2))
    return Spec(id, None, when[0], ((1, None), (0, None)), lambda columns: no(columns, when[0]))


def _everyone_and(form: Form) -> tuple[Breakdown, ...]:
    return ("all", *ways(form))


def _levels(form: Form, people: int, id: str) -> Measure:
    """Every label of a scale, on each occasion; on single forms by stratum too, and in the largest by stratum and group."""
    variances: dict[Breakdown, int] = {"all": 25}
    if form.kind == "single" and "stratum" in ways(form) and people >= DETAILED:
        variances["stratum"] = 20
        if "group" in ways(form) and people >= FINE:
            variances["both"] = 64
    return _slots("level", variances, form, id)


def _answers(form: Form, people: int, id: str, question: Question) -> Measure:
    """Every option, position or term, on each occasion; on single forms by stratum too."""
    variance = max(64, 16 * len(question_slots(id, question)))
    variances: dict[Breakdown, int] = {"all": variance}
    if form.kind == "single" and "stratum" in ways(form) and people >= DETAILED:
        variances["stratum"] = variance
    return _slots("answers", variances, form, id)


def _slots(name: str, variances: Mapping[Breakdown, int], form: Form, id: str) -> Measure:
    specs = []
    for phase in phases(form, id):
        for slot in question_slots(id, form.questions[id]):
            cells = tuple((code, None) for code in slot.codes)
            specs.append((id, Spec(id, slot.part, phase, cells, _place_in(slot, phase))))
    return _histograms(name, variances, specs, question=id)


def _place_in(slot: Slot, phase: Phase) -> Of:
    return lambda columns: places(columns.slots(slot.question, phase)[:, slot.part], slot.codes)


def _flow(id: str) -> Spec:
    cells = tuple((one, two) for one in range(4) for two in range(4))
    return Spec(id, None, "both", cells, _both(lambda columns, phase: columns.zone(id, phase), 4))


# ----------------------------------------------------------------------- topics


def _knowledge_topics(form: Form) -> frozenset[str]:
    return frozenset(form.questions[id].topic for id in counted(form)) - {""}


def _topics(form: Form) -> Iterator[Measure]:
    """Confident × knows, each said of more than half of a topic's questions, on each occasion."""
    specs = []
    for topic in sorted(_knowledge_topics(form)):
        known = [id for id in counted(form) if form.questions[id].topic == topic]
        sure = [id for id, one in form.questions.items() if isinstance(one, Scale) and one.topic == topic]
        for phase in BOTH:
            scales = [id for id in sure if phase in phases(form, id)]
            if scales and phase in phases(form, known[0]):
                cells = tuple((one, two) for one in (1, 0) for two in (1, 0))
                spec = Spec(topic, None, phase, cells, _matrix(scales, known, phase))
                specs += [(id, spec) for id in (*scales, *known)]
    yield _histograms("topic", {way: 64 for way in _everyone_and(form) if way in ("all", "group")}, specs)


def _matrix(scales: list[str], known: list[str], phase: Phase) -> Of:
    def of(columns: Columns) -> Numbers:
        sure = 2 * columns.total(columns.favourable(id, phase) for id in scales) > len(scales)
        knows = 2 * columns.total(columns.right(id, phase) for id in known) > len(known)
        return 3 - 2 * sure.astype(np.int8) - knows.astype(np.int8)

    return of


# ----------------------------------------------------------------------- scores


def _scores(form: Form) -> list[Measure]:
    count, when = len(counted(form)), phases(form, counted(form)[0])
    by = _score_variances(form, max(256, count**2), (25, 16))
    squared = _score_variances(form, max(36 * (count - 1) ** 2, -(-8100 * count**4 // 16**4)), (3, 2))
    ids, centre, clip = counted(form), count // 2, count // 2
    step = max((x + 1 - centre) ** 2 - (x - centre) ** 2 for x in range(count))
    far = max(centre, count - centre) ** 2

    def each(shift: int) -> dict[tuple[str, Phase], int]:
        return {(id, phase): shift for id in ids for phase in when}

    def total(of: OfPhase, high: int) -> tuple[Spec, ...]:
        return tuple(Spec(None, None, phase, (), of(phase), 0, high) for phase in when)

    found = [
        Measure("score", None, by, total(_score_of, count), each(1), dict.fromkeys(ids, len(when)), len(when) * count**2),
        Measure(
            "square", None, squared, total(_square_of(centre), far),
            each(step**2), dict.fromkeys(ids, len(when) * step**2), len(when) * far**2,
        ),
        _bands(form, count, when),
        _rest(ids, count, when),
    ]  # fmt: skip
    if len(when) == 2:
        gain = Spec(None, None, "both", (), _gain_of(count, clip), 0, clip**2)
        twice = clip**2 - max(0, clip - 2) ** 2
        found.append(
            Measure("gain", None, squared, (gain,), each((2 * clip - 1) ** 2), dict.fromkeys(ids, twice**2), clip**4)
        )
        way: Breakdown = "group" if "group" in ways(form) else "all"
        better = Spec(None, None, "both", ((1, None), (0, None), (-1, None)), _better)
        found.append(_histograms("better", {way: 64}, [(id, better) for id in ids], when=when))
    return found


def _score_variances(form: Form, variance: int, stratum: tuple[int, int]) -> dict[Breakdown, int]:
    """By group and stratum; everyone is the sum of the groups, and has a table only where there are none."""
    found: dict[Breakdown, int] = {"group" if "group" in ways(form) else "all": variance}
    if "stratum" in ways(form):
        found["stratum"] = -(-variance * stratum[0] // stratum[1])
    return found


def _score_of(phase: Phase) -> Of:
    return lambda columns: columns.score(phase)


def _square_of(centre: int) -> OfPhase:
    return lambda phase: lambda columns: (columns.score(phase) - centre) ** 2


def _gain_of(count: int, clip: int) -> Of:
    return lambda columns: np.clip(columns.score("after") - columns.score("before") - count // 5, -clip, clip) ** 2


def _better(columns: Columns) -> Numbers:
    worse: Numbers = np.sign(columns.score("before") - columns.score("after"))
    return 1 + worse


def _bands(form: Form, count: int, when: tuple[Phase, ...]) -> Measure:
    """The score in four bands, before × after: band = ⌊4 · score / (K + 1)⌋."""

    def band(columns: Columns, phase: Phase) -> Numbers:
        return 4 * columns.score(phase) // (count + 1)

    if len(when) == 2:
        cells = tuple((one, two) for one in range(4) for two in range(4))
        spec = Spec(None, None, "both", cells, _both(band, 4))
    else:
        spec = Spec(None, None, when[0], tuple((one, None) for one in range(4)), lambda columns: band(columns, when[0]))
    return _histograms("bands", {"all": 64}, [(id, spec) for id in counted(form)], when=when)


def _rest(ids: tuple[str, ...], count: int, when: tuple[Phase, ...]) -> Measure:
    """Of those who have a question right, the sum of 2 · (right among the others) - (K - 1)."""

    def of(id: str, phase: Phase) -> Of:
        return lambda columns: columns.right(id, phase) * (2 * columns.score(phase) - 2 - (count - 1))

    specs = tuple(Spec(id, None, phase, (), of(id, phase), 1 - count, count - 1) for phase in when for id in ids)
    once = (count - 1) * (count + 3)  # its own table by K - 1 at most, K - 1 others by two
    variance = -(-45 * once // 2)
    each = {(id, phase): once for id in ids for phase in when}
    return Measure(
        "rest", None, {"all": variance}, specs, each, dict.fromkeys(ids, len(when) * once), len(when) * _most(count)
    )


@lru_cache
def _most(count: int) -> int:
    """The largest squared distance between two people in `rest`: r and s questions right, o of them the same ones."""
    high = count - 1
    best = 0
    for r in range(count + 1):
        for s in range(r + 1):
            for o in range(max(0, r + s - count), s + 1):
                one, two = 2 * r - 2 - high, 2 * s - 2 - high
                best = max(best, o * (one - two) ** 2 + (r - o) * one**2 + (s - o) * two**2)
    return best


# ---------------------------------------------------------------------- common


def _both(one: Callable[[Columns, Phase], Numbers], count: int) -> Of:
    return lambda columns: one(columns, "before").astype(np.int16) * count + one(columns, "after")


def _histograms(
    name: str,
    variances: Mapping[Breakdown, int],
    specs: list[tuple[str, Spec]],
    *,
    question: str | None = None,
    when: tuple[Phase, ...] = BOTH,
) -> Measure:
    """Counts: whoever answers otherwise leaves one cell and enters another, a shift of 2 in each table about the question."""
    once: dict[tuple[str, Phase], int] = {}
    touched: dict[str, set[Spec]] = {}
    for id, spec in specs:
        touched.setdefault(id, set()).add(spec)
        for phase in when if spec.phase == "both" else (spec.phase,):
            once[id, phase] = once.get((id, phase), 0) + 2
    tables = tuple(dict.fromkeys(spec for _, spec in specs))
    both = {id: 2 * len(found) for id, found in touched.items()}
    return Measure(name, question, variances, tables, once, both, 2 * len(tables))
