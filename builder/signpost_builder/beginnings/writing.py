"""Writes what is planned: everything or nothing, and never over what is there."""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath


class InTheWay(Exception):
    """Files that are there already; nothing was written."""

    def __init__(self, paths: Iterable[PurePosixPath]) -> None:
        self.paths = tuple(paths)
        super().__init__(", ".join(map(str, self.paths)))


def write_new(root: Path, plan: Mapping[PurePosixPath, bytes]) -> None:
    """Each file of the plan below `root`. Raises InTheWay before anything is written; after a failure nothing is left."""
    if there := [path for path in plan if (root / path).exists() or (root / path).is_symlink()]:
        raise InTheWay(there)
    made: list[Path] = []
    try:
        for path, content in plan.items():
            for folder in reversed((root / path).parents):
                if not folder.exists():
                    folder.mkdir()
                    made.append(folder)
            with (root / path).open("xb") as file:
                made.append(root / path)
                file.write(content)
    except BaseException:  # Ctrl-C too
        for each in reversed(made):
            if each.is_dir():
                each.rmdir()
            else:
                each.unlink()
        raise
