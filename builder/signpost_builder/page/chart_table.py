"""The numbers of a chart as a table."""

from html import escape

from signpost_builder.model import Chart


def chart_table(chart: Chart) -> str:
    """HTML: the labels head the rows."""
    heads = "".join(f'<th scope="col">{escape(each, quote=False)}</th>' for each in chart.columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(row.label, quote=False)}</th>'
        + "".join(f"<td>{escape(said, quote=False)}</td>" for said in row.said)
        + "</tr>"
        for row in chart.rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
