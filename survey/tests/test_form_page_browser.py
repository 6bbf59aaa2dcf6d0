"""The form page in Chromium against a real store: what is clicked is what the key opens, and nothing else goes anywhere."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from signpost_survey.form import Form, form_bytes, parse_form
from signpost_survey.form_page import mixed
from signpost_survey.keys import encode
from signpost_survey.record import Answers, Opener
from signpost_survey.stores import Store, open_store

from tests import forms
from tests.servers import Served, served

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PAIR = parse_form(json.dumps(forms.example()).encode())
SINGLE = parse_form(json.dumps(forms.example_single()).encode())
ARABIC = parse_form(
    json.dumps(
        forms.document(
            {"K1": forms.SINGLE | {"stem": "من تخبر أولا؟"}, "K4": forms.ORDER, "K6": forms.NUMBER, "C1": forms.SCALE},
            kind="single",
            language="ar",
            simulated=True,
        )
    ).encode()
)
NOWHERE = 255


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium found: `make test` installs Debian's, or set CHROMIUM to one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Store:
    opened = open_store(str(tmp_path_factory.mktemp("store") / "s.sqlite"))
    opened.migrate()
    for form in (PAIR, SINGLE, ARABIC):
        opened.add_form(form.id, form_bytes(form))
        opened.show_page(form.id, True)
    return opened


@pytest.fixture(scope="module")
def server(kept) -> Iterator[Served]:
    with served(str(kept.path)) as running:
        yield running


@pytest.fixture
def store(kept) -> Store:
    """Empty of records."""
    with kept.transaction() as connection:
        connection.execute("DELETE FROM record")
    return kept


class Visitor:
    """A browser profile of its own that remembers every request and every complaint."""

    def __init__(self, browser: Browser, base: str, **options) -> None:
        self.base = base
        self.context: BrowserContext = browser.new_context(reduced_motion="reduce", **options)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.context.on("request", lambda request: self.requests.append(f"{request.method} {request.url}"))
        self.context.on("console", lambda message: self.complaints.append(message.text))
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page = self.context.new_page()

    def visit(self, form: Form) -> Page:
        self.page.goto(f"{self.base}/f/{form.id}")
        return self.page

    def press(self, verb: str) -> None:
        self.page.locator(f"[data-do={verb}]:visible").click()

    def storage(self) -> dict[str, str]:
        return self.page.evaluate("() => ({ ...localStorage, ...sessionStorage })")


@pytest.fixture
def visitors(chromium, server, store) -> Iterator:
    made: list[Visitor] = []

    def come(base: str = "", **options) -> Visitor:
        made.append(Visitor(chromium, base or server.base, **options))
        return made[-1]

    yield come
    for one in made:
        one.context.close()


@pytest.fixture
def visitor(visitors) -> Visitor:
    return visitors()


def choose(page: Page, id: str, *values: int | str) -> None:
    for value in values:
        page.locator(f".q[data-q={id}]:visible input[value='{value}']").check()


def answer_everything(visitor: Visitor) -> None:
    """The same on either occasion: Very; don't know; false; two signs; an order; a match left half open; 50."""
    page = visitor.page
    choose(page, "C1", 4)
    choose(page, "K1", "dk")
    choose(page, "K2", 0)
    choose(page, "K3", 0, 2)
    page.get_by_role("button", name="Move up: Trapped").locator("visible=true").click()
    page.locator(".q[data-q=K5]:visible select").first.select_option("0")
    page.locator(".q[data-q=K6]:visible input[inputmode]").fill("50")


def slots_of_everything(form: Form) -> bytes:
    order = mixed("K4", 4)
    at = order.index(3)
    order[at - 1], order[at] = order[at], order[at - 1]
    return bytes([4, 254, 0, 1, 0, 1, *order, 0, NOWHERE, 2])


def opened(store: Store, form: Form) -> list[Answers]:
    opener = Opener(form, forms.PRIVATE)
    return [opener.open(row.sealed) for row in store.records(form.id)]


def fill_single(visitor: Visitor) -> None:
    visitor.press("begin")
    choose(visitor.page, "A1", 2)
    choose(visitor.page, "A2", 1)
    visitor.press("continue")
    answer_everything(visitor)
    visitor.press("continue")
    visitor.press("finish")


def test_single(visitor, store):
    """Sealed in the page, opened with the key: equal to what was clicked. Then the next one, from paper."""
    page = visitor.visit(SINGLE)
    fill_single(visitor)
    expect(page.get_by_text("Your answers have arrived, locked.")).to_be_visible()
    visitor.press("another")
    expect(page.get_by_role("heading", name="Before you decide")).to_be_focused()
    visitor.press("begin")
    untouched = page.evaluate("() => [...document.querySelectorAll('input:checked')].length")
    visitor.press("continue")
    visitor.press("continue")
    expect(page.get_by_text("You answered 0 of 9 questions.")).to_be_visible()
    visitor.press("finish")
    expect(page.get_by_text("Your answers have arrived, locked.")).to_be_visible()

    full = Answers(1, 1, b"", slots_of_everything(SINGLE))
    empty = Answers(NOWHERE, NOWHERE, b"", bytes([NOWHERE] * len(full.after)))
    assert sorted(opened(store, SINGLE), key=str) == sorted([full, empty], key=str)
    assert untouched == 0
    assert visitor.complaints == []


def test_nothing_else_leaves_or_stays(visitor, server, store):
    """Requests to the store alone; the address, the history, the title and the storage say nothing of the answers."""
    page = visitor.visit(SINGLE)
    fill_single(visitor)
    expect(page.get_by_text("Your answers have arrived, locked.")).to_be_visible()

    assert visitor.requests == [
        f"GET {server.base}/f/{SINGLE.id}",
        f"POST {server.base}/v1/forms/{SINGLE.id}/records",
    ]
    assert page.evaluate("() => [location.href, history.length, history.state]") == [
        f"{server.base}/f/{SINGLE.id}",
        2,
        None,
    ]
    assert (page.title(), visitor.storage(), visitor.context.cookies()) == ("Example", {}, [])


def test_pair(visitor, store):
    """Before, closed, back, the same person, after: one record. What waited in between was sealed, and then is gone."""
    page = visitor.visit(PAIR)
    visitor.press("begin")
    choose(page, "A1", 3)
    visitor.press("continue")
    answer_everything(visitor)
    visitor.press("continue")
    visitor.press("finish")
    expect(page.get_by_role("heading", name="Now take the course")).to_be_focused()
    assert page.locator(".fleeting").is_hidden()
    (waits,) = visitor.storage().items()
    assert store.count(PAIR.id) == 0
    page.close()

    visitor.page = page = visitor.context.new_page()
    visitor.visit(PAIR)
    expect(page.get_by_text("Are they yours?")).to_be_visible()
    visitor.press("last")
    answer_everything(visitor)
    choose(page, "F1", 5)
    visitor.press("continue")
    visitor.press("finish")
    expect(page.get_by_text("Your answers have arrived, locked.")).to_be_visible()
    everything = slots_of_everything(PAIR)

    assert opened(store, PAIR) == [Answers(2, NOWHERE, everything, everything + b"\x05")]
    assert waits[0].startswith("signpost.survey.before.") and len(waits[1].split(" ")[1]) == 512
    assert visitor.storage() == {}
    assert visitor.complaints == []


def test_someone_else(visitor, store):
    """Whoever did not give the first answers starts again; the first ones are gone and nothing is sent."""
    page = visitor.visit(PAIR)
    visitor.press("begin")
    for verb in ("continue", "continue", "finish"):
        visitor.press(verb)
    expect(page.get_by_role("heading", name="Now take the course")).to_be_visible()
    page.reload()
    visitor.press("forget")
    expect(page.get_by_role("heading", name="Before you decide")).to_be_focused()

    assert (visitor.storage(), store.count(PAIR.id)) == ({}, 0)


def test_two_windows(visitor, store):
    """The first answers are wrapped once: the second window says so, and there is one record."""
    page = visitor.visit(PAIR)
    visitor.press("begin")
    for verb in ("continue", "continue", "finish"):
        visitor.press(verb)
    expect(page.get_by_role("heading", name="Now take the course")).to_be_visible()
    other = visitor.context.new_page()
    other.goto(page.url)
    for window in (page, other):
        for verb in ("last", "continue", "finish"):
            window.locator(f"[data-do={verb}]:visible").click()
    expect(page.get_by_text("Your answers have arrived, locked.")).to_be_visible()
    expect(other.get_by_text("sent or deleted in another window")).to_be_visible()

    assert store.count(PAIR.id) == 1


def test_store_down_then_up(visitors, store):
    """The sealed record waits on the device, in no readable form, and the same bytes go out later."""
    first = Served(str(store.path))
    visitor = visitors(first.base)
    page = visitor.visit(SINGLE)
    first.kill()
    fill_single(visitor)
    expect(page.get_by_text("They wait on this device, locked")).to_be_visible()
    ((key, value),) = visitor.storage().items()
    sealed = value.split(" ")[-1]
    again = Served(str(store.path), port=first.port)
    try:
        expect(page.get_by_text("One person’s answers wait on this device")).to_be_visible()
        visitor.press("try")
        expect(page.locator("#notice")).to_be_empty()
    finally:
        again.stop()

    assert key.startswith("signpost.survey.record.") and len(sealed) == 1024
    assert [encode(row.sealed) for row in store.records(SINGLE.id)] == [sealed]
    assert opened(store, SINGLE) == [Answers(1, 1, b"", slots_of_everything(SINGLE))]
    assert visitor.storage() == {}


@pytest.mark.parametrize(
    ("status", "words", "stays"),
    [
        (503, "could not be sent yet", 1),
        (429, "could not be sent yet", 1),
        (500, "could not be sent yet", 1),
        (404, "did not take the answers", 0),
        (410, "did not take the answers", 0),
    ],
)
def test_refusals(visitor, status, words, stays):
    """Calm words; what may be taken later waits, what never will be is forgotten."""
    page = visitor.visit(SINGLE)
    page.route("**/records", lambda route: route.fulfill(status=status, headers={"Retry-After": "600"}, body="{}"))
    fill_single(visitor)
    expect(page.get_by_text(words)).to_be_visible()

    assert len(visitor.storage()) == stays


def test_a_browser_that_keeps_nothing(visitor, store):
    """Says so; the tab can still be left open, and the pair is made from its memory."""
    visitor.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    page = visitor.visit(PAIR)
    visitor.press("begin")
    for verb in ("continue", "continue", "finish"):
        visitor.press(verb)
    expect(page.get_by_text("Leave this page open until")).to_be_visible()
    assert page.locator(".lasting").is_hidden()
    for verb in ("last", "continue", "finish"):
        visitor.press(verb)
    expect(page.get_by_text("Your answers have arrived, locked.")).to_be_visible()

    assert store.count(PAIR.id) == 1


def test_leaving_forgets(visitor, store):
    """Half way, away and back by the browser's button: the controls are empty and the page begins with consent."""
    page = visitor.visit(SINGLE)
    visitor.press("begin")
    choose(page, "A1", 2)
    page.goto("about:blank")
    page.go_back()
    expect(page.get_by_role("heading", name="Before you decide")).to_be_visible()

    assert page.evaluate("() => document.querySelectorAll('input:checked').length") == 0
    assert (visitor.storage(), store.count(SINGLE.id)) == ({}, 0)


def test_under_a_path(visitor, server, store):
    """A proxy may serve the store below a path: the page asks beside itself."""

    def proxied(route):
        return route.fulfill(response=route.fetch(url=route.request.url.replace("/survey/", "/")))

    visitor.context.route("**/survey/**", proxied)
    page = visitor.page
    page.goto(f"{server.base}/survey/f/{SINGLE.id}?from=poster")
    fill_single(visitor)
    expect(page.get_by_text("Your answers have arrived, locked.")).to_be_visible()

    assert visitor.requests[-1] == f"POST {server.base}/survey/v1/forms/{SINGLE.id}/records"
    assert store.count(SINGLE.id) == 1


def test_a_number_out_of_range(visitor):
    """Said in words at the field, which gets the keyboard."""
    page = visitor.visit(SINGLE)
    visitor.press("begin")
    visitor.press("continue")
    field = page.locator(".q[data-q=K6]:visible input[inputmode]")
    field.fill("500")
    visitor.press("continue")

    expect(page.get_by_text("Enter a number from 0 to 100.")).to_be_visible()
    expect(field).to_be_focused()


def test_keyboard_alone(visitor, store):
    """Tab, space, arrows and Enter are enough; Enter in the number field sends nothing."""
    page = visitor.visit(SINGLE)
    press = page.keyboard.press

    def tab_to(selector: str) -> None:
        for _ in range(60):
            if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
            press("Tab")
        raise AssertionError(f"no Tab leads to {selector}")

    tab_to("[data-do=begin]")
    press("Enter")
    tab_to("[name=after-A1]")
    press("Space")
    press("ArrowDown")
    tab_to("[data-do=continue]")
    press("Enter")
    tab_to("[name=after-K3]")
    press("Space")
    tab_to("[data-do=down]")
    press("Enter")
    tab_to("select")
    press("ArrowDown")
    tab_to("input[inputmode]")
    page.keyboard.type("7")
    press("Enter")
    tab_to("[data-do=continue]")
    press("Enter")
    tab_to("[data-do=finish]")
    press("Enter")
    expect(page.get_by_text("Your answers have arrived, locked.")).to_be_visible()
    (answers,) = opened(store, SINGLE)

    assert answers.group == 0 and answers.after[3:6] == b"\x01\x00\x00" and answers.after[-1] == 0
    assert NOWHERE not in answers.after[6:10]
    assert page.evaluate("() => history.length") == 2


def test_without_javascript(visitors):
    """All questions can be read; the page says why nothing can be sent; no control does anything."""
    visitor = visitors(java_script_enabled=False)
    page = visitor.visit(SINGLE)

    expect(page.get_by_text("This page needs JavaScript")).to_be_visible()
    expect(page.get_by_text("Who do you tell first?")).to_be_visible()
    assert page.locator("button:visible").count() == 0
    page.locator("input[inputmode]").fill("50")
    page.locator("input[inputmode]").press("Enter")
    assert visitor.requests == [f"GET {visitor.base}/f/{SINGLE.id}"]


def screens(visitor: Visitor, form: Form) -> Iterator[str]:
    """Every screen of a visit."""
    page = visitor.visit(form)
    yield "consent"
    page.locator("details").evaluate("(details) => (details.open = true)")
    yield "help"
    for round in ("begin", "last") if form.kind == "pair" else ("begin",):
        visitor.press(round)
        while page.locator("[data-do=continue]:visible").count():
            yield page.locator(".part:visible > :is(h2, h3)").inner_text()
            visitor.press("continue")
        yield "last"
        visitor.press("finish")
        page.wait_for_selector("#kept:visible, #sent:visible")
        if round == "begin" and form.kind == "pair":
            yield "kept"
            page.reload()
            yield "return"
    yield "sent"


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), pytest.param(1280, "light", marks=pytest.mark.slow)])
def test_accessible(visitors, width, scheme):
    """axe finds nothing on any screen, nothing is cut off or needs scrolling sideways, targets are 24 pixels or more."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: npm ci in the root folder (`make test` does)")
    visitor = visitors(viewport={"width": width, "height": 800}, color_scheme=scheme)
    faults = []
    for form in (SINGLE, PAIR, ARABIC):
        for screen in screens(visitor, form):
            if form is PAIR and screen not in ("last", "kept", "return"):
                continue  # as on the single form
            where = f"{form.language} {form.kind} {screen}"
            visitor.page.evaluate(AXE.read_text(encoding="utf-8"))
            result = visitor.page.evaluate("tags => axe.run({ runOnly: { type: 'tag', values: tags } })", TAGS)
            faults += [f"{where}: {one['id']}: {one['nodes'][0]['html']}" for one in result["violations"]]
            faults += [f"{where}: {fault}" for fault in visitor.page.evaluate(RULER)]

    assert faults == []


TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULER = """() => {
  const found = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`scrolls sideways: ${scrollWidth} of ${clientWidth}`);
  for (const control of document.querySelectorAll("button, input, select, summary")) {
    const { width, height } = (control.closest("label") ?? control).getBoundingClientRect();
    if (width && (width < 24 || height < 24)) found.push(`small: ${control.outerHTML}`);
  }
  return found;
}"""
