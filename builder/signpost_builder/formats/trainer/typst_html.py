"""The HTML fragments of the model as Typst markup: the tags that authors and our readers write, each one named here.

A tag that is not named is an error of ours (`UnknownTag`), never left out in silence.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import lxml.html
from lxml.html import HtmlElement

from signpost_builder.model import Asset, Course
from signpost_builder.package import read_asset
from signpost_builder.printing.typst_text import array, call, literal, run

PASSED = frozenset(
    "abbr bdi bdo time span small figcaption rp rt rb ruby dt dd summary body html tbody thead tfoot".split()
)
WRAPPED: Mapping[str, str] = {
    "strong": "strong", "b": "strong",
    "em": "emph", "i": "emph", "cite": "emph", "dfn": "emph", "var": "emph",
    "code": "typed", "kbd": "typed", "samp": "typed",
    "del": "strike", "s": "strike", "ins": "underline", "u": "underline",
    "sub": "sub", "sup": "super", "mark": "highlight",
}  # fmt: skip
BLOCKS = frozenset("p ul ol dl div table blockquote pre hr details figure h3 h4 h5 h6".split())
SPACE = re.compile(r"[ \t\r\n\f]+")
SOURCE = "#source-"
MEDIA = ("img", "video", "audio")
READABLE = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})  # Typst, "image"


class UnknownTag(ValueError):
    """A tag that no rule here writes."""


class HtmlWriter:
    """Fragments of one document, in reading order: headings never skip a level, sources are numbered as they are first cited.

    `base`: the level that an h3 has. `files` are the pictures shown, by name.
    """

    picture_width = "70%"

    def __init__(self, course: Course, texts: Mapping[str, Any], base: int = 3) -> None:
        self._course, self._texts, self._base, self._level = course, texts, base, 0
        self.cited: dict[str, int] = {}  # fact id -> number of its source
        self.files: dict[str, bytes] = {}
        self.count = {"heading": 0, "table": 0, "figure": 0}

    def heading(self, level: int, markup: str) -> str:
        """A level deeper than the last by more than one is raised: PDF/UA-1 (7.4.2) allows no gap."""
        self._level = min(level, self._level + 1)
        self.count["heading"] += 1
        return f"\n#heading(level: {self._level})[{markup}]\n"

    def html(self, fragment: str) -> str:
        """Blocks, or inline text where there are none."""
        if not fragment.strip():
            return ""
        return self._children(lxml.html.fragment_fromstring(fragment, create_parent="div"))

    def inline(self, fragment: str) -> str:
        """The same, for a place within a line: a lone paragraph is its words."""
        element = lxml.html.fragment_fromstring(fragment, create_parent="div")
        alone = len(element) == 1 and element[0].tag == "p" and not (element.text or element[0].tail or "").strip()
        return self._children(element[0] if alone else element)

    # ------------------------------------------------------------------- tree

    def _children(self, element: HtmlElement) -> str:
        holds_blocks = any(child.tag in BLOCKS for child in element)
        parts = [self._text(element.text, holds_blocks)]
        for child in element:
            parts += [self._element(child), self._text(child.tail, holds_blocks)]
        return "".join(parts)

    def _text(self, text: str | None, between_blocks: bool) -> str:
        words = SPACE.sub(" ", text or "")
        return "" if between_blocks and not words.strip() else run(words)

    def _element(self, element: HtmlElement) -> str:
        if not isinstance(element.tag, str):
            return ""  # a comment
        tag = element.tag
        if tag in WRAPPED:
            return call(WRAPPED[tag], self._children(element))
        if tag in PASSED:
            return self._passed(element)
        made: Callable[[HtmlElement], str] | None = getattr(self, f"_{tag}", None)
        if made:
            return made(element)
        if re.fullmatch("h[3-6]", tag):
            return self.heading(self._base + int(tag[1]) - 3, self._children(element))
        raise UnknownTag(f"<{tag}> has no form in print")

    def _passed(self, element: HtmlElement) -> str:
        inner = self._children(element)
        if element.tag == "abbr" and element.get("title"):
            inner += run(f" ({element.get('title')})")
        if element.tag == "small":
            return call("text", inner, size="0.85em")
        if language := element.get("lang"):
            return call("text", inner, lang=literal(language.split("-")[0].lower()))
        return inner

    # ----------------------------------------------------------------- blocks

    def _p(self, element: HtmlElement) -> str:
        """Its words, then its pictures: Typst leaves out in silence what is a block within `par`."""
        if not _holds_media(element):
            return call("par", self._children(element)) + "\n"
        parts = [self._text(element.text, False)]
        for child in element:
            parts += ["" if child.tag in MEDIA else self._element(child), self._text(child.tail, False)]
        words = call("par", "".join(parts)) + "\n" if element.text_content().strip() else ""
        return words + "".join(self._element(child) for child in element if child.tag in MEDIA)

    def _div(self, element: HtmlElement) -> str:
        return self._children(element)

    _details = _figure = _div

    def _blockquote(self, element: HtmlElement) -> str:
        return call("quote", self._children(element), block="true") + "\n"

    def _pre(self, element: HtmlElement) -> str:
        lines = element.text_content().rstrip("\n").split("\n")
        return call("block", call("typed", "#linebreak();".join(map(run, lines)))) + "\n"

    def _hr(self, element: HtmlElement) -> str:
        return "#rule-off;\n"

    def _ul(self, element: HtmlElement) -> str:
        return f"#list(..{array([self._children(item) for item in element if item.tag == 'li'])});\n"

    def _ol(self, element: HtmlElement) -> str:
        start = int(element.get("start") or 1)
        return f"#enum(start: {start}, ..{array([self._children(item) for item in element if item.tag == 'li'])});\n"

    def _dl(self, element: HtmlElement) -> str:
        pairs: list[tuple[str, list[str]]] = []
        for each in element.iter("dt", "dd"):
            if each.tag == "dt" or not pairs:
                pairs.append((self._children(each), []))
            else:
                pairs[-1][1].append(self._children(each))
        items = ", ".join(f"terms.item([{term}], [{'#parbreak();'.join(said)}])" for term, said in pairs)
        return f"#terms({items});\n"

    def _table(self, element: HtmlElement) -> str:
        rows = list(element.iter("tr"))
        columns = max(sum(int(cell.get("colspan") or 1) for cell in row) for row in rows)
        heads = list(element.iterfind("thead/tr"))
        caption = element.find("caption")
        made = [self._row(row) for row in rows]
        head = f"table.header({', '.join(made[: len(heads)])}), " if heads else ""
        self.count["table"] += 1
        above = call("table-caption", self._children(caption)) if caption is not None else ""
        return f"{above}#the-table(columns: {columns}, {head}{', '.join(made[len(heads) :])});\n"

    def _row(self, row: HtmlElement) -> str:
        return ", ".join(self._cell(cell) for cell in row if cell.tag in ("td", "th"))

    def _cell(self, cell: HtmlElement) -> str:
        body = self._children(cell)
        spans = {key: int(cell.get(key) or 1) for key in ("colspan", "rowspan")}
        body = call("strong", body) if cell.tag == "th" else body
        given = "".join(f"{key}: {number}, " for key, number in spans.items() if number > 1)
        return f"table.cell({given}[{body}])" if given else f"[{body}]"

    # ----------------------------------------------------------------- inline

    def _br(self, element: HtmlElement) -> str:
        return "#linebreak();"

    def _wbr(self, element: HtmlElement) -> str:
        return run("\u200b")

    def _q(self, element: HtmlElement) -> str:
        return run("“") + self._children(element) + run("”")

    def _a(self, element: HtmlElement) -> str:
        address = element.get("href") or ""
        if address.startswith(SOURCE):
            return call("super", run(str(self._source(address.removeprefix(SOURCE)))))
        inner = self._children(element)
        if element.get("class") == "footnote-back":
            return ""
        return f"#linked({literal(address)})[{inner}];" if re.match("https?:|tel:|mailto:", address) else inner

    def _source(self, fact: str) -> int | None:
        """The number of the publication from which a fact was taken; two facts of one publication share it."""
        if fact not in self.cited:
            source = self._course.facts[fact].source
            same = (number for id, number in self.cited.items() if self._course.facts[id].source == source)
            self.cited[fact] = next(same, max(self.cited.values(), default=0) + 1)
        return self.cited[fact]

    # ------------------------------------------------------------------ media

    def _img(self, element: HtmlElement) -> str:
        asset = self._course.assets[element.attrib["src"]]
        alt = element.get("alt") or ""
        shown = next((one for one in (asset, asset.raster) if one and _is_readable(one)), None)
        if shown is None:
            return call("par", run(f"{self._texts['picture']}: {alt}"))
        self.files[shown.name] = read_asset(shown)
        if alt:
            self.count["figure"] += 1
        words = f", alt: {literal(alt)}" if alt else ""
        picture = f"image({literal(shown.name)}, width: {self.picture_width}{words})"
        if any(each.tag == "p" and each.text_content().strip() for each in element.iterancestors()):
            return f"#box({picture if alt else f'pdf.artifact({picture})'});"  # beside words
        return f"#align(center, {picture});\n" if alt else f"#pdf.artifact({picture});\n"

    def _video(self, element: HtmlElement) -> str:
        """Paper plays nothing: the title says what it is, and the transcript follows where there is one."""
        return call("par", run(f"{self._texts['film']}: {element.get('aria-label')}"))

    _audio = _video


def _holds_media(element: HtmlElement) -> bool:
    return any(True for _ in element.iterchildren(*MEDIA))


def _is_readable(asset: Asset) -> bool:
    """A drawing stays one, sharp on a poster, unless it has words: their letters are in its raster, not in the document."""
    suffix = f".{asset.name.rpartition('.')[2].lower()}"
    return suffix in READABLE or (suffix == ".svg" and b"<text" not in read_asset(asset))
