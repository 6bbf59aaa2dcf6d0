"""`signpost-survey paper` as it is typed: from pictures to sealed records, and nothing else is left on the disk."""

import os
import random
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import cv2
import pytest
from click.testing import CliRunner
from playwright.sync_api import expect, sync_playwright
from signpost_survey.cli import main
from signpost_survey.outbox import Outbox
from signpost_survey.paper import originals
from signpost_survey.record import Opener

from testing.children import child
from tests import forms
from tests.paper_hand import Hand, filled_in, scanned

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A computer with nothing on it."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home/scans").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "home")
    return tmp_path / "home"


def a_scan(paper, seed: int) -> bytes:
    return cv2.imencode(".jpg", scanned(paper, 150, random.Random(seed)))[1].tobytes()


def scan(sheet, home: Path, seed: int, name: str = "", kinds=("fill",)) -> dict:
    paper, said = filled_in(sheet.printed, sheet.layout, Hand(random.Random(seed), wild=0.2), kinds)
    (home / "scans" / (name or f"{seed}.jpg")).write_bytes(a_scan(paper, seed))
    return said


def run(sheet, *more: str) -> tuple[int, str]:
    done = CliRunner().invoke(
        main, ["paper", "scans", "--form", str(sheet.folder / "form.json"), "--no-browser", *more]
    )
    return done.exit_code, done.output


def opened(form, folder: Path) -> list:
    return [Opener(form, forms.PRIVATE).open(one.sealed) for one in Outbox(folder).waiting()]


def test_from_pictures_to_records(sheet, home):
    """Sealed, shuffled, private; pictures deleted; a file that is none refused; a copy in the trash found."""
    for seed in (1, 2):
        scan(sheet, home, seed)
    (home / "scans/notes.png").write_bytes(b"not a picture")
    trash = home / ".local/share/Trash/files"
    trash.mkdir(parents=True)
    shutil.copy(home / "scans/1.jpg", trash / "IMG_1.jpg")

    code, said = run(sheet, "--delete")

    assert code == 1 and f"still there, delete it by hand: {trash / 'IMG_1.jpg'}" in said
    assert "2 sheets read and sealed" in said and "refused: notes.png: this is no picture" in said
    assert "whoever watches the network" in said and "Whoever scans sees the sheets" in said
    assert [one.name for one in (home / "scans").iterdir()] == ["notes.png"]  # it may be anything: a person looks
    assert f"still there, delete it by hand: {'scans/notes.png'}" in said and "2 pictures deleted" in said
    (home / "scans/notes.png").unlink()
    outbox = home / "signpost-outbox"
    assert len(opened(sheet.form, outbox)) == 2
    everything = [outbox, *outbox.rglob("*")]
    assert {stat.S_IMODE(one.stat().st_mode) for one in everything} == {0o700, 0o600}
    assert {one.stat().st_mtime for one in outbox.rglob("*.sealed")} == {0.0}
    left = [one for one in home.rglob("*") if one.is_file() and one.suffix not in (".sealed", ".txt")]
    assert left == [trash / "IMG_1.jpg"]


def test_read_again_before_they_are_sent(sheet, home):
    """Killed between keeping the records and deleting the pictures: the same command counts nothing twice, and deletes."""
    scan(sheet, home, 3)
    assert run(sheet, "--keep")[0] == 0

    code, said = run(sheet, "--delete")

    assert code == 0 and "it was read before, and its records wait in the outbox" in said
    assert len(Outbox(home / "signpost-outbox").waiting()) == 1 and not list((home / "scans").iterdir())


def test_what_is_not_read_is_said_and_stays(sheet, home):
    """A file named by mistake is not deleted; a HEIC in a folder is not passed over without a word; names in any script."""
    scan(sheet, home, 1, "Лист №1 – ёж 🦔.jpg")
    (home / "scans/IMG_2.HEIC").write_bytes(b"x")
    (home / "plan.docx").write_bytes(b"PK of a plan")

    code, said = run(sheet, "plan.docx", "--delete")

    assert code == 1 and "warning: not read, as it is no PDF, TIFF, PNG or JPEG: IMG_2.HEIC" in said
    assert "still there, delete it by hand: plan.docx" in said and "1 sheet read" in said
    assert (home / "plan.docx").exists() and [one.name for one in (home / "scans").iterdir()] == ["IMG_2.HEIC"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_must_not_be_read(sheet, home):
    """The others are read."""
    scan(sheet, home, 1)
    (home / "scans/locked.jpg").write_bytes(b"x")
    (home / "scans/locked.jpg").chmod(0)

    code, said = run(sheet, "--keep")

    assert code == 0 and "refused: locked.jpg: it cannot be read" in said and "1 sheet read" in said


def test_a_half_that_is_empty(sheet, home):
    """Who left before the end is no record, as on screen; a sheet with nothing on it is said to be empty."""
    paper = sheet.printed.copy()
    for bubble in sheet.layout.bubbles:
        if bubble.phase == "before" and bubble.letter == "A":
            Hand(random.Random(1)).mark(paper, bubble, "fill")
    (home / "scans/half.jpg").write_bytes(a_scan(paper, 1))
    (home / "scans/none.jpg").write_bytes(a_scan(sheet.printed, 2))

    code, said = run(sheet, "--delete")

    assert "no sheet was read" in said and not Outbox(home / "signpost-outbox").waiting()
    assert "one half is empty, so it is no record: half.jpg" in said and "nothing is marked on it: none.jpg" in said
    assert len(list((home / "scans").iterdir())) == 2 and code == 0


@pytest.mark.parametrize(
    "folder", ["OneDrive - Example Trust", "Dropbox", "Library/Mobile Documents/scans", "Google Drive"]
)
def test_folders_of_clouds(sheet, home, folder, monkeypatch):
    """Refused before anything is read, with what to do."""
    (home / folder / "scans").mkdir(parents=True)
    (home / folder / "scans/1.png").write_bytes(b"x")
    monkeypatch.chdir(home / folder)

    code, said = run(sheet, "--keep")

    assert code == 2 and "copies elsewhere" in said and "--from-cloud" in said


def test_phones_are_known():
    """By the note that a camera leaves in a picture."""
    assert originals.by_a_phone(b"\xff\xd8\xff\xe1..Exif\0\0..Apple\0iPhone") and not originals.by_a_phone(
        b"\xff\xd8\xff\xe0JFIF"
    )


def test_somebody_has_to_say_what_becomes_of_the_pictures(sheet, home):
    """Without a terminal the question cannot be asked."""
    scan(sheet, home, 1)
    code, said = run(sheet)

    assert code == 2 and "--delete or --keep" in said


def test_unsure_marks_are_asked_on_a_page(sheet, home):
    """In Chromium, by keyboard: beside the cut-out; what is said is sealed; accessible at 320 px and in the dark; nothing is written."""
    scan(sheet, home, 1)
    id = next(row.id for row in sheet.layout.questions if not row.several and row.id.startswith("P"))
    paper, _ = filled_in(sheet.printed, sheet.layout, Hand(random.Random(9), wild=0.2), ("fill",))
    for bubble in sheet.layout.bubbles:
        if bubble.question == id and bubble.phase == "after" and bubble.letter in "AB":
            Hand(random.Random(4)).mark(paper, bubble, "fill")
    (home / "scans/unsure.jpg").write_bytes(a_scan(paper, 4))
    command = [
        sys.executable,
        "-m",
        "signpost_survey",
        "paper",
        "scans",
        "--form",
        sheet.folder / "form.json",
        "--no-browser",
        "--delete",
    ]
    with child(command, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        said = ""
        while "http://" not in said:
            line = process.stderr.readline()
            assert line, said
            said = line
        address = said.split()[-1]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
                args=["--no-sandbox", "--disable-gpu"],
            )
            page = browser.new_context(
                viewport={"width": 320, "height": 640}, color_scheme="dark", bypass_csp=True
            ).new_page()
            page.goto(address)
            expect(page.get_by_role("group")).to_contain_text("More than one circle is marked")
            page.add_script_tag(content=AXE.read_text())
            assert page.evaluate("axe.run().then((found) => found.violations.map((one) => one.id))") == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
            if wanted := os.environ.get("SIGNPOST_LOOK"):
                page.screenshot(path=f"{wanted}/asking-dark.png", full_page=True)
            page.get_by_role("radio", name="B: ").focus()
            page.keyboard.press("Space")
            page.get_by_role("button", name="Finish").press("Enter")
            expect(page.get_by_role("heading", level=1)).to_have_text("Everything is answered")
            browser.close()
        out, err = process.communicate(timeout=60)

    assert process.returncode == 0, out + err
    assert "2 sheets read and sealed" in out
    values = {row.id: row.values for row in sheet.layout.questions}[id]
    at = [one for sets in (sheet.form.after,) for each in sets for one in each.questions].index(id)
    assert any(values["B"] in record.after for record in opened(sheet.form, home / "signpost-outbox")), at
    assert {
        one.suffix
        for one in home.rglob("*")
        if one.is_file() and ".cache" not in str(one) and ".config" not in str(one)
    } <= {".sealed", ".txt"}
