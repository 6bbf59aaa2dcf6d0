"""The blocks for everyone: by keyboard, with a screen reader, on a narrow screen; and what else is on the page."""

import pytest
from visits import frame_of, learner_in

from tests.browser.inspections import inspect
from tests.browser.learner import Learner


def test_by_keyboard_alone(visit):
    """Tab reaches the frame and what is in it; Enter turns the page; the heading of the new page has the focus."""
    page = visit.open("crossing")
    learner = learner_in(page)
    for _ in range(40):
        page.keyboard.press("Tab")
        if learner.course.evaluate("() => document.activeElement?.dataset?.do") == "next":
            break
    page.keyboard.press("Enter")
    learner.at_page("crossing.look-both-ways")
    focus = learner.course.evaluate("() => document.activeElement.textContent")
    title = page.locator("iframe").get_attribute("title")

    assert focus == learner.course.locator("main > .page:not([hidden]) h2").inner_text()
    assert title == "Crossing"


def test_a_quiz_by_keyboard_alone(visit):
    """From the first Tab to the result, with nothing but Tab, arrows, Space and Enter."""
    page = visit.open("plain-after")
    learner = learner_in(page)

    def reach(what):
        for _ in range(60):
            page.keyboard.press("Tab")
            if learner.course.evaluate("(what) => document.activeElement?.matches(what) ?? false", what):
                return
        raise AssertionError(f"Tab does not reach {what}")

    reach("[data-do=begin]")
    page.keyboard.press("Enter")
    reach("input[type=radio]")
    page.keyboard.press("Space")
    while learner.do("continue").is_visible():
        reach("[data-do=continue]")
        page.keyboard.press("Enter")
    reach("[data-do=submit]")
    page.keyboard.press("Enter")
    learner.at_page("result")

    assert learner.outcome == "not-yet"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scenario", ["crossing", "carers", "before", "plain-after", "server"])
def test_axe_finds_nothing(visits, scenario, width):
    """Every page of a block, the help panel, a question being asked; and of the workbench's page our own element."""
    visit = visits(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = visit.open(scenario)
    learner = learner_in(page)
    found = {}
    for one in learner.pages:
        if learner.at != one:
            learner.go(one)
        found[one] = inspect(learner.course, ["accessible", "ids"])
    learner.do("help").click()
    found["help"] = inspect(learner.course, ["accessible"])
    learner.do("help-close").click()
    if scenario in ("before", "plain-after", "server"):
        learner.go(learner.pages[0])
        learner.do("begin").click()
        found["asking"] = inspect(learner.course, ["accessible", "ids"])
    inspect(page, [])
    around = page.evaluate(
        "async () => (await axe.run(document.querySelector('.signpost-block'), {resultTypes: ['violations'], iframes: false})).violations.map((one) => one.id)"
    )

    assert {name: faults for name, faults in found.items() if faults} == {}
    assert around == []


def test_the_settings_form_of_studio(visit):
    """Its fields are there with their labels; saving is Studio's, which the workbench lacks."""
    page = visit.open("plain-after", "studio_view")
    labels = [one.strip() for one in page.locator("label.setting-label").all_inner_texts()]

    assert labels == [
        "Title",
        "Who marks the answers",
        "Grade",
        "Pass mark, per cent",
        "Attempts (0: no limit)",
        "Weight in the grade",
    ]


@pytest.mark.parametrize(
    ("block", "number"), [("signpost_module", 0), ("signpost_quiz", 0), ("signpost_quiz", 1), ("signpost_quiz", 2)]
)
def test_the_scenarios_that_the_wheel_brings(visit, block, number):
    """Small examples for whoever looks at the blocks in a workbench of their own."""
    assert visit.learner(f"{block}.{number}").page.count() == 1


def test_links_into_the_platform_leave_the_frame(visit):
    """`jump_to_id` and the like open in the whole window; other sites in a new one."""
    page = visit.open("crossing")
    frame = frame_of(page)
    Learner(frame)
    targets = frame.evaluate(
        """() => ["/jump_to_id/x", "https://example.org/"].map((address) => {
          const link = document.createElement("a");
          link.href = address;
          document.body.append(link);
          window.addEventListener("click", (event) => event.preventDefault(), { once: true });
          link.click();
          return link.target;
        })"""
    )

    assert targets == ["_top", "_blank"]


def test_the_next_page_begins_in_view(visits):
    """The frame does not scroll, the page around it does: after "next" at the bottom the new heading is on the screen."""
    visit = visits(viewport={"width": 400, "height": 400})
    page = visit.open("crossing")
    learner = learner_in(page)
    places = []
    for _ in range(3):
        learner.next()
        heading = learner.course.locator("main > .page:not([hidden]) h2").bounding_box()
        places.append(heading["y"])

    assert all(0 <= place < 400 for place in places), places


def test_exit_this_page_stays_in_view(visits):
    """In editions that have it, the frame is lower than the screen and scrolls inside, the bar with the button stays."""
    visit = visits(viewport={"width": 400, "height": 800}, screen={"width": 400, "height": 800})
    page = visit.open("carers")
    learner = learner_in(page)
    learner.go("crossing.look-both-ways")
    frame = page.locator("iframe").bounding_box()
    learner.course.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")
    button = learner.course.locator(".bar .exit.button").bounding_box()

    assert frame["height"] <= 560
    assert learner.course.evaluate("() => scrollY") > 0
    assert frame["y"] <= button["y"] <= frame["y"] + 100
