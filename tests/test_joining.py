"""What other people need to join: the files are there, they parse, and the numbers in them are those of the course."""

import configparser
import re
import subprocess
import tokenize
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
PAPERS = ("CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "SECURITY.md")
OFF = re.compile(r"# (?:type: ignore|noqa|mypy:|ruff:)")
REASONED = re.compile(r"# (?:type: ignore\[[a-z-]+(?:,[a-z-]+)*\]|noqa: [A-Z]+\d+(?:, [A-Z]+\d+)*)  # \w")
NUMBER = re.compile(r"\b(?:0[\d ]{8,}\d|116 \d{3}|999|101)\b")


def test_every_phone_number_is_one_of_the_course():
    """A wrong number is the worst fault, in these papers too."""
    known = {
        entry["phone"]
        for entry in yaml.safe_load((ROOT / "modules/helplines.yaml").read_text("utf-8"))
        if "phone" in entry
    }

    for paper in PAPERS:
        assert set(NUMBER.findall((ROOT / paper).read_text("utf-8"))) <= known, paper


@pytest.mark.parametrize(
    "file", [*sorted(ROOT.glob(".github/**/*.yml")), ROOT / ".pre-commit-config.yaml"], ids=lambda file: file.name
)
def test_hosted_files_are_yaml(file):
    assert isinstance(yaml.safe_load(file.read_text("utf-8")), dict)


def test_the_workflow_runs_the_documented_command_on_every_promised_python():
    workflow = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text("utf-8"))
    job = workflow["jobs"]["test"]

    assert job["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert any(step.get("run", "").startswith("make test") for step in job["steps"])
    assert workflow["permissions"] == {"contents": "read"}


def test_the_checks_are_the_same_at_every_door():
    """The first step of `make test`, and what the workflow, the hook of a commit and the papers name."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    steps = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text("utf-8"))["jobs"]["test"]["steps"]
    recipe = re.search(r"^check:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)

    assert re.search(r"^test: check ", makefile, re.MULTILINE)
    assert all(f"$(CHECK)/bin/{tool}" in recipe[1] for tool in ("ruff check", "ruff format --check", "mypy"))
    entries = {hook["entry"]: hook.get("types_or", []) for hook in hooks}
    assert "python" in entries["make check"] and "javascript" in entries["npm run --silent check"]
    assert "npm run --silent check" in makefile
    assert any(step.get("run", "").startswith("make check") for step in steps)
    assert all(
        "$ make check" in (ROOT / paper).read_text("utf-8") for paper in ("CONTRIBUTING.md", "docs/developer.md")
    )


def test_types_are_checked_of_every_part():
    """What is in no folder that mypy.ini names is a test, or makes a distribution (three modules called setup)."""
    config = configparser.ConfigParser()
    config.read(ROOT / "mypy.ini", encoding="utf-8")
    checked = tuple(name.strip() for name in config["mypy"]["files"].split(","))
    others = [name for name in ours("*.py") if not name.startswith(checked) and "tests/" not in name]

    assert others == ["builder/setup.py", "report/setup.py", "xblocks/setup.py"]


def test_no_check_is_switched_off_without_a_reason():
    """Each has its code and, behind it, why: `# type: ignore[arg-type]  # it does nothing but call it`."""
    found = []
    for name in ours("*.py", "*.pyi"):
        with (ROOT / name).open("rb") as file:
            comments = [one for one in tokenize.tokenize(file.readline) if one.type == tokenize.COMMENT]
        found += [
            f"{name}:{one.start[0]}" for one in comments if OFF.match(one.string) and not REASONED.match(one.string)
        ]

    assert found == []


def ours(*patterns: str) -> list[str]:
    """Files of this repository, by the last part of their names."""
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, check=True).stdout
    return [name for name in listed.decode().split("\0") if name]


@pytest.mark.parametrize("part", ["", "survey/", "report/", "xblocks/"])
def test_every_test_has_an_end(part):
    """Also where somebody adds a part: its configuration has a limit, its lock the plugin that keeps it."""
    options = tomllib.loads((ROOT / f"{part}pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]

    assert 0 < options["timeout"] <= 120 and options["timeout_method"] == "signal"
    assert "pytest-timeout==" in (ROOT / f"{part}requirements-test.lock").read_text("utf-8")
