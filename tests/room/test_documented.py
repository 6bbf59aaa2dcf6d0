"""The commands of docs/room.md and docs/register.md, as they stand there."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from signpost_builder.proof.signing import read_key

from testing.children import child, end

ROOT = Path(__file__).parents[2]
SIGNPOST = str(Path(sys.executable).with_name("signpost"))


def commands(page: str) -> list[str]:
    """The lines that a reader types."""
    blocks = re.findall(r"```(?:console|sh)\n(.*?)```", (ROOT / "docs" / page).read_text("utf-8"), re.DOTALL)
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if "signpost room" in line]


def test_the_commands_that_are_known():
    assert commands("register.md") == ["signpost room keygen room.key"]
    assert commands("room.md") == [
        "signpost room spot-the-signs --site example-north",
        "signpost room keygen room.key",
        "signpost room spot-the-signs --key room.key",
    ]


OPENING = [
    pytest.param(line, marks=pytest.mark.slow) if "--key" in line else line
    for line in commands("room.md")
    if "keygen" not in line
]


def a_free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "room.key"
    made = subprocess.run(
        [SIGNPOST, "room", "keygen", str(path)], capture_output=True, text=True, timeout=60, check=True
    )
    assert made.stdout.strip() == read_key(path).public
    return path


@pytest.mark.parametrize("command", OPENING)
def test_a_room_opens_as_documented(command: str, key: Path) -> None:
    """As typed, but without a window of a browser and on a free port: both addresses answer, and Ctrl-C ends it."""
    typed = [SIGNPOST, *command.replace("room.key", str(key)).split()[1:]]
    more = ["--no-browser", "--host-address", "127.0.0.1", "--port", str(a_free_port())]
    with child([*typed, *more], seconds=60, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        here, phones, codes = (process.stdout.readline() for _ in range(3))
        for line in (here, phones):
            with urllib.request.urlopen(line.split()[-1], timeout=10) as answer:
                assert answer.status == 200 and b"<title>" in answer.read()
        assert (read_key(key).public if "--key" in command else "they need --key FILE") in codes
        process.send_signal(signal.SIGINT)
        end(process)
    assert process.returncode == 0
