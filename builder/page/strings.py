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
    texts = files("builder") / "templates" / f"strings.{language.split('-')[0].lower()}.json"
    if not texts.is_file():
        texts = files("builder") / "templates" / "strings.en.json"
    return json.loads(texts.read_text("utf-8"))


def direction(language: str) -> str:
    return "rtl" if language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
