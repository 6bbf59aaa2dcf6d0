"""Addresses of links as authors type them: where they end, and what is wrong with half a one."""

import re
from collections.abc import Iterator
from html import unescape

BARE = re.compile(r"[^\s<>\[\]{}|`\\\"“”]++")
AFTER_ADDRESS = "?!.,:;*_~'’…"  # what belongs to the sentence, not to the address (GitHub Flavored Markdown 6.9)
DESTINATION = re.compile(
    r"""\(\s*+(?:<([^<>\n]*+)>|([^\s()<>]*+(?:\([^\s()]*+\)[^\s()<>]*+)*+))(?:\s++("[^"]*+"|'[^']*+'|\([^()]*+\)))?+\s*+\)"""
)


def plain_address(address: str) -> str:
    """What of an address leads somewhere else when it differs."""
    return re.sub(r"^https?://(?:www\.)?|/$", "", unescape(address).replace("\\", "").lower())


def half_address(text: str) -> tuple[str, str]:
    """Message and hint for what stands behind a link's words and is no address; `text` begins with its bracket."""
    line = text.split("\n")[0]
    inside, closed, _ = line[1:].partition(")")
    bare = inside.strip()
    if not closed:
        return "this address is never closed", "write [words](address)"
    if re.search("[“”„«»]", inside):
        return "typographic quotes do not hold a title", 'write straight quotes around the title: "'
    if re.search(r" =\d*x\d*$", bare):
        return "a picture takes no size here", "take it away; a picture is as wide as the page"
    if re.fullmatch(r"(?:tel: ?)?\+?[0-9][0-9 ().-]{2,}", bare):
        return "this address has a space in it", f"write (tel:{re.sub('[^0-9+]', '', bare)})"
    if re.match(r"(?:page|https?|mailto): ", bare):
        return "this address has a space in it", f"write ({bare.replace(' ', '')})"
    return "this address has a space in it", f"write ({bare.replace(' ', '%20')}), or rename the file"


def without_what_follows(address: str) -> str:
    """Without the signs of the sentence, and without a bracket that was opened before the address."""
    end, surplus = len(address), address.count(")") - address.count("(")
    while end and (address[end - 1] in AFTER_ADDRESS or (surplus > 0 and address[end - 1] == ")")):
        surplus -= address[end - 1] == ")"
        end -= 1
    return address[:end]


def bracket_pairs(text: str) -> Iterator[tuple[int, int]]:
    """Opening and closing square brackets that belong together, within paragraphs."""
    opened: list[int] = []
    for sign in re.finditer(r"\\.|[\[\]]|\n[ \t]*\n", text):
        match sign[0]:
            case "[":
                opened.append(sign.start())
            case "]":
                if opened:
                    yield opened.pop(), sign.start()
            case other if other.startswith("\n"):
                opened.clear()
