"""Minutes that an author has written down, and that the words do not take."""

from collections.abc import Iterator, Sequence

from signpost_builder.diagnostics import Diagnostic, warning
from signpost_builder.minutes import reckoned_minutes
from signpost_builder.model import Course, Edition
from signpost_builder.writing.pieces import Written

FACTOR, LEEWAY = 1.5, 2  # a reader who needs half as long again, and two minutes that nobody notices


def minutes_findings(course: Course, editions: Sequence[Edition], written: Written) -> Iterator[Diagnostic]:
    """For each module that says its minutes: the audience that is told the least of the truth."""
    stated = {module.id: module for module in course.modules if module.stated_minutes}
    for id, module in stated.items():
        reckoned = {
            edition.audience.id: reckoned_minutes(each)
            for edition in editions
            for each in edition.modules
            if each.id == id
        }
        wrong = {audience: taken for audience, taken in reckoned.items() if not _fits(module.stated_minutes, taken)}
        if wrong:
            audience, taken = max(wrong.items(), key=lambda each: abs(each[1] - module.stated_minutes))
            message = f"the module says {module.stated_minutes} minutes; for '{audience}' its words take about {taken}"
            hint = "take 'minutes' away: each edition then says how long its own words take"
            yield warning(written.in_front(module, "minutes"), "minutes-do-not-fit", message, hint)


def _fits(stated: int, taken: int) -> bool:
    small, large = sorted((stated, taken))
    return large <= FACTOR * small or large - small <= LEEWAY
