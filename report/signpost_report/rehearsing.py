"""A survey played before it exists, by the store's own command: keys, forms, invented answers, publication. Each step can be run again."""

import json
import os
import re
import secrets
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BYTES_A_RECORD = 1_700  # on disk, with log, ledger and room to purge; measured with the shipped course: docs/bench.md
SPARE = 200_000_000
SIZE_LINE = re.compile(r"(\d+) (?:to \d+ people|people and more):")
TABLE_LINE = re.compile(r"  (\w+): (\d+) tables; variance of the noise: (.+)")


class RehearsalError(Exception):
    """Why it could not go on, for the person who started it."""


@dataclass
class Rehearsal:
    """A folder with everything of one rehearsal. What is done is in `rehearsal.json`: after a break a second run goes on from there, and
    when everything is done it begins anew."""

    folder: Path
    survey: str = "signpost-survey"
    builder: str = "signpost"
    say: Callable[[str], None] = print
    _done: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._state.exists():
            self._done = json.loads(self._state.read_text(encoding="utf-8"))
        if self._done.get("complete"):
            self.clean()
            shutil.rmtree(self.folder / "releases", ignore_errors=True)
            (self.folder / "keys.json").unlink(missing_ok=True)
            self._done = {}

    def about(self, plan: Mapping[str, Any]) -> None:
        """Raises RehearsalError where the folder holds the rehearsal of something else."""
        known = self._done.setdefault("plan", dict(plan))
        if known != plan:
            raise RehearsalError(
                f"{self.folder} holds another rehearsal that was stopped ({_words(known)}); finish it, or remove the folder"
            )
        self._keep()

    def room(self, people: int) -> str:
        """What it takes of the disk. Raises RehearsalError where there is too little."""
        needed, free = people * BYTES_A_RECORD + SPARE, shutil.disk_usage(self.folder).free
        if free < needed:
            raise RehearsalError(
                f"{people:,} people take about {_size(needed)} in {self.folder}, and {_size(free)} are free there"
            )
        return f"takes up to {_size(needed)} in {self.folder} while it runs, of {_size(free)} that are free"

    def forms(self, sources: Path, course: str | None, audience: str | None) -> list[dict[str, Any]]:
        """The forms that people of the course fill in, sealed to a key of this rehearsal alone."""
        if "forms" not in self._done:
            keys = self.folder / "keys.json"
            if not keys.exists():
                keys.write_text(self._run("keygen", self._place("keys")), encoding="utf-8")
            self._done["forms"] = _chosen(self._built(sources, course, keys.absolute()), audience)
            self._keep()
        forms: list[dict[str, Any]] = self._done["forms"]
        for form in forms:
            path = self._place(f"{form['id']}.json")
            path.write_text(json.dumps(form), encoding="utf-8")
            self._run("form", "add", path)
        return forms

    def noise(self, form: str) -> list[tuple[int, dict[str, dict[str, int]]]]:
        """From how many people on which variances hold; under `count` of each measure, how many tables it has."""
        found: list[tuple[int, dict[str, dict[str, int]]]] = []
        for line in self._run("publish", form, "2027-w1", "--dry-run").splitlines():
            if size := SIZE_LINE.match(line):
                found.append((int(size[1]), {}))
            elif table := TABLE_LINE.match(line):
                variances = {way: int(value) for way, value in (part.split() for part in table[3].split(", "))}
                found[-1][1].setdefault(table[1], {"count": 0} | variances)["count"] += int(table[2])
        return found

    def simulate(self, form: str, people: int, seed: int) -> None:
        """Goes on where an earlier run broke off: records are written in the order of people."""
        waiting = self._waiting(form)
        if waiting < people and form not in self._done.get("published", {}):
            self._run("simulate", form, "--people", people, "--seed", seed, "--after", waiting, shown=True)

    def publish(self, form: str, term: str) -> bytes:
        """The release; published once, and only read again afterwards."""
        published: dict[str, str] = self._done.setdefault("published", {})
        if form not in published:
            said = self._run(
                "publish",
                form,
                term,
                "--key",
                self._place("keys"),
                "--last",
                self._done.get("words", ""),
                "--yes",
                shown=True,
            )
            published[form] = said.split()[0]
            if not (words := re.search(r"publication:\n  ([a-z ]+)", said)):
                raise RehearsalError(f"'{self.survey} publish' said no words for the next time: is it another version?")
            self._done["words"] = words[1]
            self._keep()
        target = self._place("releases") / published[form]
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            self._run("release", "export", published[form], target)
        return (target / "release.json").read_bytes()

    @property
    def key(self) -> str:
        """What releases of this rehearsal are signed with."""
        return str(json.loads((self.folder / "keys.json").read_text(encoding="utf-8"))["verify"])

    def complete(self) -> None:
        """Everything is written; the next run begins anew."""
        self._done["complete"] = True
        self._keep()

    def clean(self) -> None:
        """Removes store, keys and ledger: releases stay. A rehearsal's keys must never seal real answers."""
        for path in self.folder.glob("store.sqlite*"):
            path.unlink()
        shutil.rmtree(self.folder / "keys", ignore_errors=True)

    # ------------------------------------------------------------------- parts

    @property
    def _state(self) -> Path:
        return self.folder / "rehearsal.json"

    def _place(self, name: str) -> Path:
        return (self.folder / name).absolute()

    def _keep(self) -> None:
        partial = self._state.with_suffix(".partial")
        partial.write_text(json.dumps(self._done), encoding="utf-8")
        partial.replace(self._state)

    def _waiting(self, form: str) -> int:
        lines = [line for line in self._run("form", "list").splitlines() if line.startswith(form)]
        return int(lines[0].split()[-2])

    def _run(self, *words: object, shown: bool = False) -> str:
        secret = self._done.setdefault("passphrase", secrets.token_urlsafe(24))
        self._keep()
        environment = {
            **os.environ,
            "SIGNPOST_SURVEY_STORE": str(self._place("store.sqlite")),
            "SIGNPOST_SURVEY_PASSPHRASE": secret,
        }
        return _output(self.survey, words, self.folder, environment, shown)

    def _built(self, sources: Path, course: str | None, keys: Path) -> list[dict[str, Any]]:
        """The forms of a build for trying out the survey: marked as simulated, with ids of their own, sealed to these keys."""
        with tempfile.TemporaryDirectory(dir=self.folder) as output:
            named = [course] if course else []
            words = (
                "build",
                *named,
                "--simulated",
                "--survey-key",
                keys,
                "--format",
                "web",
                "--output",
                Path(output).absolute(),
            )
            _output(self.builder, words, sources, dict(os.environ), False)
            return [json.loads(path.read_bytes()) for path in sorted(Path(output).rglob("forms/*.json"))]


def _output(command: str, words: Sequence[object], folder: Path, environment: Mapping[str, str], shown: bool) -> str:
    """What a command prints. Its progress goes to the terminal if `shown`; a fault is its own last line."""
    program, *more = shlex.split(command)
    found = shutil.which(program)
    if not found:
        raise RehearsalError(f"there is no command '{program}' here: install it, or name it with an option")
    line = [str(Path(found).absolute()), *more, *map(str, words)]
    run = subprocess.run(
        line, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=None if shown else subprocess.PIPE, text=True
    )
    if run.returncode:
        said = (run.stderr or "").strip().splitlines()
        raise RehearsalError(f"'{program} {words[0]}' failed: {said[-1] if said else 'see above'}")
    return run.stdout


def _chosen(forms: Sequence[dict[str, Any]], audience: str | None) -> list[dict[str, Any]]:
    """The course's own forms: before and after, not those for whoever has the link."""
    own = [
        form for form in forms if form["kind"] == "pair" and not form["open"] and audience in (None, form["audience"])
    ]
    if not own:
        known = ", ".join(sorted({form["audience"] for form in forms})) or "none"
        raise RehearsalError(
            f"the course surveys nobody{f' called {audience!r}' if audience else ''} before and after it; audiences with forms: {known}"
        )
    return own


def _words(plan: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in plan.items() if value is not None)


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"
