"""The score: how many of the questions people have right, before and after, with effect size and room to grow."""

from signpost_report import charts, display
from signpost_report.aligning import Series
from signpost_report.document import Block, Figure, Points, Runs, Table, text
from signpost_report.evidence import Evidence
from signpost_report.findings import rise_or_fall, verdict
from signpost_report.measuring import BANDS
from signpost_report.numbers import Number
from signpost_report.reading import Where
from signpost_report.sections.common import by_series

FULL = 0.5  # of people in the top quarter beforehand: more than that leaves too little room to see a gain


def blocks(evidence: Evidence) -> list[Block]:
    found: list[Block] = []
    for series, heading in by_series(evidence, only_pairs=True):
        made = _series(evidence, series)
        found += [*heading, *made] if made else []
    return found


def _series(evidence: Evidence, series: Series) -> list[Block]:
    before, after, change = (
        evidence.find(series, *of) for of in (("score", "", "before"), ("score",), ("score-change", "", "both"))
    )
    if not (before and after and change):
        return []
    count = series.results.noise["scored"]
    first = text(
        f"The score is the share of the {count} questions asked on both occasions that a person has right. ",
        *rise_or_fall("The average score", before, after, change),
    )
    return [first, *_effect(evidence, series), *_ceiling(evidence, series, before), *_by_group(evidence, series)]


def _effect(evidence: Evidence, series: Series) -> list[Block]:
    effect, gain = (evidence.find(series, kind, "", "both") for kind in ("effect", "normalised-gain"))
    items: list[Runs] = []
    if not effect:
        items.append(("No effect size: people differ so little in their scores that it would be noise.",))
    if effect:
        items.append(
            (
                "Effect size: ",
                display.plain(effect),
                " (",
                display.plain_range(effect),
                "): the change as a multiple of how much people differ from each other.",
            )
        )
    if gain:
        items.append(
            ("Of what was left to learn, ", display.share(gain), " was gained (", display.share_range(gain), ").")
        )
    return [Points(tuple(items))]


def _ceiling(evidence: Evidence, series: Series, before: Number) -> list[Block]:
    top = evidence.find(series, "share", "", "before", code=str(BANDS - 1))
    if top and top.low > FULL:
        return [
            text(
                "Ceiling: ",
                display.share(top),
                " of people (",
                display.share_range(top),
                ") were in the top quarter of the scale before the course. The true gain may be larger than these questions can show.",
            )
        ]
    if top:
        return [
            text(
                display.share(top),
                " of people (",
                display.share_range(top),
                ") were in the top quarter of the scale before the course: there was room to grow.",
            )
        ]
    if before.low > 0.85:
        return [
            text(
                "Ceiling: the average was already ",
                display.share(before),
                " before the course. The true gain may be larger than these questions can show.",
            )
        ]
    return []


def _by_group(evidence: Evidence, series: Series) -> list[Block]:
    rows = []
    for way in ("group", "stratum"):
        for where in series.results.of(way):
            if found := evidence.before_and_after(series, "score", where=where):
                rows.append((where, *found))
    by_way = {way: [row for row in rows if row[0].breakdown == way] for way in ("group", "stratum")}
    return [_changes(series, among, way) for way, among in by_way.items() if len(among) > 1]


def _changes(series: Series, rows: list[tuple[Where, Number, Number, Number]], way: str) -> Block:
    stem = series.results.form[way]["stem"]
    rows = sorted(rows, key=lambda row: -row[3].value)
    marks = [
        charts.Estimate(
            label=change.label, value=100 * change.value, low=100 * change.low, high=100 * change.high,
            said=f"{display.points(change).text} points ({display.points_range(change).text})", strong=bool(change.found),
        )
        for _, _, _, change in rows
    ]  # fmt: skip
    title = f"Change of the average score. {stem}"
    description = f"{len(rows)} rows, the largest rise first, each with a dot for the change in points and a line for its 95% interval. The numbers are in the table below."
    cells = tuple(
        (
            (change.label,),
            (display.people(change.people),),
            (display.share(before),),
            (display.share(after),),
            (display.points(change),),
            (display.points_range(change),),
            (verdict(change, "a rise", "a fall"),),
        )
        for _, before, after, change in rows
    )
    head = ("Answer", "People", "Before", "After", "Change in points", "95% interval", "Evidence")
    table = Table(f"Average score before and after. {stem}", head, cells)
    return Figure(
        charts.interval_dots(f"{series.name}-score-{way}", title, description, marks, reference=0),
        title,
        description,
        table,
    )
