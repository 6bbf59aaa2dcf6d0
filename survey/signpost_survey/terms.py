"""Terms that a release can be of: a school term, or a wave of a campaign."""

import datetime
import re

from signpost_survey.stores import StoreError

TERM = re.compile(r"(?P<year>[1-9][0-9]{3})-(?P<part>spring|summer|autumn|w[1-9][0-9]?)")
BEGINS = {"spring": 1, "summer": 4, "autumn": 9}  # months
PATIENCE_DAYS = 366  # a term that began longer ago is a slip of the pen
LEAST = 100  # people, for a release
TERMS_TO_WAIT = 3  # a school year, after which too few records are discarded
DAYS_TO_WAIT = 300  # from a late publication of a term to that of the same term a year later


def check_term(term: str, today: datetime.date | None) -> None:
    """Raises StoreError unless the term has begun, and within a year and the longest term; no day, no such limits."""
    found = TERM.fullmatch(term)
    if not found:
        raise StoreError(
            f"{term!r} is not a term; a school term is like 2026-autumn, 2027-spring or 2027-summer, a campaign's wave like 2027-w1"
        )
    if today is None:
        return
    year = int(found["year"])
    if is_wave(term):
        if year not in (today.year, today.year - 1):
            raise StoreError(f"{term} is not a wave of this year or the last: today is {today}")
        return
    begins = datetime.date(year, BEGINS[found["part"]], 1)
    if begins > today:
        raise StoreError(f"{term} has not begun: today is {today}")
    if (today - begins).days > PATIENCE_DAYS + 120:
        raise StoreError(f"{term} began more than a year and a term ago: today is {today}")


def term_of(day: datetime.date) -> str:
    """The school term of a day."""
    part = max((part for part, month in BEGINS.items() if month <= day.month), key=BEGINS.__getitem__)
    return f"{day.year}-{part}"


def is_wave(term: str) -> bool:
    """Waves carry nothing over: a wave's form that stays under 100 ends there."""
    return "-w" in term


def terms_between(first: str, last: str) -> int:
    """How many school terms later `last` is."""
    return _number(last) - _number(first)


def _number(term: str) -> int:
    """School terms since the year 0."""
    return 3 * int(term[:4]) + ("spring", "summer", "autumn").index(term[5:])
