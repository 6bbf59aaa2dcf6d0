"""The command line: one group; each command is a file of `commands/`."""

import click

from signpost_report.commands.build import build


@click.group()
@click.version_option(package_name="signpost-report")
def main() -> None:
    """Reports from releases of the anonymous survey."""


main.add_command(build)


if __name__ == "__main__":
    main()
