"""Whether a record could be stored now: found out by writing one row, and by how much the store takes."""

import asyncio
import time

from signpost_survey.stores import Store, StoreError

WRITE_SECONDS = 1.0  # who asks more often gets the last answer
PATIENCE_SECONDS = 5.0
ALARM = 0.8  # of the largest size, from which on the metrics say so


class Health:
    """`most_bytes`: the size from which on the store takes no more records; 0: only the disk is a limit."""

    def __init__(self, store: Store, most_bytes: int) -> None:
        self._store = store
        self._most = most_bytes
        self._asking: asyncio.Task[bool] | None = None
        self._asked = 0.0
        self.bytes = 0

    @property
    def full(self) -> bool:
        return 0 < self._most <= self.bytes

    @property
    def gauges(self) -> dict[str, int]:
        nearly = 0 < self._most * ALARM <= self.bytes
        flags = {"store_nearly_full": int(nearly), "store_full": int(self.full)}
        return {"store_bytes": self.bytes, "store_bytes_limit": self._most, **flags}

    async def measure(self) -> None:
        """Look how large the store is. Raises StoreError."""
        self.bytes = await asyncio.to_thread(self._store.size)

    async def writes(self) -> bool:
        """Whether a row got onto the disk, within the last second or just now; all who ask meanwhile wait for the same row."""
        now = time.monotonic()
        if self._asking is None or (self._asking.done() and now - self._asked >= WRITE_SECONDS):
            self._asked = now
            self._asking = asyncio.create_task(self._write())
        try:
            return await asyncio.wait_for(asyncio.shield(self._asking), PATIENCE_SECONDS)
        except TimeoutError:
            return False

    async def _write(self) -> bool:
        try:
            await asyncio.to_thread(self._store.try_writing)
        except StoreError:
            return False
        return True
