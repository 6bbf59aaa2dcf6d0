"""What `signpost build` says: how far it is, and what there is in the end."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from signpost_builder.commands.courses import project_home

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from signpost_builder.editions import Wanted
    from signpost_builder.forms import Form
    from signpost_builder.making import Result
    from signpost_builder.model import Course

    Told = Callable[[Sequence[Result]], None]

LONGEST_NAME = 40


@contextmanager
def progress(made: "Sequence[Wanted]") -> "Iterator[Told]":
    """A bar on a terminal; elsewhere a line for each site of which something was made. Nothing for a single site.

    A run that is stopped by hand says how far it came.
    """
    done = 0
    bar = _bar(made) if len(made) > 1 and sys.stderr.isatty() else None
    say = _lines(made)

    def told(results: "Sequence[Result]") -> None:
        nonlocal done
        done += 1
        if bar:
            bar.update(1)
        else:
            say(done, results)

    try:
        with bar or nullcontext():
            yield told
    except KeyboardInterrupt:
        click.echo(
            f"\nstopped: {done} of {len(made)} editions are in place; the same command goes on from there",
            err=True,
        )
        raise


def _bar(made: "Sequence[Wanted]") -> "ProgressBar[int]":
    return click.progressbar(length=len(made), label="Building", file=sys.stderr)


def _lines(made: "Sequence[Wanted]") -> "Callable[[int, Sequence[Result]], None]":
    last = {(one.course.id, one.site.id): one.slug for one in made if one.site}
    sites = Counter(course for course, _ in last)
    busy: set[tuple[str, str]] = set()

    def say(done: int, results: "Sequence[Result]") -> None:
        edition = results[0].edition if results else None
        if edition is None or edition.site is None or sites[edition.course.id] < 2:
            return
        key = (edition.course.id, edition.site.id)
        if not all(one.unchanged for one in results):
            busy.add(key)
        if key in busy and last[key] == edition.slug:
            click.echo(f"{done} of {len(made)} editions: {edition.course.id}, {edition.site.id}", err=True)

    return say


def say_what_was_built(
    course: "Course",
    results: "Sequence[Result]",
    formats: Iterable[str],
    output: Path,
    *,
    strict: bool,
    several: bool,
    verbose: bool,
) -> None:
    """A line for each package and form; of several sites, a table of them. `several`: other courses follow."""
    from signpost_builder.listing import INDEX, unlisted
    from signpost_builder.restricted_forms import held_back

    alone = len({one.edition.site.id for one in results if one.edition and one.edition.site}) < 2
    for result in results:
        if alone or verbose or result.form:
            click.echo(_line(result))
    if not alone:
        for line in _table(course, [one for one in results if one.edition]):
            click.echo(line)
    if course.survey and course.score_mode == "exact":
        click.echo(
            "score_mode is exact: the platform learns the score, so the survey keeps no answers to knowledge questions"
        )
    if not course.listen:
        click.echo("listen is false: pages have no button that reads them aloud")
    for line in held_back(course, formats, strict=strict):
        click.echo(line)
    place = output / course.id / course.version
    if not alone:
        click.echo(f"{near(place / INDEX)} lists every package, its hash and when its contacts were checked")
    if old := unlisted(place):
        click.echo(
            f"{near(place)} also holds what these sources no longer make, or made otherwise: {', '.join(old)}. Do not hand it out."
        )
    if several and results and alone:
        click.echo(f"{course.id} {course.version}: {_sum(results)}")


def _sum(results: "Sequence[Result]") -> str:
    size, seconds = sum(each.written.size_bytes for each in results), sum(each.seconds for each in results)
    number = f"{len(results)} package{'s' if len(results) > 1 else ''}"
    return f"{number}, {size / 1_000_000:.1f} MB, {seconds:.2f} s"


# ---------------------------------------------------------------------- the table


def _table(course: "Course", results: "Sequence[Result]") -> Iterator[str]:
    """A row for each site, and one for all of them."""
    called = course.words.site or "site"
    rows = [
        _row(site.name if site else "without local contacts", list(of_site))
        for site, of_site in groupby(results, key=lambda one: one.edition.site if one.edition else None)
    ]
    rows = [(f"{course.id} {course.version}, by {called}", "editions", "packages", "MB", "seconds"), *rows]
    rows.append(_row(f"{len(rows) - 1} in all", results))
    width = max(len(row[0]) for row in rows)
    for name, *numbers in rows:
        yield "  ".join([name.ljust(width), *(number.rjust(9) for number in numbers)])
    if losses := sum(len(one.losses) for one in results):
        reports = sum(bool(one.losses) for one in results)
        yield f"{reports} of the packages are reports; they list {losses} things that their formats say less well"


def _row(name: str, results: "Sequence[Result]") -> tuple[str, str, str, str, str]:
    name = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    size, seconds = sum(each.written.size_bytes for each in results), sum(each.seconds for each in results)
    unchanged = all(one.unchanged for one in results)
    editions = len({(one.edition.slug) for one in results if one.edition})
    return (
        name,
        str(editions),
        str(len(results)),
        f"{size / 1_000_000:.1f}",
        "unchanged" if unchanged else f"{seconds:.2f}",
    )


# ---------------------------------------------------------------------- one package


def _line(result: "Result") -> str:
    written = result.written
    files = f"{written.files} file{'s' if written.files != 1 else ''}"
    time = "unchanged" if result.unchanged else f"{result.seconds:.2f} s"
    line = f"{near(written.path)}  {written.size_bytes / 1000:.1f} kB  {files}  {time}"
    if result.losses:
        number = len(result.losses)
        return f"{line}  lists {number} thing{'s' if number > 1 else ''} that this format says less well"
    return f"{line}  {_of_form(result.form)}" if result.form else line


def _of_form(form: "Form") -> str:
    """Whose form it is, and where it is answered."""
    where = (
        ("campaign" if form["open"] else "with approval")
        if form["kind"] == "single"
        else "for lessons that link to it"
        if form["open"]
        else "course"
    )
    return f"survey of '{form['audience']}': {where}"


def near(path: Path) -> Path:
    """As it is reached from where the command runs, if it is in the same project."""
    return Path(os.path.relpath(path)) if path.absolute().is_relative_to(project_home()) else path
