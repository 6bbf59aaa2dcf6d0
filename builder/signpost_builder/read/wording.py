"""How a course is to be written: wording.yaml, beside course.yaml or for all courses in course/."""

from collections.abc import Iterator

from signpost_builder.diagnostics import Diagnostic, Findings, Read, error, nearest
from signpost_builder.model import Avoided, Wording
from signpost_builder.read.context import Audiences, Context
from signpost_builder.read.shared_files import shared_document
from signpost_builder.schema import WordingEntry, WordingFile
from signpost_builder.source.validation import validate
from signpost_builder.source.yaml_nodes import Document

NAME = "wording.yaml"


def read_wording(context: Context) -> Read[Wording]:
    """Of the course; where there is none, or it is broken, nothing is avoided and no abbreviation is known."""
    findings, folder = Findings(), context.folder
    document, _ = findings.of(shared_document(context.project, (folder, folder.parent), NAME))
    file = findings.of(validate(WordingFile, document)) if document else None
    if document is None or file is None:
        return findings.beside(Wording())
    findings += _twice(document, file)
    findings += _unknown_audiences(document, file, context.audiences)
    wording = Wording(
        avoid=tuple(avoided for entry in file.avoid for avoided in _avoided(entry)),
        abbreviations=tuple(file.abbreviations),
        longest_sentence=file.longest_sentence,
    )
    return findings.beside(wording)


def _avoided(entry: WordingEntry) -> Iterator[Avoided]:
    for words in entry.avoid:
        yield Avoided(
            words=words,
            say=entry.say,
            why=entry.why,
            audiences=tuple(entry.audiences),
            in_quotes=entry.in_quotes == "avoid",
            exact=entry.case == "exact",
        )


def _twice(document: Document, file: WordingFile) -> Iterator[Diagnostic]:
    first: dict[str, int] = {}
    for number, entry in enumerate(file.avoid):
        for index, words in enumerate(entry.avoid):
            span = document.span("avoid", number, "avoid", index)
            if (known := first.setdefault(words.lower(), span.line)) != span.line:
                yield error(span, "duplicate-id", f"'{words}' is already on line {known}", "keep one of the two")


def _unknown_audiences(document: Document, file: WordingFile, audiences: Audiences) -> Iterator[Diagnostic]:
    """The table may serve several courses. A row for nobody would never be looked for."""
    for number, entry in enumerate(file.avoid):
        for index, id in enumerate(entry.audiences):
            if not audiences.has_anywhere(id):
                span = document.span("avoid", number, "audiences", index)
                yield error(span, "unknown-audience", f"there is no audience '{id}'", nearest(id, audiences.ids))
