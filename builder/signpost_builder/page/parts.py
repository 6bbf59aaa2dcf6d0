"""One module or one set as a document of its own, for platforms that show the parts of a course apart.

What stands around the pages (`frame`), the pages one by one, and the player's data of this part alone:
docs/formats/xblock.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from signpost_builder.model import Asset, Edition, Fact, Module
from signpost_builder.page.bodies import PageBody, all_assets
from signpost_builder.page.data import part_data
from signpost_builder.page.document import page_content
from signpost_builder.page.features import CHANGED, FEATURES, HISTORY, LISTEN, SEARCH, SURVEY
from signpost_builder.page.rendered import Rendered
from signpost_builder.page.sources import source_views
from signpost_builder.page.templates import page_template
from signpost_builder.state import page_digest
from signpost_builder.values import frozen

PAGES_HERE = "<!--pages-->"
LINK = re.compile(r'(<a [^>]*?href=")#([^"#]+)"')

OF_A_WHOLE = dict.fromkeys((HISTORY, SEARCH, CHANGED), False)  # a part has none of it

Phase = Literal["before", "after"]


@frozen
class PartPage:
    """`html` is the whole `<section>`."""

    id: str
    title: str
    html: str


@frozen
class Part:
    """`assets`: the media that the pages show, by their names in the HTML."""

    title: str
    frame: str
    pages: tuple[PartPage, ...]
    data: Mapping[str, Any]
    assets: Mapping[str, Asset]


class Parts:
    """The parts of one edition. `addresses`: where a link to a page of another module leads, by page id.

    `answers`: who marks the questions after, as templates/page.html says it.
    """

    def __init__(self, rendered: Rendered, addresses: Mapping[str, str], answers: str) -> None:
        self._rendered, self._edition, self._addresses = rendered, rendered.edition, addresses
        self._content = page_content(rendered, local=False) | {"whole": False, "answers": answers} | OF_A_WHOLE
        self._texts: Mapping[str, Any] = self._content["t"]
        self._template = page_template()

    def start(self) -> Part:
        title = self._texts["start"]["title"]
        page = PartPage("start", title, self._section("start"))
        return self._part(title, [page], self._only(), {"start"}, ())

    def module(self, module: Module) -> Part:
        shown = self._rendered.bodies.modules[module.id]
        pages = [PartPage(body.id, body.title, self._section("page", page=body)) for body in shown]
        names = {page.id for page in pages}
        return self._part(module.title, pages, self._only(modules=(module,)), names, shown)

    def questions(self, phase: Phase) -> Part:
        """The sets before or after. What would be shown back has no other document beside it: a survey keeps it."""
        names = ["before"] if phase == "before" else ["after", "result", "certificate"]
        pages = [PartPage(name, self._texts[name]["title"], _kept_by_survey(self._section(name))) for name in names]
        only = self._only(**{phase: getattr(self._edition, phase)})
        counted = set() if phase == "before" or self._content["scored"] else {"result"}
        bodies = self._rendered.bodies
        shown = bodies.before if phase == "before" else bodies.after
        part = self._part(shown.title, pages, only, counted, [shown])
        words = self._edition.course.words.critical
        if phase == "after" and words and self._content["critical"]:
            return replace(part, data={**part.data, "words": {"critical": words}})
        return part

    def _only(self, **kept: Any) -> Edition:
        """Some of the edition; what is not asked before or after has nothing to do with the survey."""
        survey = self._edition.survey if kept.keys() & {"before", "after"} else None
        return replace(self._edition, **({"modules": (), "before": (), "after": (), "survey": survey} | kept))

    def _part(
        self, title: str, pages: Sequence[PartPage], only: Edition, counted: set[str], shown: Sequence[PageBody]
    ) -> Part:
        """`shown`: the bodies that stand on these pages."""
        pages = [replace(page, html=self._linked(page.html, pages)) for page in pages]
        frame = self._frame(title, pages, dict.fromkeys(fact for body in shown for fact in body.facts))
        data = self._data(only, shown, pages, counted)
        return Part(title, frame, tuple(pages), data, all_assets(shown))

    def _frame(self, title: str, pages: Sequence[PartPage], facts: Iterable[Fact]) -> str:
        content = {
            "heading": title,
            "contents": [{"id": page.id, "title": page.title, "pages": []} for page in pages],
            "sources": source_views(facts, self._texts),
            "single": len(pages) == 1,
            "flat": True,
        }
        if len(pages) > 1 and pages[0].id not in ("after", "start"):
            entries = [(page.id, page.title) for page in pages]
            entries[0] = (entries[0][0], self._texts["opening"])
            content["flat"] = False
            content["contents"] = [{"id": pages[0].id, "title": title, "pages": entries}]
        return f"{self._section('top', **content)}\n{PAGES_HERE}\n{self._section('end', **content)}"

    def _section(self, name: str, **more: Any) -> str:
        """One block of page.html alone."""
        context = self._template.new_context(self._content | more)
        return "".join(self._template.blocks[name](context)).strip()

    def _linked(self, html: str, pages: Sequence[PartPage]) -> str:
        here = {page.id for page in pages}

        def elsewhere(link: re.Match[str]) -> str:
            address = None if link[2] in here else self._addresses.get(link[2])
            return f'{link[1]}{address}"' if address else link[0]

        return LINK.sub(elsewhere, html)

    def _data(
        self, only: Edition, shown: Iterable[PageBody], pages: Sequence[PartPage], counted: set[str]
    ) -> dict[str, Any]:
        """The data of these pages; the survey's is the whole course's, but for the address, which is the operator's."""
        features = {name for body in shown for name in body.features} | ({SURVEY} if only.survey else set())
        features |= self._rendered.features & {LISTEN}
        data = part_data(self._rendered.data, only, FEATURES - features)
        data["pages"] = [{"id": page.id, "counts": page.id in counted} for page in pages]
        data["pagesDigest"] = page_digest(page.id for page in pages if page.id in counted)
        if "survey" in data:
            data["survey"] = {name: value for name, value in data["survey"].items() if name != "endpoint"}
        return data


def _kept_by_survey(html: str) -> str:
    return html.replace(" data-shown-back", " data-survey-only")


def media_moved(html: str, folder: str) -> str:
    """The same HTML with its media at `folder` instead of "media/"."""
    return html.replace('"media/', f'"{folder}')
