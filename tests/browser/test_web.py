"""The web edition: a folder on any static server, one file by double-click, and the quick way out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser import packages
from tests.browser.launches import Seat
from tests.browser.learner import RIGHT, Learner
from tests.browser.starts import Start


def one_file(folder: Path, of: packages.Course, **which: str) -> str:
    (package,) = [one for one in packages.packages(packages.an_edition(of, **which), "web") if one.kind == "file"]
    ((name, content),) = package.tree.items()
    assert isinstance(content, bytes)
    (folder / name).write_bytes(content)
    return (folder / name).as_uri()


def test_folder_on_a_static_server(start: Start) -> None:
    """Read, passed, closed and opened again: the browser remembers page and pass, and can be told to forget."""
    seat = start.seats()
    first = start.web(seat=seat)
    first.read_all()
    assert first.after(RIGHT) == "passed"
    first.go("crossing.the-four-steps")
    first.course.close()
    second = start.web(seat=seat)
    resumed = second.at
    available = second.has_certificate
    for _ in range(2):  # the second time: "are you sure"
        second.do("forget").click()
    second.course.close()
    third = start.web(seat=seat)

    assert resumed == "crossing.the-four-steps"
    assert available
    assert third.at == "start"
    assert not third.has_certificate


def test_a_query_string_is_survived(start: Start) -> None:
    seat = start.seats()
    learner = Learner(seat.open(start.address(seat) + "?utm=1&lang=x"))

    assert learner.next()


def test_one_file_by_double_click(start: Start, tmp_path: Path) -> None:
    """From file://, with no server at all: the whole course, and no request beside the file itself."""
    seat = start.seats()
    learner = Learner(seat.open(one_file(tmp_path, packages.course())))
    learner.before(RIGHT)
    learner.read_all()
    outcome = learner.after(RIGHT)

    assert outcome == "passed"
    assert [url for url in seat.requests if not url.startswith("data:")] == [learner.course.url.split("#")[0]]


def test_shipped_course_by_double_click(start: Start, tmp_path: Path) -> None:
    """Every page of the real course from one file, media and all."""
    seat = start.seats()
    learner = Learner(seat.open(one_file(tmp_path, packages.course(packages.SHIPPED))))
    learner.read_all()
    broken = learner.course.evaluate(
        "() => [...document.images].filter((one) => one.complete && !one.naturalWidth).map((one) => one.src.slice(0, 60))"
    )

    assert broken == []
    assert [url for url in seat.requests if not url.startswith("data:")] == [learner.course.url.split("#")[0]]


def test_single_file_without_storage(start: Start, tmp_path: Path, server) -> None:
    """In a frame that may not store anything the course runs all the same."""
    seat = start.seats()
    (package,) = [one for one in packages.packages(packages.an_edition(packages.course()), "web") if one.kind == "file"]
    server.mount(
        "framed",
        {
            "index.html": b'<!doctype html><html lang="en"><title>f</title><link rel="icon" href="data:,"><iframe id="sco" title="c" sandbox="allow-scripts" src="course.html" width="900" height="500"></iframe></html>',
            "course.html": next(iter(package.tree.values())),
        },
    )
    frame = seat.open(server.origin + "/framed/").wait_for_selector("#sco").content_frame()
    assert frame is not None
    learner = Learner(frame)

    assert learner.next()


def test_links_and_back_button_do_no_harm(start: Start) -> None:
    """The address stays the same; the browser's Back goes to the page before, and from the first page out of the course."""
    seat = start.seats()
    page = seat.open(f"{seat.server.origin}/lms/blank.html")
    page.goto(start.address(seat))
    learner = Learner(page)
    address = page.url
    for _ in range(4):
        learner.next()
    now = page.url
    for _ in range(4):
        page.go_back()
    first = learner.at
    page.go_back()

    assert now == address and first == "start"
    assert page.url.endswith("blank.html")


# ------------------------------------------------------------- exit this page

EXIT = "https://www.bbc.co.uk/weather"


@pytest.fixture
def weather(seats: Callable[..., Seat]) -> Callable[[Seat], Seat]:
    """The place to which the quick exit goes, played by a page of ours."""

    def answer(seat: Seat) -> Seat:
        context: BrowserContext = seat.context
        context.route(f"{EXIT}**", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"))
        return seat

    return answer


def left_for_weather(seat: Seat) -> list[str]:
    """Requests that left: for this one purpose they may."""
    gone = [trouble for trouble in seat.troubles if trouble.startswith(f"a request left: {EXIT}")]
    for one in gone:
        seat.troubles.remove(one)
    return gone


@pytest.mark.parametrize("how", ["button", "shift"])
def test_exit_from_a_platform(start: Start, weather: Callable[[Seat], Seat], how: str) -> None:
    """One press, or Shift three times: the screen is covered at once and the whole window goes elsewhere."""
    seat = weather(start.seats())
    learner = start(which={"audience": "caregiver"}, seat=seat)
    learner.next()
    window = learner.platform.page
    learner.mark("hidden")  # the place is saved once the screen is empty
    if how == "button":
        learner.course.locator("a.exit.button:visible").first.click()
    else:
        learner.course.locator("h2:visible").first.focus()
        for _ in range(3):
            window.keyboard.press("Shift")
    window.wait_for_url(f"{EXIT}**")

    assert left_for_weather(seat)
    assert learner.notes()[-1].role == "finish"


def test_exit_is_reached_first(start: Start) -> None:
    """By keyboard, the way out comes before the content; it is on every page of an edition that has it."""
    learner = start.web(which={"audience": "caregiver"})
    order: list[str] = []
    for _ in range(4):
        learner.course.keyboard.press("Tab")
        order.append(learner.course.evaluate("() => document.activeElement.className"))
    on_every_page = [
        page
        for page in learner.pages
        if learner.go(page) or learner.course.locator("a.exit[data-do=exit]:visible").count()
    ]

    assert any("exit" in name for name in order)
    assert on_every_page == learner.pages


def test_staff_have_the_exit_on_help_alone(start: Start, weather: Callable[[Seat], Seat]) -> None:
    """On a school device the button says "not for you" to most; it is in the help panel, Shift works while that is open."""
    seat = weather(start.seats())
    learner = start.web(which={"audience": "staff"}, seat=seat)
    learner.next()
    outside = learner.course.locator("a.exit:visible").count()
    for _ in range(3):
        learner.course.keyboard.press("Shift")
    still_here = "bbc" not in learner.course.url
    learner.do("help").click()
    learner.course.locator("#help-panel a.exit.button:visible").first.click()
    learner.course.wait_for_url(f"{EXIT}**")

    assert outside == 0
    assert still_here
    assert left_for_weather(seat)


def test_exit_offline_shows_a_neutral_page(start: Start) -> None:
    """Without a network the course is gone from the screen all the same."""
    seat = start.seats()
    learner = start.web(which={"audience": "caregiver"}, seat=seat)
    learner.next()
    seat.context.set_offline(True)
    learner.course.locator("a.exit.button:visible").first.click()
    covered = learner.course.evaluate(
        "() => { const top = document.elementFromPoint(100, 100); return !top || top.id === 'cover' || top === document.documentElement || top === document.body; }"
    )
    text = learner.course.evaluate("() => document.body ? document.body.innerText : ''")
    left_for_weather(seat)

    assert covered
    assert "Crossing" not in text


def test_exit_in_a_sandbox_shows_a_neutral_page(start: Start) -> None:
    """A frame that may not move the window covers itself instead."""
    learner = start(which={"audience": "caregiver"}, sandbox="allow-scripts", in_vain=True)
    expect(learner.course.locator("#notice [data-notice=untracked]")).to_be_visible()
    learner.course.locator("a.exit.button:visible").first.click()
    text = learner.course.evaluate("() => document.body ? document.body.innerText : ''")
    seat = learner.platform.seat
    left_for_weather(seat)
    seat.troubles = [one for one in seat.troubles if "Unsafe attempt" not in one and "sandbox" not in one.lower()]

    assert "Crossing" not in text


# ------------------------------------------------------------ what a page is


def test_site_contacts_stand_first_in_help(start: Start) -> None:
    """Emergency, then the academy's own people, then national lines; numbers are text, and links to call."""
    learner = start.web(which={"site": "oak"})
    learner.do("help").click()
    text = learner.course.locator("#help-panel").inner_text()

    assert text.index("999") < text.index("01632 960001") < text.index("0808 800 5000")
    assert learner.course.locator("#help-panel a[href='tel:999']").count() >= 1


def test_an_example_academy_says_so_on_every_page(start: Start) -> None:
    learner = start.web(which={"site": "oak"})
    shown = [
        page for page in learner.pages if learner.go(page) or learner.course.locator(".banner.example").is_visible()
    ]

    assert shown == learner.pages
    assert learner.course.locator(".banner.draft").is_visible()


@pytest.mark.parametrize("audience", ["staff", "caregiver"])
def test_an_edition_has_its_own_words_only(start: Start, audience: str) -> None:
    """`for` blocks of others and the trainer's notes are not in the file at all."""
    seat = start.seats()
    page = seat.open(start.address(seat, audience=audience))
    source = page.content()

    assert "only-trainers-read-this" not in source
    assert ("only-staff-read-this" in source) == (audience == "staff")
    assert ("only-carers-read-this" in source) == (audience == "caregiver")
