"""Golden files: whole outputs that a person can read in a diff. `--accept` rewrites them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from testing.children import hear_signals
from testing.limits import limit_slow

# The same examples every time and however slow the machine is: a red test is a fault, never bad luck.
settings.register_profile("signpost", deadline=None, derandomize=True)
settings.load_profile("signpost")

hear_signals()
os.environ["SIGNPOST_CACHE"] = ""  # no test knows what another has found

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the golden files with what the code gives now")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    limit_slow(items)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """Compare bytes with a file below tests/golden/."""

    def compare(name: str, found: bytes) -> None:
        path = GOLDEN / name
        if request.config.getoption("--accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(found)
        assert found.decode() == path.read_text(encoding="utf-8")

    return compare
