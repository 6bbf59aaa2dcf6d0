"""The sources as they were at a revision: Git's objects, asked for one by one, without a shell, a checkout or a filter."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

SOURCES = ("course", "modules", "quizzes")
LINK, SUBMODULE = "120000", "160000"


class NoRevision(Exception):
    """What keeps the sources at a revision from being read, in a sentence."""


@contextmanager
def sources_at(revision: str, project: Path) -> Iterator[Path]:
    """A folder with the project's course/, modules/ and quizzes/ as they were. Raises NoRevision."""
    if not (_git(project, "rev-parse", "--is-inside-work-tree") or b"").strip() == b"true":
        raise NoRevision(
            f"'{project}' is in no Git repository, so there is nothing to compare with (or Git is not installed)"
        )
    commit = _commit(revision, project)
    with TemporaryDirectory(prefix="signpost-") as folder:
        _write(Path(folder), _entries(commit, project), project)
        yield Path(folder)


def _commit(revision: str, project: Path) -> str:
    found = _git(project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found:
        return found.decode().strip()
    if (_git(project, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true":
        raise NoRevision(
            f"Git does not know '{revision}', and this clone is shallow: run 'git fetch --unshallow', or check out with 'fetch-depth: 0'"
        )
    raise NoRevision(
        f"Git knows no commit '{revision}'; 'git log --oneline' and 'git branch --all' show which there are"
    )


Entry = tuple[str, str, PurePosixPath]  # mode, object, path below the project


def _entries(commit: str, project: Path) -> list[Entry]:
    """Every file of the sources, whatever Git is told to leave out of archives."""
    listed = _git(project, "ls-tree", "-r", "-z", commit, "--", *SOURCES)
    if listed is None:
        raise NoRevision(f"Git could not list what stands at {commit[:12]}")
    lines = [line for line in listed.decode("utf-8", "surrogateescape").split("\0") if line]
    entries = []
    for line in lines:
        about, _, name = line.partition("\t")
        mode, _, object = about.split()
        entries.append((mode, object, PurePosixPath(name)))
    return [entry for entry in entries if entry[0] != SUBMODULE]


def _write(folder: Path, entries: list[Entry], project: Path) -> None:
    contents = _contents([object for _, object, _ in entries], project)
    for mode, object, name in entries:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if mode == LINK:
            path.symlink_to(os.fsdecode(contents[object]))
        else:
            path.write_bytes(contents[object])


def _contents(objects: list[str], project: Path) -> dict[str, bytes]:
    """By name, all from one process. A blob that a partial clone has not fetched is an error of its own."""
    asked = "".join(f"{name}\n" for name in dict.fromkeys(objects)).encode()
    answer = _git(project, "cat-file", "--batch", given=asked)
    if answer is None:
        raise NoRevision("Git could not read the files of that revision")
    found, at = dict[str, bytes](), 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        name, kind, *size = answer[at:end].decode().split()
        if not size:
            raise NoRevision(f"this clone has no file '{name}' ({kind}): run 'git fetch --refetch'")
        length = int(size[0])
        found[name] = answer[end + 1 : end + 1 + length]
        at = end + 2 + length
    return found


def _environment() -> dict[str, str]:
    """Without what Git tells its hooks: there it names another folder's files."""
    of_hooks = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")
    return {name: value for name, value in os.environ.items() if name not in of_hooks}


def _git(project: Path, *words: str, given: bytes | None = None) -> bytes | None:
    """What Git prints; None where it fails or is not there. Asked of the folder, which may lie anywhere in its repository."""
    try:
        ran = subprocess.run(
            ("git", "-C", str(project), *words), input=given, capture_output=True, check=True, env=_environment()
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return ran.stdout
