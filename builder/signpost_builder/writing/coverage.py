"""Objectives that no question measures, and questions that measure none."""

from collections.abc import Iterator, Sequence

from signpost_builder.diagnostics import Diagnostic, warning
from signpost_builder.fairness.groups import question_groups
from signpost_builder.model import Course, Module, Question
from signpost_builder.writing.pieces import Written


def coverage_findings(course: Course, written: Written) -> Iterator[Diagnostic]:
    """Of a course that asks before or after it, so that somebody will read in its results what it has taught.

    One that says of no question what it measures has not begun to.
    """
    groups = [group.questions for group in question_groups(course)]
    questions = [question for group in groups for question in group]
    modules = [module for module in course.modules if module.objectives]
    asked = any(plan.before or plan.after for plan in course.plans.values())
    if not asked or not any(question.objective for question in questions):
        return
    measured = {question.objective for question in questions}
    for module in modules:
        yield from _unmeasured(module, measured, written)
    example = next((f"{module.id}.1" for module in modules), "signs.2")
    for group in groups:
        yield from _unclaimed(group, example)


def _unmeasured(module: Module, measured: set[str], written: Written) -> Iterator[Diagnostic]:
    for number, words in enumerate(module.objectives):
        if words not in measured and f"{module.id}.{number + 1}" not in measured:
            message = f"no question measures the objective '{module.id}.{number + 1}': {words}"
            hint = f"write 'objective: {module.id}.{number + 1}' at the question that does, ask one, or take the objective away"
            yield warning(written.in_front(module, "objectives", number), "objective-not-measured", message, hint)


def _unclaimed(questions: Sequence[Question], example: str) -> Iterator[Diagnostic]:
    """Of a set, or of the questions in a module, where others say it; `example`: an objective of this course."""
    said = any(question.objective for question in questions)
    for question in questions:
        if said and not question.objective:
            message = f"the question '{question.id}' says of no objective that it measures it"
            hint = f"write 'objective: {example}', the module and the number of what a right answer shows; or leave the question out"
            yield warning(question.span, "question-without-objective", message, hint)
