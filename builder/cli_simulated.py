"""The options of `signpost build` for trying out a survey."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from builder.model import Course, SurveyKeys


def survey_keys(simulated: bool, path: Path | None) -> "SurveyKeys | None":
    """The keys in the file that --survey-key names. Raises click.UsageError."""
    from builder.simulated import survey_keys

    if path and not simulated:
        raise click.UsageError("--survey-key is for --simulated; a real survey names its key in course.yaml")
    try:
        return survey_keys(path) if path else None
    except ValueError as fault:
        raise click.UsageError(str(fault))


def simulated_course(course: "Course") -> "Course":
    """The course, labelled. Raises click.UsageError where it surveys nobody."""
    from builder.simulated import simulated

    if course.survey is None:
        raise click.UsageError(
            f"--simulated: the course '{course.id}' names no survey. Add --survey-key FILE with what 'signpost-survey keygen' "
            "printed, or 'endpoint', 'key' and 'verify' under 'survey:' in course.yaml"
        )
    return simulated(course)
