"""The answer sheet and the cards: what is drawn is where paper.json says, and is read by the library that reads it in the room."""

import json
import subprocess
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from signpost_builder import editions
from signpost_builder.formats.trainer import paper
from signpost_builder.formats.trainer.aruco import CARDS, CODES, CORNERS
from signpost_builder.formats.trainer.cards import ORDERS, sides
from signpost_builder.formats.trainer.typst_cards import cards
from signpost_builder.formats.trainer.typst_questionnaire import questionnaire

from tests.builders import (
    a_choice,
    a_choice_question,
    a_question_set,
    a_scale_question,
    a_true_false_question,
    an_edition,
    an_order_question,
)
from tests.trainer.printed import drawn, printed, words

ROOT = Path(__file__).parent.parent.parent
MOST = 100  # dots an inch
DETECT = """
const { AR } = require(process.argv[1]);
require(process.argv[1].replace("aruco.js", "dictionaries/aruco_4x4_1000.js"));
const [width, height] = process.argv.slice(2).map(Number);
AR.DICTIONARIES.FIFTY = { nBits: 16, tau: null, codeList: AR.DICTIONARIES.ARUCO_4X4_1000.codeList.slice(0, 50) };
const grey = require("fs").readFileSync(0), data = new Uint8ClampedArray(width * height * 4);
grey.forEach((dot, at) => data.fill(dot, at * 4, at * 4 + 3));
const found = new AR.Detector({ dictionaryName: "FIFTY" }).detect({ width, height, data });
console.log(JSON.stringify(found.map(({ id, corners }) => ({ id, corners }))));
"""


def detected(picture: tuple[int, int, bytes]) -> list[Mapping]:
    """What js-aruco2 sees in a drawn page: ids, and corners in dots."""
    width, height, grey = picture
    library = ROOT / "node_modules/js-aruco2/src/aruco.js"
    command = ["node", "-e", DETECT, str(library), str(width), str(height)]
    return json.loads(subprocess.run(command, input=grey, capture_output=True, check=True).stdout)


def turned(picture):
    """A quarter clockwise."""
    width, height, grey = picture
    rows = [grey[y * width : (y + 1) * width] for y in range(height)]
    return height, width, bytes(rows[height - 1 - x][y] for y in range(width) for x in range(height))


def up(corners) -> int:
    """Which pair of corners is highest: 0 for the printed top."""
    heights = [corners[at]["y"] + corners[(at + 1) % 4]["y"] for at in range(4)]
    return heights.index(min(heights))


# ------------------------------------------------------------------- the sheet


def test_markers_are_read_where_the_layout_says(north):
    made, picture = paper.layout(north), drawn(printed(questionnaire, north), 1, MOST)
    dot = 25.4 / MOST
    found = {one["id"]: one["corners"] for one in detected(picture)}

    assert found.keys() >= set(CORNERS)  # it takes corners of the code for cards, which no sheet has
    for marker in made["markers"]:
        corner = found[marker["id"]][0]
        assert abs(corner["x"] * dot - marker["x"]) < 0.6 and abs(corner["y"] * dot - marker["y"]) < 0.6


def test_circles_are_drawn_where_the_layout_says(north):
    """White around the letter inside, a dark ring at the radius, and white between two circles."""
    made, (width, _, grey) = paper.layout(north), drawn(printed(questionnaire, north), 1, 300)

    def at(x, y):
        return grey[round(y * 300 / 25.4) * width + round(x * 300 / 25.4)]

    assert len(made["bubbles"]) > 200
    for one in made["bubbles"]:
        x, y, radius = one["x"], one["y"], made["radius"]
        ring = [(x - radius, y), (x + radius, y), (x, y - radius), (x, y + radius)]
        assert all(min(at(a + d, b + e) for d in (-0.1, 0, 0.1) for e in (-0.1, 0, 0.1)) < 120 for a, b in ring), one
        assert at(x - radius * 0.8, y) > 200 and at(x + radius + 0.8, y) > 200, one


def test_nothing_on_the_sheet_overlaps(every_edition):
    """Circles stand apart from each other, from the markers, the code, the fold and the edge of what printers reach."""
    for edition in every_edition:
        if not paper.asked(edition):
            continue
        made = paper.layout(edition)
        squares = [*((one["x"], one["y"], one["size"]) for one in made["markers"]), tuple(made["code"].values())[:3]]
        places = [(one["x"], one["y"]) for one in made["bubbles"]]
        assert len(set(places)) == len(places)
        for x, y in places:
            assert 10 < x < 287 and 10 < y < 200 and abs(x - paper.WIDTH / 2) > 8
            assert all(not (a - 3 < x < a + s + 3 and b - 3 < y < b + s + 3) for a, b, s in squares)
        assert all(later - sooner >= 4.3 for sooner, later in pairwise(sorted({y for _, y in places})))


def test_the_layout_obeys_its_schema(every_edition):
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not in this environment")
    schema = json.loads((ROOT / "docs/formats/paper.schema.json").read_text())
    for edition in every_edition:
        if paper.asked(edition):
            jsonschema.validate(json.loads(paper.layout_bytes(edition)), schema)


def test_every_academy_has_the_same_sheet(every_edition):
    """So that a sheet does not say where it was filled in; each audience has its own."""
    ids = {(edition.audience.id, paper.layout(edition)["id"]) for edition in every_edition if paper.asked(edition)}

    assert len(ids) == len({audience for audience, _ in ids}) == 3


def test_the_sheet_belongs_to_the_form(shipped):
    """Every value is one that a record can hold, for each question that both ask."""
    of = editions.edition(shipped, survey=True)
    made = paper.layout(of)
    asked = {question.id for each in (*of.before, *of.after) for question in each.questions}

    assert paper.how_many(of) <= paper.MOST_ROWS
    assert {question["id"] for question in made["questions"]} == asked
    assert made["form"] == (of.form["id"] if of.form else None)


def test_letters_and_values():
    """A rating from 1, true 1, a choice its index in an order of its own, and 254 for not knowing."""
    choices = (a_choice("One", correct=True), a_choice("Two"), a_choice("Three"))
    sets = a_question_set(
        a_choice_question(*choices, dont_know=True), a_true_false_question(), a_scale_question(), an_order_question()
    )
    edition = an_edition(before=(sets,), after=(sets,))
    by_id = {one["id"]: one["values"] for one in paper.layout(edition)["questions"]}

    assert by_id.keys() == {"K01", "K02", "C1"}
    assert sorted(by_id["K01"].values()) == [0, 1, 2, 254] and by_id["K01"]["?"] == 254
    assert by_id["K01"] != {"A": 0, "B": 1, "C": 2, "?": 254}
    assert by_id["K02"] == {"A": 1, "B": 0}
    assert by_id["C1"] == dict(zip("ABCDE", range(1, 6), strict=True))
    assert [question.id for question in paper.left_out(edition)] == ["K10"]


def test_only_before_is_only_on_the_left():
    """A question that stands in one half alone has circles there alone."""
    one, two = a_question_set(a_true_false_question()), a_question_set(a_scale_question(), id="about", kind="survey")
    bubbles = paper.layout(an_edition(before=(two, one), after=(one,)))["bubbles"]

    assert {each["phase"] for each in bubbles if each["question"] == "C1"} == {"before"}
    assert {each["phase"] for each in bubbles if each["question"] == "K02"} == {"before", "after"}


def test_another_place_is_another_sheet(north, monkeypatch):
    before = paper.layout(north)["id"]
    monkeypatch.setattr(paper, "COLUMN", 8.0)

    assert paper.layout(north)["id"] != before


def test_the_sheet_asks_for_no_name(north):
    """And what lies beside it says how answers stay apart from names."""
    text = words(printed(questionnaire, north), page=1)

    assert "No name." in text and not any(word in text for word in ("Name:", "Date", "Signature", "Academy"))


# ------------------------------------------------------------------- the cards


def test_every_side_of_a_card_is_read():
    """Printed, turned four ways, seen by js-aruco2: the id, and the letter that is up."""
    made = printed(cards, an_edition())
    for id in (0, 1, 17, 39):
        picture = drawn(made, id + 1, 40)
        for quarter in range(4):
            (found,) = detected(picture)
            assert found["id"] == id and up(found["corners"]) == (-quarter) % 4
            picture = turned(picture)


def test_neighbours_hold_other_orders():
    """On no side the letter of the card before; all 24 orders are used."""
    assert len(set(ORDERS)) == 24 and all(sorted(order) == list("ABCD") for order in ORDERS)
    for one, two in pairwise(CARDS):
        assert all(a != b for a, b in zip(sides(one), sides(two), strict=True))


def test_the_page_about_the_format_has_the_orders():
    assert " ".join(ORDERS) in " ".join((ROOT / "docs/formats/paper.md").read_text().split())


def test_markers_differ_however_they_are_turned():
    """Four squares at least between any two of the fifty: one that is read wrong is no other."""
    quarter = [column + 4 * row for column in range(4) for row in range(3, -1, -1)]

    def bits(code):
        return [code >> (15 - at) & 1 for at in range(16)]

    def every_turn(code):
        squares = bits(code)
        for _ in range(4):
            yield squares
            squares = [squares[at] for at in quarter]

    assert len(CODES) == 50
    for place, one in enumerate(CODES):
        for other in CODES[place + 1 :]:
            for squares in every_turn(other):
                assert sum(a != b for a, b in zip(bits(one), squares, strict=True)) >= 4
