"""How sure a fact or a helpline is: marks R, S and C, and P for protective advice, which may hold no figure."""

import re
from collections.abc import Iterator
from typing import get_args

from signpost_builder.diagnostics import Diagnostic, error
from signpost_builder.model import Fact, Mark
from signpost_builder.read.context import Facts, Helplines
from signpost_builder.schema import FactEntry, HelplineEntry
from signpost_builder.source.yaml_nodes import Document

OF_PHONES = ("R", "S")  # nobody calculates a number, and advice holds none
YEAR = re.compile(r"(?:19|20)\d\d")
SHARE = re.compile(
    r"(?<![\d.,])[.,]*+\d[\d.,]*+\s*+(?:%|per\s?cent)|\b(?:\d++|one|two|three) (?:in|out of) (?:every )?\d+",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?<![\w/])\+?\d(?:\d|[, ](?=\d))*(?:\.\d+)?(?!\w)")
SHORTEST_PHONE = 9  # digits; shorter ones are known by a helpline that gives them


def fact_findings(document: Document, id: str, entry: FactEntry) -> Iterator[Diagnostic]:
    """What keeps this fact from being published, phone numbers apart."""
    if entry.sure not in get_args(Mark):
        message = f"the fact '{id}' is not verified: 'sure' is '{entry.sure}'"
        hint = "read it at its source and write R, S or C; P for advice of official origin; or take it away"
        yield error(document.span(id, "sure"), "unverified-fact", message, hint)
    elif entry.sure == "P":
        yield from _advice(document, id, entry)


def helpline_findings(document: Document, index: int, entry: HelplineEntry) -> Iterator[Diagnostic]:
    """A wrong number is the worst fault: somebody has read it."""
    if entry.sure not in OF_PHONES:
        message = f"the helpline '{entry.id}' is not verified: 'sure' is '{entry.sure}'"
        hint = "read it at its source and write R or S; or take it away"
        yield error(document.span(index, "sure"), "unverified-fact", message, hint)


def _advice(document: Document, id: str, entry: FactEntry) -> Iterator[Diagnostic]:
    message = f"the fact '{id}' is advice (sure: P)"
    if entry.value:
        hint = "take 'value' away, or read the figure at its source and write R, S or C"
        yield error(document.span(id, "value"), "advice-with-figure", f"{message}, so it cannot give a figure", hint)
    if not entry.source.origin:
        hint = "add 'origin:', the official body and document that say so, such as 'National Crime Agency, letter to parents'"
        yield error(
            document.span(id, "source"),
            "advice-without-origin",
            f"{message}; its source names no official origin",
            hint,
        )
    if not YEAR.search(entry.source.date):
        hint = "add 'date:' with the year of the document, such as 'April 2024'"
        yield error(document.span(id, "source"), "advice-without-origin", f"{message}; its source has no date", hint)


def claim_findings(facts: Facts, helplines: Helplines) -> Iterator[Diagnostic]:
    """Figures and phone numbers in the words of advice. A number that a helpline gives has been verified there."""
    known = {_digits(helpline.phone) for helpline in helplines.contacts}
    for fact in facts.by_id.values():
        if fact.sure == "P" and helplines.whole:
            yield from _claim(fact, known)


def _claim(fact: Fact, known: set[str]) -> Iterator[Diagnostic]:
    for share in SHARE.finditer(fact.claim):
        yield _figure(fact, share[0])
    for figure in NUMBER.finditer(SHARE.sub("", fact.claim)):
        number, digits = figure[0].strip(), _digits(figure[0])
        if digits in known or len(digits) < 3 or YEAR.fullmatch(number):
            continue
        if len(digits) >= SHORTEST_PHONE or digits.startswith("0"):
            message = f"the fact '{fact.id}' is advice (sure: P) and gives the phone number {number}"
            hint = "put the number into modules/helplines.yaml, read at its source (R or S), or leave it out here"
            yield error(fact.span, "advice-with-phone", message, hint)
        else:
            yield _figure(fact, number)


def _figure(fact: Fact, words: str) -> Diagnostic:
    message = f"the fact '{fact.id}' is advice (sure: P), so its claim cannot give the figure '{words}'"
    hint = "leave the figure out, or make a fact of it with R, S or C; a short phone number belongs to a helpline"
    return error(fact.span, "advice-with-figure", message, hint)


def _digits(text: str) -> str:
    return "".join(re.findall(r"\d", text))
