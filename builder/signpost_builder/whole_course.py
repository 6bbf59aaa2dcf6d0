"""What only a whole course shows, once nothing is wrong in its files."""

from signpost_builder.diagnostics import Diagnostic
from signpost_builder.editions import editions
from signpost_builder.formats import FORMATS
from signpost_builder.judging import budget, refusals, second_looks
from signpost_builder.model import Course
from signpost_builder.source.files import Project
from signpost_builder.writing import advice


def findings_of_whole(course: Course, project: Project) -> list[Diagnostic]:
    """Editions that no platform could keep; if there are none, what deserves a second look in them, and advice on the course's texts,
    which are read through `project`.
    """
    made = list(editions(course, [None, *course.sites], course.audiences))
    formats = [*course.formats, *told_besides(course)]
    if problems := [*budget(made, course.formats), *refusals(made, formats)]:
        return problems
    general = made[: len(course.audiences) * len(course.languages)]
    return [*second_looks(made, formats), *advice(course, general, project)]


def told_besides(course: Course) -> list[str]:
    """Formats that course.yaml tells something and that are built only when they are asked for: what they would say of it is told too."""
    families = [format.options.key for format in FORMATS.values() if format.options]
    return [
        name
        for name, format in FORMATS.items()
        if format.options
        and format.options.key in course.options
        and families.count(format.options.key) == 1
        and name not in course.formats
    ]
