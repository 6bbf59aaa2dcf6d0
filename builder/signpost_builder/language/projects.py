"""Which project a file of an editor belongs to, and the addresses (URI) by which the editor knows its files."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from pygls.uris import to_fs_path, uri_scheme
from pygls.workspace import Workspace

COURSES = "course/*/course.yaml"
BELOW = ("", "*/")  # where projects are looked for in a folder that an editor has opened


def file_of(uri: str) -> Path | None:
    """The file at an address; None for what is in no folder: a new window, an old version in Git."""
    if uri_scheme(uri) != "file":
        return None
    path = to_fs_path(uri)
    return Path(path) if path else None


def project_of(file: Path) -> Path | None:
    """The nearest folder around a file that holds courses."""
    return next((folder for folder in file.parents if _has_courses(folder)), None)


def projects_of(workspace: Workspace) -> list[Path]:
    """Those of the texts that are open, and those of the workspace's folders: the folder's own, in it, or around it."""
    found: dict[Path, None] = {}
    for document in workspace.text_documents.values():
        file = file_of(document.uri)
        if file and (root := project_of(file)):
            found[root] = None
    for folder in _folders(workspace):
        found.update(dict.fromkeys(_projects_at(folder)))
    return list(found)


def held(workspace: Workspace, root: Path) -> dict[PurePosixPath, str]:
    """The texts of a project that are open, by their paths in it."""
    files = open_files(workspace)
    return {
        PurePosixPath(file.relative_to(root).as_posix()): workspace.get_text_document(uri).source
        for file, uri in files.items()
        if file.is_relative_to(root) and project_of(file) == root
    }


def known_uri(workspace: Workspace, file: Path) -> str:
    """The editor's own address of an open file, which may be spelt otherwise than ours; else ours."""
    return open_files(workspace).get(file) or file.as_uri()


def open_files(workspace: Workspace) -> Mapping[Path, str]:
    """The files of open texts, with the addresses by which the editor knows them."""
    return {
        file: document.uri
        for document in workspace.text_documents.values()
        if (file := file_of(document.uri)) is not None
    }


def _folders(workspace: Workspace) -> Iterator[Path]:
    for uri in (*workspace.folders, *([workspace.root_uri] if workspace.root_uri and not workspace.folders else [])):
        if (folder := file_of(uri)) is not None:
            yield folder


def _projects_at(folder: Path) -> Iterable[Path]:
    inside = [file.parents[2] for below in BELOW for file in sorted(folder.glob(below + COURSES))]
    around = project_of(folder / "-")
    return inside or ([around] if around else [])


def _has_courses(folder: Path) -> bool:
    return next(iter(folder.glob(COURSES)), None) is not None
