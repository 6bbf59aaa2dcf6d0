"""A page of somebody else in another tab, which knows the preview's address by some accident: it gets nothing and starts nothing."""

import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.previews import PATIENCE_SECONDS, Shown
from tests.browser.server import Server
from tests.preview_program import previewing
from tests.source_projects import a_project

pytestmark = pytest.mark.slow

MODULE = "modules/one/module.md"
# A site of its own; this computer under another name; and another program's page on this computer, which browsers take for the same site.
HOSTS = ("evil.test", "localhost", "127.0.0.1")

TRIES = """async ({ shell, course, open }) => {
  const got = [];
  const ends = (promise) => Promise.race([promise, new Promise((done) => setTimeout(done, 3000))]);
  const body = JSON.stringify(open);
  for (const mode of ["cors", "no-cors", "same-origin"])
    for (const [method, address] of [["GET", shell], ["GET", shell + "events/demo"], ["GET", shell + "html/page/demo/staff/-/en-GB"], ["POST", shell + "open"], ["GET", course + "page/demo/staff/-/en-GB/"]])
      try {
        const answer = await ends(fetch(address, { method, mode, body: method === "POST" ? body : undefined }));
        if (answer?.ok || (answer && (await answer.text()))) got.push(`${mode} ${method} ${address}`);
      } catch {}
  await ends(new Promise((done) => {
    const events = new EventSource(shell + "events/demo");
    events.onmessage = () => done(got.push("events"));
    events.onerror = done;
  }));
  for (const [tag, address] of [["script", shell + "-/shell.js"], ["script", course + "-/helper.js"], ["script", course + "page/demo/staff/-/en-GB/player.js"], ["img", shell]])
    await ends(new Promise((done) => {
      const element = Object.assign(document.createElement(tag), { src: address });
      element.onload = () => done(got.push(`${tag} ${address}`));
      element.onerror = done;
      document.body.append(element);
    }));
  navigator.sendBeacon(shell + "open", body);
  return got;
}"""

FRAMES = """async ({ shell, course }) => {
  const got = [];
  addEventListener("message", ({ data }) => got.push(JSON.stringify(data)));
  for (const address of [shell, course + "page/demo/staff/-/en-GB/", course + "platform/scorm12/demo/staff/-/en-GB/"]) {
    const frame = Object.assign(document.createElement("iframe"), { src: address });
    document.body.append(frame);
    await new Promise((done) => setTimeout(done, 1000));
    frame.contentWindow.postMessage({ page: { now: "", known: "", text: "<p>mine" }, relaunch: true, look: "dark" }, "*");
  }
  await new Promise((done) => setTimeout(done, 500));
  return got;
}"""


class Hostile:
    """The preview of a small project in one tab, and what a page in the same browser knows of it. `started`: by the editor."""

    def __init__(self, shown: Shown, server: Server, started: Path) -> None:
        self.shown, self.started = shown, started
        self._port = server.origin.rpartition(":")[2]
        port, token = shown.program.course()
        self.knows: dict[str, Any] = {
            "shell": shown.program.address,
            "course": f"http://127.0.0.1:{port}/{token}/",
            "open": {"path": MODULE, "line": 1, "column": 1},
        }

    def page(self, host: str) -> Page:
        page = self.shown.context.new_page()
        page.goto(f"http://{host}:{self._port}/hostile/")
        return page


@pytest.fixture
def hostile(chromium: Browser, server: Server, tmp_path: Path) -> Iterator[Hostile]:
    a_project(tmp_path / "project")
    server.mount("hostile", {"index.html": b"<!doctype html><title>Elsewhere</title><body>"})
    editor, started = tmp_path / "editor.py", tmp_path / "started"
    editor.write_text(f"open({str(started)!r}, 'w').write('started')")
    with (
        previewing(tmp_path / "project", VISUAL=f"{sys.executable} {editor}") as program,
        contextlib.closing(Shown(chromium, program, tmp_path / "project")) as shown,
    ):
        yield Hostile(shown, server, started)


def test_the_own_page_can_do_all_that_is_tried(hostile: Hostile) -> None:
    """So the tries are ones that could succeed."""
    got = hostile.shown.page.evaluate(TRIES, hostile.knows)

    assert {"events", f"cors GET {hostile.knows['shell']}", f"cors POST {hostile.knows['shell']}open"} <= set(got)

    end = time.monotonic() + PATIENCE_SECONDS
    while not hostile.started.exists() and time.monotonic() < end:
        time.sleep(0.05)

    assert hostile.started.exists()


@pytest.mark.parametrize("host", HOSTS)
def test_it_can_ask_for_nothing(hostile: Hostile, host: str) -> None:
    assert hostile.page(host).evaluate(TRIES, hostile.knows) == []
    assert not hostile.started.exists()


@pytest.mark.parametrize("host", HOSTS)
def test_it_can_put_nothing_into_a_frame_and_hears_nothing_from_one(hostile: Hostile, host: str) -> None:
    page = hostile.page(host)

    assert page.evaluate(FRAMES, hostile.knows) == []
    shown = [frame.evaluate("document.querySelector('main, iframe') && location.href") for frame in page.frames[1:]]

    assert shown == [None, None, None]


@pytest.mark.parametrize("host", HOSTS)
def test_a_form_that_is_sent_starts_no_editor(hostile: Hostile, host: str) -> None:
    """As a navigation, which carries the page along: text that reads as JSON."""
    page = hostile.page(host)
    page.evaluate(
        """({ shell, open }) => {
          const form = Object.assign(document.createElement("form"), { method: "post", enctype: "text/plain", action: shell + "open" });
          const text = JSON.stringify({ ...open, rest: "X" });
          const [name, value] = text.split("X");
          form.append(Object.assign(document.createElement("input"), { name, value }));
          document.body.append(form);
          form.submit();
        }""",
        hostile.knows,
    )
    expect(page.locator("h1")).to_have_text("This page is not open here")

    assert not hostile.started.exists()


@pytest.mark.parametrize("host", HOSTS)
def test_a_window_that_it_opens_is_out_of_its_reach(hostile: Hostile, host: str) -> None:
    page = hostile.page(host)
    with hostile.shown.context.expect_page() as opened:
        page.evaluate("({ shell }) => void (window.other = open(shell))", hostile.knows)
    expect(opened.value.locator("#status")).to_contain_text("as it is in the files")

    assert page.evaluate("[other.closed, other.length]") == [True, 0]
    assert opened.value.evaluate("opener") is None


def test_another_name_for_this_computer_is_no_way_in(hostile: Hostile) -> None:
    """A name that was pointed here (DNS rebinding) has the address, token and all, and the Host header gives it away."""
    page = hostile.shown.context.new_page()
    for address in (hostile.knows["shell"], hostile.knows["course"]):
        answer = page.goto(address.replace("127.0.0.1", "rebound.test"))

        assert answer and answer.status == 403
        assert "not called by this name" in page.inner_text("main")


def test_what_the_course_says_is_text_and_opens_nothing(hostile: Hostile) -> None:
    """Markup of an author cannot run scripts; if it could, messages are all that it could send to the page around."""
    page = hostile.shown.page
    page.click("[data-panel=platform]")
    hostile.shown.sco().evaluate(
        """() => {
          const evil = "<img src=x onerror=window.broken=1>";
          top.postMessage({ at: "__proto__", took: evil, call: evil, answer: evil, error: "1", said: evil, columns: [[evil, evil]], used: 1, most: 2, sitting: evil }, "*");
          parent.postMessage({ at: evil, call: evil, answer: evil, error: "1", said: evil }, "*");
        }"""
    )
    expect(page.locator("#panel tbody")).to_contain_text("<img src=x")

    assert page.evaluate("[window.broken, document.querySelectorAll('img').length]") == [None, 0]
    assert not hostile.started.exists()
