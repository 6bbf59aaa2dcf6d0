"""The data annex: other programs read it, and all its formats say the same."""

import csv
import hashlib
import io
import json
import zipfile
from functools import cache
from pathlib import Path

import jsonschema
import odfdo
import pyarrow.parquet
import pytest
from signpost_report.aligning import read_file
from signpost_report.building import files_of
from signpost_report.spreadsheet import ods

from tests import releases, studies

FORMATS = Path(__file__).parents[2] / "docs/formats"


@cache
def files() -> dict[str, bytes]:
    two = [studies.release(1_500), studies.release(1_500, seed=2, audience="caregiver", regions=True)]
    made = files_of([read_file("r", one, releases.pinned()) for one in two])
    return {name.removeprefix("data/"): content for name, content in made.items() if name.startswith("data/")}


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files()[f"{name}.csv"].decode())))


def test_numbers_obey_their_schema():
    """The documented one."""
    schema = json.loads((FORMATS / "report.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(json.loads(files()["numbers.json"]))


def test_labels_are_in_words():
    """No row needs a join to be read."""
    found = {(row["kind"], row["about"], row["answer"]) for row in rows("numbers")}
    assert ("option", "Which are signs?", "Missing from home: ticked") in found
    assert ("option", "In which order?", "2. Trust") in found
    assert ("option", "What do they mean?", "Debt bondage: Work for a debt") in found
    assert ("option", "How many of 100?", "over 25 to 50%") in found
    assert ("option", "Statement 1 about children.", "True") in found
    assert ("level", "Opinion 0", "Strongly disagree") in found and ("level", "Opinion 0", "Skipped") in found
    assert ("matrix", "signs", "confident but does not know") in found
    assert ("share", "the whole score", "quarter 4 of the scale") in found
    assert all(row["audience"] and row["about"] and row["who"] for row in rows("numbers"))


@pytest.mark.parametrize("name", ["numbers", "questions"])
def test_parquet_and_csv_are_alike(name):
    table = pyarrow.parquet.read_table(io.BytesIO(files()[f"{name}.parquet"])).to_pylist()
    assert len(table) == len(rows(name))
    for one, row in zip(table, rows(name), strict=True):
        for key, value in one.items():
            text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
            assert row[key] == text or float(row[key]) == value


def test_the_spreadsheet_opens():
    """With what every reader is told first, and all rows, numbers as numbers."""
    made = odfdo.Document(io.BytesIO(files()["report.ods"]))
    sheets = {sheet.name: sheet for sheet in made.body.get_tables()}
    assert list(sheets) == ["Read first", "Numbers", "Questions"]
    assert sheets["Read first"].get_value((0, 0)) == "SIMULATED: every answer is invented"
    numbers = rows("numbers")
    assert sheets["Numbers"].height == len(numbers) + 1
    assert float(sheets["Numbers"].get_value((10, 1))) == pytest.approx(float(numbers[0]["value"]))
    with zipfile.ZipFile(io.BytesIO(files()["report.ods"])) as archive:
        assert (
            archive.infolist()[0].filename == "mimetype" and archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        )


def test_any_text_survives_the_spreadsheet():
    text = '<b> & "quoted" ‘’ 日本 \u200f עברית'
    made = odfdo.Document(io.BytesIO(ods({"A & B": [(text, 1, 0.5, True, None)]})))
    (sheet,) = made.body.get_tables()
    assert (
        sheet.name == "A & B"
        and sheet.get_value((0, 0)) == text
        and sheet.get_value((1, 0)) == 1
        and sheet.get_value((3, 0)) is True
    )


def test_the_package_is_valid(tmp_path):
    """By Frictionless itself; sizes, hashes, and a meaning for each column."""
    import frictionless

    for name, content in files().items():
        (tmp_path / name).write_bytes(content)
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["message"])
    package = json.loads(files()["datapackage.json"])
    for one in package["resources"]:
        assert one["hash"] == f"sha256:{hashlib.sha256(files()[one['path']]).hexdigest()}"
        assert all(field["description"] for field in one.get("schema", {}).get("fields", []))
    assert {one["path"] for one in package["resources"]} == files().keys() - {"datapackage.json"}
    assert package["title"].startswith("SIMULATED")
