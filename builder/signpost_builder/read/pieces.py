"""Blocks of titled pieces: comparison, cards, steps, timeline, and the numbered labels of a figure.

Each piece is an item of a list, `- **Title.** Text`; a `for` around some of them decides who sees those.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import assert_never

from signpost_builder.diagnostics import Findings, Span, error
from signpost_builder.model import Block, For, Titled
from signpost_builder.read.lists import ListItem, split_list, stripped
from signpost_builder.read.prose import ProseReader
from signpost_builder.source.items import Code, Directive, Heading, Item, Text
from signpost_builder.source.passage import Line, passage

ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+")
TITLE = re.compile(r"\*\*(.+?)\*\*\s*")
PLACE = re.compile(r"(\d{1,3})\s*%[\s,]+(\d{1,3})\s*%\s*:?\s*")


@dataclass(slots=True)
class PieceReader:
    """`wrapped`: what a `for` makes of content (BlockReader.wrapped). `is_well_formed`: notes what is wrong with a directive."""

    prose: ProseReader
    path: PurePosixPath
    wrapped: Callable[[Directive, Callable[[], tuple[Block, ...]]], For]
    is_well_formed: Callable[[Directive], bool]
    findings: Findings

    def pieces(self, directive: Directive, items: Sequence[Item]) -> tuple[Block, ...]:
        """`Titled` in order, some inside `For`. `directive` decides what a piece needs: only labels of a figure have a place."""
        found: list[Block] = []
        for item in items:
            match item:
                case Text(lines=lines):
                    found += self._listed(directive, lines)
                case Directive(name="for"):
                    if self.is_well_formed(item):
                        found.append(self.wrapped(item, lambda inside=item: self.pieces(directive, inside.items)))  # type: ignore[misc]  # mypy does not infer a default of a lambda
                case Directive():
                    message = f"'{item.name}' cannot stand inside '{directive.name}'"
                    self._note(
                        item.span, "misplaced-directive", message, "move it out; only 'for' can stand around items"
                    )
                case Code():
                    span = Span(self.path, item.lines[0].number, 1) if item.lines else directive.span
                    message = f"code cannot stand inside '{directive.name}'"
                    self._note(span, "misplaced-directive", message, "move it out")
                case Heading():
                    pass  # already noted by the scanner
                case _:
                    assert_never(item)
        return tuple(found)

    def _listed(self, directive: Directive, lines: Sequence[Line]) -> list[Titled]:
        parts = split_list(lines, ITEM)
        stray = next(iter(stripped(parts.before) + stripped(parts.after)), None)
        if stray:
            message = f"'{directive.name}' holds a list and nothing else"
            self._shape(Span(self.path, stray.number, stray.column), directive, message)
        return [piece for item in parts.items if (piece := self._piece(directive, item))]

    def _piece(self, directive: Directive, item: ListItem) -> Titled | None:
        line, at = item.first, None
        span = Span(self.path, line.number, line.column)
        if directive.name == "figure":
            place = PLACE.match(line.text)
            at = (int(place[1]), int(place[2])) if place else None
            if at is None or max(at) > 100:
                message = "this label does not say where it stands on the picture"
                self._note(span, "malformed-block", message, "begin it with two numbers: '30% 45% **Title.** Text'")
                return None
            line = line.after(place.end() if place else 0)
        title = TITLE.match(line.text)
        if not title:
            self._shape(span, directive, "this item has no title")
            return None
        words = Line(line.number, line.column + 2, title[1].rstrip(".:").strip())
        head = self.findings.of(self.prose.line(passage(self.path, [words]), plain=False))
        facts = self.prose.facts_used()
        rest = stripped([line.after(title.end()), *item.below])
        if rest and rest[0].text[:1] in (",", ";", ")"):
            self._shape(
                Span(self.path, rest[0].number, rest[0].column), directive, "the sentence goes on behind its title"
            )
            return None
        body = self.findings.of(self.prose.block(passage(self.path, rest))) if rest else None
        return Titled(title=head, blocks=(body,) if body else (), facts=facts, at=at)

    def _shape(self, span: Span, directive: Directive, message: str) -> None:
        place = "30% 45% " if directive.name == "figure" else ""
        self._note(span, "malformed-block", message, f"write '- {place}**Title.** Text' for each")

    def _note(self, span: Span, code: str, message: str, hint: str) -> None:
        self.findings.append(error(span, code, message, hint))


def separate(text: Text) -> tuple[list[Line], Text]:
    """The first paragraph (a picture), and the rest."""
    lines = stripped(text.lines)
    end = next((number for number, line in enumerate(lines) if not line.text.strip()), len(lines))
    return lines[:end], replace(text, lines=list(lines[end:]))
