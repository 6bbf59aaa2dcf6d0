"""Dates for Open edX: what the platform would take and not keep."""

from collections.abc import Iterator

from signpost_builder.diagnostics import Diagnostic, error, nearest
from signpost_builder.schema import CourseFile
from signpost_builder.source.yaml_nodes import Document


def date_findings(file: CourseFile, document: Document) -> Iterator[Diagnostic]:
    settings = file.openedx
    if settings.start >= settings.end:
        message = f"in Open edX the course would start on {settings.start} and end on {settings.end}"
        yield error(document.span("openedx"), "openedx-dates", message, "let it end after its start")
        return
    known = ["before", "after", *file.modules]
    for part, day in settings.due.items():
        span = document.span("openedx", "due", part, of_key=True)
        if part not in known:
            message = f"'{part}' has a due date, and is neither 'before' nor 'after' nor a module"
            yield error(span, "openedx-dates", message, nearest(part, known))
        elif not settings.start <= day <= settings.end:
            message = f"'{part}' is due on {day}, which is not between {settings.start} and {settings.end}"
            yield error(span, "openedx-dates", message, "change the date, or 'start' and 'end'")
    if settings.due and settings.pacing == "self":
        message = "in a self-paced course Open edX removes every due date"
        hint = "write 'pacing: instructor', or take 'due' away"
        yield error(document.span("openedx", "due", of_key=True), "openedx-dates", message, hint)
