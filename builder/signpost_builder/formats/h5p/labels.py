"""Texts of buttons and for screen readers. The types bring English ones; other languages get the project's own."""

from collections.abc import Mapping
from typing import Any

from signpost_builder.page.strings import strings


def labelled(type: str, params: Mapping[str, Any], language: str) -> dict[str, Any]:
    """`params` with the labels of the type, where the language is not English."""
    if language.partition("-")[0].lower() == "en":
        return dict(params)
    return merged(strings(language)["h5p"]["labels"].get(type, {}), params)


def merged(labels: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """Both, the params first where they say the same."""
    out = dict(labels)
    for key, value in params.items():
        out[key] = (
            merged(out[key], value) if isinstance(value, Mapping) and isinstance(out.get(key), Mapping) else value
        )
    return out
