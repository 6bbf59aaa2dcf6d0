"""Who may come in. Any page in the browser, and any program on the computer, can call a server that listens here.

A web page of somebody else reaches a server on this computer under a name of its own (DNS rebinding): the Host header tells.
It sends forms and requests that the browser lets through (CSRF): the Origin header tells. Another program or another user of
the computer knows neither what is served nor where: the token does. Each is asked of every request.
"""

import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import field
from html import escape
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from signpost_builder.values import frozen

SAFE = frozenset({"GET", "HEAD"})
MOST_BYTES = 64 * 1024
INSTEAD = "Open the address that the command has printed: it is another one each time."
ALWAYS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NOTHING_BUT_STYLE = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
REFUSAL = """<!doctype html>
<html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>This page is not open here</title>
<style>:root{{color-scheme:light dark}}body{{font:1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}}</style>
<main><h1>This page is not open here</h1><p>{why}</p><p>{instead}</p></main></html>
"""


def new_token() -> str:
    """128 random bits, in letters that an address can hold."""
    return secrets.token_urlsafe(16)


def loopback_hosts(port: int) -> frozenset[str]:
    """How a browser on this computer calls a server that listens here, as the Host header has it."""
    return frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))


@frozen(kw_only=True)
class Door:
    """One way in. `hosts`: what may stand in the Host header, port included; no two doors of a server share one and a token.

    `token`: the first part of every address behind it; empty, and everybody who calls it by its name comes in. `policy`: the
    Content-Security-Policy of what it gives. `outside`: whether other computers may come. `instead`: what a person who is
    refused can do.
    """

    app: ASGIApp
    hosts: frozenset[str]
    token: str
    policy: str
    outside: bool = False
    most_bytes: int = MOST_BYTES
    headers: Mapping[str, str] = field(default_factory=dict)
    instead: str = INSTEAD

    @property
    def origins(self) -> frozenset[str]:
        """What a browser says of the pages that stand behind this door."""
        return frozenset(f"http://{host}" for host in self.hosts)


class Guard:
    """The whole server: leads every request to its door, or refuses it with a page that says so and nothing else."""

    def __init__(self, doors: Sequence[Door]) -> None:
        self._doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        asked = Headers(scope=scope)
        hosts = asked.getlist("host")
        by_name = [door for door in self._doors if len(hosts) == 1 and hosts[0].lower() in door.hosts]
        door = next((door for door in by_name if _has_token(door, scope["path"])), None)
        if why := _refused(door, scope, asked) if door else _unknown(by_name):
            await _refusal(why, door or next(iter(by_name), None))(scope, receive, send)
        elif door:
            await door.app(_behind(door, scope), _limited(receive, door), _with_headers(send, door))


def _unknown(by_name: Sequence[Door]) -> str:
    return "The address is not complete or no longer true." if by_name else "The server is not called by this name."


def _refused(door: Door, scope: Scope, asked: Headers) -> str:
    """Why a request with the right address is refused all the same; empty: it is not."""
    origins = asked.getlist("origin")
    if any(origin.lower() not in door.origins for origin in origins):
        return "The request came from a page of somebody else."
    if scope["method"] not in SAFE and not origins:
        return "The request does not say which page it came from."
    if asked.get("sec-fetch-site", "none") == "cross-site" and asked.get("sec-fetch-mode") != "navigate":
        return "The request came from a page of somebody else."
    if not door.outside and not _is_here(scope):
        return "The request came from another computer."
    try:
        too_long = int(asked.get("content-length", "0")) > door.most_bytes
    except ValueError:
        too_long = True
    return "The request is longer than anything that is sent here." if too_long else ""


def _has_token(door: Door, path: str) -> bool:
    given = path[1:].partition("/")[0]
    return not door.token or hmac.compare_digest(given.encode(), door.token.encode())


def _is_here(scope: Scope) -> bool:
    """Whether the caller is on this computer."""
    try:
        address = ip_address(scope["client"][0])
    except (TypeError, ValueError):
        return False
    return address.is_loopback


def _behind(door: Door, scope: Scope) -> Scope:
    """The token is no part of the path that routes see."""
    return {**scope, "root_path": f"/{door.token}"} if door.token else scope


def _limited(receive: Receive, door: Door) -> Receive:
    """A body that is longer than it said, or said nothing, ends like a connection that breaks."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return message if taken <= door.most_bytes else {"type": "http.disconnect"}

    return limited


def _with_headers(send: Send, door: Door) -> Send:
    async def headed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in {**ALWAYS, "Content-Security-Policy": door.policy, **door.headers}.items():
                headers.setdefault(name, value)
        await send(message)

    return headed


def _refusal(why: str, door: Door | None) -> HTMLResponse:
    instead = door.instead if door else INSTEAD
    html = REFUSAL.format(why=escape(why), instead=escape(instead))
    return HTMLResponse(html, 403, {**ALWAYS, "Content-Security-Policy": NOTHING_BUT_STYLE})
