"""A build for trying out the survey: labelled wherever a package is looked at, and never made by accident."""

import json
import zipfile

import lxml.html
import pytest
from click.testing import CliRunner
from signpost_builder.cli import main

from tests.small_course import write_course
from tests.test_cli_survey import SURE

KEYGEN = {
    "id": "56475aa75463474c",
    "public": "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA",
    "verify": "ISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0-P0A",
}
AS_OF = ("--as-of", "2026-11-28")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A course that surveys, and names no store; what keygen printed lies beside it."""
    plan = "{before: [sure, knowledge], after: [sure, knowledge]}"
    write_course(tmp_path, **{"{before: [knowledge], after: [knowledge]}": plan})
    (tmp_path / "quizzes/sure.yaml").write_text(SURE, encoding="utf-8")
    course = tmp_path / "course/first/course.yaml"
    course.write_text(course.read_text() + "survey:\n  respondents: {staff: {}}\n", encoding="utf-8")
    (tmp_path / "key.json").write_text(json.dumps(KEYGEN))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def build(*words: str):
    return CliRunner().invoke(main, ["build", *AS_OF, *words])


def test_it_says_so_everywhere(project):
    """The folder, the manifest's title, the page's, the data that the consent page reads, and every form."""
    run = build("--simulated", "--survey-key", "key.json")
    made = project / "output/simulated/first/1.0.0"
    forms = [json.loads(path.read_text()) for path in made.glob("forms/*.json")]
    with zipfile.ZipFile(made / "general/first-scorm12.zip") as package:
        manifest, page = package.read("imsmanifest.xml").decode(), package.read("index.html")
    root = lxml.html.document_fromstring(page)
    data = json.loads(root.xpath("//script[@id='course-data']/text()")[0])

    assert run.exit_code == 0, run.output
    assert "<title>SIMULATED: First &amp; last</title>" in manifest
    assert "SIMULATED" in root.xpath("//title/text()")[0] and "SIMULATED" in root.xpath("//h1")[0].text_content()
    assert data["survey"]["simulated"] is True and data["survey"]["endpoint"] == "http://127.0.0.1:8600"
    assert forms and all(form["simulated"] and form["title"].startswith("SIMULATED: ") for form in forms)
    assert not (project / "output/first").exists()


def test_packages_pass_their_own_check(project):
    """A labelled package is as well made as any."""
    lines = build("--simulated", "--survey-key", "key.json").stdout.splitlines()

    for package in (line.split("  ")[0] for line in lines[:2]):
        run = CliRunner().invoke(main, ["check", package])
        assert run.exit_code == 0, run.output


def test_never_by_accident(project):
    """No line of course.yaml makes a build simulated; the forms of a real one have other ids."""
    course = project / "course/first/course.yaml"
    simulated = build("--simulated", "--survey-key", "key.json")
    lines = (
        f"survey:\n  endpoint: https://survey.example.org\n  key: {KEYGEN['public']}\n  verify: {KEYGEN['verify']}\n"
    )
    course.write_text(course.read_text().replace("survey:\n", lines))
    real = build()
    ids = [
        {path.stem for path in (project / folder).glob("first/1.0.0/forms/*.json")}
        for folder in ("output/simulated", "output")
    ]
    course.write_text(course.read_text().replace("survey:\n", "survey:\n  simulated: true\n"))
    refused = build()

    assert (simulated.exit_code, real.exit_code, refused.exit_code) == (0, 0, 1)
    assert ids[0] and ids[1] and not ids[0] & ids[1]
    assert "'simulated' is not a field" in refused.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--simulated",), "Add --survey-key FILE with what 'signpost-survey keygen' printed"),
        (("--survey-key", "key.json"), "--survey-key is for --simulated"),
        (("--simulated", "--survey-key", "course/first/course.yaml"), "is not what 'signpost-survey keygen' prints"),
    ],
)
def test_what_is_missing_is_said(project, words, said):
    """Wrong usage, and nothing is made."""
    run = build(*words)

    assert run.exit_code == 2 and said in run.output.replace("\n", " ")
    assert not (project / "output").exists()
