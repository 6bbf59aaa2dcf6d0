"""The command `signpost facts`: what figures rest on, and which of them have to be read again."""

import datetime
import re
import sys
from typing import TYPE_CHECKING, Any

import click

from signpost_builder.commands.courses import project_home
from signpost_builder.commands.printing import fail, print_findings
from signpost_builder.diagnostics import Findings, Span

if TYPE_CHECKING:
    from signpost_builder.model import Fact

    Duration = click.ParamType[int]
else:
    Duration = click.ParamType  # click 8.1 and 8.2 have no type for what it converts to

SOMETHING_DUE = 1
TERM = re.compile(r"([0-9]{1,5})([dw])")


class Days(Duration):
    """ "30d" or "4w", as days."""

    name = "term"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if match := TERM.fullmatch(value):
            return int(match[1]) * (7 if match[2] == "w" else 1)
        raise click.BadParameter(f"'{value}' is no term; write days or weeks, such as 30d or 4w", ctx, param)


@click.command()
@click.option(
    "--due", "term", type=Days(), metavar="TERM", help="Only what is due within TERM (30d, 4w); exit 1 if anything is."
)
@click.option("--links", "as_links", is_flag=True, help="The addresses of the sources, to be opened by hand.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "csv", "json"]),
    default="text",
    show_default=True,
    help="How it prints.",
)
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Judge dates as on this day. [default: today]"
)
def facts(term: int | None, as_links: bool, style: str, as_of: datetime.datetime | None) -> None:
    """List every figure of the project with source, period, days of checking and review, and where it is used.

    The most urgent first. Nothing is looked up on the internet.
    """
    from signpost_builder.upkeep import printing
    from signpost_builder.upkeep.ledger import due, ledger, links
    from signpost_builder.upkeep.uses import fact_uses

    day = as_of.date() if as_of else datetime.date.today()
    rows = ledger(_facts(day), fact_uses(project_home()), day)
    shown = rows if term is None else due(rows, term)
    match style, as_links:
        case "text", False:
            out = "\n".join(printing.text(shown))
        case "text", True:
            out = "\n".join(printing.links_text(links(shown)))
        case "csv", _:
            out = printing.links_table(links(shown)) if as_links else printing.table(shown)
        case _:
            out = printing.links_document(links(shown)) if as_links else printing.document(shown)
    if out:
        click.echo(out)
    if term is not None:
        click.echo(
            f"{len(shown)} of {sum(bool(row.uses) for row in rows)} facts in use are due by {day + datetime.timedelta(term)}",
            err=True,
        )
        sys.exit(SOMETHING_DUE if shown else 0)


def _facts(day: datetime.date) -> "list[Fact]":
    """Those of the project; what is wrong in the file ends the command: a broken fact would be missing from the list."""
    from signpost_builder.read.facts import FACTS, read_facts
    from signpost_builder.source.files import Project

    project, findings = Project(project_home()), Findings()
    if not project.has(FACTS):
        raise click.UsageError(f"there is no {FACTS} here nor in any folder above")
    text = findings.of(project.text(FACTS, Span(FACTS)))
    read = findings.of(read_facts(text, day)) if text is not None else None
    if read is None or any(finding.severity == "error" for finding in findings):
        fail(findings, project.root, "concise")
    print_findings(findings, project.root, "concise")
    return list(read.by_id.values())
