"""One page of a module, from what was cut out of it. The same page, context and sets give the same again."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import PurePosixPath

from signpost_builder.diagnostics import Diagnostic, Findings, Read, Span, error
from signpost_builder.model import Block, For, Page, SlideText, Trainer
from signpost_builder.read.context import Context, PageLink, Visibility
from signpost_builder.read.easy import misplaced_easy
from signpost_builder.read.page_blocks import BlockReader
from signpost_builder.read.prose import ProseReader
from signpost_builder.read.remembered import Sets
from signpost_builder.source.items import Definitions, Directive
from signpost_builder.source.pages import PageDraft
from signpost_builder.values import frozen

Content = Callable[[], tuple[Block, ...]]


@frozen
class PageSource:
    """A page as it is typed, with what its module defines for all pages, and who sees the module."""

    draft: PageDraft
    definitions: Definitions
    everyone: Visibility


@frozen(kw_only=True)
class PageContent:
    """The page, and what only its module or the whole course can judge.

    `seen`: by which editions. `checks`, `used_facts`: where first. `footnotes`: labels that it refers to. `scenarios`: their ids.
    `noted`, `grown`: how much it adds to what one file may have (`ProseReader`).
    """

    page: Page
    seen: Visibility
    links: tuple[PageLink, ...]
    checks: Mapping[str, Span]
    used_facts: Mapping[str, Span]
    footnotes: frozenset[str]
    scenarios: tuple[tuple[str, Span], ...]
    noted: int
    grown: int


def read_page(
    source: PageSource, path: PurePosixPath, context: Context, sets: Sets, *, noted: int = 0, grown: int = 0
) -> Read[PageContent]:
    """`noted`, `grown`: what the pages before it have added."""
    findings, draft = Findings(), source.draft
    prose = ProseReader(context, path, source.definitions, path.parent.name, noted=noted, grown=grown)
    before = prose.noted()
    prose.page_id, prose.seen = draft.id, source.everyone
    reader = BlockReader(context, sets, prose, path)
    blocks = _under(reader, draft.conditions, lambda: _blocks(reader, draft))
    seen = _seen(source, reader, context)
    findings.of(reader.read(blocks))
    page = Page(id=draft.id, title=draft.title, blocks=blocks, span=draft.span)
    findings += _page_findings(page, draft)
    return findings.beside(
        PageContent(
            page=page,
            seen=seen,
            links=tuple(prose.links),
            checks=reader.checks,
            used_facts=prose.used_facts,
            footnotes=frozenset(prose.used_labels),
            scenarios=tuple(reader.scenarios),
            noted=prose.noted() - before,
            grown=prose.grown - grown,
        )
    )


def _seen(source: PageSource, reader: BlockReader, context: Context) -> Visibility:
    """Which editions have the page."""
    draft, seen = source.draft, source.everyone
    for directive in draft.conditions:
        seen = seen.narrowed(*reader.conditions(directive))
    if draft.items and all(isinstance(item, Directive) and item.name == "local-picture" for _, item in draft.items):
        seen = seen.narrowed((), context.sites.with_picture, ())
    return seen


def _page_findings(page: Page, draft: PageDraft) -> Iterator[Diagnostic]:
    if draft.id.endswith(".start"):
        yield from misplaced_easy(page.blocks)
    elif not draft.items:
        message = f"the page '{draft.title}' has no content"
        yield error(draft.span, "empty-page", message, "write it, or take the heading away")
    elif page.blocks and all(map(_is_for_trainers, page.blocks)):
        message = f"the page '{draft.title}' has nothing for learners, so trainers would not get it either"
        hint = "move its notes and slides to a page that learners read, or write what learners read here"
        yield error(draft.span, "empty-page", message, hint)
    else:
        yield from misplaced_easy(page.blocks)


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
