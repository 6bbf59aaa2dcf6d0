"""A learner in front of the course: reads, clicks, answers. Knows the page by its hooks, not by its looks."""

from collections.abc import Iterator, Mapping
from typing import Any, Self

from playwright.sync_api import Frame, Locator, Page, expect

from tests.browser.launches import Launch
from tests.browser.strict import Note

Response = Any  # null, "dk", a list of indexes, or [number]: as in tests/vectors/scoring.json

RIGHT: Mapping[str, Response] = {
    "CF1": [4], "CF2": [3], "KN1": [1], "KN2": [0, 2], "KN3": [0], "KN4": [0, 1, 2, 3], "KN5": [0, 1, 2], "KN6": [44],
}  # fmt: skip
WRONG: Mapping[str, Response] = {
    "CF1": [1], "CF2": [2], "KN1": [0], "KN2": [1, 3], "KN3": [1], "KN4": [3, 2, 1, 0], "KN5": [3, 3, 3], "KN6": [90],
}  # fmt: skip
CHECKS_RIGHT: Mapping[str, Response] = {
    "CK1": [1], "CK2": [0, 2], "CK3": [0], "CK4": [0, 1, 2, 3], "CK5": [0, 1, 2], "CK6": [4], "IN1": [0],
}  # fmt: skip


def right(spec: dict[str, Any]) -> Any:
    """A response that scores all, from the page's own data; surveys get the middle of the road."""
    match spec["type"]:
        case "single" | "multiple" | "true-false":
            return spec["keys"] or [0]
        case "order" | "match":
            return list(range(spec["count"]))
        case "number":
            return [spec["answer"] if spec["answer"] is not None else 50]
        case _:
            return [3]


# Answers a question as a hand would: the same events, without a round trip for each.
FILL = """
  const change = (field, value) => {
    field.value = value;
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  };
  const fill = (question, response) => {
    if (response === "dk") return question.querySelector("input[value=dk]").click();
    const selects = question.querySelectorAll("select");
    const number = question.querySelector("input[inputmode=decimal]");
    if (selects.length) response.forEach((meaning, term) => change(selects[term], String(meaning)));
    else if (number) change(number, String(response[0]));
    else if (question.querySelector("ol.order")) {
      const up = (item) => question.querySelector(`ol.order > li[data-i="${item}"] [data-do=up]`);
      const order = () => [...question.querySelectorAll("ol.order > li")].map((one) => Number(one.dataset.i));
      up(order()[1]).click();
      response.forEach((item, place) => { while (order().indexOf(item) > place) up(item).click(); });
    } else for (const value of response) question.querySelector(`input[value="${value}"]`).click();
  };
"""

# A set from "begin" to its end or summary in one go.
THROUGH = f"""([name, responses, choice]) => {{
  {FILL}
  const page = document.getElementById(name);
  const button = (verb) => [...page.querySelectorAll(`[data-do=${{verb}}]`)].find((one) => one.checkVisibility());
  (choice ? page.querySelector(`[data-do=begin][data-survey=${{choice}}]`) : button("begin")).click();
  while (button("continue")) {{
    for (const question of page.querySelectorAll(".q")) {{
      if (question.checkVisibility() && responses[question.dataset.q] !== undefined) fill(question, responses[question.dataset.q]);
    }}
    button("continue").click();
  }}
}}"""


class Learner:
    """Drives one open course. `launch` is None where there is no platform."""

    def __init__(self, course: Page | Frame, launch: Launch | None = None) -> None:
        self.course, self.launch = course, launch
        self.arrived()

    @classmethod
    def of(cls, launch: Launch) -> Self:
        return cls(launch.course, launch)

    @property
    def platform(self) -> Launch:
        assert self.launch is not None, "this course was opened without a platform"
        return self.launch

    def notes(self) -> list[Note]:
        return self.platform.notes()

    def leave(self) -> None:
        """The platform takes the course away."""
        self.platform.leave()

    def settle(self) -> None:
        """Wait until the platform has been told: a save follows what was done, it does not come within it."""
        self.platform.page.wait_for_function(
            "['commit', 'finish'].includes(state.notes.filter((one) => one.role !== 'mark').at(-1)?.role)"
        )

    # ------------------------------------------------------------ where

    def arrived(self) -> None:
        """The player has opened its session and shows a page."""
        self.course.wait_for_selector("html[data-at]", state="attached")

    @property
    def at(self) -> str:
        return self.course.locator("html").get_attribute("data-at") or ""

    @property
    def page(self) -> Locator:
        return self.course.locator("main > .page:not([hidden])")

    @property
    def data(self) -> dict[str, Any]:
        return self.course.evaluate("() => JSON.parse(document.getElementById('course-data').textContent)")

    @property
    def pages(self) -> list[str]:
        """The pages in the order of "next"."""
        return [page["id"] for page in self.data["pages"]]

    def stop_the_clock(self) -> None:
        """From here on time passes by `pass_time` alone, so a busy machine saves at the same moments as an idle one."""
        page = self.platform.page
        page.clock.pause_at(page.evaluate("Date.now()") + 60_000)
        self.settle()

    def pass_time(self, milliseconds: int) -> None:
        self.platform.page.clock.run_for(milliseconds)
        self.settle()

    def go(self, page_id: str) -> None:
        """By the course's own link to that page, wherever there is one."""
        self.course.evaluate(
            "id => document.querySelector(`a[href='#${CSS.escape(id)}'], a[href='#${id}']`).click()", page_id
        )
        self.at_page(page_id)

    def at_page(self, page_id: str) -> None:
        expect(self.course.locator("html")).to_have_attribute("data-at", page_id)

    def next(self) -> str:
        before = self.at
        self.do("next").click()
        expect(self.course.locator("html")).not_to_have_attribute("data-at", before)
        return self.at

    def do(self, verb: str, within: Locator | None = None) -> Locator:
        """The visible control for a verb."""
        return (within or self.course.locator("body")).locator(f"[data-do={verb}]:visible").first

    def mark(self, name: str) -> None:
        if self.launch is not None:
            self.launch.mark(name)

    # ---------------------------------------------------------- answers

    def question(self, question_id: str) -> Locator:
        return self.course.locator(f"main > .page:not([hidden]) .q[data-q='{question_id}']")

    def fill(self, question: Locator, response: Response) -> None:
        """Give one answer with mouse and keyboard, as far as it goes: no button is pressed."""
        if response is None:
            return
        if response == "dk":
            question.locator("input[value=dk]").check()
        elif question.locator("ol.order").count():
            self._put_in_order(question, response)
        elif question.locator("select").count():
            for term, meaning in enumerate(response):
                question.locator(f"select[data-term='{term}']").select_option(str(meaning))
        elif question.locator("input[inputmode=decimal]").count():
            question.locator("input[inputmode=decimal]").fill(str(response[0]))
        else:
            for value in response:
                question.locator(f"input[value='{value}']").check()

    def check(self, question_id: str, response: Response) -> str:
        """Answer a knowledge check and read the verdict."""
        question = self.question(question_id)
        self.fill(question, response)
        self.mark("submitted")
        question.locator("[data-do=check]").click()
        return question.locator(".verdict:visible").get_attribute("data-verdict") or ""

    def given(self, question_id: str) -> Response:
        """What stands in a question's fields now."""
        return self.question(question_id).evaluate(
            """q => {
              const order = [...q.querySelectorAll("ol.order > li")];
              const selects = [...q.querySelectorAll("select")];
              const number = q.querySelector("input[inputmode=decimal]");
              const ticked = [...q.querySelectorAll("input:checked")].map((one) => one.value);
              if (ticked.includes("dk")) return "dk";
              if (order.length) return order.map((one) => Number(one.dataset.i));
              if (selects.length) return selects.map((one) => Number(one.value));
              if (number) return number.value === "" ? null : [Number(number.value)];
              return ticked.length ? ticked.map(Number).sort((a, b) => a - b) : null;
            }"""
        )

    def before(self, responses: Mapping[str, Response], *, by_hand: bool = False, choice: str = "") -> None:
        """The whole set before the course, to its end. `choice` where a survey asks: "join" or "decline"."""
        self.go("before")
        self._through("before", responses, by_hand, choice)
        self.mark("submitted")
        expect(self.course.locator("#before .done-note")).to_be_visible()

    def after(self, responses: Mapping[str, Response], *, by_hand: bool = False) -> str:
        """The whole set after the course, submitted; the outcome as the result page names it."""
        self.go("after")
        self._through("after", responses, by_hand)
        self.mark("submitted")
        self.do("submit", self.course.locator("#after")).click()
        self.at_page("result")
        return self.outcome

    def _through(self, name: str, responses: Mapping[str, Response], by_hand: bool, choice: str = "") -> None:
        if by_hand:
            for _ in self.steps(name, responses, choice):
                pass
        else:
            given = {key: value for key, value in responses.items() if value is not None}
            self.course.evaluate(THROUGH, [name, given, choice])

    def steps(self, name: str, responses: Mapping[str, Response], choice: str = "") -> Iterator[int]:
        """Begin a set and go through it by hand; stops at each step before it is answered."""
        section = self.course.locator(f"[id='{name}']")
        self.begin(name, choice)
        number = 0
        while self.do("continue", section).is_visible():
            yield (number := number + 1)
            self.fill_step(name, responses)
            self.do("continue", section).click()

    def begin(self, name: str, choice: str = "") -> None:
        section = self.course.locator(f"[id='{name}']")
        if choice:
            section.locator(f"[data-do=begin][data-survey={choice}]").click()
        else:
            self.do("begin", section).click()

    def fill_step(self, name: str, responses: Mapping[str, Response]) -> None:
        """Answer what is on the screen of a set."""
        for question in self.course.locator(f"[id='{name}'] .q:visible").all():
            self.fill(question, responses.get(question.get_attribute("data-q") or ""))

    @property
    def outcome(self) -> str:
        return self.course.locator("#result [data-outcome]:visible").first.get_attribute("data-outcome") or ""

    @property
    def has_certificate(self) -> bool:
        """Goes there and looks."""
        self.go("certificate")
        return self.course.locator("#certificate").get_attribute("data-available") == "yes"

    def read_all(self) -> None:
        """Through every page to the last of the last module by "next"; sets are passed by."""
        last = [page["id"] for page in self.data["pages"] if page["counts"]][-1]
        self.course.evaluate(
            """(last) => {
              const html = document.documentElement;
              for (let steps = 0; html.dataset.at !== last && steps < 500; steps++) document.querySelector("[data-do=next]").click();
            }""",
            last,
        )
        self.at_page(last)

    def _put_in_order(self, question: Locator, wanted: list[int]) -> None:
        """Move each item up until it is where it belongs; no move at all is an answer too once something moved."""
        for place, item in enumerate(wanted):
            for _ in range(len(wanted)):
                now = question.locator("ol.order > li").evaluate_all("all => all.map((one) => Number(one.dataset.i))")
                if now.index(item) <= place:
                    break
                question.locator(f"ol.order > li[data-i='{item}'] [data-do=up]").click()
