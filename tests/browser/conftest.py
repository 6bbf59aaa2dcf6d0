"""One Chromium and one server for all browser tests; one fresh profile for each test, judged when the test ends."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from signpost_builder.model import Course

from tests.browser import packages
from tests.browser.launches import Seat
from tests.browser.server import Server
from tests.browser.starts import Start

HERE = Path(__file__).parent
NODE_MODULES = HERE.parents[1] / "node_modules"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP *.test 127.0.0.1",  # other sites on this machine, and pages that are no secure context
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium_path() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.fail("no Chromium found: `make test` installs Debian's, or set CHROMIUM to one", pytrace=False)
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    running = Server()
    again = NODE_MODULES / "scorm-again" / "dist"
    running.mount_folder("lms", HERE / "lms")
    running.mount_folder("js", HERE.parent / "js")
    running.mount("again", {name: (again / name).read_bytes() for name in ("scorm12.min.js", "scorm2004.min.js")})
    yield running
    running.stop()


@pytest.fixture(scope="session")
def mounted(server: Server) -> Callable[..., str]:
    """The path at which a course's edition is served; each is built and unpacked once."""
    known: dict[tuple[object, ...], tuple[Course, str]] = {}

    def mount(of: Course, format: str, **which: str) -> str:
        key = (id(of), format, *sorted(which.items()))
        if key not in known:
            tree = packages.unpacked(packages.an_edition(of, **which), format)
            known[key] = (of, server.mount(f"p{len(known)}", tree))
        return known[key][1]

    return mount


@pytest.fixture
def seats(chromium: Browser, server: Server) -> Iterator[Callable[..., Seat]]:
    """Browser profiles for one test. When it ends, everything that any of them heard or asked for is judged."""
    opened: list[Seat] = []

    def take(**options: Any) -> Seat:
        opened.append(Seat(chromium, server, **options))
        return opened[-1]

    yield take
    faults = [fault for seat in opened for launch in seat.launches for fault in launch.faults()]
    troubles = [trouble for seat in opened for trouble in seat.troubles]
    for seat in opened:
        seat.close()

    assert faults == []
    assert troubles == []


@pytest.fixture
def seat(seats: Callable[..., Seat]) -> Seat:
    return seats()


@pytest.fixture
def start(seats: Callable[..., Seat], mounted: Callable[..., str]) -> Start:
    return Start(seats, mounted)
