"""Reading a release: its schema, its signature against a pinned key, and its tables.

The key is pinned from the course or its packages (`key.verify` of a form, `survey.verify` of course.yaml), never from the store
that the release comes from. docs/formats/release.md is the contract; no code is shared with the store.
"""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import jsonschema
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "signpost-release-2"
SUCCESSOR = b"signpost survey: the next signing key is "


class ReleaseError(ValueError):
    """A document that must not be reported, and why."""


class Name(NamedTuple):
    """What a table is of. `part` is a slot, `phase` before, after or both; what does not apply is None."""

    measure: str
    question: str | None
    part: int | None
    phase: str


class Where(NamedTuple):
    """A block: all, group, stratum or both, and its number."""

    breakdown: str
    cell: int


EVERYONE = Where("all", 0)


@dataclass(frozen=True)
class Block:
    """Who is counted together. `people` is exact; `categories` are indexes of the form's, 255 for not stated."""

    label: str
    categories: tuple[Any, ...]
    people: int


@dataclass(frozen=True)
class Table:
    """Noisy integers: of each value (value, value after) its count, or one sum. `variance` is that of the noise of each.

    What is only expected (expecting.py) is no integer."""

    values: tuple[tuple[int, int | None], ...]
    numbers: tuple[float, ...]
    variance: float


@dataclass(frozen=True, eq=False)
class Results:
    """One release, or several pooled. `factor`: of all standard deviations of the noise, against those of a small release."""

    terms: tuple[str, ...]
    form: Mapping[str, Any] = field(repr=False)
    factor: float
    noise: Mapping[str, Any] = field(repr=False)
    blocks: Mapping[Where, Block] = field(repr=False)
    tables: Mapping[tuple[Name, Where], Table] = field(repr=False)

    def of(self, breakdown: str) -> dict[Where, Block]:
        return {where: block for where, block in self.blocks.items() if where.breakdown == breakdown}


def read_release(data: bytes, pinned: str | None) -> Results:
    """A release as Results. Raises ReleaseError for another schema, a changed byte, another signing key."""
    return results_of(verified(data, pinned))


def results_of(document: Mapping[str, Any]) -> Results:
    """The tables of a verified document."""
    noise = document["noise"]
    blocks = {
        Where(way, cell): Block(label, _tuples(among), people) for way, cell, label, among, people in document["people"]
    }
    return Results((document["term"],), document["form"], noise["factor"], noise, blocks, _tables(document))


def verified(data: bytes, pinned: str | None) -> dict[str, Any]:
    """The document, if it obeys the schema and the pinned key signed it, or one that follows it by signatures.

    Without a pinned key the signature says only that nothing was changed since somebody signed it: whoever shows a number says so.
    """
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ReleaseError(f"this is not a release: {error}") from None
    _of_this_format(document)
    try:
        _validator().validate(document)
    except jsonschema.ValidationError as error:
        raise ReleaseError(f"this is not a release: {error.json_path}: {error.message[:200]}") from None
    written = data == _canonical(document) + b"\n"  # else what is signed and what another program reads could differ
    signature = document.pop("signature")
    if not (written and _holds(signature["key"], signature["value"], _canonical(document))):
        raise ReleaseError("the release was changed after it was signed")
    if pinned is not None and signature["key"] not in followers(pinned, signature["endorsements"]):
        raise ReleaseError(
            f"the release is signed by {signature['key']}; neither the key {pinned} nor one that follows it"
        )
    whole: dict[str, Any] = document | {"signature": signature}
    return whole


def _of_this_format(document: Any) -> None:
    found = document.get("format") if isinstance(document, dict) else None
    if isinstance(found, str) and found.startswith("signpost-release-") and found != FORMAT:
        raise ReleaseError(f"this is a release of the format {found}; this program reads {FORMAT}")


def followers(pinned: str, endorsements: Iterable[Mapping[str, str]]) -> set[str]:
    """The pinned key and those that each older key vouches for."""
    known = {pinned}
    for one in endorsements:
        if one["by"] in known and _holds(one["by"], one["value"], SUCCESSOR + one["key"].encode()):
            known.add(one["key"])
    return known


@cache
def _validator() -> jsonschema.Draft202012Validator:
    schema = json.loads((files("signpost_report") / "release.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)


def _canonical(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def _holds(key: str, value: str, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(_decoded(key)).verify(_decoded(value), message)
    except (InvalidSignature, ValueError):
        return False
    return (
        base64.urlsafe_b64encode(_decoded(value)).rstrip(b"=").decode() == value
    )  # base64 has bits to spare at the end


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _tables(document: Mapping[str, Any]) -> dict[tuple[Name, Where], Table]:
    variances: dict[tuple[str, str | None, str], float] = {
        (measure, question, way): value for measure, question, way, value in document["noise"]["variances"]
    }

    def variance(name: Name, way: str) -> float:
        return variances.get((name.measure, name.question, way)) or variances[name.measure, None, way]

    cells: dict[tuple[Name, Where], list[tuple[tuple[int, int | None], int]]] = {}
    for measure, question, part, phase, value, after, way, cell, count in document["counts"]:
        cells.setdefault((Name(measure, question, part, phase), Where(way, cell)), []).append(((value, after), count))
    found = {}
    for (name, where), rows in cells.items():
        values, numbers = zip(*rows, strict=True)
        found[name, where] = Table(values, numbers, variance(name, where.breakdown))
    for measure, question, phase, way, cell, number in document["sums"]:
        name = Name(measure, question, None, phase)
        found[name, Where(way, cell)] = Table((), (number,), variance(name, way))
    return found


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
