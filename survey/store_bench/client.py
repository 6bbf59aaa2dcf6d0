"""A client that costs little itself: fixed requests over kept connections, answers cut at their blank line."""

import asyncio
import gc
import os
import time
from collections import deque
from typing import cast

from signpost_survey.keys import encode


def requests(form: str, count: int) -> list[bytes]:
    """Different random records; the store cannot tell them from sealed ones."""
    head = f"POST /v1/forms/{form}/records HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 1024\r\n\r\n".encode()
    return [head + encode(os.urandom(768)).encode() for _ in range(count)]


class Connection(asyncio.Protocol):
    """Sends the next request when the last one is answered, or when told to."""

    def __init__(self, load: "Load") -> None:
        self.load = load
        self.began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def send(self, began: float) -> None:
        self.began = began
        self.transport.write(self.load.waiting.pop())

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        if b" 204 " in data[:16] or b" 200 " in data[:16]:
            self.load.seconds.append(now - self.began)
        else:
            self.load.failed += 1
        if self.load.closed:
            if self.load.waiting and now < self.load.until:
                self.send(now)
            else:
                self.load.end(self)
        elif self.load.late_ones:
            self.send(self.load.late_ones.popleft())
        else:
            self.load.idle.append(self)


class Load:
    """One measurement. `closed`: every connection sends as soon as it was answered; else at a constant rate."""

    def __init__(self, waiting: list[bytes], *, closed: bool = True) -> None:
        self.waiting, self.closed = waiting, closed
        self.seconds: list[float] = []
        self.failed = 0
        self.idle: list[Connection] = []
        self.late_ones: deque[float] = deque()  # when those were due that found every connection busy
        self.late: list[float] = []
        self.until = 0.0

    def end(self, connection: Connection) -> None:
        connection.transport.close()
        self._open -= 1
        if not self._open:
            self._done.set()

    async def run(self, port: int, connections: int, seconds: float) -> float:
        """Returns the seconds that it took."""
        loop, self._done, self._open = asyncio.get_running_loop(), asyncio.Event(), connections
        made = [
            (await loop.create_connection(lambda: Connection(self), "127.0.0.1", port))[1] for _ in range(connections)
        ]
        began = time.perf_counter()
        self.until = began + seconds
        for connection in made:
            connection.send(time.perf_counter())
        await self._done.wait()
        return time.perf_counter() - began

    async def run_open(self, port: int, rate: int, seconds: float) -> None:
        """Constant arrivals, however busy the store is.

        A request that finds no idle connection waits for one, and its time counts from when it was due. The generator's
        own lateness (`late`) is told apart: a thread sleeps until each request is due, because the loop's timers know
        whole milliseconds only, and spinning would take a core from the store.
        """
        loop = asyncio.get_running_loop()
        everyone = [(await loop.create_connection(lambda: Connection(self), "127.0.0.1", port))[1] for _ in range(200)]
        self.idle, total, done = list(everyone), int(rate * seconds), asyncio.Event()
        gc.disable()

        def arrive() -> None:
            began = time.perf_counter()
            for number in range(total):
                due = began + number / rate
                if (ahead := due - time.perf_counter()) > 0:
                    time.sleep(ahead)
                loop.call_soon_threadsafe(self.arrived, due)
            loop.call_soon_threadsafe(done.set)

        await asyncio.to_thread(arrive)
        await done.wait()
        until = time.perf_counter() + seconds
        while len(self.seconds) + self.failed < total and time.perf_counter() < until:
            await asyncio.sleep(0.01)
        gc.enable()
        for connection in everyone:
            connection.transport.close()

    def arrived(self, due: float) -> None:
        """Send at once if a connection is idle, else as soon as one is."""
        if self.idle:
            now = time.perf_counter()
            self.late.append(now - due)
            self.idle.pop().send(now)
        else:
            self.late_ones.append(due)
