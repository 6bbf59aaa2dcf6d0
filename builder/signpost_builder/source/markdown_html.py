"""Markdown to HTML, for text in which the scanner has already replaced everything that needs checking.

Blocks and emphasis only: tables, lists, definition lists, quotes. No raw HTML, links or images are known here.
"""

import re
from functools import cache
from html import escape
from string import punctuation
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import SimpleTagInlineProcessor, SubstituteTagInlineProcessor

from signpost_builder.source.inline import BLOCK_PIECE, PIECE, PIECE_END, RAW_PIECE, Scanned
from signpost_builder.source.raw_html import CLEANER

LONGEST_PARAGRAPH = 20_000
MOST_EMPHASIS = 400
MOST_BLOCKS = 3_000
MOST_LINES = 500
MOST_DEFINED = 50
MOST_COLUMNS = 40
NESTED = re.compile(r"^[ \t]*(?:(?:[-*+:]|\d{1,9}[.)])[ \t]+|>[ \t]*){12}|^[ \t]{48}", re.MULTILINE)
# A paragraph without any of these, which does not begin like another block, is only escaped. Each branch begins with a character of its
# own, so that others are passed over quickly.
INLINE_SIGNS = re.compile(r"\*|_|`|\\|&|~~|\n(?<=  \n)")
BEGINNING = r"[ \t]*(?:[:#>~+=-]|\d+[.)])"
BEGINS_OTHERWISE = re.compile(BEGINNING)
NOT_PLAIN = re.compile(rf"{INLINE_SIGNS.pattern}|\||\n{BEGINNING}")
SOFT_BREAK = re.compile(r"(?<!\\)(?<!  )\n")
# What a pattern of the library needs in a text to match anything; one that is not named here is always looked for.
NEEDED = {
    "backtick": "`", "backslash_break": "\\", "escape": "\\", "linebreak": " \t", "entity": "&", "struck": "~", "em_strong": "*_",
}  # fmt: skip
STRUCK = r"(~~)(?!\s)([^~\n]++(?:~(?!~)[^~\n]*+)*+)(?<!\s)~~"
DEFINED = re.compile(r"^[ \t]*+:", re.MULTILINE)
BLOCKS = re.compile(r"\n[ \t]*(?:\n[ \t]*)*\n")
LIST_ITEM = re.compile(r"([-*+]|\d{1,9}[.)])([ \t]+)(?=\S)")
RULE = re.compile(r"([-*])[ \t]*(?:\1[ \t]*){2,}$")
ANY_LIST = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]", re.MULTILINE)
TABLE_BOX = '<div class="table-scroll" tabindex="0" role="group" aria-label="Table">'  # scrolls by itself at 320 px
ONE_SIGN = re.compile(f"([{PIECE}{BLOCK_PIECE}{RAW_PIECE}])(\\d+){PIECE_END}")
LONE_BLOCK = re.compile(f"<p>\\s*({BLOCK_PIECE}\\d+{PIECE_END})\\s*</p>")
RAW_SIGN = re.compile(f"{RAW_PIECE}(\\d+){PIECE_END}")
ALIGNED = re.compile(r' style="text-align: (left|right|center);"')


class _Renderer:
    """Reused for all texts. Of its time a third goes to looking for tables, a half to signs that no text has: so it is told the text."""

    def __init__(self, tables: bool) -> None:
        self._markdown = _markdown(tables)
        self._inline: Any = self._markdown.treeprocessors["inline"]
        self._patterns = [(pattern, "") for pattern in self._markdown.inlinePatterns]
        for name, signs in NEEDED.items():
            place = self._markdown.inlinePatterns.get_index_for_name(name)
            self._patterns[place] = (self._patterns[place][0], signs)

    def for_text(self, text: str) -> Markdown:
        """The library, which looks for those patterns alone that can match in this text."""
        found = [pattern for pattern, signs in self._patterns if not signs or any(sign in text for sign in signs)]
        self._inline.inlinePatterns = found
        return self._markdown.reset()


@cache
def _renderer(tables: bool = False) -> _Renderer:
    return _Renderer(tables)


def _markdown(tables: bool) -> Markdown:
    extensions = [DefListExtension(), SaneListExtension(), *([TableExtension()] if tables else [])]
    markdown = Markdown(extensions=extensions, output_format="html")
    markdown.preprocessors.deregister("html_block")
    for name in ("html", "autolink", "automail", "link", "image_link", "image_reference", "reference"):
        markdown.inlinePatterns.deregister(name)
    for name in ("short_reference", "short_image_ref"):
        markdown.inlinePatterns.deregister(name)
    for name in ("code", "reference", "setextheader"):
        markdown.parser.blockprocessors.deregister(name)
    markdown.treeprocessors.deregister("prettify")
    markdown.ESCAPED_CHARS = list(
        punctuation
    )  # every sign of ASCII (CommonMark 6.1), as converters from Word write them
    # Before the escapes, which would take the sign: a hard break (CommonMark 6.7). Then GitHub's ~~struck~~.
    markdown.inlinePatterns.register(SubstituteTagInlineProcessor(r"(?<!\\)\\\n", "br"), "backslash_break", 185)
    markdown.inlinePatterns.register(SimpleTagInlineProcessor(STRUCK, "del"), "struck", 65)
    return markdown


def too_much(text: str) -> str:
    """What is more than rendering does quickly, in words, or nothing: the library takes the square of some of these."""
    if len(text) < 100:
        return ""
    if NESTED.search(text):
        return "lists or quotes stand in each other 12 deep or more"
    blocks = BLOCKS.split(text)
    if len(blocks) > MOST_BLOCKS:
        return f"{len(blocks):,} paragraphs stand together; the most is {MOST_BLOCKS:,}"
    return next((fault for block in blocks if len(block) > 100 and (fault := _too_much_of_a_block(block))), "")


def _too_much_of_a_block(block: str) -> str:
    numbers = (
        (len(block), LONGEST_PARAGRAPH, "characters"),
        (block.count("\n") + 1, MOST_LINES, "lines"),
        (
            block.count("*") + block.count("_") + block.count("`") + block.count("~~"),
            MOST_EMPHASIS,
            "signs '*', '_', '~' and '`'",
        ),
        (len(DEFINED.findall(block)) if ":" in block else 0, MOST_DEFINED, "lines that begin with ':'"),
        (
            max(line.count("|") for line in block.split("\n")) if "|" in block else 0,
            MOST_COLUMNS,
            "signs '|' in one line",
        ),
    )
    for number, most, of_what in numbers:
        if number > most:
            return f"this paragraph, list or table has {number:,} {of_what}; the most is {most:,}"
    return ""


def block_html(scanned: Scanned) -> str:
    """Paragraphs, lists, tables and so on."""
    return _restored(_blocks(scanned.text.strip("\n")), scanned)


def inline_html(scanned: Scanned) -> str:
    """One line of text: nothing in it begins a block."""
    text = SOFT_BREAK.sub(" ", scanned.text.strip()) if "\n" in scanned.text else scanned.text.strip()
    if not INLINE_SIGNS.search(text):
        return _restored(escape(text, quote=False), scanned)
    root = Element("div")
    SubElement(root, "p").text = text
    return _restored(_serialised(root, _renderer().for_text(text))[3:-4], scanned)


def _blocks(text: str) -> str:
    if _is_plain(text):
        return "".join([_paragraph(block) for block in BLOCKS.split(text) if block and not block.isspace()])
    if ANY_LIST.search(text):
        text = _with_lists_as_markdown_wants_them(text)
    blocks = BLOCKS.split(text)
    if any(block.lstrip().startswith(":") for block in blocks):
        return _converted(text)
    out: list[str] = []
    waiting: list[str] = []
    for block in blocks:
        if block[:1] not in (" ", "\t") and _is_plain(block):
            if waiting:
                out.append(_converted("\n\n".join(waiting)))
                waiting = []
            if block:
                out.append(_paragraph(block))
        else:
            waiting.append(block)
    if waiting:
        out.append(_converted("\n\n".join(waiting)))
    return "".join(out)


def _is_plain(text: str) -> bool:
    """Whether it is nothing but paragraphs without emphasis."""
    return not NOT_PLAIN.search(text) and not BEGINS_OTHERWISE.match(text)


def _paragraph(block: str) -> str:
    return f"<p>{escape(block.strip(), quote=False)}</p>"


def _converted(text: str) -> str:
    html = _renderer("|" in text).for_text(text).convert(text)
    return ALIGNED.sub(r' class="align-\1"', html) if "<table>" in html else html


def _serialised(root: Element, markdown: Markdown) -> str:
    """The steps of `Markdown.convert` that follow the blocks."""
    for name in ("inline", "unescape"):
        markdown.treeprocessors[name].run(root)
    html = markdown.serializer(root[0])
    for postprocessor in markdown.postprocessors:
        html = postprocessor.run(html)
    return html


def _with_lists_as_markdown_wants_them(text: str) -> str:
    """Lists as CommonMark reads them, written as Python-Markdown reads them.

    What belongs to an item is indented to the item's text there, and by four for each level here; and an item that
    follows a paragraph, or an item of the other kind, needs no empty line there.
    """
    lines: list[str] = []
    open_items: list[tuple[int, bool]] = []  # where the text of each open item begins, and whether it is numbered
    begins_with_item = False  # the lines since the last empty one
    for line in text.split("\n"):
        bare = line.lstrip()
        if not bare:
            lines.append("")
            continue
        goes_on = bool(lines and lines[-1])
        indent = len(line.expandtabs(4)) - len(bare.expandtabs(4))
        item = None if RULE.match(bare) else LIST_ITEM.match(bare)
        sibling = None
        if item or not goes_on:
            while open_items and indent < open_items[-1][0]:
                sibling = open_items.pop()
        depth = len(open_items)
        if not goes_on:
            begins_with_item = item is not None
        if not item:
            lines.append("    " * depth + bare if depth else line)
            continue
        marker, numbered = item[1].replace(")", "."), item[1][0].isdigit()
        if goes_on and not begins_with_item and numbered and marker != "1." and not depth and not sibling:
            lines.append(line)  # a number that happens to begin a line of a paragraph
            continue
        if goes_on and (not begins_with_item or (sibling and sibling[1] != numbered)):
            lines.append("")
            begins_with_item = True
        lines.append(f"{'    ' * depth}{marker} {bare[item.end() :]}")
        open_items.append((indent + item.end(), numbered))
    return "\n".join(lines)


def _restored(html: str, scanned: Scanned) -> str:
    """The HTML with each sign replaced by what it stands for; an author's own tags pass the sanitiser first."""
    pieces = scanned.pieces
    if scanned.raw:
        html = RAW_SIGN.sub(lambda sign: pieces[int(sign[1])], html)
        html = CLEANER.clean(html).replace("<p></p>", "")
    if "<table" in html:
        html = html.replace("<table", f"{TABLE_BOX}<table").replace("</table>", "</table></div>")
    if not pieces:
        return html
    if BLOCK_PIECE in html:
        html = LONE_BLOCK.sub(r"\1", html)
    return ONE_SIGN.sub(lambda sign: pieces[int(sign[2])], html)
