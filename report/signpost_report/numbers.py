"""Every number that a report prints, with where it comes from: docs/formats/report.md is the contract."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

FORMAT = "signpost-report-1"
Kind = Literal[
    "share", "change", "topic", "topic-change", "score", "score-change", "effect", "normalised-gain", "level", "shift",
    "option", "matrix", "matrix-change", "gap", "discrimination", "reliability",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """An estimate with its 95 % interval, noise included; shares 0 to 1. `people` of the block are exact."""

    id: str
    kind: Kind
    releases: tuple[str, ...]
    questions: tuple[str, ...] = ()
    topic: str | None = None
    breakdown: str = "all"
    cell: int = 0
    label: str = ""
    phase: str = "after"
    part: int | None = None
    code: int | None = None
    value: float
    low: float
    high: float
    people: int
    p: float | None = None
    found: bool | None = None
    of: str | None = None
    against: str | None = None


class Numbers(Mapping[str, Number]):
    """By id, in the order of computing. What is not there was not to be shown."""

    def __init__(self, numbers: Iterable[Number]) -> None:
        self._by_id: dict[str, Number] = {}
        for one in numbers:
            if one.id in self._by_id:
                raise ValueError(f"two numbers are called {one.id}")
            self._by_id[one.id] = one

    def __getitem__(self, id: str) -> Number:
        return self._by_id[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def where(self, **wanted: Any) -> list[Number]:
        """All whose fields are as wanted."""
        return [one for one in self._by_id.values() if all(getattr(one, key) == value for key, value in wanted.items())]

    def judged(self, found: Mapping[str, bool]) -> "Numbers":
        """The same, with what stands after false-discovery control."""
        return Numbers(replace(one, found=found[one.id]) if one.id in found else one for one in self._by_id.values())


def document(numbers: Numbers, releases: Iterable[Mapping[str, Any]], simulated: bool) -> bytes:
    """`numbers.json`: canonical, so that the same releases give the same bytes. Values keep ten digits."""
    rows = [{key: _plain(value) for key, value in asdict(one).items()} for one in numbers.values()]
    whole = {"format": FORMAT, "simulated": simulated, "releases": list(releases), "numbers": rows}
    return json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _plain(value: Any) -> Any:
    return round(value, 10) if isinstance(value, float) else list(value) if isinstance(value, tuple) else value
