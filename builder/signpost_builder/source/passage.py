"""Text that knows where it was written: lines of a module, or a value in a YAML file."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import PurePosixPath
from typing import NamedTuple

from signpost_builder.diagnostics import Span


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
    starts: list[int] = []

    def span(index: int) -> Span:
        if not starts:
            starts.extend(accumulate((len(line.text) + 1 for line in lines), initial=0))
        row = min(bisect_right(starts, index), len(lines)) - 1
        return Span(path, lines[row].number, lines[row].column + index - starts[row])

    return Passage(text, span)
