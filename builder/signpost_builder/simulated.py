"""A build for trying out the survey: marked in every package and in the form's id, so that it never mixes with a real one."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from signpost_builder.model import Course, SurveyKeys

LABEL = "SIMULATED"
LOOPBACK = "http://127.0.0.1:8600"  # where `signpost-survey serve` listens on the same computer


def simulated(course: Course) -> Course:
    """The course with the label in its title, which every page, manifest and list shows, and with simulated forms."""
    assert course.survey is not None
    return replace(course, title=f"{LABEL}: {course.title}", survey=replace(course.survey, simulated=True))


def survey_keys(path: Path) -> SurveyKeys:
    """The public keys in a file that `signpost-survey keygen` printed, for a store on this computer. Raises ValueError."""
    try:
        document = json.loads(path.read_bytes())
    except ValueError:
        document = None
    if not isinstance(document, Mapping) or not all(
        isinstance(document.get(name), str) for name in ("public", "verify")
    ):
        raise ValueError(f'{path} is not what \'signpost-survey keygen\' prints: {{"id": …, "public": …, "verify": …}}')
    return SurveyKeys(endpoint=LOOPBACK, key=document["public"], verify=document["verify"])
