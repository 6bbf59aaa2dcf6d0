"""The survey from the command line: what `build` says about forms, and what `check` proves."""

import json

import pytest
from click.testing import CliRunner
from signpost_builder.cli import main

from tests.small_course import write_course
from tests.source_projects import RESPONSIBLE
from tests.test_forms import KEY

AS_OF = ("--as-of", "2026-11-23")
SURE = """\
id: sure
title: How sure are you?
kind: survey
questions:
  - {id: C1, type: true-false, stem: I know whom to tell.}
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A course with a store, as the current folder."""
    write_course(
        tmp_path,
        **{"{before: [knowledge], after: [knowledge]}": "{before: [sure, knowledge], after: [sure, knowledge]}"},
    )
    (tmp_path / "quizzes/sure.yaml").write_text(SURE, encoding="utf-8")
    course = tmp_path / "course/first/course.yaml"
    survey = f"survey:\n  endpoint: https://survey.example.org\n  key: {KEY}\n  verify: {KEY}\n{RESPONSIBLE}  respondents: {{staff: {{}}}}\n"
    course.write_text(course.read_text(encoding="utf-8") + survey, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def signpost(*words: str):
    return CliRunner().invoke(main, [*words])


def test_build_names_the_forms(project):
    """After the packages, with whose they are."""
    run = signpost("build", *AS_OF)
    lines = [line.split("  ") for line in run.stdout.splitlines()]

    assert (run.exit_code, run.stderr) == (0, "")
    assert [line[4] for line in lines[3:]] == [
        "survey of 'staff': course",
        "survey of 'staff': for lessons that link to it",
    ]
    assert all((project / line[0]).is_file() and line[0].startswith("output/first/1.0.0/forms/") for line in lines[3:])


def test_build_says_what_an_exact_score_leaves_out(project):
    """One line, on stdout: it is no fault, and --strict does not make it one."""
    course = project / "course/first/course.yaml"
    course.write_text(course.read_text(encoding="utf-8") + "score_mode: exact\n", encoding="utf-8")
    run = signpost("build", "--strict", *AS_OF)

    assert (run.exit_code, run.stderr) == (0, "")
    assert run.stdout.splitlines()[-1] == (
        "score_mode is exact: the platform learns the score, so the survey keeps no answers to knowledge questions"
    )


def test_check_proves_every_package(project):
    """Zips, the folder and the one file; the form beside them is compared."""
    packages = [line.split("  ")[0] for line in signpost("build", *AS_OF).stdout.splitlines()[:3]]

    for package in packages:
        run = signpost("check", package)
        assert (run.exit_code, "compared" in run.output) == (0, False)
        assert run.stdout.splitlines()[-1].startswith(
            "Proved: the answers before and after the course can go to https://survey.example.org alone"
        )


def test_check_fails_on_a_changed_web_edition(project):
    """As on a changed zip: an error, no proof, exit 1."""
    folder = next(line.split("  ")[0] for line in signpost("build", "--format", "web", *AS_OF).stdout.splitlines())
    (project / folder / "player.js").write_bytes(b"alert(1)")
    run = signpost("check", folder)

    assert (run.exit_code, "Proved" in run.output) == (1, False)
    assert "player.js:1:1: error[content-not-the-player]" in run.stderr


def test_whom_a_survey_asks_changes_no_package_without_a_store(project):
    """The lines about respondents may stand there from the start: only the digest of the sources differs."""
    course = project / "course/first/course.yaml"
    text = course.read_text(encoding="utf-8")
    pages = []
    for survey in ("", "survey:\n  respondents: {staff: {}}\n"):
        course.write_text(text.split("survey:")[0] + survey, encoding="utf-8")
        assert signpost("build", "--format", "web", "--output", f"output{len(pages)}", *AS_OF).exit_code == 0
        files = {
            path.name: path.read_text(encoding="utf-8")
            for path in (project / f"output{len(pages)}").rglob("first-web/*")
        }
        digest = json.loads((project / f"output{len(pages)}/first/1.0.0/editions.json").read_text(encoding="utf-8"))[
            "digest"
        ]
        pages.append({name: content.replace(digest[:12], "") for name, content in files.items()})

    assert pages[0] == pages[1] and len(pages[0]) == 3
