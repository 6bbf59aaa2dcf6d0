"""Confidence without knowledge: who is sure of a topic and does not know most of it; surer, but not righter."""

from signpost_report import display
from signpost_report.aligning import Series
from signpost_report.document import Block, Points, Runs, Table, text
from signpost_report.evidence import Evidence
from signpost_report.findings import surer_not_righter, verdict
from signpost_report.measuring import CONFIDENT, CONFIDENT_ONLY, KNOWS, topics
from signpost_report.reading import Where
from signpost_report.sections.common import by_series


def blocks(evidence: Evidence) -> list[Block]:
    found: list[Block] = []
    for series, heading in by_series(evidence):
        rows = [
            row
            for topic in topics(series)
            for where in series.results.blocks
            for row in _rows(evidence, series, topic, where)
        ]
        if rows:
            head = ("Topic, and who", "When", "Confident", "Know", "Confident but do not know", "95% interval")
            said = "Confident means on the sure side of more than half of a topic's ratings; know means more than half of its questions right."
            found += [
                *heading,
                text(said),
                *_surer(evidence, series),
                Table("Confidence and knowledge by topic", head, tuple(rows)),
            ]
    return found


def _rows(evidence: Evidence, series: Series, topic: str, where: Where) -> list[tuple[Runs, ...]]:
    rows: list[tuple[Runs, ...]] = []
    for phase in ("before", "after"):
        confident, knows, only = (
            evidence.find(series, "matrix", topic, phase, where, str(code))
            for code in (CONFIDENT, KNOWS, CONFIDENT_ONLY)
        )
        if confident and knows and only:
            who = "everyone" if where.breakdown == "all" else series.results.blocks[where].label
            cells = (
                (display.share(confident),),
                (display.share(knows),),
                (display.share(only),),
                (display.share_range(only),),
            )
            rows.append(((f"{topic.capitalize()}: {who}",), (phase if series.pair else "once",), *cells))
    return rows


def _surer(evidence: Evidence, series: Series) -> list[Block]:
    if not series.pair:
        return []
    items: list[Runs] = []
    for topic in topics(series):
        for where in series.results.blocks:
            confident, knows = (
                evidence.find(series, "matrix-change", topic, "both", where, str(code)) for code in (CONFIDENT, KNOWS)
            )
            if confident and knows and surer_not_righter(confident, knows):
                who = "Everyone" if where.breakdown == "all" else series.results.blocks[where].label
                more = "fewer know it" if verdict(knows) == "lower" else "no evidence that more know it"
                items.append(
                    (
                        f"{who} on {topic}: ",
                        display.points(confident),
                        " points confident (",
                        display.points_range(confident),
                        f"), and {more}: ",
                        display.points(knows),
                        " points (",
                        display.points_range(knows),
                        ").",
                    )
                )
    if items:
        return [text("Surer, but not righter:"), Points(tuple(items))]
    return [text("There is no topic of which people became surer without evidence that more of them know it.")]
