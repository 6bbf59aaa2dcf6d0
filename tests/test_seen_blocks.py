"""Blocks to look at: what an author writes is read, resolved, shown and, where a format cannot, said to be lost."""

import re
from pathlib import Path

import lxml.html
import pytest
from signpost_builder.editions import edition
from signpost_builder.formats import FORMATS
from signpost_builder.model import (
    Cards,
    Chart,
    Compare,
    Easy,
    Figure,
    For,
    Media,
    Prose,
    Quote,
    Reveal,
    Steps,
    Timeline,
    Titled,
    every_block,
)
from signpost_builder.page import render
from signpost_builder.page.block_html import Blocks
from signpost_builder.page.tables import labelled_tables

from tests.seen_blocks import BLOCKS, project
from tests.source_projects import a_project, a_read_course, findings

ROOT = Path(__file__).parent.parent
KINDS = {
    "chart of facts": Chart,
    "chart by ids": Chart,
    "chart of two series": Chart,
    "share": Chart,
    "dumbbell": Chart,
    "people": Chart,
    "compare": Compare,
    "change": Compare,
    "cards": Cards,
    "steps": Steps,
    "timeline": Timeline,
    "easy": Easy,
    "reveal": Reveal,
    "quote": Quote,
    "figure": Figure,
    "media": Media,
    "film": Media,
    "table": Prose,
}


def course_of(tmp_path, body):
    return a_read_course(tmp_path, **project(body))


def first(tmp_path, name):
    return course_of(tmp_path, BLOCKS[name]).modules[0].pages[0].blocks[0]


def shown(tmp_path, body, audience=0):
    """The page as a learner of the general edition sees it."""
    course = course_of(tmp_path, body)
    one = edition(course, audience=course.audiences[audience])
    return lxml.html.fromstring(f"<div>{Blocks(one).render(one.modules[0].pages[0].blocks)}</div>")


@pytest.mark.parametrize("name", BLOCKS)
def test_each_is_read_without_a_finding(name, tmp_path):
    folder = a_project(tmp_path, **project(BLOCKS[name]))

    found = [each for each in findings(folder) if each.code != "unused-file"]

    assert found == []
    assert type(first(tmp_path, name)) is KINDS[name]


def test_a_chart_of_facts_has_their_numbers_and_one_source(tmp_path):
    chart = first(tmp_path, "chart of facts")

    assert [row.values for row in chart.rows] == [(7936.0,), (8043.0,), (8444.0,)]
    assert chart.facts == ("S-2022", "S-2023", "S-2024")
    assert chart.source.count('class="cite"') == 1
    assert chart.source.endswith("(England)")  # the years are said by the rows


def test_facts_by_id_make_the_same_rows(tmp_path):
    chart = first(tmp_path, "chart by ids")

    assert [(row.label, row.values[0]) for row in chart.rows][-1] == ("2024, England", 8444.0)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("-5", -5),
        ("\u22125", -5),
        ("\u20135", -5),
        ("1.5 million people", 1_500_000),
        ("900,000", 900_000),
        ("About 2 Billion", 2e9),
        ("3 thousands", 3),
    ],
)
def test_a_number_is_drawn_as_it_is_written(said, value, tmp_path):
    """With the sign that word processors write, and with its million."""
    chart = '::: chart kind=line title="T" alt="A." source="Example, 2024"\n| A | B |\n|---|---|\n'

    course = course_of(tmp_path, f"{chart}| a | {said} |\n| b | 4 |\n:::\n")

    assert course.modules[0].pages[0].blocks[0].rows[0].values == (value,)


@pytest.mark.parametrize(
    ("kind", "rows", "message"),
    [
        ("line", "| a | |\n| b | |\n", "has no number"),
        ("bar", "| | 3 |\n| b | 4 |\n", "is not called anything"),
        ("bar", "| 2024 | 3 |\n| 2024 | 4 |\n", "more than one row of this chart is called '2024'"),
    ],
)
def test_a_mark_has_a_number_and_a_name_of_its_own(kind, rows, message, tmp_path):
    chart = f'::: chart kind={kind} title="T" alt="A." source="Example, 2024"\n| A | B |\n|---|---|\n{rows}:::\n'

    found = [each.message for each in findings(a_project(tmp_path, **project(chart))) if each.code == "malformed-chart"]

    assert len(found) == 1
    assert message in found[0]


def test_a_chart_says_its_numbers_three_ways(tmp_path):
    """Drawn with a title and a description, as a table that opens, and with the source beneath."""
    page = shown(tmp_path, BLOCKS["chart of two series"])
    (figure,) = page.find_class("chart-box")

    assert figure.find("figcaption").text_content() == "Boys and girls"
    assert [each.text for each in figure.iter("desc")] == ["In both years more boys than girls."]
    assert [cell.text for cell in figure.iter("td")] == ["60%", "40%", "58%", "42%"]
    assert figure.xpath("./details/p")[0].text == "In both years more boys than girls."
    assert figure.find_class("beneath")[0].text_content() == "Source: Example figures, 2024"


def test_a_bare_figure_has_its_source_beneath_its_table(tmp_path):
    page = shown(tmp_path, BLOCKS["table"])
    (beneath,) = page.find_class("beneath")

    assert "8,043 children" in page.text_content()
    assert not page.find_class("period")
    assert beneath.text_content() == "Source: Home Officesource (England)"
    assert beneath.getprevious().tag in ("table", "div")


def test_the_sources_of_charts_and_quotes_are_listed(tmp_path):
    course = course_of(tmp_path, BLOCKS["chart by ids"] + BLOCKS["quote"] + BLOCKS["timeline"])
    (page,) = render(edition(course)).bodies.pages

    assert {fact.id for fact in page.facts} == {"S-2022", "S-2023", "S-2024", "LAW-01", "NRM-01"}


def test_contacts_and_audiences_inside_are_resolved(tmp_path):
    """A step for one audience is in its editions alone, and a contact stands in a title too."""
    staff, carer = (
        shown(tmp_path / who, BLOCKS["steps"], n).text_content() for n, who in enumerate(("staff", "carer"))
    )

    assert "You ask what happens next" not in staff
    assert "You ask what happens next" in carer
    assert "You tell your" in staff
    assert any(isinstance(each, For) for each in first(tmp_path, "steps").blocks)


@pytest.mark.parametrize(
    ("name", "inside"), [("figure", "- 50% 30% **A friend.** Nobody has met them."), ("media", "Ask who it is.")]
)
def test_a_picture_stays_whose_words_are_for_others(name, inside, tmp_path):
    body = f"::: {name}\n![A phone with a face](phone.svg)\n\n::: for carer\n{inside}\n:::\n:::\n"
    staff, carer = (shown(tmp_path / who, body, n) for n, who in enumerate(("staff", "carer")))

    assert [each.get("alt") for each in staff.iter("img")] == ["A phone with a face"]
    assert inside[-9:] not in staff.text_content()
    assert inside[-9:] in carer.text_content()


def test_labels_lead_to_their_text(tmp_path):
    """Each number on the picture is a link that the keyboard reaches, and its text stands in the same order."""
    page = shown(tmp_path, BLOCKS["figure"])
    links = [each.get("href")[1:] for each in page.xpath("//svg/a")]

    assert [page.get_element_by_id(id).find_class("piece-title")[0].text_content() for id in links] == [
        "A new friend",
        "A message",
    ]


def test_what_is_revealed_is_folded_without_a_script(tmp_path):
    page = shown(tmp_path, BLOCKS["reveal"])
    (details,) = page.iter("details")

    assert details.get("open") is None
    assert "What would you do first?" in details.findtext("summary") + details.find("summary").text_content()


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("format", ["h5p", "openedx-native"])
def test_no_word_is_lost_in_formats_without_our_page(name, format, tmp_path):
    """Their titles, texts and numbers stand in the package, or the report says that something is not drawn."""
    course = course_of(tmp_path, BLOCKS[name])
    packages = FORMATS[format].packages(render(edition(course)))
    everything = " ".join(str(content) for package in packages for content in package.tree.values())
    block = edition(course).modules[0].pages[0].blocks[0]

    for each in every_block((block,)):
        if isinstance(each, Titled):
            assert re.split("<", each.title)[0].strip() in everything
        if isinstance(each, Chart):
            assert all(said in everything for row in each.rows for said in row.said)
            assert each.description in everything
    losses = [loss.message for package in packages for loss in package.losses]
    if isinstance(block, (Chart, Figure)):
        assert any("chart" in loss or "labels" in loss for loss in losses)


WIDE = (
    "<table><thead><tr><th>Sign</th><th>Ask</th></tr></thead><tbody><tr><td>Tired</td><td>{}</td></tr></tbody></table>"
)


@pytest.mark.parametrize(
    ("cell", "columns", "stays"),
    [
        ("8,043", 1, True),
        ("8,043 children", 1, True),
        ("What has happened at home this week?", 1, False),
        ("8,043", 9, False),
    ],
)
def test_a_table_of_numbers_stays_one_while_it_fits(cell, columns, stays):
    """Measured for 320 pixels: words make lines of their row, and so do more columns than there is room for."""
    head = "<th>Year</th>" + "<th>Children</th>" * columns
    table = f"<table><thead><tr>{head}</tr></thead><tbody><tr><td>2024</td>{f'<td>{cell}</td>' * columns}</tr></tbody></table>"

    assert ('class="fits"' in labelled_tables(table)) is stays


def examples():
    text = (ROOT / "docs/writing.md").read_text("utf-8").partition("## Blocks to look at")[2].partition("\n## ")[0]
    return re.findall(r"^```markdown\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", examples(), ids=range(len(examples())))
def test_each_example_of_the_handbook_is_read(example, tmp_path):
    files = project(example)
    facts = files["modules/facts.yaml"].replace("NRM-01:", "NRM-09d:").replace("S-2023:", "NRM-09c:")
    folder = a_project(tmp_path, **(files | {"modules/facts.yaml": facts}))

    assert [each for each in findings(folder) if each.code != "unused-file"] == []


def test_the_handbook_shows_every_block():
    text = "\n".join(examples())

    assert [
        name
        for name in "chart compare cards steps timeline reveal quote figure media".split()
        if f"::: {name}" not in text
    ] == []
