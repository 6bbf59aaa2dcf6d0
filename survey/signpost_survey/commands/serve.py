"""`signpost-survey serve` and `status`: the two servers."""

from pathlib import Path

import click

from signpost_survey.commands.common import FOLDER, with_store
from signpost_survey.stores import Store


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8600, show_default=True)
@click.option("--uds", help="A Unix socket instead of host and port.")
@click.option("--per-hour", default=6_000, show_default=True, help="Records an hour from one address; 0: no limit.")
@click.option(
    "--connections", default=256, show_default=True, help="Connections at a time from one address; 0: no limit."
)
@click.option(
    "--most-gib",
    default=20.0,
    show_default=True,
    help="Take no more records when the store is this large; 0: no limit.",
)
@click.option(
    "--client-header", default="", help="Header in which a trusted proxy writes the address, for the limit alone."
)
@with_store
def serve(
    store: Store,
    host: str,
    port: int,
    uds: str | None,
    per_hour: int,
    connections: int,
    most_gib: float,
    client_header: str,
) -> None:
    """Take records over HTTP. Works at once: SQLite in this folder, loopback only."""
    from signpost_survey.app import Settings
    from signpost_survey.server import serve

    settings = Settings(
        per_hour=per_hour, client_header=client_header, most_bytes=int(most_gib * (1 << 30)), per_address=connections
    )
    serve(store, settings, host=host, port=port, uds=uds)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8601, show_default=True)
@click.option(
    "--name", "names", multiple=True, help="Under which name a proxy with a login passes it on; may be repeated."
)
@click.option("--reports", type=FOLDER, help="Where reports lie: REPORTS/RELEASE_ID/report.html.")
@with_store
def status(store: Store, host: str, port: int, names: tuple[str, ...], reports: Path | None) -> None:
    """Show the status page at http://127.0.0.1:8601/status/: forms, results as tables, what needs doing.

    It has no login of its own and listens on this computer alone; a proxy with a login may pass it on.
    """
    from signpost_survey.server import serve_status

    if host not in ("127.0.0.1", "::1", "localhost"):
        raise click.UsageError(
            "the status page has no login: it listens on this computer alone, and a proxy with a login passes it on"
        )
    serve_status(store, host=host, port=port, names=names, reports=reports)
