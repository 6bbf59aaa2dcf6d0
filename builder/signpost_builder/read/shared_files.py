"""Files that one course has to itself or several share: the nearest is read, and it is the whole of what holds."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from signpost_builder.diagnostics import Findings, Read, Span, error
from signpost_builder.read.misnamed import misnamed
from signpost_builder.source.files import Project
from signpost_builder.source.yaml_nodes import Document, load


def shared_document(
    project: Project, folders: Sequence[PurePosixPath], name: str
) -> Read[tuple[Document | None, bool]]:
    """The file of this name in the first of `folders` that has one, and whether what it says is known.

    None without any, or where it is empty or broken. A file beside it whose name comes close is told: a course would lose
    its contacts in silence.
    """
    findings = Findings()
    for folder in folders:
        path = folder / name
        if project.has(path):
            text = findings.of(project.text(path, Span(path)))
            document = findings.of(document_of(project, path, text)) if text is not None else None
            filled = document if document and document.value is not None else None
            return findings.beside((filled, document is not None))
        if hint := misnamed(project.root, path):
            return Read((None, False), (error(Span(path), "missing-file", f"there is no file '{path}'", hint),))
    return Read((None, True))


def document_of(project: Project, path: PurePosixPath, text: str) -> Read[Document | None]:
    """The YAML in a text, made once for as long as the text stays."""
    return project.remembered.of((load, path), text, lambda: load(text, path))
