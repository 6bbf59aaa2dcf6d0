"""Pages of the native Open edX archive as a browser shows them without any style: axe, a phone's width, no request."""

import datetime
from pathlib import Path

import pytest
from lxml import etree
from signpost_builder.editions import edition
from signpost_builder.formats import FORMATS
from signpost_builder.page import render
from signpost_builder.read import read_course

from tests.browser.inspections import AXE

ROOT = Path(__file__).parents[2]


def units(audience: str) -> dict[str, str]:
    """The HTML of every unit of the shipped course, as the platform puts it below its own two headings."""
    course, _ = read_course(ROOT / "course" / "spot-the-signs", as_of=datetime.date(2026, 11, 28))
    who = next(each for each in course.audiences if each.id == audience)
    tree = FORMATS["openedx-native"].packages(render(edition(course, course.sites[0], who)))[0].tree
    made = {}
    for name, content in tree.items():
        if not name.startswith("course/vertical/"):
            continue
        unit = etree.fromstring(content)
        pieces = [tree[f"course/html/{child.get('url_name')}.html"].decode() for child in unit if child.tag == "html"]
        body = "".join(f"<div>{piece}</div>" for piece in pieces).replace('src="/static/', 'src="data:,')
        title = etree.Element("h2")
        title.text = unit.get("display_name")
        heading = etree.tostring(title, encoding="unicode")
        made[name] = (
            f'<!doctype html><html lang="en"><head><title>x</title></head>'
            f"<body><main><h1>x</h1>{heading}{body}</main></body></html>"
        )
    return made


@pytest.mark.slow
@pytest.mark.parametrize("audience", ["staff", "caregiver"])
def test_native_pages_are_accessible_and_fit_a_phone(audience, chromium):
    """No violation, nothing wider than 320 px, and nothing fetched from anywhere."""
    page = chromium.new_page(viewport={"width": 320, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    faults, shown = [], units(audience)
    for name, html in shown.items():
        page.set_content(html)
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        faults += [(name, each["id"], each["nodes"][0]["html"]) for each in found]
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            faults.append((name, "wider than 320 px", ""))
    page.close()

    assert len(shown) > 20
    assert faults == []
    assert [url for url in asked if not url.startswith("data:")] == []
