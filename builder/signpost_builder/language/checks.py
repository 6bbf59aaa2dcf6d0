"""Diagnostics as somebody types: read again once the typing pauses, published where something has changed."""

import asyncio
import datetime
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from lsprotocol import types

from signpost_builder.language.knowing import Kept, Known, know
from signpost_builder.language.marking import by_file, mark
from signpost_builder.language.projects import held, known_uri, projects_of
from signpost_builder.language.texts import Text
from signpost_builder.source.files import Project

if TYPE_CHECKING:
    from signpost_builder.language.server import Server

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
        if self._running and not self._running.done():
            self._timer = asyncio.get_running_loop().call_later(PAUSE_SECONDS, self._start)
            return
        self._running = asyncio.get_running_loop().create_task(self._check())

    async def _check(self) -> None:
        """What was read of texts that have changed meanwhile is not published: its places are wrong by now."""
        asked, workspace, marks = self._changes, self._server.workspace, dict[str, list[types.Diagnostic]]()
        roots = projects_of(workspace)
        for gone in self.projects.keys() - set(roots):
            del self.projects[gone]
        for root in roots:
            texts, kept = held(workspace, root), self.kept(root)
            try:
                kept.known = await asyncio.get_running_loop().run_in_executor(
                    self._reader, know, root, texts, self._server.settings.as_of or datetime.date.today(), kept
                )
            except Exception as fault:  # whatever it is, editing goes on
                self._server.say_once(
                    f"Signpost could not read '{root.name}' ({type(fault).__name__}): run 'signpost check' there"
                )
                continue
            if asked != self._changes:
                return
            marks |= self._marks(root, texts, kept.known)
            kept.index.refresh(texts)
        self._publish(marks)

    def _marks(self, root: Path, texts: dict[PurePosixPath, str], known: Known) -> dict[str, list[types.Diagnostic]]:
        workspace, project, found = self._server.workspace, Project(root, texts), dict[str, list[types.Diagnostic]]()
        for path, findings in by_file(known.findings).items():
            text = Text(project.peek(path), self._server.units)
            found[known_uri(workspace, root / path)] = [mark(finding, text) for finding in findings]
        return found

    def _publish(self, marks: dict[str, list[types.Diagnostic]]) -> None:
        """What is new, and nothing where there was something before."""
        for uri in dict.fromkeys((*marks, *self._published)):
            now = marks.get(uri, [])
            if now != self._published.get(uri, []):
                self._server.publish(uri, now)
        self._published = {uri: now for uri, now in marks.items() if now}
        self._server.refresh_lenses()
