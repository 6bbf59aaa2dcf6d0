"""What other people need to join: the files are there, they parse, and the numbers in them are those of the course."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
PAPERS = ("CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "SECURITY.md")
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
