"""`signpost-report rehearse`: a survey of any size played before it exists, and what it will be able to say."""

import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import fmean
from typing import Any

import click

from signpost_report.aligning import Release, read_file
from signpost_report.building import files_of
from signpost_report.estimates import share
from signpost_report.expecting import Reach, Variances, reaches
from signpost_report.fitting import fitted
from signpost_report.html import page
from signpost_report.numbers import Numbers
from signpost_report.pdf import pdf
from signpost_report.reach_pages import HEAD, reach_document, rows
from signpost_report.reading import Name, Results, Where, read_release
from signpost_report.rehearsing import Rehearsal, RehearsalError
from signpost_report.storing import store
from signpost_report.topics import yes

TERM = "2027-w1"


def _count(context: click.Context, parameter: click.Parameter, text: str) -> int:
    """1500000, 1_500_000 or 1,500,000."""
    digits = text.replace("_", "").replace(",", "")
    if not digits.isdigit() or not 100 <= int(digits) <= 10_000_000:
        raise click.BadParameter("a number from 100 to 10,000,000")
    return int(digits)


@click.command()
@click.argument("course", required=False)
@click.option(
    "--people", default="2000", show_default=True, callback=_count, help="How many answer, of all audiences together."
)
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for everything."
)
@click.option(
    "--sources",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    metavar="DIR",
    help="The folder with course/ and quizzes/. [default: this one]",
)
@click.option("--audience", help="Only this audience. [default: all that the course surveys]")
@click.option("--seed", default=1, show_default=True, help="Other people with another number.")
@click.option("--keep", is_flag=True, help="Keep the store with its keys; else only releases and reports stay.")
@click.option("--open", "shown", is_flag=True, help="Open the report in a browser, where there is a screen.")
@click.option("--survey", default="signpost-survey", show_default=True, help="The command that runs the store.")
@click.option("--builder", default="signpost", show_default=True, help="The command that runs the builder.")
def rehearse(
    course: str | None,
    people: int,
    output: Path,
    sources: Path,
    audience: str | None,
    seed: int,
    keep: bool,
    shown: bool,
    survey: str,
    builder: str,
) -> None:
    """Play the survey of COURSE with invented people: simulate, seal, store, open, publish, report. Everything is marked SIMULATED.

    Interrupted, it goes on where it was when the same command is given again; finished, it begins anew.
    """
    try:
        made = Rehearsal(output, survey, builder, _say)
        made.about({"people": people, "seed": seed, "course": course, "audience": audience})
        _say(f"{people:,} invented people: {made.room(people)}")
        files, lines = _played(made, people, seed, sources, course, audience)
    except RehearsalError as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        _say(f"\nstopped; the same command goes on from here, or remove {output}")
        raise SystemExit(130) from None
    store(output, files)
    made.complete()
    if not keep:
        made.clean()
    click.echo("\n".join(lines))
    click.echo(f"{output / 'report.html'}\n{output / 'reach.html'}")
    if shown and _screen():
        click.launch(str((output / "report.html").absolute()))


def _say(words: str) -> None:
    """What is going on, beside what is asked for."""
    click.echo(words, err=True)


def _screen() -> bool:
    """Whether a browser could show something: always on macOS and Windows, else where there is a display."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _played(
    made: Rehearsal, people: int, seed: int, sources: Path, course: str | None, audience: str | None
) -> tuple[dict[str, bytes], list[str]]:
    forms = made.forms(sources, course, audience)
    shares = [people // len(forms) + (number < people % len(forms)) for number in range(len(forms))]
    releases: list[Release] = []
    files: dict[str, bytes] = {}
    lines: list[str] = []
    for form, count in zip(forms, shares, strict=True):
        noise = made.noise(form["id"])
        with _timed(f"{form['audience']}: {count:,} people simulated and sealed"):
            made.simulate(form["id"], count, seed)
        with _timed(f"{form['audience']}: opened, counted, published"):
            data = made.publish(form["id"], TERM)
        releases.append(read_file(form["audience"], data, made.key))
        found = reaches(form, noise)
        written = reach_document(form, found, _checked(form, noise, read_release(data, made.key), count))
        name = "reach" if form is forms[0] else f"reach-{form['audience']}"
        files |= {f"{name}.html": page(written, Numbers(()), b"[]"), f"{name}.pdf": pdf(written)}
        lines += _lines(form, found)
    with _timed("report written"):
        files |= files_of(releases)
    return files, lines


@contextmanager
def _timed(words: str) -> Iterator[None]:
    """Says of a step that it is done, and how long it took."""
    began = time.monotonic()
    yield
    _say(f"{words}: {time.monotonic() - began:.0f} s")


def _checked(
    form: Mapping[str, Any], noise: Sequence[tuple[int, Variances]], results: Results, people: int
) -> list[tuple[Reach, float]]:
    """Of the played release: what the formulae expect of everyone and of its blocks of about the expected size, and what it gives."""
    found = []
    for one in reaches(form, noise, [people]):
        way = {"everyone": "all", "a group": "group"}.get(one.block, "stratum")
        blocks = [
            where
            for where, block in results.of(way).items()
            if one.share is not None and abs(block.people / one.people - 1) < 0.5
        ]
        real = [_width(results, where, one.people) for where in blocks]
        if real and (widths := [width for width in real if width]):
            found.append((one, fmean(widths)))
    return found


def _width(results: Results, where: Where, people: int) -> float | None:
    """Half of the interval of a question's share before, on average over questions, as if the block were as large as expected."""
    ids = [id for id, question in results.form["questions"].items() if question.get("key") is not None]
    tables = [fitted(results, Name("right", id, None, "both")).get(where) for id in ids]
    widths = [share(table, yes("before", table)).give_or_take for table in tables if table]
    return fmean(widths) * (results.blocks[where].people / people) ** 0.5 if widths else None


def _lines(form: Mapping[str, Any], found: list[Reach]) -> list[str]:
    """The table for a terminal: percentage points."""
    short = ("answers", "of whom", "people", "question ±", "change", "gap", "score ±", "change", "gap")
    assert len(short) == len(HEAD)
    table = [short, *rows(found)]
    widths = [max(len(row[i]) for row in table) for i in range(len(short))]
    body = [
        "  ".join(
            cell.ljust(width) if i == 1 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in table
    ]
    return [
        f"What the survey of {form['audience']} will be able to say, in percentage points (change, gap: the smallest found in 80 of 100):",
        *body,
        "",
    ]
