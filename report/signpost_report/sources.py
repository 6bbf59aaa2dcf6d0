"""Where each question of a release stands in the sources of its course: asked of the builder, run as a command."""

import json
import shlex
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

FORMAT = "signpost-questions-1"


class SourcesError(Exception):
    """The builder could not be asked, and why."""


@dataclass(frozen=True)
class Place:
    """`same`: whether the sources ask the question in the words of the release; `file` is empty where it is not there."""

    file: str = ""
    line: int = 0
    same: Literal["same", "other words", "gone"] = "gone"

    @property
    def order(self) -> tuple[bool, str, int]:
        """As in the files; what is gone comes last."""
        return self.same == "gone", self.file, self.line


def places(folder: Path, course: str, wanted: Iterable[tuple[str, str]], builder: str = "signpost") -> dict[str, Place]:
    """By question id, of (id, hash) pairs. Raises SourcesError where the builder is missing or refuses the sources."""
    rows = _questions(folder, course, builder)
    return {id: _place(rows, id, hash) for id, hash in wanted}


def _questions(folder: Path, course: str, builder: str) -> list[Mapping[str, Any]]:
    program, *more = shlex.split(builder)
    found = shutil.which(program)
    if not found:
        raise SourcesError(f"there is no command '{program}' here; name the builder's command with --builder")
    command = [str(Path(found).absolute()), *more, "questions", course, "--json"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if run.returncode:
        said = next((line for line in reversed(run.stderr.splitlines()) if line.strip()), f"exit {run.returncode}")
        raise SourcesError(f"the builder cannot read the course '{course}' in {folder}: {said}")
    try:
        read = json.loads(run.stdout)
        known = read["format"] == FORMAT
    except (ValueError, KeyError, TypeError):
        known = False
    if not known:
        raise SourcesError(f"'{builder} questions --json' did not print {FORMAT}: is it a builder of another version?")
    questions: list[Mapping[str, Any]] = read["questions"]
    return questions


def _place(rows: Iterable[Mapping[str, Any]], id: str, hash: str) -> Place:
    named = [row for row in rows if row["id"] == id]
    for row in named:
        if row["hash"] == hash:
            return Place(row["file"], row["line"], "same")
    return Place(named[0]["file"], named[0]["line"], "other words") if named else Place()
