"""What a page says in H5P, in order: what stands open in a chapter, what is folded, what is asked.

Chapters are made of it (columns.py), and what no host would keep of it is found in it (judging.py).
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape
from typing import Any, Literal, assert_never

import lxml.html
from lxml.html import HtmlElement

from signpost_builder.formats.h5p.text import parsed
from signpost_builder.model import (
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
from signpost_builder.page.chart_table import chart_table
from signpost_builder.values import frozen

PartKind = Literal["text", "table", "picture"]


@frozen
class Open:
    """HTML whose tables and pictures are content of their own: its `parts`."""

    html: str


@frozen
class Folded:
    """HTML in a part that opens: `heading` is on its button. It holds no pictures, only their words."""

    heading: str
    html: str
    title: str


@frozen
class Asked:
    questions: QuestionSet


@frozen
class Lost:
    """What of a block is not there, in plain words."""

    text: str


Passage = Open | Folded | Asked | Lost


@frozen
class Passages:
    """`texts`: strings(language). `pause`: HTML that offers somebody to turn to, after a hard part."""

    texts: Mapping[str, Any]
    pause: str = ""

    def of(self, blocks: Iterable[Block]) -> Iterator[Passage]:
        for block in blocks:
            yield from self._of(block)

    def _of(self, block: Block) -> Iterator[Passage]:
        match block:
            case Prose() | Stages() | Scenario() | Steps() | Timeline() | Quote():
                yield Open(self._one_text((block,)))
            case Callout():
                yield Open(self._titled(block))
                yield from self.of(block.blocks)
            case Titled():
                yield Open(f"<p><strong>{block.title}</strong></p>")
                yield from self.of(block.blocks)
            case Compare() | Cards():
                yield from self.of(block.blocks)
            case Figure():
                yield from self._of(block.picture)
                yield Open(self._listed(block))
                yield Lost("the numbers of its labels are not on the picture; they are a list under it")
            case Media():
                yield from self.of((block.picture, *block.blocks))
            case Easy():
                yield Open(self._one_text((block,)))
                yield Lost("its easy words stand at its head for everybody: there is no switch")
            case Reveal():
                yield from self._reveal(block)
            case Chart():
                yield Open(self._one_text((block,)))
                yield Lost(f"the chart '{block.title}' is its table and its description")
            case Sensitive():
                yield from self._sensitive(block)
            case Check():
                yield from self._check(block.questions)
            case For() | Trainer() | SlideText():
                raise TypeError(f"an edition contains no {type(block).__name__}: {block!r:.80}")
            case _:
                assert_never(block)

    def _sensitive(self, block: Sensitive) -> Iterator[Passage]:
        """A note first, then the choice: the part itself is folded, the key points are not."""
        t = self.texts["page"]
        minutes = f"{t['about']} {block.minutes} {t['minute' if block.minutes == 1 else 'minutes']}."
        yield Open(f"<h3>{escape(block.title)}</h3><p>{minutes} {escape(t['sensitive']['choice'])}</p>")
        yield from self._hidden(t["sensitive"]["read"], block)
        yield Open(f"<p><strong>{escape(t['sensitive']['key_points'])}</strong></p>")
        yield from self.of(block.key_points)
        yield Open(self.pause)

    def _reveal(self, block: Reveal) -> Iterator[Passage]:
        """Folded like a hard part; what it asks stands above it."""
        yield Open(f"<p><strong>{escape(block.title)}</strong></p>")
        yield from self._hidden(self.texts["page"]["reveal"], block)

    def _hidden(self, heading: str, block: Sensitive | Reveal) -> Iterator[Passage]:
        """No question can be folded: they follow."""
        yield Folded(heading, self._one_text(block.blocks), block.title)
        for inner in every_block(block.blocks):
            if isinstance(inner, Check):
                yield from self._check(inner.questions)

    def _check(self, questions: QuestionSet) -> Iterator[Passage]:
        title = questions.title or self.texts["page"]["check"]
        introduction = f"<p>{questions.introduction}</p>" if questions.introduction else ""
        yield Open(f"<h3>{escape(title)}</h3>{introduction}")
        yield Asked(questions)

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
                    title = escape(self.texts["page"]["easy"]["title"])
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
                    kicker = self.texts["page"]["scenario"]["title"]
                    words = self.texts["h5p"]["lessons"]["scenario"].format(title=block.title)
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

    def _titled(self, callout: Callout) -> str:
        return f"<p><strong>{escape(callout.title or self.texts['page']['callout'][callout.kind])}</strong></p>"


def parts(html: str) -> tuple[tuple[PartKind, str], ...]:
    """Kind and HTML, in order; what stands inside lists or quotes stays with their text."""
    return _parted(html) if "<table" in html or "<img" in html else (("text", html),)


@lru_cache(maxsize=1000)
def _parted(html: str) -> tuple[tuple[PartKind, str], ...]:
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


@lru_cache(maxsize=1000)
def picture_of(element: str) -> tuple[str, str]:
    """The file that an `<img>` shows, and its alternative text."""
    image = next(parsed(element).iter("img"))
    return image.attrib["src"], image.get("alt", "")
