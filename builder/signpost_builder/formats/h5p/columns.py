"""The blocks of our pages as the contents of a Column, H5P's page."""

from collections.abc import Iterable
from copy import copy
from html import escape
from typing import Any, assert_never

from signpost_builder.diagnostics import NOWHERE, Span
from signpost_builder.formats.h5p.content import SubContent
from signpost_builder.formats.h5p.context import Citer, Difference, Setting, left_out
from signpost_builder.formats.h5p.media import file_value, media_path
from signpost_builder.formats.h5p.passages import Asked, Folded, Lost, Open, Passages, parts, picture_of
from signpost_builder.formats.h5p.pictures import accepted
from signpost_builder.formats.h5p.shape import reshaped
from signpost_builder.model import Asset, Block, QuestionSet
from signpost_builder.page.sources import named_facts, source_views


class Contents:
    """The contents of one chapter, in order. `name` is the page that is being filled in; ids derive from it.

    `pause`: HTML that offers somebody to turn to, after a hard part.
    """

    def __init__(self, setting: Setting, pause: str) -> None:
        self._setting = setting
        self._passages = Passages(setting.texts, pause)
        self._items: list[dict[str, Any]] = []
        self._text: list[str] = []
        self._place, self._title, self._count = "", "", 0
        self._span = NOWHERE
        self._cite = Citer(setting.course.facts)
        self.media: dict[str, Asset] = {}
        self.points = 0
        self.differences: list[Difference] = []

    def continued(self) -> "Contents":
        """The same so far, to be filled further without a change to this one."""
        other = copy(self)
        other._items, other._text = [*self._items], [*self._text]
        other.media = {**self.media}
        other.differences = [*self.differences]
        return other

    def begin(self, place: str, title: str, span: Span = NOWHERE) -> None:
        """What follows belongs to the page `place` (at `span` in the sources), whose list of sources begins anew."""
        self._flush()
        self._place, self._title, self._count, self._span = place, title, 0, span
        self._cite = Citer(self._setting.course.facts)

    def items(self) -> list[dict[str, Any]]:
        self._flush()
        return self._items

    def html(self, html: str) -> None:
        """A text, with its tables and pictures as content of their own."""
        self._reshaped(html, folded=False)
        for kind, part in parts(html):
            match kind:
                case "text":
                    self._text.append(self._lowered(part))
                    self._left_out(part)
                case "table":
                    self._add(
                        "H5P.Table", {"text": self._setting.lowering.field(part, "table", self._cite)}, self._title
                    )
                    self._left_out(part)
                case "picture":
                    self._picture(part)
                case _:
                    assert_never(kind)

    def blocks(self, blocks: Iterable[Block]) -> None:
        for passage in self._passages.of(blocks):
            match passage:
                case Open():
                    self.html(passage.html)
                case Folded():
                    self._folded(passage.heading, passage.html, passage.title)
                    self._left_out(passage.html)
                case Asked():
                    self._asked(passage.questions)
                case Lost():
                    self._lost(self._place, passage.text, self._span)
                case _:
                    assert_never(passage)

    def sources(self, blocks: Iterable[Block]) -> None:
        """The page's list, folded: what was cited, in the order of the numbers, then what else the page rests on."""
        for id in named_facts(blocks):
            self._cite(id)
        if not self._cite.cited:
            return
        t = self._setting.page
        lines = []
        for source in source_views(self._cite.cited.values(), t):
            title = f'<a href="{escape(source.url)}">{escape(source.title)}</a>' if source.url else escape(source.title)
            date = f", {escape(source.date)}" if source.date else ""
            lines.append(f"<li>{escape(source.publisher)}: {title}{date}. {escape(source.read)}.</li>")
        self._folded(t["page_sources"], f"<ol>{''.join(lines)}</ol>")

    # --------------------------------------------------------------- parts

    def _asked(self, questions: QuestionSet) -> None:
        if questions.draw:
            self._lost(questions.id, "all its questions are asked; elsewhere some are drawn", questions.span)
        for question in questions.questions:
            posed, differences = self._setting.pose(question, "check", self._cite)
            self.differences += differences
            if posed.content:
                self._put(posed.content)
                self.points += posed.points
            self._left_out(question.rationale)

    def _folded(self, heading: str, html: str, title: str = "") -> None:
        self._flush()
        self._reshaped(html, folded=True)
        text = self._setting.lowering.field(html, "text", self._cite)
        content = self._sub("H5P.AdvancedText", {"text": text}, title or heading)
        panel = {
            "title": self._setting.lowering.field(escape(heading, quote=False), "plain", self._cite),
            "content": content,
        }
        self._add("H5P.Accordion", {"panels": [panel], "hTag": "h3"}, title or heading)

    def _picture(self, name: str) -> None:
        """`name`: the element itself, as HTML."""
        source, alt = picture_of(name)
        shown = accepted(self._setting.course.assets[source])
        assert shown is not None, f"{source} was not refused"
        self.media[media_path(shown)] = shown
        params: dict[str, Any] = {"file": file_value(shown), "decorative": not alt}
        if alt:
            params["alt"] = self._setting.lowering.field(escape(alt, quote=False), "plain", self._cite)
        self._add("H5P.Image", params, alt or self._title)

    def _left_out(self, html: str) -> None:
        self.differences += left_out(self._setting.course, html)

    def _reshaped(self, html: str, *, folded: bool) -> None:
        for text in reshaped(html, folded=folded):
            self._lost(self._place, text, self._span)

    def _lost(self, about: str, text: str, span: Span) -> None:
        self.differences.append(Difference(about=about, text=text, span=span))

    # --------------------------------------------------------------- making

    def _lowered(self, html: str) -> str:
        text = self._setting.lowering.field(html, "text", self._cite)
        return text if text.startswith("<") else f"<p>{text}</p>"

    def _flush(self) -> None:
        if self._text:
            text, self._text = "".join(self._text), []
            self._put(self._sub("H5P.AdvancedText", {"text": text}, self._title))

    def _add(self, type: str, params: dict[str, Any], title: str) -> None:
        self._flush()
        self._put(self._sub(type, params, title))

    def _put(self, content: SubContent) -> None:
        self._flush()
        self._items.append({"content": content, "useSeparator": "auto"})

    def _sub(self, type: str, params: dict[str, Any], title: str) -> SubContent:
        self._count += 1
        return self._setting.make.sub(type, params, f"{self._place}/{self._count}", title)
