"""What a reader of one file knows of the rest of the course. Nothing here changes once it is made."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from pathlib import PurePosixPath
from typing import TypeVar

from signpost_builder.diagnostics import Span
from signpost_builder.model import Contact, CourseWords, Fact, LocalContact, Module, Site
from signpost_builder.read.media import Media
from signpost_builder.schema import CourseFile
from signpost_builder.source.files import Project
from signpost_builder.values import frozen

V = TypeVar("V")


@frozen
class Visibility:
    """Which editions see a place. Empty sites or languages: all of them."""

    audiences: frozenset[str]
    sites: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()

    def narrowed(self, audiences: tuple[str, ...], sites: tuple[str, ...], languages: tuple[str, ...]) -> "Visibility":
        return Visibility(
            self.audiences & set(audiences) if audiences else self.audiences,
            self.sites | set(sites),
            self.languages | set(languages),
        )


@frozen
class PageLink:
    """A link to `target`, a page's full id, from a place that `seen` editions show (None: unknown)."""

    target: str
    span: Span
    seen: Visibility | None


# `whole`, below: False where a part could not be read, so that what is missing may be the fault of another line.


@frozen
class Audiences:
    """Those of the course. `elsewhere`: ids in the other courses of the project, looked for when one is asked for."""

    ids: tuple[str, ...]
    whole: bool = True
    elsewhere: Callable[[], frozenset[str]] = frozenset

    def has(self, id: str) -> bool:
        """Whether the course has this audience, as far as is known."""
        return id in self.ids or not self.whole

    def has_anywhere(self, id: str) -> bool:
        """Whether it is one of this course or of another course here: modules, sets and helplines are for all of them."""
        return self.has(id) or id in self.elsewhere()


@frozen
class Facts:
    """`known` has the ids of broken facts too, so that one fault is told once."""

    by_id: Mapping[str, Fact] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    whole: bool = True

    def has(self, id: str) -> bool:
        """Whether there is such a fact, as far as is known."""
        return id in self.known or not self.whole


@frozen
class Helplines:
    """`keys` has those of broken helplines too."""

    contacts: tuple[Contact, ...] = ()
    keys: frozenset[str] = frozenset()
    whole: bool = True


@frozen
class LocalContacts:
    """Whom learners turn to at a site. `keys` has those of broken ones too."""

    contacts: tuple[LocalContact, ...] = ()
    keys: frozenset[str] = frozenset()
    whole: bool = True


@frozen
class Sites:
    sites: tuple[Site, ...] = ()
    whole: bool = True

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(site.id for site in self.sites)

    @property
    def with_picture(self) -> tuple[str, ...]:
        """Sites whose editions have a local picture, as conditions of a `for`: without any, a name that no site can have."""
        return tuple(site.id for site in self.sites if site.picture) or ("",)


@frozen
class Context:
    """`is_full`: the run has findings enough, so links, facts and pictures are not looked at any more."""

    project: Project
    folder: PurePosixPath  # of the course
    media: Media
    course: CourseFile
    audiences: Audiences
    facts: Facts
    helplines: Helplines
    local_contacts: LocalContacts
    words: CourseWords
    sites: Sites
    as_of: datetime.date
    is_full: bool = False

    @property
    def sites_file(self) -> PurePosixPath:
        return table_of_sites(self.folder, self.course)

    @property
    def contact_keys(self) -> frozenset[str]:
        """National and local ones."""
        return self.helplines.keys | self.local_contacts.keys


def table_of_sites(folder: PurePosixPath, file: CourseFile) -> PurePosixPath:
    """The course's own, or that of the course which it names; `sites_table` is the file's name."""
    return folder.parent / (file.sites or folder.name) / f"{file.sites_table}.csv"


@frozen
class ModuleContent:
    """What one module.md gives: the module, and what only the whole course can judge.

    `module` None: it could not be read. `pages` None: not even which pages it has.
    """

    module: Module | None = None
    pages: Mapping[str, Visibility] | None = None
    links: tuple[PageLink, ...] = ()
    checks: Mapping[str, Span] = field(default_factory=dict)  # question sets used as a check, where first
    used_facts: Mapping[str, Span] = field(default_factory=dict)  # where first used
    left_out: frozenset[str] = frozenset()  # pages that the course does not show of it


@frozen
class Modules:
    """The modules of a course together. `unread`: ids of those whose pages are not known."""

    modules: tuple[Module, ...]
    unread: frozenset[str]
    pages: Mapping[str, Visibility]
    links: tuple[PageLink, ...]
    checks: Mapping[str, Span]
    used_facts: Mapping[str, Span]
    left_out: frozenset[str]


def together(contents: Mapping[str, ModuleContent]) -> Modules:
    """By the module's id, in the order of the course: what stands first counts."""
    each = contents.values()
    return Modules(
        modules=tuple(content.module for content in each if content.module),
        unread=frozenset(id for id, content in contents.items() if content.pages is None),
        pages=first_of([content.pages or {} for content in each]),
        links=tuple(link for content in each for link in content.links),
        checks=first_of([content.checks for content in each]),
        used_facts=first_of([content.used_facts for content in each]),
        left_out=frozenset().union(*(content.left_out for content in each)),
    )


def first_of(mappings: Iterable[Mapping[str, V]]) -> dict[str, V]:
    """One mapping of several; of values under one key, the first."""
    merged: dict[str, V] = {}
    for mapping in mappings:
        for key, value in mapping.items():
            merged.setdefault(key, value)
    return merged
