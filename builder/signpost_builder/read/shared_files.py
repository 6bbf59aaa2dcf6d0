"""Files that one course has to itself or several share: the nearest is read, and it is the whole of what holds."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from signpost_builder.diagnostics import Span, error
from signpost_builder.read.misnamed import misnamed
from signpost_builder.read.reading import Reading
from signpost_builder.source.yaml_nodes import Document, load


def shared_document(reading: Reading, folders: Sequence[PurePosixPath], name: str) -> Document | None:
    """The file of this name in the first of `folders` that has one; None without any, or where it is empty or broken.

    A file beside it whose name comes close is told: a course would lose its contacts in silence.
    """
    for folder in folders:
        path = folder / name
        if reading.project.has(path):
            text = reading.project.text(path, Span(path))
            document = load(text, path, reading.found) if text is not None else None
            if document is None:
                reading.unread.add(path.stem)
            return document if document and document.value is not None else None
        if hint := misnamed(reading.project.root, path):
            reading.unread.add(path.stem)
            reading.found.append(error(Span(path), "missing-file", f"there is no file '{path}'", hint))
            return None
    return None
