"""Ways to begin: a course from the platform, the same one later in another browser, a course from a web page."""

from collections.abc import Callable
from typing import Any

from signpost_builder.model import Course

from tests.browser import packages
from tests.browser.launches import Seat
from tests.browser.learner import Learner

NO_CHOICE: dict[str, str] = {}


class Start:
    """`seats` gives fresh browser profiles, `mounted` the path at which an edition is served."""

    def __init__(self, seats: Callable[..., Seat], mounted: Callable[..., str]) -> None:
        self.seats, self._mounted = seats, mounted

    def __call__(
        self,
        standard: str = "1.2",
        *,
        of: Course | None = None,
        seat: Seat | None = None,
        which: dict[str, str] = NO_CHOICE,
        in_vain: bool = False,
        **options: Any,
    ) -> Learner:
        """A learner who launches a course from the platform; in a fresh browser, unless `seat` names one.

        `in_vain`: no API will be found, so the clock runs ahead to where the course stops waiting for one.
        """
        base = self._mounted(of or packages.course(), packages.STANDARDS[standard], **which)
        launch = (seat or self.seats()).launch(base, clock=in_vain or options.pop("clock", False), **options)
        if in_vain:
            launch.page.clock.run_for(15_000)
        return Learner.of(launch)

    def again(self, learner: Learner, standard: str, **options: Any) -> Learner:
        """The same learner, later, in another browser: the platform's record is all that is left."""
        launch = learner.platform
        if not launch.page.is_closed():
            launch.leave()
        record = launch.seat.record(launch.registration)
        seat = self.seats().seed(record, launch.registration)
        return self(standard, seat=seat, registration=launch.registration, **options)

    def web(
        self, of: Course | None = None, *, which: dict[str, str] = NO_CHOICE, seat: Seat | None = None, **options: Any
    ) -> Learner:
        """A visitor of the web edition on a static server; `options` go to the browser profile."""
        taken = seat or self.seats(**options)
        return Learner(taken.open(self.address(taken, of, **which)))

    def address(self, seat: Seat, of: Course | None = None, **which: str) -> str:
        return seat.server.origin + self._mounted(of or packages.course(), "web", **which)
