"""What a browser fetches to show the first page of a package: bytes without compression, and requests."""

import io
import shutil
import threading
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def first_view(package: Path) -> tuple[int, int, str]:
    """(bytes, requests, how it was counted) for a zip: in Chromium if there is one, else the sum of page, style and script."""
    with zipfile.ZipFile(package) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
        if CHROMIUM is None:
            shown = [size for name, size in sizes.items() if name in ("index.html", "player.css", "player.js")]
            return sum(shown), len(shown), "summed, no Chromium here"
        with TemporaryDirectory() as folder:
            archive.extractall(folder)
            asked = _asked(Path(folder))
    return sum(sizes.get(name, 0) for name in asked), len(asked), "counted in Chromium"


def _asked(folder: Path) -> list[str]:
    """The paths that a browser asks for, in order; a file asked for twice counts twice."""
    from playwright.sync_api import sync_playwright

    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path.split("?")[0].lstrip("/"))
            super().do_GET()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/index.html", wait_until="load", timeout=120_000)
            browser.close()
    finally:
        server.shutdown()
        server.server_close()
    return asked


def script_bytes(package: bytes) -> int:
    """JavaScript in a package, as it is stored unpacked, comments and names included."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return sum(entry.file_size for entry in archive.infolist() if entry.filename.endswith((".js", ".mjs")))
