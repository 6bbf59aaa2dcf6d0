"""Filling a folder with libraries, where there is a network."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from signpost_builder.formats.h5p.cli.finding import Tool
from signpost_builder.formats.h5p.cli.packing import not_made
from signpost_builder.formats.h5p.cli.running import COLOUR, DISK_FULL, Unavailable, preparing, room, run
from signpost_builder.formats.h5p.cli.staging import installed_in, short_name

SETUP_SECONDS = 1800.0


def set_up(
    libraries: Path, machine_names: Sequence[str], tool: Tool, *, timeout_seconds: float = SETUP_SECONDS
) -> Iterator[str]:
    """Fetch H5P's core and these types with all they need into the folder. Yields what arrived. Needs Git."""
    with room() as folder:
        with preparing():
            libraries.mkdir(parents=True, exist_ok=True)
            (folder / "libraries").symlink_to(libraries.resolve(), target_is_directory=True)
        _asked([str(tool.program), "core"], folder, timeout_seconds)
        yield "core"
        for name in machine_names:
            _asked([str(tool.program), "setup", short_name(name)], folder, timeout_seconds)
            versions = sorted(version for known, version in installed_in(libraries) if known == name)
            if not versions:
                raise not_made(f"{name} is not in '{libraries}'")
            yield f"{name} {' '.join(versions)}"


def _asked(command: Sequence[str], folder: Path, timeout_seconds: float) -> None:
    finished = run(command, folder, timeout_seconds, os.environ)
    said = COLOUR.sub("", finished.out + finished.err)
    if DISK_FULL.search(said):
        raise Unavailable("h5p-cli-disk-full", "no room for the libraries", "free some, or name another folder")
    if "> error" in said or finished.status:
        told = [line.strip() for line in said.partition("> error")[2].splitlines() if line.strip()] or [
            "it said nothing"
        ]
        raise Unavailable(
            "h5p-cli-crashed",
            f"'h5p {' '.join(command[1:])}' failed: {told[0][:200]}",
            "it needs Git and a connection to GitHub",
        )
