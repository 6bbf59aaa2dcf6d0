"""The proof that a field says all that its source says: nothing that a host deletes, no words missing."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from lxml.html import HtmlElement

from signpost_builder.formats.h5p.library import LINK_SCHEMES, TAGS

PLAIN_KINDS = frozenset({"plain", "marked"})
CITATION = re.compile("\ue000([^\ue001]*)\ue001")  # stands for a fact until its page knows the number of its source
BLOCKS = frozenset(
    "address article aside blockquote caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header "
    "hr li ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
EVEN = {sign: plain for plain, sign in (*RAISED.items(), *LOWERED.items())}
TAG = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
ADDRESS = re.compile(r'\bhref="([a-z][a-z0-9+.-]*):', re.IGNORECASE)
BREAKS = frozenset({"br", *BLOCKS})


def losses(root: HtmlElement, lowered: str, kind: str) -> list[str]:
    """What a host would delete from the field, and which pieces of the source are not in it."""
    text = _even(kept(lowered))
    pieces = Counter(_even(piece) for piece in spoken(root))
    missing = [piece for piece, times in pieces.items() if piece and text.count(piece) < times]
    return refused(lowered, kind) + [f"the words {piece!r}" for piece in missing]


def refused(lowered: str, kind: str) -> list[str]:
    """Elements that the field does not keep, and links that a host breaks."""
    tags = frozenset() if kind in PLAIN_KINDS else TAGS[kind]
    reasons = [f"the element {name!r}" for end, name, _ in TAG.findall(lowered) if name not in tags and not end]
    return reasons + [
        f"a link with {scheme!r}" for scheme in ADDRESS.findall(lowered) if scheme.lower() not in LINK_SCHEMES
    ]


def kept(lowered: str) -> str:
    """The text of a field; an element that begins a line parts the words around it."""
    text = CITATION.sub("", lowered)
    return unescape(TAG.sub(lambda tag: " " if tag[2] in BREAKS else "", text))


def spoken(element: HtmlElement) -> Iterator[str]:
    """The text of the source, piece by piece, without what only a page can use: citations, numbers of notes, arrows."""
    if not isinstance(element.tag, str) or element.get("class", "") in ("cite", "footnote-back", "footnote"):
        return
    yield element.get("alt", "") if element.tag == "img" else element.text or ""
    for child in element:
        yield from spoken(child)
        yield child.tail or ""


def _even(text: str) -> str:
    """Without differences that lowering makes on purpose: raised digits, white space."""
    return " ".join(text.translate(EVEN).split())
