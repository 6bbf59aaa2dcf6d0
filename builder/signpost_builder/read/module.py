"""A module from modules/<id>/module.md: front matter, then pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath

from signpost_builder.diagnostics import MOST_FINDINGS, Span, error, nearest, not_looked_at
from signpost_builder.model import Block, For, Module, Page
from signpost_builder.read.page_blocks import BlockReader
from signpost_builder.read.prose import ProseReader
from signpost_builder.read.reading import Reading, Visibility, picture_sites
from signpost_builder.schema import ModuleFront
from signpost_builder.source.items import Code, Directive, Heading, Item, Text
from signpost_builder.source.markdown_lines import scan
from signpost_builder.source.tokens import token_finding
from signpost_builder.source.validation import validate
from signpost_builder.source.yaml_nodes import Document, load

Content = Callable[[], tuple[Block, ...]]


@dataclass(slots=True)
class _Draft:
    """A page while its items are collected. `conditions`: the `for` directives around its heading.

    Each item comes with the `for` directives around it that are not around the heading.
    """

    id: str
    title: str
    span: Span
    conditions: tuple[Directive, ...] = ()
    items: list[tuple[tuple[Directive, ...], Item]] = field(default_factory=list)


def read_module(reading: Reading, path: PurePosixPath, asked: Span) -> Module | None:
    """The module in a file that exists; `asked` is the place that names it."""
    found = reading.found
    text = reading.project.text(path, asked)
    if text is None:
        reading.unread_modules.add(path.parent.name)
        return None
    lines = scan(text, path, found)
    if lines.front is None:
        reading.unread_modules.add(path.parent.name)
        if not any(finding.code == "front-matter" and finding.span.path == path for finding in found):
            hint = "begin the file with '---', the module's id, title and so on, and '---'"
            found.append(error(Span(path, 1, 1), "front-matter", "this module has no front matter", hint))
        return None
    document = load(lines.front, path, found, shift=1)
    front = validate(ModuleFront, document, found) if document else None
    if front is None or document is None:
        _note_pages_of_broken_module(reading, path, lines.items)
        return None
    folder = path.parent.name
    if front.id != folder:
        message = f"the module '{front.id}' is in the folder '{folder}'"
        found.append(error(document.span("id"), "id-mismatch", message, "give both the same name"))
    _check_audiences(reading, document, front)
    start = _Draft(f"{folder}.start", front.title, document.span("title"))
    drafts = _Pages(reading, folder, start).drafts(lines.items)
    prose = ProseReader(reading, path, lines.definitions, folder)
    reader = BlockReader(reading, prose, path)
    everyone = Visibility(frozenset(front.audiences))
    pages = tuple(_page(reading, reader, prose, draft, everyone) for draft in drafts)
    if len(found) > MOST_FINDINGS:
        found.append(not_looked_at(Span(path, 1, 1), "links, facts and pictures of this file were partly"))
    prose.unused()
    return Module(
        id=folder,
        title=front.title,
        summary=front.summary,
        minutes=front.minutes or 0,
        audiences=tuple(front.audiences),
        objectives=tuple(front.objectives),
        pages=pages,
        content_note=front.content_note,
        review_by=front.review_by,
        span=document.span("id"),
    )


def _check_audiences(reading: Reading, document: Document, front: ModuleFront) -> None:
    for index, audience in enumerate(front.audiences):
        if not reading.is_audience(audience):
            span = document.span("audiences", index)
            hint = nearest(audience, reading.audience_ids)
            reading.found.append(error(span, "unknown-audience", f"there is no audience '{audience}'", hint))


def _note_pages_of_broken_module(reading: Reading, path: PurePosixPath, items: Sequence[Item]) -> None:
    """So that links to its pages are not called broken too."""
    folder = path.parent.name
    for draft in _Pages(reading, folder, _Draft(f"{folder}.start", "", Span(path, 1, 1))).drafts(items):
        reading.pages.setdefault(draft.id, Visibility(frozenset(reading.audience_ids)))


class _Pages:
    """Cuts a module's items at its `##` headings, also those inside `for`."""

    def __init__(self, reading: Reading, module: str, start: _Draft) -> None:
        self._reading, self._module = reading, module
        self._drafts = [start]
        self._spans: dict[str, Span] = {start.id: start.span}

    def drafts(self, items: Sequence[Item]) -> list[_Draft]:
        self._walk(items, ())
        return self._drafts

    def _walk(self, items: Sequence[Item], conditions: tuple[Directive, ...]) -> None:
        for item in items:
            if isinstance(item, Heading):
                self._begin(item, conditions)
            elif isinstance(item, Directive) and item.name == "for" and _has_heading(item):
                self._walk(item.items, (*conditions, item))
            else:
                self._add(item, conditions)

    def _begin(self, heading: Heading, conditions: tuple[Directive, ...]) -> None:
        if finding := token_finding(heading.title, "a heading", lambda index: heading.span):
            self._reading.found.append(finding)
        name = heading.slug or f"line-{heading.span.line}"
        id = f"{self._module}.{name}"
        if id in self._spans:
            first = self._spans[id].line
            message = f"the page '{id}' is already on line {first}"
            hint = "change the heading, or give it an id: '## Heading {#another}'"
            self._reading.found.append(error(heading.span, "duplicate-id", message, hint))
        self._spans.setdefault(id, heading.span)
        self._drafts.append(_Draft(id, heading.title, heading.span, conditions))

    def _add(self, item: Item, conditions: tuple[Directive, ...]) -> None:
        page = self._drafts[-1]
        around = len(page.conditions)
        if conditions[:around] != page.conditions:
            span = item.span if isinstance(item, Directive | Heading) else Span(page.span.path, _first_line(item), 1)
            message = f"the page '{page.title}' is only for some editions and ended with its 'for'"
            hint = "begin a page of its own here with '##', or move this inside the 'for'"
            self._reading.found.append(error(span, "text-without-page", message, hint))
            return
        page.items.append((conditions[around:], item))


def _first_line(item: Text | Code) -> int:
    return item.lines[0].number if item.lines else 1


def _has_heading(directive: Directive) -> bool:
    return any(
        isinstance(item, Heading) or (isinstance(item, Directive) and item.name == "for" and _has_heading(item))
        for item in directive.items
    )


def _page(reading: Reading, reader: BlockReader, prose: ProseReader, draft: _Draft, everyone: Visibility) -> Page:
    reader.begin_page(draft.id)
    prose.seen = everyone
    blocks = _under(reader, draft.conditions, lambda: _blocks(reader, draft))
    seen = everyone
    for directive in draft.conditions:
        seen = seen.narrowed(*reader.conditions(directive))
    if draft.items and all(isinstance(item, Directive) and item.name == "local-picture" for _, item in draft.items):
        seen = seen.narrowed((), picture_sites(reading), ())
    reading.pages.setdefault(draft.id, seen)
    if not draft.items and not draft.id.endswith(".start"):
        message = f"the page '{draft.title}' has no content"
        reading.found.append(error(draft.span, "empty-page", message, "write it, or take the heading away"))
    return Page(id=draft.id, title=draft.title, blocks=blocks, span=draft.span)


def _under(reader: BlockReader, conditions: tuple[Directive, ...], content: Content) -> tuple[Block, ...]:
    """What `content` reads, inside one `For` for each of `conditions`, the first outermost."""
    if not conditions:
        return content()
    wrapped: For = reader.wrapped(conditions[0], lambda: _under(reader, conditions[1:], content))
    return (wrapped,)


def _blocks(reader: BlockReader, draft: _Draft) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for conditions, item in draft.items:
        blocks.extend(_under(reader, conditions, partial(reader.blocks, [item])))
    return tuple(blocks)
