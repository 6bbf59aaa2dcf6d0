"""How each row of sites.csv is, for whoever keeps the table: what is missing, what is wrong in it, what is old."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from signpost_builder.diagnostics import Diagnostic, Span
from signpost_builder.read.local_picture import COLUMNS as OF_THE_PICTURE
from signpost_builder.read.sites import A_TERM, without_emptied_columns
from signpost_builder.schema import date_of
from signpost_builder.source.csv_rows import Field, rows
from signpost_builder.values import frozen

MISSING, PLACEHOLDER, OLD, OLD_PICTURE = (
    "missing-contact",
    "placeholder-contact",
    "contact-out-of-date",
    "local-picture-out-of-date",
)


@frozen(kw_only=True)
class SiteState:
    """A row. `missing`, `placeholders`, `wrong` and `empty` are columns; `empty` ones may stay so.

    `due`: the last day on which its contacts are not old. `picture_until`: of a local picture, as it is typed.
    """

    id: str
    line: int
    example: bool
    checked: str
    due: datetime.date | None
    old: bool
    missing: tuple[str, ...]
    placeholders: tuple[str, ...]
    wrong: tuple[str, ...]
    empty: tuple[str, ...]
    picture_until: str = ""
    old_picture: bool = False

    @property
    def has_errors(self) -> bool:
        return bool(self.missing or self.placeholders or self.wrong)


def site_states(text: str, path: PurePosixPath, findings: Iterable[Diagnostic]) -> list[SiteState]:
    """`findings`: those of the whole table. Rows with more or fewer fields than the header have no state."""
    table = rows(text, path).value
    if not table:
        return []
    without_emptied_columns(table)
    names = [field.value for field in table[0]]
    by_place: dict[Span, list[Diagnostic]] = {}
    for found in findings:
        by_place.setdefault(found.span, []).append(found)
    return [_state(dict(zip(names, row, strict=True)), by_place) for row in table[1:] if len(row) == len(names)]


def _state(row: Mapping[str, Field], by_place: Mapping[Span, Sequence[Diagnostic]]) -> SiteState:
    codes = {
        name: {(found.code, found.severity) for found in by_place.get(field.span, ())} for name, field in row.items()
    }

    def columns(wanted: str) -> tuple[str, ...]:
        return tuple(name for name, found in codes.items() if wanted in {code for code, _ in found})

    missing, placeholders = columns(MISSING), columns(PLACEHOLDER)
    wrong = tuple(
        name
        for name, found in codes.items()
        if any(severity == "error" and code not in (MISSING, PLACEHOLDER) for code, severity in found)
    )
    checked = _value(row, "checked_on")
    day = date_of(checked)
    return SiteState(
        id=_value(row, "id"),
        line=row["id"].span.line if "id" in row else next(iter(row.values())).span.line,
        example=_value(row, "example") == "yes",
        checked=checked,
        due=day + A_TERM if day else None,
        old=bool(columns(OLD)),
        missing=missing,
        placeholders=placeholders,
        wrong=wrong,
        empty=tuple(
            name
            for name, field in row.items()
            if name and name != "example" and not field.value and name not in (*missing, *OF_THE_PICTURE)
        ),
        picture_until=_value(row, "picture_until"),
        old_picture=bool(columns(OLD_PICTURE)),
    )


def _value(row: Mapping[str, Field], name: str) -> str:
    return row[name].value if name in row else ""
