"""What a request looks at: one open text, its project, and what is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from lsprotocol import types

from signpost_builder.language.knowing import Index, Known
from signpost_builder.language.mentions import Mention
from signpost_builder.language.places import Kind
from signpost_builder.language.texts import Text, Units
from signpost_builder.source.files import Project


@dataclass(frozen=True)
class View:
    """`path` is that of the open text in the project at `root`; `held` has it and every other open text."""

    root: Path
    path: PurePosixPath
    held: Mapping[PurePosixPath, str]
    uris: Mapping[PurePosixPath, str]
    versions: Mapping[PurePosixPath, int | None]
    known: Known
    index: Index
    units: Units

    @cached_property
    def text(self) -> Text:
        return self.text_of(self.path)

    def text_of(self, path: PurePosixPath) -> Text:
        """Any file of the project as the editor sees it."""
        return Text(self.held[path] if path in self.held else Project(self.root).peek(path), self.units)

    def uri_of(self, path: PurePosixPath) -> str:
        """The editor's own address of a text that it holds, which may be spelt otherwise than ours."""
        return self.uris.get(path) or (self.root / path).as_uri()

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Everything that any file of the project names."""
        return tuple(self.index.all(self.held))

    def at(self, position: types.Position) -> Mention | None:
        """What is named at a position; of two that touch there, the one that begins there."""
        column = self.text.column(position)
        here = [each for each in self.mentions if each.path == self.path and each.covers(position.line, column)]
        return max(here, key=lambda each: each.column, default=None)

    def of(self, kind: Kind, id: str) -> list[Mention]:
        """Every place that names this, definitions first."""
        found = [each for each in self.mentions if each.kind == kind and each.id == id]
        return sorted(found, key=lambda each: (not each.defines, each.path, each.line, each.column))

    def defined(self, kind: Kind) -> dict[str, Mention]:
        """Everything of a kind that is defined somewhere, by id."""
        found: dict[str, Mention] = {}
        for each in self.mentions:
            if each.kind == kind and each.defines:
                found.setdefault(each.id, each)
        return found

    def names(self, kind: Kind) -> dict[str, Mention]:
        """The same, with what was defined in files that are broken just now: their places may be others by now."""
        now = self.defined(kind)
        return {each.id: each for each in self.index.before() if each.kind == kind} | now

    def range(self, mention: Mention) -> types.Range:
        return self.text_of(mention.path).range(mention.line, mention.column, mention.end)

    def location(self, mention: Mention) -> types.Location:
        return types.Location(self.uri_of(mention.path), self.range(mention))
