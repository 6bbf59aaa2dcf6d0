"""`signpost check` of a campaign's site: every link leads to a page of it, nothing is loaded from elsewhere, pages are light."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import lxml.html

from signpost_builder.diagnostics import Diagnostic, error
from signpost_builder.formats.campaign.site import GENERATOR
from signpost_builder.formats.format import Told
from signpost_builder.lint.archive import Folder, at, files_below
from signpost_builder.lint.report import Report

HEAVIEST = 30_000  # bytes of a page with its style and script
MOST_REQUESTS = 2
FIRST = "index.html"
NEEDED = ("og:title", "og:description", "og:url", "og:image", "og:image:alt")


def claims(path: Path) -> bool:
    try:
        return path.is_dir() and f'content="{GENERATOR}"' in (path / FIRST).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def lint(path: Path, _told: Told) -> Report:
    folder = Folder(files_below(path), path)
    pages = [name for name in sorted(folder.names) if name.endswith(".html")]
    found = [finding for name in pages for finding in _page(folder, name)]
    return Report(diagnostics=tuple(found), standard="campaign", files=len(folder.names), _archive=folder)


def _page(folder: Folder, name: str) -> Iterator[Diagnostic]:
    content = folder.read(name)
    page = lxml.html.fromstring(content.decode())
    loaded = [each for each in _loaded(page) if not each.startswith("data:")]
    size = len(content)
    if size > HEAVIEST or 1 + len(loaded) > MOST_REQUESTS:
        message = (
            f"this page has {size} bytes and {1 + len(loaded)} requests; the most is {HEAVIEST} and {MOST_REQUESTS}"
        )
        yield error(at(name), "campaign-page-weight", message, "build it again, and add nothing to it")
    for address in loaded:
        if urlsplit(address).netloc or address not in folder.names:
            message = f"this page loads '{address}', which is not in its folder"
            yield error(at(name), "campaign-page-file", message, "build it again, and copy the whole folder")
    for link in page.iter("a"):
        led = urlsplit(link.get("href") or "")
        if not led.scheme and led.path and led.path not in folder.names:
            message = f"this page leads to '{led.path}', which is not in its folder"
            yield error(at(name), "campaign-page-file", message, "build it again, and copy the whole folder")
    said = {each.get("property"): each.get("content") for each in page.iter("meta") if each.get("property")}
    if missing := [each for each in NEEDED if not said.get(each)]:
        message = f"a network would show no preview of this page: it does not say {', '.join(missing)}"
        yield error(at(name), "campaign-page-preview", message, "build it again")


def _loaded(page: lxml.html.HtmlElement) -> Iterator[str]:
    """What a browser fetches by itself besides the page."""
    for each in page.iter("img", "script", "source", "iframe", "video", "audio"):
        if address := each.get("src"):
            yield address
    for each in page.iter("link"):
        if each.get("rel") in ("stylesheet", "preload", "icon"):
            yield each.get("href") or ""
