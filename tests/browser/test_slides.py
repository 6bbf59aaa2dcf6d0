"""slides.html opened from a disk: by keyboard, by finger, with a presenter's window, on beamers and a phone, on paper, without a script."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from signpost_builder.formats.trainer.slides_html import slides_html

from tests.browser.engines import SECONDS, firefox
from tests.browser.inspections import inspect
from tests.trainer.slide_course import slide_deck

SIZES = {"beamer 4:3": (1024, 768), "beamer 16:9": (1920, 1080), "phone": (390, 844), "zoomed in": (320, 256)}
TOO_LARGE = """() => [...document.querySelectorAll(".slide")].flatMap((slide) => {
  location.replace(`#${slide.id}`);
  dispatchEvent(new HashChangeEvent("hashchange"));
  const face = slide.querySelector(".face");
  const wide = face.scrollWidth > face.clientWidth + 1, high = face.scrollHeight > face.clientHeight + 1;
  return wide || high ? [`${slide.id} ${wide ? "wide" : "high"}`] : [];
})"""
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("slides")
    (folder / "slides.html").write_bytes(slides_html(slide_deck(folder / "sources")))
    return folder / "slides.html"


@pytest.fixture
def opened(chromium: Browser, file: Path) -> Iterator[Open]:
    """A page at a slide. At the end nothing was asked of any network and no script had failed."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text))
        page.on("request", lambda asked: None if asked.url.startswith(("file:", "data:")) else wrong.append(asked.url))

    def at(slide: str = "opening", **settings: Any) -> Page:
        context = chromium.new_context(**settings)
        contexts.append(context)
        context.on("page", watch)
        page = context.new_page()
        page.goto(f"{file.as_uri()}#{slide}")
        return page

    yield at
    for context in contexts:
        context.close()
    assert wrong == []


def now(page: Page) -> str:
    (id,) = page.evaluate(
        "() => [...document.querySelectorAll('.slide')].filter((one) => one.checkVisibility()).map((one) => one.id)"
    )
    return str(id)


def press(page: Page, *keys: str) -> str:
    for key in keys:
        page.keyboard.press(key)
    return now(page)


def test_by_keyboard_alone(opened: Open) -> None:
    """Arrows, space, the keys of clickers, ends, numbers, black, help and back."""
    page = opened()

    assert press(page, "ArrowRight", "Space", "PageDown") == "noticing-objectives-1"
    assert press(page, "PageUp", "ArrowLeft", "Shift+Space") == "opening"
    assert press(page, "End") == "noticing-sources-1" and press(page, "ArrowRight") == "noticing-sources-1"
    assert press(page, "1", "4", "Enter") == "noticing.stages-1"
    assert press(page, "h") == "help" and press(page, "h") == "noticing.stages-1"
    assert press(page, "9", "9", "Enter") == "noticing-sources-1" and press(page, "Home") == "opening"
    page.keyboard.press(".")
    expect(page.locator("main")).to_be_hidden()
    page.keyboard.press("b")
    expect(page.locator("main")).to_be_visible()


def test_what_has_the_focus_can_be_seen_and_used(opened: Open) -> None:
    """Tab reaches the slide, its choices and the bar; space on a button is the button's."""
    page = opened("noticing.questions-Q1")
    page.keyboard.press("Tab")
    for key in ("Tab", "Enter"):
        page.keyboard.press(key)

    expect(page.get_by_text("It is new.").first).to_be_visible()
    page.get_by_role("button", name="Next").focus()
    assert press(page, "Space") == "noticing.questions-Q1-answer"


def test_letters_can_be_switched_off(opened: Open) -> None:
    """For whoever speaks to the computer (WCAG 2.2, 2.1.4)."""
    page = opened()
    page.keyboard.press("?")
    page.get_by_label("Letters work as keys").uncheck()
    page.keyboard.press("Escape")

    assert press(page, "h") == "opening" and press(page, "PageDown") == "help"


def test_a_scenario_is_played(opened: Open) -> None:
    """By key and by click: the choice, what follows, the end, and on behind the scenario; back the way one came."""
    page = opened("noticing.ella-ella-start")

    page.keyboard.press("2")
    expect(page.locator(".now")).to_have_id("noticing.ella-ella-start-b")  # a link: the address changes first
    assert press(page, "PageDown") == "noticing.ella-ella-late"
    assert press(page, "PageDown") == "noticing.questions-Q1"
    assert press(page, "PageUp", "PageUp", "PageUp") == "noticing.ella-ella-start"
    page.get_by_role("link", name="Ask her kindly").click()
    page.locator(".now .go a").click()
    expect(page.locator(".now")).to_have_id("noticing.ella-ella-told")


def test_a_question_is_played(opened: Open) -> None:
    """One answer at a time; closed again when the slide comes back."""
    page = opened("noticing.questions-Q1")
    page.keyboard.press("2")
    expect(page.get_by_text("Not this one.").first).to_be_visible()
    page.get_by_text("Change", exact=True).first.click()
    expect(page.get_by_text("It is new.").first).to_be_visible()
    expect(page.get_by_text("Not this one.").first).to_be_hidden()
    press(page, "PageUp", "PageDown")

    assert page.locator(".now details[open]").count() == 0


def test_a_presenters_window(opened: Open) -> None:
    """Opened from a file by P: notes, next slide, timer; whichever window moves, both do; choices and black too."""
    page = opened("noticing.start-1")
    with page.context.expect_page() as waiting:
        page.keyboard.press("p")
    desk = waiting.value
    desk.set_viewport_size({"width": 1200, "height": 800})
    shown = desk.locator(".now")

    expect(shown).to_have_id("noticing.start-1")
    expect(desk.get_by_text("Ask: who has pieces of the picture?")).to_be_visible()
    expect(page.get_by_text("Ask: who has pieces of the picture?")).to_be_hidden()
    expect(desk.locator(".then")).to_have_id("noticing.own-1")
    expect(desk.locator(".then")).to_be_visible()
    page.keyboard.press("PageDown")
    expect(shown).to_have_id("noticing.own-1")
    desk.keyboard.press("PageUp")
    expect(page.locator(".now")).to_have_id("noticing.start-1")
    desk.keyboard.press(".")
    expect(page.locator("main")).to_be_hidden()
    desk.keyboard.press(".")
    expect(page.locator("main")).to_be_visible()
    for key in ("2", "0", "Enter", "1"):
        desk.keyboard.press(key)
    expect(page.locator(".now details").first).to_have_attribute("open", "")
    assert inspect(desk, ("accessible", "ids")) == []


def test_the_timer_follows_the_plan(opened: Open) -> None:
    """Minutes are those of the session plan; the clock of the page is moved, nobody waits."""
    page = opened("noticing.start-1")
    page.clock.install(time=0)
    page.goto(page.url.replace("#", "?presenter#"))
    timer = page.locator("#timer")
    expect(timer).to_contain_text("0:00")
    expect(page.locator("#pace")).to_be_empty()
    page.get_by_role("button", name="Start").click()

    page.clock.run_for(60_000)
    expect(timer).to_contain_text("1:00")
    expect(timer).to_contain_text("Welcome, help page, agreement (0:00 – 5:00)")
    expect(timer).to_contain_text("Ahead of the plan by 4 min")
    page.clock.run_for(9 * 60_000)
    expect(timer).to_contain_text("Activity and debrief: Noticing change (10:00 – 20:00)")
    expect(timer).to_contain_text("On time")
    page.clock.run_for(13 * 60_000)
    expect(timer).to_contain_text("Behind the plan by 3 min")
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(60_000)
    expect(timer).to_contain_text(re.compile("23:0[0-3]"))
    page.get_by_role("button", name="From the beginning").click()
    expect(timer).to_contain_text("0:00")


def test_a_window_that_is_not_opened(opened: Open) -> None:
    """It is said, and the notes come on this screen."""
    page = opened("noticing.start-1")
    page.evaluate("() => { window.open = () => null; }")
    page.keyboard.press("p")

    expect(page.get_by_text("did not open a second window")).to_be_visible()
    expect(page.get_by_text("Ask: who has pieces of the picture?")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_text("Ask: who has pieces of the picture?")).to_be_hidden()


@pytest.mark.parametrize("size", SIZES)
def test_every_slide_fits(opened: Open, size: str) -> None:
    """On beamers whole. On a phone and zoomed in it may be scrolled down, never sideways."""
    width, height = SIZES[size]
    found = opened(viewport={"width": width, "height": height}).evaluate(TOO_LARGE)

    assert [each for each in found if size.startswith("beamer") or each.endswith("wide")] == []


KINDS = (
    "opening",
    "help",
    "noticing-module",
    "noticing.own-1",
    "noticing.own-2",
    "noticing.looked-at-2",
    "noticing.ella-ella-start",
    "noticing.questions-Q1",
)


@pytest.mark.parametrize(("scheme", "slides"), [("light", KINDS), ("dark", ("help", "noticing.ella-ella-start"))])
def test_axe_finds_nothing(opened: Open, scheme: Any, slides: tuple[str, ...]) -> None:
    """One slide of each kind; in a dark room, those with colours of their own."""
    page = opened(color_scheme=scheme)
    for slide in slides:
        page.evaluate("(id) => location.replace(`#${id}`)", slide)
        expect(page.locator(".now")).to_have_id(slide)
        assert inspect(page, ("accessible", "ids")) == [], slide


def test_forced_colours(opened: Open) -> None:
    page = opened("noticing.questions-Q1", forced_colors="active")

    assert inspect(page, ("accessible",)) == []
    assert page.locator(".now summary").first.evaluate("(one) => getComputedStyle(one).borderTopStyle") == "solid"


def test_a_finger(opened: Open) -> None:
    page = opened(has_touch=True, viewport={"width": 390, "height": 844})

    def draw(start: int, end: int) -> str:
        session = page.context.new_cdp_session(page)
        for kind, points in (
            ("touchStart", [{"x": start, "y": 300}]),
            ("touchMove", [{"x": end, "y": 305}]),
            ("touchEnd", []),
        ):
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        return now(page)

    assert draw(300, 60) == "help" and draw(60, 300) == "opening" and draw(200, 190) == "opening"


def test_without_a_script(opened: Open) -> None:
    """All slides below each other, answers to be opened, notes below their slides."""
    page = opened(java_script_enabled=False)

    assert page.locator(".slide").count() == page.locator(".slide:visible").count() > 30
    expect(page.get_by_text("Ask: who has pieces of the picture?")).to_be_visible()
    page.get_by_text("Change", exact=True).first.click()
    expect(page.get_by_text("It is new.").first).to_be_visible()


def test_on_paper(opened: Open) -> None:
    """Every slide with its notes, whichever was shown; no bar, no window's parts."""
    page = opened("noticing.own-1")
    page.emulate_media(media="print")

    assert page.locator(".slide:visible").count() == page.locator(".slide").count()
    expect(page.get_by_text("Ask: who has pieces of the picture?")).to_be_visible()
    expect(page.get_by_role("navigation")).to_be_hidden()


@pytest.mark.slow
def test_firefox_with_a_presenters_window(file: Path, tmp_path: Path) -> None:
    """The same from a file: both windows, keys, a scenario, black."""
    with firefox(tmp_path) as driver:
        driver.get(f"{file.as_uri()}#noticing.start-1")
        audience = driver.current_window_handle

        def send(*keys: str) -> None:
            for key in keys:
                driver.find_element("css selector", ".now .face").send_keys(key)

        def at(slide: str) -> None:
            WebDriverWait(driver, SECONDS).until(
                lambda one: one.find_element("css selector", ".now").get_attribute("id") == slide
            )

        send("p")
        WebDriverWait(driver, SECONDS).until(lambda one: len(one.window_handles) == 2)
        (desk,) = set(driver.window_handles) - {audience}
        driver.switch_to.window(desk)
        at("noticing.start-1")
        assert (
            driver.find_element("css selector", ".now .notes").is_displayed()
            and driver.find_element("id", "timer").is_displayed()
        )
        send(Keys.PAGE_DOWN)
        at("noticing.own-1")
        driver.switch_to.window(audience)
        at("noticing.own-1")
        assert not driver.find_element("css selector", ".now .notes").is_displayed()
        send("1", "5", Keys.ENTER)
        at("noticing.ella-ella-start")
        send("1")
        at("noticing.ella-ella-start-a")
        driver.switch_to.window(desk)
        at("noticing.ella-ella-start-a")
        send(".")
        driver.switch_to.window(audience)
        WebDriverWait(driver, SECONDS).until(lambda one: not one.find_element("tag name", "main").is_displayed())
