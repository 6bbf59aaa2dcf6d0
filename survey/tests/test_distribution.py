"""The survey is a distribution of its own: it shares documents with the builder, never code."""

import ast
import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).parents[1] / "signpost_survey"
HEAVY = {"cv2", "numpy", "pypdfium2", "scipy", "pyarrow", "psycopg"}


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_nothing_of_the_builder():
    """Nor of the other distributions."""
    for path in SOURCES.rglob("*.py"):
        assert not imported(path) & {"signpost_builder", "signpost_xblocks", "signpost_report", "tests"}, path


def test_serving_needs_no_numbers():
    """The host that takes records installs neither the publication's libraries nor those of the other engine."""
    script = "import sys, signpost_survey.server, signpost_survey.cli, signpost_survey.stores.sqlite as s; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()

    assert not HEAVY & set(loaded)
