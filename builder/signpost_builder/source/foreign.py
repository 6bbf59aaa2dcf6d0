"""Signs of other tools inside text, half-deleted signs and words that only hold a place: learners would see them as they are.

One search tells of nearly every text that it has none (`MAY_BE_FOREIGN`). Only then is each looked for, and its pattern compiled: most
courses never need them.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from signpost_builder.diagnostics import Diagnostic, Span, error, warning
from signpost_builder.source.passage import Passage

CODE = re.compile(r"\\[!-/:-@\[-`{-~]|``[^`]++(?:`[^`]++)*+``|`[^`\n]++`")
ADDRESS = re.compile(r"https?://[^\s<>()\[\]]++|(?<=\])\([^()\s]*+\)|<[A-Za-z/][^<>\n]*+>")
LINK_BEGINS = r"(?:https?:|page:|mailto:|tel:|www\.)"
A_COMMENT = "write '<!-- … -->' around what nobody is to read"


class Sign(NamedTuple):
    """`pattern` is looked for where `sign` stands. `in_addresses`: links and tags count too.

    `begins`: of a sign that is at home in healthy text too, what each match of the pattern has in it beyond that sign.
    """

    sign: str
    pattern: str
    message: str
    hint: str
    code: str = "foreign-syntax"
    in_addresses: bool = False
    is_warning: bool = False
    begins: str = ""


SIGNS = (
    Sign("[[", r"!?\[\[(?!_?TOC)[^\[\]\n]++\]\]", "links nothing here", "write [words](page:module.page), or ![what it shows](picture.png)"),
    Sign("==", r"(?<![=+])==++[^=\n+|]++==", "marks no text and no heading here", "write '**words**', or '## Heading'"),
    Sign("%%", r"%%[^%\n]*+", "hides nothing here", A_COMMENT),
    Sign(" ^", r"(?m)[ \t]\^\w[\w-]*+[ \t]*+$", "is another tool's name for a paragraph", "take it away; a page is linked to by its heading", begins=r"\^"),
    Sign("^[", r"\^\[", "begins no footnote", "write '[^1]', and '[^1]: the note' on a line of its own"),
    Sign(":", r"(?<![\w:/]):[a-z][a-z0-9_+-]{1,40}:(?![\w:/])", "is no picture here", "type the emoji itself, or use words", begins=r":(?<!\w:)[a-z]"),
    Sign("$$", r"\$\$", "sets no formula here", "write it in words, or as a picture"),
    Sign("~", r"(?<!~)~(?![\s~])[^~\n]++(?<!\s)~(?!~)", "strikes nothing out with one '~'", "write '~~words~~'; small figures are <sub>2</sub>"),
    Sign("^", r"(?<=\w)\^[^\s^\[\]]{1,20}\^", "raises nothing here", "write <sup>2</sup>"),
    Sign("..", r"(?m)^[ \t]*+\.\. [\w-]++::", "is another tool's box", "write '::: note', the text, and ':::'", begins=r"\.\. "),
    Sign("::", r"(?m)^[ \t]*+::(?!:)[ \t]*+\w*+|^[ \t]*+:++[ \t]++:++", "has not three colons in a row", "a directive begins with ':::'", "malformed-directive"),
    Sign(":::", r"(?<=[^\s:])[ \t]{0,9}:::++", "does nothing at the end or in the middle of a line", "give ':::' a line of its own", "malformed-directive"),
    Sign("：：", r"：：++", "are wide colons of an East Asian keyboard", "type ':::'", "malformed-directive"),
    Sign("] ", rf"\][ \t]++\((?={LINK_BEGINS})", "parts a link's words from its address", "write [words](address), without a space between", "malformed-link", True, begins=r"\][ \t]++\("),
    Sign(")[", rf"\)\[(?={LINK_BEGINS})", "is a link the wrong way round", "write [words](address)", "malformed-link", True),
    Sign("<!", r"<!(?:--|-(?!-)|[—–])", "begins no comment here", A_COMMENT, "unclosed-comment"),
    Sign("->", r"--!?>", "closes no comment", f"{A_COMMENT}; an arrow is '→'", "unclosed-comment"),
    Sign("{", r"\{(?:\+\+|--|~~|>>|==)", "is a change or remark of another tool", "accept the change, and take the signs away", begins=r"\{[+~>=-]"),
    Sign("'''", r"'''", "makes nothing bold here", "write '**words**'"),
    Sign("[/", r"\[/(?:b|i|u|s|url|img|quote|list|color|size)\]", "is another tool's tag", "write '**bold**', '*italic*' or '[words](address)'"),
    Sign("//", r"(?m)^[ \t]*+//[ \t]", "begins no remark", A_COMMENT, begins=r"//[ \t]"),
    Sign("\\", r"\\(?:newpage|pagebreak|clearpage)\b", "is a command of another tool", "take it away; a '##' heading begins a page", in_addresses=True, begins=r"\\[npc]"),
    Sign("! [", r"(?m)^[ \t]*+![ \t]++\[", "shows no picture", "write ![what it shows](picture.png), without a space behind '!'"),
    Sign(
        "#", r"(?m)^(?: {4,}+| {0,3}\t[ \t]*+|[ \t]*+(?:(?:[-*+>]|\d{1,3}[.)])[ \t]++)++)#{1,6}[ \t]++(?=\S)|^ {0,3}#{1,2}[ \t]++(?=\S)",
        "makes no page and no heading of this text", "write '## Heading' at the beginning of a line, outside lists, quotes and boxes", "heading-style",
        begins=r"#(?:(?<=[ \t]#)#*|(?<![^\n]#)#?)[ \t]",
    ),
    Sign("＃", r"(?m)^[ \t]*+＃++", "is a wide sign of an East Asian keyboard", "type '##'", "heading-style"),
    Sign("——", r"(?m)^[ \t]*+[—–]{2,}+[ \t]*+$", "draws no line", "write '---' between two empty lines"),
    Sign("\n:", r"(?<=\n):(?=[^\s:])(?!\w++:)", "has no space behind it, so that this is no meaning of a term", "write ': meaning'", is_warning=True, begins=r"\n:[^\s:]"),
)  # fmt: skip
PLACEHOLDERS = (
    r"\b(?:TODO|FIXME|TBC|TBD|XXX+)\b|\[(?i:insert|add|your|name|number|date|link|citation|placeholder)\b[^\]\n]*+\](?![(\[:])"
    r"|[Ll]orem ipsum|Error! (?:Reference|Bookmark)|\[[A-Z]{2,3}\d{1,3}\](?![(\[:])"
)
HOLDS_A_PLACE = ("TODO", "FIXME", "TBC", "TBD", "XXX", "orem ipsum", "Error! ", "[")
# What every finding has in it, in a text as it was typed. Each branch begins with a character of its own, so that others are passed over.
MAY_BE_FOREIGN = re.compile(
    "|".join(
        (
            *(sign.begins or re.escape(sign.sign) for sign in SIGNS),
            *(word for word in HOLDS_A_PLACE if word != "["),
            r"\[(?i:insert|add|your|name|number|date|link|citation|placeholder)|\[[A-Z]{2,3}\d",
            "&[A-Za-z]",
        )
    )
)
ENTITY = r"&(?:(?:nbsp|amp|lt|gt|quot|[nm]dash|[lr]squo|[lr]dquo|hellip)(?![;\w])|[A-Za-z][A-Za-z0-9]{1,30};)"


def foreign_signs(passage: Passage) -> Iterator[Diagnostic]:
    """What in a text is no sign of ours; code and escaped signs are left alone."""
    if not MAY_BE_FOREIGN.search(passage.text):
        return
    text = CODE.sub(_blank, passage.text) if "\\" in passage.text or "`" in passage.text else passage.text
    bare = ADDRESS.sub(_blank, text) if "://" in text or "<" in text or "](" in text else text
    for sign in SIGNS:
        looked_at = text if sign.in_addresses else bare
        if sign.sign in looked_at:
            say = warning if sign.is_warning else error
            for piece in re.finditer(sign.pattern, looked_at):
                yield say(passage.span(piece.start()), sign.code, f"'{_shown(piece[0])}' {sign.message}", sign.hint)
    if "&" in bare:
        yield from _entities(passage, bare)
    if any(word in bare for word in HOLDS_A_PLACE):
        for piece in re.finditer(PLACEHOLDERS, bare):
            message = f"'{_shown(piece[0])}' holds a place for something that is not written yet"
            yield warning(passage.span(piece.start()), "placeholder-text", message, "write it, or take it away")


def unwritten(text: str, span: Span) -> Iterator[Diagnostic]:
    """Of an option of a directive: the same, and the "…" that a quick fix of an editor leaves to be filled in."""
    held = re.search(PLACEHOLDERS, text) if any(word in text for word in HOLDS_A_PLACE) else None
    if held or text.strip() in ("…", "..."):
        message = f"'{_shown(held[0] if held else text)}' holds a place for something that is not written yet"
        yield warning(span, "placeholder-text", message, "write it, or take it away")


def _entities(passage: Passage, text: str) -> Iterator[Diagnostic]:
    for entity in re.finditer(ENTITY, text):
        if not entity[0].endswith(";") or unescape(entity[0]) == entity[0]:
            hint = f"write '{entity[0]};'" if not entity[0].endswith(";") else "type the character itself"
            yield error(passage.span(entity.start()), "foreign-syntax", f"'{entity[0]}' stands for no character", hint)


def _shown(piece: str) -> str:
    return piece.strip()[:40]


def _blank(piece: re.Match[str]) -> str:
    """As long, so that places stay; a line's end stays one."""
    return "\0" * len(piece[0])
