"""Typst source to PDF: tagged, with the font that this package carries, without a clock: the same source gives the same bytes.

Typst refuses what PDF/UA-1 does not allow: a skipped heading, a picture without words, a letter that the font does not have.
"""

import re
from collections.abc import Mapping
from dataclasses import field
from functools import cache, lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from signpost_builder.values import frozen

if TYPE_CHECKING:
    import typst

STYLE = "style.typ"
REMEMBERED = 10  # compilations for which Typst remembers what it has made (typst-py: comemo::evict(10))
PAGE = re.compile(rb"/Type */Page\b")


@frozen(kw_only=True)
class Document:
    """`name` is the file that it becomes. `pictures` by the names that the markup shows them under.

    `pages`: how many it may have; what has more is tried again as each of `smaller`. 0: any number.
    """

    name: str
    markup: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    pages: int = 0
    smaller: tuple[str, ...] = ()


def pdf(document: Document) -> bytes:
    """Raises NotPrintable with the words of Typst. What another site has in the same words is not set again."""
    pictures = tuple(sorted(document.pictures.items()))
    tried = (_compiled(markup, pictures) for markup in (document.markup, *document.smaller))
    made = next(tried)
    while document.pages and page_count(made) > document.pages:
        smaller = next(tried, None)
        if smaller is None:
            break
        made = smaller
    return made


def page_count(made: bytes) -> int:
    """Of a PDF from Typst, which writes the pages as plain objects (ISO 32000-1, 7.7.3.3)."""
    return len(PAGE.findall(made))


class NoFonts(click.ClickException):
    """The installation has no fonts. No fault of an author's words, so the command ends with what to do."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"nothing can be printed: no fonts are in {folder}, so every page would be without letters. "
            "Install it again: 'pip install --force-reinstall signpost-builder'; in a clone, run 'make'."
        )


class NotPrintable(ValueError):
    """Typst's own message; for an author it has the letters or the tag that cannot be printed."""


@lru_cache(maxsize=16)
def _compiled(markup: str, pictures: tuple[tuple[str, bytes], ...]) -> bytes:
    import typst  # an extra: who makes no trainer pack need not have it

    try:
        return typeset(markup, dict(pictures), pdf_standards=["ua-1"])
    except typst.TypstError as problem:
        raise NotPrintable(str(problem)) from problem


def typeset(markup: str, pictures: Mapping[str, bytes], **wanted: Any) -> bytes:
    """`wanted`: what else `typst.compile` is told. Raises typst.TypstError.

    Pictures lie in a folder meanwhile: of the files that Typst takes from memory each has to be text.
    """
    import typst

    sources = {"main.typ": markup.encode(), STYLE: _style()}
    with TemporaryDirectory(prefix="signpost-") as folder:
        for name, content in pictures.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        made: object = typst.compile(sources, root=folder, font_paths=fonts(), **wanted)
    assert isinstance(made, bytes)
    return made


def age(compilations: int = REMEMBERED) -> None:
    """Let what Typst remembers grow older by so many compilations, each a thousandth of a second; it drops what grows too old."""
    for _ in range(compilations):
        typeset("", {})


@cache
def _style() -> bytes:
    return (files(__package__) / STYLE).read_bytes()


@cache
def fonts() -> "typst.Fonts":
    """Read once; those of the machine and of the library are left alone, or bytes would depend on them.

    Raises NoFonts: without them Typst makes pages without a single letter, and says nothing.
    """
    import typst

    with as_file(files(__package__) / "fonts") as folder:
        if not any(folder.glob("*.ttf")):
            raise NoFonts(folder)
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
