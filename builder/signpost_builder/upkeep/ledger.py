"""The facts of a project as rows, the most urgent first."""

import datetime
from collections.abc import Iterable, Mapping, Sequence

from signpost_builder.diagnostics import Span
from signpost_builder.model import Fact
from signpost_builder.values import frozen


@frozen(kw_only=True)
class Row:
    """`days` until it is to be read again; negative: overdue. `uses`: where learners meet it."""

    fact: Fact
    days: int
    uses: tuple[Span, ...]


@frozen(kw_only=True)
class Link:
    """An address to be opened by hand, and the facts that rest on it; empty: those whose source has none."""

    address: str
    rows: tuple[Row, ...]


def ledger(facts: Iterable[Fact], uses: Mapping[str, tuple[Span, ...]], as_of: datetime.date) -> list[Row]:
    """What is used first, by its day of review; then what nobody uses."""
    rows = (Row(fact=fact, days=(fact.review_by - as_of).days, uses=uses.get(fact.id, ())) for fact in facts)
    return sorted(rows, key=lambda row: (not row.uses, row.days, row.fact.id))


def due(rows: Iterable[Row], days: int) -> list[Row]:
    """What learners meet and somebody has to read again within so many days."""
    return [row for row in rows if row.uses and row.days <= days]


def links(rows: Sequence[Row]) -> list[Link]:
    """Each address once, in the order of the rows."""
    by_address: dict[str, list[Row]] = {}
    for row in rows:
        by_address.setdefault(row.fact.source.url, []).append(row)
    return [Link(address=address, rows=tuple(each)) for address, each in by_address.items()]
