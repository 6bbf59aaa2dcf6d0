"""Who answers for a survey: on the form page and in the privacy notice, word for word as course.yaml says it; who may see what."""

import html

from signpost_survey.app import create_app
from signpost_survey.form import form_bytes
from signpost_survey.stores import open_store
from starlette.testclient import TestClient

from tests import forms

FORM = forms.a_form(open=True)
SHUT = forms.a_form({"K2": forms.TRUE_FALSE}, kind="single")
NOBODY = forms.a_form({"K2": forms.TRUE_FALSE}, open=True, responsible=dict.fromkeys(forms.RESPONSIBLE, ""))


def client(tmp_path) -> TestClient:
    store = open_store(str(tmp_path / "s.sqlite"))
    store.migrate()
    for form in (FORM, SHUT, NOBODY):
        store.add_form(form.id, form_bytes(form))
    return TestClient(create_app(store))


def test_shown_word_for_word(tmp_path):
    """All five, on both; the form page leads to the notice."""
    with client(tmp_path) as opened:
        page, notice = (html.unescape(opened.get(f"/f/{FORM.id}{path}").text) for path in ("", "/privacy"))

    for said in forms.RESPONSIBLE.values():
        assert said in page and said in notice
    assert f'href="{FORM.id}/privacy"' in page and "not complete" not in notice and "<script" not in notice


def test_what_is_not_said(tmp_path):
    """The notice says that it is not complete; the form page leaves out what is empty."""
    with client(tmp_path) as opened:
        page, notice = (opened.get(f"/f/{NOBODY.id}{path}").text for path in ("", "/privacy"))

    assert "Data protection officer" not in page
    assert "This notice is not complete." in notice and notice.count("(not stated)") >= 5


def test_a_form_that_is_not_for_anyone_is_not_asked(tmp_path):
    """Whoever knows the id of a draft or of a course's own form gets no question; the operator opens and closes the page."""
    with client(tmp_path) as opened:
        store = opened.app.state.service.store
        found = [opened.get(f"/f/{SHUT.id}")]
        notice = opened.get(f"/f/{SHUT.id}/privacy").status_code, opened.get("/f/none/privacy").status_code
        for shown in (True, False):
            store.show_page(SHUT.id, shown)
            opened.app.state.service.forms = store.forms()
            found.append(opened.get(f"/f/{SHUT.id}"))

    assert [one.status_code for one in found] == [403, 200, 403] and notice == (200, 404)
    assert "not open here" in found[0].text and forms.TRUE_FALSE["stem"] not in found[0].text
    assert forms.TRUE_FALSE["stem"] in found[1].text
