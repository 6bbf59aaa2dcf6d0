"""What a course says where Signpost knows no subject: words.yaml."""

from collections.abc import Iterator

from signpost_builder.diagnostics import Diagnostic, Findings, Read, error
from signpost_builder.model import CourseWords
from signpost_builder.schema import WordsFile
from signpost_builder.source.contacts import is_placeholder, telephone_in
from signpost_builder.source.validation import validate
from signpost_builder.source.yaml_nodes import Document

NAME = "words.yaml"


def read_words(document: Document) -> Read[CourseWords]:
    """What words.yaml says; where it is broken, what Signpost says of no subject."""
    findings = Findings()
    file = findings.of(validate(WordsFile, document))
    if file is None:
        return findings.beside(CourseWords())
    findings += _findings(document, file)
    return findings.beside(CourseWords(**file.model_dump() | {"said": tuple(file.said.items())}))


def _findings(document: Document, file: WordsFile) -> Iterator[Diagnostic]:
    for name, value in file:
        if name == "said":
            continue  # read aloud, never shown
        if is_placeholder(value) and value:
            message = f"'{value}' is a placeholder for '{name}'"
            yield error(document.span(name), "placeholder-contact", message, "write what learners are to read")
        elif brace := next((sign for sign in "{}" if sign in value), ""):
            message = f"'{name}' has '{brace}' in it, which would be shown or read as the start of a token"
            yield error(document.span(name), "misplaced-token", message, "write it in words")
        elif fault := telephone_in(value):
            yield error(document.span(name), "malformed-contact", f"'{name}' {fault.message}", fault.hint)
