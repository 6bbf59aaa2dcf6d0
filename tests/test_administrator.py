"""The administrator's page does what it says."""

import re
from pathlib import Path

from click.testing import CliRunner
from signpost_builder.cli import main

from tests.small_course import write_course

ROOT = Path(__file__).parent.parent


def test_the_administrators_commands_run_in_their_order(tmp_path, monkeypatch):
    """Each of them, on a small course with two academies; what the page says that it leaves is there."""
    page = (ROOT / "docs/administrator.md").read_text(encoding="utf-8")
    commands = re.findall(r"^\$ signpost (.+)$", page, re.MULTILINE)
    write_course(tmp_path)
    monkeypatch.chdir(tmp_path)

    for command in commands:
        words = command.replace("spot-the-signs", "first").split()
        run = CliRunner().invoke(main, words if words[1] == "template" else [*words, "--as-of", "2026-11-23"])
        assert run.exit_code == 0, (command, run.output)

    assert [command.split()[0] for command in commands] == ["sites", "sites", "build"]
    assert {"sites-template.csv", "sites-template.xlsx"} <= {
        path.name for path in (tmp_path / "output/first").iterdir()
    }
    index = (tmp_path / "output/first/1.0.0/index.html").read_text(encoding="utf-8")
    assert "Hill Academy North" in index and "north.caregiver/" in index
