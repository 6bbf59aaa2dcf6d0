"""Learners at the platform: browser profiles under watch, and the courses they launch."""

import itertools
import json
from collections.abc import Mapping
from typing import Any, Self

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Frame, Page, Request

from tests.browser.server import Server
from tests.browser.strict import Note, Standard, faults, notes_from

INSIDE = ("data:", "blob:", "about:")
_launch_ids = itertools.count(1)


class Seat:
    """A fresh browser profile. Every request and every error of its pages is noted in `troubles`."""

    def __init__(self, browser: Browser, server: Server, *, allowed: tuple[str, ...] = (), **options: Any) -> None:
        """`allowed`: other origins that its pages may ask; `options` go to the browser profile."""
        self.server = server
        self.allowed = (server.origin, server.other_origin, "file://", *INSIDE, *allowed)
        self.context: BrowserContext = browser.new_context(**options)
        self.context.set_default_timeout(10_000)
        self.troubles: list[str] = []
        self.requests: list[str] = []
        self.launches: list[Launch] = []
        self.context.on("request", self._note_request)
        self.context.on("console", self._note_console)
        self.context.on("weberror", lambda error: self.troubles.append(f"page error: {error.error}"))
        self.context.on("page", self._watch_page)

    def launch(self, base: str, *, registration: str = "ada", clock: bool = False, **options: Any) -> "Launch":
        """Open the platform's page and the course at `base` in it; `options` go to lms.js."""
        page = self.context.new_page()
        if clock:
            page.clock.install()
        page.goto(f"{self.server.origin}/lms/lms.html")
        launch = Launch(self, page, base, registration, options)
        self.launches.append(launch)
        return launch

    def open(self, url: str) -> Page:
        """A page without a platform."""
        page = self.context.new_page()
        page.goto(url)
        return page

    def record(self, registration: str = "ada") -> dict[str, Any]:
        """What the platform has stored for one learner."""
        return self._in_platform("key => JSON.parse(localStorage.getItem(key) || '{}')", f"lms-record:{registration}")

    def seed(self, record: Mapping[str, Any], registration: str = "ada") -> Self:
        """Give this profile a record that another profile left with the platform."""
        self._in_platform(
            "([key, text]) => localStorage.setItem(key, text)", [f"lms-record:{registration}", json.dumps(record)]
        )
        return self

    def stored_notes(self, launch_id: int) -> list[dict[str, Any]]:
        return self._in_platform("key => JSON.parse(localStorage.getItem(key) || '[]')", f"lms-log:{launch_id}")

    def close(self) -> None:
        self.context.close()

    def _in_platform(self, script: str, argument: Any) -> Any:
        page = self.context.new_page()
        try:
            page.goto(f"{self.server.origin}/lms/blank.html")
            return page.evaluate(script, argument)
        finally:
            page.close()

    def _watch_page(self, page: Page) -> None:
        page.on("dialog", self._refuse_dialog)
        page.on("websocket", lambda socket: self.troubles.append(f"web socket: {socket.url}"))
        page.on("download", lambda download: self.troubles.append(f"download: {download.url}"))

    def _refuse_dialog(self, dialog: Any) -> None:
        if dialog.type != "beforeunload":
            self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _note_request(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith(self.allowed):
            self.troubles.append(f"a request left: {request.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"console {message.type}: {message.text}")


class Launch:
    """One start of a course by one learner, with everything that was said."""

    def __init__(self, seat: Seat, page: Page, base: str, registration: str, options: Mapping[str, Any]) -> None:
        self.seat, self.page, self.registration = seat, page, registration
        self.id = next(_launch_ids)
        self.forgiven: list[str] = []
        given = {**options, "base": base, "registration": registration, "launchId": self.id}
        given.setdefault("otherOrigin", seat.server.other_origin)
        if options.get("shape") == "popup":
            with seat.context.expect_page() as opened:
                self._told = page.evaluate("options => launch(options)", given)
            self.course: Page | Frame = opened.value
        else:
            self._told = page.evaluate("options => launch(options)", given)
            self.course = self._frame(options.get("shape", "frame"))
        self.course.wait_for_load_state()

    @property
    def standard(self) -> Standard:
        return self._told["manifest"]["standard"]

    @property
    def manifest(self) -> dict[str, Any]:
        return self._told["manifest"]

    def mark(self, name: str) -> None:
        """Note in the log what the learner did, for the commit budget: opened, submitted, hidden."""
        self.page.evaluate("name => state.mark(name)", name)

    def notes(self) -> list[Note]:
        if self.page.is_closed() or not self.page.url.startswith(self.seat.server.origin):
            return notes_from(self.seat.stored_notes(self.id))
        return notes_from(self.page.evaluate("() => state.notes"))

    def leave(self) -> None:
        """The platform takes the course away; its page stays."""
        self.page.evaluate("() => closeCourse()")

    def close_tab(self) -> None:
        """As a person does: the pages hear of it, and what they say is kept."""
        with self.page.expect_event("close"):
            self.page.close(run_before_unload=True)

    def forgive(self, *beginnings: str) -> None:
        """Faults that this test provokes on purpose."""
        self.forgiven.extend(beginnings)

    def faults(self) -> list[str]:
        found = faults(self.notes(), self.standard)
        return [fault for fault in found if not fault.startswith(tuple(self.forgiven))]

    def _frame(self, shape: str) -> Frame:
        frame = self.page.wait_for_selector("#sco").content_frame()
        assert frame is not None
        if shape in ("nested", "other-parent"):
            inner = frame.wait_for_selector("#sco").content_frame()
            assert inner is not None
            return inner
        return frame
