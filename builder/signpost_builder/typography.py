"""Straight quotes as typed become the typographic ones of the language, in text and in HTML; English so far.

A quote that has nothing, a space, a bracket, a dash or another opening quote before it opens; any other closes, and a single one inside
or after a word is an apostrophe. Code, addresses and everything inside tags stay as they are; so does what is typed as `&quot;`.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, reduce

Curled = Callable[[str], str]
# What is copied whole: code and other languages with all that is in them, then single tags, entities and addresses. Each branch begins
# with a sign of its own, so that what lies between is passed over quickly; only a text with '@' or 'lang=' pays for what those begin.
WEB = r"h(?<!\wh)ttps?://[^\s<]*|w(?<!\ww)ww\.[^\s<]*"
MAIL = r"[\w.'+-]+@[\w-]+(?:\.[\w-]+)+"
WHOLE = r"(?P<tag>code|pre|kbd|samp|script|style|svg|math)\b[^>]*>.*?</(?P=tag)>"
FOREIGN = r"(?P<other>\w+)\b[^>]*\slang=(?:\"(?!en\b)|'(?!en\b)|(?![\"']|en\b))[^>]*>.*?</(?P=other)>"
QUOTES = ('"', "'")
INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|cite|del|dfn|em|i|ins|mark|q|s|small|span|strong|sub|sup|time|u|wbr)\b", re.IGNORECASE
)
CONTACT = "<span data-contact="  # a name will stand here
SPACES = frozenset({"&nbsp;", "&#160;", "&ensp;", "&emsp;", "&thinsp;"})
OPENS = re.compile(r"[\s([{<–—/“‘\u00a0-]\Z")
ELISION = re.compile(r"(?:tis|twas|twere|em|til|cause|bout|n)\b(?!')|\d0s\b|n'", re.IGNORECASE)


def curled_html(html: str) -> str:
    """English HTML with typographic quotes; the same object where nothing changes."""
    return _curled(html, _token(mail="@" in html, foreign="lang=" in html)) if '"' in html or "'" in html else html


def curled(text: str) -> str:
    """English text without markup."""
    return _curled(text, _token_of_plain_text(mail="@" in text)) if '"' in text or "'" in text else text


def curls(language: str) -> bool:
    """Whether the quotes of a BCP 47 language are known here."""
    return language.split("-")[0].lower() == "en"


@cache
def _token(*, mail: bool, foreign: bool) -> re.Pattern[str]:
    """`mail`, `foreign`: whether the text may have an e-mail address, or words of another language."""
    whole = f"{WHOLE}|{FOREIGN}" if foreign else WHOLE
    html = rf"<(?:(?P<whole>{whole})|(?P<mark>[^>]*>))|&#?\w+;"
    return re.compile(f"{html}|{WEB}|{f'{MAIL}|' if mail else ''}\"|'", re.DOTALL)


@cache
def _token_of_plain_text(*, mail: bool) -> re.Pattern[str]:
    return re.compile(f"{WEB}|{f'{MAIL}|' if mail else ''}\"|'")


def _curled(text: str, token: re.Pattern[str]) -> str:
    done = "".join(_pieces(text, token))
    return text if done == text else done


def _pieces(text: str, token: re.Pattern[str]) -> Iterator[str]:
    """The text piece by piece; `before` is the character that a reader sees last, before the `tags` that follow it."""
    at, before, tags = 0, "", list[str]()
    for match in token.finditer(text):
        if match.start() > at:
            yield text[at : match.start()]
            before, tags = text[match.start() - 1], []
        at, piece = match.end(), match[0]
        if piece in QUOTES:
            piece = before = _quote(piece, reduce(_after_tag, tags, before), text[at : at + 6])
            tags = []
        elif match.lastgroup == "mark":
            tags.append(piece)
        else:
            before, tags = " " if piece in SPACES else "x", []
        yield piece
    yield text[at:]


def _after_tag(before: str, tag: str) -> str:
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
