"""Scales: confidence and attitudes, as bars around the middle, and how many are on the counted side of it."""

from collections.abc import Sequence

from signpost_report import charts, display
from signpost_report.aligning import Question, Series
from signpost_report.document import Block, Figure, Heading, Run, Runs, Table, text
from signpost_report.evidence import Change, Evidence
from signpost_report.findings import verdict
from signpost_report.measuring import yes_or_no
from signpost_report.numbers import Number
from signpost_report.sections.common import by_series, in_parts

TITLES = {"confidence": "Confidence", "perception": "Attitudes and other ratings"}
NO_ANSWER = (254, 255)
QUESTIONS = 5  # of a chart that fits a page, each before and after


def blocks(evidence: Evidence) -> list[Block]:
    found: list[Block] = []
    for series, heading in by_series(evidence):
        made = [block for kind, title in TITLES.items() for block in _kind(evidence, series, kind, title)]
        found += [*heading, *made] if made else []
    return found


def _kind(evidence: Evidence, series: Series, kind: str, title: str) -> list[Block]:
    asked = [one for one in series.of_kind(kind) if one.type == "scale" and yes_or_no(series, one)]
    by_labels: dict[tuple[str, ...], list[Question]] = {}
    for one in asked:
        by_labels.setdefault(one.choices, []).append(one)
    found: list[Block] = []
    for number, (labels, among) in enumerate(by_labels.items()):
        for more, of, part in in_parts(among, QUESTIONS):
            found.append(_bars(evidence, series, f"{series.name}-{kind}-{number}{more}", title, of, labels, part))
    if found:
        found = [Heading(title, 4), *_sides(evidence, series, title, asked), *found]
    return found


def side(series: Series, question: Question) -> str:
    """The labels that are counted as in favour: above the middle, or below it where the statement is wrong."""
    labels, count = question.choices, len(question.choices)
    reverse = series.results.form["questions"][question.id]["reverse"]
    return ", ".join(labels[: count // 2] if reverse else labels[count - count // 2 :])


def _sides(evidence: Evidence, series: Series, title: str, asked: list[Question]) -> list[Block]:
    changes = evidence.changes(series, asked)
    if not changes:
        return []
    rows = tuple(_row(evidence, series, one) for one in changes)
    head = (
        "Question",
        "Answers counted",
        "Before",
        "After",
        "Change in points",
        "95% interval",
        "Moved up less moved down",
        "Evidence",
    )
    return [
        text(
            "Counted are answers on the side that the course teaches: above the middle, or below it where the statement is wrong. “Moved” counts people, from one side or the middle to another."
        ),
        Table(f"{title}: on the side that the course teaches", head, rows),
    ]


def _row(evidence: Evidence, series: Series, one: Change) -> tuple[Runs, ...]:
    shift = evidence.find(series, "shift", one.question.id, "both")
    moved: Runs = (display.points(shift), " (", display.points_range(shift), ")") if shift else ("",)
    said = verdict(one.change, "a rise", "a fall")
    cells = (
        display.share(one.before),
        display.share(one.after),
        display.points(one.change),
        display.points_range(one.change),
    )
    return ((one.question.stem,), (side(series, one.question),), *((cell,) for cell in cells), moved, (said,))


def _bars(
    evidence: Evidence,
    series: Series,
    name: str,
    title: str,
    of: str,
    labels: tuple[str, ...],
    among: Sequence[Question],
) -> Figure:
    ratings: list[charts.Rating] = []
    rows: list[tuple[Runs, ...]] = []
    for question in among:
        for phase in ("before", "after"):
            found = [
                evidence.find(series, "level", question.id, phase, code=f"0.{code}")
                for code in range(1, len(labels) + 1)
            ]
            levels = [one for one in found if one]
            if len(levels) < len(found):
                continue
            others = [evidence.find(series, "level", question.id, phase, code=f"0.{code}") for code in NO_ANSWER]
            none = sum(max(one.value, 0.0) for one in others if one)
            occasion = f" ({phase})" if series.pair else ""
            ratings.append(
                charts.Rating(
                    label=question.stem + occasion,
                    shares=tuple(100 * max(one.value, 0.0) for one in levels),
                    said=f"{levels[0].people:,} people, {100 * none:.0f}% without an answer",
                )
            )
            cells = ((display.share(one),) for one in levels)
            rows.append(((question.stem + occasion,), *cells, _each(others)))
    heading = f"{title}: every answer{of}"
    description = f"{len(ratings)} bars, each made of the shares of {len(labels)} answers from “{labels[0]}” to “{labels[-1]}”, the middle on one line. The numbers are in the table below."
    table = Table(
        f"{title}: share of people who chose each answer{of}", ("Question", *labels, "Don’t know, skipped"), tuple(rows)
    )
    return Figure(charts.diverging_bars(name, heading, description, labels, ratings), heading, description, table)


def _each(numbers: Sequence[Number | None]) -> Runs:
    runs: list[Run] = []
    for one in numbers:
        if one:
            runs += [*([", "] if runs else []), display.share(one)]
    return tuple(runs)
