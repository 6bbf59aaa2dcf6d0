"""What a learner with a slow phone waits for: first paint, and the first tap that is answered, as Chromium itself measures them.

The course stands in a platform's frame. The network gives 1.6 Mbit/s with 150 ms for each round trip and the processor is four
times slower (Lighthouse's "slow 4G" phone); nothing else is slowed down, so the load of the machine counts too.
"""

import gzip
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BYTES_PER_SECOND = 1_600_000 / 8
ROUND_TRIP_MS = 150
SLOWER = 4
SCREEN = {"width": 390, "height": 844}
PATIENCE_MS = 120_000
TYPES = {"html": "text/html; charset=utf-8", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}

# The least that a page asks of SCORM 1.2 and 2004: nothing is kept and nothing fails.
PLATFORM = """<!doctype html><meta charset=utf-8><title>platform</title><link rel=icon href=data:,>
<meta name=viewport content="width=device-width, initial-scale=1">
<style>body{margin:0}iframe{display:block;border:0;width:100%;height:100vh}</style>
<script>
const said = { "cmi.mode": "normal", "cmi.entry": "ab-initio", "cmi.core.lesson_mode": "normal", "cmi.core.entry": "ab-initio" };
const get = (name) => said[name] ?? "", set = (name, value) => { said[name] = value; return "true"; };
const yes = () => "true", none = () => "0", nothing = () => "";
window.API = { LMSInitialize: yes, LMSFinish: yes, LMSCommit: yes, LMSGetValue: get, LMSSetValue: set,
  LMSGetLastError: none, LMSGetErrorString: nothing, LMSGetDiagnostic: nothing };
window.API_1484_11 = { Initialize: yes, Terminate: yes, Commit: yes, GetValue: get, SetValue: set,
  GetLastError: none, GetErrorString: nothing, GetDiagnostic: nothing };
</script>"""

# Runs in the course's frame before anything of its own. Times are milliseconds since the frame began to load.
WATCH = """if (parent !== window) {
  const seen = (window.seen = { shifted: 0, ready: 0, answered: 0 });
  const watch = (type, each) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
  watch("paint", ({ name, startTime }) => (seen[name] = startTime));
  watch("largest-contentful-paint", ({ startTime }) => (seen.largest = startTime));
  watch("layout-shift", ({ value, startTime, hadRecentInput }) => {
    if (seen["first-paint"] < startTime && !(seen.tapped < startTime) && !hadRecentInput) seen.shifted += value; // what was not painted moved for nobody
  });
  watch("longtask", ({ duration }) => { seen.longest = Math.max(seen.longest ?? 0, duration); });
  watch("resource", ({ name, responseEnd }) => { if (name.endsWith("player.js")) seen.script = responseEnd; });
  new MutationObserver(() => {
    if (!document.documentElement.dataset.at) return;
    const reached = seen.ready ? "answered" : "ready";
    requestAnimationFrame(() => setTimeout(() => (seen[reached] ||= performance.now())));
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-at"] });
}"""

NEXT = """() => {
  const next = document.querySelector("[data-do=next]");
  seen.tapped = performance.now();
  next.scrollIntoView({ block: "center" });
  const { x, y, width, height } = next.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}"""


class Waited(NamedTuple):
    """Seconds since the course's frame began to load; `shifted` is the cumulative layout shift until the tap, without a unit."""

    painted: float
    scripted: float
    answered: float
    shifted: float
    requests: int


def waited(package: Path, *, compressed: bool, rounds: int = 3) -> Waited:
    """Of some rounds, each in a fresh profile, the least of each figure: what else the machine does only adds. Of the shift the most."""
    from playwright.sync_api import sync_playwright

    from bench.first_view import ARGUMENTS, CHROMIUM

    with served(package, compressed=compressed) as (origin, asked), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            seen = [_round(browser, origin, asked) for _ in range(rounds)]
        finally:
            browser.close()
    return Waited(*map(min, zip(*seen, strict=True)))._replace(shifted=max(each.shifted for each in seen))


def _round(browser: "Browser", origin: str, asked: list[str]) -> Waited:
    context = browser.new_context(viewport=SCREEN, has_touch=True, is_mobile=True, device_scale_factor=2)  # type: ignore[arg-type]  # a size is a TypedDict of Playwright
    try:
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto(f"{origin}/platform.html")
        _slow_down(page)
        asked.clear()
        page.evaluate(
            "() => document.body.append(Object.assign(document.createElement('iframe'), { src: 'index.html' }))"
        )
        element = page.wait_for_selector("iframe")
        frame = element.content_frame() if element else None
        assert frame is not None
        frame.wait_for_function("() => window.seen?.ready", timeout=PATIENCE_MS)
        page.touchscreen.tap(*frame.evaluate(NEXT))
        frame.wait_for_function("() => seen.answered", timeout=PATIENCE_MS, polling=50)
        page.wait_for_timeout(300)
        seen = frame.evaluate("() => seen")
        painted, scripted, answered = (seen[name] / 1000 for name in ("first-contentful-paint", "ready", "answered"))
        return Waited(painted, scripted, answered, seen["shifted"], len(asked))
    finally:
        context.close()


def _slow_down(page: "Page") -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": ROUND_TRIP_MS,
            "downloadThroughput": BYTES_PER_SECOND,
            "uploadThroughput": BYTES_PER_SECOND,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


@contextmanager
def served(package: Path, *, compressed: bool) -> Iterator[tuple[str, list[str]]]:
    """The package unpacked beside a platform's page, and the paths that are asked for."""
    with zipfile.ZipFile(package) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["platform.html"] = PLATFORM.encode()
    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, files, asked, compressed))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # one connection for several files, as servers of platforms keep it

    def __init__(self, files: dict[str, bytes], asked: list[str], compressed: bool, *rest: object) -> None:
        self.files, self.asked, self.compressed = files, asked, compressed
        super().__init__(*rest)  # type: ignore[arg-type]  # the three of socketserver

    def do_GET(self) -> None:
        name = self.path.split("?")[0].lstrip("/")
        self.asked.append(name)
        body = self.files.get(name)
        self.send_response(404 if body is None else 200)
        body = body or b""
        self.send_header("Content-Type", TYPES.get(name.rpartition(".")[2], "application/octet-stream"))
        if self.compressed and name != "platform.html":
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass
