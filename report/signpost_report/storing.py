"""The only writer of files: all of a report or nothing of it."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


def store(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes into a neighbour first, then moves each file to its place; other files of the folder stay."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".signpost-report-", dir=folder))
    try:
        for name, content in files.items():
            target = made / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).replace(folder / name)
    finally:
        shutil.rmtree(made)
