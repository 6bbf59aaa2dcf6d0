"""`signpost facts`: what rests on what, the most urgent first, and an exit that a scheduled job can act on."""

import csv
import json

import pytest
from click.testing import CliRunner
from signpost_builder.cli import main

from tests.source_projects import FILES, a_project

BODY = """\
Welcome.

<!-- {fact:LAW-01} was here -->

## Numbers

There were {fact:NRM-01}, says {source:NRM-01}. And {fact:NRM-01} again.

::: chart kind=bar title="As bars" alt="One bar." facts="NRM-01 NRM-02"
:::

Said in a note.[^1]

[^1]: It is {fact:NRM-02}.
"""
FACTS = (
    FILES["modules/facts.yaml"]
    + """\
NRM-02:
  claim: "=2 children"
  value: 2 people
  period: "2023"
  source: {publisher: Home Office, title: NRM statistics, url: "https://www.gov.uk/nrm"}
  sure: R
  checked: 2026-10-01
  review_by: 2026-11-20
  read_in: copy
"""
)
ASKED = FILES["quizzes/asked.yaml"].replace(
    "    choices:", "    rationale: It is {fact:NRM-02}.\n    facts: [NRM-02]\n    choices:"
)


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch):
    a_project(tmp_path, body=BODY, **{"modules/facts.yaml": FACTS, "quizzes/asked.yaml": ASKED})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words, code=0):
    result = CliRunner().invoke(main, ["facts", "--as-of", "2026-11-23", *words])
    assert result.exit_code == code, result.output
    return result.stdout


def test_every_fact_with_its_source_its_days_and_its_places():
    assert (
        run()
        == """\
2026-11-20  overdue by 3 days  NRM-02  2 people (2023)
    Home Office, NRM statistics, https://www.gov.uk/nrm; checked 2026-10-01 in a copy [R]
    used at modules/one/module.md:16, modules/one/module.md:21, quizzes/asked.yaml:8, quizzes/asked.yaml:9
2027-03-31  in 128 days  NRM-01  19,125 people (2024)
    Home Office, NRM statistics, https://www.gov.uk/nrm; checked 2026-11-22 [R]
    used at modules/one/module.md:14, modules/one/module.md:16
2027-03-31  in 128 days  LAW-01  A child cannot consent to exploitation.
    UK Parliament, Modern Slavery Act; checked 2026-11-22 [S]
    not used
"""
    )


def test_what_is_due_ends_with_one():
    assert [line.split("  ")[2] for line in run("--due", "30d", code=1).splitlines()[::3]] == ["NRM-02"]
    assert run("--due", "19w", code=1).count("used at") == 2  # LAW-01 is shown to nobody
    assert run("--due", "128d", code=1).count("used at") == 2
    assert run("--due", "127d", code=1).count("used at") == 1


def test_nothing_is_due(project):
    file = project / "modules/facts.yaml"
    file.write_text(file.read_text().replace("2026-11-20", "2027-11-20"))

    assert run("--due", "30d") == ""


def test_addresses_to_open_by_hand():
    assert run("--links") == (
        "https://www.gov.uk/nrm  NRM-02, NRM-01  (first due 2026-11-20, checked 2026-10-01)\n"
        "no address  LAW-01  (first due 2027-03-31, checked 2026-11-22)\n"
    )
    assert json.loads(run("--links", "--format", "json"))[0]["url"] == "https://www.gov.uk/nrm"
    assert list(csv.reader(run("--links", "--format", "csv").splitlines()))[1] == [
        "https://www.gov.uk/nrm",
        "NRM-02 NRM-01",
        "2026-11-20",
    ]


def test_a_table_that_no_spreadsheet_calculates():
    rows = list(csv.DictReader(run("--format", "csv").splitlines()))

    assert [row["id"] for row in rows] == ["NRM-02", "NRM-01", "LAW-01"]
    assert rows[0]["claim"] == "'=2 children" and rows[0]["days"] == "-3"


def test_json_has_the_same():
    first, *_ = json.loads(run("--format", "json"))

    assert (first["id"], first["days"], first["read_in"], first["used"][0]) == (
        "NRM-02",
        -3,
        "copy",
        "modules/one/module.md:16",
    )


@pytest.mark.parametrize("term", ["30", "d", "-1d", "30 days", ""])
def test_a_term_is_days_or_weeks(term):
    assert "--due" in CliRunner().invoke(main, ["facts", "--due", term]).output
    assert CliRunner().invoke(main, ["facts", "--due", term]).exit_code == 2


def test_a_broken_fact_ends_it(project):
    (project / "modules/facts.yaml").write_text(FACTS.replace('claim: "=2', 'clam: "=2'))

    assert run(code=1) == ""


def test_without_facts(tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    (tmp_path / "modules/facts.yaml").unlink()

    assert "there is no modules/facts.yaml" in CliRunner().invoke(main, ["facts"]).output


def test_a_post_uses_a_fact_too(project):
    """What a campaign posts goes stale as a page does."""
    (project / "modules/facts.yaml").write_text(FACTS.replace("NRM-02:", "NRM-03:").replace("=2 children", "3"))
    (project / "modules/one/module.md").write_text("---\nid: one\n---\nText.\n")
    (project / "quizzes/asked.yaml").write_text(FILES["quizzes/asked.yaml"])
    (project / "course/demo/posts.yaml").write_text('cards:\n  one.start:\n    x: ["There were {fact:NRM-03}."]\n')

    assert "used at course/demo/posts.yaml:3" in run("--due", "30d", code=1)
