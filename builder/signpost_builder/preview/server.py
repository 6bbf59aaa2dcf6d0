"""The addresses of the preview, behind two doors that are two origins to a browser.

The page around the course can open files in an editor; the course cannot even ask. So the course has a port and a token of its
own: a browser keeps the two apart as it keeps apart two sites (docs/decisions/preview.md).
"""

import asyncio
import json
import os
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from signpost_builder.diagnostics import SourceError
from signpost_builder.model import Course
from signpost_builder.package import read_asset
from signpost_builder.page.document import MEDIA_TYPES
from signpost_builder.preview.choice import Choice, Frame
from signpost_builder.preview.desk import Desk
from signpost_builder.preview.editor import CannotOpen, command, source_file
from signpost_builder.preview.pages import refused, review_page, shell_page
from signpost_builder.preview.reading import fault_of_ours
from signpost_builder.preview.showing import ADAPTERS, INDEX, PAGE, VIEWS, Files, Showing
from signpost_builder.serving.guard import Door, Guard, loopback_hosts, new_token

EDITION = "{course}/{audience}/{site}/{language}"
TYPES = {**MEDIA_TYPES, "html": "text/html", "js": "text/javascript", "css": "text/css", "pdf": "application/pdf"}
SHELL = frozenset(
    {"shell.css", "shell.js", "dom.js", "choices.js", "findings.js", "frame-box.js", "panel.js", "review.js", "edit.js"}
)
COURSE = frozenset(
    {"helper.js", "stay.js", "taking.js", "look.js", "platform.js", "platform.css", "scorm-books.js", "scorm-api.js"}
)


class Preview:
    """The server of the project in `root`. `first`: the course that it opens with. `ports`: of the page around, and of the course."""

    def __init__(self, root: Path, first: str, ports: tuple[int, int], *, environment: Mapping[str, str]) -> None:
        self._first, self._ports, self._environment = first, ports, environment
        self.token, self._course_token = new_token(), new_token()
        here = f"/{self._course_token}"
        showing = Showing(nowhere=f"http://127.0.0.1:{ports[1]}{here}/nowhere", scripts=f"{here}/-")
        self.desk = Desk(root, showing)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._ports[0]}/{self.token}/"

    def guard(self) -> Guard:
        shell, course = (loopback_hosts(port) for port in self._ports)
        framed, around = _sources(course), _sources(shell)
        own = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'"
        return Guard(
            [
                Door(
                    app=Starlette(routes=self._shell_routes()),
                    hosts=shell,
                    token=self.token,
                    policy=f"{own}; form-action 'none'; frame-ancestors 'none'; frame-src {framed}",
                    headers={"Cross-Origin-Opener-Policy": "same-origin"},
                ),
                Door(
                    app=Starlette(routes=self._course_routes()),
                    hosts=course,
                    token=self._course_token,
                    # What a page may run, it says itself. Here: nothing of it comes from elsewhere or goes there.
                    policy=f"default-src 'self' 'unsafe-inline' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self' {around}",
                ),
            ]
        )

    # ------------------------------------------------------------------ the page around the course

    def _shell_routes(self) -> list[Route]:
        return [
            Route("/", self._shell),
            Route("/-/{name}", _static(SHELL)),
            Route("/events/{course}", self._events),
            Route(f"/events/{{kind}}/{EDITION}", self._events),
            Route(f"/html/{{kind}}/{EDITION}", self._html),
            Route(f"/review/{EDITION}", self._review),
            Route("/open", self._open, methods=["POST"]),
        ]

    async def _shell(self, request: Request) -> Response:
        if not request.url.path.endswith("/"):
            return RedirectResponse(f"/{self.token}/")
        return HTMLResponse(shell_page(self._first, self._ports[1], self._course_token))

    async def _events(self, request: Request) -> Response:
        given = request.path_params
        events = await self.desk.events(given["course"], _frame(given) if "kind" in given else None)
        if events is None:
            return PlainTextResponse("there is no such course", 404)
        return events.response()

    async def _html(self, request: Request) -> Response:
        """The page as text, for the frame to take over what has changed. It is never a document of this origin."""
        made = await self._files(request)
        if isinstance(made, Response):
            return made
        page = made[INDEX]
        return PlainTextResponse(page if isinstance(page, bytes) else b"")

    async def _review(self, request: Request) -> Response:
        course, frame = await self._asked(request, PAGE)
        edition = frame.choice.of(course) if course else None
        if edition is None:
            return PlainTextResponse("there is no such edition", 404)
        return PlainTextResponse(await asyncio.to_thread(review_page, edition))

    async def _open(self, request: Request) -> Response:
        """Answers {"said": words for the author}."""
        try:
            asked = json.loads(await request.body())
            name, line, column = str(asked["path"]), int(asked["line"]), int(asked["column"])
        except (ClientDisconnect, OverflowError, RecursionError, ValueError, KeyError, TypeError):
            return JSONResponse({"said": "this is no place in a file"}, 400)
        try:
            file = source_file(self.desk.root, name)
            arguments = command(file, line, column, self._environment)
            await _start(arguments, self.desk.root, self._environment)
        except CannotOpen as problem:
            return JSONResponse({"said": str(problem)}, 409)
        return JSONResponse({"said": f"{name} is opening in {Path(arguments[0]).name}"})

    # ---------------------------------------------------------------------------------- the course

    def _course_routes(self) -> list[Route]:
        return [
            Route("/-/{name}", _static(COURSE)),
            Route("/nowhere/{rest:path}", _dropped, methods=["POST"]),
            Route(f"/platform/{{kind}}/{EDITION}/", _platform),
            Route(f"/{{kind}}/{EDITION}/{{file:path}}", self._file),
        ]

    async def _file(self, request: Request) -> Response:
        made = await self._files(request)
        if isinstance(made, Response):
            return made
        name = request.path_params["file"] or INDEX
        content = made.get(name)
        if content is None:
            return PlainTextResponse("there is no such file", 404)
        kind = request.path_params["kind"]
        view = VIEWS[kind][1].media_type if kind in VIEWS else ""
        media_type = view or TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
        data = content if isinstance(content, bytes) else await asyncio.to_thread(read_asset, content)
        return Response(data, media_type=media_type)

    # ------------------------------------------------------------------------------------- of both

    async def _asked(self, request: Request, kind: str = "") -> tuple[Course | None, Frame]:
        frame = _frame({"kind": kind, **request.path_params})
        reading = await self.desk.reading(frame.choice.course)
        return (reading.course if reading else None), frame

    async def _files(self, request: Request) -> Files | Response:
        course, frame = await self._asked(request)
        if course is None or not (frame.kind in ADAPTERS or frame.kind in VIEWS):
            return PlainTextResponse("there is nothing to show yet", 404)
        try:
            made = await asyncio.to_thread(self.desk.showing.files, frame, course)
        except SourceError as errors:
            return HTMLResponse(refused(errors.diagnostics), 409)
        except Exception as fault:
            return HTMLResponse(refused((fault_of_ours(fault),)), 500)
        return PlainTextResponse("the course has no such edition any more", 404) if made is None else made


def _frame(given: Mapping[str, str]) -> Frame:
    """Of the parts of an address."""
    return Frame(given["kind"], Choice(given["course"], given["audience"], given["site"], given["language"]))


def _sources(hosts: frozenset[str]) -> str:
    """For a policy, which knows no addresses of IPv6."""
    return " ".join(f"http://{host}" for host in sorted(hosts) if "[" not in host)


def _static(names: frozenset[str]) -> Any:
    """Files of static/, by a list: what is not in it is not given out."""

    async def answer(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in names:
            return PlainTextResponse("there is no such file", 404)
        content = files(__package__).joinpath("static", name).read_bytes()
        return Response(content, media_type=TYPES[name.rpartition(".")[2]])

    return answer


async def _platform(request: Request) -> Response:
    """A learning platform around the package: its frame is of the course's origin, as the package needs it to find the API."""
    return HTMLResponse(files(__package__).joinpath("static", "platform.html").read_bytes())


async def _dropped(request: Request) -> Response:
    """A survey's answers: taken as a store takes them, so that the page goes on as it does for learners, and kept by nobody."""
    return Response(status_code=204)


async def _start(arguments: list[str], folder: Path, environment: Mapping[str, str]) -> None:
    """Raises CannotOpen where there is no such program. It goes on by itself; it is not waited for, only buried."""
    null = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *arguments,
            cwd=folder,
            env=dict(environment),
            start_new_session=True,
            stdin=null,
            stdout=null,
            stderr=null,
        )
    except OSError as problem:
        raise CannotOpen(f"'{arguments[0]}' cannot be started: {os.strerror(problem.errno or 0)}") from problem
    _ENDING.add(waiting := asyncio.ensure_future(process.wait()))
    waiting.add_done_callback(_ENDING.discard)


_ENDING: set["asyncio.Future[int]"] = set()
