"""Diagnostics as somebody types: read again once the typing pauses, published where something has changed."""

import asyncio
import datetime
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from signpost_builder.language.knowing import Kept, Known, judge, know
from signpost_builder.language.marking import by_file, mark
from signpost_builder.language.projects import held, known_uri, projects_of
from signpost_builder.language.texts import Text
from signpost_builder.source.files import Project, Unsaved

if TYPE_CHECKING:
    from signpost_builder.language.server import Server

PAUSE_BEFORE_JUDGING_SECONDS = 0.8
PAUSE_SECONDS = 0.2  # after the last key; a read of the shipped course takes about as long


class Checks:
    """All projects that the editor has to do with. One thread reads; everything else is on the loop."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self._reader = ThreadPoolExecutor(1, "signpost-read")
        self._timer: asyncio.TimerHandle | None = None
        self._running: asyncio.Task[None] | None = None
        self._published: dict[str, list[types.Diagnostic]] = {}
        self._changes = 0
        self.projects: dict[Path, Kept] = {}

    def soon(self) -> None:
        """Something has changed: read after a pause, and begin to count anew."""
        self._changes += 1
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(PAUSE_SECONDS, self._start)

    def kept(self, root: Path) -> Kept:
        return self.projects.setdefault(root, Kept(root))

    def stop(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._reader.shutdown(wait=False, cancel_futures=True)

    def _start(self) -> None:
        """One check at a time; the one that waits to judge gives way."""
        if self._running and not self._running.done():
            self._running.cancel()
        self._running = asyncio.get_running_loop().create_task(self._check())

    async def _check(self) -> None:
        """Files first; then, if the typing has paused longer, editions and answers of whole courses.

        What was read of texts that have changed meanwhile is not published: its places are wrong by now.
        """
        asked, workspace = self._changes, self._server.workspace
        day = self._server.settings.as_of or datetime.date.today()
        roots = projects_of(workspace)
        for gone in self.projects.keys() - set(roots):
            del self.projects[gone]
        texts = {root: held(workspace, root) for root in roots}
        for root in roots:
            await self._reading(self.kept(root), partial(know, root, texts[root], day))
        if asked != self._changes:
            return
        self._publish(texts)
        await asyncio.sleep(PAUSE_BEFORE_JUDGING_SECONDS)
        for kept in [self.kept(root) for root in roots]:
            if asked == self._changes and kept.unjudged():
                await self._reading(kept, judge)
        if asked == self._changes:
            self._publish(texts)

    async def _reading(self, kept: Kept, read: Callable[[Kept], Known]) -> None:
        """In the thread that reads; whatever happens there, editing goes on."""
        try:
            kept.known = await asyncio.get_running_loop().run_in_executor(self._reader, read, kept)
        except Exception as fault:
            said = f"Signpost could not read '{kept.root.name}' ({type(fault).__name__}): run 'signpost check' there"
            self._server.say_once(said)

    def _marks(self, root: Path, texts: Unsaved, known: Known) -> dict[str, list[types.Diagnostic]]:
        workspace, project, found = self._server.workspace, Project(root, texts), dict[str, list[types.Diagnostic]]()
        for path, findings in by_file(known.findings).items():
            text = Text(project.peek(path), self._server.units)
            found[known_uri(workspace, root / path)] = [mark(finding, text) for finding in findings]
        return found

    def _publish(self, texts: Mapping[Path, Unsaved]) -> None:
        """What is new, and nothing where there was something before."""
        marks = dict[str, list[types.Diagnostic]]()
        for root, held_there in texts.items():
            kept = self.kept(root)
            marks |= self._marks(root, held_there, kept.known)
            kept.index.refresh(held_there)
        for uri in dict.fromkeys((*marks, *self._published)):
            now = marks.get(uri, [])
            if now != self._published.get(uri, []):
                self._server.publish(uri, now)
        self._published = {uri: now for uri, now in marks.items() if now}
        self._server.refresh_lenses()
