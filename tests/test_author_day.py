"""The pages for authors (docs/author.md, writing.md, courses.md, survey.md): every command does what they say, every example is read."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.formats.trainer.options import TrainerEntry
from signpost_builder.read import read_course
from signpost_builder.schema import ChoiceEntry, CourseFile, FactEntry, QuizFile, WordingFile

from tests.source_projects import AS_OF, FILES, FRONT, a_project
from tests.test_read_survey import KEY

ROOT = Path(__file__).parent.parent
PAGE, WRITING, COURSES, SURVEY = (
    (ROOT / f"docs/{name}.md").read_text(encoding="utf-8") for name in ("author", "writing", "courses", "survey")
)
ALL = "\n".join((PAGE, WRITING, COURSES, SURVEY))
STORE = ROOT / "survey/.venv/bin/signpost-survey"


def part(title, page=PAGE):
    return page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


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
    steps = [words for words in commands("Your first course") if words != ["preview"]]
    new, check, build = steps

    assert signpost(new).exit_code == 0
    monkeypatch.chdir(tmp_path / new[-1])
    assert (tmp_path / "training/modules/training-check/module.md").is_file()
    assert "nothing wrong" in signpost(check).output
    assert signpost(build).exit_code == 0
    for name in ("training-web.html", "training-scorm12.zip"):
        assert (tmp_path / "training/output/training/0.1.0/general" / name).is_file()

    for words in commands("Check"):
        run = signpost(words)
        assert run.exit_code == 0, (words, run.output)


def every_command():
    lines = re.findall(r"^\$ signpost (.*?)(?:\s+#.*| > .*)?$", ALL, re.MULTILINE)
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
    blocks = re.findall(r"^```yaml\n(.*?)^```", ALL, re.MULTILINE | re.DOTALL)
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
    text = ALL.replace(part("Blocks to look at", WRITING), "")
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
    (text,) = re.findall(r"```yaml wording.yaml\n(.*?)```", WRITING, re.DOTALL)

    assert WordingFile.model_validate(yaml.safe_load(text)).longest_sentence == 25


def test_every_review_is_written(tmp_path, monkeypatch):
    """Of a module, of one of its pages, of a question set: in a project with these names."""
    course = FILES["course/demo/course.yaml"].replace("modules: [one]", "modules: [signs]")
    module = FRONT.replace("id: one", "id: signs") + "\nText.\n\n## Places\n\nText.\n\n::: quiz ref=core\n:::\n"
    core = "id: core\ntitle: Core\nkind: knowledge\nquestions:\n  - {id: C1, type: true-false, stem: So it is., answer: true}\n"
    a_project(
        tmp_path, **{"course/demo/course.yaml": course, "modules/signs/module.md": module, "quizzes/core.yaml": core}
    )
    monkeypatch.chdir(tmp_path)
    whole, page, questions = (signpost(words) for words in commands("Review"))

    assert whole.stdout == "signs: 2 of 2 pages read as 'Designated safeguarding lead' on 2026-11-23\n"
    assert page.stdout == "signs: 1 of 2 pages read as 'Police officer' on 2026-11-23\n"
    assert questions.stdout == "quizzes/core: read as 'Researcher' on 2026-11-23\n"
    assert signpost(["check", "--strict", "--as-of", str(AS_OF)]).stdout.startswith("demo: reviewed 2 of 2 pages")


def test_what_a_person_reads_before_a_release():
    """The one command that is not Signpost's own."""
    (command,) = re.findall(r"^\$ \.venv/bin/python (.*)$", WRITING, re.MULTILINE)
    ran = subprocess.run([sys.executable, *shlex.split(command)], cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert ran.returncode == 0 and "modules/signs/module.md:" in ran.stdout


def test_forms_are_registered_as_the_page_says(tmp_path, monkeypatch):
    """With the course of docs/formats/examples/every-key, whose forms are made and taken by a store."""
    (command,) = re.findall(r"^\$ signpost-survey (form add .*)$", SURVEY, re.MULTILINE)
    shutil.copytree(ROOT / "docs/formats/examples/every-key", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    built = signpost(["build", "fire", "--format", "web", "--format", "scorm12", "--as-of", str(AS_OF)])
    assert built.exit_code == 0, built.output

    shell = f"{shlex.quote(str(STORE))} {command.replace('spot-the-signs', 'fire')}"
    ran = subprocess.run(["bash", "-ec", shell], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.splitlines()) == len(list(tmp_path.glob("output/fire/1.0.0/forms/*.json"))) > 0
