"""Results of a release beside each question: from the file that `signpost-report items --format json` writes (docs/formats/items.md)."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lsprotocol import types

from signpost_builder.language.view import View
from signpost_builder.values import frozen

FORMAT = "signpost-items-1"
MOST_BYTES = 16 * 1024 * 1024
VERDICTS = {
    "misleads": "it misleads",
    "too-easy": "too easy",
    "teaches-nothing": "it teaches nothing",
    "works": "it works",
}


@frozen
class Results:
    """`items` by the question's id: one for each form that asks it, with whose it is. `fault`: why there are none, in a sentence."""

    items: Mapping[str, tuple[tuple[str, Mapping[str, Any]], ...]]
    fault: str = ""


NONE = Results({})


def read_results(file: Path) -> Results:
    """What a file says; whatever is wrong with it, editing goes on."""
    try:
        if file.stat().st_size > MOST_BYTES:
            return Results({}, f"'{file.name}' is too large for a file of results")
        document = json.loads(file.read_bytes())
        if document["format"] != FORMAT:
            return Results({}, f"'{file.name}' is not what 'signpost-report items --format json' writes")
        items: dict[str, tuple[tuple[str, Mapping[str, Any]], ...]] = {}
        for release in document["releases"]:
            whose = f"SIMULATED, {release['audience']}" if release["simulated"] is True else str(release["audience"])
            for item in release["items"]:
                items[item["id"]] = (*items.get(item["id"], ()), (whose, item))
        return Results(items)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Results({}, f"'{file.name}' cannot be read as results of a release")


def lenses(view: View, results: Results) -> Iterator[types.CodeLens]:
    """A line above each question that the release has numbers for."""
    for mention in view.mentions if results.items else ():
        if mention.kind == "question" and mention.defines and mention.path == view.path:
            for whose, item in results.items.get(mention.id, ()):
                if item.get("source") != "gone" and item.get("file") == str(view.path):
                    yield types.CodeLens(view.range(mention), types.Command(f"{whose}: {_said(item)}", ""))


def _said(item: Mapping[str, Any]) -> str:
    """ "64 % right before, 86 % after (2,000 people): it works"."""
    shares = [f"{_percent(item[key])} {key}" for key in ("before", "after") if _percent(item.get(key))]
    verdict = VERDICTS.get(str(item.get("verdict")), "")
    people = f" ({item['people']:,} people)" if isinstance(item.get("people"), int) else ""
    words = f"{', '.join(shares).replace(' %', ' % right', 1)}{people}" if shares else "no numbers are shown"
    said = f"{words}: {verdict}" if verdict and shares else words
    return f"{said}; of this question in other words" if item.get("source") == "other words" else said


def _percent(share: Any) -> str:
    value = share.get("value") if isinstance(share, Mapping) else share
    return f"{value * 100:.0f} %" if isinstance(value, int | float) and not isinstance(value, bool) else ""
