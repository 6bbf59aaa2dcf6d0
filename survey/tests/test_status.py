"""The status page: what it says, what it does not, who may reach it, how it looks."""

import csv
import datetime
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx2 as httpx
import pytest
from click.testing import CliRunner
from playwright.sync_api import sync_playwright
from signpost_survey import labelled
from signpost_survey.cli import main
from signpost_survey.form import form_bytes, parse_form
from signpost_survey.publish import publish
from signpost_survey.record import digest
from signpost_survey.simulate import simulated_records
from signpost_survey.status import create_status, in_steps, status_page
from signpost_survey.stores import Store, open_store
from signpost_survey.stores.base import Row, StoredForm, key
from signpost_survey.todo import Known, tasks
from starlette.testclient import TestClient

from testing.children import child
from tests import forms
from tests.servers import free_port

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
EXAMPLE = (ROOT / "docs/formats/examples/release.json").read_bytes()
TODAY = datetime.date(2026, 11, 28)
STAFF = forms.staff(simulated=True, title="Spot the signs")
CARER = forms.caregiver(title="Spot the signs", audience="caregiver", kind="pair")
NOBODY = dict.fromkeys(forms.RESPONSIBLE, "")


def fill(store: Store, form, count: int, seed: int = 1) -> None:
    """Bytes of the right size; sealed ones where they are to be opened."""
    sealed = simulated_records(form, count, seed) if form.simulated else (os.urandom(768) for _ in range(count))
    store.put([Row(key(form.id), digest(one), one) for one in sealed])
    store.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Store:
    """Two forms of one title, one release."""
    folder = tmp_path_factory.mktemp("status")
    store = open_store(str(folder / "s.sqlite"))
    store.migrate()
    for form in (STAFF, CARER):
        store.add_form(form.id, form_bytes(form))
    fill(store, STAFF, 400)
    publish(store, STAFF.id, "2026-autumn", forms.a_ledger(folder), today=TODAY)
    store.purge(STAFF.id)
    fill(store, CARER, 130)
    return store


def page_of(store: Store, day: datetime.date = TODAY, reports: Path | None = None) -> str:
    return re.sub(r"\s+", " ", status_page(store, reports, day).decode())


def test_forms_by_title_and_audience(filled):
    """Kind, state, key, and how many wait; nothing about a record."""
    page = page_of(filled)

    assert "Spot the signs, for staff, in the course" in page and "Spot the signs, for caregiver, in the course" in page
    assert "100 or more" in page and "130" not in page
    assert STAFF.key.id in page and "before and after" in page


def test_releases_with_people_and_files(filled, tmp_path):
    """Each with its number of people, tables in words, and its report once somebody made one."""
    ((id, *_),) = filled.releases()
    without = page_of(filled)
    (tmp_path / id).mkdir()
    (tmp_path / id / "report.html").write_text("<h1>Report</h1>")
    page = page_of(filled, reports=tmp_path)
    with TestClient(create_status(filled, names=("testserver",), reports=tmp_path)) as client:
        bodies = {
            name: client.get(f"/status/releases/{id}/{name}")
            for name in ("tables.csv", "tables.xlsx", "package.zip", "report")
        }
        missing = [
            client.get(f"/status/releases/{path}").status_code
            for path in (f"{id}/other", "none/tables.csv", "none/report")
        ]

    assert "<dd>400</dd>" in page and "No report yet" in without and f'href="releases/{id}/report"' in page
    assert {one.status_code for one in bodies.values()} == {200} and missing == [404, 404, 404]
    assert bodies["report"].text == "<h1>Report</h1>"
    assert zipfile.ZipFile(io.BytesIO(bodies["tables.xlsx"].content)).testzip() is None
    assert bodies["tables.csv"].headers["content-disposition"] == f'attachment; filename="{id}-tables.csv"'


def test_numbers_are_no_clock(filled):
    """Counted once a day: whoever comes again an hour later sees what stood there before, at any number."""
    before = in_steps(filled, TODAY)
    fill(filled, CARER, 900)
    after, tomorrow = in_steps(filled, TODAY), in_steps(filled, TODAY + datetime.timedelta(1))

    assert (before[CARER.id], after[CARER.id], tomorrow[CARER.id]) == (100, 100, 1000)
    assert before[STAFF.id] == 0


def known(waiting: int = 0, accepting: bool = True, **more) -> Known:
    form = forms.a_form(**more)
    return Known(form, StoredForm(form_bytes(form), accepting), waiting)


@pytest.mark.parametrize(
    ("one", "notes", "said"),
    [
        (known(), {"backup": "2026-11-27"}, []),
        (known(), {}, ["There is no backup yet."]),
        (known(), {"backup": "2026-11-01"}, ["The last backup is of 2026-11-01."]),
        (known(responsible=NOBODY), {"backup": "2026-11-27"}, ["privacy notice is not complete"]),
        (
            known(500),
            {"backup": "2026-11-27", "waits": "2026-summer"},
            ["records wait since 2026-summer. Publish them."],
        ),
        (known(500), {"backup": "2026-11-27", "waits": "2026-autumn"}, []),
        (known(500, False), {"backup": "2026-11-27", "waits": "2026-autumn"}, ["it is closed, and records wait"]),
        (known(), {"backup": "2026-11-27", "waits": "2026-spring"}, ["fewer than 100 wait since 2026-spring"]),
        (known(), {"backup": "2026-11-27", "old-key": "aabb"}, ["sealed to the older key aabb"]),
        (known(), {"backup": "2026-11-27", "key": "2025-09-01"}, ["make a new one"]),
    ],
)
def test_what_needs_doing(one, notes, said):
    """One sentence each, and nothing when nothing does."""
    about = {"waits": one.form.id, "old-key": one.form.id, "key": one.form.key.id}
    found = [
        task.what
        for task in tasks(
            [one], {f"{name} {about[name]}" if name in about else name: value for name, value in notes.items()}, TODAY
        )
    ]

    assert len(found) == len(said) and all(part in whole for part, whole in zip(said, found, strict=True))


def test_every_command_that_it_names_exists(filled):
    """With its options: what the page says to run does run."""
    every = [
        *tasks(
            [known(500, False, responsible=NOBODY)],
            {f"old-key {known().form.id}": "aabb", f"key {known().form.key.id}": "2025-01-01"},
            TODAY,
        ),
        *tasks([known(500)], {f"waits {known().form.id}": "2026-summer", "backup": "2026-01-01"}, TODAY),
    ]
    commands = {task.command for task in every if task.command}

    assert len(commands) >= 5
    for command in commands:
        words = [
            word for word in command.split()[1:] if word.islower() and not word.startswith("-") and "-" not in word
        ]
        run = CliRunner().invoke(main, [*words, "--help"])
        assert run.exit_code == 0, command
        assert all(option in run.output for option in re.findall(r"--[a-z-]+", command)), command


def test_another_site_cannot_read_it(filled):
    """A name that is not ours is refused, so that a page elsewhere cannot have its own name point here."""
    with TestClient(create_status(filled)) as client:
        found = [
            client.get("/status/", headers={"host": host}).status_code
            for host in ("127.0.0.1:8601", "localhost", "evil.example")
        ]
        headers = client.get("/status/", headers={"host": "localhost"}).headers

    assert found == [200, 200, 400]
    assert "default-src 'none'" in headers["content-security-policy"] and "access-control-allow-origin" not in headers
    assert headers["cache-control"] == "no-store" and "set-cookie" not in headers


def test_it_listens_on_this_computer_alone(tmp_path):
    """There is no login of our own; the public server has no such page."""
    run = CliRunner().invoke(main, ["status", "--store", str(tmp_path / "s.sqlite"), "--host", "0.0.0.0"])

    assert run.exit_code == 2 and "no login" in run.output


def test_it_serves(filled):
    """As its own process."""
    port = free_port()
    command = [sys.executable, "-m", "signpost_survey", "status", "--store", str(filled.path), "--port", str(port)]
    with child(command, stderr=subprocess.PIPE, text=True) as process:
        while "running on" not in process.stderr.readline():
            assert process.poll() is None
        answer = httpx.get(f"http://127.0.0.1:{port}/", follow_redirects=True)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)

    assert answer.status_code == 200 and "What needs doing" in answer.text and answer.url.path == "/status/"


# ------------------------------------------------------------------- tables in words


def test_tables_in_words():
    """Every number that says something by itself, no index in sight, each with who, how many, and how close it is."""
    rows = list(csv.DictReader(io.StringIO(labelled.as_csv(EXAMPLE).decode("utf-8-sig"))))
    made = json.loads(EXAMPLE)
    single = [row for row in made["sums"] if row[0] not in labelled.INGREDIENTS]

    assert len(rows) == len(made["counts"]) + len(single)
    assert tuple(rows[0]) == labelled.COLUMNS
    assert all(
        row["Table"] and row["When"] and row["Who"] and int(row["People"]) >= 20 and float(row["Give or take"]) > 0
        for row in rows
    )
    assert not any(row["Answer"].isdigit() or row["Answer after"].isdigit() for row in rows)
    assert {row["Who"] for row in rows if row["Table"] == "Right or not, as a whole"} >= {
        "Everyone",
        "Which best describes you? Teacher or tutor",
    }


def test_tables_say_what_the_numbers_are():
    """Notice, who could answer and how to read it lie on the first sheet; the same release, the same bytes."""
    first = labelled.as_xlsx(EXAMPLE)
    with zipfile.ZipFile(io.BytesIO(first)) as book:
        texts = book.read("xl/sharedStrings.xml").decode() + book.read("xl/workbook.xml").decode()

    assert (
        "These numbers are close, not exact." in texts
        and "Anyone with the link can answer" in texts
        and "invented" in texts
    )
    assert 'name="About"' in texts and 'name="Answers"' in texts
    assert first == labelled.as_xlsx(EXAMPLE)


@pytest.mark.parametrize(
    "form",
    [
        parse_form(json.dumps(one | {"simulated": True, "id": forms.content_id(one | {"simulated": True})}).encode())
        for one in (forms.example(), forms.example_single())
    ],
    ids=["pair", "single"],
)
def test_every_type_of_question_has_words(form, tmp_path):
    """Options, terms and places are named, what is right is not shown as a number."""
    store = open_store(str(tmp_path / "s.sqlite"))
    store.migrate()
    store.add_form(form.id, form_bytes(form))
    fill(store, form, 150)
    document = publish(store, form.id, "2026-autumn", forms.a_ledger(tmp_path), today=TODAY).document
    rows = [row for row in labelled.labelled(document) if row.table == "Answers"]

    assert {row.about for row in rows} >= {"Good marks", "Grooming", "place 1"}
    assert {row.answer for row in rows} >= {
        "ticked",
        "Winning trust",
        "Targeting",
        "Don't know",
        "True",
        "over 20 to 40%",
    }


# --------------------------------------------------------------------------- to look at


def test_it_is_accessible(filled, tmp_path):
    """axe finds nothing, light and dark; nothing is wider than a phone; it has no script."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None or not AXE.exists():
        pytest.skip("no Chromium or no axe-core: `make test` installs both")
    html = status_page(filled, None, TODAY + datetime.timedelta(9))
    (tmp_path / "page.html").write_bytes(html)
    assert b"<script" not in html
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        for width, scheme in ((320, "dark"), (1280, "light")):
            page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
            page.goto(f"file://{tmp_path / 'page.html'}")
            if shots := os.environ.get("SIGNPOST_SHOTS"):
                page.screenshot(path=f"{shots}/status-{width}-{scheme}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.add_script_tag(path=str(AXE))
            result = page.evaluate(
                "() => axe.run({ runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } })"
            )
            assert [one["id"] for one in result["violations"]] == []
        browser.close()
