"""What only a whole course shows, once nothing is wrong in its files."""

from signpost_builder.build import editions
from signpost_builder.diagnostics import Diagnostic
from signpost_builder.fairness import fairness_findings
from signpost_builder.making import budget, refusals
from signpost_builder.model import Course


def findings_of_whole(course: Course) -> list[Diagnostic]:
    """Editions that no platform could keep, and if there are none, questions that give themselves away."""
    made = list(editions(course, [None, *course.sites], course.audiences))
    problems = [*budget(made, course.formats), *refusals(made, course.formats)]
    return problems or list(fairness_findings(course))
