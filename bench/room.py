"""What a full room costs the trainer's laptop: 200 phones, ten questions, and the memory of `signpost room`.

Processor time of the server alone; phones are a process of their own.
"""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from testing.children import child
from testing.phones import Phones

ROOT = Path(__file__).parent.parent
PHONES, QUESTIONS = 200, 10
PATIENCE_SECONDS = 120
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
COST = f"room, {PHONES} phones and {QUESTIONS} questions"
MEMORY = f"room, {PHONES} phones: memory"


def rows() -> Iterator[tuple[str, float, str]]:
    command = [sys.executable, "-c", "from signpost_builder.entry import main; main()", "room", "spot-the-signs"]
    told = ["--no-browser", "--host-address", "127.0.0.1", "--port", "8917", "--phones-per-address", str(PHONES)]
    with child([*command, *told], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        here, phones = (process.stdout.readline().split()[-1] for _ in range(2))
        before = _cpu(process)
        crowd = Phones(phones, PHONES)
        try:
            _play(here, crowd)
            yield COST, _cpu(process) - before, "CPU s"
            yield MEMORY, _mib(process), "MiB"
        finally:
            crowd.close()


def _play(here: str, crowd: Phones) -> None:
    """Each question is closed when everybody has answered it."""
    _ask(here, "begin", {})
    for number in range(QUESTIONS):
        _ask(
            here,
            "open",
            {"id": f"q{number}", "round": 1, "stem": ["Why?"], "choices": ["A", "B", "C"], "several": False},
        )
        late = time.monotonic() + PATIENCE_SECONDS
        while crowd.counted < PHONES * (number + 1):
            assert time.monotonic() < late, f"{crowd.counted} answers after {number + 1} questions"
            time.sleep(0.1)
        votes = _ask(here, "close", {})["votes"]
        assert len(votes) == PHONES


def _ask(here: str, what: str, said: object) -> dict[str, list[object]]:
    origin = here.rpartition("/")[0].rpartition("/")[0]
    asked = urllib.request.Request(f"{here}{what}", json.dumps(said).encode(), {"Origin": origin})
    with urllib.request.urlopen(asked, timeout=PATIENCE_SECONDS) as answer:
        heard: dict[str, list[object]] = json.load(answer)
    return heard


def _cpu(process: "subprocess.Popen[str]") -> float:
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _mib(process: "subprocess.Popen[str]") -> float:
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
