"""What a module is made of: pages, directives, code and prose, and what it defines for all of it."""

from dataclasses import dataclass, field

from signpost_builder.diagnostics import Span
from signpost_builder.source.passage import Line


@dataclass(slots=True)
class Heading:
    """A `##` line: a page begins."""

    title: str
    slug: str
    span: Span


@dataclass(slots=True)
class Code:
    lines: list[Line]


@dataclass(slots=True)
class Text:
    """Lines of prose that stand together, some of them empty."""

    lines: list[Line]


@dataclass(slots=True)
class Directive:
    """`words` stand alone, `options` are key=value; `items` is what it contains."""

    name: str
    words: tuple[str, ...]
    options: dict[str, str]
    span: Span
    items: "list[Item]" = field(default_factory=list)
    closed: bool = True  # False: a heading or the end of the file has closed it, so what it holds may not be its own


Item = Heading | Code | Text | Directive


@dataclass(slots=True)
class Definitions:
    """What a module defines once for all its prose. Reference labels are in lower case."""

    references: dict[str, tuple[str, str, Span]] = field(default_factory=dict)  # label -> (address, title, place)
    footnotes: dict[str, list[Line]] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Lines:
    """`front` is the YAML text between the `---` lines, or None; its first line is line 2 of the file."""

    front: str | None
    items: list[Item]
    definitions: Definitions
