"""Typst source to PDF: tagged, with the font that this package carries, without a clock: the same source gives the same bytes.

Typst refuses what PDF/UA-1 does not allow: a skipped heading, a picture without words, a letter that the font does not have.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

STYLE = "style.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """`name` is the file that it becomes. `pictures` by the names that the markup shows them under."""

    name: str
    markup: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def pdf(document: Document) -> bytes:
    """Raises NotPrintable with the words of Typst. What another site has in the same words is not set again."""
    return _compiled(document.markup, tuple(sorted(document.pictures.items())))


class NotPrintable(ValueError):
    """Typst's own message; for an author it has the letters or the tag that cannot be printed."""


@lru_cache(maxsize=16)
def _compiled(markup: str, pictures: tuple[tuple[str, bytes], ...]) -> bytes:
    import typst  # an extra: who makes no trainer pack need not have it

    sources = {"main.typ": markup.encode(), STYLE: _style(), **dict(pictures)}
    try:
        # Its stubs do not know that sources may be a dictionary.
        made: bytes = typst.compile(sources, font_paths=_fonts(), pdf_standards=["ua-1"])  # type: ignore[call-overload]
    except typst.TypstError as problem:
        raise NotPrintable(str(problem)) from problem
    return made


@cache
def _style() -> bytes:
    return (files(__package__) / STYLE).read_bytes()


@cache
def _fonts() -> "typst.Fonts":
    """Read once; those of the machine and of the library are left alone, or bytes would depend on them."""
    import typst

    with as_file(files(__package__) / "fonts") as folder:
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
