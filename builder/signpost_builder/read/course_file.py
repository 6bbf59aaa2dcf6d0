"""What is wrong with course.yaml by itself: its ids, names and dates."""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import ValidationError

from signpost_builder.diagnostics import Diagnostic, Findings, Read, Span, error
from signpost_builder.formats.course_file import course_file, course_file_with
from signpost_builder.page.strings import is_spoken, spoken_languages
from signpost_builder.read.sites import TAKEN
from signpost_builder.schema import CourseFile
from signpost_builder.source.validation import validate
from signpost_builder.source.yaml_nodes import Document, Mapping

Named = tuple[str, tuple[str | int, ...]]  # a name, and the keys at which it stands


def read_course_file(document: Document, folder: PurePosixPath) -> Read[tuple[CourseFile | None, bool]]:
    """What course.yaml in `folder` says, and whether it could be read whole.

    A broken one without its faults, so that the files that it names are still read; None when the faults are in what
    says which files those are.
    """
    findings = Findings()
    keys = document.value if isinstance(document.value, Mapping) else ()
    file = findings.of(validate(course_file_with(keys), document))
    return findings.beside((file or _readable_rest(document, folder.name), file is not None))


def _readable_rest(document: Document, id: str) -> CourseFile | None:
    if not isinstance(document.value, Mapping):
        return None
    faults = {fault["loc"][0] for fault in _faults(document.value)}
    kept = {key: value for key, value in document.value.items() if key not in faults}
    stand_in = {"id": id, "title": "-", "summary": "-", "version": "0.0.0", **kept}
    return None if _faults(stand_in) else course_file().model_validate(stand_in)


def _faults(value: object) -> list[Any]:
    try:
        course_file().model_validate(value)
    except ValidationError as problem:
        return list(problem.errors())
    return []


def course_file_findings(
    file: CourseFile, document: Document, root: Path, folder: PurePosixPath
) -> Iterator[Diagnostic]:
    """`folder` is that of the course in the project at `root`."""
    if file.id != folder.name:
        message = f"the course '{file.id}' is in the folder '{folder.name}'"
        yield error(document.span("id"), "id-mismatch", message, "give both the same name")
    for key in ("modules", "languages", "formats"):
        yield from repeats(document, [(value, (key, index)) for index, value in enumerate(getattr(file, key))])
    yield from repeated_audiences(file, document)
    yield from _exit_findings(file, document)
    yield from _folder_findings(file, document)
    yield from _capitals(document, root, folder)
    yield from _languages(file, document)


def repeated_audiences(file: CourseFile, document: Document) -> list[Diagnostic]:
    """Of two that are one, one was meant to be another."""
    return list(repeats(document, [(entry.id, ("audiences", n, "id")) for n, entry in enumerate(file.audiences)]))


def repeats(document: Document, named: Sequence[Named]) -> Iterator[Diagnostic]:
    """What stands there twice."""
    first: dict[str, tuple[str, Span]] = {}
    for name, keys in named:
        span, small = document.span(*keys), name.lower()
        if small in first:
            other, at = first[small]
            differs = "" if other == name else f", and '{other}' differs from it in capitals only"
            message = f"'{name}' is already at {at.line}:{at.column}{differs}"
            yield error(span, "duplicate-id", message, "keep one of the two")
        first.setdefault(small, (name, span))


def _folder_findings(file: CourseFile, document: Document) -> Iterator[Diagnostic]:
    """Each audience has a folder of its own among the editions."""
    for index, audience in enumerate(file.audiences):
        id, span = audience.id.lower(), document.span("audiences", index, "id")
        if id in TAKEN:
            message = f"the audience '{audience.id}' would stand in the folder of {TAKEN[id]}"
            yield error(span, "reserved-id", message, "give the audience another id")
        if language := next((each for each in file.languages if each.lower() == id), None):
            message = f"'{audience.id}' is the audience and, as '{language}', the language of an edition"
            yield error(span, "reserved-id", message, "give the audience another id")


def _capitals(document: Document, root: Path, folder: PurePosixPath) -> Iterator[Diagnostic]:
    """The course has a folder of its own among the courses, also where the file system knows no capitals."""
    for other in sorted((root / "course").glob("*/course.yaml")):
        name = other.parent.name
        if name != folder.name and name.lower() == folder.name.lower():
            message = f"the course '{name}' beside this one differs in capitals only"
            yield error(document.span("id"), "duplicate-id", message, "rename one of the two folders")


def _languages(file: CourseFile, document: Document) -> Iterator[Diagnostic]:
    for index, language in enumerate(file.languages):
        if not is_spoken(language):
            message = f"the interface has no texts in '{language}': buttons, notices and help would be English"
            hint = f"texts exist in: {', '.join(spoken_languages())}; another language needs builder/signpost_builder/templates/strings.{language.partition('-')[0]}.json"
            yield error(document.span("languages", index), "language-without-texts", message, hint)


def _exit_findings(file: CourseFile, document: Document) -> Iterator[Diagnostic]:
    for index, audience in enumerate(file.audiences):
        if audience.exit_this_page and not file.exit_url:
            message = f"'{audience.id}' has a quick exit, and the course names no page that it leads to"
            hint = "add 'exit_url:' with the address of a page that looks like nothing special, such as a news site"
            yield error(document.span("audiences", index, "exit_this_page"), "exit-without-address", message, hint)
