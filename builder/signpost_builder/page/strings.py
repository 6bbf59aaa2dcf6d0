"""Every text of the user interface, by language: `page` for the templates, `script` for the player."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

RIGHT_TO_LEFT = frozenset("ar ckb dv fa he ks ku ps sd ug ur yi".split())


@cache
def strings(language: str) -> Mapping[str, Any]:
    """The texts for a BCP 47 tag, by its primary language; English where there is no translation yet."""
    texts = files("signpost_builder") / "templates" / f"strings.{_primary(language)}.json"
    if not texts.is_file():
        texts = files("signpost_builder") / "templates" / "strings.en.json"
    read: Mapping[str, Any] = json.loads(texts.read_text("utf-8"))
    return read


def is_spoken(language: str) -> bool:
    """Whether the interface has texts of its own in the language of a BCP 47 tag."""
    return _primary(language) in spoken_languages()


@cache
def spoken_languages() -> tuple[str, ...]:
    """Primary languages that the interface has texts in."""
    names = (file.name for file in (files("signpost_builder") / "templates").iterdir())
    return tuple(sorted(name.split(".")[1] for name in names if name.startswith("strings.")))


def _primary(language: str) -> str:
    return language.split("-")[0].lower()


def direction(language: str) -> str:
    return "rtl" if _primary(language) in RIGHT_TO_LEFT else "ltr"
