"""Words to avoid, from the course's own table (read/wording.py)."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from signpost_builder.diagnostics import Diagnostic, warning
from signpost_builder.model import Avoided
from signpost_builder.values import frozen
from signpost_builder.writing.pieces import Piece, Written

BETWEEN = "\0"  # in no text
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)'[^'\n]*'(?!\w)|‘[^’]*’(?!\w)|«[^»]*»")


@frozen
class _LookedFor:
    """`core`: what stands in every text with these words, once that is `_evened`."""

    core: str
    avoided: Avoided


def wording_findings(written: Written, avoid: Sequence[Avoided]) -> Iterator[Diagnostic]:
    """To look for the core of a phrase in all texts at once costs far less than to compile its pattern, or to try it."""
    pieces = [piece for piece in written.pieces if not piece.wrong]
    whole = _evened(BETWEEN.join(piece.prose for piece in pieces))
    table = [each for each in map(_looked_for, avoid) if whole and each.core in whole]
    for piece, said in zip(pieces, whole.split(BETWEEN), strict=True) if table else ():
        for each in table:
            if each.core in said:
                yield from _found(piece, each.avoided)


def _found(piece: Piece, avoided: Avoided) -> Iterator[Diagnostic]:
    if avoided.audiences and not piece.readers & set(avoided.audiences):
        return
    text = piece.prose
    if not avoided.in_quotes:
        text = " " * len(text) if piece.quoted else QUOTED.sub(lambda match: " " * len(match[0]), text)
    for match in _pattern(avoided.words, avoided.exact).finditer(text):
        message = f"'{' '.join(match[0].split())}': {avoided.why}"
        yield warning(piece.span(match.start()), "avoided-word", message, f"say instead: {avoided.say}")


def _looked_for(avoided: Avoided) -> _LookedFor:
    return _LookedFor(_evened(avoided.words).strip().removesuffix("y"), avoided)


def _evened(text: str) -> str:
    """In small letters, with one kind of apostrophe, and one space where there are spaces or hyphens."""
    return " ".join(text.lower().replace("’", "'").replace("-", " ").split())


@lru_cache(maxsize=1024)
def _pattern(words: str, exact: bool) -> re.Pattern[str]:
    """Whole words, with any space or hyphen between them, and the last also in the plural."""
    parts = [re.escape(part) for part in re.split(r"[\s-]+", words.strip())]
    last = parts[-1]
    if last.endswith("y") and not last.endswith(("ay", "ey", "oy", "uy")):
        last = f"{last[:-1]}(?:y|ies)"
    elif not last.endswith("s"):
        last = f"{last}(?:s|es)?"
    parts[-1] = last
    spaced = r"[\s-]+".join(parts).replace("'", "['’]")
    return re.compile(rf"(?<![\w-]){spaced}(?![\w-])", 0 if exact else re.IGNORECASE)
