"""The parts of an edition as HTML, rendered once however many formats show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from signpost_builder.model import Edition, Fact, Module
from signpost_builder.page.block_html import Blocks
from signpost_builder.page.sources import cited_facts, numbered, page_facts, source_views


class TheEdition:
    """An edition as a key for caches: that very one. Comparing two equal ones would cost more than their page."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def __hash__(self) -> int:
        return id(self.edition)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TheEdition) and self.edition is other.edition


@dataclass(frozen=True, slots=True)
class PageBody:
    """What stands under the heading of a page, and the facts that it gives sources for."""

    id: str
    title: str
    body: Markup
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Bodies:
    """`modules`: the pages by module id. `after_facts`: those of the answers after."""

    before: Markup
    after: Markup
    after_facts: tuple[Fact, ...]
    modules: Mapping[str, tuple[PageBody, ...]]

    @property
    def pages(self) -> list[PageBody]:
        return [page for pages in self.modules.values() for page in pages]

    def facts(self) -> dict[Fact, None]:
        """Every fact once, in the order in which the list of sources has always had them."""
        return dict.fromkeys([*self.after_facts, *(fact for page in self.pages for fact in page.facts)])


@lru_cache(maxsize=2)
def bodies(the: TheEdition) -> Bodies:
    edition = the.edition
    blocks = Blocks(edition)
    after = blocks.question_sets(edition.after, answered=True)
    after_facts = cited_facts(after, edition.course.facts)
    return Bodies(
        before=blocks.question_sets(edition.before, answered=False),
        after=with_sources(blocks, after, after_facts),
        after_facts=tuple(after_facts),
        modules=module_bodies(TheModules(edition)),
    )


class TheModules:
    """The modules of an edition as a key, with what their pages depend on: editions that ask other sets share them."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        same = (edition.course, edition.modules, edition.contacts)  # the edition keeps them, and so their ids
        self._key = (*map(id, same), edition.audience.id, edition.language)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TheModules) and self._key == other._key


@lru_cache(maxsize=2)
def module_bodies(the: TheModules) -> Mapping[str, tuple[PageBody, ...]]:
    edition = the.edition
    blocks = Blocks(edition)
    modules = {}
    for place, module in enumerate(edition.modules, start=1):
        pages = []
        for page in module.pages:
            body = blocks.render(page.blocks)
            if page is module.pages[0]:
                body = opening(blocks, edition, module, place) + body
            facts = page_facts(page, body, edition.course.facts)
            pages.append(PageBody(page.id, page.title, with_sources(blocks, body, facts), tuple(facts)))
        modules[module.id] = tuple(pages)
    return modules


def with_sources(blocks: Blocks, body: Markup, facts: Sequence[Fact]) -> Markup:
    if not facts:
        return body
    sources = source_views(facts, blocks.texts)
    return numbered(body, [source.facts for source in sources]) + blocks.macros.sources(sources)


def opening(blocks: Blocks, edition: Edition, module: Module, place: int) -> Markup:
    texts: Mapping[str, Any] = blocks.texts
    part = f"{texts['part']} {place} {texts['of']} {len(edition.modules)}"
    return blocks.macros.opening(
        part, blocks.minutes(module.minutes), module.summary, module.objectives, module.content_note
    )
