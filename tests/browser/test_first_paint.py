"""What is there before the script is: the first page, painted where it will stay, and nothing of the others laid out."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route
from signpost_builder.page import render
from signpost_builder.page.document import OWN_FILES, compacted, page_content
from signpost_builder.page.templates import page_template

from tests.browser import packages
from tests.browser.starts import Start

# Where what one looks at stands: heading, room for the progress, first heading, first paragraph.
PLACES = """() => ["h1", ".masthead > .js", "#start h2", "#start p:not(noscript *)"].map((name) => {
  const { x, y, width, height } = document.querySelector(name).getBoundingClientRect();
  return [x, y, width, height].map(Math.round);
})"""
LAID_OUT = """() => [...document.querySelectorAll(".page .check, .page h3")]
  .filter((one) => one.checkVisibility({ contentVisibilityAuto: true }) && !one.closest("#start, #before")).length"""
SAME = """(pages) => {
  const told = (html) => {
    const said = [];
    const walk = (element) => {
      said.push(`<${element.tagName} ${[...element.attributes].map(({ name, value }) => `${name}=${value}`).sort()}`);
      for (const child of element.childNodes) {
        if (child.nodeType === Node.ELEMENT_NODE) walk(child);
        else if (child.nodeType === Node.TEXT_NODE && child.data.trim()) said.push(child.data.replace(/\\s+/g, ""));
      }
      said.push(">");
    };
    const page = new DOMParser().parseFromString(html, "text/html");
    page.querySelectorAll("svg").forEach((drawing) => drawing.replaceWith(drawing.textContent));
    walk(page.body);
    return said;
  };
  const [one, other] = pages.map(told);
  const at = one.findIndex((each, index) => each !== other[index]);
  return at < 0 && one.length === other.length ? [] : [one.slice(at - 2, at + 3), other.slice(at - 2, at + 3)];
}"""


@pytest.fixture
def held(start: Start) -> Callable[..., tuple[Page, Route]]:
    """A page whose script is under way and does not arrive until its route is let go."""

    def open_page(**options: Any) -> tuple[Page, Route]:
        seat, waiting = start.seats(**options), []
        seat.context.route("**/player.js", lambda route: waiting.append(route))
        page = seat.context.new_page()
        page.goto(start.address(seat, packages.course(packages.SHIPPED), audience="staff"), wait_until="commit")
        page.wait_for_function(
            "() => performance.getEntriesByName('first-contentful-paint').length && document.querySelector('#course-data')"
        )
        page.wait_for_timeout(50)
        return page, waiting[0]

    return open_page


@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=pytest.mark.slow)])
def test_the_first_page_is_painted_before_the_script(held: Callable[..., tuple[Page, Route]], width: int) -> None:
    """It stays where it is when the script comes, but for the banner of a course without a platform."""
    page, script = held(viewport={"width": width, "height": 844})
    before, laid_out = page.evaluate(PLACES), page.evaluate(LAID_OUT)
    script.continue_()
    page.locator("html[data-at=start]").wait_for(state="attached")
    page.locator("#notice > *").evaluate_all("all => all.forEach((one) => one.remove())")

    assert laid_out == 0
    assert page.evaluate(PLACES) == before


@pytest.mark.parametrize("audience", ["staff", pytest.param("caregiver", marks=pytest.mark.slow)])
def test_what_is_left_out_changes_no_element(chromium: Browser, audience: str) -> None:
    """Chromium reads the same elements and words out of the shorter markup."""
    content = page_content(
        render(packages.an_edition(packages.course(packages.SHIPPED), audience=audience)), local=True
    )
    whole, shorter = (page_template().render(each, **OWN_FILES) for each in (content, compacted(content)))
    page = chromium.new_page()
    try:
        differing = page.evaluate(SAME, [whole, shorter])
    finally:
        page.close()

    assert differing == []
    assert len(shorter) < len(whole) * 0.98
