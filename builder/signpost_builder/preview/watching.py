"""When a project's sources have changed: once for each save, whatever way an editor saves."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import suppress
from pathlib import Path

from watchfiles import Change, awatch

from signpost_builder.source.beside import TEXTS, names_beside

FOLDERS = ("course", "modules", "quizzes")
TOGETHER_MS = 4  # what changes within this time is one save; what comes later is read with the next look
STEP_MS = 2  # a change is told when a second step has brought no more
FOLDERS_STEP_MS = 50  # folders come and go seldom, and each step wakes the computer
PATIENCE_SECONDS = 0.3  # for a file that an editor has emptied or taken away, to put the new one there
PATIENCE_STEP = 0.002
ROOT_AGAIN_MS = 1000  # a project that is moved away, or on a drive that is unplugged, is waited for
BACKUPS = ("~", ".swp", ".swx", ".swo", ".tmp", ".bak", ".orig", ".part", ".crswap")


def is_source(path: str) -> bool:
    """Not what editors and systems put beside the file that is edited: backups, locks, what waits to be renamed."""
    name = Path(path).name
    return not (name.startswith((".", "#")) or name.endswith(BACKUPS) or name == "4913" or ".tmp." in name)


async def changes(root: Path) -> AsyncIterator[frozenset[Path]]:
    """The paths of each save, for as long as it is asked. A folder that is renamed or comes later is noticed too."""
    told: asyncio.Queue[frozenset[Path]] = asyncio.Queue()
    watching = asyncio.ensure_future(_watch_all(root, told))
    try:
        while True:
            next_save = asyncio.ensure_future(told.get())
            await asyncio.wait({next_save, watching}, return_when=asyncio.FIRST_COMPLETED)
            if watching.done():
                next_save.cancel()
                await watching  # raises what went wrong
            paths = next_save.result() | _waiting(told)
            await _whole(paths)
            yield paths | _waiting(told)
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def _watch_all(root: Path, told: "asyncio.Queue[frozenset[Path]]") -> None:
    """Watches what is there; a watch follows a folder that is moved away, so it begins anew when the root has changed."""
    while True:
        with suppress(FileNotFoundError):  # a folder that has gone a moment ago, or the root itself
            await _until_folders_change(root, told)
        told.put_nowait(frozenset())  # what was saved since then was seen by no watch
        if not root.is_dir():
            while not root.is_dir():
                await asyncio.sleep(ROOT_AGAIN_MS / 1000)
            told.put_nowait(frozenset())


async def _until_folders_change(root: Path, told: "asyncio.Queue[frozenset[Path]]") -> None:
    """Raises what any of the two watches raises: one that ended unheard would leave the page as it is for ever."""
    there = [root / name for name in FOLDERS if (root / name).is_dir()]
    shown = _beside(path for folder in there for path in folder.rglob("*"))
    watches = {asyncio.ensure_future(_next_folders(root, (*FOLDERS, *shown)))}
    if there:
        there += [root / name for name in shown if (root / name).exists()]
        watches.add(asyncio.ensure_future(_tell(there, told, shown)))
    try:
        ended, _ = await asyncio.wait(watches, return_when=asyncio.FIRST_COMPLETED)
        for each in ended:
            each.result()
    finally:
        for each in watches:
            each.cancel()
        await asyncio.gather(*watches, return_exceptions=True)


async def _next_folders(root: Path, names: Collection[str]) -> None:
    """Until one of these comes or goes. A root that is moved away says nothing, so it is looked at."""
    place = root.stat().st_ino
    async for found in awatch(
        root,
        recursive=False,
        watch_filter=lambda _, path: Path(path).name in names,
        debounce=TOGETHER_MS,
        step=FOLDERS_STEP_MS,
        rust_timeout=ROOT_AGAIN_MS,
        yield_on_timeout=True,
    ):
        if found or root.stat().st_ino != place:
            return


async def _tell(places: Iterable[Path], told: "asyncio.Queue[frozenset[Path]]", shown: frozenset[str]) -> None:
    """Until a source shows something of the project that is not watched yet."""
    async for found in awatch(
        *places, watch_filter=lambda _, path: is_source(path), debounce=TOGETHER_MS, step=STEP_MS
    ):
        paths = _paths(found)
        told.put_nowait(paths)
        if not _beside(paths) <= shown:
            return


def _waiting(told: "asyncio.Queue[frozenset[Path]]") -> frozenset[Path]:
    """What was saved while the save before was waited for or read: one look at the files serves them all."""
    paths: frozenset[Path] = frozenset()
    while not told.empty():
        paths |= told.get_nowait()
    return paths


def _beside(paths: Iterable[Path]) -> frozenset[str]:
    """What the texts among these show that lies beside the folders of sources."""
    found: set[str] = set()
    for path in paths:
        if path.suffix in TEXTS:
            with suppress(OSError):  # it has gone
                found |= names_beside(path.read_bytes())
    return frozenset(found.difference(FOLDERS))


def _paths(found: Iterable[tuple[Change, str]]) -> frozenset[Path]:
    return frozenset(Path(path) for _, path in found)


async def _whole(paths: Iterable[Path]) -> None:
    """Waits a moment for files that are empty or gone: most editors empty or move a file before they write it."""
    waited = 0.0
    while waited < PATIENCE_SECONDS and any(map(_is_half_saved, paths)):
        await asyncio.sleep(PATIENCE_STEP)
        waited += PATIENCE_STEP


def _is_half_saved(path: Path) -> bool:
    try:
        return (path.is_file() and path.stat().st_size == 0) or not path.exists()
    except OSError:
        return True
