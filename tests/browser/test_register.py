"""From the certificate of a web edition to the school's register: both are files, opened by double-click, with no network."""

import io
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from signpost_builder.formats.trainer.register_page import register_html
from signpost_builder.proof.code import parse_proof

from tests.browser import packages
from tests.browser.inspections import EVERYTHING, inspect
from tests.browser.learner import RIGHT, Learner
from tests.browser.starts import Start
from tests.browser.test_web import one_file

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/proof.json").read_text("utf-8"))
SIGNED = VECTORS["codes"][3]["text"]
SCREENS = {
    "phone": {"viewport": {"width": 320, "height": 640}},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "forced colours": {"viewport": {"width": 1280, "height": 800}, "forced_colors": "active"},
}


@pytest.fixture(scope="module")
def register(tmp_path_factory) -> str:
    """The file's address."""
    path = tmp_path_factory.mktemp("register") / "register.html"
    path.write_bytes(register_html(packages.an_edition(packages.course())))
    return path.as_uri()


@pytest.fixture(scope="module")
def with_camera(chromium: Browser, tmp_path_factory) -> Iterator[Browser]:
    """A Chromium whose camera sees a signed code, held a little askew."""
    out = io.BytesIO()
    segno.make(SIGNED, error="m", micro=False).save(out, kind="png", scale=7)
    code = Image.open(io.BytesIO(out.getvalue())).convert("RGB").rotate(7, expand=True, fillcolor="#999")
    frame = Image.new("RGB", (1280, 720), "#999")
    frame.paste(code, (300, 60))
    film = tmp_path_factory.mktemp("camera") / "code.mjpeg"
    frame.save(film, "JPEG", quality=80)
    arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
    ]
    browser = chromium.browser_type.launch(
        executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
        args=[*arguments, f"--use-file-for-fake-video-capture={film}"],
    )
    yield browser
    browser.close()


def opened(browser: Browser, address: str, **options: object) -> tuple[Page, list[str]]:
    """The page, and every address that it asked for."""
    page = browser.new_context(bypass_csp=True, accept_downloads=True, **options).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    return page, asked


def names(page: Page) -> list[str]:
    return page.locator("#rows th").all_inner_texts()


def with_key(page: Page) -> None:
    page.get_by_label("Key (begins").fill(VECTORS["public"])
    page.get_by_label("Whose laptop").fill("Hall")
    page.get_by_role("button", name="Add the key").press("Enter")


def test_by_camera(with_camera: Browser, register: str, tmp_path: Path) -> None:
    """Read from file://, by keyboard, entered once, saved, opened again; nothing is kept in the browser or asked of a network."""
    page, asked = opened(with_camera, register)
    with_key(page)
    page.get_by_role("button", name="Read with the camera").press("Enter")
    expect(page.locator("#said")).to_contain_text("Entered, signed: Łukasz")
    page.get_by_role("button", name="Switch the camera off").press("Enter")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save the list").press("Enter")
    saving.value.save_as(tmp_path / "register.json")
    with page.expect_download() as table:
        page.get_by_role("button", name="Save as a table").press("Enter")
    table.value.save_as(tmp_path / "register.csv")
    kept = page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length")
    again, _ = opened(with_camera, register)
    again.get_by_label("Go on with a list").set_input_files(tmp_path / "register.json")
    expect(again.locator("#said")).to_have_text("The list is open.")
    again.get_by_label("Or paste codes").fill(SIGNED)
    again.get_by_role("button", name="Enter the pasted").click()

    assert names(again) == ["Łukasz O’Neil محمد"] and "in the list already" in again.locator("#said").inner_text()
    assert (
        (tmp_path / "register.csv")
        .read_text("utf-8-sig")
        .splitlines()[1]
        .startswith('"Łukasz O’Neil محمد","spot-the-signs","1.0.0","2026-11-29","signed"')
    )
    assert kept == 0 and all(one.startswith(("blob:", "file:")) for one in asked)


def test_pasted_codes(with_camera: Browser, register: str) -> None:
    """Claimed, altered, foreign, no code; a typed name; deleting one and all."""
    page, _ = opened(with_camera, register)

    def paste(text: str) -> str:
        page.get_by_label("Or paste codes").fill(text)
        page.get_by_role("button", name="Enter the pasted").click()
        return page.locator("#said").inner_text()

    assert "whose key is not in this list" in paste(SIGNED)
    with_key(page)
    assert "altered or forged" in paste(SIGNED.replace("Łukasz", "Lukas"))
    assert "no code" in paste("hello")
    page.get_by_label("Name, if the code has none").fill("<b>Ada</b>")
    assert "Entered as claimed" in paste(VECTORS["codes"][0]["text"])
    assert names(page) == ["<b>Ada</b> (name written here)"]
    page.get_by_role("button", name="Delete: <b>Ada</b>").click()
    assert names(page) == []
    paste(SIGNED)
    page.get_by_role("button", name="Delete everything").click()
    assert "Tick the box" in page.locator("#said").inner_text() and len(names(page)) == 1
    page.get_by_label("Yes, delete every entry").check()
    page.get_by_role("button", name="Delete everything").click()
    assert names(page) == []


def test_what_is_past_its_date_goes_with_a_save(chromium: Browser, register: str, tmp_path: Path) -> None:
    """Nothing is deleted while the months are being chosen; when it is, the page says how many."""
    page, _ = opened(chromium, register)
    page.clock.set_fixed_time("2027-03-01T12:00:00Z")
    page.get_by_label("Or paste codes").fill(VECTORS["codes"][0]["text"])
    page.get_by_role("button", name="Enter the pasted").click()
    months = page.get_by_label("Keep each entry for how many months")
    for chosen in ("2", "24"):
        months.fill(chosen)
        months.press("Tab")
        assert len(names(page)) == 1
    months.fill("2")
    months.press("Tab")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save the list").click()
    saving.value.save_as(tmp_path / "register.json")

    assert "that are gone: 1. Saved" in page.locator("#said").inner_text()
    assert names(page) == json.loads((tmp_path / "register.json").read_text("utf-8"))["entries"] == []


@pytest.mark.slow
@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen(with_camera: Browser, register: str, screen: str) -> None:
    """With axe, at 320 px, in the dark, in forced colours; with an entry and a key in it."""
    page, _ = opened(with_camera, register, **SCREENS[screen])
    with_key(page)
    page.get_by_label("Or paste codes").fill(SIGNED)
    page.get_by_role("button", name="Enter the pasted").click()
    if folder := os.environ.get("SIGNPOST_LOOK"):
        page.screenshot(path=f"{folder}/register-{screen}.png", full_page=True)

    assert inspect(page, EVERYTHING) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_from_a_certificate(start: Start, register: str, with_camera: Browser, tmp_path: Path) -> None:
    """The code on the screen says what its text says; the name is in it only when its box is ticked; the register reads the picture."""
    seat = start.seats()
    learner = Learner(seat.open(one_file(tmp_path, packages.course())))
    learner.before(RIGHT)
    learner.read_all()
    learner.after(RIGHT)
    learner.go("certificate")
    page = learner.course
    page.locator("#certificate-name").fill("  Zoë\tO’Neil ")
    without = page.locator("#proof-text").text_content()
    page.locator("#proof-name").press("Space")
    said = page.locator("#proof-text").text_content()
    page.locator("#proof-code").screenshot(path=tmp_path / "code.png")
    if folder := os.environ.get("SIGNPOST_LOOK"):
        page.locator("#certificate").screenshot(path=f"{folder}/certificate.png")
    read, _ = opened(with_camera, register)
    read.get_by_label("Or choose a picture").set_input_files(tmp_path / "code.png")
    expect(read.locator("#said")).to_contain_text("Entered as claimed, nobody signed it: Zoë O’Neil")

    assert parse_proof(without).name == "" and parse_proof(said).name == "Zoë O’Neil"
    assert parse_proof(said).course == packages.course().id and not parse_proof(said).signature
