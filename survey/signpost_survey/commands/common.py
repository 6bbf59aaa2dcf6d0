"""What commands share: the store that they work on, the passphrase, kinds of paths."""

import getpass
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import update_wrapper
from pathlib import Path
from typing import Concatenate, ParamSpec

import click

from signpost_survey.stores import Store, open_store

DEFAULT_STORE = "signpost-survey.sqlite"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
NEW = click.Path(path_type=Path)
P = ParamSpec("P")


def with_store(command: Callable[Concatenate[Store, P], None]) -> Callable[..., None]:
    """Give the command an open store; `--store` or SIGNPOST_SURVEY_STORE names it. Click gives arguments by name."""

    @click.option("--store", "url", envvar="SIGNPOST_SURVEY_STORE", default=DEFAULT_STORE, show_default=True)
    def wrapped(url: str, *arguments: P.args, **named: P.kwargs) -> None:
        store = open_store(url)
        store.migrate()
        command(store, *arguments, **named)

    update_wrapper(wrapped, command)
    return wrapped


@contextmanager
def whole(folder: Path) -> Iterator[None]:
    """A new folder has everything in it, or is not left behind."""
    try:
        yield
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def passphrase_of(path: Path | None, *, new: bool = False) -> str:
    if path:
        try:
            return path.read_text(encoding="utf-8").splitlines()[0]
        except (UnicodeDecodeError, IndexError):
            raise click.UsageError(f"{path}: the passphrase stands in the first line, in UTF-8") from None
    if given := os.environ.get("SIGNPOST_SURVEY_PASSPHRASE"):
        return given
    if not sys.stdin.isatty():
        raise click.UsageError("give --passphrase-file or SIGNPOST_SURVEY_PASSPHRASE")
    first = getpass.getpass("Passphrase: ")
    if new and getpass.getpass("Again: ") != first:
        raise click.UsageError("the two are not the same")
    return first


def need_a_person(option: str) -> None:
    if not sys.stdin.isatty():
        raise click.UsageError(f"nobody can be asked here: give {option}")
