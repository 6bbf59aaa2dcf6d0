"""What pages and scripts of a package do: remote requests, reading who the learner is, ways that browsers have closed.

Scripts are searched as text. That finds what is written plainly; the real proof is a run in a browser.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import PurePosixPath

from signpost_builder.diagnostics import Diagnostic, Span, error, warning
from signpost_builder.lint.archive import at
from signpost_builder.lint.markup import MarkupReader

PAGES = (".htm", ".html", ".svg", ".xhtml")
SCRIPTS = (".js", ".mjs")
STYLES = (".css",)

REMOTE = re.compile(r"\s*(?:(?:https?|wss?|ftp):)?//", re.IGNORECASE)
REMOTE_IN_STYLE = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])((?:https?:)?//[^"')\s]*)""", re.IGNORECASE)
REMOTE_IN_SCRIPT = re.compile(
    r"""(?:\b(?:fetch|importScripts|import|sendBeacon|EventSource|WebSocket|Worker|SharedWorker|getScript|getJSON|ajax)\s*\(\s*
        |\.open\s*\(\s*["'`]\w+["'`]\s*,\s*
        |\b(?:import|from)\s*
        |\.src\s*=\s*
        |\burl\s*:\s*
        )["'`]((?:(?:https?|wss?):)?//[^"'`\s]+)""",
    re.VERBOSE,
)
LEARNER = re.compile(r"\bcmi\.(?:core\.student_(?:id|name)|learner_(?:id|name))\b|\b(?:student|learner)_(?:id|name)\b")
UNLOAD = re.compile(r"""\bonunload\b|(?:addEventListener|\.on|\.bind|\.one)\s*\(\s*["'`]unload["'`]|\.unload\s*\(""")
SYNCHRONOUS = re.compile(r"""\.open\s*\([^;(){}]*,\s*(?:false|!1)\s*[,)]|\basync\s*:\s*(?:false|!1)\b""")

# Attributes that make a browser fetch at once. `href` does so on `link` and in SVG, not on `a`.
FETCHED = {
    "audio": ("src",), "body": ("background",), "embed": ("src",), "feimage": ("href", "xlink:href"), "frame": ("src",),
    "iframe": ("src",), "image": ("href", "xlink:href"), "img": ("src", "srcset"), "input": ("src",), "link": ("href",),
    "object": ("data",), "script": ("src", "href", "xlink:href"), "source": ("src", "srcset"), "track": ("src",),
    "use": ("href", "xlink:href"), "video": ("src", "poster"), "form": ("action",), "base": ("href",),
}  # fmt: skip
NOT_FETCHED = {"alternate", "author", "canonical", "help", "license", "next", "prev", "search"}  # link/@rel


def inspect(name: str, content: bytes) -> list[Diagnostic]:
    """Findings of one file; each kind of finding once for each text that shows it."""
    suffix = PurePosixPath(name).suffix.lower()
    text = content.decode("utf-8", "replace")
    if suffix in PAGES:
        page = _Page(name)
        page.read(text)
        findings = page.found
    else:
        lines = _Lines(name, text)
        findings = list(_script(lines, text) if suffix in SCRIPTS else _style(lines, text))
    return list({(finding.code, finding.message): finding for finding in reversed(findings)}.values())[::-1]


def is_inspected(name: str) -> bool:
    return name.lower().endswith((*PAGES, *SCRIPTS, *STYLES))


class _Lines:
    """From an offset in a text to its place; `line` is where the text itself begins in its file."""

    def __init__(self, name: str, text: str, line: int = 1) -> None:
        self.name = name
        self.line = line
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def span(self, offset: int) -> Span:
        row = bisect_right(self.starts, offset) - 1
        return at(self.name, self.line + row, offset - self.starts[row] + 1)


def _script(lines: _Lines, text: str) -> Iterator[Diagnostic]:
    for match in REMOTE_IN_SCRIPT.finditer(text):
        yield _remote(lines.span(match.start(1)), match[1])
    for match in LEARNER.finditer(text):
        hint = "do without: a course has no need to know who is learning"
        yield warning(lines.span(match.start()), "content-learner-identity", f"the script reads '{match[0]}'", hint)
    for match in UNLOAD.finditer(text):
        hint = "browsers drop 'unload'; save on 'visibilitychange' and 'pagehide'"
        yield warning(lines.span(match.start()), "content-unload", "the script relies on the 'unload' event", hint)
    for match in SYNCHRONOUS.finditer(text):
        hint = "browsers refuse it while a page closes; make it asynchronous"
        yield warning(
            lines.span(match.start()), "content-synchronous-request", "the script makes a synchronous request", hint
        )


def _style(lines: _Lines, text: str) -> Iterator[Diagnostic]:
    for match in REMOTE_IN_STYLE.finditer(text):
        yield _remote(lines.span(match.start(1)), match[1])


def _remote(span: Span, address: str) -> Diagnostic:
    hint = "put the file into the package: it fails offline, and tells others who is learning"
    return error(span, "content-remote", f"'{address.strip()}' is fetched from elsewhere", hint)


class _Page(MarkupReader):
    """Collects what a page fetches and what its own scripts and styles do."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[Diagnostic] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attributes}
        self._inside = tag if tag in ("script", "style") and "json" not in values.get("type", "") else ""
        line, column = self.getpos()
        span = at(self.name, line, column + 1)
        for address in _addresses(tag, values):
            if REMOTE.match(address):
                self.found.append(_remote(span, address))
        for key, value in values.items():
            if key == "onunload":
                self.found += _script(_Lines(self.name, key, line), key)
            if key.startswith("on"):
                self.found += _script(_Lines(self.name, value, line), value)
            elif key == "style":
                self.found += _style(_Lines(self.name, value, line), value)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            lines = _Lines(self.name, data, self.getpos()[0])
            self.found += (_script if self._inside == "script" else _style)(lines, data)


def _addresses(tag: str, values: dict[str, str]) -> Iterator[str]:
    """What the browser fetches, or sends a form to, because of this element."""
    if tag == "link" and set(values.get("rel", "").lower().split()) <= NOT_FETCHED:
        return
    if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
        yield values.get("content", "").partition("=")[2].strip(" '\"")
    for attribute in FETCHED.get(tag, ()):
        value = values.get(attribute, "")
        if attribute == "srcset":
            yield from (candidate.split()[0] for candidate in value.split(",") if candidate.strip())
        else:
            yield value
