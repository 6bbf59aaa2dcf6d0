"""Takes records that wait in an outbox to a store: each once, however often it is broken off and begun again.

The store knows a record by its SHA-256 (docs/formats/sealed-record.md), so one whose answer got lost is sent again without harm.
A record is forgotten only when the store itself said 204, and only after the store has shown that it knows the form.
"""

import datetime
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPException
from typing import IO, Any
from urllib.parse import urlsplit

from signpost_survey.form import FormError, parse_form
from signpost_survey.outbox import Outbox, OutboxError, Waiting, text

PATIENCE = 30.0  # seconds for one answer
MOST_BYTES = 2_000_000  # of a form
WAITS = 5  # how often in a row a busy store is waited for
LONGEST_WAIT = 900.0
FIRST_WAIT = 5.0
LOOPBACK = ("127.0.0.1", "::1", "localhost")
NOT_YET, EXPIRED = 9, 10  # X509_V_ERR_…, openssl-verification-options(1)
FINAL = {
    400: "the store says that it is no record",
    404: "the store does not know its form",
    410: "its form is closed; the operator can open it again: signpost-survey form open",
    413: "the store says that it is too long",
    415: "the store does not take it",
}


class DeliveryError(Exception):
    """Why nothing more is sent, in a sentence."""


@dataclass(slots=True)
class Delivered:
    """How it went. `kept`: why records stay, and how many."""

    sent: int = 0
    kept: dict[str, int] = field(default_factory=dict)

    def keep(self, why: str) -> None:
        self.kept[why] = self.kept.get(why, 0) + 1


def endpoint_of(given: str) -> str:
    """The address without its last stroke. Raises DeliveryError for one that others on the network could read or change."""
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise DeliveryError(f"'{given}' is not the address of a store, such as https://survey.example.org")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise DeliveryError(
            "records go over https, or to this computer: with http anybody on the way could take them away"
        )
    if parts.username or parts.password:
        raise DeliveryError("the address of a store has no name or password in it")
    return given.rstrip("/")


class Store:
    """A store over HTTP. No redirect is followed: a sign-in page of a network answers with one."""

    def __init__(self, endpoint: str, certificates: ssl.SSLContext | None = None) -> None:
        self.endpoint = endpoint_of(endpoint)
        secure = urllib.request.HTTPSHandler(context=certificates or ssl.create_default_context())
        local = [urllib.request.ProxyHandler({})] if urlsplit(endpoint).hostname in LOOPBACK else []
        self._opener = urllib.request.build_opener(_NoRedirect(), secure, *local)

    def form_key(self, form_id: str) -> str | None:
        """The id of the key of a form there; None where the store says that it has none. Raises DeliveryError."""
        status, headers, body = self._answer(f"/v1/forms/{form_id}", None)
        if status == 404 and headers.get_content_type() == "application/problem+json":
            return None
        if status in (429, 503):
            raise DeliveryError("the store is busy: try again later")
        try:
            form = parse_form(body) if status == 200 else None
        except FormError:
            form = None
        if form is None or form.id != form_id:
            raise DeliveryError(
                f"what answers at {self.endpoint} is no survey store: a sign-in page of this network, maybe, or another address. "
                "Open any page in a browser, sign in, and try again"
            )
        return form.key.id

    def post(self, form_id: str, record: bytes) -> tuple[int, float]:
        """Status and, where the store says it, the seconds to wait. 204 is the store's word alone. Raises DeliveryError."""
        status, headers, body = self._answer(f"/v1/forms/{form_id}/records", record)
        if status == 204 and (body or headers.get("access-control-allow-origin") != "*"):
            status = 0  # somebody else's "no content"
        return status, _seconds(headers.get("retry-after", ""))

    def _answer(self, path: str, body: bytes | None) -> tuple[int, Message, bytes]:
        headers = (
            {"Content-Type": "text/plain", "User-Agent": "signpost-survey"}
            if body
            else {"User-Agent": "signpost-survey"}
        )
        request = urllib.request.Request(self.endpoint + path, data=body, headers=headers)
        try:
            with self._opener.open(request, timeout=PATIENCE) as response:
                return response.status, response.headers, response.read(MOST_BYTES)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.headers, b""
        except ssl.SSLCertVerificationError as error:
            raise DeliveryError(_certificate(self.endpoint, error)) from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, ssl.SSLCertVerificationError):
                raise DeliveryError(_certificate(self.endpoint, error.reason)) from error
            raise DeliveryError(f"{self.endpoint} cannot be reached ({error.reason})") from error
        except (OSError, HTTPException) as error:
            raise DeliveryError(f"{self.endpoint} broke off in the middle ({error or type(error).__name__})") from error


class Push:
    """Sends what waits. `sleep` and `tell` are the world's."""

    def __init__(
        self,
        outbox: Outbox,
        store: Store,
        *,
        other_key: bool = False,
        sleep: Callable[[float], None] = time.sleep,
        tell: Callable[[str], None] = print,
    ) -> None:
        self._outbox, self._store = outbox, store
        self._other_key, self._sleep, self._tell = other_key, sleep, tell
        self.done = Delivered()

    def run(self) -> Delivered:
        """Raises DeliveryError where the way is gone; what was sent until then is forgotten here, and counted in `done`."""
        self._outbox.tidy()
        waiting = self._outbox.waiting()
        wanted = self._forms({(one.form, one.key) for one in waiting})
        for one in waiting:
            if why := wanted[one.form, one.key]:
                self.done.keep(why)
                continue
            self._send(one)
        return self.done

    def _forms(self, forms: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Why the records of a form are not sent to this store; nothing where they are."""
        found = {}
        for form, key in sorted(forms):
            there = self._store.form_key(form)
            if there is None:
                found[form, key] = (
                    f"the store does not know the form {form}: its operator registers it, or it is another store's"
                )
            elif there != key and not self._other_key:
                found[form, key] = (
                    f"the store has another key ({there}) for the form {form} than the records are sealed to ({key}). "
                    "After a change of keys send them with --other-key; else it is another store's"
                )
            else:
                found[form, key] = ""
        return found

    def _send(self, one: Waiting) -> None:
        try:
            record = text(one.sealed)
        except OutboxError as error:
            self.done.keep(str(error))
            return
        for tried in range(WAITS + 1):
            status, seconds = self._store.post(one.form, record)
            if status == 204:
                self._outbox.forget(one)
                self.done.sent += 1
                return
            if status in FINAL:
                self.done.keep(FINAL[status])
                return
            if status not in (429, 503):
                raise DeliveryError(
                    f"the store's address answered {status or 'something else'}, which no store says: a sign-in page of this network?"
                )
            if tried == WAITS:
                raise DeliveryError("the store stays busy: try again later")
            wait = min(LONGEST_WAIT, seconds or FIRST_WAIT * 2**tried)
            self._tell(f"the store is busy: waiting {wait:.0f} seconds")
            self._sleep(wait)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> None:
        return None


def _seconds(text: str) -> float:
    return float(text) if text.isdecimal() else 0.0


def _certificate(endpoint: str, error: ssl.SSLCertVerificationError) -> str:
    if error.verify_code in (NOT_YET, EXPIRED):
        return (
            f"{endpoint} shows a certificate that is not of today ({error.verify_message}): nothing was sent. "
            f"This computer thinks that it is {datetime.date.today()}: if that is wrong, set its clock and try again; else tell who runs the store"
        )
    return f"{endpoint} shows a certificate that is not its own ({error.verify_message}): nothing was sent. Another network may do"
