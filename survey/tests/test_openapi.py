"""The OpenAPI document is true: Schemathesis sends what it describes, and what it does not, to a running store."""

import re
import warnings

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from signpost_survey import readers
from signpost_survey.form import form_bytes
from signpost_survey.openapi import DOCUMENT
from signpost_survey.record import digest
from signpost_survey.stores import open_store
from signpost_survey.stores.base import Row, key

from tests import forms
from tests.servers import served

FORM = forms.a_form()
KEY = "signpost_test"
schemathesis.checks.load_all_checks()
# These do not know 413, and that a key made up by the test is the right one.
EXCLUDED = [
    schemathesis.checks.CHECKS.get_one(name)
    for name in ("negative_data_rejection", "ignored_auth", "missing_required_header")
]
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A store with a form, a release and a reader."""
    url = str(tmp_path_factory.mktemp("store") / "s.sqlite")
    store = open_store(url)
    store.migrate()
    store.add_form(FORM.id, form_bytes(FORM))
    store.add_reader("test", readers.key_hash(KEY))
    store.put([Row(key(FORM.id), digest(b"x" * 768), b"x" * 768)])
    with served(url) as server:
        yield server.base


@SCHEMA.exclude(method="OPTIONS").parametrize()
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_operation(case, base):
    """Statuses, headers, content types and schemas are those described; nothing is a fault."""
    if "form_id" in case.path_parameters and case.method == "GET":
        case.path_parameters["form_id"] = FORM.id
    case.headers = {**(case.headers or {}), "Authorization": f"Bearer {KEY}"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        response = case.call_and_validate(base_url=base, excluded_checks=EXCLUDED)
    if case.method == "POST":
        text = case.body if isinstance(case.body, str) else ""
        assert response.status_code >= 400 or re.fullmatch(r"[A-Za-z0-9_-]{1024}", text)


def test_every_route_is_described():
    """And every described one is a route."""
    from signpost_survey.app import create_app

    routes = {route.path for route in create_app(open_store("unused.sqlite")).routes}

    assert routes == set(DOCUMENT["paths"])
