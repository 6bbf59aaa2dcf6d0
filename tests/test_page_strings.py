"""Texts of the user interface: all in one place, all used, none missing."""

import re
from pathlib import Path

import pytest
import signpost_builder
from signpost_builder.page.strings import direction, strings
from signpost_builder.reading_grade import grade

from tests.safeguarding import texts

FOLDER = Path(signpost_builder.__file__).parent
TEXTS = strings("en-GB")
SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for path in [*FOLDER.glob("page/*.py"), *FOLDER.glob("templates/*.html"), *FOLDER.glob("formats/openedx/*.py")]
)
SCRIPTS = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("player/*.js"))


def leaves(texts, path=()):
    for key, value in texts.items():
        yield from leaves(value, (*path, key)) if isinstance(value, dict) else [(*path, key)]


def asked_by(script: str) -> set[str]:
    """Keys that a script names; `"verdict-"` stands for every key that begins so."""
    return set(re.findall(r'"([\w-]+)"', script))


ALL_TEXTS = {key: group for group, texts in TEXTS["script"].items() for key in texts}


def test_every_key_that_a_script_asks_for_is_there():
    asked = set(re.findall(r'\btext\("([^"]+)"[,)]', SCRIPTS)) | set(re.findall(r'"(mark-[\w-]+)"', SCRIPTS))

    assert asked and asked <= ALL_TEXTS.keys()


@pytest.mark.parametrize("key", sorted(ALL_TEXTS))
def test_every_text_for_scripts_is_used(key):
    asked = asked_by(SCRIPTS)

    assert key in asked or f"{key.split('-')[0]}-" in asked


COMPANIONS = {"sets": ("set-intro.js", "set-result.js", "result.js"), "survey": ("consent.js",)}


@pytest.mark.parametrize("feature", sorted(TEXTS["script"].keys() - {"always"}))
def test_texts_of_a_feature_are_asked_for_by_its_module(feature):
    """Or by one that only the sets have: without the feature, nobody asks for a text that is not there."""
    own = {f"{feature}.js", *COMPANIONS.get(feature, ())}
    others = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("player/*.js") if path.name not in own)

    assert not set(re.findall(r'\btext\("([^"]+)"[,)]', others)) & TEXTS["script"][feature].keys()


def test_the_consent_is_as_easy_to_read_as_the_pages_of_parents():
    """Whoever joins has understood; a school year of the reader's, as for their pages."""
    found = grade("\n".join(texts()["script"]["survey"].values()))

    assert found is not None and found <= 6


@pytest.mark.parametrize("path", sorted(leaves(TEXTS["page"])), ids=".".join)
def test_every_text_for_the_page_is_used(path):
    """Keys of `callout` are kinds of callouts."""
    assert re.search(rf"\b{re.escape(path[-1])}\b", SOURCES) or path[0] == "callout"


def test_holes_are_filled_by_name():
    for path in leaves(TEXTS):
        value = TEXTS
        for key in path:
            value = value[key]
        if path[0] == "spoken":
            continue  # patterns: tests/test_spoken.py
        for text in value if isinstance(value, list) else [value]:
            assert "{}" not in text and text == text.strip() and "  " not in text


def test_a_language_without_texts_falls_back_to_english():
    assert strings("ar") is not strings("en") and strings("ar") == strings("en")


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "ltr"), ("fa", "rtl"), ("AR-eg", "rtl"), ("he", "rtl"), ("pl", "ltr")]
)
def test_direction(language, expected):
    assert direction(language) == expected
