"""Texts for the catalogue: marked where they are written, translated where they are shown."""

import gettext
from functools import cache
from pathlib import Path

CATALOGUES = Path(__file__).parent / "translations"


def mark(text: str) -> str:
    """The text itself; the catalogue (translations/) is collected from the calls."""
    return text


_ = mark
EMPTY = _("This component is empty. Import the course that it belongs to.")


def in_language(text: str, tag: str) -> str:
    """`tag`: BCP 47. English where there is no catalogue of the language."""
    return _catalogue(tag).gettext(text)


@cache
def _catalogue(tag: str) -> gettext.NullTranslations:
    parts = tag.replace("-", "_").split("_")
    names = ["_".join(parts[:count]) for count in range(len(parts), 0, -1)]
    return gettext.translation("text", CATALOGUES, languages=names, fallback=True)
