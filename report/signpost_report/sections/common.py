"""What several sections write alike."""

from collections.abc import Iterator, Sequence
from typing import Any

from signpost_report import charts, display
from signpost_report.aligning import Series
from signpost_report.document import Block, Figure, Heading, Points, Runs, Table, text
from signpost_report.evidence import Change, Evidence, direction
from signpost_report.findings import verdict
from signpost_report.numbers import Number

MOST = 12  # findings in a list
STRONG, PALE = 0.15, 0.03  # gaps: the full shade, and the strongest where there is no evidence
ROWS = 9  # of a chart that fits a page


def by_series(evidence: Evidence, only_pairs: bool = False) -> Iterator[tuple[Series, list[Block]]]:
    """Each series with the heading that tells it from the others, where there are several."""
    several = len(evidence.study.series) > 1
    for series in evidence.study.series:
        if series.pair or not only_pairs:
            yield series, [Heading(series.label)] if several else []


def term_words(term: str) -> str:
    """autumn 2026, wave 2 of 2027"""
    year, part = term.split("-")
    return f"wave {part[1:]} of {year}" if part[0] == "w" else f"{part} {year}"


def in_parts(rows: Sequence[Any], most: int) -> Iterator[tuple[str, str, Sequence[Any]]]:
    """Charts that fit a page: what to add to their names and titles, and their rows."""
    count = -(-len(rows) // most)
    each = -(-len(rows) // count) if count else 0
    for place in range(count):
        of = f" ({place + 1} of {count})" if count > 1 else ""
        yield f"-{place}" if count > 1 else "", of, rows[place * each : (place + 1) * each]


def dumbbells(name: str, title: str, rows: Sequence[tuple[str, Change]], caption: str, first: str) -> list[Figure]:
    """Before and after, with the table of the same numbers."""
    return [_dumbbell(name + more, title + of, part, caption + of, first) for more, of, part in in_parts(rows, ROWS)]


def _dumbbell(name: str, title: str, rows: Sequence[tuple[str, Change]], caption: str, first: str) -> Figure:
    changes = [
        charts.Change(
            label=label, before=100 * one.before.value, after=100 * one.after.value,
            said=f"{display.share(one.before).text} to {display.share(one.after).text}, {display.points(one.change).text} points",
        )
        for label, one in rows
    ]  # fmt: skip
    description = f"{len(rows)} rows, the largest rise first. Each has a ring for the share before and a dot for the share after. The numbers are in the table below."
    table = Table(
        caption,
        (first, "Before", "After", "Change in points", "95% interval", "Evidence"),
        tuple(_row(*row) for row in rows),
    )
    return Figure(charts.dumbbell(name, title, description, changes), title, description, table)


def _row(label: str, one: Change) -> tuple[Runs, ...]:
    said = verdict(one.change, "a rise", "a fall")
    shown = (
        display.share(one.before),
        display.share(one.after),
        display.points(one.change),
        display.points_range(one.change),
    )
    return ((label,), *((each,) for each in shown), (said,))


def shade(one: Number) -> float:
    """How strongly a gap is coloured: hardly, where there is no evidence of it."""
    return one.value if direction(one) else min(max(one.value, -PALE), PALE)


def largest(stands: Sequence[tuple[Number, Runs]]) -> list[Block]:
    """Findings as a list, the largest first: scores before single questions."""
    order = sorted(stands, key=lambda one: (bool(one[0].questions), -abs(one[0].value), one[0].id))
    more = (
        f" {len(stands)} stand; the scores and the largest come first, and the tables have all of them."
        if len(stands) > MOST
        else ""
    )
    return [
        text("Differences that are more than chance and noise." + more),
        Points(tuple(said for _, said in order[:MOST])),
    ]


def plural(count: int, one: str, several: str | None = None) -> str:
    """1 question, 3 questions"""
    return f"{count:,} {one if count == 1 else several or one + 's'}"
