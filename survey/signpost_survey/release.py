"""The release: a frozen document of suppressed integers, and the same as a Frictionless data package."""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from signpost_survey.form import DONT_KNOW, SKIPPED, Form, Match, Multiple, Number, Order, Question, Scale, Single, TrueFalse
from signpost_survey.stores import StoreError

if TYPE_CHECKING:  # numpy and scipy are not needed where releases are only read
    from signpost_survey.suppress import Policy
    from signpost_survey.tables import Tables

FORMAT = "signpost-release-1"
TERM = re.compile(r"\d{4}-(spring|summer|autumn)")
HIDDEN = "[c]"
COUNT_FIELDS = ("measure", "question", "part", "phase", "value", "value_after", "breakdown", "cell", "count")
SPREAD_FIELDS = ("breakdown", "cell", "before", "after", "change")
CELL_FIELDS = ("breakdown", "cell", "label")
LEFT_OUT_FIELDS = ("measure", "breakdown", "cell", "number", "reason")
CODE_FIELDS = ("question", "part", "value", "label", "right")
TEXTS = {"measure", "question", "phase", "breakdown", "label", "right", "reason"}

Count = Annotated[int, Meta(ge=0, multiple_of=5)]
CountRow = tuple[
    Literal["people", "answers", "right", "change", "flow"],
    str | None,
    int | None,
    Literal["before", "after", "both"] | None,
    int | None,
    int | None,
    Literal["all", "group", "stratum"],
    int,
    Count | None,
]
Breakdown = Literal["all", "group", "stratum"]
Hundredths = Annotated[int, Meta(ge=0, multiple_of=25)]
SpreadRow = tuple[Breakdown, int, Hundredths | None, Hundredths, Hundredths | None]
LeftOutRow = tuple[str, Breakdown | None, int | None, int | None, str]


class PolicyNote(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    threshold: int
    base: int
    grid: int
    width: int
    people: int


class Release(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What `publish` freezes. `form` is the form's file without its key."""

    format: Literal["signpost-release-1"]
    id: str
    term: Annotated[str, Meta(pattern=r"^\d{4}-(spring|summer|autumn)$")]
    title: str
    open: bool
    simulated: bool
    notice: str
    policy: PolicyNote
    form: dict[str, Any]
    dropped: dict[str, int]
    cells: tuple[tuple[Literal["all", "group", "stratum"], int, str], ...]
    counts: tuple[CountRow, ...]
    spreads: tuple[SpreadRow, ...]
    left_out: tuple[LeftOutRow, ...]


NOTICES = {
    (False, False): "Every count is rounded to 5; counts that are not published are shown as [c].",
    (True, False): "Anyone with the link could answer, more than once: these are not results of a sample.",
    (False, True): "SIMULATED: every answer is invented.",
    (True, True): "SIMULATED: every answer is invented.",
}


def check_term(term: str) -> None:
    """Raises StoreError unless it is a school term."""
    if not TERM.fullmatch(term):
        raise StoreError(f"{term!r} is not a term; a term is like 2026-autumn, 2027-spring or 2027-summer")


def document(id: str, form: Form, term: str, policy: "Policy", made: "Tables", dropped: Mapping[str, int]) -> bytes:
    """The bytes that are frozen: the same counts give the same bytes."""
    about = msgspec.to_builtins(form)
    del about["key"]
    value = Release(
        format=FORMAT,
        id=id,
        term=term,
        title=form.title,
        open=form.open,
        simulated=form.simulated,
        notice=NOTICES[form.open, form.simulated],
        policy=PolicyNote(policy.name, policy.threshold, 5, made.grid, policy.width, policy.people),
        form=about,
        dropped=dict(dropped),
        cells=tuple((block.breakdown, block.cell, block.label) for block in made.blocks),
        counts=tuple(made.rows),
        spreads=tuple(made.spreads),
        left_out=tuple(made.left_out),
    )
    return (json.dumps(msgspec.to_builtins(value), sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def parse_release(data: bytes) -> Release:
    """Read a release. Raises StoreError."""
    try:
        return msgspec.json.decode(data, type=Release)
    except msgspec.ValidationError as error:
        raise StoreError(f"not a release: {error}") from None


# ------------------------------------------------------------------ data package


def package(data: bytes, *, parquet: bool = False) -> dict[str, bytes]:
    """Files of the data package: CSV, codebook, the document itself, `datapackage.json`; with `parquet` also Parquet."""
    made = parse_release(data)
    tables = {
        "counts": (COUNT_FIELDS, made.counts),
        "spreads": (SPREAD_FIELDS, made.spreads),
        "cells": (CELL_FIELDS, made.cells),
        "left_out": (LEFT_OUT_FIELDS, made.left_out),
        "codes": (CODE_FIELDS, tuple(codes(made.form))),
    }
    files = {f"{name}.csv": _csv(fields, rows, hide=HIDING[name]) for name, (fields, rows) in tables.items()}
    resources = [_resource(name, fields, files[f"{name}.csv"]) for name, (fields, _) in tables.items()]
    if parquet:
        for name, (fields, rows) in tables.items():
            files[f"{name}.parquet"] = body = _parquet(fields, rows)
            resources.append(_other(f"{name}-parquet", f"{name}.parquet", "parquet", body))
    files["release.json"] = data
    resources.append(_other("release", "release.json", "json", data))
    description = {
        "name": f"signpost-{made.id}",
        "title": f"{made.title}, {made.term}" + (" (SIMULATED)" if made.simulated else ""),
        "description": made.notice,
        "profile": "data-package",
        "keywords": [*(["simulated"] if made.simulated else []), *(["open"] if made.open else []), made.policy.name],
        "resources": resources,
    }
    files["datapackage.json"] = (json.dumps(description, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()
    return files


def zipped(data: bytes) -> bytes:
    """The data package as one file; the same release gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in sorted(package(data).items()):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def codes(form: Mapping[str, Any]) -> Iterator[tuple[str, int, int, str, str]]:
    """What each value of each slot means: (question, part, value, label, "yes" where it is right, "no" where not)."""
    for id, described in form["questions"].items():
        question = msgspec.convert(described, Question)
        for part, labels in enumerate(_labels(question)):
            for value, label, right in labels:
                yield id, part, value, label, "" if right is None else ("yes" if right else "no")
            if question.dont_know:
                yield id, part, DONT_KNOW, "Don't know", ""
            yield id, part, SKIPPED, "Skipped", ""


Label = tuple[int, str, bool | None]


def _labels(question: Question) -> Iterator[list[Label]]:
    key = getattr(question, "key", None)
    match question:
        case Single():
            yield [(i, text, None if key is None else i in key) for i, text in enumerate(question.options)]
        case TrueFalse():
            yield [(i, text, None if key is None else key == bool(i)) for i, text in enumerate(("False", "True"))]
        case Multiple():
            for part, option in enumerate(question.options):
                yield [
                    (i, f"{option}: {('not ticked', 'ticked')[i]}", None if key is None else (part in key) == bool(i))
                    for i in (0, 1)
                ]
        case Order():
            for part in range(len(question.items)):
                yield [
                    (i, f"{part + 1}. {text}", None if key is None else key[part] == i) for i, text in enumerate(question.items)
                ]
        case Match():
            for part, term in enumerate(question.terms):
                yield [
                    (i, f"{term}: {text}", None if key is None else key[part] == i) for i, text in enumerate(question.meanings)
                ]
        case Scale():
            yield [(i, text, None) for i, text in enumerate(question.labels, start=1)]
        case Number():
            bands = _bands(question)
            yield [(i, text, None if key is None else i in key) for i, text in enumerate(bands)]


def _bands(question: Number) -> list[str]:
    lows = (question.minimum, *question.bounds)
    highs = (*question.bounds, question.maximum)
    return [f"{'over ' if i else ''}{low} to {high}{question.unit}" for i, (low, high) in enumerate(zip(lows, highs))]


HIDING = {
    "counts": frozenset({"count"}),
    "spreads": frozenset[str](),
    "cells": frozenset[str](),
    "left_out": frozenset[str](),
    "codes": frozenset[str](),
}


def _csv(fields: tuple[str, ...], rows: tuple[tuple, ...], *, hide: frozenset[str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(fields)
    empty = [HIDDEN if name in hide else "" for name in fields]
    writer.writerows([empty[i] if value is None else value for i, value in enumerate(row)] for row in rows)
    return out.getvalue().encode()


def _parquet(fields: tuple[str, ...], rows: tuple[tuple, ...]) -> bytes:
    import pyarrow
    import pyarrow.parquet

    types = [pyarrow.string() if name in TEXTS else pyarrow.int32() if name != "count" else pyarrow.int64() for name in fields]
    columns = zip(*rows) if rows else [()] * len(fields)
    arrays = [pyarrow.array(list(column), type=kind) for column, kind in zip(columns, types)]
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(arrays, names=list(fields)), out)
    return out.getvalue()


def _resource(name: str, fields: tuple[str, ...], body: bytes) -> dict[str, Any]:
    typed = [{"name": field, "type": "string" if field in TEXTS else "integer"} for field in fields]
    schema = {"fields": typed, "missingValues": ["", HIDDEN]}
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(body),
        "hash": f"sha256:{hashlib.sha256(body).hexdigest()}",
        "schema": schema,
    }


def _other(name: str, path: str, kind: str, body: bytes) -> dict[str, Any]:
    mediatype = {"json": "application/json", "parquet": "application/vnd.apache.parquet"}[kind]
    found = {"name": name, "path": path, "format": kind, "mediatype": mediatype, "bytes": len(body)}
    return found | {"hash": f"sha256:{hashlib.sha256(body).hexdigest()}"}
