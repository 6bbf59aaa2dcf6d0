"""`signpost-survey keygen`: a key folder, and a new key in it."""

import json
import os
from pathlib import Path

import click

from signpost_survey import keys
from signpost_survey.commands.common import FILE, NEW, passphrase_of, whole
from signpost_survey.ledger import found_ledger


@click.command()
@click.argument("folder", type=NEW)
@click.option(
    "--rotate", is_flag=True, help="A new key in the existing FOLDER, signed by the one in use; the ledger goes on."
)
@click.option("--passphrase-file", type=FILE, help="Its first line; else SIGNPOST_SURVEY_PASSPHRASE, else asked for.")
def keygen(folder: Path, rotate: bool, passphrase_file: Path | None) -> None:
    """Make a key folder: private keys under a passphrase, and the ledger. Prints the public halves for course builders.

    Do this on the computer that will publish, never on the one that serves.
    """

    if folder.exists() != rotate:
        raise click.UsageError(
            f"{folder} is not there" if rotate else f"{folder} exists; a key is never replaced (see --rotate)"
        )
    passphrase = passphrase_of(passphrase_file, new=not rotate)
    if len(passphrase) < keys.MINIMUM_PASSPHRASE:
        raise click.UsageError(f"a passphrase has at least {keys.MINIMUM_PASSPHRASE} characters")
    if rotate:
        made = keys.rotate(folder, passphrase)
    else:
        ledger_id = os.urandom(16).hex()
        with whole(folder):
            made = keys.make_folder(folder, passphrase, ledger_id)
            found_ledger(folder, ledger_id)
    click.echo(json.dumps(keys.public_document(made)))
