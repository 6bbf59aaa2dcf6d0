"""The slides of a page: what its author says, or else its key points, pictures, tables and stages; then scenarios and questions.

Prose is not squeezed onto slides. A page without any of these shows its headings and the bold words that its lines begin with.
What learners may skip is not projected: its key points are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, assert_never

from signpost_builder.formats.trainer.deck import Body, Marks, Picture, Points, Slide, Table
from signpost_builder.formats.trainer.deck_lines import lead, notes_of, numbered, said, shared_out, told
from signpost_builder.formats.trainer.deck_questions import question_slides
from signpost_builder.formats.trainer.deck_scenario import scenario_slides
from signpost_builder.formats.trainer.deck_sources import credits
from signpost_builder.formats.trainer.prose_html import html_of
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
    inline,
    line,
    lines,
    pieces,
    plain,
    words,
)
from signpost_builder.model import (
    Block,
    Callout,
    Cards,
    Chart,
    Check,
    Compare,
    Easy,
    Edition,
    Figure,
    For,
    Media,
    Module,
    Page,
    Pieces,
    Prose,
    Quote,
    Reveal,
    Scenario,
    Sensitive,
    SlideText,
    Stages,
    Steps,
    Timeline,
    Titled,
    Trainer,
    every_block,
)
from signpost_builder.page.chart import drawing
from signpost_builder.page.strings import strings

# Of a table that can still be read: columns, rows, and words of its rows.
WIDEST, MOST_ROWS, MOST_CELLS_WORDS = 4, 6, 60
LONGEST_ITEM = 8  # words of an item that can stand on a slide as it is


@dataclass(slots=True)
class _Part:
    """A heading, the bold words that lines below it begin with, and the items of its lists."""

    title: str
    leads: list[Line] = field(default_factory=list)
    items: list[Line] = field(default_factory=list)
    numbers: bool = False

    @property
    def points(self) -> list[Line]:
        """The bold words; without any, the items, if all of them are short: half a list would say something else."""
        short = all(words([each]) <= LONGEST_ITEM for each in self.items)
        return self.leads or (self.items if short else [])


def page_slides(edition: Edition, module: Module, page: Page, texts: Mapping[str, Any]) -> list[Slide]:
    """The trainer's notes and what the page says stand below the first of them."""
    maker = _Maker(edition, page, texts)
    slides = list(maker.slides())
    notes = _trainer_notes(edition, page)
    if page_says := list(_unsaid(page.blocks, texts)):
        notes += [*([texts["slides"]["page_says"]] if notes else []), *page_says]
    if not slides and notes:
        slides = [Slide(id=f"{page.id}-1", title=page.title, body=Points(()))]
    if slides:
        slides[0] = replace(slides[0], notes=(*notes, *slides[0].notes))
    return [replace(each, module=module.id) for each in slides]


class _Maker:
    """Makes the slides of one page and gives each its id."""

    def __init__(self, edition: Edition, page: Page, texts: Mapping[str, Any]) -> None:
        self._edition, self._page, self._texts = edition, page, texts
        self._page_texts = strings(edition.language, edition.course.words)["page"]
        self._count = 0

    def slides(self) -> Iterator[Slide]:
        own = self._edition.slide_texts.get(self._page.id, ())
        for each in own:
            html = html_of(each.text)
            yield from self._of_html(html, each.title or self._page.title, self._credits(html))
        if not own and not any(_is_key_points(block) for block in every_block(self._page.blocks)):
            yield from self._outline()
        yield from self._blocks(self._page.blocks, only_played=bool(own))

    def _blocks(self, blocks: Iterable[Block], *, only_played: bool) -> Iterator[Slide]:
        """`only_played`: scenarios and questions, because the author has said what else is shown."""
        for block in blocks:
            match block:
                case Scenario():
                    yield from scenario_slides(self._edition.course, block, self._page.id, self._texts)
                case Check():
                    for question in block.questions.questions:
                        place, rests_on = f"{self._page.id}-{question.id}", self._credits("", question.facts)
                        yield from question_slides(question, block.questions.title, place, self._texts, rests_on)
                case Prose() | Stages() | Sensitive() | Quote() | Chart() | Figure() | Easy():
                    if not only_played:
                        yield from self._looked_at(block)
                case Compare() | Cards() | Steps() | Timeline():
                    if not only_played:
                        yield from self._of_pieces(block)
                case Callout() | Reveal() | Media() | Titled():
                    if not only_played:
                        yield from self._opened(block)
                    if not _is_key_points(block):
                        yield from self._blocks(block.blocks, only_played=only_played)
                case For() | Trainer() | SlideText():
                    raise TypeError(f"an edition contains no {type(block).__name__}: {block!r:.80}")
                case _:
                    assert_never(block)

    def _looked_at(self, block: Prose | Stages | Sensitive | Quote | Chart | Figure | Easy) -> Iterator[Slide]:
        """Slides of what holds no other blocks, or whose blocks are not shown."""
        match block:
            case Prose():
                yield from self._shown(html_of(block), self._page.title)
            case Easy():
                html = html_of(block.body)
                for group in told(lines(html)):
                    yield self._slide(self._texts["easy"], Points(group, "none"), self._credits(html))
            case Stages():
                yield from self._named(block.stages, "numbers")
            case Sensitive():
                yield from self._key_points(block.key_points, self._page.title)
            case Quote():
                said = [*lines(html_of(block.body)), line(f"– {block.by}")]
                for group in told(said):
                    yield self._slide(
                        self._page.title, Points(group, "none"), self._credits(block.source) or _named_in(block.source)
                    )
            case Chart():
                drawn = drawing(block, self._page_texts["chart"]).replace(
                    "<svg ", '<svg font-family="Arial, sans-serif" ', 1
                )
                picture = Picture(f"{block.id}.svg", block.description, drawing=drawn)
                slide = self._slide(
                    block.title, picture, self._credits(block.source, block.facts) or _named_in(block.source)
                )
                yield replace(slide, notes=tuple(f"{row.label}: {', '.join(row.said)}" for row in block.rows))
            case Figure():
                labels = tuple(inline(each.title) for each in titled(block))
                for each in pieces(html_of(block.picture)):
                    if isinstance(each, Image):
                        yield self._slide(self._page.title, Picture(each.name, each.alt, labels))
            case _:
                assert_never(block)

    def _of_pieces(self, block: Compare | Cards | Steps | Timeline) -> Iterator[Slide]:
        """Titles as points, with what each says in the notes; two sides beside each other, where both are short."""
        pairs = [(each.title, html_within(each)) for each in titled(block)]
        match block:
            case Compare():
                said = tuple(_one_line(lines(body)) for _, body in pairs)
                head = tuple(inline(title) for title, _ in pairs)
                if words(said) > MOST_CELLS_WORDS:
                    yield from self._named(pairs, "bullets")
                else:
                    credits = self._credits("".join(body for _, body in pairs))
                    yield self._slide(self._page.title, Table(head, (said,)), credits)
            case Steps():
                yield from self._named(pairs, "numbers")
            case Cards() | Timeline():
                yield from self._named(pairs, "bullets")
            case _:
                assert_never(block)

    def _opened(self, block: Callout | Reveal | Media | Titled) -> Iterator[Slide]:
        """Slides of the box itself; what stands inside has its own."""
        match block:
            case Callout():
                if _is_key_points(block):
                    yield from self._key_points(block.blocks, block.title or self._page.title)
            case Reveal():
                yield self._slide(block.title, Points(()))
                html = "".join(html_of(each) for each in block.blocks if isinstance(each, Prose))
                yield from self._revealed(html, block.title)
            case Media():
                yield from self._shown(html_of(block.picture), self._page.title)
            case Titled():
                pass
            case _:
                assert_never(block)

    # ------------------------------------------------------------------ kinds

    def _of_html(self, html: str, title: str, credits: tuple[str, ...]) -> Iterator[Slide]:
        """Lines first, then each table; a picture takes the lines beside it."""
        found = list(pieces(html))
        text = [each.line for each in found if isinstance(each, Paragraph | Heading | Listed)]
        images = [each for each in found if isinstance(each, Image) and each.alt]
        if images:
            yield self._slide(title, Picture(images[0].name, images[0].alt, tuple(text)), credits)
        else:
            yield from self._points(text, title, credits, marks_of(found))
        yield from (self._slide(title, Picture(each.name, each.alt), credits) for each in images[1:])
        for each in found:
            if isinstance(each, Grid):
                yield from self._table(each, title, credits)
            elif isinstance(each, Film):
                yield self._slide(title, Points((line(f"{self._texts['slides']['film']}: {each.title}"),), "none"))

    def _revealed(self, html: str, title: str) -> Iterator[Slide]:
        """The answer to what was asked: sentences, or the points of a list. Pictures and tables in it have slides of their own."""
        marks = marks_of(pieces(html))
        if marks != "none":
            yield from self._points(lines(html), title, self._credits(html), marks)
            return
        for group in told(lines(html)):
            yield self._slide(title, Points(group, "none"), self._credits(html))

    def _shown(self, html: str, title: str) -> Iterator[Slide]:
        """Of prose what is looked at: pictures and tables, with the heading above them."""
        credits = self._credits(html)
        for each in pieces(html):
            if isinstance(each, Heading):
                title = plain(each.line)
            elif isinstance(each, Image) and each.alt:
                yield self._slide(title, Picture(each.name, each.alt), credits)
            elif isinstance(each, Film):
                yield self._slide(title, Points((line(f"{self._texts['slides']['film']}: {each.title}"),), "none"))
            elif isinstance(each, Grid):
                yield from self._table(each, title, credits)

    def _table(self, grid: Grid, title: str, credits: tuple[str, ...]) -> Iterator[Slide]:
        """In as many slides as it takes to read it; too wide for a room, it stays in the guide and the title says so."""
        title = grid.caption or title
        if max(map(len, (grid.head, *grid.rows))) > WIDEST or any(words(row) > MOST_CELLS_WORDS for row in grid.rows):
            note = self._texts["slides"]["wide_table"]
            yield replace(self._slide(title, Points((line(note),), "none"), credits), notes=tuple(_rows(grid)))
            return
        groups = _rows_shared_out(grid.rows)
        for at, rows in enumerate(groups):
            yield self._slide(numbered(title, at, len(groups)), Table(grid.head, rows), credits)

    def _named(self, pairs: Sequence[tuple[str, str]], marks: Marks) -> Iterator[Slide]:
        """The names of stages, steps, cards; what stands below each is in the notes."""
        notes = tuple(f"{plain(inline(title))}: {' '.join(notes_of(body))}" for title, body in pairs if body)
        credits = self._credits("".join(title + body for title, body in pairs))
        for each in self._points([inline(title) for title, _ in pairs], self._page.title, credits, marks):
            yield replace(each, notes=notes)

    def _key_points(self, blocks: Sequence[Block], title: str) -> Iterator[Slide]:
        html = "".join(html_of(each) for each in every_block(blocks) if isinstance(each, Prose))
        yield from self._of_html(html, title, self._credits(html))

    def _outline(self) -> Iterator[Slide]:
        """Headings together, where nothing below them is looked at; then the bold words of the lines below each. One says nothing."""
        parts = list(_parts(self._page))
        headings = [line(part.title) for part in parts if part.title and len(part.points) < 2]
        if len(headings) > 1 and not _has_something_to_look_at(self._page):
            yield from self._points(headings, self._page.title, (), "bullets")
        for part in parts:
            if len(part.points) > 1:
                marks: Marks = "numbers" if part.numbers else "bullets"
                yield from self._points(part.points, part.title or self._page.title, (), marks)

    # ------------------------------------------------------------------ parts

    def _points(self, text: Sequence[Line], title: str, credits: tuple[str, ...], marks: Marks) -> Iterator[Slide]:
        groups, first = shared_out(text), 1
        for at, group in enumerate(groups):
            yield self._slide(numbered(title, at, len(groups)), Points(group, marks, first), credits)
            first += len(group)

    def _slide(self, title: str, body: Body, credits: tuple[str, ...] = ()) -> Slide:
        self._count += 1
        return Slide(id=f"{self._page.id}-{self._count}", title=title, body=body, sources=credits)

    def _credits(self, html: str, named: Iterable[str] = ()) -> tuple[str, ...]:
        return credits(self._edition.course, html, named)


def marks_of(found: Sequence[Piece]) -> Marks:
    """Numbers where all that is said is a numbered list, else points where there is a list."""
    text = [each for each in found if isinstance(each, Paragraph | Heading | Listed)]
    listed = [each for each in text if isinstance(each, Listed)]
    if listed and len(listed) == len(text) and all(each.number for each in listed):
        return "numbers"
    return "bullets" if listed else "none"


def titled(block: Pieces | Titled) -> list[Titled]:
    """The pieces of a block; in an edition there are no others."""
    return [each for each in block.blocks if isinstance(each, Titled)]


def _one_line(several: Iterable[Line]) -> Line:
    joined: list[Run] = []
    for each in several:
        joined += [*([Run(" ")] if joined else []), *each]
    return tuple(joined)


def _named_in(source: str) -> tuple[str, ...]:
    """The source of a chart or a quotation that names no fact: its words, without the word before the colon."""
    text = plain(inline(source)).partition(": ")
    return (text[2] or text[0],) if source else ()


def html_within(piece: Titled) -> str:
    return "".join(html_of(each) for each in piece.blocks if isinstance(each, Prose))


def _is_key_points(block: Block) -> bool:
    return isinstance(block, Callout) and block.kind == "key-points"


def _has_something_to_look_at(page: Page) -> bool:
    prose = (html_of(block) for block in every_block(page.blocks) if isinstance(block, Prose))
    return any(isinstance(each, Grid | Image) for html in prose for each in pieces(html))


def _parts(page: Page) -> Iterator[_Part]:
    """Headings and set-off titles, each with the bold words at the beginnings of the lines below."""
    part = _Part("")
    for block in page.blocks:
        if isinstance(block, Callout) and block.title and block.kind == "warning":
            yield part
            yield _Part(block.title)
            part = _Part("")
        for each in pieces(html_of(block)) if isinstance(block, Prose) else ():
            if isinstance(each, Heading):
                yield part
                part = _Part(plain(each.line))
            elif isinstance(each, Paragraph | Listed):
                part.leads += filter(None, [lead(each.line)])
                if isinstance(each, Listed):
                    part.items.append(each.line)
                    part.numbers = each.number > 0
    yield part


def _rows(grid: Grid) -> Iterator[str]:
    for row in (grid.head, *grid.rows):
        yield " | ".join(plain(cell) for cell in row)


def _rows_shared_out(rows: Sequence[tuple[Line, ...]]) -> list[tuple[tuple[Line, ...], ...]]:
    groups: list[list[tuple[Line, ...]]] = [[]]
    for row in rows:
        if groups[-1] and (len(groups[-1]) == MOST_ROWS or sum(map(words, [*groups[-1], row])) > MOST_CELLS_WORDS):
            groups.append([])
        groups[-1].append(row)
    return [tuple(group) for group in groups]


# --------------------------------------------------------------------- notes


def _trainer_notes(edition: Edition, page: Page) -> list[str]:
    notes = edition.trainer_notes.get(page.id, ())
    return [
        text
        for note in notes
        for block in every_block(note.blocks)
        if isinstance(block, Prose)
        for text in notes_of(html_of(block))
    ]


def _unsaid(blocks: Iterable[Block], texts: Mapping[str, Any]) -> Iterator[str]:
    """What the page says and no slide shows in full, for whoever speaks to the slide. A hard part is named, not read out."""
    for block in blocks:
        match block:
            case Prose():
                text = (each for each in pieces(html_of(block)) if not isinstance(each, Grid | Image))
                yield from filter(None, said(text))
            case Callout():
                if block.kind not in ("key-points", "help"):
                    yield from ([block.title] if block.title else [])
                    yield from _unsaid(block.blocks, texts)
            case Sensitive():
                yield f"{texts['slides']['hard_part']} {block.title}"
            case Figure() | Titled():
                yield from (plain(inline(each.title)) for each in titled(block))
                yield from _unsaid(block.blocks, texts)
            case Media():
                yield from _unsaid(block.blocks, texts)
            case (
                Stages()
                | Scenario()
                | Check()
                | Compare()
                | Cards()
                | Steps()
                | Timeline()
                | Easy()
                | Reveal()
                | Quote()
                | Chart()
            ):
                pass  # they have slides of their own
            case For() | Trainer() | SlideText():
                raise TypeError(f"an edition contains no {type(block).__name__}: {block!r:.80}")
            case _:
                assert_never(block)
