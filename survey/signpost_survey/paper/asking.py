"""A page on this computer that shows what was unsure, cut out of the sheet, and takes what a person says. No script, no files.

It is reached with a word that changes each time, from this computer alone, and ends when everything is answered.
"""

import base64
import hashlib
import secrets
import socket
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs

import uvicorn
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from signpost_survey.form_page import part
from signpost_survey.paper.queries import NONE, UNCLEAR, Query
from signpost_survey.paper.reading import Sheet

HOST = "127.0.0.1"
MOST_BYTES = 20_000  # of what a page of answers sends
ALONE = {NONE, UNCLEAR}  # with a letter beside them they would say two things


class Asking:
    """Sheets one after the other; whoever goes back finds what was said. `said`: for each sheet what was answered."""

    def __init__(self, sheets: list[Sheet]) -> None:
        self._sheets = [sheet for sheet in sheets if sheet.asked]
        self._word = secrets.token_urlsafe(16)
        self.said: dict[int, dict[str, frozenset[str]]] = {}
        self.finish: Callable[[], None] = lambda: None
        environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        self._template = environment.from_string(part("asking.html"))
        self._style = part("form.css") + part("asking.css")

    @property
    def path(self) -> str:
        return f"/{self._word}/1"

    @property
    def complete(self) -> bool:
        return len(self.said) == len(self._sheets)

    @property
    def decided(self) -> list[tuple[Sheet, Mapping[str, frozenset[str]]]]:
        return [(self._sheets[at], said) for at, said in self.said.items()]

    def app(self) -> Starlette:
        routes = [
            Route(f"/{self._word}/done", self._done, methods=["GET"]),
            Route(f"/{self._word}/{{at:int}}", self._sheet, methods=["GET", "POST"]),
        ]
        known = Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"], www_redirect=False)
        return Starlette(routes=routes, middleware=[known])

    async def _sheet(self, request: Request) -> Response:
        at = request.path_params["at"] - 1
        if not 0 <= at < len(self._sheets):
            return Response("There is no such sheet.", 404, media_type="text/plain")
        if request.method == "GET":
            return self._page(at, self.said.get(at, {}), [])
        if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return Response("Answers come from this page alone.", 403, media_type="text/plain")
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return Response("That is too much.", 413, media_type="text/plain")
        given = parse_qs(body.decode("utf-8", "replace"))
        said = {query.key: frozenset(given.get(query.key, ())) & _values(query) for query in self._sheets[at].asked}
        if wrong := [query.key for query in self._sheets[at].asked if not _plain(query, said[query.key])]:
            return self._page(at, said, wrong)
        self.said[at] = said
        left = next((one for one in range(len(self._sheets)) if one not in self.said), None)
        return RedirectResponse("done" if left is None else str(left + 1), 303)

    async def _done(self, request: Request) -> Response:
        if not self.complete:
            return RedirectResponse("1", 303)
        self.finish()
        return self._html(done=True, sheet=None, at=0, said={}, wrong=[])

    def _page(self, at: int, said: Mapping[str, frozenset[str]], wrong: list[str]) -> Response:
        return self._html(done=False, sheet=self._sheets[at], at=at + 1, said=said, wrong=wrong)

    def _html(self, **shown: object) -> Response:
        html = self._template.render(count=len(self._sheets), style=Markup(self._style), data=_data, **shown)
        digest = base64.b64encode(hashlib.sha256(self._style.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        headers = {
            "content-security-policy": policy,
            "cache-control": "no-store",
            "referrer-policy": "same-origin",
            "x-content-type-options": "nosniff",
            "cross-origin-resource-policy": "same-origin",
        }
        return Response(html, 200, headers, "text/html")


def ask(sheets: list[Sheet], show: Callable[[str], None]) -> list[tuple[Sheet, Mapping[str, frozenset[str]]]] | None:
    """Serves the page until everything is answered; None where it was broken off. `show` gets its address."""
    asking = Asking(sheets)
    with socket.create_server((HOST, 0)) as listening:
        config = uvicorn.Config(
            asking.app(), log_config=None, access_log=False, server_header=False, ws="none", lifespan="off"
        )
        server = uvicorn.Server(config)

        def finish() -> None:
            server.should_exit = True  # after the last page is sent

        asking.finish = finish
        show(f"http://{HOST}:{listening.getsockname()[1]}{asking.path}")
        try:
            server.run(sockets=[listening])
        except KeyboardInterrupt:
            return None
    return asking.decided if asking.complete else None


def _values(query: Query) -> frozenset[str]:
    return frozenset(value for value, _ in query.choices)


def _plain(query: Query, said: frozenset[str]) -> bool:
    """Whether it says one thing."""
    return len(said) == 1 or (query.several and len(said) > 1 and not said & (ALONE | {"?"}))


def _data(picture: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"
