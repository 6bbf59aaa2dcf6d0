"""The extension for VS Code as its README packages it, by npm and Microsoft's own packager; what the extension does: tests/js/vscode.test.js."""

import json
import re
import shlex
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "builder/editors/vscode"


@pytest.mark.slow
def test_the_recipe_packages_it(tmp_path):
    """Every command but the first and the last, which are about places: in the file is what runs, and nothing that was not asked for."""
    lines = re.findall(r"^\$ (.*)$", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE)
    first, *recipe, last = map(shlex.split, lines)
    assert (first, last[:2]) == (["cd", "builder/editors/vscode"], ["code", "--install-extension"]) and len(recipe) == 2
    here = shutil.copytree(FOLDER, tmp_path / "vscode", ignore=shutil.ignore_patterns("node_modules"))
    for words in recipe:
        subprocess.run(words, cwd=here, check=True, capture_output=True, timeout=300)

    with zipfile.ZipFile(here / last[2]) as package:
        names = set(package.namelist())
        manifest = json.loads(package.read("extension/package.json"))
    assert {"extension/extension.js", "extension/node_modules/vscode-languageclient/package.json"} <= names
    assert (manifest["main"], manifest["activationEvents"]) == (
        "./extension.js",
        ["workspaceContains:course/*/course.yaml", "workspaceContains:*/course/*/course.yaml"],
    )
    wanted = set(json.loads((FOLDER / "package-lock.json").read_text())["packages"]) - {""}
    brought = {name.removeprefix("extension/") for name in names if name.startswith("extension/node_modules/")}
    assert {"/".join(name.split("/")[:2]) for name in brought} == wanted
    assert not [name for name in names if name.endswith((".map", ".d.ts"))]
