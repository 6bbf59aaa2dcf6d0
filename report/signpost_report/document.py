"""What a report says, as values: one list of sections that HTML, PDF and annex are written from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never


@dataclass(frozen=True, slots=True)
class Said:
    """A printed number, and the id of the Number that it prints."""

    text: str
    number: str


Run = str | Said
Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """Within a section. `level` 3 or 4: a section's own title is 2."""

    text: str
    level: int = 3


@dataclass(frozen=True, slots=True)
class Text:
    runs: Runs


@dataclass(frozen=True, slots=True)
class Points:
    """A list; `ordered` where the order says something."""

    items: tuple[Runs, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Set apart: what a reader must not miss."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Table:
    """The first cell of each row names it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart (charts/) with its text alternative; the table under it has its numbers."""

    svg: str
    title: str
    description: str
    table: Table


Block = Heading | Text | Points | Note | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """`notice`, `access` and how to read an interval stand at the head, with SIMULATED where answers are invented."""

    title: str
    subtitle: str
    simulated: bool
    notice: str
    access: str
    reading: str
    sections: tuple[Section, ...]


def text(*runs: Run) -> Text:
    return Text(runs)


def note(*runs: Run) -> Note:
    return Note(runs)


def printed(document: Document) -> Iterator[Said]:
    """Every number that the document prints, in order."""
    for section in document.sections:
        for block in section.blocks:
            for runs in _runs(block):
                yield from (run for run in runs if isinstance(run, Said))


def _runs(block: Block) -> Iterable[Runs]:
    match block:
        case Text() | Note():
            return [block.runs]
        case Points():
            return block.items
        case Table():
            return [cell for row in block.rows for cell in row]
        case Figure():
            return _runs(block.table)
        case Heading():
            return []
        case _:
            assert_never(block)
