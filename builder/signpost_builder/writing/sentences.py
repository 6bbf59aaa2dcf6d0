"""Sentences that are too long to be read in one breath."""

import re
from collections.abc import Iterator

from signpost_builder.diagnostics import Diagnostic, warning
from signpost_builder.writing.pieces import Piece, Written

# A stop ends a sentence where a space and no small letter follow: "4.30 pm", "e.g. this", "gov.uk" end none.
END = re.compile(r"[.!?…:;](?:(?<=[.!?…])[\"'”’)\]]*(?=\s+[^a-z\s]|\s*$)|(?<=[:;])(?=\s+[\"“‘]))")
PICTURE = re.compile(r"!\[[^\]\n]*\]")  # what it shows is said in one go
WORD = re.compile(r"[^\W_]+(?:['’./-][^\W_]+)*")
LETTERS_AND_DIGITS = bytes(code for code in range(128) if chr(code).isalnum())


def sentence_findings(written: Written, longest: int) -> Iterator[Diagnostic]:
    for piece in written.pieces:
        if _most_words(piece.prose) > longest:
            yield from _long(piece, longest)


def _long(piece: Piece, longest: int) -> Iterator[Diagnostic]:
    prose = PICTURE.sub(lambda picture: " " * len(picture[0]), piece.prose)
    start = 0
    ends = [end.end() for end in END.finditer(prose)]
    for end in (*ends, len(prose)):
        count = len(WORD.findall(prose, start, end)) if _most_words(prose[start:end]) > longest else 0
        if count > longest and (first := WORD.search(prose, start)):
            message = f"this sentence has {count} words; after {longest} readers lose its beginning"
            hint = "make two of it: what to do first, then why"
            yield warning(piece.span(first.start()), "long-sentence", message, hint)
        start = end


def _most_words(text: str) -> int:
    """No sentence has more: something that is no letter stands between two words. Told far sooner than their number."""
    return 1 + len(text.encode("ascii", "replace").translate(None, LETTERS_AND_DIGITS))
