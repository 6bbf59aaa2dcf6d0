"""Results beside their questions, the whole way: a survey that is played, published, judged by `signpost-report items`, and shown by the server."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.language.editor import Editor

ROOT = Path(__file__).parents[2]
BUILDER, STORE, REPORT = (
    str(path)
    for path in (
        Path(sys.executable).with_name("signpost"),
        ROOT / "survey/.venv/bin/signpost-survey",
        ROOT / "report/.venv/bin/signpost-report",
    )
)
pytestmark = pytest.mark.slow


def run(*words) -> str:
    command = [REPORT, *map(str, words), "--sources", str(ROOT), "--builder", BUILDER]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout


def test_a_release_beside_the_questions(tmp_path):
    """Each question of the shipped course that has numbers has a line, at its place; so has one that is typed anew above."""
    run("rehearse", "spot-the-signs", "--people", 400, "--audience", "staff", "--output", tmp_path, "--survey", STORE)
    (release,) = tmp_path.glob("releases/*/release.json")
    items = tmp_path / "items.json"
    items.write_text(run("items", release, "--format", "json"))
    (told,) = json.loads(items.read_text())["releases"]
    wanted = {item["id"]: item for item in told["items"] if item["file"] == "quizzes/core.yaml"}

    core = ROOT / "quizzes/core.yaml"
    with Editor(ROOT, options={"results": str(items)}) as editor:
        uri = editor.open(core, "# one line more\n" + core.read_text("utf-8"))
        shown = editor.request("textDocument/codeLens", {"textDocument": {"uri": uri}})

    assert {lens["range"]["start"]["line"] for lens in shown} == {item["line"] for item in wanted.values()}
    assert wanted and len(shown) == len(wanted)
    assert all(lens["command"]["title"].startswith("SIMULATED, staff: ") for lens in shown)
    assert all("(400 people)" in lens["command"]["title"] for lens in shown)
