"""Golden files: `--accept` writes them anew, and whoever accepts reads the diff."""

from pathlib import Path

import pytest

from testing.children import hear_signals
from testing.limits import limit_slow

hear_signals()

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser):
    parser.addoption("--accept", action="store_true", help="write the golden files anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    limit_slow(items)


@pytest.fixture
def golden(request):
    def compare(name: str, found: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--accept"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(found, encoding="utf-8")
        assert found == path.read_text(encoding="utf-8"), f"{name} differs: read the diff, then --accept"

    return compare
