"""What a question measures: an objective of a module, by its place ("signs.2") or in its own words."""

import re
from collections.abc import Iterator, Sequence

from signpost_builder.diagnostics import Diagnostic, warning
from signpost_builder.fairness.groups import QuestionGroup
from signpost_builder.model import Course

PLACE = re.compile(r"([A-Za-z0-9_-]+)\.([1-9][0-9]*)")


def measured(course: Course, objective: str) -> str | None:
    """The words of the objective that is meant; None where there is none.

    A module that the course does not have, or of which it shows some pages only, is not judged: "".
    """
    modules = {module.id: module for module in course.modules if module.objectives}
    if place := PLACE.fullmatch(objective):
        if place[1] not in modules:
            return ""
        objectives = modules[place[1]].objectives
        return objectives[int(place[2]) - 1] if int(place[2]) <= len(objectives) else None
    return next((words for module in modules.values() for words in module.objectives if words == objective), None)


def objective_findings(course: Course, groups: Sequence[QuestionGroup]) -> Iterator[Diagnostic]:
    for group in groups:
        for question in group.questions:
            if question.objective and measured(course, question.objective) is None:
                message = f"no module of this course has the objective '{question.objective}' of '{question.id}'"
                hint = "write a module and the number of its objective, such as 'signs.2', or its words"
                yield warning(question.span, "unknown-objective", message, hint)
