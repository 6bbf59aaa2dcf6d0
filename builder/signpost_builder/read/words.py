"""What a course says where Signpost knows no subject: words.yaml."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from signpost_builder.diagnostics import Diagnostic, error
from signpost_builder.model import CourseWords
from signpost_builder.read.reading import Reading
from signpost_builder.read.shared_files import shared_document
from signpost_builder.schema import WordsFile
from signpost_builder.source.contacts import is_placeholder, telephone_in
from signpost_builder.source.validation import validate
from signpost_builder.source.yaml_nodes import Document

NAME = "words.yaml"


def read_words(reading: Reading, folders: Sequence[PurePosixPath]) -> None:
    """Fill `reading.words` from the first of `folders` that has the file; without any, what Signpost says of no subject stays."""
    document = shared_document(reading, folders, NAME)
    file = validate(WordsFile, document, reading.found) if document else None
    if document and file:
        reading.found.extend(_findings(document, file))
        reading.words = CourseWords(**file.model_dump())


def _findings(document: Document, file: WordsFile) -> Iterator[Diagnostic]:
    for name, value in file:
        if is_placeholder(value) and value:
            message = f"'{value}' is a placeholder for '{name}'"
            yield error(document.span(name), "placeholder-contact", message, "write what learners are to read")
        elif brace := next((sign for sign in "{}" if sign in value), ""):
            message = f"'{name}' has '{brace}' in it, which would be shown or read as the start of a token"
            yield error(document.span(name), "misplaced-token", message, "write it in words")
        elif fault := telephone_in(value):
            yield error(document.span(name), "malformed-contact", f"'{name}' {fault.message}", fault.hint)
