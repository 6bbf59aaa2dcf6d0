"""A played session of `signpost room`: 8 browsers and 192 more phones, 32 cards before a camera, and everything that goes wrong on a day."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from signpost_builder.room.addresses import addresses

from testing.children import end
from testing.phones import Phones
from tests.browser.conftest import ARGUMENTS, chromium_path
from tests.browser.inspections import inspect
from tests.room.pictures import film, picture

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
ADDRESS = next((each.ip for each in addresses()), "127.0.0.1")
SECONDS = 40_000
CARDS = {id: "AB"[id % 2] for id in range(32)}


class Laptop:
    """`signpost room` as a process: killed and started again, its memory and processor time looked at."""

    def __init__(self, home: Path, port: int, *before: str, key: Path | None = None) -> None:
        self._home, self._port, self._before = home, port, before
        self._key = ["--key", str(key)] if key else []
        self.start()

    def start(self) -> None:
        command = [str(Path(sys.executable).with_name("signpost")), "room", "spot-the-signs", "--no-browser"]
        told = ["--port", str(self._port), "--host-address", ADDRESS, "--phones-per-address", "400", *self._key]
        kept = {"HOME": str(self._home), "TMPDIR": str(self._home), "PYTHONDONTWRITEBYTECODE": "1"}
        self.process = subprocess.Popen(
            [*self._before, *command, *told],
            cwd=ROOT,
            env=os.environ | kept,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout
        self.here = self.process.stdout.readline().split()[-1]
        self.phones = self.process.stdout.readline().split()[-1]

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)
        if self.process.stdout:
            self.process.stdout.close()

    def used(self) -> tuple[float, float]:
        """Processor seconds, and MiB."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return seconds, int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def close(self) -> None:
        os.killpg(self.process.pid, signal.SIGINT)  # what runs it, such as strace, passes nothing on
        end(self.process)
        self.kill()


@pytest.fixture
def laptop(tmp_path: Path, unused_port: int) -> Iterator[Laptop]:
    home = tmp_path / "home"
    home.mkdir()
    running = Laptop(home, unused_port)
    yield running
    running.kill()


@pytest.fixture
def crowd() -> Iterator[Callable[[str, int], Phones]]:
    made: list[Phones] = []

    def of(address: str, count: int) -> Phones:
        made.append(Phones(address, count))
        return made[-1]

    yield of
    for each in made:
        each.close()


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind((ADDRESS, 0))
        return int(one.getsockname()[1])


@pytest.fixture
def with_cards(chromium: Browser, tmp_path: Path) -> Iterator[Browser]:
    camera = film(tmp_path / "room.mjpeg", [picture(CARDS, seed, hidden=(seed, 9 + seed)) for seed in range(6)])
    fake = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={camera}",
    ]
    browser = chromium.browser_type.launch(executable_path=chromium_path(), args=[*ARGUMENTS, *fake])
    yield browser
    browser.close()


def phone(chromium: Browser, laptop: Laptop, room: str = "", **settings: Any) -> Page:
    page = chromium.new_context(**{"viewport": {"width": 320, "height": 640}, **settings}).new_page()
    page.goto(f"{laptop.phones}?room={room}" if room else laptop.phones)
    return page


def state(page: Page) -> Any:
    return expect(page.locator("#state"))


def tap(page: Page, place: int) -> None:
    page.locator("#choices label").nth(place).click()


def next_question(trainer: Page) -> None:
    before = trainer.input_value("#question")
    trainer.keyboard.press("PageDown")
    trainer.wait_for_function("(before) => document.querySelector('#question').value !== before", arg=before)


def bars(page: Page) -> list[str]:
    return page.locator("#stage .bar-row strong").all_inner_texts()


@pytest.mark.timeout(600)
def test_a_played_session(
    chromium: Browser, with_cards: Browser, laptop: Laptop, crowd: Callable[[str, int], Phones]
) -> None:
    trainer = with_cards.new_context(viewport={"width": 1366, "height": 768}).new_page()
    trainer.goto(laptop.here)
    expect(trainer.locator("#address")).to_have_text(laptop.phones)
    name = trainer.inner_text("#name").split()[-1]
    wrong_clock = phone(chromium, laptop, name)
    wrong_clock.clock.install(time="1999-12-31T23:59:00")
    phones = [*(phone(chromium, laptop, name) for _ in range(7)), wrong_clock]
    wrong_clock.reload()
    others = crowd(laptop.phones, 192)
    expect(trainer.locator("#phones-state")).to_contain_text("200 phones are in.", timeout=SECONDS)
    assert not phones[0].evaluate("isSecureContext") or ADDRESS.startswith("127.")
    trainer.click("#camera-on")

    used = laptop.used()[0]
    for number in range(10):
        trainer.keyboard.press("PageDown")
        for at, one in enumerate(phones):
            one.locator("#choices label").nth(1).wait_for(timeout=SECONDS)
            tap(one, at % 2)
        tap(phones[0], 1)  # changed its mind
        wanted = 232 if number == 0 else 200
        expect(trainer.locator("#count")).to_contain_text(f"{wanted} answered", timeout=SECONDS)
        assert bars(trainer) == [] and bars(phones[0]) == []
        trainer.keyboard.press("PageDown")
        expect(trainer.locator("#stage .bar-row").first).to_be_visible()
        state(phones[1]).to_have_text("Closed. Look at the screen.", timeout=SECONDS)
        if number == 0:
            assert len(bars(trainer)) == len(set(trainer.locator("#stage li > b").all_inner_texts()))
            trainer.click("#camera-off")
        next_question(trainer)
    seconds, mebibytes = laptop.used()
    print(f"\n200 phones, 10 questions: {seconds - used:.2f} CPU s of the server, {mebibytes:.0f} MiB")
    assert set(others.refused) <= {409}

    # The network is pulled from one phone; another is put to sleep and loaded again.
    trainer.keyboard.press("PageDown")
    phones[2].locator("#choices label").nth(1).wait_for(timeout=SECONDS)
    phones[2].context.set_offline(True)
    tap(phones[2], 1)
    state(phones[2]).to_contain_text("No connection to the laptop.")
    tap(phones[3], 0)
    state(phones[3]).to_contain_text("Your answer: A.")
    phones[3].reload()
    state(phones[3]).to_contain_text("Your answer: A.", timeout=SECONDS)
    phones[2].context.set_offline(False)
    state(phones[2]).to_contain_text("Your answer: B.", timeout=SECONDS)
    expect(trainer.locator("#count")).to_contain_text("194 answered", timeout=SECONDS)

    # The laptop is killed in the middle, and started again: votes are gone, and everybody is in again by themselves.
    laptop.kill()
    expect(trainer.locator("#phones-state")).to_contain_text("The program behind this page has ended", timeout=SECONDS)
    state(phones[4]).to_contain_text("No connection", timeout=SECONDS)
    laptop.start()
    again = with_cards.new_context().new_page()
    again.goto(laptop.here)
    expect(again.locator("#name")).to_have_text(trainer.inner_text("#name"))
    state(phones[4]).to_contain_text("The laptop began anew.", timeout=SECONDS)
    expect(again.locator("#phones-state")).to_contain_text("200 phones are in.", timeout=2 * SECONDS)
    again.keyboard.press("PageDown")
    tap(phones[5], 0)
    state(phones[5]).to_contain_text("Your answer: A.", timeout=SECONDS)
    expect(again.locator("#count")).to_contain_text("193 answered", timeout=SECONDS)
    again.keyboard.press("PageDown")
    expect(again.locator("#stage .bar-row").first).to_be_visible()
    for one in phones:
        assert [fault for fault in inspect(one) if not fault.startswith("moving")] == []


def test_two_rooms_in_one_network(chromium: Browser, laptop: Laptop, tmp_path: Path) -> None:
    """A phone of one room that meets the other says so, and goes in only when its owner says so."""
    other_home = tmp_path / "other"
    other_home.mkdir()
    import socket

    with socket.socket() as one:
        one.bind((ADDRESS, 0))
        port = int(one.getsockname()[1])
    other = Laptop(other_home, port)
    try:
        names = []
        for each in (laptop, other):
            trainer = chromium.new_context().new_page()
            trainer.goto(each.here)
            expect(trainer.locator("#name")).not_to_have_text("")
            names.append(trainer.inner_text("#name").split()[-1])
        assert names[0] != names[1]
        strayed = phone(chromium, other, names[0])
        state(strayed).to_have_text(
            f"This is room {names[1]}; the code that you scanned was for another one. Scan the code on your own screen."
        )
        expect(strayed.locator("#question")).to_be_hidden()
        strayed.click("#stay")
        state(strayed).to_contain_text("You are in.")
    finally:
        other.kill()


def test_nothing_is_left_anywhere(chromium: Browser, tmp_path: Path, unused_port: int) -> None:
    """A phone's whole browser profile, the laptop's home and temporary folders: no answer, no number of the sitting. No file is opened to write."""
    home, profile, log = tmp_path / "home", tmp_path / "profile", tmp_path / "strace"
    home.mkdir()
    laptop = Laptop(
        home,
        unused_port,
        "strace",
        "-f",
        "-qq",
        "-e",
        "trace=open,openat,creat,rename,renameat,mkdir,mkdirat",
        "-o",
        str(log),
    )
    context: BrowserContext = chromium.browser_type.launch_persistent_context(
        profile, executable_path=chromium_path(), args=ARGUMENTS
    )
    trainer = chromium.new_context().new_page()
    trainer.goto(laptop.here)
    page = context.new_page()
    page.goto(laptop.phones)
    state(page).to_contain_text("You are in.")
    trainer.keyboard.press("PageDown")
    page.locator("#choices label").first.wait_for()
    tap(page, 1)
    state(page).to_contain_text("Your answer: B.")
    (cookie,) = [each["value"] for each in context.cookies() if each["name"] == "room"]
    trainer.keyboard.press("PageDown")
    state(page).to_have_text("Closed. Look at the screen.")
    choice = page.evaluate("localStorage.length + sessionStorage.length")
    context.close()
    laptop.close()

    assert choice == 0
    marks = (cookie.encode(), cookie.encode("utf-16-le"), b'"places"')
    left = [file for folder in (home, profile) for file in folder.rglob("*") if file.is_file()]
    assert [file for file in left if any(mark in file.read_bytes() for mark in marks)] == []
    written = [
        line
        for line in log.read_text().splitlines()
        if re.search(r"O_WRONLY|O_RDWR|O_CREAT|creat\(|rename|mkdir", line)
    ]
    assert [line for line in written if "/dev/null" not in line and "ENOENT" not in line and "EEXIST" not in line] == []


def test_the_ports_of_the_room(laptop: Laptop) -> None:
    """The trainer's side listens on loopback alone; asked at the phones' door, it is not there."""
    secret = laptop.here.rstrip("/").rpartition("/")[2]
    host = laptop.phones.removeprefix("http://").strip("/")
    asking = http.client.HTTPConnection(host, timeout=10)
    asking.request("POST", f"/{secret}/close", body=b"{}", headers={"Origin": f"http://{host}"})
    assert asking.getresponse().status == 404
    asking.close()
    port = int(laptop.here.split(":")[2].partition("/")[0])
    if not ADDRESS.startswith("127."):
        with pytest.raises(ConnectionRefusedError):
            http.client.HTTPConnection(ADDRESS, port, timeout=10).request("GET", "/")
    began = time.monotonic()
    laptop.close()
    assert time.monotonic() - began < 20
