"""The data annex: every number with its labels in words, as CSV, Parquet and a spreadsheet, in a Frictionless data package."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from arro3.core import Array, DataType, Table
from arro3.io import write_parquet

from signpost_report.aligning import Question
from signpost_report.evidence import Evidence
from signpost_report.numbers import Number, document
from signpost_report.spreadsheet import ods

TEXT, WHOLE, DECIMAL, TRUTH = "string", "integer", "number", "boolean"
# Name, type, what it means: the schema of the package and the codebook.
FIELDS = (
    ("id", TEXT, "Unique; the page of the report names it at each printed number"),
    ("audience", TEXT, "Who was asked"),
    ("terms", TEXT, "From which terms; several are taken together"),
    ("kind", TEXT, "What kind of number: docs/formats/report.md"),
    ("about", TEXT, "The question in words, the topic, or the score"),
    ("questions", TEXT, "Ids of the questions, a space between"),
    ("breakdown", TEXT, "all, group, stratum or both"),
    ("who", TEXT, "The group in words"),
    ("phase", TEXT, "before, after, or both (a change)"),
    ("answer", TEXT, "The option or label in words"),
    ("value", DECIMAL, "The estimate; shares 0 to 1"),
    ("low", DECIMAL, "Lower end of the 95% interval, noise included"),
    ("high", DECIMAL, "Upper end"),
    ("people", WHOLE, "Exact number of people"),
    ("p", DECIMAL, "Two-sided p of nought, where tested"),
    ("found", TRUTH, "Whether it stands after false-discovery control"),
    ("compared_with", TEXT, "Of a gap: the other number's id, or rest"),
)
QUESTIONS = (
    ("audience", TEXT, "Who was asked"),
    ("question", TEXT, "Id"),
    ("hash", TEXT, "Names the wording: alike where the words are alike"),
    ("kind", TEXT, "knowledge, confidence, perception or other"),
    ("type", TEXT, "Of question"),
    ("topic", TEXT, "Of the course"),
    ("stem", TEXT, "As it was asked"),
    ("choices", TEXT, "As they were offered, | between"),
    ("scored", TRUTH, "Whether it has a right answer"),
)
Fields = tuple[tuple[str, str, str], ...]
Row = tuple[Any, ...]
NO_ANSWER = {254: "Don’t know", 255: "Skipped"}
MATRIX = {0: "confident", 1: "knows", 2: "confident but does not know"}


def annex(found: Evidence, sources: Iterable[Mapping[str, Any]]) -> dict[str, bytes]:
    """Files under `data/`; the same evidence gives the same bytes."""
    tables = {"numbers": (FIELDS, _numbers(found)), "questions": (QUESTIONS, _questions(found))}
    files = {f"{name}.csv": _csv(fields, rows) for name, (fields, rows) in tables.items()}
    files |= {f"{name}.parquet": _parquet(fields, rows) for name, (fields, rows) in tables.items()}
    files["numbers.json"] = document(found.numbers, list(sources), found.study.simulated)
    files["report.ods"] = ods(
        {"Read first": _about(found)} | {name.capitalize(): _sheet(*table) for name, table in tables.items()}
    )
    files["datapackage.json"] = _package(found, tables, files)
    return {f"data/{name}": content for name, content in files.items()}


# ----------------------------------------------------------------------- rows


def _numbers(found: Evidence) -> list[Row]:
    series = {one.name: one for one in found.study.series}
    rows = []
    for one in found.numbers.values():
        names = one.id.split(":")[0].split("@")[0].split("-")
        among = [series[name] for name in names]
        terms = {release.id: release.term for release in found.study.releases}
        questions = [among[0].questions[id] for id in one.questions]
        meanings = among[0].results.form["questions"][one.questions[0]].get("meanings", ()) if one.questions else ()
        about = one.topic or (questions[0].stem if questions else "the whole score")
        rows.append((
            one.id, " and ".join(each.label for each in among), " ".join(dict.fromkeys(terms[id] for id in one.releases)), one.kind, about,
            " ".join(one.questions), one.breakdown, one.label, one.phase, _answer(one, questions, meanings), round(one.value, 6), round(one.low, 6),
            round(one.high, 6), one.people, None if one.p is None else float(f"{one.p:.2g}"), one.found, one.against,
        ))  # fmt: skip
    return rows


def _answer(one: Number, questions: Sequence[Question], meanings: Sequence[str]) -> str | None:
    """The value in words; `meanings` of a match question."""
    if one.code is None:
        return None
    if one.kind in ("matrix", "matrix-change"):
        return MATRIX[one.code]
    if not questions:
        return f"quarter {one.code + 1} of the scale"
    if one.code in NO_ANSWER:
        return NO_ANSWER[one.code]
    question, code, part = questions[0], one.code, one.part or 0
    match question.type:
        case "scale":
            return question.choices[code - 1]
        case "multiple":
            return f"{question.choices[part]}: {('not ticked', 'ticked')[code]}"
        case "order":
            return f"{part + 1}. {question.choices[code]}"
        case "match":
            return f"{question.choices[part]}: {meanings[code]}"
        case "single" | "true-false" | "number":
            return question.choices[code]
        case unknown:
            raise ValueError(f"no question is of type '{unknown}'")


def _questions(found: Evidence) -> list[Row]:
    return [
        (series.label, one.id, one.hash, one.kind, one.type, one.topic, one.stem, " | ".join(one.choices), one.scored)
        for series in found.study.series
        for one in series.questions.values()
    ]


def _about(found: Evidence) -> list[Row]:
    """The first sheet: what every reader is told."""
    told = ["SIMULATED: every answer is invented"] if found.study.simulated else []
    told += list(dict.fromkeys(text for one in found.study.releases for text in (one.notice, one.access)))
    return [
        *((text,) for text in told),
        ("",),
        ("Column", "Meaning"),
        *((name, meaning) for name, _, meaning in FIELDS),
    ]


def _sheet(fields: Fields, rows: list[Row]) -> list[Row]:
    return [tuple(name for name, _, _ in fields), *rows]


# ---------------------------------------------------------------------- formats


def _csv(fields: Fields, rows: list[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(name for name, _, _ in fields)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode()


def _cell(value: Any) -> Any:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else value


def _parquet(fields: Fields, rows: list[Row]) -> bytes:
    types = {TEXT: DataType.string(), WHOLE: DataType.int64(), DECIMAL: DataType.float64(), TRUTH: DataType.bool()}
    columns = [
        Array(list(column), types[kind]) for column, (_, kind, _) in zip(zip(*rows, strict=True), fields, strict=False)
    ]
    out = io.BytesIO()
    write_parquet(Table.from_arrays(columns, names=[name for name, _, _ in fields]), out)
    return out.getvalue()


def _package(found: Evidence, tables: Mapping[str, tuple[Fields, list[Row]]], files: Mapping[str, bytes]) -> bytes:
    resources = []
    for name, content in files.items():
        stem, kind = name.rsplit(".", 1)
        one: dict[str, Any] = {
            "name": f"{stem}-{kind}",
            "path": name,
            "type": "table" if kind == "csv" else "file",
            "format": kind,
            "bytes": len(content),
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        }
        if kind == "csv":
            fields = [
                {"name": field, "type": type_, "description": meaning} for field, type_, meaning in tables[stem][0]
            ]
            one |= {
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "schema": {"fields": fields, "missingValues": [""]},
            }
        resources.append(one)
    releases = found.study.releases
    told = {
        "name": f"signpost-report-{releases[0].id}", "profile": "data-package", "resources": resources,
        "title": ("SIMULATED: " if found.study.simulated else "") + "Numbers of a report of the anonymous survey",
        "description": f"{releases[0].notice} {releases[0].access}",
    }  # fmt: skip
    return (json.dumps(told, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()
