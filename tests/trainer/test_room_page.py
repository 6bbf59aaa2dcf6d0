"""The room's pages: practice questions and nothing of the sets before and after, a text for every word, and a reader that errs in nothing."""

import json
import re
import subprocess
from pathlib import Path

import lxml.html
import pytest
from signpost_builder.formats.trainer.aruco import CODES
from signpost_builder.formats.trainer.cards import sides
from signpost_builder.formats.trainer.deck_making import deck_of
from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.room_page import phone_html, reader_script, room_html, room_pages, room_script
from signpost_builder.formats.trainer.room_questions import room_questions

from tests.builders import (
    a_check,
    a_choice,
    a_choice_question,
    a_course,
    a_module,
    a_page,
    a_scale_question,
    an_edition,
)
from tests.room.pictures import SIZE, picture

ROOT = Path(__file__).parent.parent.parent
ROOM = ROOT / "builder/signpost_builder/formats/trainer/room"


def deck(edition):
    return deck_of(edition, edition.course.options.get("trainer") or TrainerPack())


def data(page):
    return json.loads(lxml.html.document_fromstring(page.decode()).get_element_by_id("data").text)


def test_the_questions_are_those_of_the_slides(north):
    """Each has its slide, its letters in the same order, and cards can answer it."""
    made = deck(north)
    questions = data(room_html(made))["questions"]
    slides = {slide.id: slide.body for slide in made.slides}

    assert len(questions) == 20
    for question in questions:
        assert len(question["choices"]) == len(slides[question["id"]].choices) <= 4


def test_no_question_of_the_sets_before_and_after_is_in_any_page(every_edition):
    """Neither its id nor its words: in no page that the pack or the server has, for no audience and site."""
    for edition in every_edition:
        asked = [question for each in (*edition.before, *edition.after) for question in each.questions]
        stems = {lxml.html.fromstring(f"<p>{question.stem}</p>").text_content().strip() for question in asked}
        made = deck(edition)
        practised = {question.id.rpartition("-")[2] for question in room_questions(made)}
        assert practised and not practised & {question.id for question in asked}
        for page in (room_html(made), room_html(made, served=True), phone_html(made)):
            assert [stem for stem in stems if json.dumps(stem)[1:-1].encode() in page] == []


def test_a_rating_is_nobodys_vote():
    """A set of opinions can stand in a page; the room has no right answer to look for in it."""
    opinion = a_choice_question(a_choice("Often"), a_choice("Never"), id="O1")
    known = a_choice_question(a_choice("Tell", correct=True), a_choice("Wait"), id="K1")
    page = a_page(a_check(opinion, id="views", kind="survey"), a_check(known, a_scale_question(), id="facts"))

    assert [one.id for one in room_questions(deck(an_edition(a_course(a_module(page)))))] == [f"{page.id}-K1"]


def test_a_course_without_practice_says_so():
    page = room_html(deck(an_edition(a_course(a_module(a_page())))))

    assert b"no question that a room can answer" in page and page.count(b"<script>") == 0


def test_right_answers_and_feedback_do_not_reach_a_phone(north):
    """What a phone is shown of a question comes from these data: stems and choices, no key."""
    for question in data(room_html(deck(north)))["questions"]:
        assert set(question) == {"id", "module", "title", "stem", "choices", "several"}
    assert data(phone_html(deck(north))).keys() == {"letters", "texts"}


def test_every_state_has_its_words(north):
    """States of the camera, advice and shares are looked up by a word of the script."""
    texts = data(room_html(deck(north)))["texts"]
    tally, camera, advice = ((ROOM / name).read_text() for name in ("tally.js", "camera.js", "advice.js"))
    states = re.search(r"@typedef \{([^}]*)\} CameraState", camera)
    kinds = re.search(r"expected: number \}\) => ([^}]*)\}", advice)
    assert states and kinds

    assert set(re.findall(r'"(\w+)"', states[1])) == set(texts["camera"])
    assert set(re.findall(r'"(\w+)"', kinds[1])) == set(texts["advice"])
    assert {*re.findall(r'\["(\w+)", ', tally), "percent"} == set(texts["words"])


def test_pages_run_what_they_carry_and_ask_nobody(north):
    """One script each, named by its hash; a file asks no network at all, a served page its own server."""
    made = deck(north)
    for page, asks in (
        (room_html(made), "'none'"),
        (room_html(made, served=True), "'self'"),
        (phone_html(made), "'self'"),
    ):
        document = lxml.html.document_fromstring(page.decode())
        (policy,) = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert f"connect-src {asks};" in policy and "default-src 'none'" in policy and "unsafe" not in policy
        assert not re.search(rb"https?://(?!www\.w3\.org/)", page)


def test_pages_weigh_little(north):
    """Of 1 MB of a pack; what a phone loads over a busy Wi-Fi."""
    pages = room_pages(north, north.course.options["trainer"])

    assert set(pages) == {"room.html", "slides.html", "phone.html", "code.html"}
    assert len(pages["room.html"]) < 62_000 and len(pages["code.html"]) < 22_000 and len(pages["phone.html"]) < 10_000
    assert len(room_script()) < 15_000


def test_the_same_bytes_again(north):
    assert room_html(deck(north)) == room_html(deck(north))


# ------------------------------------------------------------------- the reader of cards


def test_the_reader_is_what_its_package_makes():
    """`make aruco` again: what is committed is the published library and nothing else."""
    if not (ROOT / "node_modules/esbuild").is_dir():
        pytest.skip("node_modules/esbuild is missing: `make test` installs it")
    run = subprocess.run(["node", "vendor/aruco/bundle.js"], cwd=ROOT, capture_output=True, timeout=60, check=False)

    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.decode() == (ROOM / "aruco.js").read_text()


def test_the_page_carries_the_licences_of_the_reader(north):
    """MIT and BSD: the notices go with every copy."""
    page = " ".join(room_html(deck(north)).decode().split())

    for words in (
        "Juan Mellado",
        "Damiano Falcioni",
        "Mario Klingemann",
        "Permission is hereby granted",
        "Intel Corporation",
        "Redistribution",
    ):
        assert words in page
    assert "</script" not in reader_script()


READ = """
import { createCards, middleOf, sideUp, sizeOf } from "./builder/signpost_builder/formats/trainer/room/cards.js";
import { createDetector } from "./builder/signpost_builder/formats/trainer/room/aruco.js";
import { readFileSync } from "node:fs";
const [codes, width, height] = process.argv.slice(1).map((each) => JSON.parse(each));
const detector = createDetector(codes), cards = createCards(), all = readFileSync(0), sure = {}, invented = [];
for (let from = 0; from < all.length; from += width * height) {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at += 1) data.fill(all[from + at], at * 4, at * 4 + 3);
  const found = detector.detect({ width, height, data }).map(({ id, corners }) => ({ id, side: sideUp(corners), size: sizeOf(corners), at: middleOf(corners) }));
  invented.push(...found.filter(({ id }) => id >= 40).map(({ id }) => id));
  cards.see(found.filter(({ side }) => side >= 0)).forEach(({ id, side }) => (sure[id] ??= []).push(side));
}
console.log(JSON.stringify({ sure, invented }));
"""


def read(frames):
    """By card, every answer that the page would have counted; and ids that no card has."""
    pictures = b"".join(frame.convert("L").tobytes() for frame in frames)
    command = ["node", "--input-type=module", "-e", READ, "--", json.dumps(CODES), str(SIZE[0]), str(SIZE[1])]
    run = subprocess.run(command, cwd=ROOT, input=pictures, capture_output=True, timeout=300, check=True)
    return json.loads(run.stdout)


def counted(answers, frames):
    seen = read(frames)
    letters = {int(id): {sides(int(id))[side] for side in held} for id, held in seen["sure"].items()}
    wrong = {id: held for id, held in letters.items() if held != {answers.get(id)}}
    return letters, wrong


def test_thirty_two_cards_are_read_and_none_wrong():
    """Tilted, blurred, in uneven light, some hidden in each picture."""
    answers = {id: "ABCD"[(id * 7 + id // 5) % 4] for id in range(32)}
    frames = [picture(answers, seed, hidden=(seed, 20 + seed)) for seed in range(6)]
    letters, wrong = counted(answers, frames)

    assert wrong == {} and len(letters) == 32


@pytest.mark.slow
@pytest.mark.parametrize(("marker", "least"), [(64, 40), (52, 40), (44, 34), (30, 0)])
def test_no_card_is_ever_read_wrong(marker, least):
    """Forty cards, forty pictures for each size: near, usual, far, and too far. A card that is not read is asked for; a wrong one never."""
    answers = {id: "ABCD"[id * 11 % 4] for id in range(40)}
    letters, wrong = counted(answers, [picture(answers, 900 + seed, marker=marker) for seed in range(40)])
    print(f"\nmarker of {marker} dots: {len(letters)} of 40 read, {len(wrong)} wrong")

    assert wrong == {} and len(letters) >= least


@pytest.mark.slow
@pytest.mark.parametrize("light", [0.15, 0.4, 1.5])
def test_bad_light_makes_cards_unread_not_wrong(light):
    answers = {id: "ABCD"[id * 11 % 4] for id in range(40)}
    letters, wrong = counted(answers, [picture(answers, 300 + seed, light=light) for seed in range(12)])
    print(f"\nlight {light}: {len(letters)} of 40 read")

    assert wrong == {}


@pytest.mark.slow
def test_an_empty_room_has_no_card():
    """Shelves, people and windows."""
    assert read([picture({}, seed) for seed in range(12)]) == {"sure": {}, "invented": []}
