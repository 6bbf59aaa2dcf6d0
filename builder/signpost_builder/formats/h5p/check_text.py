"""Text in H5P content: what a host's filter would take away from HTML, and how plain text is written."""

import re
from collections.abc import Iterator

from signpost_builder.diagnostics import Diagnostic, error, warning
from signpost_builder.formats.h5p.check_types import CONTENT
from signpost_builder.formats.h5p.library import LINK_SCHEMES, TAGS
from signpost_builder.lint.archive import at
from signpost_builder.lint.markup import MarkupReader

ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]*|#\d+|#[xX][0-9A-Fa-f]+);")
SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
ALIGNMENT = re.compile(r"\s*text-align\s*:\s*\w+\s*;?\s*")
PHONE_LINK = re.compile(r"\btel:\s*[+\d(]", re.IGNORECASE)
INSTEAD = {
    "b": "write <strong>", "i": "write <em>", "h1": "write <h2>", "h4": "write <h3>", "h5": "write <h3>",
    "h6": "write <h3>",
    "img": "use an H5P.Image beside the text", "table": "use an H5P.Table beside the text", "blockquote": "write <p>",
    "ul": "write lines with <br>", "ol": "write lines with <br>", "li": "write lines with <br>",
    "a": "write the address as text",
}  # fmt: skip


def html(text: str, kind: str, place: str) -> Iterator[Diagnostic]:
    """`kind`: the class of the field in `TAGS`."""
    parser = _Filter(TAGS[kind], place)
    parser.read(text)
    yield from parser.found
    if PHONE_LINK.search(text) and not any(finding.code == "h5p-tel" for finding in parser.found):
        yield _phone(place)


def plain(text: str, place: str) -> Iterator[Diagnostic]:
    """Hosts escape plain text without doubling, so that it is right everywhere only when it comes escaped."""
    rest = ENTITY.sub("", text)
    if wrong := sorted({"<", ">", "&"} & set(rest)):
        message = f"{place}: {' '.join(wrong)} in a field of plain text; what follows can be lost"
        yield error(at(CONTENT), "h5p-escape", message, "write &lt; &gt; &amp;")
    elif {'"', "'"} & set(rest):
        yield warning(
            at(CONTENT), "h5p-escape", f"{place}: quotation marks in a field of plain text", "write &quot; and &#039;"
        )
    if PHONE_LINK.search(text):
        yield _phone(place)


def gap_marks(text: str, place: str, needed: bool) -> Iterator[Diagnostic]:
    """Words to fill in stand between two stars; a doubled star is an empty word to drag."""
    parts = text.split("*")
    if len(parts) % 2 == 0:
        yield error(
            at(CONTENT),
            "h5p-gap-marks",
            f"{place} has {len(parts) - 1} stars; each gap has two",
            "a star is never a plain character here",
        )
    elif any(not word.strip() for word in parts[1::2]):
        yield error(
            at(CONTENT),
            "h5p-gap-marks",
            f"{place} has a gap with nothing in it",
            "write the right word between the stars",
        )
    elif needed and len(parts) == 1:
        yield error(at(CONTENT), "h5p-gap-marks", f"{place} has no gap", "put stars around the word to fill in")


def _phone(place: str) -> Diagnostic:
    message = f"{place}: a telephone link; hosts cut it down to a link that leads nowhere"
    return error(at(CONTENT), "h5p-tel", message, "write the number as text")


class _Filter(MarkupReader):
    """Finds what the filter of a host removes: elements, handlers, styles, the schemes of links."""

    def __init__(self, kept: frozenset[str], place: str) -> None:
        self.kept = kept
        self.place = place
        self.found: list[Diagnostic] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.kept:
            message = f"{self.place}: <{tag}> is removed here"
            self._add("h5p-tag", message, INSTEAD.get(tag, ""))
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def _attribute(self, tag: str, name: str, value: str) -> None:
        scheme = SCHEME.match(value) if name in ("href", "src") else None
        if name.startswith("on"):
            self._add("h5p-attribute", f"{self.place}: '{name}' of <{tag}> is removed")
        elif name == "style" and not ALIGNMENT.fullmatch(value):
            self._add(
                "h5p-attribute",
                f"{self.place}: the style '{value[:60]}' of <{tag}> is emptied",
                "only text-align stays",
            )
        elif scheme and scheme[1].lower() == "tel":
            self.found.append(_phone(self.place))
        elif scheme and scheme[1].lower() not in LINK_SCHEMES:
            self._add(
                "h5p-attribute", f"{self.place}: the scheme of '{value[:60]}' is cut off", "link with https, or mailto"
            )

    def handle_comment(self, data: str) -> None:
        self._add("h5p-tag", f"{self.place}: a comment is removed here")

    def handle_data(self, data: str) -> None:
        if "<" in data:
            self._add("h5p-escape", f"{self.place}: < stands in text", "write &lt;")

    def _add(self, code: str, message: str, hint: str = "") -> None:
        self.found.append(error(at(CONTENT), code, message, hint))
