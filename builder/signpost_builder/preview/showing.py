"""What a frame shows of an edition: the files of the page as a platform gets them, or one file of another format."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from signpost_builder.formats import FORMATS
from signpost_builder.formats.format import Format, View
from signpost_builder.model import Asset, Course
from signpost_builder.page.block_html import forget_blocks
from signpost_builder.page.document import OWN_FILES, Adapter, site_files
from signpost_builder.page.rendered import Rendered, render
from signpost_builder.preview.choice import Choice

Files = Mapping[str, bytes | Asset]
PAGE = "page"
ADAPTERS: Mapping[str, Adapter] = {PAGE if each == "none" else each: each for each in get_args(Adapter)}
VIEWS: Mapping[str, tuple[Format, View]] = {
    view.name: (format, view) for format in FORMATS.values() for view in format.views
}
INDEX = "index.html"
SCRIPT = OWN_FILES["early"].encode()
FORGET_AFTER = 50  # pages: every save leaves blocks in the caches of page/ that nobody asks for again
MOST_KEPT = 4  # of what was shown last: a frame, its player and its pictures ask one after the other


class Showing:
    """Makes what is asked for once for each version of a course. `nowhere`: where survey answers are sent, to be dropped."""

    def __init__(self, nowhere: str, helper: str) -> None:
        self._nowhere, self._helper = nowhere, helper
        self._made: dict[tuple[str, Choice], tuple[Course, Files]] = {}
        self._count = 0

    def files(self, kind: str, choice: Choice, course: Course) -> Files | None:
        """By name; None where the course has no such edition. Raises SourceError for what the format refuses."""
        kept = self._made.get((kind, choice))
        if kept and kept[0] is course:
            return kept[1]
        edition = choice.of(course)
        if edition is None:
            return None
        self._count += 1
        if self._count % FORGET_AFTER == 0:
            forget_blocks()
        rendered = unsent(render(edition), self._nowhere)
        files = self._page(rendered, ADAPTERS[kind]) if kind in ADAPTERS else _other(kind, rendered)
        self._made.pop((kind, choice), None)
        self._made[kind, choice] = course, files
        while len(self._made) > MOST_KEPT:
            del self._made[next(iter(self._made))]
        return files

    def _page(self, rendered: Rendered, adapter: Adapter) -> Files:
        """The page as it is packed, with one script more before its own."""
        files = dict(site_files(rendered, adapter))
        page = files[INDEX]
        assert isinstance(page, bytes)
        before, script, after = page.partition(SCRIPT)
        assert script
        files[INDEX] = b"".join((before, f'<script defer src="{self._helper}"></script>\n'.encode(), script, after))
        return files


def unsent(rendered: Rendered, nowhere: str) -> Rendered:
    """The same with a survey that sends its answers to an address of the preview, which drops them."""
    if "survey" not in rendered.data:
        return rendered
    survey: dict[str, Any] = {**rendered.data["survey"], "endpoint": nowhere}
    return replace(rendered, data={**rendered.data, "survey": survey})


def _other(kind: str, rendered: Rendered) -> Files:
    format, view = VIEWS[kind]
    return {INDEX: view.make(rendered, format.told_by(rendered.edition.course))}
