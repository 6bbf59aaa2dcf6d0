"""The whole shipped course in Firefox and WebKit, on a platform as unkind as Moodle. `make test-slow`."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.wait import WebDriverWait
from signpost_builder.model import Course

from tests.browser import packages
from tests.browser.engines import ENGINES, SECONDS
from tests.browser.learner import FILL, THROUGH, right
from tests.browser.server import Server

pytestmark = pytest.mark.slow

CHECKS = f"""([answers]) => {{
  {FILL}
  return [...document.querySelectorAll("form.q")].map((question) => {{
    document.querySelector(`a[href="#${{question.closest(".page").id}}"]`).click();
    if (!question.checkVisibility()) return [question.dataset.q, "not drawn"];
    fill(question, answers[question.dataset.q]);
    question.querySelector("[data-do=check]").click();
    return [question.dataset.q, question.querySelector(".verdict").dataset.verdict];
  }});
}}"""
# Back from the platform's page once it has taken away a frame in which three pages were turned.
STEPS_OUT = {"firefox": 1, "WebKitGTK": 4, "MiniBrowser": 4}
AT = "() => document.documentElement.dataset.at"
READ_ALL = """() => {
  const html = document.documentElement;
  const seen = [html.dataset.at];
  for (let next = 0; next < 500; next += 1) {
    const link = document.querySelector("[data-do=next]");
    if (link.hidden) break;
    link.click();
    seen.push(html.dataset.at);
  }
  return seen;
}"""


class Visitor:
    """A learner in any browser that WebDriver knows, in front of a course that the platform shows in a frame."""

    def __init__(self, driver: WebDriver, server: Server) -> None:
        self.driver, self.server = driver, server
        driver.set_script_timeout(SECONDS)
        driver.get(f"{server.origin}/lms/moodle.html")
        self.until("return window.ready === true")

    def launch(self, base: str, standard: str, **more: Any) -> None:
        self.driver.switch_to.default_content()
        self.driver.execute_script("launch(arguments[0])", {"base": base, "standard": standard, **more})
        self.driver.switch_to.frame(self.driver.find_element("id", "sco"))
        self.until(
            "return document.documentElement?.dataset.at !== undefined"
        )  # there is none while a document is replaced

    def until(self, script: str) -> Any:
        return WebDriverWait(self.driver, SECONDS).until(lambda driver: driver.execute_script(script))

    def do(self, function: str, *given: Any) -> Any:
        return self.driver.execute_script(f"return ({function})([...arguments])", *given)

    def press(self, selector: str) -> None:
        self.do(
            "([selector]) => [...document.querySelectorAll(selector)].find((one) => one.checkVisibility()).click()",
            selector,
        )

    def platform(self, script: str) -> Any:
        self.driver.switch_to.default_content()
        told = self.driver.execute_script(script)
        self.driver.switch_to.frame(self.driver.find_element("id", "sco"))
        return told


@pytest.fixture(params=ENGINES)
def visitor(request: pytest.FixtureRequest, server: Server, tmp_path: Path):
    with ENGINES[request.param](tmp_path) as driver:
        yield Visitor(driver, server)


@pytest.fixture
def shipped() -> Course:
    return packages.course(packages.SHIPPED)


@pytest.mark.parametrize("standard", ["1.2", "2004"])
def test_the_whole_course(visitor: Visitor, mounted: Callable[..., str], shipped: Course, standard: str) -> None:
    """Questions before, every page, every check, questions after with the first save lost: passed, and the platform has it."""
    visitor.launch(mounted(shipped, packages.STANDARDS[standard], audience="staff"), standard)
    data = visitor.do("() => JSON.parse(document.getElementById('course-data').textContent)")
    answers = {name: right(spec) for name, spec in data["questions"].items()}
    visitor.press("a[href='#before']") if visitor.do(
        "() => document.querySelector('#contents details').open"
    ) else visitor.do("() => document.querySelector(\"a[href='#before']\").click()")
    visitor.do(THROUGH, "before", answers, "")
    seen = visitor.do(READ_ALL)
    verdicts = visitor.do(CHECKS, answers)
    visitor.do("() => document.querySelector(\"a[href='#after']\").click()")
    visitor.do(THROUGH, "after", answers, "")
    visitor.platform("network.plan = ['reset']")
    visitor.press("#after [data-do=submit]")
    visitor.until("return document.documentElement.dataset.at === 'result'")
    outcome = visitor.do("() => document.querySelector('#result .outcome').dataset.outcome")
    visitor.until("return document.querySelector('#result .taken')?.dataset.notice === 'result-taken'")
    visitor.do("() => document.querySelector(\"a[href='#certificate']\").click()")
    certificate = visitor.do("() => document.querySelector('#certificate').dataset.available")
    visitor.press("[data-do=leave]")
    visitor.until("return document.documentElement.dataset.at === 'closed'")
    stored = visitor.platform("return stored()")

    assert {page["id"] for page in data["pages"]} <= set(seen) | {"start", "before"}
    assert {verdict for _, verdict in verdicts} <= {"right", "not drawn"}
    assert (outcome, certificate) == ("passed", "yes")
    assert (stored["complete"], stored["grade"], stored["finished"], stored["faults"]) == (True, 100, True, [])


def test_left_and_taken_up_again(visitor: Visitor, mounted: Callable[..., str], shipped: Course) -> None:
    """The frame is taken away in the middle: page and check come back at the next opening."""
    base = mounted(shipped, "scorm12", audience="staff")
    visitor.launch(base, "1.2")
    for _ in range(6):
        visitor.press("[data-do=next]")
    at = visitor.do("() => document.documentElement.dataset.at")
    visitor.driver.switch_to.default_content()
    visitor.driver.execute_script("closeCourse()")
    visitor.driver.execute_script("return stored()")
    visitor.launch(base, "1.2")

    assert visitor.do("() => document.documentElement.dataset.at") == at


def test_back_inside_the_platform_s_frame(visitor: Visitor, mounted: Callable[..., str], shipped: Course) -> None:
    """Back goes from page to page, also when the platform's window asks for it; then it is the platform's again.

    `history.back()` in that window is what the browser's button does. WebDriver's own command waits for ever in WebKit.
    """
    visitor.driver.get(visitor.driver.current_url + "?course")  # whoever opens an activity comes from a page
    visitor.until("return window.ready === true")
    visitor.launch(mounted(shipped, "scorm12", audience="staff"), "1.2")
    seen = [visitor.do(AT)]
    for _ in range(3):
        visitor.driver.find_element("css selector", "[data-do=next]").click()
        seen.append(visitor.do(AT))
    address = visitor.platform("return location.href")
    for page in reversed(seen[:-1]):
        visitor.platform("history.back()")
        visitor.until(f"return document.documentElement.dataset.at === {page!r}")
    assert visitor.platform("return location.href") == address
    visitor.do("() => { history.go(3) }")
    visitor.until(f"return document.documentElement.dataset.at === {seen[3]!r}")
    visitor.driver.switch_to.default_content()
    visitor.driver.execute_script("closeCourse()")
    steps = 0
    while visitor.driver.current_url == address and steps < 8:
        visitor.driver.execute_script("history.back()")
        time.sleep(0.5)  # a step that leads nowhere gives no sign that it is over
        steps += 1
    assert visitor.driver.current_url != address
    assert steps == STEPS_OUT[visitor.driver.name]


def test_exit_this_page_makes_no_entries(visitor: Visitor, mounted: Callable[..., str], shipped: Course) -> None:
    visitor.launch(mounted(shipped, "scorm12", audience="caregiver"), "1.2")
    entries = visitor.do("() => history.length")
    for _ in range(3):
        visitor.press("[data-do=next]")

    assert visitor.do("() => [history.length, history.state]") == [entries, None]
