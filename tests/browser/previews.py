"""Windows with a preview in them, and what is waited for there."""

import contextlib
import re
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Frame, Page

from tests.preview_program import Program

PATIENCE_SECONDS = 30


class Shown:
    """The preview of a small project in a window; faults of the console and requests to others are kept."""

    def __init__(
        self,
        browser: Browser,
        program: Program,
        root: Path,
        before: Callable[[BrowserContext], None] = lambda _: None,
        width: int = 1280,
    ) -> None:
        self.program, self.root = program, root
        self.context = browser.new_context(viewport={"width": width, "height": 800})
        before(self.context)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.hosts: set[str] = set()
        self.page.on("pageerror", lambda problem: self.faults.append(str(problem)))
        self.page.on("console", lambda said: said.type == "error" and self.faults.append(said.text))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname or request.url[:30]))
        self.page.goto(program.address)
        self.course_frame()

    def close(self) -> None:
        self.context.close()

    def course_frame(self) -> Frame:
        """The course, with its player at work."""
        self.page.frame_locator("iframe").locator("html[data-at]").wait_for()
        return next(frame for frame in self.page.frames if "/page/" in frame.url)

    def shown_frame(self, kind: str) -> Frame:
        """What is shown of another format."""
        self.page.locator(f"iframe[src*='/{kind}/']").wait_for()
        self.page.frame_locator("iframe").locator("body").wait_for()
        return self.page.frames[1]

    def choose(self, **choices: str) -> None:
        for name, value in choices.items():
            self.page.select_option(f"select[name={name}]", value)

    def sco(self) -> Frame:
        self.page.frame_locator("iframe").frame_locator("iframe").locator("html[data-at]").wait_for()
        return next(
            frame
            for frame in self.page.frames
            if re.search("/[0-9A-Za-z_-]+/scorm", urlsplit(frame.url).path) and "/platform/" not in frame.url
        )


def until(frame: Frame, condition: str) -> None:
    """Playwright's own way would need `eval`, which the course's policy refuses; and the frame may be on its way to the next page."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(Error):
            if frame.evaluate(condition):
                return
        time.sleep(0.01)
    raise AssertionError(f"not so after {PATIENCE_SECONDS} s: {condition}")
