"""Knowledge before and after, by question and by topic."""

from collections.abc import Sequence

from signpost_report import charts, display
from signpost_report.aligning import Series
from signpost_report.document import Block, Figure, Heading, Runs, Table, text
from signpost_report.evidence import Change, Evidence, direction
from signpost_report.measuring import topic_ids, topics
from signpost_report.numbers import Number
from signpost_report.sections.common import ROWS, by_series, dumbbells, in_parts, plural


def blocks(evidence: Evidence) -> list[Block]:
    found: list[Block] = []
    for series, heading in by_series(evidence):
        made = _pair(evidence, series) if series.pair else _single(evidence, series)
        found += [*heading, *made] if made else []
    return found


def _pair(evidence: Evidence, series: Series) -> list[Block]:
    changes = evidence.changes(series, series.of_kind("knowledge"))
    if not changes:
        return []
    counts = [sum(direction(one.change) == way for one in changes) for way in (1, 0, -1)]
    said = text(
        f"Of {plural(len(changes), 'question')} asked before and after the course, {counts[0]} had more people right after it; for "
        f"{counts[1]} there is no evidence of a change; {counts[2]} had fewer right. A question counts as right when all of it is; "
        "“I don't know” and skipped do not."
    )
    rows = [(one.question.stem, one) for one in changes]
    title, caption = "Right before and after, by question", "Share of people who had each question right"
    figures = dumbbells(f"{series.name}-knowledge", title, rows, caption, "Question")
    return [said, *_topics(evidence, series), Heading("By question", 4), *figures]


def _topics(evidence: Evidence, series: Series) -> list[Block]:
    rows = []
    for topic in topics(series):
        if numbers := evidence.before_and_after(series, "topic", topic):
            count = plural(len(topic_ids(series, topic)), "question")
            rows.append(
                (f"{topic.capitalize()} ({count})", Change(series.questions[topic_ids(series, topic)[0]], *numbers))
            )
    rows.sort(key=lambda row: -row[1].change.value)
    if not rows:
        return []
    title, caption = "Right before and after, by topic", "Mean share of a topic’s questions right"
    return [Heading("By topic", 4), *dumbbells(f"{series.name}-topics", title, rows, caption, "Topic")]


def _single(evidence: Evidence, series: Series) -> list[Block]:
    """Asked once: shares with their intervals, the least known first."""
    pairs = [(one.stem, evidence.find(series, "share", one.id)) for one in series.of_kind("knowledge")]
    shown = sorted(((stem, number) for stem, number in pairs if number), key=lambda pair: pair[1].value)
    if not shown:
        return []
    said = text("Asked once, so nothing here is a change. The least known comes first.")
    title = "Share of people right, by question"
    parts = in_parts(shown, ROWS)
    return [said, *(_dots(f"{series.name}-knowledge{more}", title + of, "Question", part) for more, of, part in parts)]


def _dots(name: str, title: str, first: str, rows: Sequence[tuple[str, Number]]) -> Figure:
    """Shares with their intervals, and the table of the same numbers."""
    marks = [
        charts.Estimate(
            label=label,
            value=100 * one.value,
            low=max(0, 100 * one.low),
            high=min(100, 100 * one.high),
            said=f"{display.share(one).text} ({display.share_range(one).text})",
        )
        for label, one in rows
    ]
    description = f"{len(rows)} rows, each with a dot for the share and a line for its 95% interval. The numbers are in the table below."
    cells: list[tuple[Runs, ...]] = [
        ((label,), (display.share(one),), (display.share_range(one),)) for label, one in rows
    ]
    table = Table(title, (first, "Share", "95% interval"), tuple(cells))
    return Figure(charts.interval_dots(name, title, description, marks, unit="%"), title, description, table)
