"""The whole way of a code of attendance: the trainer gives codes, a phone makes one, the school's register lists it as signed."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect
from signpost_builder.cli import main
from signpost_builder.formats.trainer.register_page import register_html
from signpost_builder.proof.attendance import Attendance
from signpost_builder.proof.code import Proof, holder, parse_proof
from signpost_builder.proof.signing import keygen, read_key

from tests.browser import packages
from tests.browser.inspections import inspect
from tests.browser.test_register import opened
from tests.browser.test_room_session import SECONDS, Laptop, state, unused_port

__all__ = ["unused_port"]
pytestmark = pytest.mark.slow
TYPED, NAME = "  Zoë\tO’Neil ", "Zoë O’Neil"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "room.key"
    assert CliRunner().invoke(main, ["room", "keygen", str(path)]).exit_code == 0
    return path


@pytest.fixture
def laptop(tmp_path: Path, unused_port: int, key: Path) -> Iterator[Laptop]:
    running = Laptop(tmp_path, unused_port, key=key)
    yield running
    running.kill()


@pytest.fixture
def register(chromium: Browser, tmp_path: Path, key: Path) -> Page:
    """With the key of this laptop."""
    path = tmp_path / "register.html"
    path.write_bytes(register_html(packages.an_edition(packages.course())))
    page, _ = opened(chromium, path.as_uri())
    page.get_by_label("Key (begins").fill(read_key(key).public)
    page.get_by_role("button", name="Add the key").click()
    return page


def entered(register: Page, text: str) -> str:
    register.get_by_label("Or paste codes").fill(text)
    register.get_by_role("button", name="Enter the pasted").click()
    return register.locator("#said").inner_text()


def look(page: Page, name: str) -> None:
    if folder := os.environ.get("SIGNPOST_LOOK"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_from_the_room_to_the_register(
    chromium: Browser, laptop: Laptop, register: Page, key: Path, tmp_path: Path
) -> None:
    trainer = chromium.new_context(viewport={"width": 1366, "height": 768}).new_page()
    trainer.goto(laptop.here)
    expect(trainer.locator("#codes-state")).to_contain_text("Phones get no codes now. 0 given. Date of this laptop: ")
    phone = chromium.new_context(viewport={"width": 320, "height": 640}).new_page()
    sent: list[str] = []
    phone.context.on("request", lambda request: sent.append(f"{request.url} {request.headers} {request.post_data}"))
    phone.goto(laptop.phones)
    state(phone).to_contain_text("You are in.")
    expect(phone.locator("#codes")).to_be_hidden()

    # Somebody who knows the page is too early, and may still change the name.
    phone.goto(f"{laptop.phones}code")
    phone.fill("#code-name", "Somebody else")
    phone.click("#take button")
    state(phone).to_have_text("Codes are not given now. Wait until the trainer says so, then try again.")
    phone.go_back()
    trainer.click("#codes-open")
    expect(trainer.locator("#codes-state")).to_contain_text("Phones can take their code.")
    phone.locator("#codes a").click()
    state(phone).to_contain_text("The code says which training")
    assert inspect(phone) == []
    look(phone, "code-before")
    phone.fill("#code-name", TYPED)

    # The network is gone just now: it is asked again by itself, and nothing is changed meanwhile.
    phone.context.set_offline(True)
    phone.click("#take button")
    state(phone).to_contain_text("No connection to the laptop.")
    assert phone.locator("#code-name").is_disabled()
    phone.context.set_offline(False)
    state(phone).to_have_text("This is your code.", timeout=SECONDS)
    code = phone.locator("#code-text").text_content() or ""
    assert parse_proof(code).name == NAME and parse_proof(code).course == "spot-the-signs"
    expect(trainer.locator("#codes-state")).to_contain_text("1 given")
    assert inspect(phone) == []
    look(phone, "code")
    look(trainer, "room-codes")

    # The laptop learned neither name nor number, in no address, header or body.
    everything = json.dumps(sent, ensure_ascii=False)
    assert not [secret for secret in (parse_proof(code).number, NAME, "O’Neil", "Somebody") if secret in everything]
    assert everything.count('"held') or '\\"held\\"' in everything

    # Loaded again, there and here, and the laptop killed: the same code, one for each person.
    for again in (phone, trainer, phone):
        again.reload()
        expect(trainer.locator("#codes-state")).to_contain_text("1 given")
    state(phone).to_have_text("This is your code.")
    assert phone.locator("#code-text").text_content() == code
    second = phone.context.new_page()
    second.goto(f"{laptop.phones}code")
    trainer.click("#codes-open")
    expect(second.locator("#take")).to_be_visible()
    second.close()
    laptop.kill()
    assert phone.locator("#code-text").text_content() == code
    phone.locator("#drawing").screenshot(path=tmp_path / "code.png")

    register.get_by_label("Or choose a picture").set_input_files(tmp_path / "code.png")
    expect(register.locator("#said")).to_have_text(f"Entered, signed: {NAME}")
    assert "in the list already" in entered(register, code)
    assert "in the list already" in entered(register, code.split("key:")[0])
    fresh = code.replace(parse_proof(code).number, "AAECAwQFBgcICQoLDA0ODw")
    assert "altered or forged" in entered(register, fresh)
    assert "altered or forged" in entered(register, code.replace(NAME, "Eve"))
    said = parse_proof(code)
    room = Attendance(keygen(tmp_path / "other.key"), said.course, said.version, open=True)
    foreign = Proof(
        number="AAECAwQFBgcICQoLDA0ODw", name="Eve", **room.answer("1", holder("AAECAwQFBgcICQoLDA0ODw", "Eve"))[1]
    )
    assert "whose key is not in this list" in entered(register, foreign.text)
    assert "altered or forged" in entered(register, foreign.text.replace(foreign.key, said.key))
    assert register.locator("#rows tr").count() == 1
    expect(register.locator("#rows tr")).to_contain_text("signed")


def test_slips_are_printed_and_read(chromium: Browser, laptop: Laptop, register: Page, tmp_path: Path) -> None:
    """Ten on paper, each another one, and nothing of them left in the page; a name is written by the school."""
    context = chromium.new_context()
    context.add_init_script("window.print = () => { window.prints = (window.prints ?? 0) + 1; }")
    trainer = context.new_page()
    trainer.goto(laptop.here)
    trainer.fill("#slips-count", "41")
    trainer.click("[data-do=slips]")
    expect(trainer.locator("#slips-state")).to_have_text("Type a whole number from 1 to 40.")
    trainer.fill("#slips-count", "10")
    trainer.click("[data-do=slips]")
    trainer.wait_for_function("() => window.prints === 1")
    trainer.pdf(path=tmp_path / "slips.pdf", format="A4")
    expect(trainer.locator("#slips article")).to_have_count(0)
    subprocess.run(["pdftoppm", "-r", "150", "-png", "slips.pdf", "page"], cwd=tmp_path, check=True, timeout=60)
    text = subprocess.run(["pdftotext", "slips.pdf", "-"], cwd=tmp_path, check=True, capture_output=True, timeout=60)
    assert text.stdout.decode().count("Name: ____") == 10 and "Switch the camera on" not in text.stdout.decode()
    pages = sorted(tmp_path.glob("page*.png"))
    register.get_by_label("Name, if the code has none").fill("Ada")
    from PIL import Image

    with Image.open(pages[0]) as sheet:
        sheet.crop((0, 0, sheet.width // 2, sheet.height // 4)).save(tmp_path / "slip.png")
    if folder := os.environ.get("SIGNPOST_LOOK"):
        (Path(folder) / "slips.png").write_bytes(pages[0].read_bytes())
    register.get_by_label("Or choose a picture").set_input_files(tmp_path / "slip.png")
    expect(register.locator("#said")).to_have_text("Entered, signed: Ada")
