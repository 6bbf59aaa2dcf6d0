"""What a request would look at, without an editor: a project on disk, texts that are open, and a cursor `|` in one of them."""

from pathlib import Path, PurePosixPath

from lsprotocol.types import Position
from signpost_builder.language.knowing import Kept, know
from signpost_builder.language.texts import Text
from signpost_builder.language.view import View

from tests.source_projects import AS_OF, FRONT, a_project

MODULE = "modules/one/module.md"


def a_view(root: Path, path: str = MODULE, text: str | None = None, units="utf-16", **changes) -> tuple[View, Position]:
    """`text` of the open file, with a `|` where the cursor is; what an editor shows of the project below `root`."""
    a_project(root, **changes)
    text = (root / path).read_text("utf-8") if text is None else text
    before, _, after = text.partition("|")
    lines = before.split("\n")
    held = {PurePosixPath(path): before + after}
    kept = Kept(root)
    kept.known = know(root, held, AS_OF, kept)
    view = View(
        root=root,
        path=PurePosixPath(path),
        held=held,
        uris={},
        versions={},
        known=kept.known,
        index=kept.index,
        units=units,
    )
    return view, Position(len(lines) - 1, Text(lines[-1], units).whole().end.character)


def in_module(root: Path, body: str, **changes) -> tuple[View, Position]:
    """The cursor is in the only module's text."""
    return a_view(root, MODULE, FRONT + body, **changes)
