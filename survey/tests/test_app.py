"""The store over HTTP: every answer of docs/formats/sealed-record.md, on both engines."""

import asyncio
import os
import time
import uuid

import pytest
from signpost_survey import keys, readers
from signpost_survey.app import Settings, create_app
from signpost_survey.form import form_bytes
from signpost_survey.problems import ALL
from signpost_survey.stores import StoreError, StoreUnavailable, open_store
from signpost_survey.stores.base import StoredForm
from starlette.testclient import TestClient

from tests import forms

FORM = forms.a_form()
ADDRESS = f"/v1/forms/{FORM.id}/records"
TEXT = {"content-type": "text/plain;charset=UTF-8"}


@pytest.fixture
def client(registered):
    with TestClient(create_app(registered)) as opened:
        yield opened


@pytest.fixture(scope="module")
def careless(tmp_path_factory):
    """A store that nothing can get into; one is enough for all wrong requests."""
    store = open_store(str(tmp_path_factory.mktemp("store") / "s.sqlite"))
    store.migrate()
    store.add_form(FORM.id, form_bytes(FORM))
    with TestClient(create_app(store)) as opened:
        yield opened


def a_record() -> str:
    return keys.encode(os.urandom(768))


def refused(answer) -> int:
    """The status of a refusal, which must be a problem detail with a fixed text and allow every origin."""
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-expose-headers"] == "retry-after"
    assert answer.json() in [
        {"type": f"urn:signpost:{one.type}", "title": one.title, "status": one.status} for one in ALL
    ]
    return answer.status_code


def test_stored_once(client, registered):
    """204 for the first time and for every further one."""
    record = a_record()

    statuses = [client.post(ADDRESS, content=record, headers=TEXT).status_code for _ in range(3)]

    assert (statuses, registered.count(FORM.id)) == ([204] * 3, 1)


def test_what_the_browser_sees(client):
    """Any origin, no cookie, no caching, nothing about the server."""
    answer = client.post(ADDRESS, content=a_record(), headers=TEXT | {"origin": "null"})

    assert sorted(name for name in answer.headers if name != "date") == [
        "access-control-allow-origin", "access-control-expose-headers",
        "cache-control", "referrer-policy", "x-content-type-options",
    ]  # fmt: skip
    assert answer.headers["access-control-allow-origin"] == "*"


def test_preflight(client):
    """Not needed for text/plain, answered all the same."""
    answer = client.options(ADDRESS)

    assert answer.status_code == 204
    assert answer.headers["access-control-allow-headers"] == "content-type"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("A" * 1023, 400),
        ("A" * 1020, 400),
        ("A" * 1025, 413),
        ("A" * 100_000, 413),
        ("A" * 1023 + "=", 400),
        ("A" * 1022 + "==", 400),
        ("A" * 1023 + "+", 400),
        ("A" * 1023 + "/", 400),
        ("A" * 1023 + "\n", 400),
        ("A" * 1022 + "é", 400),
    ],
)
def test_not_a_record(careless, body, status):
    """Exactly 1,024 characters of base64url."""
    assert refused(careless.post(ADDRESS, content=body.encode(), headers=TEXT)) == status


def test_a_body_without_length_is_bounded(client):
    """Reading stops when too much has come."""

    def endless():
        for _ in range(100):
            yield b"A" * 1000

    assert refused(client.post(ADDRESS, content=endless(), headers=TEXT)) == 413


def test_other_refusals(client, registered):
    """Type, form, closed form, method, address."""
    record = a_record()

    assert refused(client.post(ADDRESS, content=record, headers={"content-type": "application/json"})) == 415
    assert refused(client.post(ADDRESS, content=record)) == 415
    assert refused(client.post(ADDRESS.replace(FORM.id, "x"), content=record, headers=TEXT)) == 404
    assert refused(client.get(ADDRESS)) == 405
    assert refused(client.get("/nothing")) == 404
    assert refused(client.delete("/health")) == 405
    assert registered.count(FORM.id) == 0


def test_a_closed_form(registered):
    """410, which tells pages to give up."""
    registered.accept(FORM.id, False)
    with TestClient(create_app(registered)) as client:
        assert refused(client.post(ADDRESS, content=a_record(), headers=TEXT)) == 410


def test_too_many(registered):
    """The limit is per address; 429 says when to come back."""
    with TestClient(create_app(registered, Settings(per_hour=2, client_header="X-Forwarded-For"))) as client:

        def post(address):
            return client.post(ADDRESS, content=a_record(), headers=TEXT | {"X-Forwarded-For": address})

        statuses = [post("203.0.113.7").status_code for _ in range(2)]
        late = post("203.0.113.7")

        assert statuses == [204, 204]
        assert refused(late) == 429
        assert 0 < int(late.headers["retry-after"]) <= 3600
        assert post("spoofed, 203.0.113.8").status_code == 204


def test_unavailable(client, registered, monkeypatch):
    """A full disk or a lost database is 503 with a time to come back, and nothing is acknowledged."""

    def full(rows):
        raise StoreUnavailable("SQLITE_FULL")

    monkeypatch.setattr(registered, "put", full)
    answer = client.post(ADDRESS, content=a_record(), headers=TEXT)

    assert refused(answer) == 503
    assert answer.headers["retry-after"] == "10"


def test_a_bug_is_a_problem_too(client, monkeypatch):
    """The address for records goes past the framework's handlers; what it answers is the same."""

    def broken(address):
        raise KeyError("secret")

    monkeypatch.setattr(client.app.state.service.rates, "refused", broken)

    assert refused(client.post(ADDRESS, content=a_record(), headers=TEXT)) == 500


def test_a_form_is_public(client):
    """As registered, for the page that asks it."""
    answer = client.get(f"/v1/forms/{FORM.id}")

    assert answer.content == form_bytes(FORM)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert refused(client.get("/v1/forms/none")) == 404


def test_releases_are_for_readers(client, registered):
    """A key is needed, its hash is all that the store has."""
    key = readers.new_key()
    registered.add_reader("report", readers.key_hash(key))
    bearer = {"authorization": f"Bearer {key}"}

    assert client.get("/v1/releases").status_code == 401
    assert client.get("/v1/releases", headers={"authorization": "Bearer wrong"}).status_code == 401
    assert client.get("/v1/releases", headers=bearer).json() == {"releases": []}
    assert client.get("/v1/releases/none", headers=bearer).status_code == 404
    assert client.get("/v1/releases/none/package", headers=bearer).status_code == 404


def test_health_and_metrics(client):
    """Numbers of this process, over all forms; no form is named."""
    client.post(ADDRESS, content=a_record(), headers=TEXT)
    client.post(ADDRESS, content="A", headers=TEXT)
    page = client.get("/metrics").text

    assert client.get("/health").json() == {"status": "ok"}
    assert 'signpost_answers_total{status="204"} 1' in page
    assert 'signpost_answers_total{status="400"} 1' in page
    assert FORM.id not in page


def test_a_form_registered_later_is_found(client, registered):
    """Without a restart, also right after somebody has looked: the page throws away a record that is refused with 404."""
    later = forms.a_form({"K2": forms.TRUE_FALSE})
    address = f"/v1/forms/{later.id}/records"
    assert client.post(address, content=a_record(), headers=TEXT).status_code == 404
    registered.add_form(later.id, form_bytes(later))

    assert client.post(address, content=a_record(), headers=TEXT).status_code == 204


def test_a_form_is_not_unknown_because_the_store_could_not_look(client, registered, monkeypatch):
    """Then a record has to come again; a page is told the same."""
    later = forms.a_form({"K2": forms.TRUE_FALSE})

    def unreachable() -> None:
        raise StoreError("the disk is gone")

    monkeypatch.setattr(registered, "forms", unreachable)
    assert client.get(f"/v1/forms/{later.id}").status_code == 503  # after it no earlier look is still under way
    registered.add_form(later.id, form_bytes(later))
    answers = [
        client.post(f"/v1/forms/{later.id}/records", content=a_record(), headers=TEXT),
        client.get(f"/v1/forms/{later.id}"),
    ]

    assert [each.status_code for each in answers] == [503, 503]
    assert all(int(each.headers["retry-after"]) > 0 for each in answers)


def test_forms_that_nobody_knows_cost_one_look_a_second(registered, monkeypatch):
    """However many ask, and each is answered by a look that began after it."""
    looks = []
    forms_of = registered.forms
    monkeypatch.setattr(registered, "forms", lambda: looks.append(time.monotonic()) or forms_of())

    async def asked() -> list[StoredForm | None]:
        service = create_app(registered).state.service
        return await asyncio.gather(*(service.find(str(uuid.uuid4())) for _ in range(50)))

    assert set(asyncio.run(asked())) == {None}
    assert len(looks) == 1
