"""What a save costs in the preview: processor time of its server against that of reading everything, and its memory.

The server is the real one, in a process of its own; a listener hears each save with what it changes of the page, as the browser does.
Processor time, because a wall clock measures whatever else the machine does.
"""

import http.client
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from bench.courses import write_course
from testing.children import child

ROOT = Path(__file__).parent.parent
SHIPPED = ("course", "modules", "quizzes")
PROGRAM = "from signpost_builder.entry import main; main()"
PATIENCE_SECONDS = 600
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


SAVE = "preview, shipped course: a save against reading everything"
GROWTH = "preview, shipped course: growth over 1,000 saves"
MEMORY = "preview, 1,000 sections: memory"


class Saves(NamedTuple):
    """CPU seconds of the first read and of one save, page included; MiB after a fifth of the saves and after all, and the peak.

    By a fifth of many saves, what is kept of rendered blocks is as full as it gets (`page/block_html.py`).
    """

    first: float
    one: float
    before: float
    after: float
    peak: float


def saved(project: Path, course: str, module: str, times: int) -> Saves:
    """A module is saved so many times; the choice is the course's first audience and language."""
    file = project / "modules" / module / "module.md"
    text = file.read_text("utf-8")
    with _previewing(project, course) as (process, port, token):
        idle = _cpu(process)
        with _listening(port, token, course) as answer:
            state = _next(answer)
        audience, language = state["audiences"][0][0], state["languages"][0]  # type: ignore[index]  # JSON of our own
        with _listening(port, token, f"page/{course}/{audience}/-/{language}") as answer:
            state = _next(answer)
            first = _cpu(process) - idle
            started = _cpu(process)
            for number in range(times):
                file.write_text(f"{text}\nSave number {number}.\n", "utf-8")
                version = state["version"]
                while state["version"] == version:
                    state = _next(answer)
                if number == times // 5:
                    before = _mib(process)
            one = (_cpu(process) - started) / times
            result = Saves(first, one, before, _mib(process), _mib(process, "VmHWM"))
    file.write_text(text, "utf-8")
    return result


def rows(folder: Path) -> Iterator[tuple[str, float, str]]:
    """What is measured: name, number, unit."""
    shipped = folder / "shipped"
    for name in SHIPPED:
        shutil.copytree(ROOT / name, shipped / name)
    short = saved(shipped, "spot-the-signs", "signs", 30)
    yield SAVE, short.one / short.first, "of it"
    yield "preview, shipped course: a save", short.one, "CPU s"
    long = saved(shipped, "spot-the-signs", "signs", 1000)
    yield GROWTH, long.after - long.before, "MiB"
    many = folder / "thousand"
    write_course(many, 1000)
    module = next((many / "modules").glob("*/module.md")).parent.name
    large = saved(many, "bench", module, 20)
    yield MEMORY, large.peak, "MiB"
    yield "preview, 1,000 sections: a save", large.one, "CPU s"


@contextmanager
def _previewing(project: Path, course: str) -> "Iterator[tuple[subprocess.Popen[str], int, str]]":
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "builder"), str(ROOT)))}
    command = [sys.executable, "-c", PROGRAM, "preview", course, "--no-open"]
    with child(
        command, seconds=PATIENCE_SECONDS, cwd=project, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        address = urlsplit(process.stdout.readline().split(": ", 1)[1].strip())
        assert address.port
        yield process, address.port, address.path.strip("/")


@contextmanager
def _listening(port: int, token: str, to: str) -> Iterator[http.client.HTTPResponse]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    connection.request("GET", f"/{token}/events/{to}")
    yield connection.getresponse()
    connection.close()


def _next(answer: http.client.HTTPResponse) -> dict[str, object]:
    while not (line := answer.readline()).startswith(b"data: "):
        assert line, "the stream ended"
    state: dict[str, object] = json.loads(line[6:])
    assert state["good"], state["findings"]
    return state


def _cpu(process: "subprocess.Popen[str]") -> float:
    """User and system, seconds (proc(5), stat)."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _mib(process: "subprocess.Popen[str]", what: str = "VmRSS") -> float:
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:")) / 1024
