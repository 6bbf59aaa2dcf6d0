"""The blocks of our pages as the contents of a Column, H5P's page."""

from collections.abc import Iterable
from copy import copy
from functools import lru_cache
from html import escape
from typing import Any, Literal, assert_never

import lxml.html
from lxml.html import HtmlElement

from signpost_builder.diagnostics import NOWHERE, Diagnostic, Span
from signpost_builder.formats.h5p.content import SubContent
from signpost_builder.formats.h5p.context import Citer, Difference, Setting, left_out
from signpost_builder.formats.h5p.media import accepted, file_value, media_path, refusal
from signpost_builder.formats.h5p.shape import reshaped
from signpost_builder.formats.h5p.text import parsed
from signpost_builder.model import (
    Asset,
    Block,
    Callout,
    Cards,
    Chart,
    Check,
    Compare,
    Easy,
    Figure,
    For,
    Media,
    Pieces,
    Prose,
    QuestionSet,
    Quote,
    Reveal,
    Scenario,
    Sensitive,
    SlideText,
    Stages,
    Steps,
    Timeline,
    Titled,
    Trainer,
    every_block,
)
from signpost_builder.page.chart import chart_table
from signpost_builder.page.sources import named_facts, source_views

PartKind = Literal["text", "table", "picture"]


class Contents:
    """The contents of one chapter, in order. `name` is the page that is being filled in; ids derive from it.

    `pause`: HTML that offers somebody to turn to, after a hard part.
    """

    def __init__(self, setting: Setting, pause: str) -> None:
        self._setting, self._pause = setting, pause
        self._items: list[dict[str, Any]] = []
        self._text: list[str] = []
        self._place, self._title, self._count = "", "", 0
        self._span = NOWHERE
        self._cite = Citer(setting.course.facts)
        self.media: dict[str, Asset] = {}
        self.findings: list[Diagnostic] = []
        self.points = 0
        self.differences: list[Difference] = []

    def continued(self) -> "Contents":
        """The same so far, to be filled further without a change to this one."""
        other = copy(self)
        other._items, other._text = [*self._items], [*self._text]
        other.media = {**self.media}
        other.findings, other.differences = [*self.findings], [*self.differences]
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
        whole = "<table" not in html and "<img" not in html
        pieces: Iterable[tuple[PartKind, str]] = (("text", html),) if whole else parts(html)
        for kind, part in pieces:
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
        for block in blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        match block:
            case Prose() | Stages() | Scenario():
                self.html(self._one_text((block,)))
            case Callout():
                self.html(self._titled(block))
                self.blocks(block.blocks)
            case Titled():
                self.html(f"<p><strong>{block.title}</strong></p>")
                self.blocks(block.blocks)
            case Compare() | Cards():
                self.blocks(block.blocks)
            case Steps() | Timeline() | Quote():
                self.html(self._one_text((block,)))
            case Figure():
                self.blocks((block.picture,))
                self.html(self._listed(block))
                self._lost("the numbers of its labels are not on the picture; they are a list under it")
            case Media():
                self.blocks((block.picture, *block.blocks))
            case Easy():
                self.html(self._one_text((block,)))
                self._lost("its easy words stand at its head for everybody: there is no switch")
            case Reveal():
                self._reveal(block)
            case Chart():
                self.html(self._one_text((block,)))
                self._lost(f"the chart '{block.title}' is its table and its description")
            case Sensitive():
                self._sensitive(block)
            case Check():
                self._check(block.questions)
            case For() | Trainer() | SlideText():
                raise TypeError(f"an edition contains no {type(block).__name__}: {block!r:.80}")
            case _:
                assert_never(block)

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

    def _sensitive(self, block: Sensitive) -> None:
        """A note first, then the choice: the part itself is folded, the key points are not."""
        t = self._setting.page
        minutes = f"{t['about']} {block.minutes} {t['minute' if block.minutes == 1 else 'minutes']}."
        self.html(f"<h3>{escape(block.title)}</h3><p>{minutes} {escape(t['sensitive']['choice'])}</p>")
        text = self._one_text(block.blocks)
        self._folded(t["sensitive"]["read"], text, block.title)
        self._left_out(text)
        for inner in every_block(block.blocks):
            if isinstance(inner, Check):
                self._check(inner.questions)
        self.html(f"<p><strong>{escape(t['sensitive']['key_points'])}</strong></p>")
        self.blocks(block.key_points)
        self.html(self._pause)

    def _one_text(self, blocks: Iterable[Block]) -> str:
        """Blocks as one HTML text, for a place that holds nothing else: tables become lists, pictures their words."""
        out = []
        for block in blocks:
            match block:
                case Prose():
                    out.append("".join(str(part) for part in block.parts))
                case Callout():
                    out.append(f"{self._titled(block)}{self._one_text(block.blocks)}")
                case Stages():
                    stages = (f"<li><strong>{title}</strong>{body}</li>" for title, body in block.stages)
                    out.append(f"<ol>{''.join(stages)}</ol>")
                case Titled():
                    out.append(f"<p><strong>{block.title}</strong></p>{self._one_text(block.blocks)}")
                case Compare() | Cards():
                    out.append(self._one_text(block.blocks))
                case Steps() | Timeline():
                    out.append(self._listed(block))
                case Figure():
                    out.append(f"{self._one_text((block.picture,))}{self._listed(block)}")
                case Media():
                    out.append(self._one_text((block.picture, *block.blocks)))
                case Easy():
                    title = escape(self._setting.page["easy"]["title"])
                    out.append(f"<p><strong>{title}</strong></p>{self._one_text((block.body,))}")
                case Reveal():
                    out.append(f"<p><strong>{escape(block.title)}</strong></p>{self._one_text(block.blocks)}")
                case Quote():
                    by = f"<p>{escape(block.by, quote=False)}{block.source}</p>"
                    out.append(f"<blockquote>{self._one_text((block.body,))}</blockquote>{by}")
                case Chart():
                    words = f"<p><strong>{escape(block.title)}</strong></p><p>{escape(block.description)}</p>"
                    out.append(f"{words}{chart_table(block)}<p>{block.source}</p>")
                case Scenario():
                    kicker = self._setting.page["scenario"]["title"]
                    words = self._setting.h5p["lessons"]["scenario"].format(title=block.title)
                    out.append(f"<p><strong>{escape(kicker)}</strong> {escape(words)}</p>")
                case Sensitive():
                    out.append(f"<h3>{escape(block.title)}</h3>{self._one_text((*block.blocks, *block.key_points))}")
                case Check():
                    pass  # it follows the folded text
                case For() | Trainer() | SlideText():
                    raise TypeError(f"an edition contains no {type(block).__name__}: {block!r:.80}")
                case _:
                    assert_never(block)
        return "".join(out)

    def _listed(self, block: Pieces) -> str:
        pieces = (piece for piece in block.blocks if isinstance(piece, Titled))
        items = (f"<li><strong>{each.title}</strong>{self._one_text(each.blocks)}</li>" for each in pieces)
        return f"<ol>{''.join(items)}</ol>"

    def _reveal(self, block: Reveal) -> None:
        """Folded like a hard part; what it asks stands above it."""
        self.html(f"<p><strong>{escape(block.title)}</strong></p>")
        text = self._one_text(block.blocks)
        self._folded(self._setting.page["reveal"], text, block.title)
        self._left_out(text)
        for inner in every_block(block.blocks):
            if isinstance(inner, Check):
                self._check(inner.questions)

    def _lost(self, text: str) -> None:
        self.differences.append(Difference(about=self._place, text=text, span=self._span))

    def _titled(self, callout: Callout) -> str:
        return f"<p><strong>{escape(callout.title or self._setting.page['callout'][callout.kind])}</strong></p>"

    def _check(self, questions: QuestionSet) -> None:
        title = questions.title or self._setting.page["check"]
        introduction = f"<p>{questions.introduction}</p>" if questions.introduction else ""
        self.html(f"<h3>{escape(title)}</h3>{introduction}")
        if questions.draw:
            text = "all its questions are asked; elsewhere some are drawn"
            self.differences.append(Difference(about=questions.id, text=text, span=questions.span))
        for question in questions.questions:
            posed, differences = self._setting.pose(question, "check", self._cite)
            self.findings += posed.findings
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
        source, alt = _shown(name)
        asset = self._setting.course.assets[source]
        shown = asset if accepted(asset) else asset.raster
        if shown is None:
            self.findings.append(refusal(asset))
            return
        self.media[media_path(shown)] = shown
        params: dict[str, Any] = {"file": file_value(shown), "decorative": not alt}
        if alt:
            params["alt"] = self._setting.lowering.field(escape(alt, quote=False), "plain", self._cite)
        self._add("H5P.Image", params, alt or self._title)

    def _left_out(self, html: str) -> None:
        self.differences += left_out(self._setting.course, html)

    def _reshaped(self, html: str, *, folded: bool) -> None:
        for text in reshaped(html, folded=folded):
            self.differences.append(Difference(about=self._place, text=text, span=self._span))

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


@lru_cache(maxsize=1000)
def _shown(element: str) -> tuple[str, str]:
    """The file that an `<img>` shows, and its alternative text."""
    image = next(parsed(element).iter("img"))
    return image.attrib["src"], image.get("alt", "")


@lru_cache(maxsize=1000)
def parts(html: str) -> tuple[tuple[PartKind, str], ...]:
    """Kind and HTML, in order; what stands inside lists or quotes stays with their text."""
    out: list[tuple[PartKind, str]] = []
    run: list[str] = []

    def flush() -> None:
        text = "".join(run)
        if parsed(text).text_content().strip() or "<hr" in text:
            out.append(("text", text))
        run.clear()

    root = parsed(html)
    run.append(escape(root.text or "", quote=False))
    for child in list(root):
        table = child if child.tag == "table" else child.find("table") if child.tag == "div" else None
        images = list(child.iter("img")) if child.tag in ("p", "figure", "img") else []
        if table is not None:
            flush()
            out.append(("table", _source(table)))
        elif images:
            flush()
            out += [("picture", _source(image)) for image in images]
            if child.tag != "img":
                for image in images:
                    image.drop_tree()
                run.append(_source(child))
        else:
            run.append(_source(child))
        run.append(escape(child.tail or "", quote=False))
    flush()
    return tuple(out)


def _source(element: HtmlElement) -> str:
    return lxml.html.tostring(element, encoding="unicode", with_tail=False)
