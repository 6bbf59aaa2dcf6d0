"""What the handout says: the steps, and the signs by role, from the pages that course.yaml names. Plain values, for paper and slides."""

from collections.abc import Iterable, Iterator

import lxml.html

from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.typst_scenario import html_of
from signpost_builder.model import Edition, Page, Prose


def steps(edition: Edition, pack: TrainerPack) -> str:
    """The first numbered list of the first named page that has one, as HTML; empty where none has."""
    return next(_elements(_pages(edition, pack.steps), "ol"), "")


def signs(edition: Edition, pack: TrainerPack) -> tuple[str, str]:
    """(title of the page, HTML): the first table, or else the prose, of the first named page that this edition has."""
    for page in _pages(edition, pack.signs):
        found = next(_elements([page], "table"), "")
        return page.title, found or "".join(html_of(each) for each in page.blocks if isinstance(each, Prose))
    return "", ""


def _pages(edition: Edition, ids: Iterable[str]) -> list[Page]:
    pages = {page.id: page for module in edition.modules for page in module.pages}
    return [pages[id] for id in ids if id in pages]


def _elements(pages: Iterable[Page], tag: str) -> Iterator[str]:
    for page in pages:
        for block in page.blocks:
            html = html_of(block) if isinstance(block, Prose) else ""
            if f"<{tag}" in html:
                for found in lxml.html.fragment_fromstring(html, create_parent="div").iter(tag):
                    found.tail = None
                    yield lxml.html.tostring(found, encoding="unicode")
