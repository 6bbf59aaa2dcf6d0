"""The same document as tagged PDF (PDF/UA-1), set by Typst with the font that this package carries: the machine's fonts change nothing."""

import json
import re
from collections.abc import Iterator, Sequence
from importlib.resources import as_file, files
from typing import Any, assert_never

import typst

from signpost_report.document import Block, Document, Figure, Heading, Note, Points, Runs, Table, Text

WIDTH, TALLEST = 105.0, 215.0  # millimetres of a chart: as wide as reads well, no taller than a page
BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def pdf(document: Document) -> bytes:
    """No clock and no id of the run in it: the same document gives the same bytes."""
    with as_file(files("signpost_report")) as folder:
        sources = {
            "main.typ": (folder / "page" / "report.typ").read_bytes(),
            "report.json": json.dumps(_document(document)).encode(),
        }
        made: bytes = typst.compile(  # type: ignore[call-overload]  # a dict of files: its types forget that it takes one
            sources, font_paths=[str(folder / "fonts")], ignore_system_fonts=True, pdf_standards=["ua-1"]
        )
        return made


def _document(document: Document) -> dict[str, Any]:
    sections = [{"title": one.title, "blocks": list(_blocks(one.blocks))} for one in document.sections]
    told = {key: getattr(document, key) for key in ("title", "subtitle", "simulated", "notice", "access", "reading")}
    return told | {"sections": sections}


def _blocks(blocks: Sequence[Block]) -> Iterator[dict[str, Any]]:
    """What stands before a chart explains it and stays on its page."""
    for block, following in zip(blocks, (*blocks[1:], None), strict=False):
        yield _block(block) | {"sticky": isinstance(following, Figure)}


def _block(block: Block) -> dict[str, Any]:
    kind = type(block).__name__
    match block:
        case Heading():
            return {"kind": kind, "level": block.level, "text": block.text}
        case Text() | Note():
            return {"kind": kind, "text": _words(block.runs)}
        case Points():
            return {"kind": kind, "ordered": block.ordered, "items": [_words(item) for item in block.items]}
        case Table():
            rows = [[_words(cell) for cell in row] for row in block.rows]
            return {"kind": kind, "caption": block.caption, "head": block.head, "rows": rows}
        case Figure():
            told = {
                "title": block.title,
                "description": block.description,
                "svg": block.svg,
                "width": _width(block.svg),
            }
            return {"kind": kind, **told, "table": _block(block.table)}
        case _:
            assert_never(block)


def _words(runs: Runs) -> str:
    return "".join(run if isinstance(run, str) else run.text for run in runs)


def _width(svg: str) -> float:
    """Millimetres: a tall chart is set smaller, so that it stays on one page."""
    box = BOX.search(svg)
    assert box, "charts/ writes the box into every chart"
    wide, high = float(box[1]), float(box[2])
    return round(min(WIDTH, TALLEST * wide / high), 1)
