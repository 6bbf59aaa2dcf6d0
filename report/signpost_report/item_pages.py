"""Items beside their places: lines for a terminal, Markdown for a pull request, JSON for editors (docs/formats/items.md)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from signpost_report.estimates import Estimate
from signpost_report.items import Item, accused, described, per_cent
from signpost_report.sources import Place

FORMAT = "signpost-items-1"
SEVERITY = {"misleads": "warning", "teaches-nothing": "warning", "too-easy": "information"}


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The items of one release, or of several pooled, with the notice that goes with every number. `simulated`: every answer is invented."""

    title: str
    audience: str
    terms: tuple[str, ...]
    notice: str
    signed_by: str
    simulated: bool
    items: Sequence[Item]
    places: Mapping[str, Place]

    @property
    def ordered(self) -> list[Item]:
        """As they stand in the files; those that are gone last."""
        return sorted(self.items, key=lambda item: self.places[item.id].order)


def lines(judged: Judged) -> list[str]:
    """`file:line: id 64 % right before, 86 % after (n 2,000)`, then what is to be looked at."""
    found = [
        f"{_where(judged.places[item.id])}: {described(item)}{_note(judged.places[item.id])}" for item in judged.ordered
    ]
    return [*found, "", _summary(judged), judged.notice]


def markdown(judged: Judged) -> str:
    """A table for a pull request; what is to be looked at comes first."""
    first = {item.id for item in accused(judged.items)}
    ordered = sorted(judged.ordered, key=lambda item: item.id not in first)
    rows = [
        "| question | where | right before | right after | change, 95 % interval | what it shows |",
        "| --- | --- | ---: | ---: | --- | --- |",
    ]
    rows += [_row(item, judged.places[item.id], item.id in first) for item in ordered]
    head = f"### {_text(judged.title)} ({_text(judged.audience)}; {', '.join(judged.terms)})"
    return "\n".join([head, "", _summary(judged), "", *rows, "", f"> {_text(judged.notice)}", ""])


def document(judged: Sequence[Judged]) -> str:
    """JSON for editors: each item with place, severity and message; the schema is docs/formats/items.schema.json."""
    return json.dumps(
        {"format": FORMAT, "releases": [_release(one) for one in judged]}, sort_keys=True, ensure_ascii=False, indent=2
    )


def _release(judged: Judged) -> dict[str, Any]:
    rows = [_object(item, judged.places[item.id]) for item in judged.ordered]
    about: dict[str, Any] = {
        "title": judged.title,
        "audience": judged.audience,
        "terms": list(judged.terms),
        "notice": judged.notice,
    }
    about["simulated"] = judged.simulated
    return {**about, "items": rows}


def _object(item: Item, place: Place) -> dict[str, Any]:
    about = {
        "id": item.id,
        "hash": item.hash,
        "file": place.file or None,
        "line": place.line or None,
        "source": place.same,
    }
    numbers = {name: _estimate(getattr(item, name)) for name in ("before", "after", "change")}
    words = {
        "verdict": item.verdict,
        "severity": SEVERITY.get(item.verdict),
        "message": described(item),
        "reason": item.reason,
    }
    return {**about, **numbers, **words, "people": item.people}


def _estimate(one: Estimate | None) -> dict[str, float] | None:
    if one is None:
        return None
    low, high = one.interval
    return {"value": round(one.value, 6), "low": round(low, 6), "high": round(high, 6)}


def _row(item: Item, place: Place, look: bool) -> str:
    change = ""
    if item.change:
        low, high = item.change.interval
        change = f"{_signed(item.change.value)} ({_signed(low)} to {_signed(high)}) points"
    verdict = item.verdict.replace("-", " ")
    words = f"**{verdict}**: {_text(item.reason)}" if look else _text(item.reason)
    cells = [item.id, f"`{_where(place)}`{_note(place)}"]
    cells += [per_cent(one) if one else "" for one in (item.before, item.after)]
    return "| " + " | ".join([*cells, change, words]) + " |"


def _signed(share: float) -> str:
    points = round(100 * share)
    return f"+{points}" if points > 0 else f"−{-points}" if points < 0 else "0"


def _where(place: Place) -> str:
    return f"{place.file}:{place.line}" if place.file else "not in these sources"


def _note(place: Place) -> str:
    return " (these sources ask it in other words)" if place.same == "other words" else ""


def _summary(judged: Judged) -> str:
    found: dict[str, list[str]] = {}
    for item in accused(judged.items):
        found.setdefault(item.verdict, []).append(item.id)
    if all(item.after is None for item in judged.items):
        return "Too few people answered to show numbers of questions."
    if not found:
        return f"{len(judged.items)} questions; none is shown to be too easy, to teach nothing or to mislead."
    said = [f"{verdict.replace('-', ' ')}: {', '.join(ids)}" for verdict, ids in found.items()]
    return f"{len(judged.items)} questions; to look at: " + "; ".join(said) + "."


def _text(words: str) -> str:
    """Words of a course, inert in Markdown."""
    for mark in "\\`*_[]<>|#":
        words = words.replace(mark, f"\\{mark}")
    return " ".join(words.split())
