"""The local picture of a site, from its row in sites.csv: places, what is seen there, who says so and until when.

It is the one thing in a course that expires: past its last day it is left out, because an old map of danger sends people to the wrong
place with a clear conscience.
"""

import datetime
import re
from collections.abc import Iterator, Mapping

from signpost_builder.diagnostics import Diagnostic, Findings, Read, error, warning
from signpost_builder.model import LocalPicture
from signpost_builder.read.advice import NUMBER, SHARE, YEAR
from signpost_builder.read.facts import in_future
from signpost_builder.source.csv_rows import Field

SHOWN = ("hot_spots", "local_picture")
NEEDED = ("picture_checked_on", "picture_checked_by", "picture_until")
COLUMNS = ("region", *SHOWN, *NEEDED, "picture_source", "picture_period", "picture_url")
A_TERM = datetime.timedelta(days=124)
PEOPLE = r"(?:[\w-]+ ){0,2}(?:child(?:ren)?|boys?|girls?|pupils?|students?|teenagers?|young people|young person|residents?|tenants?|patients?)\b"
FEW = r"(?:[1-9]|one|two|three|four|five|six|seven|eight|nine)"
SMALL = re.compile(rf"\b{FEW} {PEOPLE}", re.IGNORECASE)
COUNTED = re.compile(
    rf"\b(?:{FEW}|ten|eleven|twelve|dozens?|hundreds|half|most|a third|a quarter) (?:of )?(?:the )?"
    rf"(?:{PEOPLE}|(?:[\w-]+ )?(?:reports|cases|referrals|incidents|arrests|offences))",
    re.IGNORECASE,
)
# A time, a road, a bus or a school year is a name and no figure.
NO_FIGURE = re.compile(
    r"\b\d{1,2}(?:[.:]\d\d)?(?: ?[ap]\.?m\b\.?)|\b\d{1,2}[.:]\d\d\b|\b(?:year|bus(?:es)?|route|platform|line|number|no\.?|gate) \d+\w?\b"
    r"|\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)\b",
    re.IGNORECASE,
)


def read_local_picture(site: str, row: Mapping[str, Field], as_of: datetime.date) -> Read[LocalPicture | None]:
    """What is to be shown; None where there is nothing, something is wrong, or its last day has passed."""
    filled = {name: row[name] for name in COLUMNS if name in row and row[name].value}
    shown = [filled[name] for name in SHOWN if name in filled]
    if not shown:
        return Read(None, tuple(_nothing_to_show(site, filled)))
    findings = Findings()
    for name in NEEDED:
        if name not in filled:
            message = f"the local picture of '{site}' has no '{name}'"
            hint = "say who checked it, on which day, and until when it holds: at most a term"
            findings.append(error(shown[0].span, "local-picture-undated", message, hint))
    findings += _figures(site, filled)
    days = {name: findings.of(_day(filled[name])) for name in ("picture_checked_on", "picture_until") if name in filled}
    checked, until = days.get("picture_checked_on"), days.get("picture_until")
    if checked and until:
        findings += in_future(f"the local picture of '{site}'", checked, filled["picture_checked_on"].span, as_of)
        findings += _dates(site, checked, until, filled["picture_until"], as_of)
    if findings or not checked or not until:
        return findings.beside(None)
    words = {name: field.value for name, field in filled.items()}
    picture = LocalPicture(
        region=words.get("region", ""),
        hot_spots=tuple(place for each in words.get("hot_spots", "").split(";") if (place := each.strip())),
        words=words.get("local_picture", ""),
        source=words.get("picture_source", ""),
        period=words.get("picture_period", ""),
        url=words.get("picture_url", ""),
        checked=checked,
        checked_by=words["picture_checked_by"],
        until=until,
    )
    return Read(picture)


def _nothing_to_show(site: str, filled: Mapping[str, Field]) -> Iterator[Diagnostic]:
    for name, field in filled.items():
        if name != "region":
            message = f"'{name}' of '{site}' says something about a local picture, and there is none"
            yield error(
                field.span,
                "local-picture-undated",
                message,
                "fill in 'hot_spots' or 'local_picture', or empty this field",
            )
            return


def _figures(site: str, filled: Mapping[str, Field]) -> Iterator[Diagnostic]:
    for name in SHOWN:
        if name not in filled:
            continue
        field = filled[name]
        if small := few_people_in(field.value):
            message = f"'{small}' in '{name}' of '{site}' may point to people whom somebody knows"
            yield error(field.span, "figure-too-small", message, "give no number of people below ten")
        elif (figure := figure_in(field.value)) and not ("picture_source" in filled and "picture_period" in filled):
            message = f"'{name}' of '{site}' gives the figure '{figure}' without its source and period"
            hint = "fill in 'picture_source' and 'picture_period', or leave the figure out"
            yield error(field.span, "figure-without-source", message, hint)


def few_people_in(text: str) -> str:
    """A number of people below ten, with its words; empty if there is none."""
    small = SMALL.search(NO_FIGURE.sub(" ", text))
    return small[0] if small else ""


def figure_in(text: str) -> str:
    """The first share, count or number; empty if there is none."""
    text = NO_FIGURE.sub(" ", text)
    for pattern in (SHARE, COUNTED):
        if figure := pattern.search(text):
            return figure[0]
    return next((each[0].strip() for each in NUMBER.finditer(text) if not YEAR.fullmatch(each[0].strip())), "")


def _day(field: Field) -> Read[datetime.date | None]:
    try:
        return Read(datetime.date.fromisoformat(field.value))
    except ValueError:
        message = f"'{field.value}' is not a date"
        return Read(None, (error(field.span, "malformed-date", message, "write year-month-day, such as 2026-12-01"),))


def _dates(
    site: str, checked: datetime.date, until: datetime.date, field: Field, as_of: datetime.date
) -> Iterator[Diagnostic]:
    if until < checked or until - checked > A_TERM:
        message = f"the local picture of '{site}' was checked on {checked} and is to hold until {until}"
        hint = f"write a day after that, at most a term later: {checked + A_TERM}"
        yield error(field.span, "local-picture-too-long", message, hint)
    elif until < as_of:
        message = f"the local picture of '{site}' held until {until}; it is left out"
        hint = "check it with those who know the place, then change 'picture_checked_on' and 'picture_until'"
        yield warning(field.span, "local-picture-out-of-date", message, hint)
