"""Where a file names what: every id that it defines or uses, found with the same scanners that the readers use."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import assert_never

from signpost_builder.language.places import (
    FOLDERS,
    IN_DIRECTIVES,
    LOCAL,
    Kind,
    Naming,
    Source,
    is_path,
    naming,
    scalars,
    source_of,
)
from signpost_builder.schema import is_id
from signpost_builder.source.arguments import ARGUMENT
from signpost_builder.source.csv_rows import Field, rows
from signpost_builder.source.inline import TOKEN
from signpost_builder.source.items import Code, Directive, Heading, Item
from signpost_builder.source.items import Text as ProseText
from signpost_builder.source.markdown_lines import scan
from signpost_builder.source.yaml_nodes import Document, load
from signpost_builder.values import frozen

PAGE_LINK = re.compile(r"(?<=[(<\s])page:([A-Za-z0-9][\w-]*)(?:\.([A-Za-z0-9][\w-]*))?")
ELSEWHERE = re.compile(r"(?<=[(<\s])\.\./[^\s()<>]+")  # a file that does not stand beside the module
NUMBERED = re.compile(r"[\w-]+\.\d+")  # an objective; others are named by their words
TOKENS: dict[str, Kind] = {"fact": "fact", "source": "fact", "contact": "contact"}
TARGET = re.compile(r"\]\(#([\w-]+)\)")  # of a choice in a story
OWN_NAME = re.compile(r"\{#([^{}\s]+)\}\s*$")
WORD = re.compile(r"\S+")
LISTED = re.compile(r"[^\s;]+")  # of a cell


@frozen
class Mention:
    """An id where it is written. `line`, `column` and `end` from 0, in characters; `says`: of a definition, what it is.

    Renaming writes `before`, the new name, `after` there. `id` of a page and of an objective begins with the module's.
    """

    kind: Kind
    id: str
    path: PurePosixPath
    line: int
    column: int
    end: int
    defines: bool = False
    says: str = ""
    before: str = ""
    after: str = ""

    def covers(self, line: int, column: int) -> bool:
        return self.line == line and self.column <= column <= self.end and self.column < self.end


def mentions(path: PurePosixPath, text: str) -> tuple[Mention, ...]:
    """Everything that the file at `path` names, in the order of its lines. A broken file names what can still be seen."""
    found = list(_of(path, text))
    lines = text.split("\n")
    return tuple(sorted(found, key=lambda each: (each.line, each.column, -each.end))) if lines else ()


def _of(path: PurePosixPath, text: str) -> Iterator[Mention]:
    match source_of(path):
        case None:
            return
        case "sites":
            yield from _sites(path, text)
        case "module":
            yield from _module(path, text)
        case source:
            yield from _yaml(path, source, load(text, path).value)
            yield from _tokens(path, enumerate(text.split("\n")), "")


# ------------------------------------------------------------------------ YAML


def _yaml(path: PurePosixPath, source: Source, document: Document | None, module: str = "") -> Iterator[Mention]:
    if document is None:
        return
    lines = document.text.split("\n")
    for keys, of_key, value in scalars(document.value):
        named = naming(source, keys, of_key=of_key)
        leads = not of_key and is_path(source, keys)
        if named is None and not leads:
            continue
        span = document.span(*keys, of_key=of_key)
        column = _written_at(lines[span.line - 1 - document.shift], span.column - 1, value)
        if column is None:
            continue
        if named is None:
            yield from _folders(path, value, span.line - 1, column)
            continue
        says = _says(document, source, keys, named) if named.defines else ""
        here = Mention(named.kind, value, path, span.line - 1, column, column + len(value), named.defines, says)
        match named.kind:
            case "objective" if named.defines:
                yield replace(here, id=f"{module}.{int(keys[-1]) + 1}", says=value)
            case "page" if source == "reviews" or (source == "course" and keys[0] == "pages"):
                yield replace(here, id=f"{keys[1]}.{value}")
            case "page":
                yield from _in_two(here)
            case "objective":
                yield from _objective(here)
            case _ if named.kind in LOCAL:
                yield replace(here, id=f"{path.stem}.{value}")
            case _:
                yield here


def _written_at(line: str, column: int, value: str) -> int | None:
    """Where a value stands at its place, within quotes or without; None where it is written otherwise, as over several lines."""
    column += line[column : column + 1] in ('"', "'")
    return column if line.startswith(value, column) else None


def _in_two(whole: Mention) -> Iterator[Mention]:
    """`signs.2`: the module in front, and what it is of the module."""
    module, dot, _ = whole.id.partition(".")
    middle = whole.column + len(module)
    yield replace(whole, kind="module", id=module, end=middle)
    if dot:
        yield replace(whole, column=middle + 1)


def _objective(named: Mention) -> Iterator[Mention]:
    return _in_two(named) if NUMBERED.fullmatch(named.id) else iter((named,))


def _folders(path: PurePosixPath, written: str, number: int, column: int) -> Iterator[Mention]:
    """What the folders on the way to a file are called by, from the file at `path` on."""
    way, start = list(path.parent.parts), 0
    for part in written.split("/"):
        if part == "..":
            way = way[:-1]
        elif part not in ("", "."):
            way.append(part)
            if len(way) == 2 and way[0] in FOLDERS and start + len(part) < len(written):
                yield Mention(FOLDERS[way[0]], part, path, number, column + start, column + start + len(part))
        start += len(part) + 1


def _says(document: Document, source: Source, keys: tuple[str | int, ...], named: Naming) -> str:
    """What is said of something where it is defined: its title, its claim, its stem."""
    value = document.value
    for key in keys if source == "facts" else keys[:-1]:
        value = value[key]
    if not isinstance(value, dict):
        return ""
    said = next((value[key] for key in ("claim", "stem", "title", "name", "words") if key in value), "")
    return said if isinstance(said, str) else ""


# --------------------------------------------------------------------- modules


def _module(path: PurePosixPath, text: str) -> Iterator[Mention]:
    module, lines = path.parent.name, text.split("\n")
    scanned = scan(text, path).value
    if scanned.front is not None:
        yield from _yaml(path, "module", load(scanned.front, path, shift=1).value, module)
    yield Mention("page", f"{module}.start", path, 0, 0, 0, defines=True, says="the opening page")
    code = set[int]()
    for item in _all(scanned.items):
        match item:
            case Heading():
                yield _page(path, module, item, lines[item.span.line - 1])
            case Directive():
                yield from _directive(path, item, lines[item.span.line - 1])
                yield from _story(path, module, item, lines) if item.name == "scenario" else ()
            case Code():
                code |= {line.number - 1 for line in item.lines}
            case ProseText():
                pass  # its tokens are found by the line
            case _:
                assert_never(item)
    body = 0 if scanned.front is None else scanned.front.count("\n") + 2
    words = ((number, line) for number, line in enumerate(lines) if number >= body and number not in code)
    yield from _tokens(path, words, module)


def _all(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        if isinstance(item, Directive):
            yield from _all(item.items)


def _page(path: PurePosixPath, module: str, heading: Heading, line: str) -> Mention:
    id, number = f"{module}.{heading.slug}", heading.span.line - 1
    if own := OWN_NAME.search(line):
        return Mention("page", id, path, number, own.start(1), own.end(1), True, heading.title)
    at = line.find(heading.title) if heading.title else heading.span.column - 1
    words = line[at:].rstrip()
    return Mention("page", id, path, number, at, at + len(words), True, heading.title, f"{words} {{#", "}")


def _directive(path: PurePosixPath, directive: Directive, line: str) -> Iterator[Mention]:
    at = line.find(directive.name, directive.span.column - 1)
    if at < 0:
        return  # GitHub's box, which has a name of its own
    for argument in ARGUMENT.finditer(line, at + len(directive.name)):
        key, quoted, _, word = argument.groups()
        named = IN_DIRECTIVES.get((directive.name, "" if word else key))
        if named is None:
            continue
        group = 4 if word else 2 if quoted is not None else 3
        for each in WORD.finditer(argument[group]):
            start = argument.start(group) + each.start()
            says = " ".join(_first_words(directive)) if named.defines else ""
            here = Mention(
                named.kind, each[0], path, directive.span.line - 1, start, start + len(each[0]), named.defines, says
            )
            yield from _objective(here) if named.kind == "objective" else (here,)


def _story(path: PurePosixPath, module: str, story: Directive, lines: Sequence[str]) -> Iterator[Mention]:
    """A scenario with its moments, and the choices that lead to them."""
    whole = f"{module}.{story.options.get('id', '')}"
    yield from _own_id("scenario", module, path, story, lines)
    for item in _all(story.items):
        if isinstance(item, Directive) and item.name in ("node", "end"):
            yield from _own_id("node", whole, path, item, lines)
        for line in item.lines if isinstance(item, ProseText) else ():
            for target in TARGET.finditer(line.text):
                start = line.column - 1 + target.start(1)
                id = f"{whole}.{target[1]}"
                yield Mention("node", id, path, line.number - 1, start, start + len(target[1]))


def _own_id(
    kind: Kind, within: str, path: PurePosixPath, directive: Directive, lines: Sequence[str]
) -> Iterator[Mention]:
    number = directive.span.line - 1
    for argument in ARGUMENT.finditer(lines[number], directive.span.column - 1):
        group = 2 if argument[2] is not None else 3
        if argument[1] == "id" and argument[group]:
            says = directive.options.get("title") or " ".join(_first_words(directive))
            start, end = argument.span(group)
            yield Mention(kind, f"{within}.{argument[group]}", path, number, start, end, True, says)


def _first_words(directive: Directive) -> Iterator[str]:
    for item in directive.items:
        if not isinstance(item, Directive | Heading | Code):
            yield from (line.text for line in item.lines[:1])
            return


def _tokens(path: PurePosixPath, lines: Iterable[tuple[int, str]], module: str) -> Iterator[Mention]:
    """`{fact:…}`, `{source:…}`, `{contact:…}`, links to pages and to files of other modules, in prose and in texts of YAML."""
    for number, line in lines:
        for token in TOKEN.finditer(line) if "{" in line else ():
            kind = TOKENS.get(token[1])
            if kind and not line.endswith("\\", 0, token.start()):
                yield Mention(kind, token[2], path, number, token.start(2), token.end(2))
        for link in PAGE_LINK.finditer(line) if "page:" in line else ():
            first, second = link.groups()
            if second:
                yield Mention("module", first, path, number, link.start(1), link.end(1))
                yield Mention("page", f"{first}.{second}", path, number, link.start(2), link.end(2))
            elif module:
                yield Mention("page", f"{module}.{first}", path, number, link.start(1), link.end(1))
        for file in ELSEWHERE.finditer(line) if module and "../" in line else ():
            yield from _folders(path, file[0], number, file.start())


def _sites(path: PurePosixPath, text: str) -> Iterator[Mention]:
    table = rows(text, path).value
    names = [field.value for field in table[0]] if table else []
    if "id" not in names:
        return
    lines = text.split("\n")
    for row in table[1:]:
        cells = dict(zip(names, row, strict=False))
        if "id" in cells and is_id(cells["id"].value):
            says = cells["name"].value if "name" in cells else ""
            yield from _in_cell("site", cells["id"], path, lines, says)
        if "emphasis" in cells:
            for part in _in_cell("page", cells["emphasis"], path, lines):
                yield from _in_two(part)


def _in_cell(kind: Kind, cell: Field, path: PurePosixPath, lines: Sequence[str], says: str = "") -> Iterator[Mention]:
    """Each id of a cell; a site's own is defined there."""
    number, column = cell.span.line - 1, cell.span.column - 1
    start = _written_at(lines[number], column, cell.value)
    if start is None:
        return
    for each in LISTED.finditer(cell.value):
        at = start + each.start()
        yield Mention(kind, each[0], path, number, at, at + len(each[0]), kind == "site", says)
