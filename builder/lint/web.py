"""The web edition: a folder with a page, or one file that holds everything."""

from dataclasses import dataclass, field
from pathlib import Path

from builder.diagnostics import Diagnostic, error, in_order
from builder.lint import answers, content
from builder.lint.archive import MOST_BYTES, Unreadable, at
from builder.lint.report import Report

PAGE = "index.html"


@dataclass(frozen=True, slots=True)
class Folder:
    """The files below a folder by their names in it; or one of them alone."""

    names: frozenset[str]
    _root: Path = field(repr=False)

    def read(self, name: str) -> bytes:
        """Raises Unreadable for a file too large to be looked into."""
        path = self._root / name
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(error(at(name), "zip-bomb", "the file is too large to be a page"))
        return path.read_bytes()


def is_web(path: Path) -> bool:
    return path.suffix.lower() == ".html" and path.is_file() or (path / PAGE).is_file()


def lint(path: Path, form_file: answers.FormFile) -> Report:
    if path.is_dir():
        names = frozenset(file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file())
        files, page = Folder(names, path), PAGE
    else:
        files, page = Folder(frozenset({path.name}), path.parent), path.name
    found: list[Diagnostic] = []
    for name in sorted(files.names):
        if content.is_inspected(name):
            found += content.inspect(name, files.read(name))
    proof = answers.proof(files, page, "none", form_file)
    return Report(
        diagnostics=tuple(in_order([*found, *proof.diagnostics])),
        notes=proof.notes,
        proved=proof.proved,
        standard="web",
        files=len(files.names),
        _archive=files,
    )
