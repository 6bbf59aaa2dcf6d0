"""The options of `signpost build` for trying out a survey."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from signpost_builder.model import Course, SurveyKeys


def survey_keys(simulated: bool, path: Path | None) -> "SurveyKeys | None":
    """The keys in the file that --survey-key names. Raises click.UsageError."""
    from signpost_builder.simulated import survey_keys

    if path and not simulated:
        raise click.UsageError("--survey-key is for --simulated; a real survey names its key in course.yaml")
    try:
        return survey_keys(path) if path else None
    except ValueError as fault:
        raise click.UsageError(str(fault)) from fault


def simulated_courses(courses: "Iterable[Course]") -> "list[Course]":
    """Those that survey somebody, labelled; the others are named and left out. Raises click.UsageError where none does."""
    from signpost_builder.simulated import simulated

    courses = list(courses)
    made = [simulated(course) for course in courses if course.survey]
    without = ", ".join(course.id for course in courses if not course.survey)
    if not made:
        raise click.UsageError(
            f"--simulated: no survey in {without}. Add --survey-key FILE with what 'signpost-survey keygen' printed, "
            "or 'endpoint', 'key' and 'verify' under 'survey:' in course.yaml"
        )
    if without:
        click.echo(f"not simulated, because they survey nobody: {without}", err=True)
    return made
