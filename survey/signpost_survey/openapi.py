"""The OpenAPI document of the store."""

from typing import Any

from signpost_survey import problems
from signpost_survey.record import TEXT

UUID = {"type": "string", "format": "uuid"}
FORM_ID = {"name": "form_id", "in": "path", "required": True, "schema": UUID, "description": "The id of a form"}
RELEASE_ID = {
    "name": "release_id",
    "in": "path",
    "required": True,
    "schema": UUID,
    "description": "The id of a release",
}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status"],
    "additionalProperties": False,
    "properties": {
        "type": {"type": "string", "enum": [f"urn:signpost:{one.type}" for one in problems.ALL]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
    },
}


def _answers(*refusals: problems.Problem, **good: dict[str, Any]) -> dict[str, Any]:
    found = {name.removeprefix("s"): value for name, value in good.items()}
    for one in refusals:
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        known = found.setdefault(str(one.status), {"description": one.title, "content": content})
        if one.title not in known["description"]:
            known["description"] += f". Or: {one.title}"
        if one.status in (429, 503):
            known["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds"}}
    return found


def _json(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _html(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"text/html": {"schema": {"type": "string"}}}}


def _operation(id: str, summary: str, answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"operationId": id, "summary": summary, "responses": answers, **more}


RECORD = {"type": "string", "minLength": TEXT, "maxLength": TEXT, "pattern": f"^[A-Za-z0-9_-]{{{TEXT}}}$"}
READER: dict[str, Any] = {"security": [{"reader": []}]}
RELEASES = {
    "type": "object",
    "required": ["releases"],
    "properties": {
        "releases": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "form", "term", "sha256"],
                "properties": {"id": UUID, "form": UUID, "term": {"type": "string"}, "sha256": {"type": "string"}},
            },
        }
    },
}
P = problems
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "Signpost survey store",
        "version": "1",
        "description": "Sealed survey records in, frozen and signed releases out. No cookie, no account, no logging of requests.",
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    },
    "servers": [{"url": "/"}],
    "paths": {
        "/v1/forms/{form_id}/records": {
            "parameters": [FORM_ID],
            "post": _operation(
                "submit",
                "Send one sealed record; 204 means that it is durable, and the same record again is the same record",
                _answers(
                    P.NOT_A_RECORD,
                    P.NO_FORM,
                    P.CLOSED,
                    P.TOO_LONG,
                    P.TYPE,
                    P.TOO_MANY,
                    P.BUSY,
                    s204={"description": "Durable"},
                ),
                requestBody={"required": True, "content": {"text/plain": {"schema": RECORD}}},
            ),
            "options": _operation(
                "preflight", "For browsers that ask first", _answers(s204={"description": "Allowed"})
            ),
        },
        "/f/{form_id}": {
            "parameters": [FORM_ID],
            "get": _operation(
                "page",
                "A form as a page for people, sealed in the page like all others",
                {
                    "200": _html("The page"),
                    "403": _html("The form is not answered on a page, in words"),
                    "404": _html("No such form is registered, in words"),
                    "410": _html("The form is closed, in words"),
                    "429": _html("Too many pages for this address, in words")
                    | {"headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds"}}},
                },
            ),
        },
        "/f/{form_id}/privacy": {
            "parameters": [FORM_ID],
            "get": _operation(
                "privacy",
                "The privacy notice of a form",
                {"200": _html("The notice"), "404": _html("No such form is registered, in words")},
            ),
        },
        "/v1/forms/{form_id}": {
            "parameters": [FORM_ID],
            "get": _operation(
                "form", "A form, as registered", _answers(P.NO_FORM, s200=_json("The form", {"type": "object"}))
            ),
        },
        "/v1/releases": {
            "get": _operation(
                "releases", "All releases", _answers(P.NOT_ALLOWED, P.BUSY, s200=_json("Releases", RELEASES)), **READER
            )
        },
        "/v1/releases/{release_id}": {
            "parameters": [RELEASE_ID],
            "get": _operation(
                "release",
                "A release, as frozen",
                _answers(P.NOT_ALLOWED, P.NO_RELEASE, P.BUSY, s200=_json("The release", {"type": "object"})),
                **READER,
            ),
        },
        "/v1/releases/{release_id}/package": {
            "parameters": [RELEASE_ID],
            "get": _operation(
                "package",
                "A release as a zipped Frictionless data package of CSV files",
                _answers(
                    P.NOT_ALLOWED,
                    P.NO_RELEASE,
                    P.BUSY,
                    s200={"description": "The package", "content": {"application/zip": {}}},
                ),
                **READER,
            ),
        },
        "/health": {
            "get": _operation(
                "health", "Whether records can be stored", _answers(P.BUSY, s200=_json("Yes", {"type": "object"}))
            )
        },
        "/health/live": {
            "get": _operation(
                "live", "Whether the process works", _answers(P.BUSY, s200=_json("Yes", {"type": "object"}))
            )
        },
        "/metrics": {
            "get": _operation(
                "metrics",
                "Counters of this process, over all forms",
                _answers(
                    s200={"description": "Prometheus text", "content": {"text/plain": {"schema": {"type": "string"}}}}
                ),
            )
        },
        "/openapi.json": {
            "get": _operation("openapi", "This document", _answers(s200=_json("OpenAPI", {"type": "object"})))
        },
    },
    "components": {
        "schemas": {"Problem": PROBLEM},
        "securitySchemes": {"reader": {"type": "http", "scheme": "bearer"}},
    },
}
