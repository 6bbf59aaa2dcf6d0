"""Group commit: one thread writes all that waits in one transaction; nobody hears "stored" before it is durable."""

import asyncio
import threading
from collections import deque
from collections.abc import Sequence

from signpost_survey import logs
from signpost_survey.stores.base import Row, Store, StoreError, StoreUnavailable

WAITING = 4_096
BATCH = 512
Waiting = tuple[Row, asyncio.Future[None]]


class Busy(Exception):
    """More waits than the disk can take."""


class Writer:
    """Started with the server, stopped after the last request. No timer: batches form while the last commit runs."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: deque[Waiting] = deque()
        self._wake = threading.Event()
        self._stopping = False
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self.commits = 0
        self.failed = 0
        self._unwell = False
        self._thread.start()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def submit(self, row: Row) -> asyncio.Future[None]:
        """A future that is done once the row is durable, or carries a StoreError. Raises Busy."""
        if len(self._waiting) >= WAITING or self._stopping:
            raise Busy
        future: asyncio.Future[None] = self._loop.create_future()
        self._waiting.append((row, future))
        if not self._wake.is_set():
            self._wake.set()
        return future

    async def stop(self) -> None:
        """Write what waits, then end."""
        self._stopping = True
        self._wake.set()
        await asyncio.to_thread(self._thread.join)
        self._store.close()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            while batch := self._take():
                self._write(batch)
            if self._stopping:
                return

    def _take(self) -> list[Waiting]:
        return [self._waiting.popleft() for _ in range(min(len(self._waiting), BATCH))]

    def _write(self, batch: list[Waiting]) -> None:
        batch.sort(key=_name)  # within a page of the file, the place of a record follows the order of writing
        error: Exception | None = None
        try:
            self._store.put([row for row, _ in batch])
            self.commits += 1
            if self._unwell:
                logs.event("store_available")
            self._unwell = False
        except Exception as caught:  # the thread outlives any fault: whoever waits hears of it and nobody hangs
            error = caught if isinstance(caught, StoreError) else StoreUnavailable(type(caught).__name__)
            self.failed += 1
            if not self._unwell:  # once, not for every record that is refused meanwhile
                logs.event("store_unavailable", fault=str(error))
            self._unwell = True
        self._loop.call_soon_threadsafe(_settle, [future for _, future in batch], error)


def _name(waiting: Waiting) -> bytes:
    return waiting[0].digest


def _settle(futures: Sequence[asyncio.Future[None]], error: Exception | None) -> None:
    for future in futures:
        if future.cancelled():
            continue
        if error:
            future.set_exception(error)
        else:
            future.set_result(None)
