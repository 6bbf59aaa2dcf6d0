"""One slide of slides.pptx as XML, and what it needs of the rest of the presentation.

python-pptx makes it, each slide alone in a presentation of its own: fifty sites share all slides that name none of their people, so each
is made once. `slides_pptx.py` puts them together.
"""

import io
from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cache, lru_cache
from typing import Any, assert_never

import segno
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from signpost_builder.formats.trainer.deck import (
    LETTERS,
    MOST_WORDS,
    Choices,
    Help,
    Opening,
    Picture,
    Points,
    Section,
    Slide,
    Table,
)
from signpost_builder.formats.trainer.pptx_template import (
    BESIDE,
    LAYOUTS,
    SHOWN,
    SOURCE,
    TEXT,
    TITLE,
    WIDTH,
    number_xml,
    template,
)
from signpost_builder.formats.trainer.slide_text import Line, Run, line, words
from signpost_builder.model import Contact
from signpost_builder.values import frozen

FULL = ((20, 40), (60, 32), (80, 26), (120, 20))  # words at most, type size in points
JUMP = "slide:"  # what a link to another slide leads to, until the slides have numbers


@frozen
class Relation:
    """What a part refers to under `id` (Open Packaging Conventions, 9.3): a part of the template, an address, a picture, a slide."""

    id: str
    type: str
    target: str = ""
    external: bool = False
    picture: bytes = b""


@frozen
class MadeSlide:
    """`notes` empty: it has none."""

    xml: bytes
    relations: tuple[Relation, ...]
    notes: bytes = b""
    notes_relations: tuple[Relation, ...] = ()


@frozen
class Words:
    """What slides say beside their own words, and how text runs."""

    language: str
    right_to_left: bool
    go_on: str
    several: str
    source: str
    scan: str


@lru_cache(maxsize=4096)
def made_slide(slide: Slide, said: Words, picture: bytes) -> MadeSlide:
    """`picture`: of a `Picture`, as PNG or what else PowerPoint opens."""
    return _Maker(slide, said, picture).made()


@cache
def _workshop() -> Any:
    """A presentation that is empty before and after each slide: opening one takes longer than making the slide."""
    return Presentation(io.BytesIO(template()))


@cache
def _layouts() -> Mapping[str, Any]:
    return dict(zip(LAYOUTS, _workshop().slide_layouts, strict=True))


@cache
def _places(layout: str) -> tuple[Any, ...]:
    """The empty places of a slide, as python-pptx makes them: to make them takes longer than to write into them."""
    made = _workshop().slides.add_slide(_layouts()[layout])
    places = tuple(each._element for each in made.placeholders)
    _clear()
    return places


def _clear() -> None:
    presentation = _workshop()
    for each in list(presentation.slides._sldIdLst):
        presentation.part.drop_rel(each.rId)
        presentation.slides._sldIdLst.remove(each)


class _Maker:
    def __init__(self, slide: Slide, said: Words, picture: bytes) -> None:
        self._slide, self._said, self._picture = slide, said, picture
        self._made: Any = None
        self._places: dict[int, Any] = {}

    def made(self) -> MadeSlide:
        try:
            self._fill()
            self._finish()
            part = self._made.part
            if not self._slide.notes:
                return MadeSlide(part.blob, tuple(_relations(part)))
            notes = self._made.notes_slide
            self._paragraphs(notes.notes_text_frame, map(line, self._slide.notes))
            return MadeSlide(part.blob, tuple(_relations(part)), notes.part.blob, tuple(_relations(notes.part)))
        finally:
            _clear()

    def _fill(self) -> None:
        body = self._slide.body
        match body:
            case Opening():
                self._begin("Opening")
                self._write(TEXT, map(line, body.lines))
            case Section():
                self._begin("Module")
                self._write(TEXT, map(line, filter(None, (body.summary, body.content_note))))
            case Points():
                self._begin("Points")
                self._points(body)
            case Table():
                self._begin("Table")
                self._table(body)
            case Picture():
                self._begin("Picture")
                _place_picture(self._places[SHOWN], self._picture, body.alt, alone=not body.lines)
                self._write(BESIDE, body.lines)
            case Choices():
                self._begin("Question")
                self._choices(body)
            case Help():
                self._begin("Help")
                self._help(body)
            case _:
                assert_never(body)

    def _begin(self, layout: str) -> None:
        places = deepcopy(_places(layout))
        presentation = _workshop()
        relation, self._made = presentation.part.add_slide(_layouts()[layout])
        presentation.slides._sldIdLst.add_sldId(relation)
        self._made.shapes._spTree.extend(places)
        self._places = {each.placeholder_format.idx: each for each in self._made.placeholders}
        self._write(TITLE, [line(self._slide.title)])

    def _finish(self) -> None:
        if self._slide.sources:
            self._write(SOURCE, [line(f"{self._said.source}: {'; '.join(self._slide.sources)}")])
        for place in self._places.values():
            taken = place._element is None  # by a picture or a table
            if not taken and not place.text_frame.text:
                place._element.getparent().remove(place._element)  # else "Click to add text" stands there
        tree = self._made.shapes._spTree
        tree.append(parse_xml(number_xml(1 + max(int(id) for id in tree.xpath(".//p:cNvPr/@id")))))

    # ------------------------------------------------------------------- kinds

    def _points(self, body: Points) -> None:
        """What follows in a scenario is a last line that leads there."""
        goes_to = self._slide.goes_to
        more = [line(self._said.go_on, strong=True)] if goes_to else []
        runs = self._write(TEXT, [*body.lines, *more], size=_size(words(body.lines)))
        for run in runs if goes_to else ():
            self._lead(run, goes_to)
        for paragraph in self._places[TEXT].text_frame.paragraphs:
            _mark(paragraph._p.get_or_add_pPr(), body)

    def _choices(self, body: Choices) -> None:
        text = list(body.text)
        if body.several:
            text.append(line(self._said.several))
        count = words(text) + words(choice.text for choice in body.choices)
        self._write(TEXT, text, size=_size(count))
        lettered = [
            (Run(f"{letter}  ", strong=True), *choice.text)
            for letter, choice in zip(LETTERS, body.choices, strict=False)
        ]
        self._write(BESIDE, lettered, size=_size(count))
        for choice, paragraph in zip(body.choices, self._places[BESIDE].text_frame.paragraphs, strict=False):
            for run in paragraph.runs if choice.goes_to else ():
                self._lead(run._r, choice.goes_to)

    def _table(self, body: Table) -> None:
        rows = [body.head, *body.rows] if body.head else list(body.rows)
        frame = self._places[SHOWN].insert_table(len(rows), max(map(len, rows)))
        frame._element.nvGraphicFramePr.cNvPr.set("descr", self._slide.title)
        frame.table.first_row = bool(body.head)
        size = 24 if sum(map(words, rows)) <= MOST_WORDS else 20
        for cells, row in zip(rows, frame.table.rows, strict=True):
            for content, cell in zip(cells, row.cells, strict=False):
                self._paragraphs(cell.text_frame, [content], size=size)

    def _help(self, body: Help) -> None:
        self._write(TEXT, map(_contact, body.contacts), size=_size(10 * len(body.contacts)))
        if body.scan:
            name, address = body.scan
            said = f"{self._said.scan}: {name}"
            code = io.BytesIO()
            segno.make(address, error="q", micro=False, boost_error=False).save(code, kind="png", scale=12, border=4)
            _place_picture(self._places[SHOWN], code.getvalue(), f"{said}, {address}")
            self._write(BESIDE, [line(said), (Run(address, link=address),)])

    def _lead(self, run: Any, target: str) -> None:
        """A run that leads to another slide (ECMA-376, 21.1.2.3.5)."""
        relation = self._made.part.relate_to(JUMP + target, RELATIONSHIP_TYPE.SLIDE, is_external=True)
        link = parse_xml(f'<a:hlinkClick {nsdecls("a", "r")} r:id="{relation}" action="ppaction://hlinksldjump"/>')
        run.get_or_add_rPr().append(link)

    # -------------------------------------------------------------------- text

    def _write(self, idx: int, lines: Iterable[Line], *, size: int = 0) -> list[Any]:
        """Into the placeholder; the runs of the last line."""
        return self._paragraphs(self._places[idx].text_frame, lines, size=size)

    def _paragraphs(self, frame: Any, lines: Iterable[Line], *, size: int = 0) -> list[Any]:
        runs: list[Any] = []
        for at, content in enumerate(lines):
            paragraph = frame.add_paragraph() if at else frame.paragraphs[0]
            if self._said.right_to_left:
                paragraph._p.get_or_add_pPr().set("rtl", "1")
                paragraph._p.get_or_add_pPr().set("algn", "r")
            runs = [self._run(paragraph, run, size) for run in content]
        return runs

    def _run(self, paragraph: Any, run: Run, size: int) -> Any:
        made = paragraph.add_run()
        made.text = run.text
        properties = made._r.get_or_add_rPr()
        properties.set("lang", self._said.language)
        if run.strong:
            properties.set("b", "1")
        if run.emphasised:
            properties.set("i", "1")
        if size:
            made.font.size = Pt(size)
        if run.link:
            made.hyperlink.address = run.link
        return made._r


def _mark(properties: Any, body: Points) -> None:
    """The sign before a paragraph: a number or none; the layout's own is a bullet."""
    match body.marks:
        case "bullets":
            pass
        case "none":
            properties.set("marL", "0")
            properties.set("indent", "0")
            properties.append(parse_xml(f"<a:buNone {nsdecls('a')}/>"))
        case "numbers":
            start = f' startAt="{body.first}"' if body.first > 1 else ""
            properties.set("marL", "571500")
            properties.set("indent", "-571500")
            properties.append(parse_xml(f'<a:buAutoNum {nsdecls("a")} type="arabicPeriod"{start}/>'))
        case _:
            assert_never(body.marks)


def _contact(contact: Contact) -> Line:
    """Name, number, hours."""
    reach = [Run(contact.phone, strong=True, link=f"tel:{contact.dial}")] if contact.phone else []
    more = " ".join(filter(None, (contact.extension, contact.hours)))
    said = [Run(contact.name), *([Run("  "), *reach] if reach else []), *([Run(f" {more}")] if more else [])]
    return tuple(said)


def _place_picture(place: Any, picture: bytes, alt: str, *, alone: bool = False) -> None:
    """Whole, in the middle, as large as its place allows; `alone`: the place beside it is free too."""
    left, top, width, height = place.left, place.top, place.width, place.height
    if alone:
        width = WIDTH - 2 * left
    made = place.insert_picture(io.BytesIO(picture))
    made.crop_left = made.crop_right = made.crop_top = made.crop_bottom = 0
    across, down = made.image.size
    factor = min(width / across, height / down)
    made.width, made.height = int(across * factor), int(down * factor)
    made.left, made.top = left + (width - made.width) // 2, top + (height - made.height) // 2
    made._element.nvPicPr.cNvPr.set("descr", alt)


def _relations(part: Any) -> Iterable[Relation]:
    """As they are in a presentation of this slide alone; names of parts of the template stay."""
    for each in part.rels.values():
        if each.is_external:
            target = each.target_ref
            yield Relation(each.rId, each.reltype, target, external=not target.startswith(JUMP))
        elif each.reltype == RELATIONSHIP_TYPE.IMAGE:
            yield Relation(each.rId, each.reltype, picture=each.target_part.blob)
        else:
            yield Relation(each.rId, each.reltype, str(each.target_part.partname))


def _size(count: int) -> int:
    return next((points for most, points in FULL if count <= most), 16)
