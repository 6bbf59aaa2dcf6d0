"""What is shown depends on sizes alone."""

import inspect

import pytest
from signpost_report.display import (
    LEAST,
    people,
    plain,
    plain_range,
    points,
    points_range,
    share,
    share_range,
    shown,
    size,
    size_range,
)
from signpost_report.numbers import Number


def test_sizes():
    assert shown("share", "group", 75, 1) and not shown("share", "group", 74, 1)
    assert shown("share", "stratum", 85, 1) and not shown("share", "stratum", 84, 1)
    assert shown("share", "group", 150, 2) and not shown("share", "group", 149, 2)
    assert shown("score", "group", 50, 1) and shown("topic", "group", 66, 1)
    assert (
        not shown("matrix", "group", 299, 1) and not shown("bands", "all", 999, 1) and not shown("rest", "all", 999, 1)
    )
    assert not shown("bands", "group", 10**6, 1), "what is not published is not shown"


def test_no_result_can_come_in():
    """The function is told the kind, the breakdown, the size and the factor: nothing that somebody answered."""
    assert list(inspect.signature(shown).parameters) == ["what", "breakdown", "people", "factor"]


@pytest.mark.parametrize(("what", "breakdown"), LEAST)
def test_more_people_are_never_shown_less(what, breakdown):
    visible = [shown(what, breakdown, people, 2) for people in range(0, 3_000, 10)]
    assert visible == sorted(visible)


def a_number(value: float, low: float, high: float) -> Number:
    return Number(id="n", kind="share", releases=("r",), value=value, low=low, high=high, people=400)


def test_words():
    """Whole per cent, and a digit more where the interval is narrower than two points; never below 0 or above 100 of 100."""
    assert (share(a_number(0.3712, 0.33, 0.41)).text, share_range(a_number(0.3712, 0.33, 0.41)).text) == (
        "37%",
        "33% to 41%",
    )
    assert (
        share(a_number(-0.02, -0.08, 0.04)).text == "0%"
        and share_range(a_number(1.01, 0.96, 1.06)).text == "96% to 100%"
    )
    assert share(a_number(0.37123, 0.37, 0.373)).text == "37.1%"
    assert (points(a_number(0.22, 0.18, 0.26)).text, points(a_number(-0.04, -0.1, 0.02)).text) == ("+22", "\u22124")
    assert (
        points(a_number(-0.004, -0.1, 0.1)).text == "0" and points_range(a_number(0.1, -0.004, 0.2)).text == "0 to +20"
    )
    assert (size(a_number(-0.1, -0.16, -0.04)).text, size_range(a_number(-0.1, -0.16, -0.04)).text) == ("10", "4 to 16")
    assert (plain(a_number(-0.284, -0.5, 0.1)).text, plain_range(a_number(-0.284, -0.5, 0.1)).text) == (
        "\u22120.28",
        "\u22120.50 to 0.10",
    )
    assert people(1_234_567) == "1,234,567"
