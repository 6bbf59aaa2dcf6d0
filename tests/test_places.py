"""`signpost questions`: where each question stands, and the name under which releases know it."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.places import question_hash

from tests.shipped_forms import documents
from tests.small_course import write_course
from tests.test_forms import KEY

ROOT = Path(__file__).parent.parent
WORDED = """\
id: knowledge
title: What you know
kind: knowledge
questions:
  - id: K1
    type: true-false
    stem: Your pupil has a second phone. It proves something.
    wording: {caregiver: Your child has a second phone. It proves something.}
    answer: false

  - {id: K2, type: true-false, stem: One sign is proof., answer: false}
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    write_course(tmp_path)
    (tmp_path / "quizzes/knowledge.yaml").write_text(WORDED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def signpost(*words: str):
    return CliRunner().invoke(main, ["questions", *words, "--as-of", "2026-11-23"])


def test_each_wording_has_its_place(project):
    """The line is that of the entry; audiences that are asked alike share a row."""
    run = signpost("--json")
    rows = [(row["id"], row["file"], row["line"], row["audiences"]) for row in json.loads(run.stdout)["questions"]]

    assert run.exit_code == 0
    assert sorted(rows) == [
        ("K1", "quizzes/knowledge.yaml", 5, ["caregiver"]),
        ("K1", "quizzes/knowledge.yaml", 5, ["staff"]),
        ("K2", "quizzes/knowledge.yaml", 11, ["staff", "caregiver"]),
    ]


def test_in_words(project):
    """A line for each question, as compilers print places."""
    assert signpost().stdout.splitlines()[-1] == "quizzes/knowledge.yaml:11: K2 One sign is proof."


def test_sources_with_errors_have_no_places(project):
    """What is wrong is printed, nothing else; exit 1."""
    (project / "quizzes/knowledge.yaml").write_text(
        WORDED.replace("answer: false\n\n", "anser: false\n\n"), encoding="utf-8"
    )
    run = signpost("--json")

    assert (run.exit_code, run.stdout) == (1, "")
    assert "quizzes/knowledge.yaml:9:" in run.stderr


def test_the_shipped_course():
    """Every question of every form is there under the form's hash, on the line that has its id."""
    found = json.loads(CliRunner().invoke(main, ["questions", str(ROOT / "course/spot-the-signs"), "--json"]).stdout)
    known = {(row["id"], row["hash"]): row for row in found["questions"]}
    asked = {(id, question_hash(content)) for form in documents(KEY, KEY) for id, content in form["questions"].items()}

    assert asked and asked <= known.keys()
    for row in known.values():
        text = (ROOT / row["file"]).read_text(encoding="utf-8").splitlines()[row["line"] - 1]
        assert re.search(rf"id: ?{re.escape(row['id'])}\b", text) or row["file"].startswith("modules/"), row


def test_the_schema_is_the_documented_one():
    """Field by field: every name that the schema wants is printed, and described."""
    schema = json.loads((ROOT / "docs/formats/questions.schema.json").read_text(encoding="utf-8"))
    page = (ROOT / "docs/formats/questions.md").read_text(encoding="utf-8")
    found = json.loads(CliRunner().invoke(main, ["questions", str(ROOT / "course/spot-the-signs"), "--json"]).stdout)
    row = schema["properties"]["questions"]["items"]

    assert set(found) == set(schema["properties"]) == set(schema["required"])
    assert all(set(one) == set(row["properties"]) == set(row["required"]) for one in found["questions"])
    assert [name for name in (*schema["properties"], *row["properties"]) if f"`{name}`" not in page] == []
    assert found["format"] == schema["properties"]["format"]["const"]
