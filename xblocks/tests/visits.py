"""Learners at the workbench: fresh browser profiles, everything they asked for, and the documents in their frames."""

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Frame, Page, Request, Route
from workbench_server import Workbench

from tests.browser.learner import Learner

ENDPOINT = "https://survey.example.test"
WORKBENCH_OWN = ("/static/workbench/", "/jsi18n/", "/favicon.ico")


class Visit:
    """One browser profile of one learner. What is wrong with what it heard and said is in `troubles`."""

    def __init__(self, browser: Browser, workbench: Workbench, student: str, **options: Any) -> None:
        self.workbench, self.student = workbench, student
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(10_000)
        self.troubles: list[str] = []
        self.requests: list[Request] = []
        self.records: list[str] = []  # what the store was sent
        self.context.on("request", self._note)
        self.context.on("weberror", lambda error: self.troubles.append(f"page error: {error.error}"))
        self.context.on("console", self._note_console)
        self.context.route(f"{ENDPOINT}/**", self._store)
        self.context.route("**/favicon.ico", lambda route: route.fulfill(status=204))

    def open(self, scenario: str, view: str = "") -> Page:
        page = self.context.new_page()
        page.goto(self.address(scenario, view))
        return page

    def address(self, scenario: str, view: str = "") -> str:
        return f"{self.workbench.origin}/scenario/{scenario}/{view and view + '/'}?student={self.student}"

    def learner(self, scenario: str, view: str = "") -> Learner:
        return learner_in(self.open(scenario, view))

    @property
    def posts(self) -> list[tuple[str, Any]]:
        """(handler, body) of what this learner's pages sent, as the server heard it: the browser tells of no request that
        outlives its page."""
        return [(one["handler"], json.loads(one["body"])) for one in self.workbench.posts(self.student)]

    def posted(self, handler: str, count: int = 1) -> None:
        """Waits until a handler has answered so often."""
        self.until(lambda: sum(name == handler for name, _ in self.posts) >= count)

    @staticmethod
    def until(condition: Callable[[], bool]) -> None:
        end = time.monotonic() + 10
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError("waited for ten seconds")
            time.sleep(0.02)

    def own_requests(self) -> list[Request]:
        """Without what the workbench's own page asks for."""
        return [one for one in self.requests if not urlsplit(one.url).path.startswith(WORKBENCH_OWN)]

    def leave(self, page: Page) -> None:
        page.goto("about:blank")

    def close(self) -> None:
        self.context.close()

    def _store(self, route: Route) -> None:
        self.records.append(route.request.post_data or "")
        route.fulfill(status=204, headers={"Access-Control-Allow-Origin": "*"})

    def _note(self, request: Request) -> None:
        self.requests.append(request)
        if not request.url.startswith((self.workbench.origin, ENDPOINT, "data:", "about:")):
            self.troubles.append(f"a request left: {request.url}")

    def _note_console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"console {message.type}: {message.text}")


def frame_of(page: Page, number: int = 0) -> Frame:
    page.wait_for_function("n => document.querySelectorAll('.signpost-block iframe').length > n", arg=number)
    frame = page.query_selector_all(".signpost-block iframe")[number].content_frame()
    assert frame is not None
    return frame


def learner_in(page: Page, number: int = 0) -> Learner:
    return Learner(frame_of(page, number))
