"""Lines shared out over slides: five short points at most on each, nothing lost, no point cut within a sentence."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from signpost_builder.formats.trainer.deck import MOST_POINTS, MOST_WORDS
from signpost_builder.formats.trainer.slide_text import (
    Film,
    Grid,
    Heading,
    Image,
    Line,
    Listed,
    Paragraph,
    Piece,
    Run,
    pieces,
    plain,
    sentences,
    words,
)


def shared_out(lines: Iterable[Line], points: int = MOST_POINTS, most: int = MOST_WORDS) -> list[tuple[Line, ...]]:
    """One group for each slide. A sentence longer than a slide has one of its own."""
    groups: list[list[Line]] = [[]]
    for each in _short(lines):
        if groups[-1] and (len(groups[-1]) == points or words([*groups[-1], each]) > most):
            groups.append([])
        groups[-1].append(each)
    return [tuple(group) for group in groups if group]


def told(lines: Iterable[Line], most: int = MOST_WORDS) -> list[tuple[Line, ...]]:
    """A story, cut between sentences only where a slide is full: what is one paragraph stays one as far as it fits."""
    groups: list[list[Line]] = [[]]
    for paragraph in lines:
        begun = False
        for each in sentences(paragraph):
            if groups[-1] and words([*groups[-1], each]) > most:
                groups.append([])
                begun = False
            if begun:
                groups[-1][-1] = (*groups[-1][-1], Run(" "), *each)
            else:
                groups[-1].append(each)
            begun = True
    return [tuple(group) for group in groups if group]


def _short(lines: Iterable[Line]) -> Iterator[Line]:
    for each in lines:
        yield from sentences(each) if words([each]) > MOST_WORDS else [each]


def numbered(title: str, at: int, of: int) -> str:
    """Slides of one title say which of them this is."""
    return title if of == 1 else f"{title} ({at + 1}/{of})"


def lead(line: Line) -> Line:
    """The bold words that a line begins with, without their full stop; nothing where it begins otherwise."""
    bold: list[Run] = []
    for run in line:
        if not run.strong:
            break
        bold.append(run)
    text = plain(tuple(bold)).rstrip(" .:")
    return (Run(text),) if 0 < len(text.split()) <= MOST_WORDS // 3 else ()


def said(found: Iterable[Piece]) -> Iterator[str]:
    """Pieces as paragraphs of notes."""
    for piece in found:
        match piece:
            case Heading(line) | Paragraph(line):
                yield plain(line)
            case Listed(line, number):
                yield f"{number}. {plain(line)}" if number else f"• {plain(line)}"
            case Grid():
                yield from (": ".join(plain(cell) for cell in row) for row in piece.rows)
            case Image():
                yield piece.alt
            case Film():
                yield piece.title
            case _:
                assert_never(piece)


def notes_of(html: str) -> list[str]:
    return [text for text in said(pieces(html)) if text]
