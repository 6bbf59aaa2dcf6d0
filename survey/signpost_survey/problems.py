"""Refusals as problem details (RFC 9457). Fixed texts: nothing that was sent is ever repeated."""

import json
from typing import NamedTuple


class Problem(NamedTuple):
    status: int
    type: str
    title: str

    @property
    def body(self) -> bytes:
        return json.dumps({"type": f"urn:signpost:{self.type}", "title": self.title, "status": self.status}).encode()


NOT_FOUND = Problem(404, "not-found", "There is nothing here")
NO_FORM = Problem(404, "unknown-form", "No such form is registered")
PAGE_CLOSED = Problem(403, "page-closed", "The form is not answered on a page of its own")
NO_RELEASE = Problem(404, "unknown-release", "There is no such release")
METHOD = Problem(405, "method", "This address does not do that")
CLOSED = Problem(410, "closed-form", "The form is closed")
TYPE = Problem(415, "content-type", "A record is sent as text/plain")
TOO_LONG = Problem(413, "too-long", "A record has exactly 1,024 characters")
NOT_A_RECORD = Problem(400, "not-a-record", "A record has exactly 1,024 characters of base64url")
TOO_MANY = Problem(429, "too-many", "Too many from this address; try again later")
BUSY = Problem(503, "busy", "The store cannot take records at the moment; try again later")
NOT_ALLOWED = Problem(401, "key-needed", "Releases are for readers with a key")
FAULT = Problem(500, "fault", "Something went wrong here")
ALL = (
    NOT_FOUND, NO_FORM, PAGE_CLOSED, NO_RELEASE, METHOD, CLOSED, TYPE, TOO_LONG, NOT_A_RECORD, TOO_MANY, BUSY, NOT_ALLOWED, FAULT,
)  # fmt: skip
