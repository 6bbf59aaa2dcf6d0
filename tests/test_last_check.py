"""A second check of the same sources tells the same and reads nothing; whatever it depends on makes it read again."""

import json

import pytest
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.commands import check as command

from tests.source_projects import FILES, PNG, a_project

COURSE = {"course/demo/course.yaml": FILES["course/demo/course.yaml"] + "formats: [web]\n"}


@pytest.fixture
def project(tmp_path, monkeypatch):
    a_project(tmp_path / "project", **COURSE)
    monkeypatch.chdir(tmp_path / "project")
    monkeypatch.setenv("SIGNPOST_CACHE", str(tmp_path / "cache"))
    return tmp_path / "project"


@pytest.fixture
def readings(monkeypatch):
    """How often a course was read."""
    read, counted = command.read_courses, []
    monkeypatch.setattr(command, "read_courses", lambda *words, **more: counted.append(1) or read(*words, **more))
    return counted


def check(*words):
    result = CliRunner().invoke(main, ["check", "demo", "--as-of", "2026-11-23", *words])
    return result.exit_code, result.stdout, result.stderr


def test_the_same_again_without_reading(project, readings):
    first = check()

    assert check() == first and len(readings) == 1
    assert check("--diagnostics", "full") != first and check("--diagnostics", "sarif") and len(readings) == 1


def test_errors_are_remembered_too(project, readings):
    (project / "modules/one/module.md").write_text("no front matter\n")
    first = check()

    assert first[0] == 1 and "front-matter" in first[2]
    assert check() == first and len(readings) == 1


CHANGES = {
    "a word": lambda project: (project / "modules/one/module.md").write_text(
        FILES["modules/one/module.md"] + "More.\n"
    ),
    "a new file that nobody shows": lambda project: (project / "modules/one/gate.png").write_bytes(PNG),
    "a file less": lambda project: (project / "course/words.yaml").unlink(),
    "another course": lambda project: (project / "course/two").mkdir(),
    "what was found is broken": lambda project: next((project.parent / "cache").rglob("*.json")).write_text(
        '{"key": 1'
    ),
    "it is deleted": lambda project: next((project.parent / "cache").rglob("*.json")).unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_read(project, readings, change):
    check()
    CHANGES[change](project)
    check()

    assert len(readings) == 2


def test_a_folder_that_is_a_link_is_looked_into(project, readings):
    """The readers go where a link leads, so whatever stands there counts; a link back to where it stands ends nothing."""
    (project / "library").mkdir()
    (project / "modules/one").rename(project / "library/one")
    (project / "modules/one").symlink_to("../library/one")
    (project / "library/one/again").symlink_to(".")
    first = check()
    (project / "library/one/module.md").write_text("no front matter\n")

    assert first[0] == 0 and check()[0] == 1 and len(readings) == 2


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("../../pictures/gate.png", "pictures/gate.png"),
        ("../../our%20pictures/gate.png", "our pictures/gate.png"),
        ("<../../our pictures/gate.png>", "our pictures/gate.png"),
        ("../../gate.png", "gate.png"),
        ("<../../our gate.png>", "our gate.png"),
    ],
)
def test_a_picture_beside_the_sources_counts(project, readings, written, place):
    """Sources may show what lies elsewhere in the project."""
    picture = project / place
    picture.parent.mkdir(exist_ok=True)
    picture.write_bytes(PNG)
    module = project / "modules/one/module.md"
    module.write_text(module.read_text() + f"\n![A gate]({written})\n")
    first = check()
    picture.write_bytes(b"none")

    assert first[0] == 0 and check()[0] == 1 and len(readings) == 2


def test_another_day_and_another_rule_are_read(project, readings):
    check()
    assert check("--as-of", "2027-09-01")[2].count("out-of-date") and len(readings) == 2
    check("--strict")
    assert len(readings) > 2


def test_a_newer_signpost_reads_again(project, readings, monkeypatch):
    check()
    monkeypatch.setattr("signpost_builder.last_check.tool_digest", lambda: "newer")
    check()

    assert len(readings) == 2


def test_nothing_is_kept_where_nothing_may_be(project, readings, monkeypatch):
    monkeypatch.setenv("SIGNPOST_CACHE", "")
    check()
    check()
    assert len(readings) == 2

    (project.parent / "file").write_text("")
    monkeypatch.setenv("SIGNPOST_CACHE", str(project.parent / "file"))
    assert check() == check() and len(readings) == 4


def test_nothing_of_it_stands_in_the_project(project):
    before = sorted(project.rglob("*"))
    check()

    assert sorted(project.rglob("*")) == before
    assert json.loads(next((project.parent / "cache").rglob("*.json")).read_text()).keys() == {"key", "outcome"}
