"""Phones without a browser, which talk to `signpost room` as its page for phones does."""

import asyncio
import contextlib
import json
import re
import threading
from collections.abc import AsyncIterator
from typing import Any


class Phones:
    """On a loop of their own: each listens, comes in, and answers every question; some twice. `counted`: answers that were taken."""

    def __init__(self, address: str, count: int) -> None:
        self._host, _, port = address.removeprefix("http://").strip("/").partition(":")
        self._port, self._count = int(port), count
        self.refused: list[int] = []
        self.counted = 0
        self._loop = asyncio.new_event_loop()
        self._all = self._loop.create_task(self._everyone())
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._all)
        self._loop.run_until_complete(asyncio.sleep(0.2))  # connections close
        self._loop.close()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._all.cancel)
        self._thread.join()

    async def _everyone(self) -> None:
        await asyncio.gather(*(self._phone(at) for at in range(self._count)))

    async def _phone(self, at: int) -> None:
        cookie = ""
        while True:
            with contextlib.suppress(OSError):
                async with self._connection() as (reader, writer):
                    writer.write(self._head("GET", "/events", ""))
                    async for line in reader:
                        if line.startswith(b"data: "):
                            cookie = await self._told(at, json.loads(line[6:]), cookie)
            await asyncio.sleep(1)  # the laptop is gone: again, as a browser does

    @contextlib.asynccontextmanager
    async def _connection(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        reader, writer = await asyncio.open_connection(self._host, self._port)
        try:
            yield reader, writer
        finally:
            writer.close()

    async def _told(self, at: int, news: dict[str, Any], cookie: str) -> str:
        _, _, cookie = await self._post("join", {}, cookie)
        if question := news["open"]:
            said = {"sitting": news["sitting"], "id": question["id"], "round": question["round"]}
            places = [at % len(question["choices"])]
            for _ in range(2 if at % 10 == 0 else 1):  # a double tap
                status, _, _ = await self._post("answer", {**said, "places": places}, cookie)
                if status != 200:
                    self.refused.append(status)
            self.counted += status == 200
        return cookie

    async def _post(self, what: str, said: object, cookie: str) -> tuple[int, bytes, str]:
        body = json.dumps(said).encode()
        async with self._connection() as (reader, writer):
            writer.write(self._head("POST", f"/{what}", cookie, len(body)) + body)
            answer = await reader.read()
        new = re.search(rb"set-cookie: (room=[^;]+)", answer)
        return int(answer[9:12]), answer, new[1].decode() if new else cookie

    def _head(self, method: str, path: str, cookie: str, length: int = 0) -> bytes:
        at = f"{self._host}:{self._port}"
        lines = [f"{method} {path} HTTP/1.1", f"Host: {at}", f"Origin: http://{at}", "Connection: close"]
        lines += [f"Cookie: {cookie}"] if cookie else []
        return ("\r\n".join([*lines, f"Content-Length: {length}", "", ""])).encode()
