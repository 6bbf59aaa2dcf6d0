"""All numbers of one series of releases: what a block is large enough for is computed, whatever it will say."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import sqrt

from signpost_report.aligning import Question, Series
from signpost_report.display import What, shown
from signpost_report.estimates import (
    Estimate,
    Wanted,
    change,
    estimate,
    mean_change,
    mean_score,
    p_of_change,
    scored_ids,
    share,
    valued,
    variance_of,
)
from signpost_report.fitting import Fitted, fitted
from signpost_report.numbers import Kind, Number
from signpost_report.quality import MEASURABLE, discrimination, noise_of_squares, reliability
from signpost_report.reading import EVERYONE, Name, Where
from signpost_report.topics import right_tables, topic_change, topic_share, yes

CONFIDENT, KNOWS, CONFIDENT_ONLY = 0, 1, 2
MATRIX = {CONFIDENT: ((1, 1), (1, 0)), KNOWS: ((1, 1), (0, 1)), CONFIDENT_ONLY: ((1, 0),)}
BANDS = 4


def measured(series: Series) -> Iterator[Number]:
    """Questions, topics, scores, scales, options, confidence against knowledge, item quality."""
    for question in series.questions.values():
        yield from _shares(series, question)
        yield from _choices(series, question)
    for topic in topics(series):
        yield from _topic(series, topic)
        yield from _matrix(series, topic)
    if scored_ids(series.results):
        yield from _scores(series)
        yield from _quality(series)


def topics(series: Series) -> list[str]:
    """Topics with questions of the score, in the order of asking."""
    counted = set(scored_ids(series.results))
    return list(dict.fromkeys(one.topic for one in series.questions.values() if one.id in counted and one.topic))


def topic_ids(series: Series, topic: str) -> list[str]:
    """The topic's questions of the score."""
    counted = set(scored_ids(series.results))
    return [one.id for one in series.questions.values() if one.id in counted and one.topic == topic]


def occasions(series: Series) -> tuple[str, ...]:
    """When the questions of the score are asked."""
    return ("before", "after") if series.pair else ("after",)


def yes_or_no(series: Series, question: Question) -> Name | None:
    """The name of the tables that say who is right, or in favour."""
    measure = "favourable" if question.type == "scale" else "right"
    names = (Name(measure, question.id, None, phase) for phase in ("both", "before", "after"))
    return next((name for name in names if (name, EVERYONE) in series.results.tables), None)


def visible(series: Series, what: What, where: Where) -> bool:
    return shown(what, where.breakdown, series.results.blocks[where].people, series.results.factor)


def number(
    series: Series,
    kind: Kind,
    subject: str,
    where: Where,
    phase: str,
    one: Estimate,
    *,
    questions: tuple[str, ...] = (),
    topic: str | None = None,
    part: int | None = None,
    code: int | None = None,
    p: float | None = None,
    of: str | None = None,
    against: str | None = None,
) -> Number:
    """An estimate with its name: series, kind, subject, phase, block, and slot and value where there are some."""
    slot = ".".join(str(index) for index in (part, code) if index is not None)
    id = ":".join(filter(None, (series.name, kind, subject, phase, f"{where.breakdown}{where.cell}", slot)))
    low, high = one.interval
    return Number(
        id=id, kind=kind, releases=tuple(release.id for release in series.releases), breakdown=where.breakdown, cell=where.cell,
        label=series.results.blocks[where].label, phase=phase, value=one.value, low=low, high=high, people=one.people,
        questions=questions, topic=topic, part=part, code=code, p=p, of=of, against=against,
    )  # fmt: skip


# ---------------------------------------------------------------------- questions


def _shares(series: Series, question: Question) -> Iterator[Number]:
    name = yes_or_no(series, question)
    if name is None:
        return
    for where, table in fitted(series.results, name).items():
        if not visible(series, "share", where):
            continue
        for phase in ("before", "after") if name.phase == "both" else (name.phase,):
            one = share(table, yes(phase, table))
            yield number(series, "share", question.id, where, phase, one, questions=(question.id,))
        if name.phase == "both":
            one = change(table)
            yield number(
                series, "change", question.id, where, "both", one, questions=(question.id,), p=p_of_change(one)
            )


def _choices(series: Series, question: Question) -> Iterator[Number]:
    kind: Kind = "level" if question.type == "scale" else "option"
    measure = "level" if question.type == "scale" else "answers"
    asked = (question.id,)
    for name in dict.fromkeys(
        name for name, _ in series.results.tables if name.measure == measure and name.question == question.id
    ):
        for where, table in fitted(series.results, name).items():
            if visible(series, "share", where):
                for code, _ in table.values:
                    one = share(table, valued(code))
                    yield number(
                        series, kind, question.id, where, name.phase, one, questions=asked, part=name.part, code=code
                    )
    flow = fitted(series.results, Name("flow", question.id, None, "both")).get(EVERYONE)
    if flow:
        one = _shift(flow)
        yield number(series, "shift", question.id, EVERYONE, "both", one, questions=asked, p=p_of_change(one))


def _shift(flow: Fitted) -> Estimate:
    """Who moved to a higher zone less who moved to a lower one, among everyone; 3 is no answer. Sign test's statistic, noise included."""
    weights = [
        float((after > before) - (after < before)) if after is not None and 3 not in (before, after) else 0.0
        for before, after in flow.values
    ]
    difference, noise = flow.total(weights)
    moved, _ = flow.total([abs(weight) for weight in weights])
    people = flow.people
    mean = difference / people
    return estimate(mean, max(max(moved / people, abs(mean)) - mean**2, 0.0) / people, noise / people**2, people)


# ------------------------------------------------------------------------- topics


def _topic(series: Series, topic: str) -> Iterator[Number]:
    ids = tuple(topic_ids(series, topic))
    for where in series.results.blocks:
        if visible(series, "topic", where) and right_tables(series.results, ids, where):
            for phase in occasions(series):
                one = topic_share(series.results, where, ids, phase)
                yield number(series, "topic", topic, where, phase, one, questions=ids, topic=topic)
            if series.pair:
                one = topic_change(series.results, where, ids)
                yield number(
                    series, "topic-change", topic, where, "both", one, questions=ids, topic=topic, p=p_of_change(one)
                )


def _matrix(series: Series, topic: str) -> Iterator[Number]:
    found: dict[tuple[Where, int], dict[str, Estimate]] = {}
    for phase in ("before", "after"):
        for where, table in fitted(series.results, Name("topic", topic, None, phase)).items():
            if visible(series, "matrix", where):
                for code, cells in MATRIX.items():
                    one = share(table, _among(cells))
                    found.setdefault((where, code), {})[phase] = one
                    yield number(series, "matrix", topic, where, phase, one, topic=topic, code=code)
    for (where, code), by_phase in found.items():
        if len(by_phase) == 2:
            one = _unlinked(by_phase["before"], by_phase["after"])
            yield number(series, "matrix-change", topic, where, "both", one, topic=topic, code=code, p=p_of_change(one))


def _among(cells: Sequence[tuple[int, int]]) -> Wanted:
    return lambda sure, knows: (sure, knows) in cells


def _unlinked(before: Estimate, after: Estimate) -> Estimate:
    """A change of the same people without the table before × after: as if they were others, which is never too narrow where people agree
    with themselves more than with strangers."""
    return Estimate(
        after.value - before.value,
        sqrt(before.error**2 + after.error**2),
        sqrt(before.noise**2 + after.noise**2),
        after.people,
    )


# ------------------------------------------------------------------------- scores


def _scores(series: Series) -> Iterator[Number]:
    results = series.results
    for where in results.blocks:
        if where.breakdown == "both" or not visible(series, "score", where):
            continue
        for phase in occasions(series):
            yield number(series, "score", "", where, phase, mean_score(results, where, phase))
        if series.pair:
            one = mean_change(results, where)
            yield number(series, "score-change", "", where, "both", one, p=p_of_change(one))
    if series.pair:
        yield from _effects(series)
    yield from _bands(series)


def _effects(series: Series) -> Iterator[Number]:
    results, moved = series.results, mean_change(series.results, EVERYONE)
    variances = [variance_of(results, "square", phase, EVERYONE) for phase in ("before", "after")]
    spreads = [sqrt(one) / results.noise["scored"] for one in variances]
    before = mean_score(results, EVERYONE, "before")
    noise = sqrt(noise_of_squares(results, "before")) / before.people
    if min(variances) > MEASURABLE * noise:
        relative = 1 / (2 * max(1, before.people - 1)) + (noise / sum(variances)) ** 2 / 2
        yield number(series, "effect", "", EVERYONE, "both", _scaled(moved, effect_size(1.0, spreads), relative))
    if before.value < 1 - 2 * before.give_or_take:
        room = 1 - before.value
        yield number(
            series,
            "normalised-gain",
            "",
            EVERYONE,
            "both",
            _scaled(moved, gain_of_what_was_left(1.0, before.value), (before.error / room) ** 2),
        )


def effect_size(change: float, spreads: Sequence[float]) -> float:
    """A change over the mean of the standard deviations before and after (d_av)."""
    return change / (sum(spreads) / len(spreads))


def gain_of_what_was_left(change: float, before: float) -> float:
    """A change of a share over what was left to gain (Hake 1998), of the mean, not the mean of gains."""
    return change / (1 - before)


def _scaled(one: Estimate, by: float, relative: float) -> Estimate:
    """Times a number that is itself known to a relative variance only."""
    value = one.value * by
    return Estimate(value, sqrt((one.error * by) ** 2 + value**2 * relative), one.noise * by, one.people)


def _bands(series: Series) -> Iterator[Number]:
    """The share in the lowest and highest quarter of the scale: is there room to grow?"""
    when = "both" if series.pair else "after"
    table = fitted(series.results, Name("bands", None, None, when)).get(EVERYONE)
    if table is None or not visible(series, "bands", EVERYONE):
        return
    for phase in occasions(series):
        second = phase == "after" and when == "both"
        for code in range(BANDS):
            one = share(table, _valued_after(code) if second else valued(code))
            yield number(series, "share", "", EVERYONE, phase, one, code=code)


def _valued_after(code: int) -> Wanted:
    return lambda _, after: after == code


def _quality(series: Series) -> Iterator[Number]:
    if not visible(series, "rest", EVERYONE):
        return
    for phase in occasions(series):
        for id in scored_ids(series.results):
            one = discrimination(series.results, id, phase)
            if one:
                yield number(series, "discrimination", id, EVERYONE, phase, one, questions=(id,))
        found = reliability(series.results, phase)
        if found:
            value, low, high = found
            people = series.results.blocks[EVERYONE].people
            made = number(series, "reliability", "", EVERYONE, phase, Estimate(value, 0.0, 0.0, people))
            yield replace(made, low=low, high=high)
