"""What would let somebody pass without knowing anything: `signpost check` warns of it, with these thresholds.

Research on flaws of multiple choice items: Haladyna, Downing and Rodriguez 2002 (doi:10.1207/S15324818AME1503_5).
"""

from collections.abc import Iterator

from signpost_builder.diagnostics import Diagnostic
from signpost_builder.fairness.choices import choice_findings
from signpost_builder.fairness.groups import QuestionGroup, question_groups
from signpost_builder.fairness.objectives import objective_findings
from signpost_builder.fairness.wording import wording_findings
from signpost_builder.model import Course

__all__ = ["QuestionGroup", "fairness_findings", "question_groups"]


def fairness_findings(course: Course) -> Iterator[Diagnostic]:
    """Warnings about the questions of a whole course, each at the question that it is about."""
    groups = question_groups(course)
    yield from choice_findings(groups)
    yield from wording_findings(groups)
    yield from objective_findings(course, groups)
