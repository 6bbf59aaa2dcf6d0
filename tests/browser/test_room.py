"""room.html opened from a disk beside the slides: cards by a camera, hands, a clicker, and what can go wrong with a camera."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from signpost_builder.formats.trainer.room_page import room_html
from signpost_builder.formats.trainer.slides_html import slides_html

from tests.browser.conftest import ARGUMENTS, chromium_path
from tests.browser.inspections import inspect
from tests.room.pictures import film, picture
from tests.trainer.slide_course import slide_deck

QUESTION = "noticing.questions-Q1"
ANSWERS = {id: "A" if id % 4 else "B" for id in range(32)}  # 24 and 8
SECONDS = 30_000
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pack")
    deck = slide_deck(folder / "sources")
    (folder / "slides.html").write_bytes(slides_html(deck))
    (folder / "room.html").write_bytes(room_html(deck))
    return folder


@pytest.fixture(scope="module")
def room_with_cards(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose camera sees 32 people; in each picture somebody else is hidden."""
    frames = [picture(ANSWERS, seed, hidden=(seed, 9 + seed)) for seed in range(8)]
    camera = film(tmp_path_factory.mktemp("camera") / "room.mjpeg", frames)
    seen = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    arguments = [*ARGUMENTS, *seen, f"--use-file-for-fake-video-capture={camera}"]
    browser = chromium.browser_type.launch(executable_path=chromium_path(), args=arguments)
    yield browser
    browser.close()


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Open]:
    """A page. At the end nothing was asked of any network and no script had failed."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text))
        near = ("file:", "data:", "blob:")
        page.on("request", lambda asked: None if asked.url.startswith(near) else wrong.append(asked.url))

    def at(file: Path, *, browser: Browser = chromium, before: str = "", place: str = "", **settings: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1366, "height": 768}, **settings})
        contexts.append(context)
        context.on("page", watch)
        if before:
            context.add_init_script(before)
        page = context.new_page()
        page.goto(f"{file.as_uri()}{place}")
        return page

    yield at
    for context in contexts:
        context.close()
    assert wrong == []


def bars(page: Page) -> list[str]:
    return page.locator("#stage .bar-row strong").all_inner_texts()


def test_cards_by_camera_beside_the_slides(pack: Path, opened: Open, room_with_cards: Browser) -> None:
    """One button of a clicker, pressed on the slides: opens the question, closes it, and goes on. No bar before it is closed."""
    slides = opened(pack / "slides.html", browser=room_with_cards, place=f"#{QUESTION}")
    with slides.expect_popup() as popup:
        slides.keyboard.press("r")
    room = popup.value
    expect(room.locator("#question")).to_have_value(QUESTION)
    room.click("#camera-on")
    expect(room.locator("#camera-state")).to_have_text("The camera is on.")

    slides.keyboard.press("PageDown")
    expect(slides.locator("#stage .large")).to_contain_text("32 of 32 cards read", timeout=SECONDS)
    assert bars(slides) == [] and bars(room) == []

    slides.keyboard.press("PageDown")
    expect(slides.locator("#stage .note").first).to_contain_text("About 30 people answered.")
    for page in (slides, room):
        expect(page.locator("#stage .bar-row strong")).to_have_text(["about three quarters", "about a third"])
    room.click("#camera-off")
    assert room.evaluate("document.querySelector('video').srcObject") is None

    slides.keyboard.press("PageDown")
    expect(slides.locator(f"[id='{QUESTION}-answer']")).to_be_visible()
    expect(slides.locator("#stage")).to_be_hidden()
    slides.keyboard.press("PageUp")
    expect(slides.locator("#stage .bar-row strong")).to_have_text(["about three quarters", "about a third"])


def count(room: Page, *hands: int) -> None:
    for place, number in enumerate(hands):
        room.locator("#counts input").nth(place).fill(str(number))


def test_a_show_of_hands_by_keyboard(pack: Path, opened: Open) -> None:
    """Open, count, close, ask again: two bars for each choice; black and back; nine hands show nothing; several right ones."""
    room = opened(pack / "room.html")
    expect(room.locator("#nothing")).to_be_visible()
    room.keyboard.press("PageDown")
    count(room, 5, 15)
    expect(room.locator("#count")).to_have_text("20 answered")
    assert bars(room) == []
    room.keyboard.press("PageDown")
    assert bars(room) == ["about a quarter", "about three quarters"]
    assert inspect(room) == []

    room.click("#again")
    count(room, 18, 2)
    room.keyboard.press("PageDown")
    assert room.locator("#stage .label").all_inner_texts() == ["First", "Then", "First", "Then"]
    assert bars(room) == ["about a quarter", "nearly everyone", "about three quarters", "few or nobody"]
    room.keyboard.press(".")
    expect(room.locator("#stage")).to_be_hidden()
    room.keyboard.press("b")
    expect(room.locator("#stage")).to_be_visible()
    assert inspect(room) == []

    room.keyboard.press("PageDown")  # asked twice: on
    expect(room.locator("#no-cards")).to_be_visible()
    room.keyboard.press("PageDown")
    count(room, 9, 3, 0, 9)
    room.keyboard.press("PageDown")
    assert bars(room) == [] and "Fewer than ten" in room.inner_text("#stage")
    room.click("#more")
    count(room, 9, 3, 0, 12)
    room.keyboard.press("PageDown")
    assert bars(room) == ["most or everyone", "some", "few or nobody"]


REFUSE = "() => {{ navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{name}')); }}"
CALM = {
    "NotAllowedError": "The camera was not allowed.",
    "NotFoundError": "no camera that the browser can find",
    "NotReadableError": "Another program uses the camera",
    "AbortError": "Another program uses the camera",
}


def test_a_camera_that_cannot_be_had(pack: Path, opened: Open) -> None:
    """Each way is said in words with what to do; hands go on."""
    room = opened(pack / "room.html")
    for name, words in CALM.items():
        room.evaluate(REFUSE.format(name=name))
        room.click("#camera-on")
        expect(room.locator("#camera-state")).to_contain_text(words)
    room.evaluate("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")
    room.click("#camera-on")
    expect(room.locator("#camera-state")).to_contain_text("This browser gives no camera to a file.")
    room.keyboard.press("PageDown")
    count(room, 6, 6)
    expect(room.locator("#count")).to_have_text("12 answered")


@pytest.mark.slow
def test_a_camera_that_is_unplugged(pack: Path, opened: Open, room_with_cards: Browser) -> None:
    """What was read stays; plugged in again, it goes on."""
    room = opened(pack / "room.html", browser=room_with_cards)
    room.click("#open")
    room.click("#camera-on")
    expect(room.locator("#count")).to_contain_text("32 of 32", timeout=SECONDS)
    room.evaluate("document.querySelector('video').srcObject.getTracks()[0].dispatchEvent(new Event('ended'))")
    expect(room.locator("#camera-state")).to_contain_text("The camera is gone.")
    expect(room.locator("#count")).to_contain_text("32 answered")
    room.click("#camera-on")
    expect(room.locator("#camera-advice")).to_contain_text("32 of 32 cards read", timeout=SECONDS)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1366, 768), (320, 640)], ids=["laptop", "zoomed in"])
def test_the_page_is_accessible(pack: Path, opened: Open, scheme: Any, size: tuple[int, int]) -> None:
    room = opened(pack / "room.html", viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    assert inspect(room) == []
    room.click("#open")
    count(room, 8, 8)
    assert inspect(room) == []
    room.click("#close")
    assert inspect(room) == []
    room.keyboard.press("?")
    expect(room.locator("#keys")).to_be_visible()
    assert inspect(room) == []


@pytest.mark.slow
def test_a_result_is_legible_from_the_back(pack: Path, opened: Open) -> None:
    """At five metres a beamer's picture two metres wide looks like a quarter of a screen at arm's length: no letter below 9 dots then."""
    room = opened(pack / "room.html", viewport={"width": 1920, "height": 1080})
    room.click("#open")
    count(room, 8, 12)
    room.click("#close")
    room.click("[data-do=full]")
    room.wait_for_function("document.fullscreenElement !== null")
    sizes = room.evaluate(
        "[...document.querySelectorAll('#stage h2, #stage li p, #stage strong, #stage b')].map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) / 4 >= 9, sizes


def test_no_answer_is_kept_by_the_browser(pack: Path, opened: Open) -> None:
    """No store of any kind; leaving asks first, and after it nothing is left."""
    room = opened(pack / "room.html")
    room.click("#open")
    count(room, 6, 6)
    room.click("#close")
    kept = room.evaluate(
        "async () => [localStorage.length, sessionStorage.length, document.cookie, (await indexedDB.databases()).length, location.search + location.hash]"
    )
    assert kept == [0, 0, "", 0, ""]
    asked: list[str] = []
    room.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    room.reload()
    assert asked == ["beforeunload"]
    expect(room.locator("#stage")).to_be_hidden()
    expect(room.locator("#count")).to_have_text("")
