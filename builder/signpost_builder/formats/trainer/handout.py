"""What the handout says: a picture, the steps, and the signs by role, from the pages that course.yaml names. Plain values, for paper and slides."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

import lxml.html

from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.prose_html import html_of
from signpost_builder.model import Block, Edition, Page, Prose, Steps, Titled


def picture(edition: Edition, pack: TrainerPack) -> str:
    """The first picture of the first named page that has one, as HTML; empty where none has."""
    return next(_elements(_pages(edition, pack.picture), "img"), "")


def steps(edition: Edition, pack: TrainerPack) -> str:
    """The first numbered list or `::: steps` of the first named page that has one, as HTML; empty where none has."""
    for page in _pages(edition, pack.steps):
        for block in page.blocks:
            if found := _listed(block) if isinstance(block, Steps) else next(iter(_inside(block, "ol")), ""):
                return found
    return ""


def signs(edition: Edition, pack: TrainerPack) -> tuple[str, str]:
    """(title of the page, HTML): the first table, or else the prose, of the first named page that this edition has."""
    for page in _pages(edition, pack.signs):
        found = next(_elements([page], "table"), "")
        return page.title, found or "".join(_said(html_of(each)) for each in page.blocks if isinstance(each, Prose))
    return "", ""


def _said(html: str) -> str:
    """Without pictures: the sheet has one, above."""
    body = lxml.html.fragment_fromstring(html, create_parent="div")
    for shown in list(body.iter("img")):
        paragraph = shown.getparent()
        shown.drop_tree()
        if paragraph is not None and paragraph.tag == "p" and not paragraph.text_content().strip():
            paragraph.drop_tree()
    return "".join(lxml.html.tostring(each, encoding="unicode") for each in body)


def _pages(edition: Edition, ids: Iterable[str]) -> list[Page]:
    pages = {page.id: page for module in edition.modules for page in module.pages}
    return [pages[id] for id in ids if id in pages]


def _listed(block: Steps) -> str:
    """Its pieces as a numbered list, each title on the line of its text: the sheet has one page."""
    pieces = (each for each in block.blocks if isinstance(each, Titled))
    said = (f"<strong>{_with_stop(each.title)}</strong> {_text(each)}".rstrip() for each in pieces)
    return f"<ol>{''.join(f'<li>{each}</li>' for each in said)}</ol>"


def _with_stop(title: str) -> str:
    return title if title.endswith((".", "?", "!", ":")) else f"{title}."


def _text(piece: Titled) -> str:
    """Without the tags of a lone paragraph, which would begin a line."""
    html = "".join(html_of(one) for one in piece.blocks if isinstance(one, Prose)).strip()
    alone = html.startswith("<p>") and html.endswith("</p>") and html.count("<p") == 1
    return html.removeprefix("<p>").removesuffix("</p>") if alone else html


def _elements(pages: Iterable[Page], tag: str) -> Iterator[str]:
    for page in pages:
        for block in page.blocks:
            yield from _inside(block, tag)


def _inside(block: Block, tag: str) -> tuple[str, ...]:
    html = html_of(block) if isinstance(block, Prose) else ""
    return _within(html, tag) if f"<{tag}" in html else ()


@lru_cache(maxsize=64)
def _within(html: str, tag: str) -> tuple[str, ...]:
    """Every site's sheets ask for the same ones again."""
    every = list(lxml.html.fragment_fromstring(html, create_parent="div").iter(tag))
    for found in every:
        found.tail = None
    return tuple(lxml.html.tostring(found, encoding="unicode") for found in every)
