"""`signpost-survey push`: records that wait on this computer go to the store."""

from pathlib import Path

import click

from signpost_survey.commands.common import NEW
from signpost_survey.commands.paper import OUTBOX


@click.command()
@click.argument("folder", type=NEW, default=OUTBOX)
@click.option(
    "--endpoint",
    required=True,
    envvar="SIGNPOST_SURVEY_ENDPOINT",
    help="The store: https://…, the same as in course.yaml.",
)
@click.option(
    "--other-key", is_flag=True, help="Send also what is sealed to an older key of the form than the store has."
)
def push(folder: Path, endpoint: str, other_key: bool) -> None:
    """Send the sealed records in FOLDER (signpost-outbox), each exactly once. Broken off, run it again."""
    from signpost_survey.delivery import DeliveryError, Push, Store
    from signpost_survey.outbox import Outbox

    fault = ""
    try:
        sending = Push(
            Outbox(folder), Store(endpoint), other_key=other_key, tell=lambda words: click.echo(words, err=True)
        )
    except DeliveryError as error:
        raise click.UsageError(str(error)) from None
    try:
        done = sending.run()
    except DeliveryError as error:
        done, fault = sending.done, str(error)
    left = len(Outbox(folder).waiting())
    click.echo(f"{_records(done.sent)} delivered, {left} left in {folder}")
    for why, count in done.kept.items():
        click.echo(f"error: {count} not sent: {why}", err=True)
    if fault:
        click.echo(f"error: {fault}", err=True)
    if fault or done.kept:
        raise SystemExit(1)


def _records(count: int) -> str:
    return f"{count} record{'' if count == 1 else 's'}"
