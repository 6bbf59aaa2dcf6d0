"""`signpost preview`: what is typed, and what is said of it."""

import click

from signpost_builder.commands.courses import course_folders
from signpost_builder.commands.staying import stay

MISSING = "signpost preview needs what is not installed: pip install 'signpost-builder[author]'"


@click.command()
@click.argument("course", required=False)
@click.option("--no-open", is_flag=True, help="Print the address and open no browser.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Where to listen. [default: any free port]")
def preview(course: str | None, no_open: bool, port: int) -> None:
    """Show a course in the browser, as it is in the files at each save.

    On this computer alone, without the network. Ctrl-C ends it.
    """
    try:
        from signpost_builder.preview.running import preview as run
        from signpost_builder.serving.running import PortTaken
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("starlette", "uvicorn", "watchfiles", "anyio"):
            raise
        raise click.UsageError(MISSING) from missing
    folder = course_folders(course)[0].resolve()
    stay()

    def started(address: str) -> None:
        import webbrowser  # with all that it imports, later than the command's start

        click.echo(f"{folder.name}: {address}\nCtrl-C ends the preview. Survey answers go nowhere from here.")
        if not no_open:
            webbrowser.open(address)

    try:
        run(folder, port, started)
    except PortTaken as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo("The preview has ended.")
