"""A drawing that a course may hold, opened by itself through a link: no script runs and nothing is asked for."""

import pytest
from playwright.sync_api import Browser
from signpost_builder.source.drawing import drawing_faults

from tests.browser.server import Server
from tests.drawings import HARMLESS, HOSTILE, drawing

PAGE = '<!doctype html><link rel="icon" href="data:,"><a href="d.svg">The drawing</a>'


def opened(browser: Browser, server: Server, content: bytes) -> tuple[str, list[str]]:
    """The title when all is loaded, and what was asked for beyond the page and the drawing."""
    path = server.mount("drawing", {"index.html": PAGE.encode(), "d.svg": content, "x.png": b"", "other.png": b""})
    context = browser.new_context()
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.origin}{path}index.html")
    page.get_by_role("link").click()
    page.wait_for_url("**/d.svg")
    page.wait_for_load_state("load")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    title = page.title()
    context.close()
    ours = {f"{server.origin}{path}{name}" for name in ("index.html", "d.svg")}
    return title, [url for url in asked if url not in ours and not url.startswith("data:")]


def test_what_the_reader_takes_is_only_a_drawing(chromium, server):
    """Of all drawings, harmless and hostile, each that the reader takes."""
    site = f"{server.other_origin}/drawing/".removeprefix("http:")
    taken = [
        content
        for text in (*HARMLESS.values(), *HOSTILE.values())
        if not drawing_faults(content := drawing(text, site))
    ]

    assert len(taken) == len(HARMLESS)
    for content in taken:
        title, asked = opened(chromium, server, content)

        assert (title in ("", "A map"), asked) == (True, []), content


@pytest.mark.parametrize(("name", "title", "asks"), [("prefixed script", "ran", False), ("image", None, True)])
def test_what_the_reader_refuses_would_run(chromium, server, name, title, asks):
    """So this file can fail: Chromium does run and fetch what is refused."""
    seen, asked = opened(
        chromium, server, drawing(HOSTILE[name], f"{server.other_origin}/drawing/".removeprefix("http:"))
    )

    assert title in (None, seen)
    assert bool(asked) == asks
