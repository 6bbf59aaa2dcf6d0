"""What looks like a token (`{fact:…}`, `{source:…}`, `{contact:…}`) and would be printed to learners as it is."""

import re
from collections.abc import Callable
from difflib import get_close_matches

from signpost_builder.diagnostics import Diagnostic, Span, error

NAMES = ("fact", "source", "contact")
OPENINGS = "{｛﹛❴"
NAME = r"(?i:facts?|sources?|contacts?)"
BARE = rf"(?<![\w/.?&=#:@-]){NAME}:(?=[A-Za-z0-9])"
LOOKS = re.compile(
    rf"[{OPENINGS}]{{1,3}}\s{{0,9}}[A-Za-z#.:%$@*_][^{{}}{OPENINGS}｝﹜❵\n]{{0,80}}[}}｝﹜❵]{{0,3}}"
    rf"|[\[<［]\s{{0,9}}{NAME}(?:\s{{0,9}}:|=)\s{{0,9}}[^\s\[\]<>]{{1,80}}\s{{0,9}}[\]>］]"
    rf"|{BARE}[\w-]+"
)
OPENS = re.compile(rf"[{OPENINGS}\[<［:]")  # none of them: nothing looks like a token
WORDS = re.compile(r"([A-Za-z]+)\W*([\w-]*)")


def looks_like_token(text: str, start: int = 0) -> re.Match[str] | None:
    """What begins at `start` and looks like a token, well written or not; it has been read as none."""
    return LOOKS.match(text, start)


def rewritten(written: str) -> str:
    """A hint for what looks like a token: how it was perhaps meant."""
    if name := _meant(written):
        words = WORDS.search(written)
        return f"write '{{{name}:{words[2] if words and words[2] else '…'}}}': braces, a colon, no spaces; '\\{{' is the sign itself"
    return "tokens are {fact:…}, {source:…} and {contact:…}; '\\{' is the sign itself"


def _meant(written: str) -> str:
    """The token that is misspelt here; empty when it is none."""
    words = WORDS.search(written)
    close = get_close_matches(words[1].lower(), NAMES, n=1, cutoff=0.7) if words else []
    return close[0] if close else ""


def token_finding(
    text: str, place: str, span: Callable[[int], Span], *, braces_have_meaning: bool = False
) -> Diagnostic | None:
    """The finding for what looks like a token in a text that holds none; `place` is what messages call that text.

    `braces_have_meaning`: in code, where only our own tokens are out of place.
    """
    for token in LOOKS.finditer(text) if OPENS.search(text) else ():
        if braces_have_meaning and not _meant(token[0]):
            continue
        message = f"'{token[0]}' looks like a token; in {place} it would be shown as it is"
        hint = "write it in words; facts and contacts belong to the text of pages, to feedback and to rationales"
        return error(span(token.start()), "misplaced-token", message, hint)
    return None
