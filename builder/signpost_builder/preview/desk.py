"""The courses of a project that somebody looks at, each with its listeners."""

import asyncio
import datetime
from collections.abc import Callable
from pathlib import Path

from signpost_builder.preview.reading import Reading
from signpost_builder.serving.events import Events

SECOND_LOOK_SECONDS = 0.05


class Desk:
    """Readings and events by course id. Reading is done in a thread, so that what is open stays quick."""

    def __init__(self, root: Path, day: Callable[[], datetime.date] = datetime.date.today) -> None:
        self.root = root
        self._day = day
        self._readings: dict[str, Reading] = {}
        self._events: dict[str, Events] = {}
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

    def events(self, id: str) -> Events:
        return self._events.setdefault(id, Events())

    async def changed(self) -> None:
        """The files have: whoever listens is told; what nobody looks at is read when it is asked for."""
        self._stale |= set(self._readings)
        for id in list(self._readings):
            if len(self.events(id)):
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
        self.events(id).tell(reading.state())
