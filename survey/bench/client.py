"""A client that costs little itself: fixed requests over kept connections, answers cut at their blank line."""

import asyncio
import os
import time

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
        self.answer: asyncio.Future | None = None

    def connection_made(self, transport) -> None:
        self.transport = transport

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
        else:
            self.load.idle.append(self)


class Load:
    """One measurement. `closed`: every connection sends as soon as it was answered; else at a constant rate."""

    def __init__(self, waiting: list[bytes], *, closed: bool = True) -> None:
        self.waiting, self.closed = waiting, closed
        self.seconds: list[float] = []
        self.failed = 0
        self.idle: list[Connection] = []
        self.until = 0.0

    def end(self, connection: Connection) -> None:
        connection.transport.close()
        self._open -= 1
        if not self._open:
            self._done.set()

    async def run(self, port: int, connections: int, seconds: float) -> float:
        """Returns the seconds that it took."""
        loop, self._done, self._open = asyncio.get_running_loop(), asyncio.Event(), connections
        made = [(await loop.create_connection(lambda: Connection(self), "127.0.0.1", port))[1] for _ in range(connections)]
        began = time.perf_counter()
        self.until = began + seconds
        for connection in made:
            connection.send(time.perf_counter())
        await self._done.wait()
        return time.perf_counter() - began

    async def run_open(self, port: int, rate: int, seconds: float) -> None:
        """Constant arrivals: latency counts from when a request should have left, however busy the connections are."""
        loop = asyncio.get_running_loop()
        self.idle = [(await loop.create_connection(lambda: Connection(self), "127.0.0.1", port))[1] for _ in range(200)]
        everyone = list(self.idle)
        began, sent, total = time.perf_counter(), 0, int(rate * seconds)
        while len(self.seconds) + self.failed < total and time.perf_counter() < began + seconds * 3:
            due = min(total, int((time.perf_counter() - began) * rate) + 1)
            while sent < due and self.idle:
                self.idle.pop().send(began + sent / rate)
                sent += 1
            await asyncio.sleep(0.0005)
        for connection in everyone:
            connection.transport.close()
