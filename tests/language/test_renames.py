"""Each kind of id of the shipped project under another name: afterwards nothing is wrong that was not before."""

import datetime
import shutil
from pathlib import Path, PurePosixPath

import pytest
from lsprotocol.types import Position, RenameFile
from pygls.uris import to_fs_path
from signpost_builder.diagnostics import SourceError
from signpost_builder.language.knowing import Kept, know
from signpost_builder.language.renaming import rename
from signpost_builder.language.texts import Text
from signpost_builder.language.view import View
from signpost_builder.read import read_course

from tests.language.test_navigation import ALL

ROOT = Path(__file__).parent.parent.parent
NEW = "another-1"
KINDS = (
    "fact",
    "contact",
    "page",
    "module",
    "quiz",
    "question",
    "audience",
    "site",
    "course",
    "scale",
    "scenario",
    "node",
)
pytestmark = pytest.mark.slow


def a_copy(folder: Path) -> Path:
    for name in ("course", "modules", "quizzes"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def faults(root: Path) -> set[str]:
    found = set()
    for file in root.glob("course/*/course.yaml"):
        try:
            findings = read_course(file.parent, as_of=datetime.date.today())[1]
        except SourceError as errors:
            findings = errors.diagnostics
        found |= {f"{each.code}: {each.message}" for each in findings}
    return found


def a_view(root: Path, path: str = "course/spot-the-signs/course.yaml") -> View:
    kept = Kept(root)
    kept.known = know(root, {}, datetime.date.today(), kept)
    return View(root, PurePosixPath(path), {}, {}, {}, kept.known, kept.index, "utf-16")


def make(edit) -> None:
    """What an editor does with it."""
    for change in edit.document_changes:
        if isinstance(change, RenameFile):
            Path(to_fs_path(change.old_uri)).rename(to_fs_path(change.new_uri))
            continue
        file = Path(to_fs_path(change.text_document.uri))
        text = Text(file.read_text("utf-8"))
        whole = text.text
        for each in sorted(change.edits, key=lambda each: text.index(each.range.start), reverse=True):
            whole = whole[: text.index(each.range.start)] + each.new_text + whole[text.index(each.range.end) :]
        file.write_text(whole, "utf-8")


@pytest.mark.timeout(120)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_named_most_often(kind, tmp_path):
    """Of each kind, as that stands in most files."""
    root = a_copy(tmp_path)
    view = a_view(root)
    files = {
        id: {each.path for each in view.of(kind, id)} for id, at in view.defined(kind).items() if at.end > at.column
    }
    mention = view.defined(kind)[max(files, key=lambda id: (len(files[id]), id))]
    column = Text(view.text_of(mention.path).line(mention.line)[: mention.column]).whole().end.character
    there = View(root, mention.path, {}, {}, {}, view.known, view.index, "utf-16")
    before = faults(root)
    make(rename(there, Position(mention.line, column), NEW, ALL).edit)

    assert faults(root) <= before, mention.id
    assert a_view(root).defined(kind).keys() >= {mention.id[: mention.id.rfind(".") + 1] + NEW}
