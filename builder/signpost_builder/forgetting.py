"""What a program that runs all day has to let go of: values of courses as they were many saves ago."""

import sys
from functools import _lru_cache_wrapper

FORGET_AFTER = 50  # readings: every save leaves pages and blocks in caches that nobody asks for again


def forget() -> None:
    """All that Signpost keeps with a bound (`lru_cache`): the bounds are right for a build, which ends. What has none is of the program itself,
    and stays. Nothing changes but the time that it takes to make it again."""
    for name, module in list(sys.modules.items()):
        if name.startswith("signpost_builder."):
            for value in list(vars(module).values()):
                if isinstance(value, _lru_cache_wrapper) and value.cache_parameters()["maxsize"] is not None:
                    value.cache_clear()
