"""What a handler accepts: a small JSON object, nothing else. Refusals are JSON too and repeat nothing that was sent."""

import functools
import json
from collections.abc import Callable, Mapping
from typing import Any

from webob import Request, Response
from xblock.core import XBlock

LONGEST = 16_384  # characters; the longest state, or the answers to a set of a hundred questions, is far below


class Refusal(Exception):
    """Nothing was changed. `more` goes beside the message, for the player."""

    def __init__(self, status: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status, self.message, self.more = status, message, more


def json_handler(handle: Callable[[Any, dict[str, Any]], Mapping[str, Any]]) -> Callable[..., Response]:
    """A handler for POST of one JSON object as application/json: as form data the platform would log what it holds."""

    @XBlock.handler
    @functools.wraps(handle)
    def handler(self: Any, request: Request, suffix: str = "") -> Response:
        try:
            return answer(200, handle(self, body_of(request)))
        except Refusal as refusal:
            return answer(refusal.status, {"error": refusal.message, **refusal.more})

    return handler


def answer(status: int, content: Mapping[str, Any]) -> Response:
    response = Response(json.dumps(content), status=status, content_type="application/json", charset="utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def body_of(request: Request) -> dict[str, Any]:
    if request.method != "POST":
        raise Refusal(405, "send this with POST")
    if request.content_type != "application/json":
        raise Refusal(415, "send application/json")
    if (request.content_length or 0) > LONGEST or len(request.body) > LONGEST:
        raise Refusal(413, f"too long: {LONGEST} bytes are allowed")
    try:
        body = json.loads(request.body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Refusal(400, "not JSON") from None
    if not isinstance(body, dict):
        raise Refusal(400, "not a JSON object")
    return body


def exactly(body: Mapping[str, Any], *names: str) -> None:
    """Each of these and nothing else."""
    missing = [name for name in names if name not in body]
    if missing:
        raise Refusal(400, f"missing: {', '.join(missing)}")
    if len(body) > len(names):
        raise Refusal(400, f"only {', '.join(names) or 'an empty object'} may be sent")


def _no_constant(name: str) -> None:
    raise ValueError(name)
