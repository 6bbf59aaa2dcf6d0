"""Every block to look at on one page: axe without a violation however it is looked at, and the tree that is read aloud.

`pytest --accept` rewrites the golden tree.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from signpost_builder.editions import edition
from signpost_builder.package import read_asset
from signpost_builder.page import render, single_file

from tests.browser.inspections import inspect
from tests.seen_blocks import BLOCKS, project
from tests.source_projects import a_read_course

BODY = BLOCKS["easy"] + "".join(
    f"\n### {name.capitalize()}\n\n{block}" for name, block in BLOCKS.items() if name != "easy"
)
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "right to left": {},
}
ONLY_STRUCTURE = frozenset("none generic InlineTextBox StaticText LineBreak ListMarker LayoutTableRow Iframe".split())


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seen")
    page = folder / "page.html"
    course = a_read_course(folder, **project(BODY))
    carers = edition(course, audience=course.audiences[1])  # who are asked no questions first
    page.write_bytes(single_file(render(carers), read_asset))
    return page


@pytest.fixture
def opened(chromium: Browser, page_file: Path) -> Iterator[Any]:
    contexts = []

    def open_page(width: int = 1280, **look: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 800}, bypass_csp=True, **look)
        contexts.append(context)
        page = context.new_page()
        page.goto(page_file.as_uri())
        page.locator("[data-do=next]").click()
        page.locator("[data-do=easy]").click()
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("look", "width"),
    [
        ("light", 320), ("dark", 1280), ("forced colours", 320), ("right to left", 1280),
        *(
            pytest.param(*one, marks=pytest.mark.slow)
            for one in (("light", 1280), ("dark", 320), ("forced colours", 1280), ("right to left", 320))
        ),
    ],
)  # fmt: skip
def test_nothing_is_wrong_with_any_of_them(opened: Any, look: str, width: int) -> None:
    """Folded parts too: they are opened."""
    page = opened(width, **LOOKS[look])
    page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
    if look == "right to left":
        page.evaluate("document.documentElement.dir = 'rtl'")

    assert inspect(page) == []


def test_the_tree_that_is_read_aloud(opened: Any, golden: Callable[[str, bytes], None]) -> None:
    """Chromium's own: each block with its roles and names, in reading order."""
    page = opened()
    page.evaluate("document.querySelectorAll('.page:not([hidden]) details').forEach((one) => (one.open = true))")

    golden("seen-blocks.txt", "".join(f"{line}\n" for line in tree(page)).encode())


def tree(page: Page) -> Iterator[str]:
    """From the first block on, a line for each node: its role, and its name as it is spoken."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}

    def lines(node: dict[str, Any], depth: int, around: str) -> Iterator[str]:
        role, name = node.get("role", {}).get("value", ""), node.get("name", {}).get("value", "")
        shown = not node.get("ignored") and role not in ONLY_STRUCTURE
        said = role == "StaticText" and name.strip() and name != around  # not what names the node around it
        if shown or said:
            yield "  " * depth + (f"{role} {name!r}" if name else role)
        for child in node.get("childIds", []) if role != "StaticText" else []:
            yield from lines(by_id[child], depth + shown, name or around)

    whole = list(lines(nodes[0], 0, ""))
    first = next(at for at, line in enumerate(whole) if "'In easy words'" in line)
    last = next(at for at, line in enumerate(whole) if line.strip().startswith("navigation") and at > first)
    yield from whole[first:last]


def test_numbers_on_a_picture_are_reached_by_keys(opened: Any) -> None:
    page = opened()
    page.locator(".pins a").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.textContent").startswith("A message")
