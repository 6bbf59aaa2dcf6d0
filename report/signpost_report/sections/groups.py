"""Where groups differ: each against everyone else, as a heat table with numbers, by topic or by question."""

from collections.abc import Sequence
from typing import NamedTuple

from signpost_report import charts, display
from signpost_report.aligning import Series
from signpost_report.comparing import by_question
from signpost_report.document import Block, Figure, Heading, Runs, Table, text
from signpost_report.evidence import Evidence, direction
from signpost_report.findings import gap, verdict
from signpost_report.measuring import occasions, topics, yes_or_no
from signpost_report.numbers import Number
from signpost_report.reading import Where
from signpost_report.sections.common import ROWS, STRONG, by_series, in_parts, largest, shade
from signpost_report.sections.regions import is_regions

LETTERS = "ABCDEFGH"


Pair = tuple[Number | None, Number | None]  # a block's share, and its gap to everyone else


class Subject(NamedTuple):
    """What groups are compared in: a topic, a question, the score."""

    kind: str
    id: str
    label: str
    what: str


def blocks(evidence: Evidence) -> list[Block]:
    found: list[Block] = []
    for series, heading in by_series(evidence):
        made = [block for way in ("group", "stratum") for block in _breakdown(evidence, series, way)]
        found += [*heading, *made] if made else []
    return found


def _breakdown(evidence: Evidence, series: Series, way: str) -> list[Block]:
    described, cells = series.results.form[way], series.results.of(way)
    if not described or not cells or (is_regions(series) and way == "stratum"):
        return []
    title = Heading(described["stem"], 4)
    if len(cells) < 2:
        return [title, text("So few answered that all are counted as one group: there is nothing to compare.")]
    sets = [subjects for subjects in (_knowledge(series), _scales(series)) if subjects]
    figures = [
        figure
        for subjects in sets
        for phase in occasions(series)
        for figure in _heats(evidence, series, way, subjects, phase)
    ]
    if not figures:
        return [title, text("The groups are too small for a comparison that is more than chance: pool several terms.")]
    return [title, *_findings(evidence, series, way), *figures]


def _knowledge(series: Series) -> list[Subject]:
    score = [Subject("score", "", "The whole score", "questions right")] if series.results.noise["scored"] >= 4 else []
    if by_question(series):
        asked = [one for one in series.of_kind("knowledge") if yes_or_no(series, one)]
        return [*score, *(Subject("share", one.id, one.stem, f"right on “{one.stem}”") for one in asked)]
    return [*score, *(Subject("topic", one, one.capitalize(), f"questions on {one} right") for one in topics(series))]


def _scales(series: Series) -> list[Subject]:
    asked = [
        one for one in series.of_kind("confidence", "perception") if one.type == "scale" and yes_or_no(series, one)
    ]
    return [Subject("share", one.id, one.stem, f"on the counted side of “{one.stem}”") for one in asked]


def _gap(evidence: Evidence, series: Series, subject: Subject, where: Where, phase: str) -> Number | None:
    return evidence.find(series, "gap", f"{subject.kind} {subject.id}".strip(), phase, where)


def _heats(evidence: Evidence, series: Series, way: str, subjects: Sequence[Subject], phase: str) -> list[Block]:
    parts = in_parts(subjects, ROWS)
    return [block for more, of, part in parts for block in _heat(evidence, series, way, part, phase, more, of)]


def _heat(
    evidence: Evidence, series: Series, way: str, subjects: Sequence[Subject], phase: str, more: str, of: str
) -> list[Block]:
    grid = []
    wheres = [
        where for where in series.results.of(way) if any(_gap(evidence, series, one, where, phase) for one in subjects)
    ][: len(LETTERS)]
    for subject in subjects:
        pairs = [
            (
                evidence.find(series, subject.kind, subject.id, phase, where),
                _gap(evidence, series, subject, where, phase),
            )
            for where in wheres
        ]
        if any(gap for _, gap in pairs):
            grid.append((subject, pairs))
    if not wheres or not grid:
        return []
    kinds = (
        "confidence and attitudes"
        if subjects[0].kind == "share" and subjects[0].what.startswith("on the")
        else "knowledge"
    )
    occasion = f", {phase} the course" if series.pair else ""
    title = f"Each group against everyone else: {kinds}{occasion}{of}"
    keys = [f"{LETTERS[place]}: {series.results.blocks[where].label}" for place, where in enumerate(wheres)]
    description = f"{len(grid)} rows and {len(wheres)} columns of shares; a plus or minus where there is evidence that the group is above or below everyone else. Columns: {'; '.join(keys)}. The numbers are in the table below."
    rows = [(subject.label, [_cell(share, one) for share, one in pairs]) for subject, pairs in grid]
    name = f"{series.name}-{way}-{'scales' if kinds.startswith('conf') else 'knowledge'}-{phase}{more}"
    svg = charts.heat_table(
        name, title, description, list(LETTERS[: len(wheres)]), rows, low=-STRONG, middle=0, high=STRONG
    )
    legend = text(
        "; ".join(keys)
        + ". Blue is above everyone else, orange below; pale where there is no evidence, strong and with + or − where there is."
    )
    return [legend, Figure(svg, title, description, _table(series, title, wheres, grid))]


def _cell(share: Number | None, one: Number | None) -> charts.Cell:
    if share is None or one is None:
        return charts.Cell(value=None, said="few")
    return charts.Cell(value=shade(one), said=display.share(share).text + {1: " +", 0: "", -1: " −"}[direction(one)])


def _table(series: Series, title: str, wheres: Sequence[Where], grid: Sequence[tuple[Subject, list[Pair]]]) -> Table:
    rows: list[tuple[Runs, ...]] = []
    for subject, pairs in grid:
        for where, (share, one) in zip(wheres, pairs, strict=True):
            if share and one:
                cells = ((display.share(share),), (display.points(one),), (display.points_range(one),), (verdict(one),))
                rows.append(((f"{subject.label}: {series.results.blocks[where].label}",), *cells))
    return Table(
        title, ("What, and who", "Share", "Gap to everyone else in points", "95% interval", "Evidence"), tuple(rows)
    )


def _findings(evidence: Evidence, series: Series, way: str) -> list[Block]:
    stands: list[tuple[Number, Runs]] = []
    for subject in [*_knowledge(series), *_scales(series)]:
        for where, block in series.results.of(way).items():
            for phase in occasions(series):
                one = _gap(evidence, series, subject, where, phase)
                if one and direction(one):
                    when = f", {phase} the course" if series.pair else ""
                    stands.append((one, gap(f"{block.label}{when}, {subject.what}", one)))
    if not stands:
        return [text("There is no evidence that any of these groups differs from everyone else.")]
    return largest(stands)
