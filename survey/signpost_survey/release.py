"""The release: a signed document of noisy integers and exact numbers of people, and the same as a Frictionless data package."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, assert_never, dataclass_transform

import msgspec
from msgspec import Meta, Struct

from signpost_survey.form import (
    DONT_KNOW,
    SKIPPED,
    Form,
    Kind,
    Match,
    Multiple,
    Number,
    Order,
    Question,
    Scale,
    Single,
    TrueFalse,
    question_hash,
    scored,
)
from signpost_survey.stores import StoreError

FORMAT = "signpost-release-2"
COUNT_FIELDS = ("measure", "question", "part", "phase", "value", "value_after", "breakdown", "cell", "count")
SUM_FIELDS = ("measure", "question", "phase", "breakdown", "cell", "sum")
PEOPLE_FIELDS = ("breakdown", "cell", "label", "categories", "people")
VARIANCE_FIELDS = ("measure", "question", "breakdown", "variance")
QUESTION_FIELDS = ("question", "hash", "kind", "type", "topic", "stem", "choices", "scored")
CODE_FIELDS = ("question", "part", "value", "label", "right")
TEXTS = {
    "measure",
    "question",
    "phase",
    "breakdown",
    "label",
    "right",
    "categories",
    "hash",
    "kind",
    "type",
    "topic",
    "stem",
}
TEXTS |= {"choices", "scored"}

Breakdown = Literal["all", "group", "stratum", "both"]
Phase = Literal["before", "after", "both"]
CountRow = tuple[
    Literal["right", "favourable", "level", "answers", "flow", "topic", "bands", "better"],
    str | None,
    int | None,
    Phase,
    int,
    int | None,
    Breakdown,
    int,
    int,
]
SumRow = tuple[Literal["score", "square", "gain", "rest"], str | None, Phase, Breakdown, int, int]
Category = int | tuple[int, int]
PeopleRow = tuple[Breakdown, int, str, tuple[Category, ...], int]
VarianceRow = tuple[str, str | None, Breakdown, int]
QuestionRow = tuple[str, str, Kind, str, str, str, tuple[str, ...], bool]
Hex32 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
Probability = Annotated[float, Meta(ge=0, le=1)]


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Strict(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """As in form.py."""


class Place(Strict):
    """Where in the key holder's ledger: `previous` is the SHA-256 of the release before, `commitment` of the records in it."""

    sequence: Annotated[int, Meta(ge=1)]
    previous: Hex32 | None
    commitment: Hex32


class GuessNote(Strict):
    """How often the best guess at one yes-or-no answer is right: on one occasion; on both together, where asked twice."""

    once: Probability
    both: Probability | None


class PersonNote(Strict):
    """Of a whole record: zero-concentrated loss, and the same as epsilon at delta."""

    rho: float
    epsilon: float
    delta: float


class Noise(Strict):
    """`variances` are those that were used, `factor` included. `scored` is K; a square is (x - centre)², a gain
    (clip(y - x - shift, ±clip))²."""

    distribution: Literal["discrete-gaussian"]
    factor: Literal[1, 2, 4]
    scored: int
    centre: int
    clip: int
    shift: int
    variances: tuple[VarianceRow, ...]
    answer: dict[str, GuessNote]
    bound: Probability
    person: PersonNote


class Endorsement(Strict):
    by: str
    key: str
    value: str


class Signature(Strict):
    """Ed25519 over the canonical JSON of everything else; `endorsements`: each older signing key's word for the next."""

    key: str
    value: str
    endorsements: tuple[Endorsement, ...]


class Release(Strict):
    """What `publish` freezes. `form` is the form's file without its key."""

    format: Literal["signpost-release-2"]
    id: str
    term: Annotated[str, Meta(pattern=r"^\d{4}-(spring|summer|autumn|w[1-9]\d?)$")]
    title: str
    open: bool
    simulated: bool
    notice: str
    access: str
    form: dict[str, Any]
    questions: tuple[QuestionRow, ...]
    ledger: Place
    people: tuple[PeopleRow, ...]
    noise: Noise
    counts: tuple[CountRow, ...]
    sums: tuple[SumRow, ...]
    signature: Signature


NOTICE = (
    "These numbers are close, not exact. A random number, mostly less than {most} up or down in a group, was added to every count, "
    "so that nobody can be sure what one person answered to a question, not even someone who knows everyone else's answers. "
    "'Give or take' includes it. How many took part is exact."
)
SIMULATED = "SIMULATED: every answer is invented. "
ACCESS = "Anyone with the link can answer, more than once."
OPEN_ACCESS = " These are answers of whoever wanted to answer, not of a sample."


def notice(simulated: bool, factor: int) -> str:
    """What every reader is told; the number is twice the standard deviation of a group's counts."""
    return (SIMULATED if simulated else "") + NOTICE.format(most=8 * factor)


def access(form: Form) -> str:
    return ACCESS + (OPEN_ACCESS if form.open else "")


def question_rows(form: Form, kinds: Mapping[str, Kind]) -> Iterator[QuestionRow]:
    """Every question as it can be laid beside those of other forms: alike where id and hash are."""
    for id, question in form.questions.items():
        type = msgspec.to_builtins(question)["type"]
        yield (
            id,
            question_hash(question),
            kinds[id],
            type,
            question.topic,
            question.stem,
            _choices(question),
            scored(question),
        )


def _choices(question: Question) -> tuple[str, ...]:
    """What can be chosen, in words, in the form's order."""
    match question:
        case Single() | Multiple():
            return question.options
        case TrueFalse():
            return ("False", "True")
        case Order():
            return question.items
        case Match():
            return (*question.terms, *question.meanings)
        case Scale():
            return question.labels
        case Number():
            return tuple(_bands(question))
        case _:
            assert_never(question)


def parse_release(data: bytes) -> Release:
    """Read a release. Raises StoreError."""
    try:
        return msgspec.json.decode(data, type=Release)
    except msgspec.ValidationError as error:
        raise StoreError(f"not a release: {error}") from None


# ------------------------------------------------------------------ data package

Cells = tuple[Any, ...]  # of one row of any table


def package(data: bytes, *, parquet: bool = False) -> dict[str, bytes]:
    """Files of the data package: CSV, codebook, the document itself, `datapackage.json`; with `parquet` also Parquet."""
    made = parse_release(data)
    tables = {
        "counts": (COUNT_FIELDS, made.counts),
        "sums": (SUM_FIELDS, made.sums),
        "people": (PEOPLE_FIELDS, tuple(_in_words(row) for row in made.people)),
        "variances": (VARIANCE_FIELDS, made.noise.variances),
        "questions": (QUESTION_FIELDS, tuple(_in_words(row) for row in made.questions)),
        "codes": (CODE_FIELDS, tuple(codes(made.form))),
    }
    files = {f"{name}.csv": _csv(fields, rows) for name, (fields, rows) in tables.items()}
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
        "description": f"{made.notice} {made.access}",
        "profile": "data-package",
        "keywords": [*(["simulated"] if made.simulated else []), *(["open"] if made.open else [])],
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
                    (i, f"{part + 1}. {text}", None if key is None else key[part] == i)
                    for i, text in enumerate(question.items)
                ]
        case Match():
            for part, term in enumerate(question.terms):
                yield [
                    (i, f"{term}: {text}", None if key is None else key[part] == i)
                    for i, text in enumerate(question.meanings)
                ]
        case Scale():
            yield [(i, text, None) for i, text in enumerate(question.labels, start=1)]
        case Number():
            bands = _bands(question)
            yield [(i, text, None if key is None else i in key) for i, text in enumerate(bands)]
        case _:
            assert_never(question)


def _bands(question: Number) -> list[str]:
    lows = (question.minimum, *question.bounds)
    highs = (*question.bounds, question.maximum)
    return [
        f"{'over ' if i else ''}{low} to {high}{question.unit}"
        for i, (low, high) in enumerate(zip(lows, highs, strict=True))
    ]


def _in_words(row: Cells) -> Cells:
    """Lists as JSON, truth as yes and no: cells of a table hold one thing."""
    words = {True: "yes", False: "no"}
    return tuple(
        json.dumps(one, ensure_ascii=False) if isinstance(one, tuple) else words[one] if isinstance(one, bool) else one
        for one in row
    )


def _csv(fields: tuple[str, ...], rows: tuple[Cells, ...]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows(["" if value is None else value for value in row] for row in rows)
    return out.getvalue().encode()


def _parquet(fields: tuple[str, ...], rows: tuple[Cells, ...]) -> bytes:
    import pyarrow
    import pyarrow.parquet

    types = [pyarrow.string() if name in TEXTS else pyarrow.int64() for name in fields]
    columns = zip(*rows, strict=True) if rows else [()] * len(fields)
    arrays = [pyarrow.array(list(column), type=kind) for column, kind in zip(columns, types, strict=True)]
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(arrays, names=list(fields)), out)
    return out.getvalue()


def _resource(name: str, fields: tuple[str, ...], body: bytes) -> dict[str, Any]:
    typed = [{"name": field, "type": "string" if field in TEXTS else "integer"} for field in fields]
    schema = {"fields": typed, "missingValues": [""]}
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
