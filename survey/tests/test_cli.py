"""The command, as an operator types it."""

import json

import pytest
from click.testing import CliRunner

from signpost_survey import keys
from signpost_survey.cli import main
from signpost_survey.form import content_id
from signpost_survey.stores import open_store
from tests import forms

PASSPHRASE = "a long enough passphrase"


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Runs a command in an empty folder; expects exit 0 unless told otherwise; gives what it printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIGNPOST_SURVEY_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(keys, "COST", {"n": 2**10, "r": 8, "p": 1})
    monkeypatch.setattr(keys.write_key, "__defaults__", (keys.COST,))

    def runner(*arguments: str, code: int = 0) -> str:
        outcome = CliRunner().invoke(main, arguments)
        assert outcome.exit_code == code, outcome.output
        return outcome.output

    return runner


def form_file(path, key: dict, **more) -> str:
    document = forms.document({"K1": forms.SINGLE, "K2": forms.TRUE_FALSE}, key=key, **more)
    path.write_text(json.dumps(document | {"id": content_id(document)}))
    return json.loads(path.read_text())["id"]


def test_the_whole_way_in_a_minute(run, tmp_path):
    """keygen, form add, simulate, publish, export, doctor: all that a newcomer needs."""
    key = json.loads(run("keygen", "key.json"))
    id = form_file(tmp_path / "form.json", key, simulated=True, group=forms.GROUP)

    added = run("form", "add", "form.json")
    run("simulate", id, "--people", "150")
    listed = run("form", "list")
    published = run("publish", id, "2026-autumn", "--key", "key.json")
    release = published.split()[0]
    run("release", "export", release, "out", "--parquet")

    assert f"{id}  Example (staff, en-GB; pair, SIMULATED)" in added
    assert "accepting  150 waiting" in listed
    assert "2026-autumn (SIMULATED)" in published
    assert release in run("release", "list")
    assert {"counts.csv", "counts.parquet", "datapackage.json"} <= {path.name for path in (tmp_path / "out").iterdir()}
    assert "key.json is a private key" in run("doctor", code=1)


def test_publishing_where_the_key_is(run, tmp_path):
    """The server's store is copied, published elsewhere, and the release comes back; late records wait."""
    key = json.loads(run("keygen", "key.json"))
    id = form_file(tmp_path / "form.json", key, simulated=True)
    run("form", "add", "form.json")
    run("simulate", id, "--people", "150")

    run("backup", "carried")
    run("simulate", id, "--people", "7", "--seed", "9")
    run("publish", id, "2026-autumn", "--key", "key.json", "--store", "carried")
    adopted = run("adopt", "carried").strip()

    assert open_store("signpost-survey.sqlite").release(adopted) == open_store("carried").release(adopted)
    assert "7 waiting" in run("form", "list")
    assert run("adopt", "carried") == ""


def test_too_few(run, tmp_path):
    """A sentence and exit 0: nothing is wrong."""
    key = json.loads(run("keygen", "key.json"))
    id = form_file(tmp_path / "form.json", key)
    run("form", "add", "form.json")

    assert run("publish", id, "2026-autumn", "--key", "key.json").startswith("Fewer than 100 records")


def test_forms(run, tmp_path):
    """Checked, closed, opened; another key is refused while records wait."""
    first, second = json.loads(run("keygen", "one.json")), json.loads(run("keygen", "two.json"))
    id = form_file(tmp_path / "form.json", first, simulated=True)
    form_file(tmp_path / "other.json", second, simulated=True)

    assert id in run("form", "check", "form.json")
    run("form", "add", "form.json", "other.json", "form.json")
    run("form", "close", id)
    assert "closed" in run("form", "list")
    run("form", "open", id)
    run("simulate", id, "--people", "1")
    assert "sealed to another key" in run("form", "add", "other.json", code=1)
    assert "no form has the id x" in run("form", "close", "x", code=1)


def test_readers(run):
    """A key is shown once; its hash is stored."""
    key = run("reader", "add", "report").strip()

    assert key.startswith("signpost_")
    assert run("reader", "list") == "report\n"
    run("reader", "remove", "report")
    assert "no reader" in run("reader", "remove", "report", code=1)


def test_faults_are_one_line(run, tmp_path, monkeypatch):
    """What a person can act on is said in words, without a traceback."""
    (tmp_path / "form.json").write_text("{}")
    assert run("form", "check", "form.json", code=1).startswith("error: ")
    run("keygen", "key.json")
    assert "never replaced" in run("keygen", "key.json", code=2)
    monkeypatch.setenv("SIGNPOST_SURVEY_PASSPHRASE", "another passphrase")
    assert "wrong passphrase" in run("publish", "x", "2026-autumn", "--key", "key.json", code=1)
    monkeypatch.setenv("SIGNPOST_SURVEY_PASSPHRASE", "short")
    assert "at least 12" in run("keygen", "other.json", code=2)
