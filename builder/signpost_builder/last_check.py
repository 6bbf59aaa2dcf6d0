"""What the last check of the same sources found: so that a second one, of which nothing has changed, need not read them.

Kept in the user's cache, not in the project. The key is a hash of every source, of the program and of the day; whoever deletes the
file, or cannot write it, loses nothing but time.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from signpost_builder.diagnostics import Diagnostic, as_data, from_data
from signpost_builder.source.beside import TEXTS, names_beside
from signpost_builder.tool import tool_digest
from signpost_builder.values import frozen

SOURCES = ("course", "modules", "quizzes")
CACHE = "SIGNPOST_CACHE"  # environment variable: another folder, or empty for none


@frozen(kw_only=True)
class Outcome:
    """Of a check. `said`: a line for each course, of what is reviewed or of what was read."""

    findings: tuple[Diagnostic, ...]
    failed: bool
    reviewed: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


def key_of_check(project: Path, folders: Iterable[Path], *told: str) -> str:
    """A hash of all that a check of these courses depends on; `told`: the day, and how strict it is."""
    digest = hashlib.sha256("\0".join((tool_digest(), *told, *sorted(folder.name for folder in folders))).encode())
    beside: set[str] = set()
    for path in sorted(path for name in SOURCES for path in _below(project / name)):
        content = path.read_bytes() if path.is_file() else b""
        digest.update(_line(path, project, content))
        if path.suffix in TEXTS:
            beside |= names_beside(content)
    for place in (project / name for name in sorted(beside)):
        for path in sorted((place, *_below(place))):
            digest.update(_line(path, project, path.read_bytes() if path.is_file() else b""))
    return digest.hexdigest()


def _line(path: Path, project: Path, content: bytes) -> bytes:
    return f"\n{path.relative_to(project).as_posix()} {hashlib.sha256(content).hexdigest() if content else ''}".encode()


def _below(folder: Path) -> Iterator[Path]:
    """Everything in a folder, and in folders that links in it lead to, each once: the readers go there as well."""
    seen: set[str] = set()
    for place, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        yield from (Path(place, name) for name in (*folders, *names))


def remembered(project: Path, key: str) -> Outcome | None:
    """What was found then; None where nothing is known of these sources."""
    try:
        known = json.loads(_place(project).read_bytes())
        return _outcome(known["outcome"]) if known["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):  # none yet, or not ours
        return None


def remember(project: Path, key: str, outcome: Outcome) -> None:
    from signpost_builder.whole_file import write_atomically

    value = {**asdict(outcome), "findings": [as_data(each) for each in outcome.findings]}
    with suppress(OSError):  # a cache that cannot be written
        write_atomically(_place(project), json.dumps({"key": key, "outcome": value}).encode())


def _place(project: Path) -> Path:
    name = hashlib.sha256(os.path.realpath(project).encode()).hexdigest()[:16]
    return _home() / "checks" / f"{name}.json"


def _home() -> Path:
    """Raises FileNotFoundError where nothing is to be kept."""
    told = os.environ.get(CACHE)
    if told == "":
        raise FileNotFoundError(CACHE)
    known = told or os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    return Path(known) / "signpost" if known else Path.home() / ".cache" / "signpost"


def _outcome(value: dict[str, Any]) -> Outcome:
    return Outcome(
        findings=tuple(from_data(*each) for each in value["findings"]),
        failed=bool(value["failed"]),
        reviewed=tuple(value["reviewed"]),
        said=tuple(value["said"]),
    )
