"""Every text of the user interface, by language: `page` for the templates, `script` for the player.

The texts name no subject. `subject` holds, for each of the `CourseWords`, what they become where a course has that word.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from signpost_builder.model import CourseWords

RIGHT_TO_LEFT = frozenset(["ar", "ckb", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"])
OF_NO_SUBJECT = CourseWords()


@cache
def strings(language: str, words: CourseWords = OF_NO_SUBJECT) -> Mapping[str, Any]:
    """The texts for a BCP 47 tag, by its primary language, English where there is no translation yet; in the course's words."""
    texts = files("signpost_builder") / "templates" / f"strings.{_primary(language)}.json"
    if not texts.is_file():
        texts = files("signpost_builder") / "templates" / "strings.en.json"
    said: dict[str, Any] = json.loads(texts.read_text("utf-8"))
    for name, places in said.pop("subject").items():
        if word := getattr(words, name):
            for place, text in places.items():
                _put(said, place.split("."), text.replace("{words}", word))
    return said


def _put(texts: dict[str, Any], place: list[str], text: str) -> None:
    for group in place[:-1]:
        texts = texts[group]
    texts[place[-1]] = text


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
