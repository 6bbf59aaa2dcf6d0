"""The courses of a project that somebody looks at, each with its listeners: what is so now, and the page that they look at."""

import asyncio
import datetime
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from signpost_builder.preview.choice import Frame
from signpost_builder.preview.reading import Reading
from signpost_builder.preview.showing import Showing
from signpost_builder.serving.events import Events

SECOND_LOOK_SECONDS = 0.05


class Desk:
    """Readings and events by course id. Reading is done in a thread, so that what is open stays quick.

    What is told goes with the page, for whoever says which one is on the screen: a save is there without another question.
    """

    def __init__(self, root: Path, showing: Showing, day: Callable[[], datetime.date] = datetime.date.today) -> None:
        self.root, self.showing = root, showing
        self._day = day
        self._readings: dict[str, Reading] = {}
        self._events: dict[tuple[str, Frame | None], Events] = {}
        self._stale: set[str] = set()

    def known(self) -> list[str]:
        return sorted(file.parent.name for file in self.root.glob("course/*/course.yaml"))

    async def reading(self, id: str) -> Reading | None:
        """That of a course, up to date; None where there is none and never was."""
        if id not in self._readings:
            if id not in self.known():
                return None
            self._readings[id] = Reading(self.root / "course" / id, self._day)
            self._stale.add(id)
        if id in self._stale:
            await self._read(id)
        return self._readings[id]

    async def events(self, id: str, frame: Frame | None = None) -> Events | None:
        """Told already what is so now. `frame`: what the listener shows of the course; None where it does not know yet."""
        reading = await self.reading(id)
        if reading is None:
            return None
        events = self._events.setdefault((id, frame), Events())
        events.tell(await asyncio.to_thread(self._told, reading, frame))
        return events

    async def changed(self) -> None:
        """The files have: whoever listens is told; what nobody looks at is read when it is asked for."""
        self._stale |= set(self._readings)
        for id in list(self._readings):
            if any(len(events) for (course, _), events in self._events.items() if course == id):
                await self._read(id)

    def close(self) -> None:
        for events in self._events.values():
            events.close()

    async def _read(self, id: str) -> None:
        self._stale.discard(id)
        reading = self._readings[id]
        was_good = reading.is_good
        await asyncio.to_thread(reading.read)
        if (
            was_good and not reading.is_good
        ):  # perhaps in the middle of a save: an editor empties a file and then fills it
            await asyncio.sleep(SECOND_LOOK_SECONDS)
            await asyncio.to_thread(reading.read)
        for (course, frame), events in list(self._events.items()):
            if course == id and len(events):
                events.tell(await asyncio.to_thread(self._told, reading, frame))
        await asyncio.to_thread(self.showing.rest)

    def _told(self, reading: Reading, frame: Frame | None) -> Mapping[str, Any]:
        """What is so now; `page`: what has to be done to see it (`Change`)."""
        page = self.showing.change(frame, reading.course) if frame and reading.course else None
        return {**reading.state(), "page": asdict(page) if page else None}
