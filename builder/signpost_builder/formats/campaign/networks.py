"""What each network takes: how it counts a text, and how much of it, of hashtags and of a picture's description.

X counts by weight (twitter-text, config v3.json): signs of most scripts of Europe weigh 1, all others 2, a link 23 whatever its length.
An emoji made of several signs weighs more here than there, and so does a word with a dot in it that X may take for an address: nothing
that passes is refused there. The others count signs.
"""

import re
import unicodedata
from collections.abc import Callable

from signpost_builder.values import frozen

ENDS = r"(?<![.,;:!?)\]}\"'”’])"  # what ends the sentence is no part of a link
LINK = re.compile(rf"https?://\S+{ENDS}", re.IGNORECASE)
BARE = re.compile(rf"\b(?:[\w-]+\.)+[a-z]{{2,}}\b\S*{ENDS}", re.IGNORECASE)  # "example.org": X makes a link of it
LINK_WEIGHT = 23
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
HASHTAG = re.compile(r"#\w+")
IN_WORD = re.compile(r"\w#\w|#\w+#")


def signs(text: str) -> int:
    return len(text)


def weight(text: str) -> int:
    """By the rule of X."""
    rest, links = LINK.subn("", text)
    bare = sum(max(LINK_WEIGHT, _weight(address)) for address in BARE.findall(rest))
    return LINK_WEIGHT * links + bare + _weight(BARE.sub("", rest))


def _weight(text: str) -> int:
    plain = unicodedata.normalize("NFC", text)
    light = sum(any(low <= ord(sign) <= high for low, high in LIGHT) for sign in plain)
    return 2 * len(plain) - light


@frozen(kw_only=True)
class Network:
    """`limit` and `alt_limit`: characters of a text and of a picture's description. `links`: whether a text's link can be followed."""

    name: str
    title: str
    limit: int
    count: Callable[[str], int]
    alt_limit: int
    links: bool = True
    hashtags: int | None = None


NETWORKS = (
    Network(name="facebook", title="Facebook", limit=63_206, count=signs, alt_limit=1_000),
    Network(name="instagram", title="Instagram", limit=2_200, count=signs, alt_limit=1_000, links=False, hashtags=30),
    Network(name="x", title="X", limit=280, count=weight, alt_limit=1_000),
)
