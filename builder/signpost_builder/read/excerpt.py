"""A module of which a course shows some pages: a refresher, a lesson of five minutes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from signpost_builder.diagnostics import Findings, Read, Span, error, nearest
from signpost_builder.model import Check, Module, Page, every_block
from signpost_builder.read.context import ModuleContent
from signpost_builder.source.yaml_nodes import Document


def excerpt(content: ModuleContent, wanted: Sequence[str] | None, document: Document) -> Read[ModuleContent]:
    """The opening page and the pages of those names, in the module's own order; all of them where none are named.

    It claims no objectives, which are the whole module's, and takes as long as its own words. `document` is course.yaml.
    """
    module = content.module
    if wanted is None or module is None:
        return Read(content)
    findings = Findings()
    names = {page.id.removeprefix(f"{module.id}."): page for page in module.pages}
    for index, name in enumerate(wanted):
        if name not in names:
            span = document.span("pages", module.id, index)
            message = f"the module '{module.id}' has no page '{name}'"
            findings.append(error(span, "unknown-page", message, nearest(name, names)))
    pages = tuple(page for name, page in names.items() if name == "start" or name in wanted)
    left_out = [page for page in module.pages if page not in pages]
    ids = frozenset(page.id for page in left_out)
    unasked = {*_checks(left_out)} - {*_checks(pages)}
    shown = ModuleContent(
        module=replace(module, pages=pages, objectives=(), stated_minutes=0),
        pages={id: seen for id, seen in (content.pages or {}).items() if id not in ids},
        links=tuple(link for link in content.links if _page_at(link.span, module) not in left_out),
        checks={id: span for id, span in content.checks.items() if id not in unasked},
        used_facts=content.used_facts,
        left_out=ids,
    )
    return findings.beside(shown)


def _checks(pages: Iterable[Page]) -> Iterator[str]:
    """Ids of the question sets that the pages use as a check."""
    for page in pages:
        yield from (block.questions.id for block in every_block(page.blocks) if isinstance(block, Check))


def _page_at(place: Span, module: Module) -> Page | None:
    """The page of the module in which a place stands: the last one that begins above it."""
    above = [page for page in module.pages if page.span.path == place.path and page.span.line <= place.line]
    return above[-1] if above else None
