"""Golden files: `--accept` writes them anew, and whoever accepts reads the diff."""

from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser):
    parser.addoption("--accept", action="store_true", help="write the golden files anew")


@pytest.fixture
def golden(request):
    def compare(name: str, found: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--accept"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(found, encoding="utf-8")
        assert found == path.read_text(encoding="utf-8"), f"{name} differs: read the diff, then --accept"

    return compare
