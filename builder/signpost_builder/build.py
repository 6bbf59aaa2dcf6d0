"""From a course to packages on disk: which editions, which formats, and what need not be made again.

Each edition is put in place when it is whole, so a run that ends early leaves whole editions, and the next goes on from there.
"""

import gc
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from signpost_builder.diagnostics import Diagnostic, SourceError
from signpost_builder.formats import FORMATS
from signpost_builder.forms import forms
from signpost_builder.listing import Lists
from signpost_builder.making import Job, Result, write_forms
from signpost_builder.package import Staging, staging
from signpost_builder.records import Asked
from signpost_builder.restricted_forms import approved_forms


def build(
    made: Iterable[Asked],
    formats: Sequence[str],
    output: Path,
    *,
    commit: str = "",
    strict: bool = False,
    each: Callable[[Sequence[Result]], None] = lambda _: None,
) -> list[Result]:
    """Write every edition in every format under `output`, the forms of each course, and its lists.

    Editions may be of several courses; without `formats` each is made in those of its course. Nothing is written before it is
    known that every edition can be delivered; then each is put in place when it is whole, and `each` is told of its packages.
    `strict`: to be published, so forms with an approval are made too, and a package with a warning that its format calls unfit is none.
    Raises SourceError when an edition cannot be delivered.
    """
    with staging(output) as stage:
        jobs = [Job(one, formats or one.course.formats, output) for one in made]
        lists = [
            Lists(course, jobs, stage, commit)
            for course in {one.asked.course.id: one.asked.course for one in jobs}.values()
        ]
        _judge([job for job in jobs if not job.stands])
        results: list[Result] = []
        try:
            results += _settled(jobs, stage, each, strict=strict)
            for one in lists:
                approved = approved_forms(one.course, formats or one.course.formats, strict=strict)
                made_forms = list(write_forms([*forms(one.course), *approved], one.course, stage))
                one.write(made_forms)
                results += made_forms
        except BaseException:
            _list_what_stands(lists, stage)
            raise
    return results


def _judge(missing: Sequence[Job]) -> None:
    """Raise SourceError before anything is in its place, if an edition cannot be delivered.

    One alone is not asked what its formats refuse: they raise it, and there is nothing before it.
    """
    problems = [found for job in missing for found in job.unkept()]
    if not problems and len(missing) > 1:
        problems = [found for job in missing for found in job.refused()]
    if problems:
        raise SourceError(problems)


def _settled(
    jobs: Iterable[Job], stage: Staging, each: Callable[[Sequence[Result]], None], *, strict: bool
) -> Iterator[Result]:
    """Of every edition that can be delivered; raises SourceError in the end if there is another."""
    problems: list[Diagnostic] = []
    for job in _one_by_one(jobs):
        try:
            done = job.results(stage)
            if unfit := list(_unfit(done)) if strict else []:
                raise SourceError(unfit)
        except SourceError as errors:
            stage.forget()
            problems += errors.diagnostics
            continue
        stage.settle()
        job.settled()
        each(done)
        yield from done
    if problems:
        raise SourceError(problems)


def _one_by_one(jobs: Iterable[Job]) -> Iterator[Job]:
    """Documents of Office refer to themselves: what one edition leaves of them goes before the next is made, or memory would grow with each.

    What was there before is not looked at, or each time would take as long as making an edition.
    """
    try:
        for number, job in enumerate(jobs):
            if number:
                gc.collect()
            gc.freeze()
            yield job
    finally:
        gc.unfreeze()


def _unfit(results: Iterable[Result]) -> Iterator[Diagnostic]:
    codes = {code for format in FORMATS.values() for code in format.unfit}
    for found in (warning for result in results for warning in result.warnings):
        if found.code in codes:
            yield replace(found, severity="error")


def _list_what_stands(lists: Iterable[Lists], stage: Staging) -> None:
    """After a run that has ended early the lists are true as well, if they can still be written."""
    stage.forget()
    if stage.has_settled:
        with suppress(OSError):
            for one in lists:
                one.write([])
            stage.settle()


def source_commit(project: Path) -> str:
    """The commit that `project` stands at, with "-dirty" after changes; empty outside Git or without it."""
    command = ("git", "-C", str(project), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
