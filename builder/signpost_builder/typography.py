"""Straight quotes as typed become the typographic ones of the language, in text and in HTML; English so far.

A quote that has nothing, a space, a bracket, a dash or another opening quote before it opens; any other closes, and a single one inside
or after a word is an apostrophe. Code, addresses and everything inside tags stay as they are; so does what is typed as `&quot;`.
"""

import re
from collections.abc import Callable, Iterator

Curled = Callable[[str], str]
ADDRESS = r"\b(?:https?://|www\.)[^\s<]*|[\w.'+-]+@[\w-]+(?:\.[\w-]+)+"
# What is copied whole: code and other languages with all that is in them, then single tags, entities and addresses.
WHOLE = r"<(?P<tag>code|pre|kbd|samp|script|style|svg|math)\b[^>]*>.*?</(?P=tag)>"
FOREIGN = r"<(?P<other>\w+)\b[^>]*\slang=(?:\"(?!en\b)|'(?!en\b)|(?![\"']|en\b))[^>]*>.*?</(?P=other)>"
TOKEN = re.compile(
    rf"(?P<whole>{WHOLE}|{FOREIGN})|(?P<mark><[^>]*>)|(?P<entity>&#?\w+;)|(?P<address>{ADDRESS})|(?P<quote>[\"'])",
    re.DOTALL,
)
IN_PLAIN_TEXT = re.compile(rf"(?P<address>{ADDRESS})|(?P<quote>[\"'])")
INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|cite|del|dfn|em|i|ins|mark|q|s|small|span|strong|sub|sup|time|u|wbr)\b", re.IGNORECASE
)
CONTACT = "<span data-contact="  # a name will stand here
SPACES = frozenset({"&nbsp;", "&#160;", "&ensp;", "&emsp;", "&thinsp;"})
OPENS = re.compile(r"[\s([{<–—/“‘\u00a0-]\Z")
ELISION = re.compile(r"(?:tis|twas|twere|em|til|cause|bout|n)\b(?!')|\d0s\b|n'", re.IGNORECASE)


def curled_html(html: str) -> str:
    """English HTML with typographic quotes; the same object where nothing changes."""
    return _curled(html, TOKEN) if '"' in html or "'" in html else html


def curled(text: str) -> str:
    """English text without markup."""
    return _curled(text, IN_PLAIN_TEXT) if '"' in text or "'" in text else text


def curls(language: str) -> bool:
    """Whether the quotes of a BCP 47 language are known here."""
    return language.split("-")[0].lower() == "en"


def _curled(text: str, token: re.Pattern[str]) -> str:
    done = "".join(_pieces(text, token))
    return text if done == text else done


def _pieces(text: str, token: re.Pattern[str]) -> Iterator[str]:
    """The text piece by piece; `before` is the character that a reader sees last."""
    at, before = 0, ""
    for match in token.finditer(text):
        if match.start() > at:
            yield text[at : match.start()]
            before = text[match.start() - 1]
        at, kind, piece = match.end(), match.lastgroup, match[0]
        if kind == "quote":
            piece = before = _quote(piece, before, text[at : at + 6])
        elif kind == "mark":
            before = _after_tag(piece, before)
        else:
            before = " " if piece in SPACES else "x"
        yield piece
    yield text[at:]


def _after_tag(tag: str, before: str) -> str:
    if tag.startswith(CONTACT):
        return "x"
    return before if INLINE.match(tag) else ""


def _quote(sign: str, before: str, after: str) -> str:
    opens = not before or OPENS.search(before) is not None
    if sign == '"':
        return "“" if opens and after and not after[0].isspace() else "”"
    if opens and after and not after[0].isspace() and not ELISION.match(after):
        return "‘"
    return "’"
