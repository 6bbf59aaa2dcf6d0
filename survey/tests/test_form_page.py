"""GET /f/<form id>: complete HTML from the form alone, under a policy that lets nothing in or out that is not meant."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner
from signpost_survey import form_page
from signpost_survey.app import Settings, create_app
from signpost_survey.cli import main
from signpost_survey.form import Form, form_bytes, parse_form
from signpost_survey.stores import open_store
from starlette.testclient import TestClient

from tests import forms

PAIR = parse_form(json.dumps(forms.example()).encode())
SINGLE = parse_form(json.dumps(forms.example_single()).encode())


class Seen(HTMLParser):
    """Tags in order and the words between them; script and style apart."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.inside: dict[str, list[str]] = {"script": [], "style": []}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes) -> None:
        self.tags.append((tag, dict(attributes)))
        if tag in self.inside:
            self.inside[tag].append("")

    def handle_data(self, data) -> None:
        last = self.tags[-1][0] if self.tags else ""
        if last in self.inside and self.rawdata and self.cdata_elem == last:
            self.inside[last][-1] += data
        else:
            self.words += data

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in tags]


def seen(form: Form) -> Seen:
    return Seen(form_page.form_page(form).decode())


@pytest.fixture
def client(tmp_path):
    store = open_store(str(tmp_path / "s.sqlite"))
    store.migrate()
    for form in (PAIR, SINGLE):
        store.add_form(form.id, form_bytes(form))
    with TestClient(create_app(store)) as opened:
        opened.store = store
        yield opened


def test_every_question_is_there_without_a_script():
    """Native controls in a fieldset with a legend, named apart in the two phases of a pair."""
    page = seen(PAIR)
    asked = [*PAIR.before[0].questions, *PAIR.after[0].questions]
    controls = page.all("input", "select")

    assert [one["data-q"] for one in page.all("div") if "data-q" in one] == ["A1", "A2", *asked]
    assert len(page.all("fieldset")) == len(page.all("legend")) == len(asked) + 2
    for question in PAIR.questions.values():
        assert page.words.count(question.stem) >= 1
    assert {one.get("autocomplete") for one in controls} == {"off"}
    assert {name.partition("-")[0] for one in controls if (name := one.get("name"))} == {"before", "after"}


def test_nothing_can_be_sent_in_clear():
    """No form, no address to send one to, no button that submits."""
    for form in (PAIR, SINGLE):
        page = seen(form)

        assert page.all("form") == []
        assert {one["type"] for one in page.all("button")} == {"button"}
        assert not any({"action", "formaction", "method"} & set(attributes) for _, attributes in page.tags)
        assert "needs JavaScript" in page.words


def test_consent_comes_first_and_names_help():
    """What is asked, what leaves, who reads it, no report; then whom to turn to, as the form says it."""
    page = seen(SINGLE)
    words = " ".join(page.words.split())
    before, after = words.index("Before you decide"), words.index("Your role")
    numbers = {one["href"] for one in page.all("a") if (one["href"] or "").startswith("tel:")}

    assert before < words.index("What leaves this device") < words.index("This is not a way to report") < after
    assert "call 999" in words
    assert numbers == {"tel:999", "tel:01632960301"}
    assert "in time to help. If you see a broken crossing, tell the warden. If someone is in danger" in words
    assert "Road safety line You want to talk 01632 960 301 ext. 12 talk@road.example road.example Monday" in words
    assert {"mailto:talk@road.example", "https://www.road.example/talk"} <= {one["href"] for one in page.all("a")}


@pytest.mark.parametrize("help", [{}, {"help": {"report": "", "lines": []}}], ids=["from before", "empty"])
def test_a_form_that_names_nobody(help):
    """Neutral words, and no list that would be empty; also the form that was registered before forms had these."""
    document = forms.document({"K1": forms.SINGLE}, kind="single")
    form = parse_form(json.dumps({name: value for name, value in document.items() if name != "help"} | help).encode())
    page = seen(form)
    words = " ".join(page.words.split())

    assert "Nobody reads what you answer here in time to help. If someone is in danger now, call 999." in words
    assert "None" not in words and page.all("details") == [] and "People you can talk to" not in words
    assert form.id == document["id"]


def test_labels():
    """Who may answer; and whether answers are invented."""
    simulated = parse_form(json.dumps(forms.document({"K1": forms.SINGLE}, simulated=True)).encode())

    assert [one["id"] for one in seen(SINGLE).all("p") if one.get("class") == "banner"] == ["open"]
    assert [one["id"] for one in seen(simulated).all("p") if one.get("class") == "banner"] == ["simulated", "invited"]
    assert [one["id"] for one in seen(PAIR).all("p") if one.get("class") == "banner"] == ["invited"]


def test_the_form_s_words_are_words():
    """Whatever stands in a form is text on the page, in its script's data too."""
    nasty = "</script><script>alert(1)</script><img src=x onerror=alert(1)> {{ 7 * 7 }} &amp;"
    question = forms.SINGLE | {"stem": nasty, "options": [nasty, "b"], "key": [0]}
    form = parse_form(json.dumps(forms.document({"K1": question}, title=nasty, kind="single")).encode())
    page = seen(form)

    assert len(page.all("script")) == 2 and page.all("img") == []
    assert page.words.count(nasty) == 4  # title, heading, stem, option
    assert json.loads(page.inside["script"][0])["form"] == form.id


def test_policy(client):
    """Only the two texts in the page run and style it; no cookie, no cache, no referrer, no frame, no other origin."""
    answer = client.get(f"/f/{SINGLE.id}")
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    page = Seen(answer.text)
    hashed = [
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in (page.inside["script"][1], page.inside["style"][0])
    ]

    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert [policy["script-src"], policy["style-src"]] == hashed
    assert (policy["default-src"], policy["connect-src"], policy["form-action"]) == ("'none'", "'self'", "'none'")
    assert (policy["frame-ancestors"], policy["base-uri"]) == ("'none'", "'none'")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers and "access-control-allow-origin" not in answer.headers
    assert not any(
        "style" in attributes or any(name.startswith("on") for name in attributes) for _, attributes in page.tags
    )


def test_a_form_that_is_not_there(client):
    """In words, as HTML; without a script."""
    client.store.accept(SINGLE.id, False)
    client.app.state.service.forms = client.store.forms()
    closed, missing = client.get(f"/f/{SINGLE.id}"), client.get("/f/none")

    assert (closed.status_code, missing.status_code) == (410, 404)
    assert "This survey is closed" in closed.text and "There is no such survey" in missing.text
    for answer in (closed, missing):
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "<script" not in answer.text and "call 999" in answer.text


def test_too_many_pages(tmp_path):
    """The limit is the same as for records and counted apart: looking uses up nothing that may be sent."""
    store = open_store(str(tmp_path / "s.sqlite"))
    store.migrate()
    store.add_form(SINGLE.id, form_bytes(SINGLE))
    with TestClient(create_app(store, Settings(per_hour=2))) as client:
        answers = [client.get(f"/f/{SINGLE.id}") for _ in range(3)]
        record = client.post(
            f"/v1/forms/{SINGLE.id}/records", content="A" * 1024, headers={"content-type": "text/plain"}
        )
        metrics = client.get("/metrics").text

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 0 < int(answers[2].headers["retry-after"]) <= 3600
    assert record.status_code == 204
    assert 'signpost_pages_total{status="200"} 2' in metrics and 'signpost_pages_total{status="429"} 1' in metrics
    assert SINGLE.id not in metrics


def test_new_titles_are_shown(client):
    """A page is made anew when its form was registered again."""
    before = client.get(f"/f/{SINGLE.id}").text
    renamed = parse_form(json.dumps(forms.example_single() | {"title": "Another title"}).encode())
    client.store.add_form(renamed.id, form_bytes(renamed))
    client.app.state.service.forms = client.store.forms()

    assert "<h1>Example</h1>" in before
    assert "<h1>Another title</h1>" in client.get(f"/f/{SINGLE.id}").text


def test_other_languages():
    """Direction follows the form's language; words that are the page's own are marked as English where they are."""
    arabic = forms.document({"K1": forms.SINGLE | {"stem": "من تخبر أولا؟"}}, kind="single", language="ar")
    page = seen(parse_form(json.dumps(arabic).encode()))
    own = [attributes for tag, attributes in page.tags if attributes.get("lang") == "en"]

    assert page.all("html") == [{"lang": "ar", "dir": "rtl"}]
    assert own and all(one["dir"] == "ltr" for one in own)
    assert seen(SINGLE).all("html") == [{"lang": "en-GB", "dir": "ltr"}]
    assert not any(attributes.get("lang") == "en" for _, attributes in seen(SINGLE).tags)


def test_right_orders_are_not_shown():
    """Things to order and to match do not stand in the form's order, which may be the right one."""
    for id in ("K1", "K2", "K3"):
        for count in range(2, 8):
            assert sorted(form_page.mixed(id, count)) == list(range(count)) != form_page.mixed(id, count)


def test_no_key_reaches_the_page():
    """Nothing tells which answers are right."""
    assert not re.search(r'"keys?":\s*[\[tf0-9]', json.dumps(form_page.script_data(SINGLE)))


def test_a_missing_script_is_said_at_the_start(tmp_path, monkeypatch):
    """Not at the first visit, and not with a traceback."""
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "form.html").write_text("")
    monkeypatch.setattr(form_page, "files", lambda package: tmp_path)
    form_page.part.cache_clear()
    outcome = CliRunner().invoke(main, ["serve", "--store", str(tmp_path / "s.sqlite")])
    form_page.part.cache_clear()

    assert outcome.exit_code == 1
    assert outcome.stderr.startswith("error: signpost_survey/page/form.js is missing")
