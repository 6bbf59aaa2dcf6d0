"""The parts of an edition as HTML: what stands under each heading, and what it takes along."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from signpost_builder.minutes import minutes_of, page_seconds
from signpost_builder.model import Asset, Course, Easy, Edition, Fact, Module, Page
from signpost_builder.page.block_html import Blocks
from signpost_builder.page.features import block_features, set_features
from signpost_builder.page.sources import cited_facts, numbered, page_facts, source_views
from signpost_builder.values import frozen

MEDIA = re.compile(r'"(media/[^"]+)"')


@frozen(kw_only=True)
class PageBody:
    """What stands under the heading of a page.

    `facts`: those that it gives sources for. `features` (page.features): those that it needs. `assets`: the media that
    it shows, by their names in the HTML.
    """

    id: str
    title: str
    body: Markup
    facts: tuple[Fact, ...]
    features: frozenset[str]
    assets: Mapping[str, Asset]
    seconds: int = 0  # that it takes, as far as it is reckoned; questions before and after are not


@frozen(kw_only=True)
class Bodies:
    """`before` and `after`: the questions asked there, empty where there are none. `modules`: the pages by module id."""

    before: PageBody
    after: PageBody
    modules: Mapping[str, tuple[PageBody, ...]]

    @property
    def pages(self) -> list[PageBody]:
        return [page for pages in self.modules.values() for page in pages]

    @property
    def all(self) -> list[PageBody]:
        """In the order of the page."""
        return [self.before, *self.pages, self.after]

    def facts(self) -> dict[Fact, None]:
        """Every fact once, in the order in which the list of sources has always had them."""
        return dict.fromkeys([*self.after.facts, *(fact for page in self.pages for fact in page.facts)])


def bodies(edition: Edition, modules: Mapping[str, tuple[PageBody, ...]] | None = None) -> Bodies:
    """`modules`: where they have been rendered already."""
    blocks = Blocks(edition)
    return Bodies(
        before=_questions_before(blocks, edition),
        after=_questions_after(blocks, edition),
        modules=module_bodies(blocks, edition) if modules is None else modules,
    )


def module_bodies(blocks: Blocks, edition: Edition) -> Mapping[str, tuple[PageBody, ...]]:
    return {
        module.id: tuple(
            _page_body(blocks, edition, module, place, page, seconds)
            for page, seconds in zip(module.pages, page_seconds(module), strict=True)
        )
        for place, module in enumerate(edition.modules, start=1)
    }


def _page_body(blocks: Blocks, edition: Edition, module: Module, place: int, page: Page, seconds: int) -> PageBody:
    easy = [block for block in page.blocks if isinstance(block, Easy)]  # they stand at the head
    body = blocks.render(page.blocks[len(easy) :])
    if page is module.pages[0]:
        body = opening(blocks, edition, module, place) + body
    body = Markup("\n").join([blocks.render(easy), body]) if easy else body
    facts = page_facts(page, body, edition.course.facts)
    return PageBody(
        id=page.id,
        title=page.title,
        body=with_sources(blocks, body, facts),
        facts=tuple(facts),
        features=block_features(page.blocks),
        assets=shown_assets(edition.course, body),
        seconds=seconds,
    )


def _questions_before(blocks: Blocks, edition: Edition) -> PageBody:
    body = blocks.question_sets(edition.before, answered=False)
    return PageBody(
        id="before",
        title=blocks.texts["before"]["title"],
        body=body,
        facts=(),
        features=set_features(edition.before, answered=False),
        assets=shown_assets(edition.course, body),
    )


def _questions_after(blocks: Blocks, edition: Edition) -> PageBody:
    body = blocks.question_sets(edition.after, answered=True)
    facts = cited_facts(body, edition.course.facts)
    return PageBody(
        id="after",
        title=blocks.texts["after"]["title"],
        body=with_sources(blocks, body, facts),
        facts=tuple(facts),
        features=set_features(edition.after, answered=True),
        assets=shown_assets(edition.course, body),
    )


def shown_assets(course: Course, html: str) -> dict[str, Asset]:
    """The media that authors' HTML shows, wherever it stands: also a question's feedback may have a picture."""
    return {name: course.assets[name] for name in dict.fromkeys(MEDIA.findall(html)) if name in course.assets}


def all_assets(pages: Iterable[PageBody]) -> dict[str, Asset]:
    return {name: asset for page in pages for name, asset in page.assets.items()}


def with_sources(blocks: Blocks, body: Markup, facts: Sequence[Fact]) -> Markup:
    if not facts:
        return body
    sources = source_views(facts, blocks.texts)
    return numbered(body, [source.facts for source in sources]) + blocks.macros.sources(sources)


def opening(blocks: Blocks, edition: Edition, module: Module, place: int) -> Markup:
    texts: Mapping[str, Any] = blocks.texts
    part = f"{texts['part']} {place} {texts['of']} {len(edition.modules)}"
    return blocks.macros.opening(
        part, blocks.minutes(minutes_of(module)), module.summary, module.objectives, module.content_note
    )
