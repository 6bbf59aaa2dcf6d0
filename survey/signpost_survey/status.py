"""The status page for whoever looks after the results: on loopback or behind a proxy's login, a process of its own.

It is not part of the public server, so no mistake in a proxy can show it there. It knows no accounts: whoever reaches it
may read what is published anyway, and how the store is, never a record.
"""

import base64
import datetime
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from signpost_survey import labelled, release
from signpost_survey.form import parse_form, shown_as_page
from signpost_survey.form_page import part
from signpost_survey.stores import Store
from signpost_survey.todo import Known, named, tasks

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
STEPS = (1_000_000, 500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 0)
ASKED = {"pair": "before and after", "single": "once"}
FILES = {
    "tables.csv": ("text/csv; charset=utf-8", labelled.as_csv),
    "tables.xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", labelled.as_xlsx),
    "package.zip": ("application/zip", release.zipped),
    "release.json": ("application/json", lambda document: document),
}


def create_status(store: Store, *, names: tuple[str, ...] = (), reports: Path | None = None) -> Starlette:
    """`names`: under which a proxy is reached, besides loopback's. `reports`: a folder with REPORT/report.html for each release's id."""
    page = StatusPage(store, reports)
    routes = [
        Route("/", lambda request: RedirectResponse("status/")),
        Route("/status/", page.index, methods=["GET"]),
        Route("/status/releases/{release_id}/report", page.report, methods=["GET"]),
        Route("/status/releases/{release_id}/{name}", page.file, methods=["GET"]),
    ]
    # A page of another site cannot have its own name point here and read (DNS rebinding).
    known = Middleware(TrustedHostMiddleware, allowed_hosts=[*LOOPBACK, *names], www_redirect=False)
    return Starlette(routes=routes, middleware=[known])


class StatusPage:
    """Reads the store anew for each visit, but for the numbers that wait: those once a day."""

    def __init__(self, store: Store, reports: Path | None) -> None:
        self._store = store
        self._reports = reports

    def index(self, request: Request) -> Response:
        return Response(status_page(self._store, self._reports, datetime.date.today()), 200, _headers(), "text/html")

    def file(self, request: Request) -> Response:
        """A release as a file."""
        id, name = request.path_params["release_id"], request.path_params["name"]
        document = self._store.release(id)
        if document is None or name not in FILES:
            return Response("There is nothing here.", 404, _headers(), "text/plain")
        kind, made = FILES[name]
        return Response(
            made(document), 200, _headers() | {"content-disposition": f'attachment; filename="{id}-{name}"'}, kind
        )

    def report(self, request: Request) -> Response:
        """The report that somebody put into the folder; it brings its own policy."""
        id = request.path_params["release_id"]
        path = self._reports and self._reports / id / "report.html"
        if not path or self._store.release(id) is None or not path.is_file():
            return Response("There is no report of this release yet.", 404, _headers(), "text/plain")
        return FileResponse(path, headers={"cache-control": "no-store", "x-content-type-options": "nosniff"})


def status_page(store: Store, reports: Path | None, today: datetime.date) -> bytes:
    """The page on this day."""
    waiting, notes = in_steps(store, today), store.notes()
    forms = [Known(parse_form(one.document), one, waiting[id]) for id, one in store.forms().items()]
    shown = sorted((_form(one) for one in forms), key=lambda one: one["name"])
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    keys = sorted({(one.form.key.id, notes.get(f"key {one.form.key.id}", "")) for one in forms})
    return (
        environment.from_string(part("status.html"))
        .render(
            style=Markup(_style()),
            day=today.isoformat(),
            tasks=list(tasks(forms, notes, today)),
            forms=shown,
            releases=list(_releases(store, reports)),
            backup=notes.get("backup", ""),
            keys=keys,
        )
        .encode()
    )


def in_steps(store: Store, today: datetime.date) -> dict[str, int]:
    """How many wait for each form, as the highest step that is reached; counted once a day and then kept.

    A number that is always right is a clock: who looks often enough sees when somebody finished.
    """
    notes, found = store.notes(), {}
    for id in store.forms():
        day, _, step = notes.get(f"waiting {id}", "").partition(" ")
        if day != today.isoformat():
            count = store.count(id)
            step = str(next(one for one in STEPS if count >= one))
            store.set_note(f"waiting {id}", f"{today.isoformat()} {step}")
        found[id] = int(step)
    return found


def _form(one: Known) -> dict[str, Any]:
    state = "takes records" if one.stored.accepting else "closed"
    if one.stored.accepting and one.stored.closes:
        state = f"takes records until {one.stored.closes}, because another form has come in its place"
    return {
        "name": named(one.form.title, one.form.audience, one.form.kind, one.form.open),
        "id": one.form.id,
        "simulated": one.form.simulated,
        "asked": ASKED[one.form.kind],
        "language": one.form.language,
        "state": state,
        "page": f"/f/{one.form.id}" if shown_as_page(one.stored) else "not open",
        "waiting": f"{one.waiting:,} or more" if one.waiting else "fewer than 100",
        "key": one.form.key.id,
    }


def _releases(store: Store, reports: Path | None) -> Iterator[dict[str, Any]]:
    for id, _, term, _ in store.releases():
        document = store.release(id) or b""
        made = release.parse_release(document)
        yield {
            "id": id,
            "name": named(made.title, made.form["audience"], made.form["kind"], made.open),
            "asked": ASKED[made.form["kind"]],
            "term": term,
            "simulated": made.simulated,
            "people": labelled.everyone(document),
            "report": bool(reports and (reports / id / "report.html").is_file()),
        }


def _style() -> str:
    return part("form.css") + part("status.css")


def _headers() -> dict[str, str]:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return {
        "content-security-policy": policy,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "same-origin",
        "x-robots-tag": "noindex",
    }
