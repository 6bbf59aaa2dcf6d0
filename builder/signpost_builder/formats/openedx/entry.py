"""What course.yaml says under `openedx`, as it is read: the course's names and dates there, who marks, whether audiences share an archive."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from signpost_builder.diagnostics import Diagnostic, Read, error, nearest
from signpost_builder.formats.openedx.options import END, START, Grading, OpenEdx
from signpost_builder.schema import CourseFile, Date, Entry, Id
from signpost_builder.source.yaml_nodes import Document


class OpenEdxEntry(Entry):
    """Names, dates, who marks and cohorts of the Open edX archives."""

    noun = "the Open edX section"
    org: Annotated[Id, Field(description="The organisation in the course's key.")] = "signpost"
    number: Annotated[Id | None, Field(description="The number in the course's key; without it the course's id.")] = (
        None
    )
    run: Annotated[Id, Field(description="The run in the course's key.")] = "run"
    start: Annotated[Date, Field(description="The day on which the course starts.")] = START
    end: Annotated[Date, Field(description="The day on which the course ends.")] = END
    pacing: Annotated[
        Literal["self", "instructor"],
        Field(description="Who decides when to go on; only the instructor's keeps due dates."),
    ] = "self"
    due: dict[str, Date] = Field(default={}, description="The last day of 'before', 'after' or a module, by its id.")
    grading: Annotated[Grading, Field(description="Whether the page marks the questions after, or the platform.")] = (
        "private"
    )
    cohorts: Annotated[bool, Field(description="Whether there is also one archive for all audiences.")] = False


def entry() -> type[Entry]:
    return OpenEdxEntry


def read(entry: OpenEdxEntry, file: CourseFile, document: Document) -> Read[OpenEdx]:
    value = OpenEdx(**{**entry.model_dump(), "number": entry.number or ""})
    return Read(value, tuple(_date_findings(entry, file, document)))


def _date_findings(settings: OpenEdxEntry, file: CourseFile, document: Document) -> Iterator[Diagnostic]:
    """Dates that the platform would take and not keep."""
    if settings.start >= settings.end:
        message = f"in Open edX the course would start on {settings.start} and end on {settings.end}"
        yield error(document.span("openedx"), "openedx-dates", message, "let it end after its start")
        return
    known = ["before", "after", *file.modules]
    for part, day in settings.due.items():
        span = document.span("openedx", "due", part, of_key=True)
        if part not in known:
            message = f"'{part}' has a due date, and is neither 'before' nor 'after' nor a module"
            yield error(
                span, "openedx-dates", message, nearest(part, [each for each in known if each not in settings.due])
            )
        elif not settings.start <= day <= settings.end:
            message = f"'{part}' is due on {day}, which is not between {settings.start} and {settings.end}"
            yield error(span, "openedx-dates", message, "change the date, or 'start' and 'end'")
    if settings.due and settings.pacing == "self":
        message = "in a self-paced course Open edX removes every due date"
        hint = "write 'pacing: instructor', or take 'due' away"
        yield error(document.span("openedx", "due", of_key=True), "openedx-dates", message, hint)
