"""What looks like a real person in a module or a question set: contacts have their own files, and scenarios their own names."""

import re
from collections.abc import Iterable, Iterator

from signpost_builder.diagnostics import Diagnostic, warning
from signpost_builder.model import Course, dialled
from signpost_builder.source.contacts import IN_WORDS, TIMES, Telephone, is_for_drama, telephone
from signpost_builder.values import frozen
from signpost_builder.writing.pieces import Piece, Written

EMAIL = r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)"
OF_NOBODY = r"(?i:(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid|test|localhost)$)"  # RFC 2606
# https://www.gov.uk/government/publications/bulk-data-transfer-for-sponsors-xml-schema (postcode pattern). In small letters it needs its
# space, and "w1 2nd" is none.
OUTWARD = r"[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPS-UW]|[A-HK-Y][0-9][ABEHMNPRV-Y])"
INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"
DAY_MONTH = r"\d{1,2}(?:st|nd|rd|th)?(?: of)?[ ./-](?:\d{1,2}|[A-Z][a-z]+)|[A-Z][a-z]+ \d{1,2}(?:st|nd|rd|th)?"


@frozen
class Trace:
    """What leads to one person. `core`: a pattern that is found in each of them, and far sooner than the `pattern`."""

    core: str
    pattern: str
    what: str
    hint: str


PLACE = "leave it out, or say the kind of place: learners need no address"
UNNEEDED = "leave it out: nobody needs it to learn from a story"
NUMBER = "leave the number out, and say that the story is invented"
# Patterns are compiled when their core is found: most courses have none of it.
TRACES = (
    Trace(
        r"\d[^\W\d]{2}",
        rf"\b(?:GIR 0AA|{OUTWARD} ?{INWARD}|(?i:{OUTWARD} (?!\d(?:st|nd|rd|th)\b){INWARD}))\b",
        "a postcode",
        PLACE,
    ),
    Trace(  # a year is no number of a house: "in 2024 Harrow Road was closed"
        r"\d[A-Za-z]?,? [A-Z][a-z'’]+ [A-Z]",
        r"\b(?:Flat \w+, )?(?!(?:19|20)\d\d\b)\d{1,4}[A-Za-z]?,? (?:[A-Z][a-z'’]+ ){1,3}"
        r"(?:Street|Road|Rd|Avenue|Ave|Lane|Close|Drive|Court|Crescent|Terrace|Gardens|Way|Place|Square|Grove|Mews|Walk|Row)\b",
        "somebody's address",
        PLACE,
    ),
    Trace(
        "born|birth|DOB",
        rf"\b(?:born (?:on )?|date of birth(?: is|:)? |DOB:? )(?:the )?(?:(?:{DAY_MONTH}),?[ ./-]\d{{2,4}}|\d{{4}}-\d\d-\d\d)",
        "a date of birth",
        "say an age; nobody needs a date of birth to learn from a story",
    ),
    # https://www.gov.uk/government/publications/vehicle-registration-numbers-and-number-plates: two letters, the year, three letters.
    Trace(r"\d ?[A-Z]{3}", r"\b[A-HJ-PR-Y]{2}\d{2} ?[A-HJ-PR-Z]{3}\b", "the number of a car", UNNEEDED),
    # Organisations have no account with a number.
    Trace("@", r"(?<![\w.@/])@(?=\w*[A-Za-z])\w*\d\w*", "somebody's account", UNNEEDED),
    Trace("ort code", r"\b[Ss]ort code:? \d\d-\d\d-\d\d\b", "somebody's bank account", UNNEEDED),
    Trace(
        r"\d[\d -]{4,}\d",
        r"\b[A-Z][a-z]+(?: [A-Z][a-z'’-]+)+[ ,:(–-]+(?:[a-z.]+ ){0,3}\d[\d -]{4,}\d",
        "a person with their number",
        NUMBER,
    ),
    Trace(
        r"\d[\d ]{4,}\d",
        r"\b(?:NHS|NI|National Insurance|UPN|passport)(?: (?:number|no\.?))?(?: is|:)? (?=(?:[A-Z ]*\d){6})[A-Z]{0,2} ?\d[\d ]{4,}\d(?: ?[A-Z])?\b",
        "a person with their number",
        NUMBER,
    ),
)
DIGIT = re.compile(r"\d")  # stands in all but addresses
FEWEST_DIGITS = 9  # of a telephone number that reaches one person


def people_findings(course: Course, written: Written) -> Iterator[Diagnostic]:
    known = {dialled(contact.phone) for contact in course.helplines}
    pieces = [piece for piece in written.pieces if DIGIT.search(piece.prose) or "@" in piece.raw]
    whole = "\n".join(piece.prose for piece in pieces)
    traces = [trace for trace in TRACES if re.search(trace.core, whole)]
    for piece in pieces:
        yield from _of_piece(piece, traces, known)


def _of_piece(piece: Piece, traces: Iterable[Trace], known: set[str]) -> Iterator[Diagnostic]:
    found = _emails(piece) | _traces(piece, traces) | _telephones(piece, known)
    covered = 0
    for (at, end), (what, hint) in sorted(found.items()):
        if at >= covered:  # a name with a number is told once, not its number as well
            yield warning(piece.span(at), "personal-data", what, hint)
        covered = max(covered, end)


Found = dict[tuple[int, int], tuple[str, str]]  # by the place in the piece, from and to: message and hint


def _emails(piece: Piece) -> Found:
    hint = "contacts stand in helplines.yaml or sites.csv; in a story write an address of nobody, such as sam@school.example"
    return {
        match.span(): (f"'{match[0]}' looks like somebody's e-mail address", hint)
        for match in (re.finditer(EMAIL, piece.raw) if "@" in piece.raw else ())
        if not re.search(OF_NOBODY, match[1])
    }


def _traces(piece: Piece, traces: Iterable[Trace]) -> Found:
    return {
        match.span(): (f"'{match[0]}' looks like {trace.what}", trace.hint)
        for trace in traces
        if re.search(trace.core, piece.prose)
        for match in re.finditer(trace.pattern, piece.prose)
    }


def _telephones(piece: Piece, known: set[str]) -> Found:
    hint = "contacts stand in helplines.yaml or sites.csv and are written {contact:…}; a story needs no number"
    found: Found = {}
    for match in IN_WORDS.finditer(piece.prose):
        digits = re.sub(r"\D", "", match[0])
        if len(digits) < FEWEST_DIGITS or TIMES.fullmatch(match[0]) or is_for_drama(match[0]):
            continue
        number = telephone(match[0].strip())
        if isinstance(number, Telephone) and dialled(match[0]) not in known:
            found[match.span()] = (f"'{match[0].strip()}' looks like somebody's telephone number", hint)
    return found
