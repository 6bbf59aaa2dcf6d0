"""An OpenDocument spreadsheet (ISO/IEC 26300, ODF 1.3) of plain tables, as government statistics are published. No clock in its bytes."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

URN = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = {
    "office": f"{URN}office:1.0",
    "table": f"{URN}table:1.0",
    "text": f"{URN}text:1.0",
    "manifest": f"{URN}manifest:1.0",
}
MIME = "application/vnd.oasis.opendocument.spreadsheet"
FIRST = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold

office, table, text = (
    ElementMaker(namespace=SPACES[name], nsmap={name: SPACES[name] for name in ("office", "table", "text")})
    for name in ("office", "table", "text")
)
manifest = ElementMaker(namespace=SPACES["manifest"], nsmap={"manifest": SPACES["manifest"]})


def ods(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """Sheet name → rows of text, numbers, truth values and None."""
    body = office.body(office.spreadsheet(*(_sheet(name, rows) for name, rows in sheets.items())))
    content = office("document-content", {_office("version"): "1.3"}, body)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            zipfile.ZipInfo("mimetype", FIRST), MIME
        )  # first and not compressed, so that a file tells its kind
        for name, element in (("content.xml", content), ("META-INF/manifest.xml", _manifest())):
            archive.writestr(
                zipfile.ZipInfo(name, FIRST),
                etree.tostring(element, xml_declaration=True, encoding="UTF-8"),
                zipfile.ZIP_DEFLATED,
            )
    return out.getvalue()


def _sheet(name: str, rows: Sequence[Sequence[Any]]) -> etree._Element:
    columns = {_table("number-columns-repeated"): str(max(map(len, rows), default=1))}
    return table.table(
        {_table("name"): name}, table("table-column", columns), *(table("table-row", *_cells(row)) for row in rows)
    )


def _cells(row: Sequence[Any]) -> Iterable[etree._Element]:
    for value in row:
        if value is None or value == "":
            yield table("table-cell")
        elif isinstance(value, bool):
            yield _cell("boolean", "boolean-value", str(value).lower(), "yes" if value else "no")
        elif isinstance(value, int | float):
            yield _cell("float", "value", repr(value), repr(value))
        else:
            yield table("table-cell", {_office("value-type"): "string"}, text.p(str(value)))


def _cell(kind: str, attribute: str, value: str, shown: str) -> etree._Element:
    return table("table-cell", {_office("value-type"): kind, _office(attribute): value}, text.p(shown))


def _manifest() -> etree._Element:
    return manifest.manifest({_manifested("version"): "1.3"}, _entry("/", MIME), _entry("content.xml", "text/xml"))


def _entry(path: str, kind: str) -> etree._Element:
    return manifest("file-entry", {_manifested("full-path"): path, _manifested("media-type"): kind})


def _office(name: str) -> str:
    return f"{{{SPACES['office']}}}{name}"


def _table(name: str) -> str:
    return f"{{{SPACES['table']}}}{name}"


def _manifested(name: str) -> str:
    return f"{{{SPACES['manifest']}}}{name}"
