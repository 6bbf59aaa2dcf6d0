"""The command line: one group; each command is a file of `commands/`."""

import click

from signpost_report.commands.build import build
from signpost_report.commands.items import items
from signpost_report.commands.rehearse import rehearse


@click.group()
@click.version_option(package_name="signpost-report")
def main() -> None:
    """Reports from releases of the anonymous survey."""


main.add_command(build)
main.add_command(items)
main.add_command(rehearse)


if __name__ == "__main__":
    main()
