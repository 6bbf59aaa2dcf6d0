"""slides.pptx: the deck for PowerPoint and LibreOffice, every word in a placeholder, the same bytes for the same deck."""

import datetime
import io
import zipfile
from collections.abc import Iterable
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
    Deck,
    Help,
    Opening,
    Picture,
    Points,
    Section,
    Slide,
    Table,
)
from signpost_builder.formats.trainer.drawn import as_raster, raster
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
from signpost_builder.formats.trainer.typst_page import texts_of
from signpost_builder.model import Contact
from signpost_builder.package import zip_bytes
from signpost_builder.page.strings import direction

MADE = datetime.datetime(1980, 1, 1)  # the clock of whoever builds stays out of the bytes
FULL = ((20, 40), (60, 32), (80, 26), (120, 20))  # words at most, type size in points


def slides_pptx(deck: Deck) -> bytes:
    return zip_bytes(parts(_Presentation(deck).saved()))


def parts(package: bytes) -> dict[str, bytes]:
    """The files of an Office package by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


class _Presentation:
    """Slides first, then the links between them."""

    def __init__(self, deck: Deck) -> None:
        self._deck, self._texts = deck, texts_of(deck.edition)
        self._made: Any = Presentation(io.BytesIO(template()))
        self._layouts = dict(zip(LAYOUTS, self._made.slide_layouts, strict=True))
        self._by_id: dict[str, Any] = {}
        self._places: dict[int, Any] = {}  # of the slide that is being made
        self._links: list[tuple[Any, Any, str]] = []  # slide, run, id of the slide that it leads to

    def saved(self) -> bytes:
        for number, slide in enumerate(self._deck.slides, start=1):
            self._slide(slide, number)
        for slide, run, target in self._links:
            _jump(slide, run, self._by_id[target])
        self._about()
        out = io.BytesIO()
        self._made.save(out)
        return out.getvalue()

    def _about(self) -> None:
        about, edition = self._made.core_properties, self._deck.edition
        about.title, about.language, about.author = self._deck.title, edition.language, ""
        about.subject, about.last_modified_by, about.revision = edition.course.summary, "", 1
        about.created = about.modified = MADE

    # ------------------------------------------------------------------ slides

    def _slide(self, slide: Slide, number: int) -> None:
        match slide.body:
            case Opening():
                made = self._new("Opening", slide)
                self._write(TEXT, map(line, slide.body.lines))
            case Section():
                made = self._new("Module", slide)
                small = [line(slide.body.content_note)] if slide.body.content_note else []
                self._write(TEXT, [line(slide.body.summary), *small])
            case Points():
                made = self._new("Points", slide)
                self._points(made, slide.body, slide.goes_to)
            case Table():
                made = self._new("Table", slide)
                self._table(slide.body, slide.title)
            case Picture():
                made = self._new("Picture", slide)
                picture = self._picture(slide.body)
                _place_picture(self._places[SHOWN], picture, slide.body.alt, alone=not slide.body.lines)
                self._write(BESIDE, slide.body.lines)
            case Choices():
                made = self._new("Question", slide)
                self._choices(made, slide.body)
            case Help():
                made = self._new("Help", slide)
                self._help(slide.body)
            case _:
                assert_never(slide.body)
        self._finish(made, slide)

    def _picture(self, body: Picture) -> bytes:
        if body.drawing:
            return raster(body.drawing.encode(), body.name)
        return as_raster(self._deck.edition.course.assets[body.name])

    def _new(self, layout: str, slide: Slide) -> Any:
        made = self._made.slides.add_slide(self._layouts[layout])
        self._by_id[slide.id] = made
        self._places = {each.placeholder_format.idx: each for each in made.placeholders}
        self._write(TITLE, [line(slide.title)])
        return made

    def _finish(self, made: Any, slide: Slide) -> None:
        if slide.sources:
            self._write(SOURCE, [line(f"{self._texts['slides']['source']}: {'; '.join(slide.sources)}")])
        for place in list(made.placeholders):
            if place.has_text_frame and not place.text_frame.text:
                place._element.getparent().remove(place._element)  # else "Click to add text" stands there
        tree = made.shapes._spTree
        tree.append(parse_xml(number_xml(1 + max(int(id) for id in tree.xpath(".//p:cNvPr/@id")))))
        if slide.notes:
            self._paragraphs(made.notes_slide.notes_text_frame, map(line, slide.notes))

    # ------------------------------------------------------------------- kinds

    def _points(self, made: Any, body: Points, goes_to: str) -> None:
        """`goes_to`: what follows in a scenario, as a last line that leads there."""
        more = [line(self._texts["slides"]["go_on"], strong=True)] if goes_to else []
        runs = self._write(TEXT, [*body.lines, *more], size=_size(words(body.lines)))
        self._links += [(made, run, goes_to) for run in runs if goes_to]
        for paragraph in self._places[TEXT].text_frame.paragraphs:
            _mark(paragraph._p.get_or_add_pPr(), body)

    def _choices(self, made: Any, body: Choices) -> None:
        text = list(body.text)
        if body.several:
            text.append(line(self._texts["slides"]["several"]))
        count = words(text) + words(choice.text for choice in body.choices)
        self._write(TEXT, text, size=_size(count))
        lettered = [
            (Run(f"{letter}  ", strong=True), *choice.text)
            for letter, choice in zip(LETTERS, body.choices, strict=False)
        ]
        self._write(BESIDE, lettered, size=_size(count))
        for choice, paragraph in zip(body.choices, self._places[BESIDE].text_frame.paragraphs, strict=False):
            if choice.goes_to:
                self._links += [(made, run._r, choice.goes_to) for run in paragraph.runs]

    def _table(self, body: Table, title: str) -> None:
        rows = [body.head, *body.rows] if body.head else list(body.rows)
        frame = self._places[SHOWN].insert_table(len(rows), max(map(len, rows)))
        frame._element.nvGraphicFramePr.cNvPr.set("descr", title)
        frame.table.first_row = bool(body.head)
        size = 24 if sum(map(words, rows)) <= MOST_WORDS else 20
        for cells, row in zip(rows, frame.table.rows, strict=True):
            for content, cell in zip(cells, row.cells, strict=False):
                self._paragraphs(cell.text_frame, [content], size=size)

    def _help(self, body: Help) -> None:
        self._write(TEXT, map(_contact, body.contacts), size=_size(10 * len(body.contacts)))
        if body.scan:
            name, address = body.scan
            said = f"{self._texts['slides']['scan']}: {name}"
            code = io.BytesIO()
            segno.make(address, error="q", micro=False, boost_error=False).save(code, kind="png", scale=12, border=4)
            _place_picture(self._places[SHOWN], code.getvalue(), f"{said}, {address}")
            self._write(BESIDE, [line(said), (Run(address, link=address),)])
        else:
            self._places[SHOWN]._element.getparent().remove(self._places[SHOWN]._element)

    # -------------------------------------------------------------------- text

    def _write(self, idx: int, lines: Iterable[Line], *, size: int = 0) -> list[Any]:
        """Into the placeholder; the runs of the last line."""
        return self._paragraphs(self._places[idx].text_frame, lines, size=size)

    def _paragraphs(self, frame: Any, lines: Iterable[Line], *, size: int = 0) -> list[Any]:
        runs: list[Any] = []
        for at, content in enumerate(lines):
            paragraph = frame.add_paragraph() if at else frame.paragraphs[0]
            if direction(self._deck.edition.language) == "rtl":
                paragraph._p.get_or_add_pPr().set("rtl", "1")
                paragraph._p.get_or_add_pPr().set("algn", "r")
            runs = [self._run(paragraph, run, size) for run in content]
        return runs

    def _run(self, paragraph: Any, run: Run, size: int) -> Any:
        made = paragraph.add_run()
        made.text = run.text
        properties = made._r.get_or_add_rPr()
        properties.set("lang", self._deck.edition.language)
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


def _jump(slide: Any, run: Any, target: Any) -> None:
    """A run that leads to another slide (ECMA-376, 21.1.2.3.5)."""
    relation = slide.part.relate_to(target.part, RELATIONSHIP_TYPE.SLIDE)
    link = parse_xml(f'<a:hlinkClick {nsdecls("a", "r")} r:id="{relation}" action="ppaction://hlinksldjump"/>')
    run.get_or_add_rPr().append(link)


def _size(count: int) -> int:
    return next((points for most, points in FULL if count <= most), 16)
