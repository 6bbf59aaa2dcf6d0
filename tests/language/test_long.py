"""A long day at the editor, and a real editor: run by `make test-slow`."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.courses import write_course
from tests.language.editor import Editor
from tests.source_projects import FRONT, a_project

MOST_MIB = 150  # for 1,000 sections
MOST_GROWTH_MIB = 6
LUA = Path(__file__).parent / "neovim.lua"
pytestmark = pytest.mark.slow


def edit_often(editor, uri, times, version):
    """A thousand keys: right and wrong in turn, read again after each tenth."""
    for number in range(times):
        version += 1
        wrong = number % 20 < 10
        editor.type(uri, version, FRONT + f"Line {number}. {'{fact:NO-1}' if wrong else ''}\n")
        if number % 10 == 9:
            editor.until(lambda wrong=wrong: bool(editor.codes(uri)) == wrong and uri in editor.marks)
            editor.at("completion", uri, 7, 3)
    return version


@pytest.mark.timeout(300)
def test_a_thousand_edits_leave_nothing_behind(tmp_path):
    """What the server needs after the first two hundred is what it needs after a thousand more."""
    a_project(tmp_path)
    with Editor(tmp_path) as editor:
        uri = editor.open(tmp_path / "modules/one/module.md")
        version = edit_often(editor, uri, 200, 1)
        before = editor.memory_mib()
        edit_often(editor, uri, 1000, version)

        assert editor.memory_mib() - before < MOST_GROWTH_MIB
        assert editor.stop() == (0, b"")


@pytest.mark.timeout(300)
def test_a_thousand_sections_fit(tmp_path):
    """The whole process, after edits and every kind of question."""
    folder = write_course(tmp_path, 1000)
    module = sorted((tmp_path / "modules").glob("*/module.md"))[50]
    with Editor(tmp_path) as editor:
        uri = editor.open(module)
        text = module.read_text("utf-8")
        for version in range(2, 8):
            wrong = version % 2 == 0
            editor.type(uri, version, text + ("\n{fact:NO-1}\n" if wrong else "\nMore.\n"))
            editor.until(lambda wrong=wrong: ("unknown-fact" in editor.codes(uri)) == wrong and uri in editor.marks)
        for method in ("hover", "completion", "documentSymbol", "codeLens"):
            editor.at(method, uri, 8, 3)

        assert folder is not None and editor.memory_mib() < MOST_MIB


@pytest.mark.timeout(120)
def test_a_real_editor(tmp_path):
    """Neovim, as Debian has it: marks, hover, completion, definition, and a fact renamed in three files."""
    if not shutil.which("nvim"):
        pytest.skip("Neovim is not here: `make neovim` installs it")
    a_project(tmp_path, body="😀 {fact:NRM-1}\n\n{fact:NRM-01} {contact:childline}\n")
    answers = tmp_path / "answers.json"
    command = str(Path(sys.executable).with_name("signpost"))
    module = tmp_path / "modules/one/module.md"
    run = subprocess.run(
        ["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-n", str(module), "-c", f"luafile {LUA}"],
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
            "SIGNPOST": command,
            "ANSWERS": str(answers),
            "ROOT": str(tmp_path),
        },
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert answers.is_file(), run.stdout + run.stderr
    found = json.loads(answers.read_text())

    assert found["mark"] == {"line": 7, "column": 11, "code": "unknown-fact"}  # in bytes, as Neovim counts its columns
    assert "19,125 people (2024)" in found["hover"] and "NRM-01" in found["completion"]
    assert found["definition"].endswith("modules/facts.yaml")
    assert found["renamed"] == ["{fact:NRM-77} {contact:childline}", "NRM-77:"]
