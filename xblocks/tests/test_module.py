"""The module block: what it keeps of a learner, when it is done, and what it refuses."""

import json
from pathlib import Path

import pytest
from lms import Platform, learner_fields, post
from rendered import module_element
from signpost_xblocks.progress import LONGEST_STATE, check_questions, read_progress
from states import misnamed, state

VECTORS = json.loads((Path(__file__).parents[2] / "tests/vectors/state.json").read_text("utf-8"))


@pytest.fixture
def block():
    return Platform().parse(module_element("crossing"))


@pytest.fixture
def pages(block):
    return [page["id"] for page in block.course_data["pages"]]


def save(block, text, place):
    return post(block, "save_progress", {"state": text, "place": place})


def test_state_and_place_are_kept_in_one_field(block, pages):
    text = state(block.course_data, pages[:2], ["CK1"])
    answer = save(block, text, pages[1])

    assert (answer.status_code, answer.json) == (200, {"completed": False})
    assert learner_fields(block.runtime) == {"progress": f"{pages[1]} {text}"}
    assert block.held() == {"kind": "module", "state": text, "place": pages[1], "completed": False}
    assert block.runtime.published == []


def test_the_names_of_opened_pages_stand_in_the_state(block, pages):
    """The same text as without the helper that the refused ones below come from."""
    assert misnamed(block.course_data, pages[:1]) == state(block.course_data, pages[:1])


def test_every_page_seen_completes_it_without_a_grade(block, pages):
    answer = save(block, state(block.course_data, pages), pages[-1])
    again = save(block, state(block.course_data, pages, launches=2), pages[0])

    assert (answer.json, again.json) == ({"completed": True}, {"completed": True})
    assert block.runtime.published == [("completion", {"completion": 1.0})]
    assert block.held()["completed"]
    assert not getattr(block, "has_score", False)
    assert block.has_custom_completion


def test_the_vectors_of_the_player_are_read():
    """Launches, pages and answers of every state that both sides of the format agree on."""
    data = VECTORS["data"]
    ids = [page["id"] for page in data["pages"] if page["counts"]]
    for case in VECTORS["states"]:
        if case["state"].get("handle"):
            continue  # of a quiz; a module has none
        read = read_progress(
            case["text"],
            course_id=data["course"]["id"],
            pages_digest=data["pagesDigest"],
            counted=ids,
            keys=check_questions(data),
        )

        assert read.launches == case["state"]["launches"], case["name"]
        assert read.visited == set(case["state"]["visited"]), case["name"]


def refused(data, pages):
    good = state(data, pages[:1])
    changed = good[:-1] + ("A" if good[-1] != "A" else "B")
    return {
        "empty": (b"", 400, "not JSON"),
        "not JSON": (b"{state", 400, "not JSON"),
        "not text": (b"\xff\xfe", 400, "not JSON"),
        "not a number": (b'{"state": NaN, "place": "x"}', 400, "not JSON"),
        "a list": ([], 400, "not a JSON object"),
        "a word": ("state", 400, "not a JSON object"),
        "deep": (b"[" * 10_000, 400, "not JSON"),
        "huge": (b'{"state": "' + b"A" * 20_000 + b'"}', 413, "too long: 16384 bytes are allowed"),
        "nothing in it": ({}, 400, "missing: state, place"),
        "no place": ({"state": good}, 400, "missing: place"),
        "more than asked": ({"state": good, "place": pages[0], "score": 1}, 400, "only state, place may be sent"),
        "state of the wrong type": ({"state": 1, "place": pages[0]}, 400, "State and place are texts."),
        "state null": ({"state": None, "place": pages[0]}, 400, "State and place are texts."),
        "place of the wrong type": ({"state": good, "place": ["x"]}, 400, "State and place are texts."),
        "place too long": ({"state": good, "place": "x" * 300}, 400, "State and place are texts."),
        "a page that is not there": ({"state": good, "place": "nowhere"}, 400, "There is no such page. Reload this page."),
        "an empty state": ({"state": "", "place": pages[0]}, 400, "damaged"),
        "anything as state": ({"state": "<script>", "place": pages[0]}, 400, "damaged"),
        "a damaged state": ({"state": changed, "place": pages[0]}, 400, "damaged"),
        "a cut state": ({"state": good[:-2], "place": pages[0]}, 400, "damaged"),
        "too long a state": ({"state": "S1" + "A" * LONGEST_STATE, "place": pages[0]}, 400, "too long"),
        "another course": ({"state": state({**data, "course": {"id": "other"}}, pages[:1]), "place": pages[0]}, 400, "of another course"),
        "names of pages that were not opened": ({"state": misnamed(data, pages[1:2]), "place": pages[0]}, 400, "of other pages"),
        "more names than opened pages": ({"state": misnamed(data, pages[:2]), "place": pages[0]}, 400, "of other pages"),
        "fewer names than opened pages": ({"state": misnamed(data, []), "place": pages[0]}, 400, "of other pages"),
        "something behind the names": ({"state": misnamed(data, pages[:1], "AAA"), "place": pages[0]}, 400, "of other pages"),
        "other pages": ({"state": state({**data, "pagesDigest": "AAAA"}, pages[:1]), "place": pages[0]}, 400, "of other pages"),
        "a question that is not there": ({"state": state(data, pages[:1], keys=[12]), "place": pages[0]}, 400, "a question that is not there"),
        "bits past the last page": ({"state": state({**data, "pages": data["pages"] * 2}, pages[:1]), "place": pages[0]}, 400, "of other pages"),
    }  # fmt: skip


NAMES = list(
    refused(
        *(lambda data: (data, [page["id"] for page in data["pages"]]))(
            Platform().parse(module_element("crossing")).course_data
        )
    )
)


@pytest.mark.parametrize("name", NAMES)
def test_bad_bodies_are_refused_in_words_and_change_nothing(block, pages, name):
    body, status, words = refused(block.course_data, pages)[name]
    before = dict(block.runtime.stored)
    answer = post(block, "save_progress", body)

    assert answer.status_code == status
    assert answer.content_type == "application/json"
    assert words in answer.json["error"]
    assert "Traceback" not in answer.text
    assert block.runtime.stored == before
    assert block.runtime.published == []


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"method": "GET"}, 405),
        ({"content_type": "application/x-www-form-urlencoded"}, 415),
        ({"content_type": ""}, 415),
    ],
)
def test_other_ways_of_sending_are_refused(block, pages, more, status):
    """Form data above all: the platform would write what is in it into its tracking log."""
    answer = post(block, "save_progress", {"state": state(block.course_data, pages[:1]), "place": pages[0]}, **more)

    assert answer.status_code == status
    assert learner_fields(block.runtime) == {}


def test_a_window_opened_earlier_does_not_overwrite(block, pages):
    save(block, state(block.course_data, pages[:3], launches=2), pages[2])
    answer = save(block, state(block.course_data, pages[:1], launches=1), pages[0])

    assert answer.status_code == 409
    assert block.held()["place"] == pages[2]


def test_state_of_an_older_version_is_no_obstacle(block, pages):
    """The player makes the best of what it gets, and its next save replaces it."""
    block.progress = f"{pages[0]} S1AAAAAAAAAAAAAAAAAAAAAA"

    assert block.held() == {
        "kind": "module",
        "state": "S1AAAAAAAAAAAAAAAAAAAAAA",
        "place": pages[0],
        "completed": False,
    }
    assert save(block, state(block.course_data, pages[:1]), pages[0]).status_code == 200
