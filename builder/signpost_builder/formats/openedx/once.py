"""What native archives have in common: problems and pages that are the same for every site, made once."""

from functools import lru_cache

from markupsafe import Markup

from signpost_builder.formats.openedx import names
from signpost_builder.formats.openedx.capa import Maker, Use, faults
from signpost_builder.formats.openedx.olx import xml
from signpost_builder.formats.openedx.plain_html import plain
from signpost_builder.model import Question
from signpost_builder.page.sources import numbered
from signpost_builder.page.strings import strings
from signpost_builder.same import Same
from signpost_builder.values import frozen


@frozen(kw_only=True)
class Setting:
    """Where a question stands, as far as its problem depends on it."""

    title: str
    use: Use
    attempts: int
    language: str
    page_id: str
    sources: tuple[str, ...]  # ids of facts, for each entry of the page's list
    pages: frozenset[str]


@lru_cache(maxsize=1024)
def problem_file(the: Same[Question], setting: Setting) -> tuple[bytes, tuple[str, ...]]:
    """The file, and what is wrong with it."""
    maker = Maker(
        strings(setting.language)["page"],
        address=lambda href: address(href, setting.page_id, setting.pages),
        cited=lambda html: numbered(Markup(html), setting.sources),
    )
    element = maker.problem(the.value, setting.title, setting.use, setting.attempts)
    return xml(element, pretty=False), tuple(faults(element))


@lru_cache(maxsize=1024)
def plain_page(html: str, page_id: str, pages: frozenset[str]) -> str:
    return plain(html, lambda href: address(href, page_id, pages), heading=False) + "\n"


def address(href: str, page_id: str, pages: frozenset[str]) -> str | None:
    """Where a link inside the course leads: another page, the sources of this one, or a place on it."""
    target = href[1:]
    if target in pages:
        return names.jump(target)
    if target.startswith("source-"):
        return f"#{sources_id(page_id)}" if page_id else names.jump(names.SOURCES)
    return href


def sources_id(page_id: str) -> str:
    return f"{page_id}-sources"
