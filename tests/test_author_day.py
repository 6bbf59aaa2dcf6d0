"""docs/author.md, "An author's day" and what follows from it: every command of it does what the page says."""

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.formats.trainer.options import TrainerEntry
from signpost_builder.read import read_course
from signpost_builder.schema import ChoiceEntry, CourseFile, FactEntry, QuizFile, WordingFile

from tests.source_projects import AS_OF, a_project
from tests.test_read_survey import KEY

PAGE = (Path(__file__).parent.parent / "docs/author.md").read_text(encoding="utf-8")


def part(title):
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def commands(title):
    blocks = re.findall(r"```console\n(.*?)```", part(title), re.DOTALL)
    lines = (line.partition("#")[0].partition(">")[0] for block in blocks for line in block.splitlines())
    return [shlex.split(line)[2:] for line in lines if line.startswith("$ signpost")]


def signpost(words):
    return CliRunner().invoke(main, words)


def test_the_day(tmp_path, monkeypatch):
    for name, text in re.findall(r"^```\w+ (\S+/\S+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=N", "-c", "user.email=n@example.org", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *words], check=True, capture_output=True)
    check, diff, review, sarif, markdown = (signpost(words) for words in commands("An author's day"))

    assert check.exit_code == 0 and "warning" not in check.output
    assert diff.exit_code == 0 and "no learner will see a difference" in diff.stdout
    assert review.stdout.startswith("noticing: 3 of 3 pages read as 'Designated safeguarding lead'")
    assert sarif.stdout.startswith("{") and markdown.stdout.startswith("## My first course: what changes since")


def test_the_first_steps_of_a_newcomer(tmp_path, monkeypatch):
    """In an empty folder, in order; the preview runs in tests/test_preview.py. Then what stands under check and build."""
    monkeypatch.chdir(tmp_path)
    steps = [words for words in commands("Start here") if words != ["preview"]]
    new, check, build = steps

    assert signpost(new).exit_code == 0
    monkeypatch.chdir(tmp_path / new[-1])
    assert (tmp_path / "training/modules/training-check/module.md").is_file()
    assert "nothing wrong" in signpost(check).output
    assert signpost(build).exit_code == 0
    for name in ("training-web.html", "training-scorm12.zip"):
        assert (tmp_path / "training/output/training/0.1.0/general" / name).is_file()

    for words in commands("Check, build, and what the messages mean"):
        run = signpost(words)
        assert run.exit_code == 0, (words, run.output)


def every_command():
    lines = re.findall(r"^\$ signpost (.*?)(?:\s+#.*| > .*)?$", PAGE, re.MULTILINE)
    return [shlex.split(line) for line in lines]


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_every_command_on_the_page_is_one(words):
    """Its options are known and its arguments are enough; nothing is run."""
    name, *given = words
    command = main.commands[name]
    if isinstance(command, click.Group):
        name, command, given = given[0], command.commands[given[0]], given[1:]

    assert command.make_context(name, given)


def settings():
    """The blocks of YAML that are no file of their own, with a key where the page says what a key is."""
    blocks = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return [yaml.safe_load(re.sub('"the 43 [^"]*"', KEY, text)) for text in blocks]


def test_every_block_of_settings_is_one():
    """As part of course.yaml, as facts, as a question set or as a question: what its kind of file accepts, all of it seen."""
    text = re.search(r"```yaml course/first/course.yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[1]
    course, seen = yaml.safe_load(text), []
    for block in settings():
        if set(block) == {"trainer"}:
            TrainerEntry.model_validate(block["trainer"])
        elif set(block) <= set(CourseFile.model_fields) and "kind" not in block:
            CourseFile.model_validate({**course, **block})
            seen.append("course")
        elif "kind" in block:
            QuizFile.model_validate(block)
            seen.append("quiz")
        elif "choices" in block:
            assert [ChoiceEntry.model_validate(choice) for choice in block["choices"]]
            seen.append("choices")
        else:
            assert [FactEntry.model_validate(fact) for fact in block.values()]
            seen.append("facts")

    assert {*seen} == {"course", "quiz", "choices", "facts"}


def test_every_example_of_a_page_is_read(tmp_path):
    """Scenarios, slides, easy words and lines without advice; those of "Blocks to look at" are read in tests/test_seen_blocks.py."""
    text = PAGE.replace(part("Blocks to look at"), "")
    examples = re.findall(r"^```markdown\n(.*?)^```", text, re.MULTILINE | re.DOTALL)

    assert len(examples) == 3
    for number, example in enumerate(examples):
        folder = a_project(tmp_path / str(number), body=f"## A page\n\nWhat the page says.\n\n{example}")
        _, findings = read_course(folder, as_of=AS_OF)
        assert [each for each in findings if each.severity == "error"] == []


def test_figures_of_the_shipped_course(monkeypatch):
    monkeypatch.chdir(Path(__file__).parent.parent)
    whole, due, links, table = (
        signpost([*words, "--as-of", "2026-11-29"]) for words in commands("Figures that grow old")
    )

    assert "used at modules/" in whole.stdout and links.stdout.startswith("https://")
    assert due.exit_code in (0, 1) and table.stdout.startswith("review_by,")


def test_the_table_of_words_is_one():
    (text,) = re.findall(r"```yaml wording.yaml\n(.*?)```", PAGE, re.DOTALL)

    assert WordingFile.model_validate(yaml.safe_load(text)).longest_sentence == 25


def test_every_review_command_is_one():
    """With these options; the day and the pages are the author's."""
    known = {option for parameter in main.commands["review"].params for option in parameter.opts}
    assert all({word for word in words if word.startswith("--")} <= known for words in commands("Review"))
    assert len(commands("Review")) == 3
