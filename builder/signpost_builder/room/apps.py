"""The two sides of the room: what the trainer's page may ask, and what a phone may. A phone's side has no route that shows a vote."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from signpost_builder.proof.attendance import Attendance
from signpost_builder.room.codes import day_of, trainer_routes
from signpost_builder.room.pace import Pace
from signpost_builder.room.sitting import MOST_PHONES, Answered, OpenQuestion, Sitting, open_question
from signpost_builder.serving.events import Events

COOKIE = "room"
STREAMS_EACH = 4  # a phone has one, and for a moment after a reload two
TOLD_EVERY_SECONDS = 0.3  # the trainer's page, of how many have answered


@dataclass(slots=True)
class Room:
    """`pages`: by name. `door`: what the trainer's page shows for phones, empty where none can come. `each`: phones of one address.

    `attendance`: who gives codes after the session; nothing without a key.
    """

    name: str
    pages: Mapping[str, bytes]
    door: Mapping[str, Any] = field(default_factory=dict)
    each: int = 2
    attendance: Attendance | None = None
    to_phones: Events = field(default_factory=Events)
    to_trainer: Events = field(default_factory=Events)
    sitting: Sitting = field(init=False)
    pace: Pace = field(init=False)
    _streams: dict[str, int] = field(default_factory=dict)
    _is_due: bool = False

    def __post_init__(self) -> None:
        self.pace = Pace(self.each)
        self.begin()

    def begin(self) -> None:
        """A new sitting: whoever was in the one before comes in again, and nothing of it is left."""
        self.sitting = Sitting(self.each)
        if self.attendance:
            self.attendance.begin()
        self.tell_phones()
        self._tell_trainer()

    def tell_phones(self) -> None:
        question = self.sitting.question
        codes = self.attendance is not None and self.attendance.open
        shown = asdict(question) if question else None
        self.to_phones.tell({"room": self.name, "sitting": self.sitting.id, "open": shown, "codes": codes})

    def tell_trainer_soon(self) -> None:
        """Many answers come at once: they are told together."""
        if not self._is_due:
            self._is_due = True
            asyncio.get_running_loop().call_later(TOLD_EVERY_SECONDS, self._tell_trainer)

    def _tell_trainer(self) -> None:
        self._is_due = False
        now = self.sitting
        given = self.attendance.given if self.attendance else 0
        counts = {"phones": now.phones, "answered": now.answered, "refused": now.refused, "given": given}
        self.to_trainer.tell({"sitting": now.id, **counts})

    def close(self) -> None:
        self.to_phones.close()
        self.to_trainer.close()

    def take_stream(self, address: str) -> bool:
        if self._streams.get(address, 0) >= STREAMS_EACH * self.each or len(self.to_phones) >= 2 * MOST_PHONES:
            return False
        self._streams[address] = self._streams.get(address, 0) + 1
        return True

    def give_stream(self, address: str) -> None:
        self._streams[address] -= 1
        if self._streams[address] == 0:
            del self._streams[address]


# ---------------------------------------------------------------------- the trainer's side


def trainer_app(room: Room) -> Starlette:
    """Only for this computer; the guard in front of it knows who asks."""

    async def begin(_request: Request) -> Response:
        room.begin()
        return JSONResponse(
            {"sitting": room.sitting.id, "name": room.name, "codes": day_of(room.attendance), **room.door}
        )

    async def open_it(request: Request) -> Response:
        question = open_question(await said_by(request))
        if question is None:
            return JSONResponse({}, 422)
        room.sitting.open(question)
        room.tell_phones()
        room.tell_trainer_soon()
        return JSONResponse({})

    async def close_it(_request: Request) -> Response:
        votes = room.sitting.close()
        room.tell_phones()
        room.tell_trainer_soon()
        return JSONResponse({"votes": votes})

    async def events(_request: Request) -> Response:
        return room.to_trainer.response()

    pages = [Route(f"/{name}", _page(content)) for name, content in room.pages.items() if name not in FOR_PHONES]
    posts = [("begin", begin), ("open", open_it), ("close", close_it)]
    return Starlette(
        routes=[
            Route("/", _page(room.pages[ROOM])),
            *pages,
            Route("/events", events),
            *(Route(f"/{name}", endpoint, methods=["POST"]) for name, endpoint in posts),
            *(trainer_routes(room.attendance, room.tell_phones, said_by) if room.attendance else []),
        ]
    )


ROOM, PHONE, CODE = "room.html", "phone.html", "code.html"  # what the pages are called by whoever makes them
FOR_PHONES = (PHONE, CODE)


# ---------------------------------------------------------------------- the phones' side


def phones_app(room: Room) -> Starlette:
    async def events(request: Request) -> Response:
        address = _address(request)
        if not room.pace.allows(address) or not room.take_stream(address):
            return Response(status_code=429)
        return _Stream(room, address)

    async def join(request: Request) -> Response:
        if not room.pace.allows(_address(request)):
            return JSONResponse({}, 429)
        token = room.sitting.join(_address(request), request.cookies.get(COOKIE, ""))
        room.tell_trainer_soon()
        if token is None:
            return JSONResponse({}, 403)
        codes = room.attendance.name if room.attendance else ""
        response = JSONResponse({"sitting": room.sitting.id, "mine": room.sitting.mine(token), "codes": codes})
        # For as long as the browser is open; no page elsewhere has it sent, and no script can read it.
        response.set_cookie(COOKIE, token, httponly=True, samesite="strict")
        return response

    async def answer(request: Request) -> Response:
        if not room.pace.allows(_address(request)):
            return JSONResponse({}, 429)
        outcome = room.sitting.answer(request.cookies.get(COOKIE, ""), await said_by(request))
        if outcome is Answered.COUNTED:
            room.tell_trainer_soon()
        return JSONResponse({}, outcome.value)

    return Starlette(
        routes=[
            Route("/", _page(room.pages[PHONE])),
            Route("/events", events),
            Route("/join", join, methods=["POST"]),
            Route("/answer", answer, methods=["POST"]),
            *(_code_routes(room, room.attendance) if room.attendance else []),
        ]
    )


def _code_routes(room: Room, attendance: Attendance) -> list[Route]:
    """A code of attendance for each phone that is in the room."""

    async def give(request: Request) -> Response:
        if not room.pace.allows(_address(request)):
            return JSONResponse({}, 429)
        person = request.cookies.get(COOKIE, "")
        if not room.sitting.knows(person):
            return JSONResponse({}, 401)
        status, body = attendance.answer(person, str((await said_by(request)).get("held")))
        room.tell_trainer_soon()
        return JSONResponse(body, status)

    return [Route("/code", _page(room.pages[CODE])), Route("/give", give, methods=["POST"])]


class _Stream(Response):
    """A stream of events that is counted for its address as long as it lasts."""

    def __init__(self, room: Room, address: str) -> None:
        super().__init__()
        self._room, self._address = room, address

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await self._room.to_phones.response()(scope, receive, send)
        finally:
            self._room.give_stream(self._address)


def _page(content: bytes) -> Callable[[Request], Awaitable[Response]]:
    async def page(_request: Request) -> Response:
        return HTMLResponse(content)

    return page


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


async def said_by(request: Request) -> Mapping[str, object]:
    """The JSON object of a request; nothing for what is none, or did not arrive whole."""
    try:
        said = json.loads(await request.body())
    except (ClientDisconnect, RecursionError, ValueError):  # cut off or too long; too deep; no JSON, or not even text
        return {}
    return said if isinstance(said, dict) else {}


__all__ = ["CODE", "PHONE", "ROOM", "OpenQuestion", "Room", "phones_app", "trainer_app"]
