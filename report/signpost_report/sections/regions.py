"""Regions, for prevention officers: hot spots first, each with its interval, and "no evidence" where that is so."""

from collections.abc import Sequence
from typing import NamedTuple

from signpost_report import charts, display
from signpost_report.aligning import Series
from signpost_report.charts.place import TILES
from signpost_report.document import Block, Figure, Points, Runs, Table, text
from signpost_report.estimates import scored_ids
from signpost_report.evidence import Evidence, direction
from signpost_report.findings import gap, verdict
from signpost_report.measuring import occasions, yes_or_no
from signpost_report.numbers import Number
from signpost_report.sections.common import MOST, STRONG, by_series, shade


def is_regions(series: Series) -> bool:
    """Whether the second question about people asks where they live."""
    described = series.results.form["stratum"]
    return bool(described) and sum(option in TILES for option in described["options"]) >= 3


def blocks(evidence: Evidence) -> list[Block]:
    found: list[Block] = []
    for series, heading in by_series(evidence):
        if is_regions(series):
            found += [*heading, *_series(evidence, series)]
    return found


def _series(evidence: Evidence, series: Series) -> list[Block]:
    if len(series.results.of("stratum")) < 2:
        return [text("So few answered that all regions are counted as one: there is nothing to compare.")]
    made = [
        block
        for subject in _subjects(series)
        for phase in occasions(series)
        for block in _maps(evidence, series, subject, phase)
    ]
    if not made:
        return [text("The regions are too small to be shown.")]
    return [*_findings(evidence, series), *made]


class Subject(NamedTuple):
    """What regions are shown in."""

    kind: str
    id: str
    title: str


def _subjects(series: Series) -> list[Subject]:
    """The score; where a form has too few questions with a right answer for one, each question."""
    if scored_ids(series.results):
        return [Subject("score", "", "Average score")]
    return [
        Subject("share", one.id, _what(series, (one.id,), ""))
        for one in series.questions.values()
        if yes_or_no(series, one)
    ]


def _maps(evidence: Evidence, series: Series, subject: Subject, phase: str) -> list[Block]:
    kind = f"{subject.kind} {subject.id}".strip()
    wheres = series.results.of("stratum")
    rows = [
        (
            evidence.find(series, subject.kind, subject.id, phase, where),
            evidence.find(series, "gap", kind, phase, where),
        )
        for where in wheres
    ]
    shown = sorted(((share, one) for share, one in rows if share and one), key=lambda row: row[0].value)
    if not shown:
        return []
    occasion = f", {phase} the course" if series.pair else ""
    name = f"{series.name}-{subject.id or 'score'}-{phase}"
    return [
        _tiles(name, shown, f"{subject.title} by region{occasion}"),
        _dots(name, shown, f"{subject.title}: regions against everyone else, the lowest first{occasion}"),
    ]


def _tiles(name: str, shown: list[tuple[Number, Number]], title: str) -> Figure:
    description = "Regions as tiles of one size, roughly where they lie; blue is above everyone else, orange below, pale where there is no evidence. The numbers are in the table below."
    regions = [
        charts.Region(name=share.label, value=shade(one), said=display.share(share).text) for share, one in shown
    ]
    svg = charts.region_tiles(f"{name}-tiles", title, description, regions, low=-STRONG, middle=0, high=STRONG)
    return Figure(svg, title, description, _table(title, shown))


def _dots(name: str, shown: list[tuple[Number, Number]], title: str) -> Figure:
    description = f"{len(shown)} rows, each with a dot for the gap in points and a line for its 95% interval; hollow where there is no evidence of a difference. The numbers are in the table below."
    marks = [
        charts.Estimate(
            label=one.label, value=100 * one.value, low=100 * one.low, high=100 * one.high, strong=bool(direction(one)),
            said=f"{display.points(one).text} points ({display.points_range(one).text})",
        )
        for _, one in shown
    ]  # fmt: skip
    return Figure(
        charts.interval_dots(f"{name}-regions", title, description, marks, reference=0),
        title,
        description,
        _table(title, shown),
    )


def _table(title: str, shown: list[tuple[Number, Number]]) -> Table:
    rows: list[tuple[Runs, ...]] = [
        (
            (score.label,),
            (display.people(score.people),),
            (display.share(score),),
            (display.share_range(score),),
            (display.points(one),),
            (display.points_range(one),),
            (verdict(one),),
        )
        for score, one in shown
    ]
    head = (
        "Region",
        "People",
        "Share",
        "95% interval",
        "Gap to everyone else in points",
        "95% interval of the gap",
        "Evidence",
    )
    return Table(title, head, tuple(rows))


def _findings(evidence: Evidence, series: Series) -> list[Block]:
    """The gaps that stand, hot spots first, in whatever they were asked."""
    gaps = [
        one
        for one in evidence.numbers.where(kind="gap", breakdown="stratum", against="rest")
        if one.id.startswith(f"{series.name}:")
    ]
    stands = sorted((one for one in gaps if direction(one)), key=lambda one: (one.value, one.id))
    first = tuple(gap(f"{one.label}, {_said(series, one)}", one) for one in stands[:MOST])
    more = f" {len(stands)} stand; the {MOST} lowest are listed." if len(stands) > MOST else ""
    if not stands:
        return [text("There is no evidence that any region differs from everyone else.")]
    return [text("Regions that differ by more than chance and noise, hot spots first." + more), Points(first)]


def _said(series: Series, one: Number) -> str:
    when = f" {one.phase} the course" if series.pair else ""
    return (f"questions on {one.topic} right" if one.topic else _what(series, one.questions, "questions right")) + when


def _what(series: Series, questions: Sequence[str], score: str) -> str:
    if not questions:
        return score
    question = series.questions[questions[0]]
    return f"{'right on' if question.scored else 'on the counted side of'} “{question.stem}”"
