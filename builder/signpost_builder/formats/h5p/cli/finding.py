"""Which program is the tool: told by its help text, since an older one has the same name."""

import os
import shutil
from pathlib import Path

from signpost_builder.formats.h5p.cli.running import INSTALL, Unavailable, room, run
from signpost_builder.values import frozen

HELP_SECONDS = 30.0


@frozen
class Tool:
    """A program that proved to be h5p-cli by its help text."""

    program: Path


def locate(project: Path, setting: str = "") -> Tool:
    """The program that `setting` names; without it the project's own, or the first on PATH that is the right one.

    Raises Unavailable, about the first program found if there was one.
    """
    places = (
        [shutil.which(setting)]
        if setting
        else [shutil.which("h5p", path=project / "node_modules" / ".bin"), *_on_path()]
    )
    failure = Unavailable("h5p-cli-missing", f"there is no program '{setting or 'h5p'}'", INSTALL)
    for number, place in enumerate(place for place in places if place):
        try:
            return _identified(Path(place).absolute())
        except Unavailable as reason:
            failure = reason if number == 0 else failure
    raise failure


def _on_path() -> list[str]:
    paths = (shutil.which("h5p", path=folder) for folder in os.get_exec_path())
    return [place for place in paths if place]


def _identified(program: Path) -> Tool:
    """By its help: the older tool of that name knows no export, and a missing Node is told from a broken tool."""
    if _needs_node(program) and shutil.which("node") is None:
        raise Unavailable("h5p-cli-no-node", f"'{program}' needs Node.js, which is not on PATH", INSTALL)
    with room() as folder:
        finished = run([str(program), "help"], folder, HELP_SECONDS)
    if "h5p export" not in finished.out or "h5p setup" not in finished.out:
        reason = f"'{program}' is not h5p-cli: its help names no export"
        raise Unavailable(
            "h5p-cli-wrong-tool", reason, "the npm package 'h5p' installs an older program of the same name; " + INSTALL
        )
    return Tool(program)


def _needs_node(program: Path) -> bool:
    try:
        with program.open("rb") as stream:
            return b"node" in stream.readline(200)
    except OSError:
        return False
