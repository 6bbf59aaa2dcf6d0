"""How what is written is read aloud: the author's table, abbreviations in full, telephone numbers digit by digit, the rules of the language."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from signpost_builder.model import Edition
from signpost_builder.page.strings import strings
from signpost_builder.reading_grade import html_of

Rule = tuple[str, str] | tuple[str]  # alone: the number behind the first group is said digit by digit

# JavaScript's own "u" patterns, without looking behind, which Safari learned late: what stands before is a group.
BEFORE_WORD, AFTER_WORD = r"(^|[^\p{L}\p{N}])", r"(?![\p{L}\p{N}])"
BEFORE_NUMBER, AFTER_NUMBER = r"(^|[^\d.,])", r"(?!\d|[.,]\d)"
ANY_TELEPHONE = r"(?:\+\d{1,3}\s?)?(?:\(0\)|0)\d[\d\s]{6,}\d|\+\d[\d\s]{6,}\d"
ABBREVIATION = re.compile(r'<abbr title="([^"]*)">([^<]*)</abbr>')
SYNTAX = re.compile(r"[\\^$.*+?()\[\]{}|/]")


def spoken(edition: Edition) -> dict[str, Any]:
    """What the player reads: `rules` in the order in which they are used, `digits` from nought up."""
    texts = strings(edition.language)["spoken"]
    return {"rules": [*_rules(edition), *texts["rules"]], "digits": texts["digits"]}


def _rules(edition: Edition) -> Iterator[Rule]:
    for written, said in edition.course.words.said:
        yield BEFORE_WORD + _literally(written) + AFTER_WORD, f"$1{said.replace('$', '$$')}"
    for short, whole in _abbreviations(edition).items():
        yield BEFORE_WORD + _literally(short) + AFTER_WORD, f"$1{whole.replace('$', '$$')}"
    numbers = _longest_first(contact.phone for contact in edition.contacts if contact.phone)
    yield (f"{BEFORE_NUMBER}({'|'.join([*map(_however_spaced, numbers), ANY_TELEPHONE])}){AFTER_NUMBER}",)


def _abbreviations(edition: Edition) -> dict[str, str]:
    """Those that modules define, but for those that the author has said how to say."""
    texts = (html for module in edition.modules for page in module.pages for html in html_of(page.blocks))
    found = {unescape(short): unescape(whole) for text in texts for whole, short in ABBREVIATION.findall(text)}
    return {short: whole for short, whole in found.items() if short not in dict(edition.course.words.said)}


def _longest_first(numbers: Iterable[str]) -> list[str]:
    return sorted(dict.fromkeys(numbers), key=lambda number: (-len(number), number))


def _literally(text: str) -> str:
    """Signs that mean something in a pattern, and no others, may have a stroke before them."""
    return SYNTAX.sub(r"\\\g<0>", text)


def _however_spaced(number: str) -> str:
    return _literally(number).replace(" ", r"\s?")
