"""A course's texts as learners read them, piece by piece, each with its place, its readers and what is no prose in it left blank."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any, assert_never

from signpost_builder.diagnostics import Span
from signpost_builder.formats import families
from signpost_builder.formats.format import Said
from signpost_builder.model import Course, Module
from signpost_builder.source.files import Project
from signpost_builder.source.items import Code, Directive, Heading, Item, Text
from signpost_builder.source.markdown_lines import scan
from signpost_builder.source.pages import PageDraft, cut
from signpost_builder.source.passage import Line, passage
from signpost_builder.source.yaml_nodes import Document, load
from signpost_builder.values import frozen

# What is no prose, and may hold words, dots and capitals that say nothing to a learner.
# Each alternative begins with a letter or sign: so `re` passes over all text without one of them at once.
NO_PROSE = re.compile(
    r"`[^`\n]*`|\((?<=\]\()[^)\n]*\)|<https?://[^>\s]*>|h(?<=\bh)ttps?://\S+|</?[A-Za-z][^<>\n]*>|\{[^{}\n]*\}|\[\^[^\]\n]*\]|&#?\w+;"
)
BEGINNING = re.compile(r"\s*(?:[-*+•]\s+(?:\[[ xX]\]\s+)?|\d{1,3}[.)]\s+|>+\s*|:\s+|#{1,6}\s+)")
TABLE_RULE = re.compile(r"\s*\|?[\s:|-]+\|?\s*$")
CELL = re.compile(r"((?:[^|\\]|\\.)*+)(?:\||$)")
CHOICE = re.compile(r"^\s*[-*+]\s+(?:\[[ xX]\]\s|.*\]\(#[^)\s]*\)\s*$)")  # what follows from it stands below
AVOIDED = re.compile(
    r"\s*\**(?:avoid|do not say|don't say|instead of|not this|not|myth|wrong)\b", re.IGNORECASE
)  # heads a column
WRONG = re.compile(r"\s*[-*+]\s+\[ \]\s")
CONDITIONS = ("for", "scenario", "node", "end", "question")
OF_QUESTION = ("stem", "rationale", "feedback_true", "feedback_false", "trainer")
LISTS_OF_QUESTION = ("items", "spare")
OF_PAIR = ("term", "meaning")
OF_CHOICE = ("text", "feedback")


@frozen
class Piece:
    """A paragraph, an item, a cell, a heading, a question's stem. `prose`: `raw` with what is no prose as spaces, as long.

    `readers`: ids of audiences. `wrong`: learners are told that it is. `group`: what is read in one go, a module or a set.
    """

    raw: str
    prose: str
    span: Callable[[int], Span] = field(repr=False, compare=False)
    group: str
    readers: frozenset[str]
    wrong: bool = False
    quoted: bool = False


@frozen
class Written:
    """`texts`: by path, as they stand in the files. `meanings`: words for which tokens stand, by "contact:warden"."""

    texts: Mapping[PurePosixPath, str]
    pieces: tuple[Piece, ...]
    defined: Mapping[str, frozenset[str]]  # by group: abbreviations that have a definition of their own
    meanings: Mapping[str, str]
    shown_in_part: frozenset[PurePosixPath]  # modules of which the course shows some pages
    besides: Mapping[str, tuple[Piece, ...]]  # by group: what is neither of a module nor of a set

    def in_front(self, module: Module, *keys: str | int) -> Span:
        """Where something stands in a module's front matter; the module's own place where it does not."""
        path = PurePosixPath("modules", module.id, "module.md")
        front = scan(self.texts[path], path).value.front
        document = load(front, path, shift=1).value if front is not None else None
        return document.span(*keys) if document else module.span


def written(course: Course, project: Project) -> Written:
    """What the course's modules, its question sets and the files of its formats say. A file that cannot be read says nothing."""
    texts: dict[PurePosixPath, str] = {}
    pieces: list[Piece] = []
    defined: dict[str, frozenset[str]] = {}
    in_part: set[PurePosixPath] = set()
    everyone = frozenset(audience.id for audience in course.audiences)
    for module in course.modules:
        path = PurePosixPath("modules", module.id, "module.md")
        text = texts[path] = project.text(path, Span(path)).value or ""
        of_module, whole, defined[module.id] = _module_pieces(text, path)
        shown = {page.id for page in module.pages}
        in_part |= set() if whole <= shown else {path}
        pieces += [_seen(piece, everyone) for page, piece in of_module if page in shown]
    for id in course.question_sets:
        path = PurePosixPath("quizzes", f"{id}.yaml")
        text = texts[path] = project.text(path, Span(path)).value or ""
        pieces += [_seen(piece, everyone) for piece in _set_pieces(text, path)]
    besides = {said.name: tuple(_said_pieces(said, everyone)) for said in _said_to_formats(course)}
    pieces += [piece for each in besides.values() for piece in each]
    for path in dict.fromkeys(piece.span(0).path for each in besides.values() for piece in each):
        texts[path] = project.text(path, Span(path)).value or ""
    return Written(texts, tuple(pieces), defined, _meanings(course), frozenset(in_part), besides)


def _said_to_formats(course: Course) -> Iterator[Said]:
    for family in families():
        if family.key in course.options:
            yield from family.says(family.of(course), course)


def _said_pieces(said: Said, everyone: frozenset[str]) -> Iterator[Piece]:
    for words in said.paragraphs:
        piece = Piece(words.text, _prose(words.text), words.span, said.name, frozenset(said.readers))
        yield _seen(piece, everyone)


def _seen(piece: Piece, everyone: frozenset[str]) -> Piece:
    """By audiences of this course alone; empty `readers` stand for all."""
    readers = piece.readers & everyone if piece.readers else everyone
    return (
        piece
        if readers == piece.readers
        else Piece(piece.raw, piece.prose, piece.span, piece.group, readers, piece.wrong, piece.quoted)
    )


def _meanings(course: Course) -> dict[str, str]:
    local = {f"contact:{contact.key}": f"{contact.words} {contact.title}" for contact in course.local_contacts}
    national = {f"contact:{contact.key}": contact.name for contact in course.helplines}
    return national | local | {f"fact:{id}": f"{fact.value} {fact.period}" for id, fact in course.facts.items()}


# -------------------------------------------------------------------- modules

Placed = tuple[str, Piece]  # the page, and what stands on it


@lru_cache(maxsize=64)
def _module_pieces(text: str, path: PurePosixPath) -> tuple[tuple[Placed, ...], frozenset[str], frozenset[str]]:
    """The pieces with their pages, all of its pages, and the abbreviations that it defines."""
    lines = scan(text, path).value
    document = load(lines.front, path, shift=1).value if lines.front is not None else None
    front = document.value if document and isinstance(document.value, dict) else {}
    readers = frozenset(each for each in front.get("audiences") or () if isinstance(each, str))
    module = path.parent.name
    pages = cut(PageDraft(f"{module}.start", "", Span(path)), lines.items).value
    placed: list[Placed] = []
    if document:
        placed += [(pages[0].id, piece) for piece in _front_pieces(document, front, module, readers)]
    for page in pages:
        around = _narrowed(readers, page.conditions)
        if page.title:
            placed.append((page.id, _plain_piece(page.title, page.span, module, around)))
        for conditions, item in page.items:
            reader = _Reader(path, module)
            placed += [(page.id, piece) for piece in reader.pieces(item, _narrowed(around, conditions))]
    placed = list(_with_notes(placed, lines.definitions.footnotes, _Reader(path, module)))
    return tuple(placed), frozenset(page.id for page in pages), frozenset(lines.definitions.abbreviations)


def _with_notes(
    placed: Iterable[Placed], footnotes: Mapping[str, Sequence[Line]], reader: "_Reader"
) -> Iterator[Placed]:
    """Each footnote behind the first text that names it, on its page and for its readers."""
    left = dict(footnotes)
    for page, piece in placed:
        yield page, piece
        for label in [label for label in left if f"[^{label}]" in piece.raw] if "[^" in piece.raw else ():
            yield from ((page, note) for note in reader.text(left.pop(label), piece.readers, piece.quoted))


def passages(text: str, path: PurePosixPath) -> dict[str, tuple[str, ...]]:
    """What a module says, by page, passage by passage, on one line each."""
    said: dict[str, list[str]] = {}
    for page, piece in _module_pieces(text, path)[0]:
        said.setdefault(page, []).append(" ".join(piece.raw.split()))
    return {page: tuple(each) for page, each in said.items()}


def _front_pieces(document: Document, front: Mapping[str, Any], group: str, readers: frozenset[str]) -> Iterator[Piece]:
    keys: list[tuple[str | int, ...]] = [
        (key,) for key in ("title", "summary", "content_note") if isinstance(front.get(key), str)
    ]
    objectives = front.get("objectives")
    keys += [("objectives", index) for index in range(len(objectives) if isinstance(objectives, list) else 0)]
    yield from (_yaml_piece(document, at, group, readers) for at in keys)


def _plain_piece(text: str, at: Span, group: str, readers: frozenset[str]) -> Piece:
    return Piece(text, _prose(text), lambda index: at, group, readers)


def _narrowed(readers: frozenset[str], conditions: Iterable[Directive]) -> frozenset[str]:
    for directive in conditions:
        if directive.name == "for" and directive.words:
            readers = readers & frozenset(directive.words)
    return readers


class _Reader:
    def __init__(self, path: PurePosixPath, group: str) -> None:
        self._path, self._group = path, group

    def pieces(self, item: Item, readers: frozenset[str], quoted: bool = False) -> Iterator[Piece]:
        match item:
            case Text():
                yield from self.text(item.lines, readers, quoted)
            case Directive():
                inside = _narrowed(readers, [item])
                for key in ("title", "alt", "by"):
                    if words := item.options.get(key):
                        yield _plain_piece(words, item.span, self._group, inside)
                for each in item.items:
                    yield from self.pieces(each, inside, quoted or item.name == "quote")
            case Code() | Heading():
                pass
            case _:
                assert_never(item)

    def text(self, lines: Sequence[Line], readers: frozenset[str], quoted: bool) -> Iterator[Piece]:
        avoided: frozenset[int] | None = None  # columns of the table that we are in: its first row says which
        for block, wrong in _blocks(lines):
            if not _is_row(block[0]):
                avoided = None
                yield self._piece(block, readers, wrong, quoted)
                continue
            cells = list(_cells(block[0]))
            if avoided is None:
                avoided = frozenset(column for column, cell in cells if AVOIDED.match(cell.text))
            yield from (self._piece([cell], readers, column in avoided, quoted) for column, cell in cells)

    def _piece(self, lines: Sequence[Line], readers: frozenset[str], wrong: bool, quoted: bool) -> Piece:
        read = passage(self._path, lines)
        return Piece(read.text, _prose(read.text), read.span, self._group, readers, wrong, quoted)


def _blocks(lines: Sequence[Line]) -> Iterator[tuple[list[Line], bool]]:
    """Paragraphs, items and rows, without their bullets; and whether each is a choice that is wrong."""
    block: list[Line] = []
    wrong = False
    for line in lines:
        beginning = BEGINNING.match(line.text)
        row = _is_row(line)
        if block and (not line.text.strip() or beginning or row):
            yield block, wrong
            block = []
        if not line.text.strip() or (row and TABLE_RULE.match(line.text)):
            continue
        if not block:
            wrong = bool(WRONG.match(line.text))
        block.append(line.after(beginning.end()) if beginning else line)
        if row or CHOICE.search(line.text):
            yield block, wrong
            block = []
    if block:
        yield block, wrong


def _is_row(line: Line) -> bool:
    return line.text.lstrip().startswith("|")


def _cells(line: Line) -> Iterator[tuple[int, Line]]:
    """Those that say something, each with the number of its column."""
    row = line.text.lstrip().removeprefix("|")
    before = len(line.text) - len(row)
    for column, cell in enumerate(CELL.finditer(row)):
        if cell[1].strip():
            yield column, Line(line.number, line.column + before + cell.start(), cell[1])


# -------------------------------------------------------------- question sets


@lru_cache(maxsize=64)
def _set_pieces(text: str, path: PurePosixPath) -> tuple[Piece, ...]:
    document = load(text, path).value
    if document is None or not isinstance(document.value, dict):
        return ()
    return tuple(_pieces_of_set(document, f"quizzes/{path.stem}"))


def _pieces_of_set(document: Document, group: str) -> Iterator[Piece]:
    value = document.value
    for key in ("title", "introduction"):
        if isinstance(value.get(key), str):
            yield _yaml_piece(document, (key,), group, frozenset())
    yield from _labels(document, group)
    questions = value.get("questions")
    for number, question in enumerate(questions if isinstance(questions, list) else ()):
        if isinstance(question, dict):
            yield from _pieces_of_question(document, ("questions", number), question, group)


def _labels(document: Document, group: str) -> Iterator[Piece]:
    """What a learner can choose of a scale."""
    scales = document.value.get("scales")
    for name, labels in scales.items() if isinstance(scales, dict) else ():
        yield from _listed(document, ("scales", name), labels, group)


def _listed(document: Document, at: tuple[str | int, ...], texts: Any, group: str) -> Iterator[Piece]:
    for number, words in enumerate(texts if isinstance(texts, list) else ()):
        if isinstance(words, str):
            yield _yaml_piece(document, (*at, number), group, frozenset())


def _pieces_of_question(
    document: Document, at: tuple[str | int, ...], question: Mapping[str, Any], group: str
) -> Iterator[Piece]:
    false = question.get("answer") is False
    for key in OF_QUESTION:
        if isinstance(question.get(key), str):
            yield _yaml_piece(document, (*at, key), group, frozenset(), wrong=false and key == "stem")
    for audience, words in (question.get("wording") or {}).items():
        if isinstance(words, str):
            yield _yaml_piece(document, (*at, "wording", audience), group, frozenset([audience]), wrong=false)
    for key in LISTS_OF_QUESTION:
        yield from _listed(document, (*at, key), question.get(key), group)
    for number, pair in enumerate(question.get("pairs") or ()):
        for key in OF_PAIR:
            if isinstance(pair, dict) and isinstance(pair.get(key), str):
                yield _yaml_piece(document, (*at, "pairs", number, key), group, frozenset())
    for number, choice in enumerate(question.get("choices") or ()):
        for key in OF_CHOICE:
            if isinstance(choice, dict) and isinstance(choice.get(key), str):
                wrong = key == "text" and not choice.get("correct")
                yield _yaml_piece(document, (*at, "choices", number, key), group, frozenset(), wrong=wrong)


def _yaml_piece(
    document: Document, keys: Sequence[str | int], group: str, readers: frozenset[str], *, wrong: bool = False
) -> Piece:
    words = document.passage(*keys)
    return Piece(words.text, _prose(words.text), words.span, group, readers, wrong)


def _prose(text: str) -> str:
    """The text without what is no prose, each sign in its place."""
    return NO_PROSE.sub(lambda match: " " * len(match[0]), text).replace("*", " ").replace("\n", " ")
