"""What formats add to the command line: their names, the options of their families, and what these say to a course."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from signpost_builder.commands.courses import by_name
from signpost_builder.formats import FORMATS, checks, families
from signpost_builder.formats.format import Told

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from signpost_builder.model import Course

    Name = click.ParamType[str]
else:
    Name = click.ParamType  # click 8.1 and 8.2 have no type for what it converts to


class FormatName(Name):
    """The name of a format; wrong usage with the nearest, if there is none."""

    name = "format"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return by_name("--format", value, FORMATS).name

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem

        return [
            CompletionItem(format.name, help=format.title)
            for format in FORMATS.values()
            if format.name.startswith(incomplete)
        ]


def format_names() -> str:
    """For the help: "scorm12, …, h5p or web"."""
    *names, last = FORMATS
    return f"{', '.join(names)} or {last}"


def with_options(more: Callable[[], Iterable[click.Option]]) -> Callable[[click.Command], click.Command]:
    """Options that formats declare, behind the command's own."""

    def added(command: click.Command) -> click.Command:
        command.params += more()
        return command

    return added


def build_options() -> Iterable[click.Option]:
    return (option for family in families() for option in family.flags())


def check_options() -> Iterable[click.Option]:
    return (option for check in checks() for option in check.flags())


def commands() -> Iterable[click.Command]:
    return (command for family in families() for command in family.commands())


def told_courses(courses: "Sequence[Course]", told: Told, formats: Iterable[str], project: Path) -> "list[Course]":
    """The courses with what was typed beside what course.yaml says. `formats`: all that will be made.

    Raises UsageError for what does not go together, and for a format that needs more than is installed.
    """
    wanted = [FORMATS[name] for name in formats]
    for format in wanted:
        if format.extra and format.extra.missing:
            install = f"pip install 'signpost-builder[{format.extra.name}]'"
            raise click.UsageError(
                f"--format {format.name} needs what is not installed here; this brings it: {install}"
            )
    changes = {
        family: family.told(told, [format.name for format in wanted if format.options is family], project)
        for family in families()
    }
    return [
        replace(course, options={family.key: change(family.of(course)) for family, change in changes.items()})
        for course in courses
    ]
