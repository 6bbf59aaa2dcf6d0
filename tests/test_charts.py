"""Charts: what is given is drawn, nothing is lost, and it can be read by eyes and without them."""

import ast
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import charts
from charts import Bar, Cell, Change, Estimate, Rating, Region, Series
from charts.axis import Axis, around
from charts.colours import AFTER, BEFORE, contrast, ink_on, shade
from charts.likert import palette
from charts.share import shades
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
        "bars": charts.bars(
            "c", "T", "D", [Bar(label=label, values=(max(value, 0), 3), said=("64%", "3%"))], legend=("a", "b")
        ),
        "line": charts.line("c", "T", "D", [label, "2024"], [Series(name=label, values=(value, None, 86))]),
        "share": charts.share("c", "T", "D", [Bar(label=label, values=(max(value, 0),), said=("64%",))]),
        "people": charts.people("c", "T", "D", [Bar(label=label, values=(value,), said=("64 of 100",))]),
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


def marks(svg: str, role: str) -> list[ElementTree.Element]:
    return [each for each in ElementTree.fromstring(svg).iter() if role in (each.get("class") or "").split()]


def test_bars_are_as_long_as_their_amounts():
    rows = [Bar(label="a", values=(100,), said=("100",)), Bar(label="b", values=(25,), said=("25",))]
    long, short = (float(bar.get("width")) for bar in marks(charts.bars("c", "T", "D", rows), "chart-first"))

    assert short == pytest.approx(long / 4, abs=0.1)


def test_a_line_has_a_gap_where_a_number_is_missing():
    """Two runs, four marks: nothing is drawn over the year that nobody counted."""
    svg = charts.line("c", "T", "D", list("abcde"), [Series(name="s", values=(1, 2, None, 4, 5))])

    assert [each.get("points").count(",") for each in marks(svg, "chart-stroke")] == [2, 2]
    assert len(ElementTree.fromstring(svg).findall(f".//{SVG}circle")) == 4


def test_four_lines_are_told_apart_without_colour():
    series = [Series(name=name, values=(1, 2)) for name in "abcd"]
    drawn = marks(charts.line("c", "T", "D", ["x", "y"], series), "chart-stroke")

    assert len({each.get("stroke-dasharray") for each in drawn}) == 4


def test_parts_of_a_share_fill_the_bar():
    parts = [Bar(label=name, values=(size,), said=(f"{size}%",)) for name, size in (("a", 60), ("b", 30), ("c", 10))]
    widths = [float(each.get("width")) for each in marks(charts.share("c", "T", "D", parts), "chart-part")][:3]

    assert [width / sum(widths) for width in widths] == pytest.approx([0.6, 0.3, 0.1], abs=0.01)


@pytest.mark.parametrize(("share", "full"), [(0, 0), (44.4, 44), (78, 78), (100, 100)])
def test_as_many_people_are_full_as_are_meant(share, full):
    svg = charts.people("c", "T", "D", [Bar(label="a", values=(share,), said=("",))])
    shapes = "".join(each.get("d") for each in marks(svg, "chart-first") if each.get("fill") != "none")

    assert shapes.count("M") == full


@pytest.mark.parametrize("count", range(2, 8))
def test_numbers_on_any_part_of_a_share_are_legible(count):
    assert all(contrast(ink_on(paper), paper) >= 4.5 for paper in shades(count))


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
