"""The store over HTTP: all routes are in one table; what a record is worth is decided when it is opened, not here."""

import asyncio
import binascii
import datetime
import hashlib
import json
import time
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from signpost_survey import logs, problems, release, retention
from signpost_survey.connections import Guard
from signpost_survey.form import parse_form, shown_as_page
from signpost_survey.form_page import Pages, notice_page, privacy_page
from signpost_survey.health import Health
from signpost_survey.metrics import Metrics
from signpost_survey.openapi import DOCUMENT
from signpost_survey.problems import Problem
from signpost_survey.rates import Rates
from signpost_survey.readers import key_hash
from signpost_survey.record import SEALED, TEXT
from signpost_survey.stores import Store, StoreError
from signpost_survey.stores.base import Row, StoredForm
from signpost_survey.writer import Busy, Writer

REFRESH_SECONDS = 3.0
LOOK_SECONDS = 1.0  # between two looks for a form that nobody knows
MEASURE_SECONDS = 30.0
RETRY_SECONDS = 10
HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}
CORS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "retry-after",
}  # a page may know when to come back
PREFLIGHT = CORS | {
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": "content-type",
    "access-control-max-age": "86400",
}
FORMS, RECORDS = "/v1/forms/", "/records"
# base64url: its two own characters become those of base64, and base64's become something that is neither.
ALPHABET = bytes.maketrans(b"-_+/", b"+/!!")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`client_header`: where a proxy writes the address of the client (for the rate limit alone).

    `most_bytes`: the size from which on the store takes no more records; 0: no limit but the disk's.
    """

    per_hour: int = 6_000
    client_header: str = ""
    most_bytes: int = 20 << 30
    per_address: int = 256  # connections at a time, where no proxy counts


def create_app(store: Store, settings: Settings = Settings(), guard: Guard | None = None) -> Starlette:
    """The application; it owns the store while it runs."""
    service = Service(store, settings, guard)
    submit = Submit(service)
    routes = [
        Route(FORMS + "{form_id}" + RECORDS, submit),
        Route("/f/{form_id}", service.page, methods=["GET"]),
        Route("/f/{form_id}/privacy", service.privacy, methods=["GET"]),
        Route(FORMS + "{form_id}", service.form, methods=["GET"]),
        Route("/v1/releases", service.releases, methods=["GET"]),
        Route("/v1/releases/{release_id}", service.release, methods=["GET"]),
        Route("/v1/releases/{release_id}/package", service.package, methods=["GET"]),
        Route("/health", service.ready, methods=["GET"]),
        Route("/health/live", service.live, methods=["GET"]),
        Route("/metrics", service.metrics_page, methods=["GET"]),
        Route("/openapi.json", service.openapi, methods=["GET"]),
    ]
    handlers = {HTTPException: _http_problem, StoreError: _store_problem, Exception: _fault}
    app = Application(submit, routes=routes, exception_handlers=handlers, lifespan=service.lifespan)
    app.state.service = service
    return app


class Application(Starlette):
    """Starlette, but a record finds its way without routing and middleware: a tenth of what it costs to take one."""

    def __init__(self, submit: "Submit", **arguments: Any) -> None:
        super().__init__(**arguments)
        self._submit = submit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            if path.startswith(FORMS) and path.endswith(RECORDS):
                scope["path_params"] = {"form_id": path[len(FORMS) : -len(RECORDS)]}
                await self._submit(scope, receive, send)
                return
        await super().__call__(scope, receive, send)


class Service:
    """What the routes share."""

    def __init__(self, store: Store, settings: Settings, guard: Guard | None) -> None:
        self.store = store
        self.guard = guard
        self.health = Health(store, settings.most_bytes)
        self.settings = settings
        self.metrics = Metrics()
        self.rates = Rates(settings.per_hour)
        self.page_rates = Rates(settings.per_hour)
        self.pages = Pages()
        self.forms: Mapping[str, StoredForm] = {}
        self.raw_ids: Mapping[str, bytes] = {}
        self._tried = self._looked = -LOOK_SECONDS  # when the last look began, and the one whose answer `forms` is
        self._looking = asyncio.Lock()

    @asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        await asyncio.to_thread(self.store.migrate)
        await self.refresh()
        await self.health.measure()
        self.writer = Writer(self.store)
        refreshing = asyncio.create_task(self._keep_refreshing())
        logs.event("started", store=self.store.kind, forms=len(self.forms))
        yield
        refreshing.cancel()
        with suppress(asyncio.CancelledError):
            await refreshing
        await self.writer.stop()
        logs.event("stopped")

    async def refresh(self) -> None:
        """Read the forms again: other processes register and close them. Raises StoreError."""
        async with self._looking:
            await self._look()

    async def _look(self) -> None:
        began = self._tried = time.monotonic()
        self.forms = await asyncio.to_thread(self.store.forms)
        self.raw_ids = {id: uuid.UUID(id).bytes for id in self.forms}
        self._looked = began

    async def _keep_refreshing(self) -> None:
        measured, swept = time.monotonic(), None
        while True:
            try:
                await self.refresh()
                if time.monotonic() - measured >= MEASURE_SECONDS:
                    measured = time.monotonic()
                    await self._measure()
                if swept != (today := datetime.date.today()):
                    await asyncio.to_thread(self._sweep, today)
                    swept = today
            except StoreError as error:
                logs.event("store_unavailable", fault=str(error))
            await asyncio.sleep(REFRESH_SECONDS)

    async def _measure(self) -> None:
        was_full = self.health.full
        await self.health.measure()
        if self.health.full != was_full:
            logs.event("store_full" if self.health.full else "store_has_room", bytes=self.health.bytes)

    def _sweep(self, today: datetime.date) -> None:
        for id in retention.sweep(self.store, today):
            logs.event("discarded_after_a_year", form=id)

    async def find(self, form_id: str) -> StoredForm | None:
        """A registered form. That there is none is said only by a look that began after the question, as a learner's page
        throws away what is refused so; there is one look a second at most, for all who ask meanwhile. Raises StoreError.
        """
        if form_id not in self.forms:
            asked = time.monotonic()
            async with self._looking:
                if self._looked < asked:
                    await asyncio.sleep(self._tried + LOOK_SECONDS - time.monotonic())
                    await self._look()
        return self.forms.get(form_id)

    # -------------------------------------------------------------------- routes

    async def form(self, request: Request) -> Response:
        found = await self.find(request.path_params["form_id"])
        return _json(found.document, CORS) if found else _problem(problems.NO_FORM, CORS)

    async def page(self, request: Request) -> Response:
        """The form for people. Looking at it does not use up what its address may send."""
        form_id = request.path_params["form_id"]
        if wait := self.page_rates.refused(self.address(request.scope, dict(request.scope["headers"]))):
            return self._notice(problems.TOO_MANY, more={"retry-after": str(wait)})
        if not (found := await self.find(form_id)):
            return self._notice(problems.NO_FORM)
        if not found.accepting:
            return self._notice(problems.CLOSED, found)
        if not shown_as_page(found):
            return self._notice(problems.PAGE_CLOSED, found)
        self.metrics.pages[200] += 1
        return self._html(self.pages.page(form_id, found.document))

    def _notice(self, problem: Problem, found: StoredForm | None = None, more: Mapping[str, str] = {}) -> Response:
        self.metrics.pages[problem.status] += 1
        return self._html(notice_page(problem, found and parse_form(found.document)), problem.status, more)

    def _html(self, body: bytes, status: int = 200, more: Mapping[str, str] = {}) -> Response:
        return Response(body, status, {**HEADERS, **self.pages.headers, **more}, "text/html")

    async def privacy(self, request: Request) -> Response:
        """The privacy notice of a form, also of one that is closed or asked elsewhere."""
        found = await self.find(request.path_params["form_id"])
        if found:
            return self._html(privacy_page(parse_form(found.document)))
        return self._html(notice_page(problems.NO_FORM), problems.NO_FORM.status)

    async def releases(self, request: Request) -> Response:
        if refusal := await self._refusal(request):
            return refusal
        rows = await asyncio.to_thread(self.store.releases)
        listed = [dict(zip(("id", "form", "term", "sha256"), row, strict=True)) for row in rows]
        return _json(json.dumps({"releases": listed}).encode())

    async def release(self, request: Request) -> Response:
        if refusal := await self._refusal(request):
            return refusal
        document = await asyncio.to_thread(self.store.release, request.path_params["release_id"])
        return _json(document) if document else _problem(problems.NO_RELEASE)

    async def package(self, request: Request) -> Response:
        if refusal := await self._refusal(request):
            return refusal
        document = await asyncio.to_thread(self.store.release, request.path_params["release_id"])
        if not document:
            return _problem(problems.NO_RELEASE)
        data = await asyncio.to_thread(release.zipped, document)
        return Response(data, media_type="application/zip", headers=HEADERS)

    async def ready(self, request: Request) -> Response:
        """Whether records can be stored: for a load balancer or an alarm."""
        well = self.writer.alive and not self.health.full and await self.health.writes()
        return _json(b'{"status": "ok"}') if well else _problem(problems.BUSY, {"retry-after": str(RETRY_SECONDS)})

    async def live(self, request: Request) -> Response:
        """Whether the process is worth keeping: a full disk does not get better by starting it anew."""
        return _json(b'{"status": "ok"}') if self.writer.alive else _problem(problems.BUSY)

    async def metrics_page(self, request: Request) -> Response:
        writer = self.writer
        gauges = {"waiting": writer.waiting, "commits": writer.commits, "failed_commits": writer.failed}
        gauges |= self.health.gauges
        if self.guard:
            gauges |= {"connections": len(self.guard), "connections_closed": self.guard.closed}
        return Response(self.metrics.text(gauges), media_type="text/plain; version=0.0.4", headers=HEADERS)

    async def openapi(self, request: Request) -> Response:
        return _json(json.dumps(DOCUMENT).encode(), CORS)

    def address(self, scope: Scope, headers: Mapping[bytes, bytes]) -> str:
        """For the rate limits, which forget it. Behind a proxy: the last address in the named header."""
        if name := self.settings.client_header:
            return headers.get(name.lower().encode(), b"").rpartition(b",")[2].strip().decode("ascii", "replace")
        return str(scope["client"][0]) if scope["client"] else ""

    async def _refusal(self, request: Request) -> Response | None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            readers = await asyncio.to_thread(self.store.readers)
            if key_hash(token) in readers.values():
                return None
        return _problem(problems.NOT_ALLOWED, {"www-authenticate": "Bearer"})


class Submit:
    """Takes one record. Plain ASGI, because this is the one address that must be quick."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._stored = _start(204, CORS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        service = self._service
        began = time.perf_counter()
        if scope["method"] == "OPTIONS":
            await send(_start(204, PREFLIGHT))
            await send({"type": "http.response.body"})
            return
        try:
            problem, more = await self._take(scope, receive)
        except Exception:
            logs.LOGGER.exception("fault")
            problem, more = problems.FAULT, {}
        if problem:
            service.metrics.answers[problem.status] += 1
            await _send_problem(send, problem, CORS | more)
            return
        service.metrics.stored(time.perf_counter() - began)
        await send(self._stored)
        await send({"type": "http.response.body"})

    async def _take(self, scope: Scope, receive: Receive) -> tuple[Problem | None, dict[str, str]]:
        """Store the record; returns why not, with more headers."""
        service = self._service
        if scope["method"] != "POST":
            return problems.METHOD, {"allow": "POST, OPTIONS"}
        headers = dict(scope["headers"])
        if not headers.get(b"content-type", b"").lower().startswith(b"text/plain"):
            return problems.TYPE, {}
        if int(headers.get(b"content-length") or 0) > TEXT:
            return problems.TOO_LONG, {"connection": "close"}
        if seconds := service.rates.refused(service.address(scope, headers)):
            return problems.TOO_MANY, {"retry-after": str(seconds)}
        form_id = scope["path_params"]["form_id"]
        try:
            form = service.forms.get(form_id) or await service.find(form_id)
        except StoreError:
            return problems.BUSY, {"retry-after": str(RETRY_SECONDS)}
        if not form:
            return problems.NO_FORM, {}
        if not form.accepting:
            return problems.CLOSED, {}
        if service.health.full:
            return problems.BUSY, {"retry-after": str(RETRY_SECONDS)}
        body = await _bounded_body(receive)
        if body is None:
            return problems.TOO_LONG, {"connection": "close"}
        try:
            sealed = binascii.a2b_base64(body.translate(ALPHABET))
        except binascii.Error:
            return problems.NOT_A_RECORD, {}
        if (
            len(body) != TEXT or len(sealed) != SEALED
        ):  # a letter that is none of base64url's is skipped, and misses here
            return problems.NOT_A_RECORD, {}
        try:
            await service.writer.submit(Row(service.raw_ids[form_id], hashlib.sha256(sealed).digest(), sealed))
        except (Busy, StoreError):
            return problems.BUSY, {"retry-after": str(RETRY_SECONDS)}
        return None, {}


async def _bounded_body(receive: Receive) -> bytes | None:
    """The body, or None as soon as it is too long."""
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body") and len(body) <= TEXT:
        message = await receive()
        body += message.get("body", b"")
    return body if len(body) <= TEXT else None


def _start(status: int, more: Mapping[str, str]) -> Message:
    headers = [(name.encode(), value.encode()) for name, value in {**HEADERS, **more}.items()]
    return {"type": "http.response.start", "status": status, "headers": headers}


async def _send_problem(send: Send, problem: Problem, more: Mapping[str, str]) -> None:
    body = problem.body
    more = {"content-type": "application/problem+json", "content-length": str(len(body)), **more}
    await send(_start(problem.status, more))
    await send({"type": "http.response.body", "body": body})


def _json(body: bytes, more: Mapping[str, str] = {}) -> Response:
    return Response(body, media_type="application/json", headers={**HEADERS, **more})


def _problem(problem: Problem, more: Mapping[str, str] = {}) -> Response:
    headers = {**HEADERS, **more}
    return Response(problem.body, status_code=problem.status, media_type="application/problem+json", headers=headers)


async def _http_problem(request: Request, error: HTTPException) -> Response:
    found = {404: problems.NOT_FOUND, 405: problems.METHOD}.get(error.status_code, problems.FAULT)
    return _problem(found, {**CORS, **(error.headers or {})})


async def _store_problem(request: Request, error: StoreError) -> Response:
    logs.event("store_unavailable", fault=str(error))
    return _problem(problems.BUSY, {**CORS, "retry-after": str(RETRY_SECONDS)})


async def _fault(request: Request, error: Exception) -> Response:
    return _problem(problems.FAULT, CORS)
