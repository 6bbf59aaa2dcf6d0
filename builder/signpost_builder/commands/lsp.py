"""The command `signpost lsp`: the language server, which an editor starts."""

import os
import sys

import click

from signpost_builder.commands.staying import stay


@click.command()
@click.option("--stdio", is_flag=True, hidden=True, help="What it does anyway; some editors say so.")
def lsp(stdio: bool) -> None:
    """Help an editor as somebody writes: it starts this, and speaks with it over standard input and output.

    docs/editors.md says how to set up VS Code, Neovim, Helix and Zed.
    """
    try:
        from signpost_builder.language.server import serve
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise click.UsageError(
            "the language server needs what is not installed here: pip install 'signpost-builder[author]'"
        ) from None
    stay()
    # Only the protocol may write there; whatever else is printed goes to standard error.
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.exit(serve(sys.stdin.buffer, channel))
