"""`signpost check` of a trainer pack: whole, safe to unpack, every link of its first page leads to a file of its kind."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import lxml.html

from signpost_builder.diagnostics import Diagnostic, error
from signpost_builder.formats.format import Told
from signpost_builder.formats.trainer.start_page import NAME
from signpost_builder.lint.archive import Archive, Unreadable, at, open_archive
from signpost_builder.lint.report import Report

BEGINS = {"pdf": b"%PDF-", "docx": b"PK", "pptx": b"PK", "json": b"{", "html": b"<"}


def claims(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.endswith(f"-trainer/{NAME}") for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def lint(path: Path, _told: Told) -> Report:
    try:
        archive, found = open_archive(path)
    except Unreadable as stop:
        return Report(diagnostics=(stop.diagnostic,))
    first = next(name for name in sorted(archive.names) if name.endswith(f"-trainer/{NAME}"))
    return Report(
        diagnostics=(*found, *_links(archive, first)), standard="trainer", files=len(archive.names), _archive=archive
    )


def _links(archive: Archive, first: str) -> Iterator[Diagnostic]:
    """A pack loses files when somebody packs it again; what a link opens has to be what its name says."""
    hint = "build the pack again, and hand on the zip as it is"
    folder = first.removesuffix(NAME)
    for link in lxml.html.fromstring(archive.read(first)).iter("a"):
        name = folder + (link.get("href") or "")
        if name not in archive.names:
            yield error(at(first), "pack-file", f"the first page leads to '{name}', which is not in the pack", hint)
        elif not archive.begins(name, 8).startswith(BEGINS.get(name.rpartition(".")[2], b"")):
            yield error(at(name), "pack-file", "the file is not of the kind that its name says", hint)
