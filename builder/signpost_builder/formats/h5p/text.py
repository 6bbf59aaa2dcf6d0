"""Our HTML as the fields of H5P keep it: what a host's filter would delete is said in another way.

Which elements a field keeps stands in `library.TAGS`. Telephone numbers are always text: of a `tel:` link hosts
leave a broken one.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

import lxml.html
from lxml.html import HtmlElement

from signpost_builder.formats.h5p.library import LINK_SCHEMES, TAGS
from signpost_builder.formats.h5p.proof import BLOCKS, CITATION, LOWERED, PLAIN_KINDS, RAISED, losses
from signpost_builder.values import frozen

RENAMED = {
    "b": "strong", "mark": "strong", "h4": "strong", "h5": "strong", "h6": "strong", "i": "em", "cite": "em",
    "dfn": "em", "var": "em", "kbd": "code", "samp": "code", "s": "del", "ins": "u", "h1": "h2",
}  # fmt: skip
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "caption"})
CELLS = ("th", "td")


class TextLost(ValueError):
    """A field would lose words or elements in a host: a fault of this module, never of an author."""


@frozen
class Words:
    """Words that lowering adds, in the language of the edition."""

    picture: str = "Picture"
    note: str = "note"
    chapter: str = "see"


class Lowering:
    """HTML to fields. Results are kept: most texts are the same for every site.

    `titles`: page id -> title, for links to pages, which have no address in an H5P package.
    """

    def __init__(self, titles: Mapping[str, str], words: Words) -> None:
        self._titles, self._words = titles, words
        self._known: dict[tuple[str, str], str] = {}

    def field(self, html: str, kind: str, cite: Callable[[str], str]) -> str:
        """`html` for a field of a class in `TAGS`, or "plain". `cite` says where the fact of an id comes from."""
        known = self._known.get((html, kind))
        if known is None:
            known = self._known[html, kind] = self._lowered(html, kind)
        if "\ue000" not in known:
            return known
        return CITATION.sub(lambda sign: escaped(cite(sign[1]), kind), known)

    def beside_gap(self, html: str) -> str:
        """For the text around gaps, in which no fact can be named."""
        return self.field(html, "marked", str)

    def _lowered(self, html: str, kind: str) -> str:
        if "<" not in html and "&" not in html:
            return escaped(html, kind)
        root = parsed(html)
        lowered = _Fields(kind, self._titles, self._words).whole(root)
        if lost := losses(root, lowered, kind):
            raise TextLost(f"{kind}: {', '.join(lost)} of {html!r:.200}")
        return lowered


def parsed(html: str) -> HtmlElement:
    return lxml.html.fragment_fromstring(html, create_parent="div")


def escaped(text: str, kind: str = "plain") -> str:
    """Plain fields are escaped with their quotes, as hosts do it without doubling (`&#039;`, PHP's own form)."""
    if kind in PLAIN_KINDS:
        return escape(text).replace("&#x27;", "&#039;")
    return escape(text, quote=False)


class _Fields:
    """One fragment on its way into a field of one kind."""

    def __init__(self, kind: str, titles: Mapping[str, str], words: Words) -> None:
        self._plain = kind in PLAIN_KINDS
        self._kind = kind
        self._tags: frozenset[str] = frozenset() if self._plain else TAGS[kind]
        self._titles, self._words = titles, words
        self._explained: set[str] = set()
        self._text = ""

    def whole(self, root: HtmlElement) -> str:
        self._text = root.text_content()
        if self._plain:
            return " ".join(self.lines(root))
        return self.blocks(root) if "p" in self._tags else "<br>".join(self.lines(root))

    # ------------------------------------------------------------- blocks

    def blocks(self, parent: HtmlElement, *, bare: bool = False) -> str:
        """The children as blocks; text between them becomes paragraphs, unless `bare` or there is no block at all."""
        out: list[str] = []
        run: list[str] = [self.escaped(parent.text)]
        has_blocks = any(child.tag in BLOCKS for child in parent)

        def flush() -> None:
            text = "".join(run)
            if text.strip():
                out.append(text if bare or not has_blocks else f"<p>{text.strip()}</p>")
            run.clear()

        for child in parent:
            if child.tag in BLOCKS:
                flush()
                out.append(self.block(child))
            else:
                run.append(self.inline(child))
            run.append(self.escaped(child.tail))
        flush()
        return "".join(out)

    def block(self, element: HtmlElement) -> str:
        tag = str(element.tag)
        match tag:
            case "p":
                return f"<p>{self.children(element)}</p>"
            case "ul" | "ol":
                return self.list_(element)
            case "dl":
                return self.definitions(element)
            case "table":
                return self.table(element)
            case "pre":
                return (
                    f"<pre>{self.children(element)}</pre>"
                    if "pre" in self._tags
                    else self.paragraph_of(self.lines(element))
                )
            case "hr":
                return "<hr>" if "hr" in self._tags else ""
            case _ if tag in HEADINGS:
                return self.heading(element, tag)
            case _:
                return self.blocks(element)

    def heading(self, element: HtmlElement, tag: str) -> str:
        """Two levels are kept; what is deeper stands out in bold."""
        name = RENAMED.get(tag, tag)
        text = self.children(element)
        return (
            f"<{name}>{text}</{name}>"
            if name in ("h2", "h3") and name in self._tags
            else f"<p><strong>{text}</strong></p>"
        )

    def list_(self, element: HtmlElement) -> str:
        if "li" not in self._tags or element.tag not in self._tags:
            return self.paragraph_of(self.items(element))
        start = element.get("start", "")
        number = f' start="{start}"' if start.isdigit() and element.tag == "ol" else ""
        items = "".join(f"<li>{self.blocks(item, bare=True)}</li>" for item in element if item.tag == "li")
        return f"<{element.tag}{number}>{items}</{element.tag}>"

    def paragraph_of(self, lines: Sequence[str]) -> str:
        return f"<p>{'<br>'.join(lines)}</p>" if lines else ""

    def definitions(self, element: HtmlElement) -> str:
        """Each term in bold above its meanings."""
        out = []
        for child in element:
            if child.tag == "dt":
                out.append(f"<p><strong>{self.children(child)}</strong></p>")
            else:
                body = self.blocks(child)
                out.append(body if any(inner.tag in BLOCKS for inner in child) else f"<p>{body}</p>")
        return "".join(out)

    def table(self, element: HtmlElement) -> str:
        if "table" in self._tags:
            return self.real_table(element)
        caption = "".join(self.heading(child, "caption") for child in element if child.tag == "caption")
        rows = self.rows(element)
        if "li" in self._tags:
            return f"{caption}<ul>{''.join(f'<li>{row}</li>' for row in rows)}</ul>" if rows else caption
        return caption + self.paragraph_of([f"• {row}" for row in rows])

    def real_table(self, element: HtmlElement) -> str:
        out = "".join(self.heading(child, "caption") for child in element if child.tag == "caption")
        parts = []
        for part in element:
            if part.tag in ("thead", "tbody", "tfoot"):
                parts.append(f"<{part.tag}>{''.join(self.row(row) for row in part if row.tag == 'tr')}</{part.tag}>")
            elif part.tag == "tr":
                parts.append(self.row(part))
        return f"{out}<table>{''.join(parts)}</table>"

    def row(self, row: HtmlElement) -> str:
        cells = []
        for cell in row:
            tag = str(cell.tag)
            kept = "".join(
                f' {name}="{escape(value)}"' for name in ("colspan", "rowspan", "scope") if (value := cell.get(name))
            )
            cells.append(f"<{tag}{kept}>{'<br>'.join(self.lines(cell))}</{tag}>")
        return f"<tr>{''.join(cells)}</tr>"

    def rows(self, table: HtmlElement) -> list[str]:
        """A table as lines: each cell after the heading of its column."""
        headings = [" ".join(self.lines(cell)) for cell in table.xpath("./thead/tr[1]/*")]
        rows = table.xpath("./tr|./tbody/tr|./tfoot/tr|./thead/tr[position()>1]")
        out = []
        for row in rows:
            cells = [" ".join(self.lines(cell)) for cell in row if cell.tag in CELLS]
            named = [*headings[: len(cells)], *[""] * (len(cells) - len(headings))]
            out.append("; ".join(f"{name}: {cell}" if name else cell for name, cell in zip(named, cells, strict=True)))
        return out if rows else ["; ".join(headings)] if headings else []

    # -------------------------------------------------------------- lines

    def lines(self, parent: HtmlElement) -> list[str]:
        """The content as lines without block elements, for fields that have none."""
        out: list[str] = []
        run = [self.escaped(parent.text)]

        def flush() -> None:
            if text := "".join(run).strip():
                out.append(text)
            run.clear()

        for child in parent:
            if child.tag in BLOCKS:
                flush()
                out.extend(self.block_lines(child))
            elif child.tag == "br" and self._plain:
                flush()
            else:
                run.append(self.inline(child))
            run.append(self.escaped(child.tail))
        flush()
        return out

    def block_lines(self, element: HtmlElement) -> list[str]:
        match element.tag:
            case "ul" | "ol":
                return self.items(element)
            case "table":
                caption = [line for child in element if child.tag == "caption" for line in self.lines(child)]
                return [*caption, *self.rows(element)]
            case "dt":
                return [self.strong(line) for line in self.lines(element)]
            case tag if tag in HEADINGS:
                return [self.strong(line) for line in self.lines(element)]
            case _:
                return self.lines(element)

    def items(self, element: HtmlElement) -> list[str]:
        start = element.get("start", "")
        first = int(start) if start.isdigit() else 1
        out = []
        for number, item in enumerate((child for child in element if child.tag == "li"), start=first):
            mark = f"{number}." if element.tag == "ol" else "•"
            lines = self.lines(item)
            out += [f"{mark} {lines[0]}", *lines[1:]] if lines else []
        return out

    def strong(self, text: str) -> str:
        return f"<strong>{text}</strong>" if "strong" in self._tags else text

    # ------------------------------------------------------------- inline

    def children(self, element: HtmlElement) -> str:
        out = [self.escaped(element.text)]
        for child in element:
            out += [self.block(child) if child.tag in BLOCKS else self.inline(child), self.escaped(child.tail)]
        return "".join(out)

    def inline(self, element: HtmlElement) -> str:
        match element.tag:
            case "a":
                return self.link(element)
            case "img":
                alt = element.get("alt", "")
                return self.escaped(f"[{self._words.picture}: {alt}]") if alt else ""
            case "br":
                return " " if self._plain else "<br>"
            case "sup" if element.get("class") == "footnote":
                return self.escaped(f" ({self._words.note} {element.text_content()})")
            case "sup" | "sub":
                return self.raised(element)
            case "abbr":
                return self.abbreviation(element)
            case "span":
                return self.span(element)
            case "q":
                return f"“{self.children(element)}”"
            case "rt":
                return self.children(element) if element.xpath("../rp") else f" ({self.children(element)})"
            case "bdi":
                return f"\u2068{self.children(element)}\u2069"
            case "bdo":
                turn = "\u202e" if element.get("dir") == "rtl" else "\u202d"
                return f"{turn}{self.children(element)}\u202c"
            case "video" | "audio":
                return ""
            case str() as tag:
                name = RENAMED.get(tag, tag)
                text = self.children(element)
                return f"<{name}>{text}</{name}>" if name in self._tags and text else text
            case _:  # a comment
                return ""

    def span(self, element: HtmlElement) -> str:
        language = element.get("lang", "")
        text = self.children(element)
        return f'<span lang="{escape(language)}">{text}</span>' if language and "span" in self._tags else text

    def raised(self, element: HtmlElement) -> str:
        name = str(element.tag)
        text = self.children(element)
        if name in self._tags:
            return f"<{name}>{text}</{name}>"
        signs = RAISED if name == "sup" else LOWERED
        return text.translate(signs) if all(ord(sign) in signs for sign in text) else text

    def abbreviation(self, element: HtmlElement) -> str:
        """With its full form at the first place, unless the text says it already."""
        text, full = self.children(element), element.get("title", "")
        if not full or full in self._explained or full.lower() in self._text.lower():
            return text
        self._explained.add(full)
        return f"{text} ({self.escaped(full)})"

    def link(self, element: HtmlElement) -> str:
        address, kind = element.get("href", ""), element.get("class", "")
        if kind == "cite":
            return f"\ue000{address.removeprefix('#source-')}\ue001"
        if kind == "footnote-back":
            return ""
        text = self.children(element)
        scheme = address.partition(":")[0].lower()
        if scheme == "tel":
            return (
                text if _digits(address) in _digits(element.text_content()) else f"{text} ({self.escaped(address[4:])})"
            )
        if scheme in LINK_SCHEMES:
            return self.outward(address, text, element.text_content())
        title = self._titles.get(address.removeprefix("#"), "")
        if not title or title.lower() in element.text_content().lower():
            return text
        return f"{text} ({self._words.chapter} “{self.escaped(title)}”)"

    def outward(self, address: str, text: str, words: str) -> str:
        if "a" in self._tags:
            window = "" if address.startswith("mailto:") else ' target="_blank" rel="noopener noreferrer"'
            return f'<a href="{escape(address)}"{window}>{text}</a>'
        shown = address.removeprefix("mailto:")
        return text if shown in words else f"{text} ({self.escaped(shown)})"

    def escaped(self, text: str | None) -> str:
        return escaped(text, self._kind) if text else ""


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
