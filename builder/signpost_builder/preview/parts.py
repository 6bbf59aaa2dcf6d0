"""A page taken apart, so that a save sends what it has changed: its sections, and what stands before, between and behind them."""

import hashlib
import re
from collections.abc import Mapping

from signpost_builder.model import Asset
from signpost_builder.values import frozen

START = re.compile(rb'^<section class="page[^"]*" id="([^"]*)"', re.MULTILINE)
END = b"</section>"


@frozen
class Parts:
    """`before`: all up to the first section. `sections`: each with its id and what stands behind it, up to the next one."""

    before: bytes
    sections: tuple[tuple[bytes, bytes, bytes], ...]


def taken_apart(page: bytes) -> Parts:
    """Of a page as page.html has it. One without sections is all `before`."""
    starts = [*START.finditer(page)]
    bounds = [found.start() for found in starts] + [len(page)]
    sections = []
    for found, end in zip(starts, bounds[1:], strict=True):
        section, _, behind = page[found.start() : end].rpartition(END)
        sections.append((found[1], section, behind))
    return Parts(page[: bounds[0]], tuple(sections))


def marks(parts: Parts) -> frozenset[int]:
    """What tells the sections of a page from all others, in a few bytes each: the page itself is not kept for it."""
    return frozenset(hash((id, section)) for id, section, _ in parts.sections)


def without_same(now: Parts, known: frozenset[int]) -> bytes:
    """The page `now` for whoever has the sections with these marks: an empty one, marked as the same, for each that is as it was."""
    text = [now.before]
    for id, section, behind in now.sections:
        same = hash((id, section)) in known
        text += [b'<section class="page" id="%s" data-same>' % id if same else section, END, behind]
    return b"".join(text)


def digest_of(files: Mapping[str, bytes | Asset]) -> str:
    """The same for the same files, of which pictures and sounds count by the digest that they have."""
    found = hashlib.sha256()
    for name, content in sorted(files.items()):
        found.update(name.encode() + b"\0")
        found.update(hashlib.sha256(content).digest() if isinstance(content, bytes) else content.sha256.encode())
    return found.hexdigest()[:16]
