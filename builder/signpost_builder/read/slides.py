"""Whether what an author puts on a slide can be read from the back of a room."""

import lxml.html

from signpost_builder.diagnostics import Diagnostic, Span, warning
from signpost_builder.model import Prose

MOST_POINTS, MOST_WORDS = 5, 45


def too_full(text: Prose, span: Span) -> Diagnostic | None:
    """Tables and pictures are looked at, not counted. A contact counts as one word: an edition fills it in."""
    html = "".join(part if isinstance(part, str) else " contact " for part in text.parts)
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for table in list(root.iter("table")):
        table.drop_tree()
    points, words = len(list(root.iter("li"))), len(" ".join(root.itertext()).split())
    if points <= MOST_POINTS and words <= MOST_WORDS:
        return None
    message = (
        f"this slide has {points} points and {words} words; a room reads {MOST_POINTS} points and {MOST_WORDS} words"
    )
    return warning(span, "slide-too-full", message, "say less here and the rest in '::: trainer', or write two slides")
