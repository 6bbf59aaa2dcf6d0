"""What is shown depends on sizes alone."""

import inspect

import pytest

from signpost_report.display import LEAST, count, per_cent, shown
from signpost_report.estimates import Estimate


def test_sizes():
    assert shown("share", "group", 75, 1) and not shown("share", "group", 74, 1)
    assert shown("share", "stratum", 85, 1) and not shown("share", "stratum", 84, 1)
    assert shown("share", "group", 150, 2) and not shown("share", "group", 149, 2)
    assert shown("score", "group", 50, 1) and shown("topic", "group", 66, 1)
    assert not shown("matrix", "group", 299, 1) and not shown("bands", "all", 999, 1) and not shown("rest", "all", 999, 1)
    assert not shown("bands", "group", 10**6, 1), "what is not published is not shown"


def test_no_result_can_come_in():
    """The function is told the kind, the breakdown, the size and the factor: nothing that somebody answered."""
    assert list(inspect.signature(shown).parameters) == ["what", "breakdown", "people", "factor"]


@pytest.mark.parametrize(("what", "breakdown"), LEAST)
def test_more_people_are_never_shown_less(what, breakdown):
    visible = [shown(what, breakdown, people, 2) for people in range(0, 3_000, 10)]
    assert visible == sorted(visible)


def test_words():
    """Whole per cent with give or take; below 0 is 0."""
    assert per_cent(Estimate(0.3712, 0.0408, 0.01, 400)) == "37 % (give or take 8)"
    assert per_cent(Estimate(-0.02, 0.03, 0.01, 400)).startswith("0 %")
    assert per_cent(Estimate(1.02, 0.001, 0.001, 400)) == "100 % (give or take 1)"
    assert [count(-3.2), count(2.5), count(3.6)] == [0, 2, 4]
