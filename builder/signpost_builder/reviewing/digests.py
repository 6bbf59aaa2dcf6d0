"""The hashes that a review is bound to, of a module or a question set in the courses that show it."""

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from signpost_builder.diagnostics import Span
from signpost_builder.read.context import Context
from signpost_builder.read.course import read_context
from signpost_builder.read.reviews import known_to
from signpost_builder.read.written import page_digests, set_digest

SETS = "quizzes/"  # before the id of a question set, where a module and a set may have the same


def digests(folders: Iterable[Path], name: str, as_of: datetime.date) -> list[dict[str, str]]:
    """Of each course, what it makes of `name` ("signs", "quizzes/core"), by page or under the id of the set; each once.

    Several where courses give a page other contacts to show.
    """
    found: list[dict[str, str]] = []
    for context in _contexts(folders, as_of):
        made = _of_set(context, name) if name.startswith(SETS) else _of_module(context, name)
        if made and made not in found:
            found.append(made)
    return found


def _contexts(folders: Iterable[Path], as_of: datetime.date) -> Iterator[Context]:
    for folder in folders:
        if context := read_context(folder, as_of=as_of).value:
            yield context


def _of_module(context: Context, id: str) -> dict[str, str]:
    path = PurePosixPath("modules", id, "module.md")
    if id not in context.course.modules or not context.project.has(path):
        return {}
    text = context.project.text(path, Span(path)).value
    pages = page_digests(text, path, known_to(context)) if text else {}
    return {page.removeprefix(f"{id}."): digest for page, digest in pages.items()}


def _of_set(context: Context, name: str) -> dict[str, str]:
    path = PurePosixPath(f"{name}.yaml")
    text = context.project.text(path, Span(path)).value if context.project.has(path) else None
    return {name.removeprefix(SETS): set_digest(text, path, known_to(context))} if text else {}
