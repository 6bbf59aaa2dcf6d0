"""What the readers of one run share: the project, what is known so far, and what is still to be checked."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from signpost_builder.diagnostics import Diagnostic, Span
from signpost_builder.model import Contact, CourseWords, Fact, LocalContact, QuestionSet, Site
from signpost_builder.read.media import Media
from signpost_builder.schema import CourseFile
from signpost_builder.source.files import Project


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to `target`, a page's full id, from a place that `seen` editions show (None: unknown)."""

    target: str
    span: Span
    seen: Visibility | None


def picture_sites(reading: "Reading") -> tuple[str, ...]:
    """Sites whose editions have a local picture, as conditions of a `for`: without any, a name that no site can have."""
    return tuple(site.id for site in reading.sites if site.picture) or ("",)


@dataclass(slots=True)
class Reading:
    """`known_facts` has the ids of broken facts too, so that one fault is told once. `strict`: to be published."""

    project: Project
    course: CourseFile
    as_of: datetime.date
    strict: bool
    found: list[Diagnostic]
    media: Media
    facts: dict[str, Fact] = field(default_factory=dict)
    known_facts: set[str] = field(default_factory=set)
    helplines: tuple[Contact, ...] = ()
    local_contacts: tuple[LocalContact, ...] = ()
    words: CourseWords = field(default_factory=CourseWords)
    contact_keys: frozenset[str] = frozenset()
    sites: tuple[Site, ...] = ()
    unread: set[str] = field(
        default_factory=set
    )  # course, audiences, facts, helplines, contacts, sites: not, or not wholly
    unread_modules: set[str] = field(default_factory=set)  # their pages are not known
    question_set: Callable[[str, Span], QuestionSet | None] = lambda id, span: None
    audiences_elsewhere: Callable[[], frozenset[str]] = frozenset  # of the other courses of the project
    used_facts: dict[str, Span] = field(default_factory=dict)  # where first used
    links: list[PageLink] = field(default_factory=list)
    pages: dict[str, Visibility] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)  # pages of modules of which the course shows others only
    named_sets: set[str] = field(default_factory=set)  # by a plan or a check, read or not
    checks: dict[str, Span] = field(default_factory=dict)  # question sets used as a check, where first

    def has_audience(self, id: str) -> bool:
        """Whether the course has this audience, as far as is known: what is missing may be the fault of another line."""
        return id in self.audience_ids or "audiences" in self.unread

    def is_audience(self, id: str) -> bool:
        """Whether it is one of this course or of another course here: modules, sets and helplines are for all of them."""
        return self.has_audience(id) or id in self.audiences_elsewhere()

    @property
    def audience_ids(self) -> tuple[str, ...]:
        return tuple(audience.id for audience in self.course.audiences)
