"""Sheets of paper as cameras and scanners show them: nothing is read wrong, what is unsure is asked back, what is no sheet is refused."""

import io
import json
import random
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest
from PIL import Image
from signpost_survey import record
from signpost_survey.form import SKIPPED, FormError, asked, question_slots
from signpost_survey.paper import marks, straighten
from signpost_survey.paper.answers import answers
from signpost_survey.paper.layout import parse_layout, places
from signpost_survey.paper.pictures import PictureError, pages
from signpost_survey.paper.reading import Sitting

from tests import forms
from tests.paper_hand import INK, KINDS, Hand, filled_in, photographed, scanned, stained
from tests.paper_sheet import Sheet

WIDTHS = {"hair": 0.15, "light pencil": 0.4, "hardly there": 0.4}
WAYS = ("black", "blue", "pencil", "red", "green")


def sitting(sheet: Sheet, *pictures: bytes) -> Sitting:
    """Everything of these files read."""
    read = Sitting(sheet.form, sheet.layout)
    for number, data in enumerate(pictures):
        for page in pages(sheet.folder / f"{number}.jpg", data):
            read.take(page)
    return read


def compared(read: Sitting, said: dict) -> tuple[int, int]:
    """How many rows were read wrong, and how many a person is asked."""
    [one] = read.sheets
    asked_back = {tuple(query.key.split(".", 1)) for query in one.asked}
    wrong = [at for at, letters in said.items() if at not in asked_back and one.chosen[at] != letters]
    return len(wrong), len(asked_back)


def png(picture: np.ndarray) -> bytes:
    return cv2.imencode(".png", picture)[1].tobytes()


def pdf(*pictures: np.ndarray) -> bytes:
    """As a scanner writes it: one picture on each page."""
    shown = [Image.fromarray(one[:, :, ::-1]) for one in pictures]
    out = io.BytesIO()
    shown[0].save(out, "PDF", save_all=True, append_images=shown[1:], resolution=200)
    return out.getvalue()


def one_sheet(sheet: Sheet, seed: int, colour: str = "black", kinds=KINDS):
    return filled_in(sheet.printed, sheet.layout, Hand(random.Random(seed), colour=colour), kinds)


def photo_of(sheet: Sheet, seed: int) -> tuple[bytes, dict]:
    """One of the sixty: pens, ways to mark, folds, coffee, turned cameras, few and many dots."""
    chance = random.Random(seed)
    paper, said = filled_in(sheet.printed, sheet.layout, Hand(chance, colour=WAYS[seed % 5]))
    if seed % 4 == 3:
        paper = stained(paper, chance)
    wide = (1920, 2400, 3200)[seed % 3]
    return photographed(paper, chance, wide=wide, turn=seed % 4, fold=seed % 2 == 1), said


def test_a_photograph(sheet):
    """Skewed, shaded, folded, stained: no row is read wrong, and hardly one is asked."""
    photo, said = photo_of(sheet, 3)

    wrong, asked_back = compared(sitting(sheet, photo), said)

    assert wrong == 0 and asked_back <= 3


@pytest.mark.slow
def test_sixty_photographs(sheet):
    """The same for long; printed with -s."""
    wrong = asked_back = 0
    for seed in range(60):
        photo, said = photo_of(sheet, seed)
        more = compared(sitting(sheet, photo), said)
        wrong, asked_back = wrong + more[0], asked_back + more[1]
    print(f"60 photographs, {60 * len(said)} rows: {wrong} wrong, {asked_back} asked back")

    assert wrong == 0 and asked_back <= 120


SCANS = [
    (150, {"grey": True}),
    (200, {"turn": 1}),
    (200, {"one_bit": True}),
    (300, {"grey": True, "turn": 2}),
]


@pytest.mark.parametrize(("dpi", "how"), SCANS[2:3])
def test_scans(sheet, dpi, how):
    """Resolutions, grey, two levels, turned by a quarter and by half."""
    scan_is_read(sheet, dpi, how, "blue")


@pytest.mark.slow
@pytest.mark.parametrize("colour", ["black", "blue", "red", "green"])
@pytest.mark.parametrize(
    ("dpi", "how"), [*SCANS, (150, {"one_bit": True}), (300, {"one_bit": True}), (150, {"turn": 3})]
)
def test_every_scan(sheet, dpi, how, colour):
    """Each pen in each way of scanning."""
    scan_is_read(sheet, dpi, how, colour)


def scan_is_read(sheet: Sheet, dpi: int, how: dict, colour: str) -> None:
    chance = random.Random(dpi)
    paper, said = one_sheet(sheet, dpi, colour)
    wrong, asked_back = compared(sitting(sheet, png(scanned(paper, dpi, chance, **how))), said)

    assert wrong == 0 and asked_back <= 4


def test_a_scanner_with_two_sides(sheet):
    """A PDF in duplex order: the backs are counted as pages without a sheet, the empty page as blank, every sheet is read."""
    chance = random.Random(4)
    made = [one_sheet(sheet, seed) for seed in (1, 2)]
    sides = [
        side for paper, _ in made for side in (scanned(paper, 150, chance, grey=True), scanned(sheet.back, 150, chance))
    ]
    empty = np.full_like(sides[0], 252)

    read = sitting(sheet, pdf(*sides, empty))

    assert [one.chosen for one in read.sheets] == [said for _, said in made]
    assert [one.kind for one in read.left] == ["without", "without", "blank"]


@pytest.mark.slow
def test_a_tiff_of_several_pages(sheet):
    """As multi-function devices send them."""
    shown = [
        Image.fromarray(scanned(one_sheet(sheet, seed)[0], 150, random.Random(seed))[:, :, ::-1]) for seed in (1, 2)
    ]
    out = io.BytesIO()
    shown[0].save(out, "TIFF", save_all=True, append_images=shown[1:], compression="tiff_deflate")

    assert len(sitting(sheet, out.getvalue()).sheets) == 2


UNSURE = (["faint"], ["crossed out"], ["fill", "cross"], ["crossed out", "fill"])


def test_unsure_marks_are_asked(sheet):
    """Rubbed out, crossed out, two at once, corrected by the rule on the sheet: each row is asked, none is guessed."""
    paper, hand = sheet.printed.copy(), Hand(random.Random(3))
    rows = [row.id for row in sheet.layout.questions if not row.several and row.id in asked(sheet.form, "after")]
    for number, id in enumerate(rows):
        bubbles = [one for one in sheet.layout.bubbles if one.question == id and one.phase == "after"]
        for bubble, how in zip(bubbles, UNSURE[number % 4], strict=False):
            hand.mark(paper, bubble, how)

    [read] = sitting(sheet, png(scanned(paper, 150, random.Random(3)))).sheets

    assert {query.key for query in read.asked} == {f"after.{id}" for id in rows}


LIGHT = ("hair", "light pencil", "hardly there")


def light_marks_are_asked(sheet: Sheet, pen: str, kind: str, picture: Callable[[np.ndarray], bytes]) -> None:
    """However light the pen: what is not read as it was meant is asked."""
    paper, said = filled_in(sheet.printed, sheet.layout, Hand(random.Random(5), pen, width=WIDTHS[pen]), (kind,))

    assert compared(sitting(sheet, picture(paper)), said)[0] == 0


def test_light_marks_are_asked(sheet):
    """A light pencil is no answer that nobody gave."""
    light_marks_are_asked(sheet, "hardly there", "tick", lambda paper: png(scanned(paper, 150, random.Random(1))))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["tick", "cross", "fill"])
@pytest.mark.parametrize("pen", LIGHT)
def test_every_light_mark_is_asked(sheet, pen, kind):
    """Scanned and photographed."""
    light_marks_are_asked(sheet, pen, kind, lambda paper: png(scanned(paper, 200, random.Random(1))))
    light_marks_are_asked(sheet, pen, kind, lambda paper: photographed(paper, random.Random(1), wide=1920))


def test_marks_outside_the_circles_are_asked(sheet):
    """Between two, after the last: a row is not empty because the mark missed."""
    paper, hand = sheet.printed.copy(), Hand(random.Random(3))
    for number, place in enumerate(places(sheet.layout)):
        bubble, off = (place.bubbles[0], 4.3) if number % 2 else (place.bubbles[-1], 7)
        hand.mark(paper, msgspec.structs.replace(bubble, x=bubble.x + off), "tick")

    [read] = sitting(sheet, png(scanned(paper, 150, random.Random(1)))).sheets

    assert len(read.asked) == len(places(sheet.layout)) and not any(read.chosen.values())


@pytest.mark.slow
def test_mirrored_and_full_sheets(sheet):
    """A page seen from behind is no sheet; one with every circle filled is asked about."""
    paper, _ = one_sheet(sheet, 1)
    full, hand = sheet.printed.copy(), Hand(random.Random(2))
    for bubble in sheet.layout.bubbles:
        hand.mark(full, bubble, "fill")
    mirrored, [read] = sitting(sheet, png(paper[:, ::-1])), sitting(sheet, png(full)).sheets

    assert not mirrored.sheets and mirrored.left[0].kind == "without"
    assert len(read.asked) >= sum(not place.row.several for place in places(sheet.layout))


def a_large_png(side: int) -> bytes:
    """Black, small in its file."""
    packed = zlib.compress(bytes(side + 1) * side, 9)
    parts = ((b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)), (b"IDAT", packed), (b"IEND", b""))
    chunks = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\0\0\0\x18ftypheic" + bytes(500), "HEIC"),
        (b"", "no picture"),
        (b"%PDF-1.7 cut", "damaged or has a password"),
        (png(np.full((400, 400, 3), 200, np.uint8))[:-200], "no picture"),
    ],
)
def test_files_that_are_no_pictures(data, why, capfd):
    """Said in a sentence, before it takes memory, and the libraries say nothing of their own."""
    with pytest.raises(PictureError, match=why):
        list(pages(Path("1.png"), data))

    assert "OpenCV" not in capfd.readouterr().err


@pytest.mark.slow
def test_a_picture_that_is_too_large_takes_no_memory(tmp_path):
    """A small file that would be half a gigabyte is refused before it is unpacked."""
    (tmp_path / "large.png").write_bytes(a_large_png(13_000))
    look = """
import pathlib, re, sys
from signpost_survey.paper.pictures import PictureError, pages
path = pathlib.Path(sys.argv[1])
try:
    list(pages(path, path.read_bytes()))
except PictureError as error:
    most = re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())  # of this program alone
    print(error, int(most[1]) // 1024)
"""
    done = subprocess.run(
        [sys.executable, "-c", look, tmp_path / "large.png"], capture_output=True, text=True, check=True
    )
    why, _, megabytes = done.stdout.rpartition(" ")

    assert "no larger than paper" in why and int(megabytes) < 300


def test_empty_rows_are_not_answered(sheet):
    """A circle without ink is no answer, and nobody is asked about it."""
    [read] = sitting(sheet, png(scanned(sheet.printed, 150, random.Random(1)))).sheets

    assert not read.asked and not any(read.chosen.values())


def cut(picture: np.ndarray, kind: str) -> np.ndarray:
    high, across = picture.shape[:2]
    return {
        "half": picture[:, : across // 2],
        "corner": picture[high // 6 :, :],
        "far": cv2.resize(picture, None, fx=0.3, fy=0.3),
    }[kind]


@pytest.mark.parametrize(
    ("kind", "why"), [("half", "top right and bottom right"), ("corner", "the corner top"), ("far", "go nearer")]
)
def test_not_the_whole_sheet(sheet, kind, why):
    """Half a sheet, a corner cut off, a picture from far away: refused, with what to do."""
    read = sitting(sheet, png(cut(scanned(one_sheet(sheet, 1)[0], 150, random.Random(1), tilt=0), kind)))

    assert not read.sheets and why in read.left[0].why


def test_two_sheets_in_one_picture(sheet):
    """Refused: which half belongs to which cannot be told."""
    two = np.vstack([scanned(one_sheet(sheet, seed)[0], 150, random.Random(1)) for seed in (1, 2)])

    assert "one at a time" in sitting(sheet, png(two)).left[0].why


def test_another_sheet(sheet, tmp_path):
    """Of another audience, so of another form: told by its code."""
    from tests import paper_sheet

    other = paper_sheet.made(tmp_path / "other", "caregiver") if (tmp_path / "other").mkdir() is None else None
    read = sitting(sheet, png(scanned(other.printed, 150, random.Random(1))))

    assert not read.sheets
    assert other.layout.id in read.left[0].why and sheet.layout.id in read.left[0].why


def test_a_code_that_cannot_be_read(sheet):
    """Asked by the digits that stand below the questions, not guessed."""
    paper, said = one_sheet(sheet, 1)
    x, y, size = (round(each * 9) for each in (sheet.layout.code.x, sheet.layout.code.y, sheet.layout.code.size))
    paper[y : y + size, x : x + size] = 90

    [read] = sitting(sheet, png(scanned(paper, 150, random.Random(1)))).sheets

    assert [query.key for query in read.asked] == ["code"] and read.chosen == said


def test_the_same_sheet_twice(sheet):
    """Another picture of it is refused; another person's sheet with every answer alike is not, but asked about or taken."""
    paper, said = one_sheet(sheet, 5)
    alike = sheet.printed.copy()
    for bubble in sheet.layout.bubbles:
        if bubble.letter in said[bubble.phase, bubble.question]:
            Hand(random.Random(bubble.x * bubble.y)).mark(alike, bubble, "cross")

    photos = (
        photographed(paper, random.Random(1), wide=1800, fold=True),
        png(scanned(paper, 150, random.Random(2), turn=1)),
        png(scanned(alike, 150, random.Random(3))),
    )
    read = sitting(sheet, *photos)

    assert len(read.sheets) == 2 and [one.why for one in read.left] == [
        "it is the same sheet of paper as 0.jpg: it counts once"
    ]
    assert {query.key for query in read.sheets[1].asked} <= {"twice"}


def test_letters_are_as_light_as_is_thought(sheet):
    """What an empty circle holds by itself, measured on the printed sheet anew."""
    straight = straighten.straightened(sheet.printed, sheet.layout)
    found = marks.amounts(marks.ink_of(straight.picture, sheet.layout), sheet.layout)

    assert max(abs(one.inside) for one in found.values()) < 0.02
    assert max(one.around for one in found.values()) < 0.01


def test_slots(sheet):
    """What is said becomes what a page would have sealed; a record of it opens."""
    _, said = one_sheet(sheet, 8)
    chosen = {at: frozenset(letters) for at, letters in said.items()}
    made = answers(sheet.form, sheet.layout, chosen)
    opened = record.Opener(sheet.form, forms.PRIVATE).open(record.seal(sheet.form, made, forms.PUBLIC))

    assert opened == made
    values = {row.id: row.values for row in sheet.layout.questions}
    at = 0
    for id in asked(sheet.form, "after"):
        count = len(question_slots(id, sheet.form.questions[id]))
        slots, letters = made.after[at : at + count], said.get(("after", id), set())
        at += count
        if not letters:
            assert set(slots) == {SKIPPED}
        elif count == 1:
            assert slots[0] == values[id][next(iter(letters))]
        elif letters != {"?"}:
            assert {index for index, slot in enumerate(slots) if slot == 1} == {values[id][one] for one in letters}
    group = values[sheet.form.group.question]
    [letter] = said["before", sheet.form.group.question] or [None]
    assert made.group == (sheet.form.group.merge[group[letter]] if letter else SKIPPED)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"radius": 2.0}, "changed after it was made"),
        ({"form": None}, "belongs to no form"),
        ({"form": "00000000-0000-0000-0000-000000000000"}, "belongs to the form 0000"),
        ({"version": 2}, "paper.json"),
    ],
)
def test_a_layout_of_something_else(sheet, change, why):
    """A file that was changed, of no form, of another form, of another version."""
    document = json.loads((sheet.folder / "paper.json").read_bytes()) | change
    if "radius" not in change:
        import hashlib

        said = {name: value for name, value in document.items() if name != "id"}
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        document["id"] = hashlib.sha256(text.encode()).hexdigest()[:16]

    with pytest.raises(FormError, match=why):
        parse_layout(json.dumps(document).encode(), sheet.form)


def test_pens_are_in_the_tests():
    """The sixty use every colour."""
    assert {*WAYS, *LIGHT} == set(INK)
