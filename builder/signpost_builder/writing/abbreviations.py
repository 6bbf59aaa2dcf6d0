"""Abbreviations that a reader meets before anybody has said what they stand for."""

import re
from collections.abc import Collection, Iterator, Mapping

from signpost_builder.diagnostics import Diagnostic, warning
from signpost_builder.writing.pieces import Piece, Written

# Letters in capitals, also joined ("CP-IS") and before a word ("AED-trained"), or three with a small one between ("DfE"). "IV" is a number,
# "pl-PL" and "COVID-19" are codes, and "text SHOUT to 85258" is a word to type.
LETTERS = "([A-Z][A-Z0-9]*[A-Z](?:-[A-Z][A-Z0-9]*[A-Z])?|[A-Z][a-z][A-Z])"
SHORT = re.compile(
    rf"(?<![\w.#])(?<![A-Z0-9]-)(?<!\b[a-z][a-z]-)(?<![Tt]ext )(?![IVX]+\b){LETTERS}(?:s|['’]s)?(?!\w|-[A-Z0-9]|\.\w)"
)
CAPITALS = re.compile(r"[A-Z][a-z0-9]?[A-Z]")  # stands in each of them, and is found far sooner
LOUD = re.compile(r"\b[A-Z]{2,}(?:\s+[A-Z]{2,})+\b")  # several words in capitals are shouted, not shortened
# Everybody reads these without knowing, or needing, what the letters stand for.
EVERYDAY = frozenset(
    "AD AM BBC BC BST CCTV CD CV DVD EU FAQ GB GCSE GMT GOV GPS HTML ID ISBN ISO IT ITV LED MP NHS OK PC PDF PHD PIN PM QR SIM SMS TV UK UN URL US USA USB WIFI AND BUT DO"
    " FOR IF IS NEVER NO NOT NOW ONLY OR STOP TO YES YOU".split()
)
TOKEN = re.compile(r"\{\s*(contact|fact)\s*:\s*([^{}\s]+)")
SAID = re.compile(
    rf"\(\s*{LETTERS}(?=s?\s*\))|\bcalled\s+(?:the\s+|an?\s+)?{LETTERS}\b"
    rf"|\b{LETTERS}(?=s?(?:\s*\(|,\s+(?:the|a|an|your|our|which)\b|\s+(?:stands for|means|is short for)\b|\s*[=–—]\s))"
)


def abbreviation_findings(written: Written, known: Collection[str]) -> Iterator[Diagnostic]:
    """Of each module and set: where one is used first for some audience and has not been explained to it."""
    familiar = EVERYDAY | {word.upper() for word in known}
    explained: dict[tuple[str, str], set[str]] = {}
    told: set[tuple[str, str]] = set()
    for piece in written.pieces:
        for word, at in _uses(piece, familiar, written) if CAPITALS.search(piece.prose) else ():
            readers = explained.setdefault((piece.group, word), set())
            if at is None:
                readers |= piece.readers
            elif not piece.readers <= readers and (piece.group, word) not in told:
                told.add((piece.group, word))
                yield _unexplained(piece, word, at)
        for word in _in_meanings(piece.raw, written.meanings):
            explained.setdefault((piece.group, word), set()).update(piece.readers)


def _uses(piece: Piece, familiar: frozenset[str], written: Written) -> Iterator[tuple[str, int | None]]:
    """Abbreviations in order, with their place; None for one that the piece itself explains."""
    loud = [match.span() for match in LOUD.finditer(piece.prose)]
    said = {word for match in SAID.finditer(piece.prose) for word in match.groups()}
    said |= _in_meanings(piece.raw, written.meanings)
    for match in SHORT.finditer(piece.prose):
        word = match[1]
        defined = word in written.defined.get(piece.group, ())
        known = familiar & {word, word.upper(), word.upper().partition("-")[0]}  # "UK-CIS" is of the UK
        if not known and not defined and not any(start <= match.start() < end for start, end in loud):
            yield word, None if word in said else match.start()


def _in_meanings(raw: str, meanings: Mapping[str, str]) -> set[str]:
    """Abbreviations that the words of contacts and facts explain: "your fire warden (FW)"."""
    if "{" not in raw:
        return set()
    said = (meanings.get(f"{kind}:{name}", "") for kind, name in TOKEN.findall(raw))
    return {word for words in said for word in re.findall(r"\(([A-Z][A-Za-z-]*[A-Z])\)", words)}


def _unexplained(piece: Piece, word: str, at: int) -> Diagnostic:
    message = f"'{word}' is used here, and nothing before it in '{piece.group}' says what it stands for"
    hint = f"write it out, then '({word})'; or add '*[{word}]: …' to the module, or the word to 'abbreviations' in wording.yaml"
    return warning(piece.span(at), "unexplained-abbreviation", message, hint)
