"""session-plan.docx: the printed plan, to be changed in Word or LibreOffice. The same plan gives the same bytes.

Headings, lists and tables are real ones, in the styles that a trainer's own template would replace.
"""

import datetime
import io
import zipfile
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.session_plan import session_plans
from signpost_builder.formats.trainer.typst_page import foot, texts_of
from signpost_builder.formats.trainer.typst_session_plan import clock, row_words
from signpost_builder.model import Edition
from signpost_builder.package import zip_bytes
from signpost_builder.page.strings import direction
from signpost_builder.values import frozen

NAME = "session-plan.docx"
FONT = "Arial"  # as the slides have it: on every computer that has Word; LibreOffice has its twin
INK = "101318"
MADE = datetime.datetime(1980, 1, 1)  # the clock of whoever builds stays out of the bytes
WIDTHS_MM = (22, 24, 124)
# Of python-docx's template: a picture of an empty page, what an old Word on somebody's computer said, and second styles for older ones.
LEFT_OUT = ("/thumbnail", "/extended-properties", "/stylesWithEffects", "/customXml")


@frozen
class Plan:
    """A variant in words: its heading, what stands below it, and rows of (from, minutes, what)."""

    heading: str
    about: str
    rows: tuple[tuple[str, str, str], ...]


@frozen
class Words:
    """All that the document says. `lists`: (heading, points) below every plan; `notes`: (heading, paragraph)."""

    language: str
    title: str
    subject: str
    hour: str
    heads: tuple[str, str, str]
    plans: tuple[Plan, ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[tuple[str, str], ...]
    none: str
    foot: str


def session_plan_docx(edition: Edition, pack: TrainerPack) -> bytes:
    return _docx(_words(edition, pack))


def _words(edition: Edition, pack: TrainerPack) -> Words:
    texts = texts_of(edition)
    said, course = texts["plan"], edition.course
    return Words(
        language=edition.language,
        title=f"{said['title']}: {course.title}",
        subject=course.summary,
        hour=said["hour"],
        heads=(said["from"], said["minutes"], said["what"]),
        plans=tuple(
            Plan(
                f"{said['title']}: {plan.title}",
                f"{course.title}. {edition.audience.title}. {plan.minutes} {texts['minutes']}.",
                tuple((clock(row.start), str(row.minutes), row_words(row, texts)) for row in plan.rows),
            )
            for plan in session_plans(edition, pack)
        ),
        lists=((said["bring"], pack.bring),) if pack.bring else (),
        notes=((said["afterwards"], pack.afterwards),) if pack.afterwards else (),
        none=said["none"],
        foot=foot(edition, with_site=False),
    )


@lru_cache(maxsize=16)
def _docx(said: Words) -> bytes:
    """The plan names no site, so it is written once for all."""
    from docx import Document  # an extra: who makes no trainer pack need not have it

    made: Any = Document()
    _without_leftovers(made)
    _about(made, said)
    _style(made, said.language)
    _paper(made.sections[0], said.foot)
    for number, plan in enumerate(said.plans):
        _plan(made, plan, said, on_new_page=number > 0)
    if not said.plans:
        made.add_heading(said.title, 1)
        made.add_paragraph(said.none)
    return _packed(made.save)


def _plan(made: Any, plan: Plan, said: Words, *, on_new_page: bool) -> None:
    made.add_heading(plan.heading, 1).paragraph_format.page_break_before = on_new_page
    made.add_paragraph(plan.about)
    made.add_paragraph(said.hour)
    _table(made, said.heads, plan.rows, plan.heading, mirrored=direction(said.language) == "rtl")
    for heading, points in said.lists:
        made.add_heading(heading, 2)
        for point in points:
            made.add_paragraph(point, style="List Bullet")
    for heading, paragraph in said.notes:
        made.add_heading(heading, 2)
        made.add_paragraph(paragraph)


def _table(made: Any, heads: Iterable[str], rows: Iterable[Iterable[str]], name: str, *, mirrored: bool) -> None:
    """Its first row is a header that comes again on every page; no row breaks over two."""
    from docx.shared import Mm, Pt

    table = made.add_table(rows=0, cols=len(WIDTHS_MM), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS_MM, strict=True):
        column.width = Mm(width)
    for at, words in enumerate((heads, *rows)):
        row = table.add_row()
        for cell, text, width in zip(row.cells, words, WIDTHS_MM, strict=True):
            cell.width = Mm(width)
            cell.paragraphs[0].paragraph_format.space_before = cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            cell.paragraphs[0].add_run(text).bold = at == 0 or None
        of_row = row._tr.get_or_add_trPr()
        _add(of_row, "w:cantSplit")
        if at == 0:
            _add(of_row, "w:tblHeader")
    _add(table._tbl.tblPr, "w:tblCaption", val=name)
    if mirrored:
        table.table_direction = 1  # WD_TABLE_DIRECTION.RTL


# ------------------------------------------------------------------ the frame


def _without_leftovers(made: Any) -> None:
    for of in (made.part.package.rels, made.part.rels):
        for id in [id for id, relation in of.items() if relation.reltype.endswith(LEFT_OUT)]:
            del of[id]
    styles = made.styles.element
    for style in [one for one in made.styles if one.type == 3 and one.name not in ("Normal Table", "Table Grid")]:
        styles.remove(style.element)


def _about(made: Any, said: Words) -> None:
    about = made.core_properties
    about.title, about.subject, about.language = said.title, said.subject, said.language
    about.author = about.comments = about.last_modified_by = ""
    about.created = about.modified = MADE


def _style(made: Any, language: str) -> None:
    """One font, dark on white, in the course's language; where it is read from the right, so is the page."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, size in (("Normal", 11), ("Heading 1", 20), ("Heading 2", 14), ("Footer", 9)):
        style = made.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor.from_string(INK)
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
        if name != "Footer":
            style.paragraph_format.space_after = Pt(6)
    for of in (made.styles.element.iter(qn("w:lang")), made.settings.element.iter(qn("w:themeFontLang"))):
        for each in of:
            each.attrib.clear()
            each.set(qn("w:val"), language)
            each.set(qn("w:bidi"), language)
    for mode in made.settings.element.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")  # of Word since 2013; any other opens as "Compatibility Mode"
    if direction(language) == "rtl":
        _add(made.styles["Normal"].element.get_or_add_pPr(), "w:bidi")
        _add(made.styles["Normal"].element.get_or_add_rPr(), "w:rtl")


def _paper(section: Any, foot_words: str) -> None:
    """A4, with the course's name and version and the number of the page at the foot."""
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    line = section.footer.paragraphs[0]
    line.add_run(f"{foot_words} ")
    field = _add(line._p, "w:fldSimple", instr="PAGE")
    _add(_add(field, "w:r"), "w:t").text = "1"


def _add(parent: Any, tag: str, **attributes: str) -> Any:
    """An element that python-docx has no call for (ECMA-376, Part 1, 17)."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    parent.append(made)
    return made


def _packed(save: Callable[[io.BytesIO], None]) -> bytes:
    """What the library saved, packed as every package is: its own zip has the time of day in it."""
    out = io.BytesIO()
    save(out)
    with zipfile.ZipFile(out) as archive:
        return zip_bytes({name: archive.read(name) for name in archive.namelist()})
