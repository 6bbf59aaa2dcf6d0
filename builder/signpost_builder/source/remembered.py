"""What readers made of each file, for whoever reads the same sources again and again as they change (preview, editor).

A run that reads once has one of these too, and it makes no difference there: one way for all.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

T = TypeVar("T")
V = TypeVar("V")
KEPT_READS = (
    20  # so long the value of a file is kept that is not read any more: a broken line elsewhere hides it for a while
)


@dataclass(slots=True)
class _Entry:
    given: object
    value: object
    whole: Hashable
    made: int
    used: int


class Remembered:
    """One value for each key: what was made of what was given last. So it does not grow as a file is saved again and again."""

    def __init__(self) -> None:
        self._entries: dict[Hashable, _Entry] = {}
        self._reads = 0

    def __len__(self) -> int:
        return len(self._entries)

    def begin(self) -> None:
        """A read begins. What none of the last reads asked for is forgotten."""
        self._reads += 1
        old = [key for key, entry in self._entries.items() if self._is_old(entry)]
        for key in old:
            del self._entries[key]

    def _is_old(self, entry: _Entry) -> bool:
        """Nobody asks for the parts of a whole that has not changed: they stay with it, if it was made of them."""
        whole = self._entries.get(entry.whole)
        used = whole.used if whole and entry.used >= whole.made else entry.used
        return used < self._reads - KEPT_READS

    def of(self, key: Hashable, given: object, make: Callable[[], T]) -> T:
        """The value for `given`: the one that stands when it was made of something equal, else what `make` gives."""
        return self.where(key, lambda before: before == given, lambda: (given, make()))

    def of_same(self, key: Hashable, value: V, make: Callable[[V], T], whole: Hashable = None) -> T:
        """What `make` makes of this very value: of one that is equal, and stands elsewhere in its file, it is made anew."""
        return self.where(key, lambda before: before is value, lambda: (value, make(value)), whole)

    def where(
        self,
        key: Hashable,
        holds: Callable[[Any], bool],
        make: Callable[[], tuple[object, T]],
        whole: Hashable = None,
    ) -> T:
        """The value while `holds` says so of what it was made of; else what `make` gives, with what that was made of.

        `whole`: the key of what this is a part of.
        """
        entry = self._entries.get(key)
        if entry is None or not holds(entry.given):
            given, value = make()
            self._entries[key] = _Entry(given, value, whole, self._reads, self._reads)
            return value
        entry.used = self._reads
        return cast("T", entry.value)
