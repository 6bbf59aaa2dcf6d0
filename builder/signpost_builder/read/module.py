"""A module from modules/<id>/module.md: front matter, then pages."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import PurePosixPath

from signpost_builder.diagnostics import Diagnostic, Findings, Read, Span, error, nearest, not_looked_at
from signpost_builder.model import Block, For, Module, Page, SlideText, Trainer
from signpost_builder.read.context import Context, ModuleContent, Visibility
from signpost_builder.read.easy import misplaced_easy
from signpost_builder.read.page_blocks import BlockReader
from signpost_builder.read.prose import ProseReader
from signpost_builder.read.remembered import Sets
from signpost_builder.schema import ModuleFront
from signpost_builder.source.items import Directive, Item, Lines
from signpost_builder.source.markdown_lines import scan
from signpost_builder.source.pages import PageDraft, cut
from signpost_builder.source.validation import validate
from signpost_builder.source.yaml_nodes import Document, load

Content = Callable[[], tuple[Block, ...]]


def read_module(text: str, path: PurePosixPath, context: Context, sets: Sets) -> Read[ModuleContent]:
    """What modules/<id>/module.md gives. The same text, context and sets give the same again."""
    findings = Findings()
    lines = findings.of(scan(text, path))
    if lines.front is None:
        if not any(finding.code == "front-matter" for finding in findings):
            hint = "begin the file with '---', the module's id, title and so on, and '---'"
            findings.append(error(Span(path, 1, 1), "front-matter", "this module has no front matter", hint))
        return findings.beside(ModuleContent())
    document = findings.of(load(lines.front, path, shift=1))
    front = findings.of(validate(ModuleFront, document)) if document else None
    if front is None or document is None:
        return findings.beside(ModuleContent(pages=findings.of(_pages_of_broken_module(context, path, lines.items))))
    findings += _front_findings(context, document, front)
    return findings.beside(findings.of(_module(context, sets, document, front, lines)))


def _front_findings(context: Context, document: Document, front: ModuleFront) -> Iterator[Diagnostic]:
    folder = document.path.parent.name
    if front.id != folder:
        message = f"the module '{front.id}' is in the folder '{folder}'"
        yield error(document.span("id"), "id-mismatch", message, "give both the same name")
    for index, audience in enumerate(front.audiences):
        if not context.audiences.has_anywhere(audience):
            span = document.span("audiences", index)
            hint = nearest(audience, context.audiences.ids)
            yield error(span, "unknown-audience", f"there is no audience '{audience}'", hint)


def _pages_of_broken_module(
    context: Context, path: PurePosixPath, items: Sequence[Item]
) -> Read[dict[str, Visibility]]:
    """So that links to its pages are not called broken too."""
    folder = path.parent.name
    drafts, findings = cut(PageDraft(f"{folder}.start", "", Span(path, 1, 1)), items)
    return Read({draft.id: Visibility(frozenset(context.audiences.ids)) for draft in drafts}, findings)


def _module(context: Context, sets: Sets, document: Document, front: ModuleFront, lines: Lines) -> Read[ModuleContent]:
    findings, path = Findings(), document.path
    folder = path.parent.name
    start = PageDraft(f"{folder}.start", front.title, document.span("title"))
    drafts = findings.of(cut(start, lines.items))
    prose = ProseReader(context, path, lines.definitions, folder)
    reader = BlockReader(context, sets, prose, path)
    seen: dict[str, Visibility] = {}
    pages: list[Page] = []
    for draft in drafts:
        page, editions = findings.of(_page(context, reader, prose, draft, Visibility(frozenset(front.audiences))))
        pages.append(page)
        seen.setdefault(draft.id, editions)
    findings.of(reader.read(pages))
    if prose.is_full:
        findings.append(not_looked_at(Span(path, 1, 1), "links, facts and pictures of this file were partly"))
    findings += prose.unused()
    module = Module(
        id=folder,
        title=front.title,
        summary=front.summary,
        minutes=front.minutes or 0,
        audiences=tuple(front.audiences),
        objectives=tuple(front.objectives),
        pages=tuple(pages),
        content_note=front.content_note,
        review_by=front.review_by,
        span=document.span("id"),
    )
    return findings.beside(ModuleContent(module, seen, tuple(prose.links), reader.checks, prose.used_facts))


def _page(
    context: Context, reader: BlockReader, prose: ProseReader, draft: PageDraft, everyone: Visibility
) -> Read[tuple[Page, Visibility]]:
    """The page, and which editions see it."""
    reader.begin_page(draft.id)
    prose.seen = everyone
    blocks = _under(reader, draft.conditions, lambda: _blocks(reader, draft))
    seen = everyone
    for directive in draft.conditions:
        seen = seen.narrowed(*reader.conditions(directive))
    if draft.items and all(isinstance(item, Directive) and item.name == "local-picture" for _, item in draft.items):
        seen = seen.narrowed((), context.sites.with_picture, ())
    page = Page(id=draft.id, title=draft.title, blocks=blocks, span=draft.span)
    easy = tuple(misplaced_easy(blocks))
    if draft.id.endswith(".start"):
        return Read((page, seen), easy)
    if not draft.items:
        message = f"the page '{draft.title}' has no content"
        empty = error(draft.span, "empty-page", message, "write it, or take the heading away")
        return Read((page, seen), (empty,))
    if blocks and all(map(_is_for_trainers, blocks)):
        message = f"the page '{draft.title}' has nothing for learners, so trainers would not get it either"
        hint = "move its notes and slides to a page that learners read, or write what learners read here"
        return Read((page, seen), (error(draft.span, "empty-page", message, hint),))
    return Read((page, seen), easy)


def _is_for_trainers(block: Block) -> bool:
    if isinstance(block, For):
        return bool(block.blocks) and all(map(_is_for_trainers, block.blocks))
    return isinstance(block, Trainer | SlideText)


def _under(reader: BlockReader, conditions: tuple[Directive, ...], content: Content) -> tuple[Block, ...]:
    """What `content` reads, inside one `For` for each of `conditions`, the first outermost."""
    if not conditions:
        return content()
    wrapped: For = reader.wrapped(conditions[0], lambda: _under(reader, conditions[1:], content))
    return (wrapped,)


def _blocks(reader: BlockReader, draft: PageDraft) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for conditions, item in draft.items:
        blocks.extend(_under(reader, conditions, partial(reader.blocks, [item])))
    return tuple(blocks)
