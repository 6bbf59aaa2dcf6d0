"""Words to avoid, from the course's own table: wording.yaml, beside course.yaml or for all courses in course/."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePosixPath

from signpost_builder.diagnostics import Diagnostic, Findings, Read, error, nearest, warning
from signpost_builder.model import Course
from signpost_builder.read.course import audiences_elsewhere
from signpost_builder.read.shared_files import shared_document
from signpost_builder.schema import WordingEntry, WordingFile
from signpost_builder.source.files import Project
from signpost_builder.source.validation import validate
from signpost_builder.source.yaml_nodes import Document
from signpost_builder.values import frozen
from signpost_builder.writing.pieces import Piece, Written

NAME = "wording.yaml"
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)'[^'\n]*'(?!\w)|‘[^’]*’(?!\w)|«[^»]*»")


@frozen
class Avoided:
    """`beginning`: small letters that stand in every text with these words."""

    words: str
    beginning: str
    entry: WordingEntry


def read_wording(project: Project, course: Course) -> Read[WordingFile]:
    """Of the course; where there is none, or it is broken, nothing is avoided and no abbreviation is known."""
    findings = Findings()
    folder = PurePosixPath("course", course.id)
    document, _ = findings.of(shared_document(project, (folder, folder.parent), NAME))
    file = findings.of(validate(WordingFile, document)) if document else None
    if document and file:
        findings += _twice(document, file)
        findings += _unknown_audiences(document, file, course, project, folder)
    return findings.beside(file or WordingFile())


def _twice(document: Document, file: WordingFile) -> Iterator[Diagnostic]:
    first: dict[str, int] = {}
    for number, entry in enumerate(file.avoid):
        for index, words in enumerate(entry.avoid):
            span = document.span("avoid", number, "avoid", index)
            if (known := first.setdefault(words.lower(), span.line)) != span.line:
                yield error(span, "duplicate-id", f"'{words}' is already on line {known}", "keep one of the two")


def _unknown_audiences(
    document: Document, file: WordingFile, course: Course, project: Project, folder: PurePosixPath
) -> Iterator[Diagnostic]:
    """The table may serve several courses. A row for nobody would never be looked for."""
    own = [audience.id for audience in course.audiences]
    for number, entry in enumerate(file.avoid):
        for index, id in enumerate(entry.audiences):
            if id not in own and id not in audiences_elsewhere(project, folder):
                span = document.span("avoid", number, "audiences", index)
                yield error(span, "unknown-audience", f"there is no audience '{id}'", nearest(id, own))


def wording_findings(written: Written, wording: WordingFile) -> Iterator[Diagnostic]:
    """To look for the beginning of a phrase costs far less than to compile its pattern, or to try it."""
    pieces = [(piece, piece.prose.lower()) for piece in written.pieces if not piece.wrong]
    whole = "\n".join(said for _, said in pieces)
    table = [avoided for avoided in _table(wording) if avoided.beginning in whole]
    for piece, said in pieces:
        for avoided in table:
            if avoided.beginning in said:
                yield from _found(piece, avoided)


def _found(piece: Piece, avoided: Avoided) -> Iterator[Diagnostic]:
    entry = avoided.entry
    if entry.audiences and not piece.readers & set(entry.audiences):
        return
    text = piece.prose
    if entry.in_quotes == "allow":
        text = " " * len(text) if piece.quoted else QUOTED.sub(lambda match: " " * len(match[0]), text)
    for match in _pattern(avoided.words, entry.case == "exact").finditer(text):
        message = f"'{' '.join(match[0].split())}': {entry.why}"
        yield warning(piece.span(match.start()), "avoided-word", message, f"say instead: {entry.say}")


def _table(wording: WordingFile) -> Iterator[Avoided]:
    for entry in wording.avoid:
        for words in entry.avoid:
            first = re.split(r"[\s-]", words.strip().lower().replace("’", "'"), maxsplit=1)[0]
            yield Avoided(words, first.rstrip("y").partition("'")[0], entry)


@lru_cache(maxsize=1024)
def _pattern(words: str, exact: bool) -> re.Pattern[str]:
    """Whole words, with any space or hyphen between them, and the last also in the plural."""
    parts = [re.escape(part) for part in re.split(r"[\s-]+", words.strip())]
    last = parts[-1]
    if last.endswith("y") and not last.endswith(("ay", "ey", "oy", "uy")):
        last = f"{last[:-1]}(?:y|ies)"
    elif not last.endswith("s"):
        last = f"{last}(?:s|es)?"
    parts[-1] = last
    spaced = r"[\s-]+".join(parts).replace("'", "['’]")
    return re.compile(rf"(?<![\w-]){spaced}(?![\w-])", 0 if exact else re.IGNORECASE)
