"""Values of the model without their places and their white space, so that what is equal says the same."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

# Of an asset the path is where it lies here; of a course the digest is over every byte, comments too.
NOT_SAID = frozenset({"path", "digest", "reviews", "review_needed_for"})
BEFORE_AN_END = re.compile(r"\s+(?=</(?:p|li|d[td]|t[dh]|h\d|blockquote|figcaption)>)")  # HTML shows none there


class Normal:
    """Remembers what blocks that many editions share have become."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, Any]] = {}  # the value is kept, so that no other gets its id

    def of(self, value: Any) -> Any:
        if isinstance(value, str):
            return " ".join((BEFORE_AN_END.sub("", value) if "<" in value else value).split())
        if is_dataclass(value):
            if id(value) not in self._known:
                said = tuple((each.name, self.of(getattr(value, each.name))) for each in fields(value) if _counts(each))
                self._known[id(value)] = (value, (type(value).__name__, *said))
            return self._known[id(value)][1]
        if isinstance(value, Mapping):
            return {key: self.of(inner) for key, inner in value.items()}
        if isinstance(value, tuple | list):
            return tuple(map(self.of, value))
        return value


def _counts(each: Any) -> bool:
    return each.compare and each.name not in NOT_SAID
