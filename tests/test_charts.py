"""Charts: what is given is drawn, nothing is lost, and it can be read by eyes and without them."""

import ast
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import charts
from charts import Cell, Change, Estimate, Rating, Region
from charts.axis import Axis, around
from charts.colours import AFTER, BEFORE, contrast, ink_on, shade
from charts.likert import palette
from charts.svg import INK, PAPER, QUIET
from charts.words import lines, width_of

SVG = "{http://www.w3.org/2000/svg}"
LABELS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=120).filter(str.strip)
SHARES = st.floats(-20, 120)
FIVE = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")


def of_each_kind(label: str = "A child can say no", value: float = 64.0) -> dict[str, str]:
    """One chart of every kind, about `label`."""
    shades = {"low": 20.0, "middle": 60.0, "high": 100.0}
    return {
        "dumbbell": charts.dumbbell("c", "T", "D", [Change(label=label, before=value, after=86, said="64% to 86%")]),
        "intervals": charts.interval_dots(
            "c", "T", "D", [Estimate(label=label, value=value, low=value - 3, high=value + 3, said="64")], reference=0
        ),
        "diverging": charts.diverging_bars(
            "c", "T", "D", FIVE, [Rating(label=label, shares=(5, 10, 15, 30, 40), said="400 people")]
        ),
        "heat": charts.heat_table("c", "T", "D", ["Signs"], [(label, [Cell(value=value, said="64%")])], **shades),
        "regions": charts.region_tiles("c", "T", "D", [Region(name=label, value=value, said="64%")], **shades),
    }


KINDS = tuple(of_each_kind())


def words_in(svg: str) -> list[str]:
    return " ".join(each.text or "" for each in ElementTree.fromstring(svg).iter(f"{SVG}text")).split()


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_says_what_it_is_and_hides_its_marks(kind):
    """A title and a description for everybody; the marks are hidden, for the table under the chart has the numbers."""
    root = ElementTree.fromstring(of_each_kind()[kind])
    title, description, marks = root

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert (title.text, description.text) == ("T", "D")
    assert marks.get("aria-hidden") == "true"


@pytest.mark.parametrize("kind", KINDS)
@given(label=LABELS, value=SHARES)
def test_every_word_of_any_label_is_drawn(kind, label, value):
    """No label is cut, whatever its length or letters, and nothing drawn is broken XML."""
    drawn = words_in(of_each_kind(label, value)[kind])

    for word in set(label.split()):
        assert any(word in each for each in drawn)


@pytest.mark.parametrize("kind", KINDS)
@given(value=st.floats(-1e6, 1e6))
def test_marks_stay_on_the_paper(kind, value):
    """Noise can push a share below 0 or above 100: it stands at the edge."""
    root = ElementTree.fromstring(of_each_kind(value=value)[kind])
    width, height = (float(end) for end in root.get("viewBox").split()[2:])

    for mark in root.iter():
        for name, end in (("cx", width), ("x1", width), ("x2", width), ("x", width), ("cy", height), ("y", height)):
            assert 0 <= float(mark.get(name, "0")) <= end


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_values_give_the_same_text(kind):
    assert of_each_kind()[kind] == of_each_kind()[kind]


def test_a_bar_is_as_long_as_its_shares():
    """Two bars of 100 % are equally long, wherever their middle lies."""
    ratings = [Rating(label="a", shares=s, said="9") for s in ((50, 20, 10, 10, 10), (0, 0, 0, 0, 100))]
    root = ElementTree.fromstring(charts.diverging_bars("c", "T", "D", FIVE, ratings))
    parts = [float(bar.get("width")) for bar in root.iter(f"{SVG}rect") if bar.get("class") == "chart-part"][5:]

    assert sum(parts[:5]) == pytest.approx(sum(parts[5:]), abs=0.3)


def test_an_even_scale_has_no_middle_colour():
    assert len(palette(4)) == len(set(palette(4))) == 4
    assert len(palette(7)) == len(set(palette(7))) == 7


def test_a_cell_that_cannot_be_shown_says_so():
    svg = charts.heat_table("c", "T", "D", ["a"], [("r", [Cell(value=None, said="too few")])], low=0, middle=1, high=2)

    assert {"too", "few"} <= set(words_in(svg))


def test_more_columns_than_are_legible_are_refused():
    with pytest.raises(ValueError, match="8 at most"):
        charts.heat_table("c", "T", "D", list("abcdefghi"), [], low=0, middle=1, high=2)


@given(value=st.floats(0, 100))
def test_numbers_on_any_shade_are_legible(value):
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    paper = shade(value, 0, 50, 100)

    assert contrast(ink_on(paper), paper) >= 4.5


@pytest.mark.parametrize("count", range(2, 10))
def test_numbers_on_any_part_of_a_bar_are_legible(count):
    assert all(contrast(ink_on(paper), paper) >= 4.5 for paper in palette(count))


def test_marks_and_words_stand_out_from_the_paper():
    """WCAG 2.2, 1.4.11 and 1.4.3."""
    assert min(contrast(colour, PAPER) for colour in (BEFORE, AFTER)) >= 3
    assert min(contrast(colour, PAPER) for colour in (INK, QUIET)) >= 4.5


@given(ends=st.lists(st.floats(-1000, 1000), min_size=1))
def test_an_axis_holds_its_values_with_few_round_ticks(ends):
    low, high = around(ends)
    axis = Axis(low, high, 0, 400)

    assert low <= min(ends) and max(ends) <= high and low < high
    assert 1 <= len(axis.ticks()) <= 6


@given(label=LABELS)
def test_lines_keep_every_word_and_their_width(label):
    broken = lines(label, 200)

    assert " ".join(broken).split() == label.split()
    assert all(width_of(line) <= 200 or " " not in line for line in broken)


def test_charts_need_nothing_but_the_standard_library():
    """They are copied into other distributions as they are."""
    for file in Path(charts.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.level == 1 or re.match(r"collections|dataclasses|itertools|xml", node.module)
            elif isinstance(node, ast.Import):
                raise AssertionError(f"{file.name}: import {node.names[0].name}")
