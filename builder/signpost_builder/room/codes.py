"""The trainer's routes for codes of attendance: when phones may take one, and slips for people without a phone."""

from collections.abc import Awaitable, Callable, Mapping

import segno
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from signpost_builder.proof.attendance import Attendance
from signpost_builder.proof.code import Proof

Said = Callable[[Request], Awaitable[Mapping[str, object]]]


def trainer_routes(attendance: Attendance, changed: Callable[[], None], said_by: Said) -> list[Route]:
    """`changed`: phones have to hear whether codes are given."""

    async def codes(request: Request) -> Response:
        match await said_by(request):
            case {"open": bool(is_open)}:
                attendance.open = is_open
                changed()
                return JSONResponse({"open": is_open, "day": day_of(attendance)})
        return JSONResponse({}, 422)

    async def slips(request: Request) -> Response:
        count = (await said_by(request)).get("count")
        try:
            made = attendance.slips(count if type(count) is int else 0)
        except ValueError:
            return JSONResponse({}, 422)
        return JSONResponse({"slips": [_slip(each) for each in made], "day": day_of(attendance)})

    return [Route("/codes", codes, methods=["POST"]), Route("/slips", slips, methods=["POST"])]


def day_of(attendance: Attendance | None) -> dict[str, str] | None:
    """What codes say now, so that a wrong clock is seen; nothing where none are given."""
    return {"date": attendance.date, "version": attendance.version} if attendance else None


def _slip(proof: Proof) -> dict[str, str]:
    """The code as an address of a drawing, and its number for whoever compares."""
    code = segno.make(proof.text, error="m", micro=False)
    return {"code": code.svg_data_uri(border=4, light="#fff"), "number": proof.number}
