"""Server-sent events: what is so now, told to every page that listens.

Only the newest state counts. So nothing is queued: a page that is slow, or asleep, gets the newest when it takes something
again, and whoever tells never waits for anybody.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from starlette.responses import StreamingResponse

STILL_HERE_SECONDS = 15.0  # a connection that is gone is noticed when something is sent


class Events:
    """The listeners of one stream. All methods are called on the server's own loop; from a thread, `loop.call_soon_threadsafe`."""

    def __init__(self, still_here_seconds: float = STILL_HERE_SECONDS) -> None:
        self._listeners: set[asyncio.Event] = set()
        self._last = b""
        self._closed = False
        self._still_here_seconds = still_here_seconds

    def __len__(self) -> int:
        """How many listen."""
        return len(self._listeners)

    def tell(self, state: Mapping[str, Any]) -> None:
        """The state from now on, as JSON."""
        self._last = f"data: {json.dumps(state, ensure_ascii=False)}\n\n".encode()
        self._wake()

    def close(self) -> None:
        """No more: every stream ends. A page that asks again is answered 204, which ends its asking (HTML, server-sent events)."""
        self._closed = True
        self._wake()

    def response(self) -> StreamingResponse:
        """For a newcomer: the last state at once, then each newer one."""
        status = 204 if self._closed else 200
        return StreamingResponse(self.stream(), status, media_type="text/event-stream")

    async def stream(self) -> AsyncIterator[bytes]:
        news = asyncio.Event()
        self._listeners.add(news)
        try:
            said = b""
            while not self._closed:
                news.clear()
                if self._last is not said:
                    said = self._last
                    yield said
                    continue  # there may be newer by now
                try:
                    await asyncio.wait_for(news.wait(), self._still_here_seconds)
                except TimeoutError:
                    yield b": still here\n\n"
        finally:
            self._listeners.discard(news)

    def _wake(self) -> None:
        for news in self._listeners:
            news.set()
