"""What the preview shows when an author chooses otherwise: sites and languages, and what stands beside them, in Chromium."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, expect

from tests.browser.previews import Shown, until
from tests.preview_program import previewing
from tests.small_course import write_course

MODULE = "modules/noticing/module.md"
TEXT = "A child may be tired"

pytestmark = pytest.mark.slow


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_course(tmp_path, **{"languages: [en-GB]": "languages: [en-GB, en-US]"})
    return tmp_path


@pytest.fixture
def shown(chromium: Browser, project: Path) -> Iterator[Shown]:
    with previewing(project, "first") as program, contextlib.closing(Shown(chromium, program, project)) as made:
        yield made
    assert made.faults == []
    assert made.hosts == {"127.0.0.1"}


def _frame(shown: Shown, address: str) -> Frame:
    """The frame with that edition, its player at work."""
    shown.page.frame_locator("iframe").locator("html[data-at]").wait_for()
    frame = shown.course_frame()
    frame.wait_for_url(f"**{address}")
    return frame


def _help(frame: Frame) -> str:
    return frame.text_content("#help") or ""


def test_each_site_has_its_own_contacts_and_each_language_its_own_page(shown: Shown, project: Path) -> None:
    general = _frame(shown, "/page/first/staff/-/en-GB/")

    assert "01325" not in _help(general)

    for site, digits, other in (
        ("north", "01325 555 101", "01325 555 201"),
        ("coast", "01325 555 201", "01325 555 101"),
    ):
        shown.choose(site=site)
        frame = _frame(shown, f"/page/first/staff/{site}/en-GB/")

        assert digits in _help(frame) and other not in _help(frame)

    shown.choose(language="en-US")
    frame = _frame(shown, "/page/first/staff/coast/en-US/")

    assert frame.evaluate("document.documentElement.lang") == "en-US"
    assert "01325 555 201" in _help(frame)

    frame.evaluate("window.same = true")
    module = project / MODULE
    module.write_text(module.read_text().replace(TEXT, "A teenager may be tired"))
    until(frame, "document.body.textContent.includes('A teenager may be tired')")

    assert frame.evaluate("same") is True

    shown.page.reload()
    frame = _frame(shown, "/page/first/staff/coast/en-US/")

    assert "A teenager may be tired" in (frame.text_content("body") or "")


def test_a_site_that_is_taken_out_of_the_table_gives_way_to_the_general_edition(shown: Shown, project: Path) -> None:
    shown.choose(site="coast")
    _frame(shown, "/coast/en-GB/")
    table = project / "course/first/sites.csv"
    text = table.read_text()
    table.write_text("".join(text.splitlines(keepends=True)[:2]))
    frame = _frame(shown, "/staff/-/en-GB/")

    assert "01325" not in _help(frame)
    assert shown.page.locator("select[name=site] option").all_inner_texts() == ["General edition", "Hill Academy North"]

    table.write_text(text.replace("Hill Academy Coast", "Hill Academy Harbour"))
    expect(shown.page.locator("select[name=site]")).to_contain_text("Hill Academy Harbour")


def test_a_contact_that_is_corrected_is_corrected_in_each_window_that_shows_it(
    chromium: Browser, shown: Shown, project: Path
) -> None:
    with contextlib.closing(Shown(chromium, shown.program, project)) as other:
        other.choose(site="coast")
        coast = _frame(other, "/coast/en-GB/")
        shown.choose(site="north")
        north = _frame(shown, "/north/en-GB/")
        table = project / "course/first/sites.csv"
        table.write_text(table.read_text().replace("01325 555 201", "01325 555 299"))
        until(coast, "document.querySelector('#help').textContent.includes('01325 555 299')")

        assert "01325 555 2" not in _help(north)
        assert "01325 555 101" in _help(north)


def test_the_platform_plays_the_site_that_is_chosen(shown: Shown) -> None:
    shown.choose(kind="scorm12", site="coast", language="en-US")
    sco = shown.sco()
    sco.wait_for_url("**/scorm12/first/staff/coast/en-US/")

    assert "01325 555 201" in _help(sco)
    assert sco.evaluate("document.documentElement.lang") == "en-US"


def test_slides_and_h5p_come_up_to_date_where_they_are(shown: Shown, project: Path) -> None:
    module = project / MODULE
    module.write_text(module.read_text() + "\nA line of the page.\n" * 200)
    shown.choose(kind="slides")
    frame = shown.shown_frame("slides")
    until(frame, "!!document.querySelector('.now')")
    for _ in range(3):
        frame.get_by_role("button", name="Next").click()
    place = frame.evaluate("location.hash")
    module.write_text(module.read_text().replace(TEXT, "A pupil may be tired"))
    until(shown.shown_frame("slides"), "document.body.textContent.includes('A pupil may be tired')")

    assert shown.shown_frame("slides").evaluate("location.hash") == place != "#opening"

    shown.choose(kind="h5p")
    until(shown.shown_frame("h5p"), "document.body.textContent.includes('A line of the page')")
    shown.page.wait_for_timeout(
        500
    )  # nobody scrolls and saves before the page has said that it hears; then it is loaded from its top
    shown.shown_frame("h5p").evaluate("scrollTo(0, 700)")
    module.write_text(module.read_text().replace("A pupil", "A teenager"))
    until(shown.shown_frame("h5p"), "document.body.textContent.includes('A teenager may be tired') && scrollY === 700")


def test_another_edition_opens_in_the_look_that_is_chosen(shown: Shown) -> None:
    shown.choose(look="print")
    shown.choose(site="north")
    frame = _frame(shown, "/north/en-GB/")
    until(frame, "getComputedStyle(document.querySelector('header.bar')).display === 'none'")

    assert frame.evaluate("document.documentElement.style.maxWidth") == "174mm"


def test_what_stands_in_no_module_opens_the_course(shown: Shown) -> None:
    edit = shown.page.locator("#edit")
    expect(edit).to_have_text("Open course/first/course.yaml:1 in the editor")
    shown.course_frame().evaluate(
        "document.querySelector('#contents a[href=\"#noticing.what-change-looks-like\"]').click()"
    )
    expect(edit).to_contain_text(MODULE)


def test_on_a_phone_the_panel_comes_into_sight(chromium: Browser, shown: Shown, project: Path) -> None:
    with contextlib.closing(Shown(chromium, shown.program, project, width=390)) as phone:
        for panel in ("review", "platform"):
            phone.page.click(f"[data-panel={panel}]")
            expect(phone.page.locator("#panel h2")).to_be_in_viewport()
