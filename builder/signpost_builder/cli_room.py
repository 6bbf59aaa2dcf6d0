"""The command `signpost room`: a room answers practice questions by phone, card or hand, from this laptop alone."""

import click

from signpost_builder.cli_failing import CalmGroup

DEFAULT = "open"


class CourseFirst(CalmGroup):
    """`signpost room COURSE` is short for `signpost room open COURSE`; a course that is called like a command is opened by the long form."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = args[0] if args else ""
        if first not in self.commands and first not in ctx.help_option_names:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)


@click.group(cls=CourseFirst, short_help="Open the room of a course, or make this laptop's key.")
def room() -> None:
    """Let a room answer practice questions, with no account and no internet.

    `signpost room COURSE` opens the room of a course. Should a course be called like a command below, `signpost room open COURSE` does.
    """


@room.command(DEFAULT, short_help="Open the room of COURSE; `open` may be left out.")
@click.argument("course", required=False)
@click.option("--site", metavar="ID", help="The academy whose contacts stand on the slides.")
@click.option("--audience", metavar="ID", help="Whose questions. [default: the first audience of the course]")
@click.option("--port", type=click.IntRange(1024, 65535), default=8017, show_default=True, help="Where phones knock.")
@click.option(
    "--host-address", metavar="IP", help="The address of this laptop that phones reach. [default: the likeliest]"
)
def open_room(course: str | None, site: str | None, audience: str | None, port: int, host_address: str | None) -> None:
    """Open the room of COURSE on this laptop: cards by its camera, phones in the same network, a show of hands.

    Votes live in memory and are gone when it ends.
    """
    raise click.UsageError("the room is being built; room.html in the trainer pack reads cards and hands")
