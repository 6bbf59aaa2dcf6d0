"""The command `signpost-survey`: one group; each command is in a file of `commands/`."""

from typing import Any

import click

from signpost_survey import __version__, keys
from signpost_survey.commands.form import form
from signpost_survey.commands.keygen import keygen
from signpost_survey.commands.operate import adopt, backup, doctor, purge, restore
from signpost_survey.commands.paper import paper
from signpost_survey.commands.publish import publish
from signpost_survey.commands.push import push
from signpost_survey.commands.reader import reader
from signpost_survey.commands.release import release
from signpost_survey.commands.serve import serve, status
from signpost_survey.commands.simulate import simulate
from signpost_survey.form import FormError
from signpost_survey.ledger import LedgerError
from signpost_survey.stores import StoreError


class Group(click.Group):
    """Faults that a person can act on are one line on stderr and exit 1; anything else is a bug and keeps its traceback."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except (StoreError, FormError, LedgerError, keys.KeyFileError) as error:
            for line in _in_words(str(error)).splitlines():
                click.echo(f"error: {line}", err=True)
            context.exit(1)
        except OSError as error:  # a disk that is full, a file that must not be read
            click.echo(f"error: {error.filename or context.invoked_subcommand}: {error.strerror or error}", err=True)
            context.exit(1)


ENGINE = {
    "SQLITE_FULL": "the disk of the store is full: make room, then run the command again",
    "SQLITE_BUSY": "another program holds the store: stop it, then run the command again",
    "SQLITE_READONLY": "the store's file must not be written by this user",
    "SQLITE_IOERR": "the disk of the store is full or broken: look at it, then run the command again",
    "SQLITE_CANTOPEN": "the store's file cannot be opened",
}


def _in_words(fault: str) -> str:
    """The engine's name of a fault, with what to do."""
    return next((f"{words} ({fault})" for name, words in ENGINE.items() if fault.startswith(name)), fault)


@click.group(cls=Group)
@click.version_option(__version__)
def main() -> None:
    """The anonymous survey: a store for sealed records, and the job that adds them up once a term."""


for command in (
    keygen, form, serve, status, reader, publish, simulate, release, doctor, backup, restore, adopt, purge, paper, push,
):  # fmt: skip
    main.add_command(command)
