"""Tables for small screens: each cell repeats its column's heading, so that a row can stand as a block of lines."""

import lxml.html
from lxml.html import HtmlElement


def labelled_tables(html: str) -> str:
    """Put `data-label` on the cells of every table that has a heading row. HTML without tables is returned as it is."""
    if "<table" not in html:
        return html
    fragment = lxml.html.fragment_fromstring(html, create_parent="div")
    for table in fragment.iter("table"):
        labels = [cell.text_content().strip() for cell in table.xpath("./thead/tr[1]/th")]
        for row in table.xpath("./tbody/tr"):
            label_cells(row, labels)
    return inner_html(fragment)


def label_cells(row: HtmlElement, labels: list[str]) -> None:
    for cell, label in zip(row, labels, strict=False):
        cell.set("data-label", label)


def inner_html(element: HtmlElement) -> str:
    children = (lxml.html.tostring(child, encoding="unicode") for child in element)
    return (element.text or "") + "".join(children)
