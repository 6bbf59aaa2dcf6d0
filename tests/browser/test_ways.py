"""Finding one's way: Back, the questions before, the grid, the search, the result."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import packages
from tests.browser.inspections import inspect
from tests.browser.learner import RIGHT, WRONG, Learner
from tests.browser.starts import Start

LOW = {"width": 390, "height": 500}


def back(learner: Learner) -> None:
    """As the browser's button does it, wherever the course stands."""
    learner.course.evaluate("() => history.back()")


def test_back_goes_to_the_page_before(start: Start) -> None:
    """Every entry has one address and one title; forward works too; reload stays."""
    learner = start.web()
    titles = learner.course.evaluate("() => [document.title, location.href]")
    first = learner.at
    second = learner.next()
    third = learner.next()
    back(learner)
    learner.at_page(second)
    expect(learner.page.locator("h2").first).to_be_focused()
    learner.course.evaluate("() => history.forward()")
    learner.at_page(third)
    learner.course.reload()
    learner.arrived()
    assert learner.at == third
    back(learner)
    learner.at_page(second)
    back(learner)
    learner.at_page(first)

    assert learner.course.evaluate("() => [document.title, location.href]") == titles


def test_back_in_the_platform_s_frame(start: Start) -> None:
    """The platform's own Back goes through the pages first; the platform stays where it is."""
    learner = start("1.2")
    address = learner.platform.page.url
    first = learner.at
    second = learner.next()
    learner.next()
    learner.platform.page.evaluate("() => history.back()")
    learner.at_page(second)
    learner.platform.page.evaluate("() => history.back()")
    learner.at_page(first)

    assert learner.platform.page.url == address


def test_who_carries_on_in_the_middle_stays_in_the_course(start: Start) -> None:
    seat = start.seats()
    learner = start.web(seat=seat)
    first = learner.next()
    second = learner.next()
    learner.course.close()
    again = start.web(seat=seat)
    assert again.at == second
    back(again)
    again.at_page(first)


def test_exit_this_page_makes_no_entries(start: Start) -> None:
    learner = start.web(packages.course(packages.SHIPPED), which={"audience": "caregiver"})
    entries = learner.course.evaluate("() => history.length")
    learner.next()
    learner.next()

    assert learner.course.evaluate("() => [history.length, history.state]") == [entries, None]


def test_back_closes_the_help(start: Start) -> None:
    learner = start.web()
    first = learner.at
    learner.next()
    learner.do("help").click()
    back(learner)
    learner.at_page(first)
    expect(learner.course.locator("#help-panel")).not_to_be_visible()


@pytest.mark.parametrize("way", ["back", "leave", pytest.param("contents", marks=pytest.mark.slow)])
def test_leaving_half_way_asks_first(start: Start, way: str) -> None:
    """It says what is lost; who stays finds every answer, who goes gets where they wanted."""
    learner = start.web()
    learner.go("before")
    learner.begin("before")
    learner.fill_step("before", RIGHT)
    given = learner.course.locator("#before .q:visible").first.get_attribute("data-q") or ""
    answer = learner.given(given)
    asking = learner.course.locator("dialog.leaving[open]")

    def turn_away() -> None:
        if way == "contents":
            learner.course.evaluate("() => document.querySelector(\"#contents a[href='#start']\").click()")
        elif way == "back":
            back(learner)
        else:
            learner.do("leave").click()

    turn_away()
    expect(asking).to_contain_text("will be lost")
    assert inspect(learner.course) == []
    asking.locator("[data-do=stay]").click()
    assert (learner.at, learner.given(given)) == ("before", answer)
    turn_away()
    asking.locator("[data-do=go]").click()
    learner.at_page("closed" if way == "leave" else "start")


def test_who_has_answered_nothing_is_not_asked(start: Start) -> None:
    learner = start.web()
    learner.go("before")
    learner.begin("before")
    learner.go("start")


def test_the_questions_say_what_they_are_before_they_begin(start: Start) -> None:
    """How many, how long, why, and that nobody sees them; while they are asked, their own progress."""
    learner = start.web()
    learner.go("before")
    intro = learner.course.locator("#before .intro")
    for words in ("There are 8 questions.", "They take about", "Why: ", "Nobody sees your answers."):
        expect(intro).to_contain_text(words)
    learner.begin("before")
    expect(learner.course.locator("#progress")).not_to_be_visible()
    expect(learner.course.locator("#before .kicker")).to_have_text(re.compile(r"of 8$"))
    assert learner.course.locator("#before form.set > progress").evaluate("one => one.max") == 8


@pytest.mark.parametrize("audience", ["staff", pytest.param("caregiver", marks=pytest.mark.slow)])
def test_the_first_answer_is_in_view_in_a_low_frame(start: Start, audience: str) -> None:
    """On every screen of the shipped questions, without scrolling."""
    learner = start.web(packages.course(packages.SHIPPED), which={"audience": audience}, viewport=LOW)
    learner.go("before")
    low: dict[str, float] = {}
    for _ in learner.steps("before", {}):
        place = learner.course.locator("#before .q:visible :is(label, li):visible").first.bounding_box()
        assert place is not None
        if place["y"] + min(place["height"], 44) > LOW["height"]:
            low[learner.course.locator("#before .kicker").text_content() or ""] = place["y"]

    assert low == {}


def rows(page: Page) -> list[list[float]]:
    return page.locator("#before .q:visible .scale").evaluate_all(
        "all => all.map((one) => [...one.querySelectorAll('input')].map((each) => each.getBoundingClientRect().left))"
    )


@pytest.mark.parametrize(
    ("width", "grid"), [(480, True), (320, False), pytest.param(1280, True, marks=pytest.mark.slow)]
)
def test_questions_of_one_scale_are_a_grid(start: Start, width: int, grid: bool) -> None:
    """The columns stand under one head; every button has its own name and every row its own group."""
    shipped = packages.course(packages.SHIPPED)
    learner = start.web(shipped, which={"audience": "staff"}, viewport={"width": width, "height": 900}, bypass_csp=True)
    learner.go("before")
    learner.begin("before")
    shown = rows(learner.course)
    assert len(shown) == 3
    assert all(row == shown[0] for row in shown)
    assert (len(set(shown[0])) == len(shown[0])) == grid
    group = learner.course.get_by_role("group", name=re.compile("stay calm"))
    expect(group.get_by_role("radio", name="Slightly")).to_have_count(1)
    group.get_by_role("radio", name="Slightly").check()
    assert inspect(learner.course) == []


def test_search_finds_the_course_s_own_words(start: Start) -> None:
    """Headings that lead to pages; no answer and no hard part is given away; nothing is kept."""
    learner = start.web(packages.course(packages.SHIPPED), which={"audience": "staff"}, bypass_csp=True)
    learner.go("search")
    learner.course.locator("#search-words").fill("POLICE")
    learner.course.keyboard.press("Enter")
    found = learner.course.locator("#search .found h3 a")
    expect(learner.course.locator("#search [role=status]")).to_contain_text(str(found.count()))
    assert found.count() > 3
    assert inspect(learner.course) == []
    learner.course.evaluate(
        "() => document.querySelectorAll('.q .answer .why, .sensitive > details').forEach((one) => one.append('zebra'))"
    )
    target = (found.last.get_attribute("href") or "")[1:]
    found.last.click()
    learner.at_page(target)
    learner.go("search")
    learner.course.locator("#search-words").fill("zebra")
    learner.do("search").click()
    expect(learner.course.locator("#search .found h3")).to_have_count(0)


def test_the_result_is_a_moment(start: Start) -> None:
    """One heading in a panel; a chart with words beside it; what to read again; then the certificate."""
    learner = start.web(bypass_csp=True)
    learner.before(WRONG)
    learner.read_all()
    learner.after(RIGHT)
    result = learner.course.locator("#result")
    expect(result.locator("h2")).to_have_text("You have passed")
    expect(result.locator("h2")).to_be_focused()
    expect(learner.course.locator("#live")).to_have_text("")
    expect(result.locator(".changed")).to_contain_text("More right.")
    expect(result.locator(".changed .bars[aria-hidden=true] progress").first).to_be_visible()
    order = result.evaluate(
        "one => ['.headline', '.changed', '[href=\"#certificate\"]', '.answers'].map((each) => one.querySelector(each).getBoundingClientRect().top)"
    )
    assert order == sorted(order)
    assert inspect(learner.course) == []


def test_what_was_missed_can_be_read_again(start: Start) -> None:
    learner = start.web(packages.course(packages.SHIPPED), which={"audience": "staff"})
    learner.after({})
    again = learner.course.locator("#result .outcome > ul a")
    assert again.count() >= 3
    target = (again.first.get_attribute("href") or "")[1:]
    again.first.click()
    learner.at_page(target)


def test_an_order_as_it_is_shown_can_be_an_answer(start: Start) -> None:
    """In a check by asking for the verdict; before and after by saying so. No word is said of a move that was none."""
    learner = start.web()
    learner.go("crossing.look-both-ways")
    question = learner.question("CK4")
    question.locator("[data-do=up]").first.click()
    expect(learner.course.locator("#live")).to_have_text("")
    question.locator("[data-do=check]").click()
    expect(question.locator(".verdict")).to_have_attribute("data-verdict", re.compile("partly|wrong"))
    learner.go("before")
    learner.begin("before")
    ordered = learner.course.locator("#before .q:has(.order)")
    while not ordered.is_visible():
        learner.do("continue").click()
    name = ordered.get_attribute("data-q") or ""
    ordered.locator("[data-do=keep]").click()
    expect(learner.course.locator("#live")).to_have_text("This order is your answer.")
    assert ordered.locator(".order").get_attribute("data-moved") == "yes" and name


def test_a_match_shows_meanings(start: Start) -> None:
    learner = start.web()
    learner.go("crossing.look-both-ways")
    options = learner.question("CK5").locator("select").first.locator("option").all_text_contents()
    meanings = learner.question("CK5").locator(".meanings li").all_text_contents()

    assert options == ["Choose", *meanings]


def test_time_left_goes_down(start: Start) -> None:
    learner = start.web(packages.course(packages.SHIPPED), which={"audience": "caregiver"})

    def left() -> int:
        found = re.search(r"about (\d+) min left", learner.course.locator("#count").text_content() or "")
        return int(found[1]) if found else 0

    whole = left()
    expect(learner.course.locator("#start")).to_contain_text(f"It takes about {whole} minutes")
    expect(learner.course.locator("#start")).to_contain_text("238")
    learner.read_all()
    assert 0 < left() < whole / 4
    expect(learner.course.locator("#place")).to_contain_text("left in this part")
