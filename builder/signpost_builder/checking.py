"""Judge a package, whoever made it: each format says which packages are its own, and judges them."""

from pathlib import Path

from signpost_builder.diagnostics import error
from signpost_builder.formats import checks
from signpost_builder.formats.format import UNTOLD, Told
from signpost_builder.lint.archive import Unreadable, at, open_archive
from signpost_builder.lint.report import Report


def is_package(path: Path) -> bool:
    """Whether some format takes what is at `path` for its own."""
    return any(check.claims(path) for check in checks())


def lint(path: Path, told: Told = UNTOLD) -> Report:
    """Everything found in the package at `path`, a file or a folder. `told`: what was typed, by name of the option."""
    for check in checks():
        if check.claims(path):
            return check.lint(path, told)
    return _nobodys(path)


def _nobodys(path: Path) -> Report:
    """Of what no format claims: that its zip is broken, or else what would be recognised."""
    try:
        if path.suffix.lower() == ".zip":
            open_archive(path)
    except Unreadable as stop:
        return Report(diagnostics=(stop.diagnostic,))
    known = "; ".join(check.known_by for check in checks())
    message = "this is no package of a format that Signpost knows"
    return Report(diagnostics=(error(at(path.name), "unknown-package", message, f"known are: {known}"),))
