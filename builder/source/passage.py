"""Text that knows where it was written: lines of a module, or a value in a YAML file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

from builder.diagnostics import Span


class Line(NamedTuple):
    """One line without its indentation; `column` (from 1) is where `text` begins."""

    number: int
    column: int
    text: str

    def after(self, length: int) -> "Line":
        """The same line without its first characters."""
        return Line(self.number, self.column + length, self.text[length:])


@dataclass(slots=True)
class Passage:
    """Text to scan and render. `span(index)` is the place of the character at `index`."""

    text: str
    span: Callable[[int], Span] = field(repr=False, compare=False)


def passage(path: PurePosixPath, lines: Sequence[Line]) -> Passage:
    """Lines of a Markdown file as one passage."""
    text = "\n".join([line.text for line in lines])

    def span(index: int) -> Span:
        line = lines[text.count("\n", 0, index)]
        return Span(path, line.number, line.column + index - text.rfind("\n", 0, index) - 1)

    return Passage(text, span)
