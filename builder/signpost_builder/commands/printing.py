"""How commands print findings, and the options that say so."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from signpost_builder.diagnostic_text import RENDERINGS, capped, count, first_of_each
from signpost_builder.diagnostics import NOWHERE, Diagnostic, Span, in_order

if TYPE_CHECKING:
    from signpost_builder.lint.report import Report

OF_REPOSITORY = ("github", "sarif")  # styles that are shown beside the lines of a repository: paths count from its top
SARIF = "sarif"  # of all styles the one that goes to stdout: a file to be uploaded
SOURCES_HAVE_ERRORS = 1  # the exit; wrong usage is 2, click's own


def styled(command: Callable[..., None]) -> Callable[..., None]:
    """Options about what is an error and how it prints, for `build`."""
    return _with_options(command, list(RENDERINGS))


def checked(command: Callable[..., None]) -> Callable[..., None]:
    """The same for `check`, which can also make one document of everything."""
    return _with_options(command, [*RENDERINGS, SARIF])


def _with_options(command: Callable[..., None], styles: list[str]) -> Callable[..., None]:
    options = (
        click.option("--strict", is_flag=True, help="Warnings and example sites are errors."),
        click.option(
            "--as-of",
            type=click.DateTime(["%Y-%m-%d"]),
            metavar="DATE",
            help="Judge dates as on this day. [default: today]",
        ),
        click.option(
            "--diagnostics",
            "style",
            type=click.Choice(styles),
            default="concise",
            show_default=True,
            help="How findings print.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def print_findings(
    findings: Iterable[Diagnostic], project: Path | None, style: str, source_line: Callable[[Span], str] | None = None
) -> None:
    findings = in_order(findings)
    if project and style in OF_REPOSITORY:
        findings = list(_from_the_top(findings, project))
    if style == SARIF:
        from signpost_builder.explanations import explanations
        from signpost_builder.sarif import sarif

        click.echo(sarif(findings, explanations()))
        return
    shown = findings if style == "json" and project else capped(findings)  # a program reads all of the sources
    # Errors last: nearest to the prompt.
    for finding in sorted(shown, key=lambda finding: finding.severity == "error"):
        text = RENDERINGS[style](finding, source_line or (lambda span: _source_line(project or Path(), span)))
        click.echo(_coloured(text, finding) if style in ("concise", "full") else text, err=True)
    if findings and style != "json":
        click.echo(count(findings), err=True)


def print_report(report: "Report", style: str) -> None:
    """Of a package: what is only advice first, and apart from what costs somebody something."""
    if style not in ("concise", "full"):
        print_findings(report.diagnostics, None, style, report.source_line)
        return
    findings = in_order(report.diagnostics)
    for severity, title in (("warning", "Advice:"), ("error", "An LMS or site will refuse or lose this:")):
        if of_it := [finding for finding in findings if finding.severity == severity]:
            click.echo(title, err=True)
            shown, more = first_of_each(of_it) if style == "concise" else (capped(of_it), [])
            for finding in shown:
                click.echo(_coloured(RENDERINGS[style](finding, report.source_line), finding), err=True)
            for line in more:
                click.echo(line, err=True)
    if findings:
        click.echo(count(findings), err=True)


def fail(findings: Iterable[Diagnostic], project: Path, style: str) -> NoReturn:
    print_findings(findings, project, style)
    sys.exit(SOURCES_HAVE_ERRORS)


def _from_the_top(findings: Iterable[Diagnostic], project: Path) -> Iterator[Diagnostic]:
    """With paths from the top of the Git repository that the project is in; outside of one they stay as they are."""
    real = project.resolve()
    top = next((folder for folder in (real, *real.parents) if (folder / ".git").exists()), real)
    below = real.relative_to(top).as_posix()
    for finding in findings:
        span = finding.span
        yield finding if span == NOWHERE else replace(finding, span=span._replace(path=below / span.path))


def _source_line(project: Path, span: Span) -> str:
    try:
        return (project / span.path).read_text(encoding="utf-8").split("\n")[span.line - 1]  # as the readers count
    except (OSError, UnicodeDecodeError, IndexError):
        return ""


def _coloured(text: str, finding: Diagnostic) -> str:
    """The severity in colour, on a terminal only and not where NO_COLOR is set (no-color.org)."""
    if os.environ.get("NO_COLOR") or not sys.stderr.isatty():
        return text
    plain = f"{finding.severity}[{finding.code}]"
    return text.replace(plain, click.style(plain, fg="red" if finding.severity == "error" else "yellow", bold=True), 1)
