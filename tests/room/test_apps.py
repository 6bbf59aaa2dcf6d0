"""The room's server from outside: who gets in by which door, what a phone is told, and what it cannot ask."""

import json
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest
from signpost_builder.proof.attendance import Attendance
from signpost_builder.proof.signing import Signer
from signpost_builder.room.apps import CODE, PHONE, ROOM, Room, trainer_app
from signpost_builder.room.running import POLICY, door_of_phones
from signpost_builder.serving.guard import Door, Guard, loopback_hosts
from starlette.testclient import TestClient

from tests import own_loop

TOKEN = "a-token-of-this-room"
HERE, PHONES = "http://127.0.0.1:4000", "http://192.168.1.20:8017"
ASKED = {"id": "q", "round": 1, "stem": ["Why?"], "choices": ["Because", "Not"], "several": False}


class Rooms:
    """One room behind its guard, and browsers that call it."""

    def __init__(self) -> None:
        self.room = Room(
            name="Elm-12", pages={ROOM: b"<p>room", PHONE: b"<p>phone", CODE: b"<p>code", "slides.html": b"<p>slides"}
        )
        trainer = Door(app=trainer_app(self.room), hosts=loopback_hosts(4000), token=TOKEN, policy=POLICY)
        self.app = Guard([trainer, door_of_phones(self.room, "192.168.1.20:8017")])

    def client(self, base: str, peer: str, **headers: str) -> TestClient:
        origin = {"origin": base} | headers
        return TestClient(self.app, base, client=(peer, 50000), headers={k: v for k, v in origin.items() if v})

    def trainer(self, **headers: str) -> TestClient:
        return self.client(HERE, "127.0.0.1", **headers)

    def phone(self, peer: str = "192.168.1.31", **headers: str) -> TestClient:
        return self.client(PHONES, peer, **headers)


@pytest.fixture
def rooms() -> Iterator[Rooms]:
    yield Rooms()


def ask(trainer: TestClient, what: str, said: Any = None) -> Any:
    answer = trainer.post(f"/{TOKEN}/{what}", json=said or {})
    assert answer.status_code == 200
    return answer.json()


def test_a_question_from_open_to_closed(rooms: Rooms) -> None:
    """Two phones answer, one changes its mind; the trainer's page gets each answer once, without a phone's number of the sitting."""
    trainer, one, two = rooms.trainer(), rooms.phone(), rooms.phone("192.168.1.32")
    sitting = ask(trainer, "begin")["sitting"]
    assert [phone.post("/join", json={}).json() for phone in (one, two)] == [
        {"sitting": sitting, "mine": [], "codes": ""}
    ] * 2
    ask(trainer, "open", ASKED)
    answer = {"sitting": sitting, "id": "q", "round": 1}
    assert one.post("/answer", json={**answer, "places": [0]}).status_code == 200
    assert two.post("/answer", json={**answer, "places": [1]}).status_code == 200
    assert one.post("/answer", json={**answer, "places": [1]}).status_code == 200
    assert one.post("/join", json={}).json()["mine"] == [1]  # reloaded

    assert ask(trainer, "close") == {"votes": [["1", [1]], ["2", [1]]]}
    assert one.post("/answer", json={**answer, "places": [0]}).status_code == 409
    assert ask(trainer, "close") == {"votes": []}


def test_what_a_phone_hears_has_no_answer_and_no_count(rooms: Rooms) -> None:
    """Not while the question is open and not after: what the room may see is on the screen."""
    trainer, phone = rooms.trainer(), rooms.phone()
    sitting = ask(trainer, "begin")["sitting"]
    phone.post("/join", json={})
    heard = []
    for step, said in (("open", ASKED), ("close", {})):
        ask(trainer, step, said)
        phone.post("/answer", json={"sitting": sitting, "id": "q", "round": 1, "places": [1]})
        heard.append(told(rooms))

    assert heard[0] == {"room": "Elm-12", "sitting": sitting, "open": {**ASKED}, "codes": False}
    assert heard[1] == {"room": "Elm-12", "sitting": sitting, "open": None, "codes": False}


def told(rooms: Rooms) -> Any:
    async def first() -> bytes:
        stream = rooms.room.to_phones.stream()
        try:
            return await anext(stream)
        finally:
            await stream.aclose()

    return json.loads(own_loop.run(first()).removeprefix(b"data: "))


@pytest.mark.parametrize("path", ["begin", "open", "close", "events", "", "room.html", "slides.html"])
def test_the_trainers_side_is_for_this_computer(rooms: Rooms, path: str) -> None:
    """By no name, from no page, from no other computer, and without the token not even from this one."""
    strangers = [
        rooms.client(PHONES, "192.168.1.31"),  # a phone at its own door
        rooms.client(HERE, "192.168.1.31"),  # a phone that says it calls this computer
        rooms.client("http://evil.test:4000", "127.0.0.1"),  # a name that leads here (DNS rebinding)
        rooms.trainer(origin="http://evil.test"),  # a page of somebody else
        rooms.trainer(origin=PHONES),  # a page from the phones' door
    ]
    for stranger in strangers:
        method = "POST" if path in ("begin", "open", "close") else "GET"
        assert stranger.request(method, f"/{TOKEN}/{path}", json={}).status_code in (403, 404), stranger.base_url
    assert rooms.trainer().get(f"/another-token/{path}").status_code == 403
    assert rooms.trainer().get(f"/{path}").status_code == 403
    assert rooms.room.sitting.question is None


def test_a_trainers_post_says_where_it_comes_from(rooms: Rooms) -> None:
    assert rooms.trainer(origin="").post(f"/{TOKEN}/begin", json={}).status_code == 403


@pytest.mark.parametrize("path", ["join", "answer"])
def test_a_page_of_somebody_else_does_not_vote_for_a_phone(rooms: Rooms, path: str) -> None:
    for phone in (
        rooms.phone(origin="http://evil.test"),
        rooms.phone(origin=""),
        rooms.client("http://evil.test", "192.168.1.31"),
    ):
        assert phone.post(f"/{path}", json={}).status_code == 403
    assert rooms.room.sitting.phones == 0


def test_the_cookie_is_random_short_lived_and_out_of_reach(rooms: Rooms) -> None:
    """No date, so it ends with the browser; no script reads it; two phones have two, and a new sitting gives others."""
    one, two = rooms.phone(), rooms.phone("192.168.1.32")
    cookies = [phone.post("/join", json={}).headers["set-cookie"] for phone in (one, two)]

    for cookie in cookies:
        assert "expires" not in cookie.lower() and "max-age" not in cookie.lower()
        assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    assert len({cookie.split(";")[0] for cookie in cookies}) == 2
    before = one.cookies["room"]
    ask(rooms.trainer(), "begin")
    one.post("/join", json={})
    assert one.cookies["room"] != before


def test_one_phone_cannot_stuff_votes_or_keep_the_room_busy(rooms: Rooms) -> None:
    """Three hundred tries from one address, each as if it were new: two votes. A large body is not read."""
    trainer = rooms.trainer()
    sitting = ask(trainer, "begin")["sitting"]
    ask(trainer, "open", ASKED)
    statuses = set()
    for _ in range(300):
        phone = rooms.phone("192.168.1.66")
        joined = phone.post("/join", json={})
        statuses.add(joined.status_code)
        if joined.status_code == 200:
            phone.post("/answer", json={"sitting": sitting, "id": "q", "round": 1, "places": [0]})

    assert statuses <= {200, 403, 429} and len(ask(trainer, "close")["votes"]) <= 2
    assert rooms.phone("192.168.1.67").post("/answer", content=b"x" * 5000).status_code == 403


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff\xfe", b"[" * 1900, b'{"sitting": []}', b'"x"'])
def test_a_phone_that_says_nonsense_is_answered_calmly(rooms: Rooms, body: bytes) -> None:
    phone = rooms.phone()
    phone.post("/join", json={})

    assert phone.post("/answer", content=body).status_code == 401


def test_pages_are_not_kept_and_not_framed(rooms: Rooms) -> None:
    for client, path in ((rooms.trainer(), f"/{TOKEN}/"), (rooms.phone(), "/")):
        headers = client.get(path).headers
        assert headers["cache-control"] == "no-store" and headers["content-security-policy"] == POLICY
        assert headers["referrer-policy"] == "no-referrer"


def test_streams_of_one_address_are_counted() -> None:
    room = Room(name="Elm-12", pages={}, each=1)
    taken = [room.take_stream("10.0.0.7") for _ in range(9)]
    assert taken == [True] * 4 + [False] * 5 and room.take_stream("10.0.0.8")
    room.give_stream("10.0.0.7")
    assert room.take_stream("10.0.0.7")


# ---------------------------------------------------------------------- codes of attendance


HELD = "ab" * 32


@pytest.fixture
def signing(monkeypatch: pytest.MonkeyPatch) -> Rooms:
    """A room that was opened with a key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    signer = Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
    given = Attendance(signer=signer, course="c", version="1.0.0", today=lambda: date(2026, 11, 29))
    monkeypatch.setattr(f"{__name__}.Room", partial(Room, attendance=given))
    return Rooms()


def test_a_phone_of_this_sitting_gets_one_code_when_the_trainer_says_so(signing: Rooms) -> None:
    trainer, phone = signing.trainer(), signing.phone()
    assert ask(trainer, "begin")["codes"] == {"date": "2026-11-29", "version": "1.0.0"}
    assert phone.post("/give", json={"held": HELD}).status_code == 401  # not in the room
    phone.post("/join", json={})
    assert phone.post("/give", json={"held": HELD}).json() == {"why": "not-open"}
    ask(trainer, "codes", {"open": True})
    assert told(signing)["codes"] is True
    first = phone.post("/give", json={"held": HELD})
    assert first.status_code == 200 and set(first.json()) == {"course", "version", "date", "key", "signature"}
    assert phone.post("/give", json={"held": HELD}).json() == first.json()  # the answer was lost
    assert phone.post("/give", json={"held": "cd" * 32}).json() == {"why": "one-each"}
    assert signing.room.attendance and signing.room.attendance.given == 1
    assert ask(trainer, "codes", {"open": False})["day"] == {"date": "2026-11-29", "version": "1.0.0"}
    assert (
        phone.post("/give", json={"held": HELD}).json() == first.json()
    )  # the answer was lost, and it is closed meanwhile


def test_a_trainer_who_loads_the_page_again_gives_no_second_code(signing: Rooms) -> None:
    """A phone asks with what it has kept, and gets the same; a phone that asks with another number is one more, and the count says so."""
    trainer, phone = signing.trainer(), signing.phone()
    names = []
    for held in (HELD, HELD, "cd" * 32):
        ask(trainer, "begin")
        names.append(phone.post("/join", json={}).json()["codes"])
        assert phone.post("/give", json={"held": held}).json() == {"why": "not-open"}
        ask(trainer, "codes", {"open": True})
        assert phone.post("/give", json={"held": held}).status_code == 200
    assert len(set(names)) == 1 and names[0].endswith(" c 1.0.0 2026-11-29")
    assert signing.room.attendance and signing.room.attendance.given == 2


def test_slips_are_signed_each_with_its_own_number(signing: Rooms) -> None:
    slips = ask(signing.trainer(), "slips", {"count": 40})["slips"]
    assert len({each["number"] for each in slips}) == 40
    assert all(each["code"].startswith("data:image/svg+xml") for each in slips)
    for count in (0, 41, -1, "3", True, None, 2.5):
        assert signing.trainer().post(f"/{TOKEN}/slips", json={"count": count}).status_code == 422


@pytest.mark.parametrize("path", ["codes", "slips"])
def test_phones_neither_open_codes_nor_make_slips(signing: Rooms, path: str) -> None:
    assert signing.phone().post(f"/{path}", json={"open": True, "count": 1}).status_code in (403, 404, 405)
    assert signing.client(HERE, "192.168.1.31").post(f"/{TOKEN}/{path}", json={"open": True}).status_code in (403, 404)


def test_without_a_key_no_code_is_offered(rooms: Rooms) -> None:
    assert ask(rooms.trainer(), "begin")["codes"] is None
    assert rooms.phone().get("/code").status_code == 404
    assert rooms.trainer().post(f"/{TOKEN}/slips", json={"count": 1}).status_code == 404
