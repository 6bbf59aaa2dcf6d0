"""docs/author.md, "An author's day" and what follows from it: every command of it does what the page says."""

import re
import shlex
import subprocess
from pathlib import Path

import yaml
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.schema import WordingFile

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
