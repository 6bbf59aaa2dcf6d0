"""The picture in docs/ is the one that the code draws."""

import runpy
from pathlib import Path
from xml.etree import ElementTree

import pytest

DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture(scope="module")
def drawn():
    return runpy.run_path(str(DOCS / "architecture.py"))


def test_the_picture_is_what_the_code_imports(drawn):
    """`python docs/architecture.py` draws it again."""
    assert (DOCS / "architecture.svg").read_text(encoding="utf-8") == drawn["picture"](drawn["imports"]())


def test_lower_parts_stand_below(drawn):
    assert drawn["rows"]({"cli": {"page", "model"}, "page": {"model"}, "model": set()}) == [
        ["model"],
        ["page"],
        ["cli"],
    ]


def test_parts_in_a_circle_share_a_row(drawn):
    assert drawn["rows"]({"a": {"b"}, "b": {"a", "c"}, "c": set()}) == [["c"], ["a", "b"]]


def test_it_has_words_for_who_cannot_see_it(drawn):
    """And every box stays inside."""
    root = ElementTree.fromstring(drawn["picture"](drawn["imports"]()))
    name = "{http://www.w3.org/2000/svg}"

    assert "model" in root.find(f"{name}desc").text and root.find(f"{name}title").text
    width = float(root.get("viewBox").split()[2])
    boxes = root.findall(f"{name}rect[@class='b']")
    assert all(float(box.get("x")) >= 0 and float(box.get("x")) + float(box.get("width")) <= width for box in boxes)
