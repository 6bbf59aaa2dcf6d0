"""Pages read aloud with a made-up voice (tests/js/fake-voice.js), and easy words first."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from selenium.webdriver.support.wait import WebDriverWait
from signpost_builder.editions import edition
from signpost_builder.package import read_asset
from signpost_builder.page import render, single_file

from tests.browser.engines import ENGINES, SECONDS
from tests.browser.inspections import inspect
from tests.browser.test_seen_blocks import BODY, LOOKS
from tests.seen_blocks import project
from tests.source_projects import FILES, a_read_course

VOICE = (Path(__file__).parents[1] / "js/fake-voice.js").read_text(encoding="utf-8").replace("export ", "")
GLUE = """
const voice = fakeVoice(window, { milliseconds: window.pace ?? 60000 });
let voices = [];
voice.getVoices = () => voices;
voice.arrive = (...all) => {
  voices = all;
  voice.onvoiceschanged?.();
};
Object.defineProperty(window, "speechSynthesis", { value: voice });
window.SpeechSynthesisUtterance = class {
  constructor(text) {
    this.text = text;
  }
};
"""
HERE = {"lang": "en_GB", "localService": True, "name": "here"}
ELSEWHERE = {"lang": "en-GB", "localService": False, "name": "sent away"}
POLISH = {"lang": "pl-PL", "localService": True, "name": "another language"}
CARERS = FILES["course/demo/course.yaml"].replace(
    "{id: carer, title: Carers}", "{id: carer, title: Carers, exit_this_page: true}"
)
QUESTION = """
::: question id=Q1
What do you do?

- [x] Tell somebody
  Yes, and that is feedback.
- [ ] Wait
  No, and that is feedback too.
:::
"""
KEPT_PAGES = """() => Object.entries(localStorage).filter(([key]) => key !== "signpost.easy").map(([, kept]) => kept.split(" ")[0])"""
SECOND = """
## Two

::: scenario id=ella title="Ella"
::: node id=a
Ella is tired.

- [Ask her](#b)
  She says little.
:::
::: end id=b
You told.
:::
:::
"""


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("listen")
    page = folder / "page.html"
    files = project(BODY + QUESTION + SECOND) | {
        "course/demo/course.yaml": CARERS + "exit_url: https://www.bbc.co.uk/weather\n"
    }
    course = a_read_course(folder, **files)
    page.write_bytes(single_file(render(edition(course, audience=course.audiences[1])), read_asset))
    return page


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 390, "height": 700}, bypass_csp=True)
    yield context
    context.close()


def opened(context: BrowserContext, page_file: Path, *voices: Any, pace: int = 60_000) -> Page:
    context.add_init_script(f"window.pace = {pace};\n{VOICE}\n{GLUE}")
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.locator("[data-do=next]").click()
    page.evaluate("(voices) => speechSynthesis.arrive(...voices)", list(voices))
    return page


def said(page: Page) -> list[str]:
    return list(page.evaluate("speechSynthesis.said"))


def test_it_reads_with_a_voice_of_the_device_and_is_silent_at_once(context: BrowserContext, page_file: Path) -> None:
    """No voice, one that is elsewhere, one of another language: no button. Any other press, also the quick exit's, ends it."""
    page = opened(context, page_file)
    button, state = page.locator("[data-do=listen]"), "document.querySelector('.listen').dataset.state"
    assert not button.is_visible()
    page.evaluate("(voices) => speechSynthesis.arrive(...voices)", [ELSEWHERE, POLISH])
    assert not button.is_visible()
    page.evaluate("(voices) => speechSynthesis.arrive(...voices)", [ELSEWHERE, HERE])

    button.click()
    page.wait_for_function("speechSynthesis.said.length === 1")
    assert page.evaluate("[...CSS.highlights.get('heard')].map(String)") == ["One"]
    assert button.inner_text() == "Pause"
    button.click()
    assert (page.evaluate("speechSynthesis.speaking"), button.inner_text()) == (False, "Go on")
    button.click()
    page.wait_for_function("speechSynthesis.said.length === 2")
    page.locator(".listen select").select_option("1.5")
    page.wait_for_function("speechSynthesis.said.length === 3")
    assert said(page) == ["One"] * 3
    page.locator("[data-do=listen-stop]").click()
    for other in (".bar [data-do=help]", "[data-do=easy]", "[data-do=next]"):
        button.click()
        page.wait_for_function("speechSynthesis.speaking")
        page.locator(other).click()
        assert (page.evaluate("speechSynthesis.speaking"), page.evaluate(state)) == (False, "listen"), other
        page.keyboard.press("Escape")
    page.locator("[data-do=listen]").click()
    page.wait_for_function("speechSynthesis.speaking")
    page.evaluate("""() => {
      addEventListener("click", (event) => event.preventDefault());
      document.querySelector(".bar .exit.button").click();
      window.silent = !speechSynthesis.speaking;
    }""")
    assert page.evaluate("window.silent") is True


def test_what_is_read(context: BrowserContext, page_file: Path) -> None:
    """Alternatives, tables with their headings, questions with their options; no source, fold, answer or feedback."""
    page = opened(context, page_file, HERE, pace=0)
    page.locator("[data-do=listen]").click()
    page.wait_for_function("document.querySelector('.listen').dataset.state === 'listen'", timeout=20_000)
    words = said(page)

    for expected in (
        "From 2022 to 2024 the number rose each year.",
        "A phone with a face and a line of text:",
        "Children: 8,043 children",
        "What would you do first?",
        "What do you do?",
        "Tell somebody",
        "Two friends talk",
    ):
        assert expected in words
    whole = json.dumps(words)
    assert [
        kept
        for kept in (
            "Then write it down",
            "feedback",
            "Checked on",
            "Source",
            "Home Office",
            "See the answer",
            "Check my",
        )
        if kept in whole
    ] == []
    assert page.evaluate("CSS.highlights.get('heard').size") == 0


def test_easy_words_are_remembered_on_the_device(context: BrowserContext, page_file: Path) -> None:
    """By one key that says no more than that; switched off, nothing is left."""
    page = opened(context, page_file)
    lines, switch = page.locator(".easy"), page.locator("[data-do=easy]")
    assert not lines.is_visible()
    switch.click()
    assert (lines.is_visible(), switch.get_attribute("aria-pressed")) == (True, "true")
    assert page.evaluate(KEPT_PAGES) == ["one.start"]  # at once: this page may save on leaving after the next has read
    page.reload()
    page.locator("[data-do=easy]").wait_for()
    assert lines.is_visible()
    assert page.evaluate("localStorage['signpost.easy']") == "1"
    page.locator("[data-do=next]").click()
    assert not switch.is_visible()  # no easy lines on this page
    page.locator("[data-do=back]").click()
    switch.click()

    assert not lines.is_visible()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('easy'))") == []


def test_it_stops_when_the_page_is_hidden_or_goes(context: BrowserContext, page_file: Path) -> None:
    page = opened(context, page_file, HERE)
    for event in ("document.dispatchEvent(new Event('visibilitychange'))", "dispatchEvent(new Event('pagehide'))"):
        page.locator("[data-do=listen]").click()
        page.wait_for_function("speechSynthesis.speaking")
        page.evaluate(event)

        assert page.evaluate("speechSynthesis.speaking") is False, event
        assert page.evaluate("document.querySelector('.listen').dataset.state") == "listen"


def test_without_highlights_the_element_is_marked(context: BrowserContext, page_file: Path) -> None:
    """Firefox before 140 and Safari before 17.2 have none."""
    context.add_init_script("Object.defineProperty(CSS, 'highlights', { value: undefined });")
    page = opened(context, page_file, HERE)
    page.locator("[data-do=listen]").click()
    page.wait_for_function("speechSynthesis.said.length === 1")

    assert page.locator(".heard").all_inner_texts() == ["One"]
    page.locator("[data-do=listen-stop]").click()
    assert page.locator(".heard").count() == 0


def test_nothing_moves_when_a_voice_comes(context: BrowserContext, page_file: Path) -> None:
    """Chromium names its voices a moment after the first paint; the heading stays where it was."""
    page = opened(context, page_file)
    page.locator("[data-do=next]").click()  # where no switch for easy words keeps the row open
    heading = page.get_by_role("heading", name="Two")
    before = heading.bounding_box()
    page.evaluate("(voices) => speechSynthesis.arrive(...voices)", [HERE])

    assert page.locator("[data-do=listen]").is_visible()
    assert heading.bounding_box() == before


def test_easy_words_are_there_without_a_script(chromium: Browser, page_file: Path) -> None:
    """And no control that would need one."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file.as_uri())
    seen = page.locator(".easy").first.is_visible(), page.locator(".tools").is_visible()
    context.close()

    assert seen == (True, False)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_it_reads_in_other_engines(engine: str, page_file: Path, tmp_path: Path) -> None:
    """With the made-up voice: one sentence after another to the end, and silent on another page."""
    script = f"<script>window.pace = 20;\n{VOICE}\n{GLUE}\nvoices = [{json.dumps(HERE)}];</script>"
    copy = tmp_path / "page.html"
    copy.write_text(page_file.read_text("utf-8").replace("<head>", f"<head>{script}", 1), "utf-8")
    with ENGINES[engine](tmp_path) as driver:
        driver.get(copy.as_uri())
        wait = WebDriverWait(driver, SECONDS)
        wait.until(lambda _: driver.execute_script("return document.documentElement.dataset.at"))
        driver.execute_script("document.querySelector('[data-do=next]').click()")
        driver.execute_script("document.querySelector('[data-do=listen]').click()")
        wait.until(
            lambda _: driver.execute_script("return document.querySelector('.listen').dataset.state === 'listen'")
        )
        words = driver.execute_script("return speechSynthesis.said")
        assert words[0] == "One" and "Tell somebody" in words
        driver.execute_script("document.querySelector('[data-do=listen]').click()")
        driver.execute_script("document.querySelector('[data-do=next]').click()")
        assert driver.execute_script(
            "return [speechSynthesis.speaking, document.querySelectorAll('.heard').length]"
        ) == [False, 0]


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("look", LOOKS)
def test_nothing_is_wrong_while_it_reads(chromium: Browser, page_file: Path, look: str, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 500}, bypass_csp=True, **LOOKS[look])
    page = opened(context, page_file, HERE)
    if look == "right to left":
        page.evaluate("document.documentElement.dir = 'rtl'")
    page.locator("[data-do=easy]").click()
    idle = inspect(page)
    page.locator("[data-do=listen]").click()
    page.wait_for_function("speechSynthesis.said.length === 1")
    reading = inspect(page)
    context.close()

    assert (idle, reading) == ([], [])
