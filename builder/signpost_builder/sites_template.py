"""An empty table of sites with the columns that a course declares, and what belongs into each of them."""

import csv
import datetime
import io
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from signpost_builder.model import LocalContact
from signpost_builder.read.local_picture import COLUMNS as OF_THE_PICTURE

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

KINDS = {
    "name": "a name; a telephone number may stand behind a comma",
    "phone": "one telephone number, such as 01325 123 456 or +44 1325 123 456",
    "way": "words, in which a telephone number may stand",
    "email": "an e-mail address",
    "url": "a web address with https://",
}
OF_A_SITE = {
    "id": "A short name in small letters, digits and hyphens, such as hill-top. It never changes: packages are known by it.",
    "name": "The name as learners know it.",
    "example": "yes for an invented site; otherwise empty.",
}
OF_A_CHECK = {
    "checked_on": "The day on which somebody asked whether all of this is still right: year-month-day, such as 2026-09-01.",
    "checked_by": "The role of whoever asked, such as Office manager. Nobody's name.",
}
PICTURE = {
    "region": "The area, such as the name of the council.",
    "hot_spots": "Places and times, with semicolons between them.",
    "local_picture": "What is seen there, in two or three sentences. Nobody's name, no group of people.",
    "picture_source": "Who says so; needed with figures.",
    "picture_period": "The time that figures are about; needed with figures.",
    "picture_url": "Where one can read it.",
    "picture_checked_on": "The day on which somebody checked it. Needed with a local picture.",
    "picture_checked_by": "The roles of those who did. Needed with a local picture.",
    "picture_until": "The last day on which it holds, at most a term later. Needed with a local picture.",
}
TEXT = 49  # the number format "@" (ECMA-376, 18.8.30)
ROWS = 500  # of the sheet are ready for typing


class Column(NamedTuple):
    name: str
    required: bool
    about: str


def columns(contacts: Iterable[LocalContact], titles: Mapping[str, str]) -> Iterator[Column]:
    """In the order of the help panel, as contacts.yaml has it. `titles`: of the course's audiences, by id."""
    for name, about in OF_A_SITE.items():
        yield Column(name, name != "example", about)
    for contact in contacts:
        shown = [titles[id] for id in contact.audiences if id in titles]
        for name, kind in contact.columns.items():
            about = f"{contact.title}: {contact.purpose.rstrip('.')}. {KINDS[kind][0].upper()}{KINDS[kind][1:]}."
            yield Column(name, name in contact.required, f"{about} {_shown(shown)}".strip())
    for name, about in OF_A_CHECK.items():
        yield Column(name, True, about)
    for name in OF_THE_PICTURE:
        yield Column(name, False, PICTURE[name])


def _shown(titles: list[str]) -> str:
    return f"Shown to: {', '.join(titles)}." if titles else ""


def csv_bytes(wanted: Iterable[Column]) -> bytes:
    """The header alone, as spreadsheets save it: with a byte order mark, which tells Excel that it is UTF-8."""
    stream = io.StringIO()
    csv.writer(stream).writerow(column.name for column in wanted)
    return stream.getvalue().encode("utf-8-sig")


def has_spreadsheets() -> bool:
    return find_spec("xlsxwriter") is not None


def xlsx_bytes(wanted: Iterable[Column]) -> bytes:
    """A sheet whose cells are text, so that no program takes the zero off a number, and a sheet that explains its columns."""
    import xlsxwriter

    stream, table = io.BytesIO(), list(wanted)
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"title": "Sites", "created": datetime.datetime(2000, 1, 1)})
    text = book.add_format({"num_format": TEXT})
    head = book.add_format({"num_format": TEXT, "bold": True, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    _sites(book.add_worksheet("sites"), table, text, head)
    _columns(book.add_worksheet("columns"), table, head, wrapped)
    book.close()
    return stream.getvalue()


def _sites(sheet: "Worksheet", table: list[Column], text: "Format", head: "Format") -> None:
    sheet.freeze_panes(1, 2)
    for place, column in enumerate(table):
        sheet.set_column(place, place, max(14, len(column.name) + 2), text)
        sheet.write_string(0, place, column.name, head)
        for row in range(1, ROWS + 1):
            sheet.write_blank(row, place, None, text)
        if column.name == "example":
            sheet.data_validation(1, place, ROWS, place, {"validate": "list", "source": ["yes", "no"]})


def _columns(sheet: "Worksheet", table: list[Column], head: "Format", wrapped: "Format") -> None:
    sheet.freeze_panes(1, 1)
    for place, (title, width) in enumerate((("column", 24), ("must be filled in", 12), ("what belongs there", 90))):
        sheet.set_column(place, place, width, wrapped)
        sheet.write_string(0, place, title, head)
    for row, column in enumerate(table, 1):
        for place, words in enumerate((column.name, "yes" if column.required else "no", column.about)):
            sheet.write_string(row, place, words, wrapped)
