"""What only a whole course shows, once nothing is wrong in its files."""

from signpost_builder.build import editions
from signpost_builder.diagnostics import Diagnostic
from signpost_builder.making import budget, refusals
from signpost_builder.model import Course
from signpost_builder.source.files import Project
from signpost_builder.writing import advice


def findings_of_whole(course: Course, project: Project) -> list[Diagnostic]:
    """Editions that no platform could keep, and if there are none, advice on its texts, which are read through `project`."""
    made = list(editions(course, [None, *course.sites], course.audiences))
    problems = [*budget(made, course.formats), *refusals(made, course.formats)]
    return problems or advice(course, made[: len(course.audiences) * len(course.languages)], project)
