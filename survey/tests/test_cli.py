"""The command, as an operator types it."""

import json
import re

import pytest
from click.testing import CliRunner
from signpost_survey import keys
from signpost_survey.cli import main
from signpost_survey.form import content_id
from signpost_survey.stores import StoreUnavailable, open_store
from signpost_survey.stores.sqlite import SqliteStore

from tests import forms

PASSPHRASE = "a long enough passphrase"
WORDS = re.compile(r"(?m)^  ((?:[a-z]{5} ){5}[a-z]{5})$")


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Runs a command in an empty folder; expects exit 0 unless told otherwise; gives what it printed, of a fault stderr too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIGNPOST_SURVEY_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(keys, "COST", {"n": 2**10, "r": 8, "p": 1})

    def runner(*arguments: str, code: int = 0) -> str:
        outcome = CliRunner().invoke(main, arguments)
        assert outcome.exit_code == code, outcome.output
        return outcome.output if code else outcome.stdout

    return runner


def form_file(path, key: dict, questions: dict | None = None, **more) -> str:
    document = forms.document(questions or {"K1": forms.SINGLE, "K2": forms.TRUE_FALSE}, key=key, **more)
    path.write_text(json.dumps(document | {"id": content_id(document)}))
    return json.loads(path.read_text())["id"]


def test_the_whole_way_in_a_minute(run, tmp_path):
    """keygen, form add, simulate, publish, export, doctor: all that a newcomer needs."""
    key = json.loads(run("keygen", "keys"))
    id = form_file(tmp_path / "form.json", key, simulated=True, group=forms.GROUP)

    added = run("form", "add", "form.json")
    run("simulate", id, "--people", "150")
    listed = run("form", "list")
    published = run("publish", id, "2026-autumn", "--key", "keys", "--yes")
    release = published.split()[0]
    run("release", "export", release, "out", "--parquet")

    assert f"{id}  Example (staff, en-GB; pair, SIMULATED)" in added
    assert "accepting  no page  150 waiting" in listed
    assert "2026-autumn (SIMULATED): 150 people" in published
    assert WORDS.search(published) and "150 records removed" in published
    assert release in run("release", "list")
    assert {"counts.csv", "counts.parquet", "people.csv", "datapackage.json"} <= {
        path.name for path in (tmp_path / "out").iterdir()
    }
    found = run("doctor", "--pin", key["verify"], code=1)
    assert "keys/key.json is a private key" in found and "1 findings" in found


def test_publishing_where_the_key_is(run, tmp_path):
    """The server's store is copied, published elsewhere, and the release comes back, once; late records wait."""
    key = json.loads(run("keygen", "keys"))
    id = form_file(tmp_path / "form.json", key, simulated=True)
    run("form", "add", "form.json")
    run("simulate", id, "--people", "150")

    run("backup", "carried")
    run("simulate", id, "--people", "7", "--seed", "9")
    run("publish", id, "2026-autumn", "--key", "keys", "--store", "carried", "--yes")
    adopted = run("adopt", "carried").strip()

    assert open_store("signpost-survey.sqlite").release(adopted) == open_store("carried").release(adopted)
    assert "7 waiting" in run("form", "list")
    assert run("adopt", "carried") == ""


def test_the_words_on_paper(run, tmp_path):
    """Each publication asks for those of the last: an old copy of the key folder does not publish."""
    key = json.loads(run("keygen", "keys"))
    id = form_file(tmp_path / "form.json", key, simulated=True)
    run("form", "add", "form.json")
    run("simulate", id, "--people", "120")
    first = WORDS.search(run("publish", id, "2026-autumn", "--key", "keys", "--yes"))[1]
    run("simulate", id, "--people", "120", "--seed", "2")

    assert "give --last" in run("publish", id, "2027-spring", "--key", "keys", "--yes", code=2)
    wrong = run("publish", id, "2027-spring", "--key", "keys", "--yes", "--last", "babab " * 6, code=1)
    assert "not the words of this ledger's last release" in wrong
    run("publish", id, "2027-spring", "--key", "keys", "--yes", "--last", first.upper())


def test_too_few(run, tmp_path):
    """A sentence and exit 0: nothing is wrong."""
    key = json.loads(run("keygen", "keys"))
    id = form_file(tmp_path / "form.json", key)
    run("form", "add", "form.json")

    assert run("publish", id, forms.this_term(), "--key", "keys", "--yes").startswith("Fewer than 100 records")


def test_a_wave_carries_nothing_over(run, tmp_path):
    """Fewer than 100 at its end are discarded, and it is said."""
    key = json.loads(run("keygen", "keys"))
    id = form_file(tmp_path / "form.json", key)
    run("form", "add", "form.json")
    said = run("publish", id, f"{forms.this_term()[:4]}-w1", "--key", "keys", "--yes")

    assert said == "Fewer than 100 records at the end of a wave: they are not carried over.\ndiscarded\n"


def test_another_number_than_expected(run, tmp_path):
    """Only below or above is said, and nothing is published."""
    key = json.loads(run("keygen", "keys"))
    id = form_file(tmp_path / "form.json", key, simulated=True)
    run("form", "add", "form.json")
    run("simulate", id, "--people", "130")
    publish = ("publish", id, "2026-autumn", "--key", "keys", "--yes", "--expect")

    assert "is below what was expected" in run(*publish, "131..200", code=1)
    assert "is above what was expected" in run(*publish, "1..129", code=1)
    assert "130" not in run(*publish, "131..200", code=1)
    assert run("release", "list") == ""
    assert "write it like" in run(*publish, "many", code=2)
    assert "130 people" in run(*publish, "130..130")


def test_dry_run(run, tmp_path):
    """Tables and what they tell, without a key, a record or a number of people."""
    key = json.loads(run("keygen", "keys"))
    id = form_file(tmp_path / "form.json", key, simulated=True, group=forms.GROUP)
    run("form", "add", "form.json")
    run("simulate", id, "--people", "130")
    said = run("publish", id, "2026-autumn", "--dry-run")

    assert "right: 2 tables; variance of the noise: all 36, group 9" in said
    assert "130" not in said
    assert list((tmp_path / "keys/ledger").iterdir()) == [tmp_path / "keys/ledger/ledger.json"]


def test_nobody_to_ask(run, tmp_path):
    """Without a terminal, what would be asked must be given."""
    key = json.loads(run("keygen", "keys"))
    id = form_file(tmp_path / "form.json", key, simulated=True)
    run("form", "add", "form.json")

    assert "give --yes" in run("publish", id, "2026-autumn", "--key", "keys", code=2)
    assert "give --yes COUNT" in run("form", "discard", id, "--records", code=2)


def test_forms(run, tmp_path):
    """Checked, closed, opened; another key is refused while records wait, unless it is meant."""
    first = json.loads(run("keygen", "keys"))
    second = json.loads(run("keygen", "keys", "--rotate"))
    id = form_file(tmp_path / "form.json", first, simulated=True)
    form_file(tmp_path / "other.json", second, simulated=True)

    assert id in run("form", "check", "form.json")
    run("form", "add", "form.json", "other.json", "form.json")
    run("form", "close", id)
    assert "closed" in run("form", "list")
    run("form", "open", id)
    run("simulate", id, "--people", "60")
    assert "'form rotate' keeps them" in run("form", "add", "other.json", code=1)
    assert "60 records wait under the old key" in run("form", "rotate", "other.json")
    run("simulate", id, "--people", "60", "--seed", "2")
    assert "120 people" in run("publish", id, "2026-autumn", "--key", "keys", "--yes"), "those of both keys"
    assert "no form has the id x" in run("form", "close", "x", code=1)


def test_records_of_a_lost_key(run, tmp_path):
    """Counted, confirmed, removed: no dead end."""
    key = json.loads(run("keygen", "keys"))
    id = form_file(tmp_path / "form.json", key, simulated=True)
    run("form", "add", "form.json")
    run("simulate", id, "--people", "12")

    assert "12 records wait, not 11" in run("form", "discard", id, "--records", "--yes", "11", code=1)
    assert run("form", "discard", id, "--records", "--yes", "12") == "12 records removed, uncounted\n"
    assert "0 waiting" in run("form", "list")


def test_a_superseded_form_closes_by_itself(run, tmp_path, monkeypatch):
    """The same course asks something else: the old form takes records for 90 days more."""
    key = json.loads(run("keygen", "keys"))
    old = form_file(tmp_path / "old.json", key)
    form_file(tmp_path / "new.json", key, {"K1": forms.SINGLE})
    form_file(tmp_path / "campaign.json", key, {"K1": forms.SINGLE}, kind="single")
    run("form", "add", "old.json", "campaign.json")
    assert f"supersedes {old}, which takes records until" in run("form", "add", "new.json")
    assert run("form", "list").count("accepting until") == 1
    store = open_store("signpost-survey.sqlite")
    assert store.forms()[old].accepting
    store.close_on(old, "2020-01-01")

    assert not store.forms()[old].accepting


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
    run("keygen", "keys")
    assert "never replaced" in run("keygen", "keys", code=2)
    publish = ("publish", "x", "2026-autumn", "--yes", "--key", "keys")
    assert "no form has the id x" in run(*publish, code=1)
    monkeypatch.setenv("SIGNPOST_SURVEY_PASSPHRASE", "another passphrase")
    assert "wrong passphrase" in run(*publish, code=1)
    (tmp_path / "keys/ledger/ledger.json").unlink()
    monkeypatch.setenv("SIGNPOST_SURVEY_PASSPHRASE", PASSPHRASE)
    assert "without its ledger a key does not publish" in run(*publish, code=1)
    monkeypatch.setenv("SIGNPOST_SURVEY_PASSPHRASE", "short")
    assert "at least 12" in run("keygen", "other", code=2)


def test_the_words_as_people_type_them(run, tmp_path):
    """Commas, numbers, line breaks do not matter; one wrong word is said to be a slip; a publication that broke off is named."""
    key = json.loads(run("keygen", "keys"))
    id = form_file(tmp_path / "form.json", key, simulated=True)
    run("form", "add", "form.json")
    run("simulate", id, "--people", "120")
    said = CliRunner().invoke(main, ["publish", id, "2026-autumn", "--key", "keys", "--yes"])
    first = WORDS.search(said.stdout)[1].split()
    run("simulate", id, "--people", "120", "--seed", "2")
    again = ("publish", id, "2027-spring", "--key", "keys", "--yes", "--last")

    assert "note: this key folder has published nothing yet" in said.stderr
    assert "5 of the six words fit" in run(*again, " ".join([*first[:5], "babab"]), code=1)
    assert f"one release more than your paper: {id} 2026-autumn" in run(*again, "", code=1)
    run(*again, "".join(f"{number}. {word.title()},\n" for number, word in enumerate(first, start=1)))


def test_files_and_disks(run, tmp_path, monkeypatch):
    """What the system refuses is one line as well."""
    key = json.loads(run("keygen", "keys"))
    id = form_file(tmp_path / "form.json", key, simulated=True)
    run("form", "add", "form.json")
    run("simulate", id, "--people", "120")
    publish = ("publish", id, "2026-autumn", "--key", "keys", "--yes")
    (tmp_path / "empty").write_text("")
    (tmp_path / "latin").write_bytes(b"\xe9" * 20)
    for name in ("empty", "latin"):
        assert "stands in the first line" in run(*publish, "--passphrase-file", name, code=2)
    assert "write it like" in run(*publish, "--expect", "²..³", code=2)
    assert run("purge", "x", code=1) == "error: no form has the id x\n"

    def full(*_):
        raise OSError(28, "No space left on device", "keys/ledger/000001.entry")

    with monkeypatch.context() as patched:
        patched.setattr("signpost_survey.ledger.os.replace", full)
        assert "error: keys/ledger/000001.entry: No space left on device" in run(*publish, code=1)
    release = run(*publish).split()[0]

    def full_later(path, *_):
        path.touch()
        raise OSError(28, "No space left on device", str(path))

    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.write_bytes", full_later)
        assert "No space left" in run("release", "export", release, "out", code=1)
        patched.setattr("signpost_survey.keys.write_key", lambda path, *_: full_later(path))
        assert "No space left" in run("keygen", "other", code=1)
    assert not (tmp_path / "out").exists() and not (tmp_path / "other").exists(), "half-written"
    run("release", "export", release, "out")
    assert run("release", "export", release, "out", code=1) == "error: out: File exists\n"
    with monkeypatch.context() as patched:
        patched.setattr(SqliteStore, "transaction", lambda _: (_ for _ in ()).throw(StoreUnavailable("SQLITE_FULL")))
        assert run("form", "list", code=1).startswith("error: the disk of the store is full: make room")
