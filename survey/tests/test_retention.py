"""Records that nobody publishes end: by the server, after the term in which they could last be published."""

import datetime
import os

import pytest
from signpost_survey import retention
from signpost_survey.record import digest
from signpost_survey.stores.base import Row, key
from signpost_survey.terms import term_of

from tests import forms

FORM = forms.a_form()
DAY = datetime.date(2026, 11, 28)


def put(store, count: int) -> None:
    store.put([Row(key(FORM.id), digest(one), one) for one in (os.urandom(768) for _ in range(count))])


def swept(store, *days: str) -> list[list[str]]:
    return [list(retention.sweep(store, datetime.date.fromisoformat(day))) for day in days]


@pytest.mark.parametrize(
    ("day", "term"),
    [("2026-01-01", "2026-spring"), ("2026-03-31", "2026-spring"), ("2026-04-01", "2026-summer"),
     ("2026-08-31", "2026-summer"), ("2026-09-01", "2026-autumn"), ("2026-12-31", "2026-autumn")],
)  # fmt: skip
def test_the_term_of_a_day(day, term):
    """Spring from January, summer from April, autumn from September."""
    assert term_of(datetime.date.fromisoformat(day)) == term


def test_too_few_for_longer_than_a_year(registered):
    """Autumn's 99 may be published until next autumn ends; in the spring after they go, and only the term was noted."""
    put(registered, 99)

    kept = swept(registered, "2026-11-28", "2027-05-01", "2027-12-31")
    noted = registered.notes()
    gone = swept(registered, "2028-01-01")

    assert (kept, gone) == ([[], [], []], [[FORM.id]])
    assert noted == {f"waits {FORM.id}": "2026-autumn"}
    assert registered.count(FORM.id) == 0 and registered.notes() == {}


def test_enough_people_are_never_removed_by_themselves(registered):
    """A forgotten publication is for the key holder to do; the status page and doctor say so."""
    put(registered, 100)

    assert swept(registered, "2026-11-28", "2030-01-01") == [[], []]
    assert registered.count(FORM.id) == 100


def test_publishing_begins_anew(registered):
    """What came after a release waits since then."""
    put(registered, 120)
    swept(registered, "2026-11-28")
    registered.add_release("r", FORM.id, "2026-autumn", b"{}", [row.digest for row in registered.records(FORM.id)])
    registered.purge(FORM.id)
    put(registered, 5)

    assert swept(registered, "2027-10-01", "2028-10-01") == [[], []]
    assert registered.notes() == {f"waits {FORM.id}": "2027-autumn"}
    assert swept(registered, "2029-01-01") == [[FORM.id]]
