"""docs/operate.md as an operator types it: every command, in the order of the page, in one store.

What a person types at a prompt is given as an option here; nothing else is added but invented answers between the terms.
"""

import contextlib
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from signpost_survey import keys
from signpost_survey.cli import main
from signpost_survey.ledger import words
from signpost_survey.stores import open_store

from testing.children import child
from tests.servers import Postgres

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/operate.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?ms)^```sh\n(.*?)^```", PAGE)
ELSEWHERE = ("make course", "pip install")  # Makefile and tests/test_package.py
STAYS = re.compile(r"\bsignpost-survey (serve|status)\b")


def commands(block: str) -> list[str]:
    return [re.split(r"\s+#", line)[0] for line in block.splitlines() if not line.startswith(ELSEWHERE)]


class Walk:
    """A folder with the shipped course, a computer beside it with the keys, and where the page has got to."""

    def __init__(self, folder: Path, cluster: Postgres) -> None:
        self.folder, self.keyside, self.cluster = folder / "server", folder / "keyside", cluster
        self.keyside.mkdir(parents=True)
        for name in ("course", "modules", "quizzes"):
            shutil.copytree(ROOT / name, self.folder / name)
        (self.folder / "reports").mkdir()
        path = [Path(sys.executable).parent, ROOT / ".venv/bin", cluster.bin]
        self.environment = os.environ | {
            "PATH": ":".join(map(str, [*path, os.environ["PATH"]])),
            "SIGNPOST_SURVEY_PASSPHRASE": "a long enough passphrase",
            "PGHOST": "127.0.0.1", "PGPORT": str(cluster.port), "PGUSER": cluster.user,
        }  # fmt: skip
        self.form, self.seed, self.last = "", 0, ""

    @property
    def store(self):
        return open_store(str(self.folder / "signpost-survey.sqlite"))

    def run(self, command: str) -> str:
        text = self.filled(command)
        if STAYS.search(text):
            return self.stays(text)
        said = (
            self.here(text) if text.startswith("signpost-survey ") and not set(">*&") & set(text) else self.shell(text)
        )
        if "form add" in text:
            self.form = next(line.split()[0] for line in said.splitlines() if "(staff, en-GB; pair, SIMULATED)" in line)
        if found := re.search(r"(?m)^  ((?:[a-z]{5} ){5}[a-z]{5})$", said):
            self.last = found[1]
        return said

    def shell(self, text: str) -> str:
        done = subprocess.run(
            ["bash", "-ec", text], cwd=self.folder, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def here(self, text: str) -> str:
        """The same command without a new interpreter: a third of a second each."""
        with contextlib.chdir(self.folder):
            done = CliRunner().invoke(main, shlex.split(text)[1:], env=self.environment)
        assert done.exit_code == 0, f"{text}\n{done.output}"
        return done.stdout

    def filled(self, command: str) -> str:
        """With what the page has in capitals, and what people type at prompts."""
        text = command.replace("FORM_ID", self.form)
        text = re.sub(r"(keygen|--key) ((new)?keys)", rf"\1 {self.keyside}/\2", text)
        text = text.replace("@db/", f"@127.0.0.1:{self.cluster.port}/")
        text = text.replace("signpost build", "signpost build --format web")  # one format is enough for its forms
        if "RELEASE_ID" in text:
            text = text.replace("RELEASE_ID", self.store.releases()[-1][0])
        if "VERIFY" in text:
            text = text.replace("VERIFY", json.loads((self.folder / "key.json").read_text())["verify"])
        if "backup carried" in text:
            self.answers("signpost-survey.sqlite")
        if " publish " in text and "--dry-run" not in text:
            self.answers("carried" if "--store carried" in text else "signpost-survey.sqlite")
            text += f" --yes --last '{self.last}'"
        if "form discard" in text:
            text += f" --yes {self.store.count(self.form)}"
        return text

    def answers(self, store: str) -> None:
        """A term's, where none wait."""
        if not open_store(str(self.folder / store)).count(self.form):
            self.seed += 1
            self.run(f"signpost-survey simulate FORM_ID --seed {self.seed} --store {store}")

    def stays(self, text: str) -> str:
        """A server: until it says that it listens, then told to stop."""
        command = ["bash", "-c", f"exec env {text}"]
        with child(command, cwd=self.folder, env=self.environment, stderr=subprocess.PIPE, text=True) as process:
            said = ""
            while "running on" not in said and process.poll() is None:
                said += process.stderr.readline()
            process.send_signal(signal.SIGTERM)
            said += process.communicate(timeout=30)[1]
        assert "running on" in said, said
        return said


@pytest.fixture
def walk(tmp_path, postgres, monkeypatch) -> Walk:
    monkeypatch.setattr(
        keys, "COST", {"n": 2**10, "r": 8, "p": 1}
    )  # dozens of openings; test_keys.py has the real cost
    if not (ROOT / ".venv/bin/signpost").exists():
        pytest.skip("the builder is not installed (make course)")
    return Walk(tmp_path, postgres)


def test_the_first_minute(walk):
    """The first commands of the page end in a table that can be read."""
    for command in commands(BLOCKS[0] + BLOCKS[1]):
        walk.run(command)
    tables = (walk.folder / "tables/tables.csv").read_text("utf-8-sig")

    assert "Right or not, as a whole" in tables and ",400," in tables


@pytest.mark.slow
def test_the_page_from_top_to_bottom(walk):
    """The first minute ends in a table that can be read; a new key, a lost key, two computers, a restored backup: no dead end."""
    said = []
    for block in BLOCKS:
        lost = "newkeys" in block
        before = (walk.store.path.read_bytes(), (walk.folder / "key.json").read_bytes()) if lost else None
        if lost or "--rotate" in block:  # records wait under the key that is about to go
            walk.seed += 1
            walk.run(f"signpost-survey simulate FORM_ID --people 150 --seed {walk.seed}")
        said += [walk.run(command) for command in commands(block)]
        if before:  # the key turns up again: the page goes on with it
            for part in walk.folder.glob("signpost-survey.sqlite*"):
                part.unlink()
            walk.store.path.write_bytes(before[0])
            (walk.folder / "key.json").write_bytes(before[1])
    tables = (walk.folder / "tables/tables.csv").read_text("utf-8-sig")

    assert "Right or not, as a whole" in tables and ",400," in tables
    assert any("150 records removed, uncounted" in one for one in said)
    assert [term for _, _, term, _ in sorted(walk.store.releases(), key=lambda row: row[2])] == [
        "2026-autumn", "2027-autumn", "2027-spring", "2027-summer",
    ]  # fmt: skip
    newest = json.loads(
        max(
            (walk.store.release(id) for id, *_ in walk.store.releases()),
            key=lambda one: json.loads(one)["ledger"]["sequence"],
        )
    )
    assert walk.last == words(next(sha for id, _, _, sha in walk.store.releases() if id == newest["id"]))


def test_every_command_in_the_text_exists():
    """Commands and options that stand in sentences and tables, too."""
    spans = re.findall(
        r"(?<!`)`((?:signpost-survey )?(?:form|keygen|publish|release|reader|backup|restore|adopt|purge|serve|status|doctor|simulate)\b(?!-)[^`…]*)`",
        PAGE,
    )

    assert len(spans) > 25
    for span in spans:
        words = span.removeprefix("signpost-survey ").split()
        path = [words[0]]
        if words[0] in ("form", "release", "reader") and len(words) > 1:
            path.append(words[1])
        run = CliRunner().invoke(main, [*path, "--help"])
        assert run.exit_code == 0, span
        assert all(option in run.output for option in re.findall(r"--[a-z-]+", span)), span


def test_every_option_of_the_tables_exists():
    """Those of `serve` and of `publish`, all of them and no other."""
    known = "".join(CliRunner().invoke(main, [name, "--help"]).output for name in ("serve", "publish"))
    said = set(re.findall(r"(?m)^\| `(--[a-z-]+)", PAGE)) | set(re.findall(r"`(--[a-z-]+)`, `(--[a-z-]+)`", PAGE)[0])

    assert said and all(f"{option} " in known for option in said)
