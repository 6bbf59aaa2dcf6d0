"""The HTML of the model as what a slide can hold: lines of runs, tables, pictures. Citations stand apart."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import lxml.html

from signpost_builder.values import frozen

SPACE = re.compile(r"\s+")
SENTENCE_END = re.compile(r"(?<=[.!?])[”’\")]*\s+(?=[A-Z“‘\"(])")
STRONG, EMPHASISED = frozenset({"strong", "b", "th"}), frozenset({"em", "i", "cite", "dfn"})
LEFT_OUT = frozenset({"script", "style", "rp"})
INSIDE = frozenset("div blockquote section details figure body html tbody thead".split())


@frozen
class Run:
    """Words that look the same. `link` leads out of the deck: an address, a number to dial."""

    text: str
    strong: bool = False
    emphasised: bool = False
    link: str = ""


Line = tuple[Run, ...]


@frozen
class Paragraph:
    line: Line


@frozen
class Heading:
    line: Line


@frozen
class Listed:
    """An item of a list; `number` 0: of one without numbers."""

    line: Line
    number: int = 0


@frozen
class Grid:
    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    caption: str = ""


@frozen
class Image:
    """`name` of the asset; without `alt` it is an ornament."""

    name: str
    alt: str


@frozen
class Film:
    """Moving pictures or sound, by its title: a deck does not carry it."""

    title: str


Piece = Paragraph | Heading | Listed | Grid | Image | Film


def line(text: str, *, strong: bool = False) -> Line:
    return (Run(text, strong=strong),)


def plain(line: Line) -> str:
    return "".join(run.text for run in line)


def words(lines: Iterable[Line]) -> int:
    return sum(len(plain(each).split()) for each in lines)


@lru_cache(maxsize=8192)
def inline(html: str) -> Line:
    """A fragment within a line: a stem, a choice."""
    return _line(lxml.html.fragment_fromstring(html, create_parent="div"))


def lines(html: str) -> list[Line]:
    """What is read of a fragment, piece by piece, without its tables and pictures."""
    return [each.line for each in pieces(html) if isinstance(each, Paragraph | Heading | Listed)]


def sentences(whole: Line) -> list[Line]:
    """A line at its full stops, with what stands bold or leads somewhere."""
    text, at, cut = plain(whole), 0, []
    for end in SENTENCE_END.finditer(text):
        cut.append(_between(whole, at, end.start() + len(end[0].rstrip())))
        at = end.end()
    return [*cut, _between(whole, at, len(text))]


def _between(whole: Line, start: int, end: int) -> Line:
    found, at = [], 0
    for run in whole:
        part = run.text[max(0, start - at) : max(0, end - at)]
        if part:
            found.append(replace(run, text=part))
        at += len(run.text)
    return tuple(found)


# ------------------------------------------------------------------- reading


@lru_cache(maxsize=8192)
def pieces(html: str) -> tuple[Piece, ...]:
    """In reading order. Remembered, as most of a course is the same at every site."""
    return tuple(_pieces(lxml.html.fragment_fromstring(html, create_parent="div"))) if html.strip() else ()


def _pieces(element: Any) -> Iterator[Piece]:
    """Text between blocks is a paragraph too."""
    loose: list[Run] = _text(element.text, Run(""))
    for child in element:
        found = list(_piece(child))
        if found and loose:
            yield from _paragraph(loose)
            loose = []
        yield from found
        if not found:
            loose += _runs(child, Run(""))
        loose += _text(child.tail, Run(""))
    yield from _paragraph(loose)


def _paragraph(runs: Sequence[Run]) -> Iterator[Piece]:
    if made := _tidy(runs):
        yield Paragraph(made)


def _piece(element: Any) -> Iterator[Piece]:
    """What a block gives; nothing for what stands within a line."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in INSIDE:
        yield from _pieces(element)
    elif tag in ("ul", "ol"):
        yield from _items(element)
    elif tag == "table":
        yield _grid(element)
    elif tag in ("p", "pre", "summary", "dd", "figcaption"):
        yield from (Image(each.get("src"), each.get("alt") or "") for each in element.iter("img"))
        yield from _paragraph(_line(element))
    elif tag in ("h3", "h4", "h5", "h6", "dt"):
        yield Heading(_line(element))
    elif tag == "dl":
        yield from _pieces(element)
    elif tag == "img":
        yield Image(element.get("src"), element.get("alt") or "")
    elif tag in ("video", "audio"):
        yield Film(element.get("aria-label") or "")


def _items(element: Any) -> Iterator[Piece]:
    """The items of a list, and of lists within it, one after the other."""
    number = int(element.get("start") or 1) if element.tag == "ol" else 0
    for item in element.iterchildren("li"):
        if made := _line(item, without=frozenset({"ul", "ol", "table"})):
            yield Listed(made, number)
        for inner in item.iterchildren("ul", "ol", "table"):
            yield from _piece(inner)
        number += bool(number)


def _grid(table: Any) -> Grid:
    caption = table.find("caption")
    heads = [tuple(_line(cell) for cell in row) for row in table.iterfind("thead/tr")]
    rows = [row for row in table.iter("tr") if row.getparent().tag != "thead"]
    return Grid(
        head=heads[0] if heads else (),
        rows=tuple(tuple(_line(cell) for cell in row if cell.tag in ("td", "th")) for row in rows),
        caption="" if caption is None else plain(_line(caption)),
    )


def _line(element: Any, without: frozenset[str] = frozenset()) -> Line:
    return _tidy(_runs(element, Run(""), without, inside=True))


def _runs(element: Any, look: Run, without: frozenset[str] = frozenset(), *, inside: bool = False) -> list[Run]:
    """`look`: how the words around it look. `inside`: the element is what we were asked for, so its tag says nothing."""
    if not isinstance(element.tag, str) or element.tag in LEFT_OUT | without or _is_reference(element):
        return []
    if element.tag == "br":
        return [replace(look, text=" ")]
    if not inside:
        look = _looking(element, look)
    found = _text(element.text, look)
    for child in element:
        found += _runs(child, look, without)
        found += _text(child.tail, look)
    return [*found, replace(look, text=" ")] if element.tag in ("p", "div", "dd", "dt") else found


def _looking(element: Any, look: Run) -> Run:
    if element.tag in STRONG:
        return replace(look, strong=True)
    if element.tag in EMPHASISED:
        return replace(look, emphasised=True)
    address = element.get("href") or "" if element.tag == "a" else ""
    return replace(look, link=address) if re.match("https?:|tel:|mailto:", address) else look


def _is_reference(element: Any) -> bool:
    """A citation or a footnote mark: a slide has its sources at its foot."""
    return element.tag == "a" and str(element.get("class") or "").startswith(("cite", "footnote"))


def _text(text: str | None, look: Run) -> list[Run]:
    return [replace(look, text=SPACE.sub(" ", text))] if text else []


def _tidy(runs: Iterable[Run]) -> Line:
    """Neighbours that look the same are one; no space at the ends, none twice, none before a full stop."""
    tidy: list[Run] = []
    for run in runs:
        text = run.text.lstrip() if not tidy or tidy[-1].text.endswith(" ") else run.text
        if tidy and re.match(r" ?[.,;:!?]", text):
            text, tidy[-1] = text.lstrip(), replace(tidy[-1], text=tidy[-1].text.rstrip())
        if tidy and replace(tidy[-1], text="") == replace(run, text=""):
            tidy[-1] = replace(run, text=tidy[-1].text + text)
        elif text:
            tidy.append(replace(run, text=text))
    while tidy and not tidy[-1].text.strip():
        tidy.pop()
    if tidy:
        tidy[-1] = replace(tidy[-1], text=tidy[-1].text.rstrip())
    return tuple(tidy)
