"""A chart of the model as a drawing."""

from collections.abc import Callable, Mapping
from typing import Any

from signpost_builder import charts
from signpost_builder.model import Chart, ChartKind


def drawing(chart: Chart, texts: Mapping[str, Any]) -> str:
    """The SVG. `texts`: what each kind is called (page.chart of the strings); the title itself stands above it as text."""
    return DRAWN[chart.kind](chart, texts)


def _bars(chart: Chart, texts: Mapping[str, Any]) -> str:
    bars = [charts.Bar(label=row.label, values=_whole(row.values), said=row.said) for row in chart.rows]
    legend = chart.columns[1:] if len(chart.columns) > 2 else ()
    return charts.bars(chart.id, texts["bar"], chart.description, bars, legend=legend)


def _line(chart: Chart, texts: Mapping[str, Any]) -> str:
    labels = [row.label for row in chart.rows]
    series = [charts.Series(name=name, values=values) for name, values in chart.series]
    said = "%" if chart.percent else ""
    return charts.line(chart.id, texts["line"], chart.description, labels, series, unit=said)


def _share(chart: Chart, texts: Mapping[str, Any]) -> str:
    parts = [charts.Bar(label=row.label, values=_whole(row.values), said=row.said) for row in chart.rows]
    return charts.share(chart.id, texts["share"], chart.description, parts)


def _dumbbell(chart: Chart, texts: Mapping[str, Any]) -> str:
    _, before, after = chart.columns
    changes = [
        charts.Change(
            label=row.label, before=row.values[0] or 0, after=row.values[1] or 0, said=f"{row.said[0]} – {row.said[1]}"
        )
        for row in chart.rows
    ]
    return charts.dumbbell(chart.id, texts["dumbbell"], chart.description, changes, legend=(before, after))


def _people(chart: Chart, texts: Mapping[str, Any]) -> str:
    said = [
        each if " " in each or "%" in each else f"{each} {texts['of_100']}"
        for each in (row.said[0] for row in chart.rows)
    ]
    groups = [
        charts.Bar(label=row.label, values=_whole(row.values), said=(words,))
        for row, words in zip(chart.rows, said, strict=True)
    ]
    return charts.people(chart.id, texts["people"], chart.description, groups)


def _whole(values: tuple[float | None, ...]) -> tuple[float, ...]:
    """Only a line has gaps (read.chart)."""
    return tuple(0.0 if value is None else value for value in values)


DRAWN: Mapping[ChartKind, Callable[[Chart, Mapping[str, Any]], str]] = {
    "bar": _bars,
    "line": _line,
    "share": _share,
    "dumbbell": _dumbbell,
    "people": _people,
}
