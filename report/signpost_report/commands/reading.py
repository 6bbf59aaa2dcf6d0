"""What commands read alike: release files, the pinned key, denominators. Faults are one sentence with the file's name."""

from collections.abc import Sequence
from pathlib import Path

import click

from signpost_report.aligning import Release, read_file
from signpost_report.denominators import Denominator, read_denominators
from signpost_report.reading import ReleaseError

key_option = click.option(
    "--key", help="The signing key that the course's packages name (survey.verify in course.yaml)."
)


def releases(paths: Sequence[Path], key: str | None) -> list[Release]:
    """Raises ReleaseError."""
    return [read_file(str(path), _bytes(path), key) for path in paths]


def denominators(path: Path | None) -> tuple[Denominator, ...]:
    """Raises ReleaseError."""
    if path is None:
        return ()
    try:
        return read_denominators(str(path), _bytes(path).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ReleaseError(f"{path}: this is not a text in UTF-8") from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReleaseError(f"{path}: cannot be read ({(error.strerror or 'unknown').lower()})") from None
