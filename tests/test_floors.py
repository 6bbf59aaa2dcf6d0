"""Imports inside builder/ go down the floors only, and the repository names no machine."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = (
    ("__init__", "diagnostics", "model", "same"),
    ("diagnostic_text", "explanations", "marks", "package", "schema", "source", "typography"),
    (
        "answering_time",
        "editions",
        "forms",
        "minutes",
        "page",
        "places",
        "read",
        "reading_grade",
        "resolving",
        "scoring",
        "state",
    ),
    ("fairness", "lint", "restricted_forms", "simulated"),
    ("formats",),
    ("build", "checking"),
    ("cli", "cli_courses", "cli_failing", "cli_h5p", "cli_questions", "cli_simulated"),
    ("entry",),
)
PACKAGE = ROOT / "builder/signpost_builder"
MODULES = sorted(PACKAGE.rglob("*.py"))


def unit(name: str) -> str:
    """The part of builder/ that a dotted name belongs to."""
    return (name.split(".") + ["__init__"])[1]


def floor(part: str) -> int:
    """Which floor a part stands on; a part that nobody placed is an error."""
    (found,) = [
        number for number, names in enumerate(FLOORS) for name in names if re.fullmatch(name.replace("*", ".*"), part)
    ]
    return found


def imports(module: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            below = (
                {f"signpost_builder.{alias.name}" for alias in node.names}
                if node.module == "signpost_builder"
                else {node.module or ""}
            )
            found |= below
    return {unit(name) for name in found if name.startswith("signpost_builder.")}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(ROOT).as_posix())
def test_imports_go_down(module):
    """Nothing imports from a floor above its own."""
    own = unit(".".join(module.relative_to(PACKAGE.parent).with_suffix("").parts))

    assert {name for name in imports(module) if floor(name) > floor(own)} == set()


def test_no_circles_within_a_floor():
    """Parts of one floor may use each other, but never in a circle."""
    uses: dict[str, set[str]] = {}
    for module in MODULES:
        own = unit(".".join(module.relative_to(PACKAGE.parent).with_suffix("").parts))
        uses.setdefault(own, set()).update(imports(module) - {own})

    while free := [part for part, used in uses.items() if not used & uses.keys()]:
        for part in free:
            del uses[part]

    assert uses == {}


def test_no_file_names_a_machine():
    """No absolute path of a developer's computer, and no package registry, stands in the repository."""
    machine = re.compile(
        rb"(?<![\w.])/(?:work|home|Users)/[a-z]\w*/|\.\./shared\b|registry\.npmjs\.org|pypi\.org", re.IGNORECASE
    )
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    files = [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]
    own = Path(__file__)

    assert files
    assert [
        file.relative_to(ROOT).as_posix() for file in files if file != own and machine.search(file.read_bytes())
    ] == []
