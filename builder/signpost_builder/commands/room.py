"""The command `signpost room`: a room answers practice questions by phone, card or hand, from this laptop alone."""

from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from signpost_builder.commands.courses import course_folders, project_of, read_courses, wanted_editions
from signpost_builder.commands.failing import CalmGroup
from signpost_builder.commands.printing import fail
from signpost_builder.diagnostics import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signpost_builder.editions import Wanted
    from signpost_builder.proof.attendance import Attendance

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
@click.option("--site", metavar="ID", help="The site whose contacts stand on the slides.")
@click.option("--audience", metavar="ID", help="Whose questions. [default: the first audience of the course]")
@click.option("--port", type=click.IntRange(1024, 65535), default=8017, show_default=True, help="Where phones knock.")
@click.option(
    "--host-address", metavar="IP", help="The address of this laptop that phones reach. [default: the likeliest]"
)
@click.option(
    "--phones-per-address",
    "each",
    type=click.IntRange(1, 400),
    default=2,
    show_default=True,
    help="How many may answer from one address. More where a network shows all phones as one; then one phone can be several people.",
)
@click.option(
    "--key",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Sign codes of attendance with this key of `signpost room keygen`. [default: no codes are given]",
)
@click.option("--no-browser", is_flag=True, help="Print the address, and open nothing.")
def open_room(
    course: str | None,
    site: str | None,
    audience: str | None,
    port: int,
    host_address: str | None,
    each: int,
    key: Path | None,
    no_browser: bool,
) -> None:
    """Open the room of COURSE on this laptop: cards by its camera, phones in the same network, a show of hands.

    Votes live in memory and are gone when it ends.
    """
    _demand_extra()
    from signpost_builder.room.addresses import addresses, chosen
    from signpost_builder.room.running import Opened, run
    from signpost_builder.serving.running import PortTaken

    found = addresses()
    try:
        address = chosen(found, host_address)
    except ValueError as fault:
        raise click.UsageError(f"--host-address: {fault}") from fault
    edition, pages = _edition_and_pages(course, site, audience)
    attendance = _attendance(key, edition) if key else None

    def say(opened: Opened) -> None:
        import webbrowser

        click.echo(f"The room is open on this computer: {opened.here}")
        click.echo(f"Phones: {opened.phones or 'this laptop is in no network; cards and hands need none'}")
        if attendance:
            click.echo(
                f"Codes of attendance carry the date {attendance.date} and are signed by {attendance.signer.public}"
            )
        else:
            click.echo("No codes of attendance are given: they need --key FILE, a key of 'signpost room keygen'.")
        click.echo("Keep this window open. Ctrl-C ends the room, and every vote with it.")
        if not no_browser:
            webbrowser.open(opened.here)

    try:
        run(pages, address, [one for one in found if one != address], port, each, say, attendance)
    except PortTaken as taken:
        raise click.ClickException(str(taken)) from taken


@room.command("keygen", short_help="Make the key that signs this laptop's codes of attendance.")
@click.argument("file", type=click.Path(path_type=Path))
def keygen(file: Path) -> None:
    """Write a new private key to FILE, for this user alone, and print what the school's register is given."""
    if find_spec("cryptography") is None:
        raise click.ClickException("a key needs one thing more: pip install 'signpost-builder[room]'")
    from signpost_builder.proof.signing import keygen as made

    try:
        signer = made(file)
    except FileExistsError:
        raise click.UsageError(f"{file} exists; a key is never replaced") from None
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from error
    click.echo(signer.public)
    click.echo(
        f"Paste this line into register.html under 'Keys'. Keep {file} on this laptop and show it to nobody.", err=True
    )


def _demand_extra() -> None:
    """Raises click.ClickException with what to install."""
    if any(find_spec(name) is None for name in ("ifaddr", "segno", "starlette", "uvicorn")):
        raise click.ClickException("the room needs one thing more: pip install 'signpost-builder[room]'")


def _attendance(key: Path, edition: "Wanted") -> "Attendance":
    """Raises click.ClickException for a file that is no key."""
    if find_spec("cryptography") is None:
        raise click.ClickException("a key needs one thing more: pip install 'signpost-builder[room]'")
    from signpost_builder.proof.attendance import Attendance
    from signpost_builder.proof.signing import KeyFault, read_key

    try:
        signer = read_key(key)
    except KeyFault as fault:
        raise click.ClickException(f"--key: {fault}") from fault
    return Attendance(signer=signer, course=edition.course.id, version=edition.course.version)


def _edition_and_pages(
    course: str | None, site: str | None, audience: str | None
) -> "tuple[Wanted, Mapping[str, bytes]]":
    """The one edition that was asked for, and its pages; what is wrong in its sources ends the command."""
    from signpost_builder.formats import FORMATS

    folders = course_folders(course)
    if len(folders) > 1:
        raise click.UsageError(f"several courses here, name one of: {', '.join(folder.name for folder in folders)}")
    try:
        courses, _ = read_courses(folders, None, strict=False)
        found = next(
            chain.from_iterable(wanted_editions(courses, [site] if site else [], False, [audience] if audience else []))
        )
    except SourceError as errors:
        fail(errors.diagnostics, project_of(folders[0]), "concise")
    (shown,) = [format for format in FORMATS.values() if format.room]
    assert shown.room
    return found, shown.room(found.made(), shown.told_by(found.course))
