"""Places in a text as an editor counts them: lines from 0, and columns in the units that it has agreed on.

Our own places (`Span`) count lines and characters from 1. An editor counts the code units of UTF-16, or of UTF-8 or UTF-32
(Language Server Protocol 3.17, PositionEncodingKind). A line ends at `\\n`, `\\r\\n` or `\\r` and nowhere else.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from lsprotocol.types import Position, PositionEncodingKind, Range

LINE_END = re.compile(r"\r\n|\n|\r")
Units = PositionEncodingKind | str


def length(text: str, units: Units) -> int:
    """How many units a text has."""
    if units == PositionEncodingKind.Utf32:
        return len(text)
    if text.isascii():
        return len(text)
    if units == PositionEncodingKind.Utf8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(sign > "\uffff" for sign in text)


def characters(line: str, count: int, units: Units) -> int:
    """How many characters of a line `count` units are; one that is cut in two counts, and past the end there are none."""
    if units == PositionEncodingKind.Utf32 or line.isascii():
        return min(count, len(line))
    for index, sign in enumerate(line):
        if count <= 0:
            return index
        count -= length(sign, units)
    return len(line)


@dataclass(frozen=True)
class Text:
    """A text in lines, and its editor's units."""

    text: str
    units: Units = PositionEncodingKind.Utf16

    @cached_property
    def lines(self) -> list[str]:
        """Without their ends; a text that ends with one has an empty last line."""
        return LINE_END.split(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(end.end() for end in LINE_END.finditer(self.text))]

    def line(self, number: int) -> str:
        """The line `number`, from 0; empty where there is none."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def index(self, position: Position) -> int:
        """Where a position is in the text; behind the end of a line it is that end."""
        if position.line >= len(self.lines):
            return len(self.text)
        line = self.lines[position.line]
        return self._starts[position.line] + characters(line, position.character, self.units)

    def column(self, position: Position) -> int:
        """Characters before a position in its line."""
        return characters(self.line(position.line), position.character, self.units)

    def range(self, line: int, start: int, end: int) -> Range:
        """From the character `start` to before `end` of a line, all from 0."""
        words = self.line(line)
        return Range(self._position(line, words[:start]), self._position(line, words[:end]))

    def whole(self) -> Range:
        last = len(self.lines) - 1
        return Range(Position(0, 0), self._position(last, self.lines[last]))

    def _position(self, line: int, before: str) -> Position:
        return Position(line, length(before, self.units))
