"""The ledger and its links as text, CSV and JSON."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from signpost_builder.model import Fact
from signpost_builder.upkeep.ledger import Link, Row

FORMULA = ("=", "+", "-", "@", "\t")  # what a spreadsheet would calculate
COLUMNS = (
    "review_by", "days", "id", "figure", "period", "claim", "publisher", "title", "published", "url", "sure", "read_in",
    "checked", "used",
)  # fmt: skip


def text(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        fact = row.fact
        yield f"{fact.review_by}  {_when(row.days)}  {fact.id}  {figure(fact)}"
        yield f"    {_source(fact)}; checked {fact.checked}{' in a copy' if fact.read_in == 'copy' else ''} [{fact.sure}]"
        yield f"    {_used(row)}"


def links_text(links: Iterable[Link]) -> Iterator[str]:
    for link in links:
        names = ", ".join(row.fact.id for row in link.rows)
        first = link.rows[0]
        yield f"{link.address or 'no address'}  {names}  (first due {first.fact.review_by}, checked {first.fact.checked})"


def table(rows: Iterable[Row]) -> str:
    return _csv(COLUMNS, ([_cell(value) for value in as_data(row).values()] for row in rows))


def links_table(links: Iterable[Link]) -> str:
    cells = (
        [link.address, " ".join(row.fact.id for row in link.rows), str(link.rows[0].fact.review_by)] for link in links
    )
    return _csv(("url", "facts", "review_by"), cells)


def document(rows: Iterable[Row]) -> str:
    return json.dumps([as_data(row) for row in rows], indent=2, ensure_ascii=False)


def links_document(links: Iterable[Link]) -> str:
    listed = [{"url": link.address, "facts": [as_data(row) for row in link.rows]} for link in links]
    return json.dumps(listed, indent=2, ensure_ascii=False)


def as_data(row: Row) -> dict[str, Any]:
    """A row under the names of `COLUMNS`."""
    fact, source = row.fact, row.fact.source
    values = (
        fact.review_by.isoformat(), row.days, fact.id, fact.value, fact.period, fact.claim, source.publisher, source.title,
        source.date, source.url, fact.sure, fact.read_in, fact.checked.isoformat(), _places(row),
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def figure(fact: Fact) -> str:
    """ "19,125 people (2024)"; of a statement, what it says."""
    return f"{fact.value} ({fact.period})" if fact.value and fact.period else fact.value or fact.claim


def _when(days: int) -> str:
    if days < 0:
        return f"overdue by {-days} {_days(-days)}"
    return "due today" if not days else f"in {days} {_days(days)}"


def _days(number: int) -> str:
    return "day" if number == 1 else "days"


def _source(fact: Fact) -> str:
    source = fact.source
    return ", ".join(filter(None, (source.publisher, source.title, source.date, source.url)))


def _used(row: Row) -> str:
    return f"used at {', '.join(_places(row))}" if row.uses else "not used"


def _places(row: Row) -> list[str]:
    return [f"{span.path}:{span.line}" for span in row.uses]


def _cell(value: Any) -> str:
    """What a spreadsheet shows as it is: a leading apostrophe keeps it from calculating."""
    cell = " ".join(value) if isinstance(value, list) else str(value)
    return f"'{cell}" if cell.startswith(FORMULA) and not isinstance(value, int) else cell


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return stream.getvalue().rstrip("\n")
