"""How long one test may take: `timeout` in the configuration of each part; a long proof has more."""

from collections.abc import Iterable

import pytest

SLOW_SECONDS = 3600


def limit_slow(items: Iterable[pytest.Item]) -> None:
    """A long proof may take its time, and still ends. A limit of a test's own stands."""
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(SLOW_SECONDS))
