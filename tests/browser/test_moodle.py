"""In a platform as unkind as Moodle: what a learner is shown and told, and what is kept. The rows of the table: tests/js/moodle.test.js."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser import packages
from tests.browser.launches import Seat
from tests.browser.learner import RIGHT, WRONG, Learner

STANDARDS = pytest.mark.parametrize("standard", ["1.2", "2004"])


class Desk:
    """A learner's browser at Moodle. The clock of the page runs when the test says so."""

    def __init__(self, seat: Seat, base: str, standard: str) -> None:
        self.base, self.standard, self.seat = base, standard, seat
        self.page: Page = seat.context.new_page()
        self.page.clock.install()
        self.page.goto(f"{seat.server.origin}/lms/moodle.html")
        self.page.wait_for_function("window.ready")

    def launch(self, **more: Any) -> Learner:
        self.page.evaluate("options => launch(options)", {"base": self.base, "standard": self.standard, **more})
        frame = self.page.wait_for_selector("#sco").content_frame()
        assert isinstance(frame, Frame)
        return Learner(frame)

    def network(self, *plan: str, fate: str = "ok") -> None:
        self.page.evaluate("([plan, fate]) => Object.assign(network, { plan, fate })", [plan, fate])

    def wait(self, seconds: int) -> None:
        self.page.clock.run_for(seconds * 1000)

    def stored(self) -> dict[str, Any]:
        return self.page.evaluate("stored()")


@pytest.fixture
def desk(seats: Callable[..., Seat], mounted: Callable[..., str]) -> Callable[..., Desk]:
    return lambda standard: Desk(seats(), mounted(packages.course(), packages.STANDARDS[standard]), standard)


def taken(learner: Learner, notice: str) -> None:
    expect(learner.course.locator(f"#result .taken[data-notice={notice}]")).to_be_visible()


@STANDARDS
def test_a_result_and_a_bad_connection(desk: Callable[..., Desk], standard: str) -> None:
    """Lost without a word, then refused, then kept: the result page says each of these, and "saved" at the end only."""
    at = desk(standard)
    learner = at.launch()
    at.network("reset")
    learner.after(RIGHT)
    at.wait(1)
    taken(learner, "result-told")
    at.network(fate="503")
    at.wait(5)
    taken(learner, "result-not-taken")
    expect(learner.course.locator("#result .headline + .taken.warning")).to_be_visible()
    expect(learner.course.locator("#notice [data-notice=not-saved]")).to_be_visible()
    learner.do("leave").click()
    stays = learner.at
    at.network()
    at.wait(60)
    taken(learner, "result-taken")
    learner.do("leave").click()
    learner.at_page("closed")
    framed = [
        learner.course.locator(f"#closed [data-when={when}]").is_visible() for when in ("kept", "framed", "alone")
    ]
    stored = at.stored()

    assert stays == "result"
    assert framed == [True, True, False]
    assert (stored["grade"], stored["complete"], stored["finished"]) == (100, True, True)
    assert {fault.split(":")[0] for fault in stored["faults"]} == {"commit "}  # the refusals that the test asked for


@STANDARDS
def test_preview_then_not_yet_then_passed_then_back(desk: Callable[..., Desk], standard: str) -> None:
    """What is offered at each opening, and what stands in the gradebook."""
    at = desk(standard)
    preview = at.launch(mode="browse")
    expect(preview.course.locator("#notice [data-notice=browse]")).to_be_visible()
    preview.go("after")
    controls = preview.page.locator("form.set").locator("input, select, button, summary").count()
    expect(preview.do("leave")).to_have_text("Leave")  # nothing is saved
    preview.do("leave").click()
    kept = preview.course.locator("#closed [data-when=kept]").is_visible()
    looked = at.stored()
    first = at.launch()
    first.after(WRONG)
    at.wait(1)
    first.do("leave").click()
    second = at.launch()
    again = second.course.locator("html.looking").count()
    second.after(RIGHT)
    at.wait(10)
    second.do("leave").click()
    passed = at.stored()
    third = at.launch()
    expect(third.course.locator("#notice [data-notice=review]")).to_be_visible()
    third.go("after")

    assert (controls, kept, looked["complete"], looked["grade"]) == (0, False, False, 0)
    assert looked["status"] == ("browsed" if standard == "1.2" else "incomplete")
    assert again == 0
    assert (passed["grade"], passed["complete"]) == (100, True)
    assert third.page.locator(".q .mark:visible").count() > 0


def test_offline_is_refused_before_anything_is_asked(desk: Callable[..., Desk]) -> None:
    at = desk("1.2")
    learner = at.launch()
    sent = at.page.evaluate("network.log.length")
    at.seat.context.set_offline(True)
    learner.after(RIGHT)
    at.wait(1)
    taken(learner, "result-not-taken")
    meanwhile = at.page.evaluate("network.log.length")
    at.seat.context.set_offline(False)
    at.wait(30)
    taken(learner, "result-taken")

    assert meanwhile == sent
    assert at.stored()["grade"] == 100


def test_quick_exit_keeps_the_place(desk: Callable[..., Desk]) -> None:
    """The screen is empty at once; then the place is saved, while the other website is still on its way."""
    at = desk("1.2")
    learner = at.launch()
    learner.go("crossing.look-both-ways")
    # A website that takes its time: here it never comes.
    learner.course.evaluate("() => document.addEventListener('click', (event) => event.preventDefault())")
    learner.do("help").click()
    learner.course.evaluate("() => document.querySelector('#help-panel .exit').click()")
    emptied = learner.course.locator("#cover").count()
    at.page.clock.run_for(1000)
    kept = at.stored()["tracks"]["cmi.core.lesson_location"]

    assert (emptied, kept) == (1, "crossing.look-both-ways")


def test_the_final_questions_wait_for_nothing(desk: Callable[..., Desk]) -> None:
    """The button stands first; pages that were not opened are folded below it, each with the name of its part."""
    at = desk("1.2")
    learner = at.launch()
    learner.go("after")
    section = learner.course.locator("#after")
    expect(section.locator(".actions > :first-child [data-do=begin]")).to_be_visible()
    expect(section.locator("details.unopened")).not_to_have_attribute("open", "")
    section.locator("details.unopened summary").click()
    link = section.locator("details.unopened a[href='#crossing.look-both-ways']")
    part = learner.course.locator("#contents li > details:has(a[href='#crossing.look-both-ways']) > summary")
    expect(link).to_contain_text(f"{part.text_content()}: ")
    learner.go("start")
    learner.read_all()
    learner.go("after")
    expect(section.locator("details.unopened")).to_have_count(0)
