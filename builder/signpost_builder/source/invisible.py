"""Characters that nobody sees and that change what is read: no source has them, in whatever way they are written."""

import re
import unicodedata

# What XML 1.0 (section 2.2) cannot hold; C0 and C1; everything that Unicode calls format, private use, surrogate,
# line separator or noncharacter, and letters that are drawn as nothing. Kept are the joiners and the variation signs
# of scripts and emoji (U+FE0E, U+FE0F), and the tags inside a flag, where they stand after what they join.
JOINERS = "\u200c\u200d"
JOINED = "[\u0600-\u1fff\u2190-\u2bff\ufe0f\ua000-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010000-\U0001fbff]"  # compiled where a joiner is: 1 ms
TAGS = "".join(map(chr, (*range(0xE0061, 0xE007B), 0xE007F)))
FLAG = re.compile("\U0001f3f4[\U000e0061-\U000e007a]{2,6}\U000e007f")
UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffd\ufdd0-\ufdef\ufffe\uffff"
    "\ud800-\udfff\ue000-\uf8ff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff"
    f"{''.join(chr(plane * 0x10000 + last) for plane in range(1, 14) for last in (0xFFFE, 0xFFFF))}]"
)
ORDINARY = bytes((*range(0x20, 0x7F), *b"\t\n\r"))  # nearly all of any text; what is left without it is soon searched
KINDS = {"Cc": "a control character", "Co": "a private-use character", "Cs": "half a character", "Cn": "no character"}


def invisible(text: str) -> re.Match[str] | None:
    """The first character that does not belong in any text."""
    rest = text.encode("utf-8", "surrogatepass").translate(None, ORDINARY)
    if not rest or not UNWANTED.search(rest.decode("utf-8", "surrogatepass")):
        return None
    for sign in UNWANTED.finditer(text):
        joins = sign[0] in JOINERS and re.match(JOINED, text[sign.start() - 1 : sign.start()])
        if not joins and not (sign[0] in TAGS and FLAG.match(text, text.rfind("\U0001f3f4", 0, sign.start()))):
            return sign
    return None


def invisible_words(character: str) -> tuple[str, str]:
    """Message and hint; what has no name is called by its kind."""
    kind = KINDS.get(unicodedata.category(character), "an invisible character")
    name = unicodedata.name(character, kind)
    if character == "\ufffd":
        return (
            "here a letter was lost ('\ufffd') when the text was opened in the wrong encoding",
            "type it again, and look for others",
        )
    message = f"the invisible character U+{ord(character):04X} ({name}) does not belong in text"
    return message, "delete it, and type again what stands beside it: it often comes with text from a PDF or a chat"
