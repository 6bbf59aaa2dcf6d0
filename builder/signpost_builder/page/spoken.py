"""How what is written is read aloud: the author's table, telephone numbers digit by digit, then the rules of the language."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from signpost_builder.model import Edition
from signpost_builder.page.strings import strings

Rule = tuple[str, str] | tuple[str]  # alone: the number behind the first group is said digit by digit

# JavaScript's own "u" patterns, without looking behind, which Safari learned late: what stands before is a group.
BEFORE_WORD, AFTER_WORD = r"(^|[^\p{L}\p{N}])", r"(?![\p{L}\p{N}])"
BEFORE_NUMBER, AFTER_NUMBER = r"(^|[^\d.,])", r"(?!\d|[.,]\d)"
ANY_TELEPHONE = r"(?:\+\d{1,3}\s?)?(?:\(0\)|0)\d[\d\s]{6,}\d|\+\d[\d\s]{6,}\d"
SYNTAX = re.compile(r"[\\^$.*+?()\[\]{}|/]")


def spoken(edition: Edition) -> dict[str, Any]:
    """What the player reads: `rules` in the order in which they are used, `digits` from nought up."""
    texts = strings(edition.language)["spoken"]
    return {"rules": [*_rules(edition), *texts["rules"]], "digits": texts["digits"]}


def _rules(edition: Edition) -> Iterator[Rule]:
    for written, said in edition.course.words.said:
        yield BEFORE_WORD + _literally(written) + AFTER_WORD, f"$1{said.replace('$', '$$')}"
    numbers = _longest_first(contact.phone for contact in edition.contacts if contact.phone)
    yield (f"{BEFORE_NUMBER}({'|'.join([*map(_however_spaced, numbers), ANY_TELEPHONE])}){AFTER_NUMBER}",)


def _longest_first(numbers: Iterable[str]) -> list[str]:
    return sorted(dict.fromkeys(numbers), key=lambda number: (-len(number), number))


def _literally(text: str) -> str:
    """Signs that mean something in a pattern, and no others, may have a stroke before them."""
    return SYNTAX.sub(r"\\\g<0>", text)


def _however_spaced(number: str) -> str:
    return _literally(number).replace(" ", r"\s?")
