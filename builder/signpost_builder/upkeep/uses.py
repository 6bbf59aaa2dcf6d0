"""Where facts are used: in the text of modules, by directives, by questions, and in the posts of a campaign."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from signpost_builder.diagnostics import Span
from signpost_builder.source.files import Project
from signpost_builder.source.items import Code, Directive, Heading, Item, Text
from signpost_builder.source.markdown_lines import scan
from signpost_builder.source.yaml_nodes import Document, load

TOKEN = re.compile(r"\{\s*(?:fact|source)\s*:\s*([^{}\s]+)")
OF_FACTS = ("facts", "source")  # options of directives that name facts
Use = tuple[str, Span]


def fact_uses(root: Path) -> dict[str, tuple[Span, ...]]:
    """By the fact's id, in the order of files and lines, each line once. Whatever course shows it; comments show nothing."""
    project, uses = Project(root), dict[str, list[Span]]()
    for id, span in _uses(project):
        lines = uses.setdefault(id, [])
        if not any((each.path, each.line) == (span.path, span.line) for each in lines):
            lines.append(span)
    return {id: tuple(spans) for id, spans in uses.items()}


def _uses(project: Project) -> Iterator[Use]:
    for path in _paths(project.root, "modules/*/module.md"):
        lines = scan(project.text(path, Span(path)).value or "", path).value
        yield from _of_items(lines.items, path)
        for note in lines.definitions.footnotes.values():
            yield from ((id, Span(path, line.number, 1)) for line in note for id in TOKEN.findall(line.text))
    for path in (*_paths(project.root, "quizzes/*.yaml"), *_paths(project.root, "course/*/posts.yaml")):
        if document := load(project.text(path, Span(path)).value or "", path).value:
            yield from _of_value(document, document.value, ())


def _paths(root: Path, pattern: str) -> list[PurePosixPath]:
    return sorted(PurePosixPath(file.relative_to(root).as_posix()) for file in root.glob(pattern))


def _of_items(items: Iterable[Item], path: PurePosixPath) -> Iterator[Use]:
    for item in items:
        if isinstance(item, Text | Code):
            yield from ((id, Span(path, line.number, 1)) for line in item.lines for id in TOKEN.findall(line.text))
        elif isinstance(item, Directive):
            yield from ((id, item.span) for key in OF_FACTS for id in item.options.get(key, "").split())
            yield from _of_items(item.items, path)
        else:
            assert isinstance(item, Heading)  # has no tokens


def _of_value(document: Document, value: Any, keys: tuple[str | int, ...]) -> Iterator[Use]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _of_value(document, inner, (*keys, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _of_value(document, inner, (*keys, index))
    elif isinstance(value, str) and len(keys) > 1 and keys[-2] == "facts":
        yield value, document.span(*keys)
    elif isinstance(value, str) and "{" in value:
        passage = document.passage(*keys)
        yield from ((token[1], passage.span(token.start())) for token in TOKEN.finditer(value))
