"""Tables for small screens: one of numbers that fits stays a table; in any other a row can stand as a block of lines."""

import lxml.html
from lxml.html import HtmlElement

from signpost_builder.charts.words import width_of

NARROWEST = 320 - 2 * 16  # CSS pixels: the narrowest screen (WCAG 2.2, 1.4.10) without the margins of the page
LETTERS, PADDING = 16, 8  # as tables.css sets them
SHORT = 16  # characters: what a cell of a table of numbers has at most, beside the labels of its rows


def labelled_tables(html: str) -> str:
    """Mark tables that fit, and put `data-label` on cells under a heading row, to be shown or read aloud. HTML without tables is returned as it is."""
    if "<table" not in html:
        return html
    fragment = lxml.html.fragment_fromstring(html, create_parent="div")
    for table in fragment.iter("table"):
        if fits(table):
            table.set("class", "fits")
        labels = [cell.text_content().strip() for cell in table.xpath("./thead/tr[1]/th")]
        for row in table.xpath("./tbody/tr"):
            label_cells(row, labels)
    return inner_html(fragment)


def fits(table: HtmlElement) -> bool:
    """Whether it is short cells beside labels, and together they are as narrow as the narrowest screen."""
    rows = [[_words(cell) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    body = [[_words(cell) for cell in row] for row in table.xpath("./tbody/tr")]
    if not body or len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
        return False
    if any(len(" ".join(cell)) > SHORT for row in body for cell in row[1:]):
        return False
    columns = list(zip(*rows, strict=True))
    whole = sum(max(_widest(cell) for cell in column) + PADDING for column in columns)
    return whole <= NARROWEST


def _words(cell: HtmlElement) -> list[str]:
    """What a cell shows; the mark of a source is as wide as a number in small."""
    return str(cell.text_content()).split()


def _widest(words: list[str]) -> float:
    """The widest word: where one column is too wide, words go under each other."""
    return max((width_of(word, LETTERS) for word in words), default=0)


def label_cells(row: HtmlElement, labels: list[str]) -> None:
    for cell, label in zip(row, labels, strict=False):
        cell.set("data-label", label)


def inner_html(element: HtmlElement) -> str:
    children = (lxml.html.tostring(child, encoding="unicode") for child in element)
    return (element.text or "") + "".join(children)
