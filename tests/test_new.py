"""`signpost new`: what it makes passes the check, and nothing that was there is touched."""

import datetime
import re
import shlex
import subprocess
import sys
from functools import partial
from pathlib import Path, PurePosixPath

import pytest
import yaml
from click.testing import CliRunner
from signpost_builder.beginnings import planning, writing
from signpost_builder.cli import main
from signpost_builder.source.yaml_nodes import load

KINDS = ("course", "module", "quiz", "site")
SHA = re.compile(r"[0-9a-f]{40}")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def signpost(*words: str):
    return CliRunner().invoke(main, words)


def state(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_course_passes_the_check_as_it_is(here):
    """The strictest, too; and it says what was made and what comes next."""
    made = signpost("new", "course", "ride")
    checked = signpost("check", "--strict")

    assert made.exit_code == 0 and "made course/ride/course.yaml" in made.output.replace(f"{here}/", "")
    assert "next: signpost check ride" in made.output
    assert (checked.exit_code, checked.output) == (
        0,
        "ride: reviewed 0 of 3 pages and 0 of 1 question set\nride: nothing wrong in 1 module, 1 question set\n",
    )


def test_what_is_added_to_a_course(here):
    """Once it is named as it was said, nothing is wrong."""
    signpost("new", "course", "ride")
    for kind, id in (("module", "lights"), ("quiz", "lamps"), ("site", "north"), ("site", "south")):
        made = signpost("new", kind, id)
        assert made.exit_code == 0 and "next: " in made.output, made.output
    course = here / "course/ride/course.yaml"
    course.write_text(course.read_text().replace("[ride-check]", "[ride-check, lights]"))
    module = here / "modules/lights/module.md"
    module.write_text(module.read_text() + "\n::: quiz ref=lamps\n:::\n")
    checked = signpost("check")

    assert checked.output == "ride: nothing wrong in 2 modules, 2 question sets, 2 sites\n"
    assert (here / "course/ride/sites.csv").read_text().splitlines()[0] == "id,name,example,checked_on,checked_by"


def test_a_row_is_added_to_a_table_as_it_is(here):
    """Its columns, its separator and its ends of lines; what stood there stays, byte for byte."""
    signpost("new", "course", "ride")
    (here / "course/contacts.yaml").write_text(
        "- {key: shop, words: the shop, title: Shop, purpose: Repairs, name: shop, phone: shop_phone, required: [shop]}\n"
    )
    table = f"checked_by;shop;id;checked_on;name;shop_phone;example\r\nowner;Ann;one;{datetime.date.today()};One;;yes"
    (here / "course/ride/sites.csv").write_bytes(table.encode())

    assert signpost("new", "site", "two").exit_code == 0
    content = (here / "course/ride/sites.csv").read_bytes().decode()
    assert content.startswith(table + "\r\nnobody yet;Example workshop;two;") and content.endswith(";yes\r\n")
    assert signpost("check").output.endswith(" 2 sites\n")
    assert "is in course/ride/sites.csv already" in signpost("new", "site", "TWO").output


def test_of_two_rows_at_once_none_is_lost(here, monkeypatch):
    signpost("new", "course", "ride")
    row = planning.site

    def slow(*given):
        with (here / "course/ride/sites.csv").open("a") as table:
            table.write("south,South,yes,2026-11-29,nobody yet\n")
        return row(*given)

    monkeypatch.setattr(planning, "site", slow)
    made = signpost("new", "site", "north")

    assert made.exit_code == 1 and "somebody else has changed course/ride/sites.csv meanwhile" in made.output
    assert "north" not in (here / "course/ride/sites.csv").read_text() and "a row more" not in made.output


@pytest.mark.parametrize("kind", [*KINDS, "repository"])
def test_a_dry_run_makes_nothing(kind, here):
    signpost("new", "course", "ride")
    before = state(here)
    run = signpost("new", kind, "other", "--dry-run")

    assert run.exit_code == 0 and "would " in run.output and state(here) == before


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("course", "a b"), "cannot be an id"),
        (("course", "con"), "Windows keeps"),
        (("course", "x" * 60), "too long"),
        (("module", "../evil"), "cannot be an id"),
        (("quiz", "x-"), "cannot be an id"),
        (("module", "m", "--title", 'say "hi"'), "plain words"),
        (("course", "c", "--title", "a\nb: {{x}}"), "plain words"),
        (("site", "s", "nowhere"), "unknown 'nowhere'"),
    ],
)
def test_what_is_refused(words, why, here):
    """In a sentence, with the exit for wrong usage; nothing is made."""
    signpost("new", "course", "ride")
    before = state(here)
    run = signpost("new", *words)

    assert run.exit_code == 2 and why in run.output and state(here) == before


@pytest.mark.parametrize("kind", ["module", "quiz", "site"])
def test_without_a_course(kind, here):
    """A module alone is no project: it says where to begin."""
    run = signpost("new", kind, "x")

    assert run.exit_code == 2 and "no course here" in run.output and state(here) == {}


def test_nothing_is_overwritten(here):
    """One file in the way, and none is made; which one is said."""
    (here / "quizzes").mkdir()
    (here / "quizzes/ride-questions.yaml").write_text("mine")
    run = signpost("new", "course", "ride")

    assert run.exit_code == 1 and "quizzes/ride-questions.yaml" in run.output
    assert state(here) == {"quizzes/ride-questions.yaml": b"mine"} and not (here / "course").exists()


def test_nothing_is_left_half_written(here):
    """A disk that is full, or a file where a folder should be: the files and folders that were made go again."""
    (here / "modules").write_text("a file")
    plan = {PurePosixPath("course/a/course.yaml"): b"x", PurePosixPath("modules/m/module.md"): b"y"}

    with pytest.raises(OSError):
        writing.write_new(here, plan)
    assert state(here) == {"modules": b"a file"} and not (here / "course").exists()


def test_titles_are_what_was_typed(here):
    """Signs that mean something in YAML stand in quotes."""
    title = "Fire & rescue: what's first? #1 – já"
    signpost("new", "course", "ride", "--title", title)

    assert load((here / "course/ride/course.yaml").read_text(), PurePosixPath("x")).value.value["title"] == title
    assert signpost("check", "--strict").exit_code == 0


def test_what_the_documents_show(here):
    """Every line of docs/author.md, one after the other, and then the check."""
    page = (Path(__file__).parent.parent / "docs/author.md").read_text("utf-8")
    lines = re.findall(r"^\$ signpost (new .*?)(?:\s+#.*)?$", page, re.MULTILINE)

    assert len(lines) == 5
    for line in lines:
        assert signpost(*shlex.split(line)).exit_code == 0, line
    assert signpost("check").exit_code == 0


# ------------------------------------------------------------- a repository


@pytest.fixture
def repository(here) -> Path:
    run = signpost("new", "repository", "bikes", "--title", "Bikes for all")
    assert run.exit_code == 0, run.output
    return here / "bikes"


def test_a_repository_passes_the_check(repository, monkeypatch):
    monkeypatch.chdir(repository)

    assert signpost("check").output == "bikes: nothing wrong in 1 module, 1 question set, 1 site\n"
    assert signpost("new", "repository", ".").exit_code == 1


def test_its_workflow_has_no_more_rights_than_it_needs(repository):
    """What a pull request brings runs with read access; who may write runs nothing of it. Actions are named by their commit."""
    text = (repository / ".github/workflows/course.yml").read_text()
    workflow = yaml.safe_load(text)
    jobs = workflow["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"]]

    assert workflow[True] == "pull_request" and "pull_request_target" not in text
    assert workflow["permissions"] == {} and jobs["check"]["permissions"] == {"contents": "read"}
    assert jobs["comment"]["permissions"] == {"pull-requests": "write"}
    assert not any("checkout" in step.get("uses", "") for step in jobs["comment"]["steps"])
    assert all(SHA.fullmatch(step["uses"].partition("@")[2]) for step in steps if "uses" in step)
    named = re.findall(
        r"uses: \S+@[0-9a-f]{40}  # v\d+\.\d+\.\d+$", text, re.MULTILINE
    )  # for whoever compares it with the tag
    assert len(named) == sum("uses" in step for step in steps)
    assert not any("${{" in step.get("run", "") for step in steps)  # nothing that somebody typed gets into a shell
    assert jobs["check"]["steps"][0]["with"]["persist-credentials"] is False
    commands = " ".join(step.get("run", "") for step in steps)
    assert "signpost check" in commands and "signpost diff" in commands and "signpost build" in commands


def test_its_editor_settings_name_schemas_that_are_there(repository):
    """By settings for whoever has the YAML extension, and by a line in the files."""
    import json

    settings = json.loads((repository / ".vscode/settings.json").read_text())
    quiz = (repository / "quizzes/bikes-questions.yaml").read_text()
    course = repository / "course/bikes/course.yaml"

    assert all((repository / name).is_file() for name in settings["yaml.schemas"])
    assert quiz.startswith("# yaml-language-server: $schema=../.schemas/quiz.schema.json\n")
    line = re.match(r"# yaml-language-server: \$schema=(\S+)\n", course.read_text())
    assert (course.parent / line[1]).resolve() == repository / ".schemas/course.schema.json"


def test_its_version_is_pinned(repository):
    from importlib.metadata import version

    assert f"signpost-builder[author]=={version('signpost-builder')}\n" in (repository / "requirements.txt").read_text()


@pytest.mark.slow
def test_the_steps_of_its_workflow_run(repository):
    """As GitHub would run them, on a change in a repository that Git knows. Only what GitHub itself does is left out."""
    command = Path(sys.executable).parent
    settings = {"PATH": f"{command}:/usr/bin:/bin", "HOME": str(repository.parent), "GIT_CONFIG_GLOBAL": "/dev/null"}
    run = partial(subprocess.run, cwd=repository, env=settings, capture_output=True, text=True, timeout=120)
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org")
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "first")):
        assert run((*git, *words)).returncode == 0
    base = run(("git", "rev-parse", "HEAD")).stdout.strip()
    module = repository / "modules/bikes-check/module.md"
    module.write_text(module.read_text().replace("one minute", "a minute"))
    assert run((*git, "commit", "-qam", "second")).returncode == 0
    steps = yaml.safe_load((repository / ".github/workflows/course.yml").read_text())["jobs"]["check"]["steps"]
    settings |= {"BASE": base, "GITHUB_STEP_SUMMARY": str(repository.parent / "summary.md")}

    ran = []
    for step in steps:
        if "run" not in step or step["name"] == "Install":  # the wheel: tests/test_distributions.py
            continue
        done = run(("bash", "-e", "-c", step["run"]))
        assert done.returncode == 0, f"{step['name']}: {done.stdout}{done.stderr}"
        ran.append((step["name"], done.stdout))
    assert [name for name, _ in ran] == ["Check", "What the change means", "Build"]
    assert dict(ran)["What the change means"] == "::warning::this change needs a review\n"
    change = (repository / "change.md").read_text()
    assert change.startswith("## Bikes for all: what changes since")
    assert "needs a review" in change and (repository.parent / "summary.md").read_text() == change
    assert list(repository.glob("output/*/*/*/*.zip"))

    settings["BASE"] = "0" * 40  # what is no commit is an error of the step, not a change without a review
    (step,) = [each for each in steps if each.get("name") == "What the change means"]
    assert run(("bash", "-e", "-c", step["run"])).returncode == 2


def test_every_text_goes_somewhere():
    """Each file of the templates is used."""
    folder = Path(planning.__file__).parent / "files"
    used = {f"repository/{name}" for name in planning.REPOSITORY}

    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == used | {
        "course/course.yaml",
        "course/questions.yaml",
        "module/module.md",
        "quiz/quiz.yaml",
    }


def test_a_year_later_it_is_to_be_read_again():
    wish = planning.Wish("m", "M", datetime.date(2026, 3, 1))
    (text,) = planning.module(wish, ["everyone"]).values()

    assert b"review_by: 2027-03-01" in text
