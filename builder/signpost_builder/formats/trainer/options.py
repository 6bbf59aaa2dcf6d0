"""What course.yaml says under `trainer`: sessions, what to bring, what the handout takes from which pages, and the guide's own words.

The words are the course's, because the compiler names no subject: how a room agrees, and what to do when somebody discloses,
is said by whoever knows the subject.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Annotated

from pydantic import Field

from signpost_builder.diagnostics import NOWHERE, Diagnostic, Read, Span, error, nearest
from signpost_builder.model import Course
from signpost_builder.schema import CourseFile, Entry, FileId, Id, OptionalText, Text
from signpost_builder.source.yaml_nodes import Document
from signpost_builder.typography import curled, curls
from signpost_builder.values import frozen


@frozen(kw_only=True)
class Session:
    """A way to deliver the course in a room, in whole minutes.

    `activities`: those of `modules` whose trainer notes are done. `breaks` by module: a pause after it. `questionnaire`: for
    the sheet before, and again for the sheet after; 0: it is not handed out.
    """

    id: str
    title: str
    minutes: int
    modules: tuple[str, ...]
    activities: tuple[str, ...] = ()
    opening: int = 5
    closing: int = 5
    questionnaire: int = 0
    breaks: Mapping[str, int] = field(default_factory=dict)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@frozen(kw_only=True)
class Advice:
    """A part of the guide in the course's words: a title, and points or numbered steps."""

    title: str
    points: tuple[str, ...]
    in_order: bool = False


@frozen(kw_only=True)
class TrainerPack:
    """`picture`, `steps` and `signs` are ids of pages that the handout takes from; empty: it has none.

    `steps`: the first page that an edition has gives its first numbered list; `signs`: its first table, or else its text;
    `picture`: its first picture, for the poster too.
    `advice` stands at the beginning of the guide, `disclosure` on a page of its own. `named`: where course.yaml names those pages.
    """

    sessions: tuple[Session, ...] = ()
    bring: tuple[str, ...] = ()
    afterwards: str = ""
    poster: str = ""
    picture: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    advice: tuple[Advice, ...] = ()
    disclosure: tuple[Advice, ...] = ()
    named: tuple[tuple[str, Span], ...] = field(default=(), compare=False, repr=False)


class SessionEntry(Entry):
    noun = "a session"
    id: Annotated[FileId, Field(description="Its id, such as hour.")]
    title: Annotated[Text, Field(description="What trainers call it.")]
    minutes: Annotated[int, Field(ge=10, le=600, description="How long it lasts.")]
    modules: Annotated[list[Id], Field(min_length=1, description="The modules that are taught, in order.")]
    activities: list[Id] = Field(default=[], description="Those of them whose trainer notes are done.")
    opening: Annotated[int, Field(ge=0, le=60, description="Minutes before the first module.")] = 5
    closing: Annotated[int, Field(ge=0, le=60, description="Minutes at the end.")] = 5
    questionnaire: Annotated[
        int, Field(ge=0, le=60, description="Minutes for each half of the answer sheet; 0: none.")
    ] = 0
    breaks: dict[Id, Annotated[int, Field(ge=1, le=60)]] = Field(
        default={}, description="Minutes of a break after a module."
    )


class AdviceEntry(Entry):
    noun = "advice for trainers"
    title: Annotated[Text, Field(description="Its heading in the guide.")]
    points: list[Text] = Field(default=[], description="What it says, in no order.")
    steps: list[Text] = Field(default=[], description="What it says, in order.")


class HandoutEntry(Entry):
    noun = "the handout"
    picture: list[Text] = Field(
        default=[], description="Pages: the first picture stands above the steps, on the poster too."
    )
    steps: list[Text] = Field(default=[], description="Pages: the first numbered list is what to do.")
    signs: list[Text] = Field(default=[], description="Pages: the first table, or the text, is what to look for.")


class TrainerEntry(Entry):
    """What the trainer pack is told besides the pages: sessions, poster, handout."""

    noun = "the trainer pack"
    sessions: list[SessionEntry] = Field(default=[], description="Ways to deliver the course in a room.")
    bring: list[Text] = Field(default=[], description="What to bring.")
    afterwards: Annotated[OptionalText, Field(description="Who stays free afterwards.")] = ""
    poster: Annotated[OptionalText, Field(description="The title of the poster; without it, the course's.")] = ""
    handout: Annotated[HandoutEntry, Field(description="Which pages the handout takes from.")] = (
        HandoutEntry.model_construct()
    )
    advice: list[AdviceEntry] = Field(default=[], description="What the guide begins with.")
    disclosure: list[AdviceEntry] = Field(default=[], description="What to do when somebody discloses.")


def entry() -> type[Entry]:
    return TrainerEntry


def read(entry: TrainerEntry, file: CourseFile, document: Document) -> Read[TrainerPack]:
    """The names are judged against the course here, minutes and pages in each edition (`refusals`)."""
    words: Callable[[str], str] = curled if curls(file.languages[0]) else str
    pack = TrainerPack(
        sessions=tuple(_session(each, index, words, document) for index, each in enumerate(entry.sessions)),
        bring=tuple(map(words, entry.bring)),
        afterwards=words(entry.afterwards),
        poster=words(entry.poster),
        picture=tuple(entry.handout.picture),
        steps=tuple(entry.handout.steps),
        signs=tuple(entry.handout.signs),
        advice=tuple(_advice(each, words) for each in entry.advice),
        disclosure=tuple(_advice(each, words) for each in entry.disclosure),
        named=tuple(_named(entry, document)),
    )
    return Read(pack, tuple(_findings(entry, file, document)))


def _session(entry: SessionEntry, index: int, words: Callable[[str], str], document: Document) -> Session:
    return Session(
        id=entry.id,
        title=words(entry.title),
        minutes=entry.minutes,
        modules=tuple(entry.modules),
        activities=tuple(entry.activities),
        opening=entry.opening,
        closing=entry.closing,
        questionnaire=entry.questionnaire,
        breaks=dict(entry.breaks),
        span=document.span("trainer", "sessions", index, "minutes"),
    )


def _advice(entry: AdviceEntry, words: Callable[[str], str]) -> Advice:
    return Advice(
        title=words(entry.title), points=tuple(map(words, entry.steps or entry.points)), in_order=bool(entry.steps)
    )


def _findings(entry: TrainerEntry, file: CourseFile, document: Document) -> Iterator[Diagnostic]:
    first: set[str] = set()
    for index, session in enumerate(entry.sessions):
        if session.id.lower() in first:
            span = document.span("trainer", "sessions", index, "id")
            message = f"there is a session '{session.id}' already"
            yield error(span, "duplicate-id", message, "give one of the two another id")
        first.add(session.id.lower())
        yield from _of_session(session, index, file, document)
    yield from _of_advice("advice", entry.advice, document)
    yield from _of_advice("disclosure", entry.disclosure, document)
    for page, span in _named(entry, document):
        module, _, name = page.partition(".")
        if module not in file.modules or not name:
            hint = nearest(page, [f"{each}.{name or 'start'}" for each in file.modules])
            yield error(span, "unknown-page", f"'{page}' is no page of a module of this course", hint)


def _named(entry: TrainerEntry, document: Document) -> Iterator[tuple[str, Span]]:
    """The pages that the handout takes from, and where each is named."""
    for name in ("picture", "steps", "signs"):
        for at, page in enumerate(getattr(entry.handout, name)):
            yield page, document.span("trainer", "handout", name, at)


def unknown_pages(course: Course, pack: TrainerPack) -> Iterator[Diagnostic]:
    """Pages that a module of the course does not have: what modules hold is known only when all are read."""
    known = [page.id for module in course.modules for page in module.pages]
    for page, span in pack.named:
        if page not in known:
            yield error(span, "unknown-page", f"the course has no page '{page}'", nearest(page, known))


def _of_advice(name: str, entries: list[AdviceEntry], document: Document) -> Iterator[Diagnostic]:
    """A heading needs something below it, and one kind of list: of two, one would be lost."""
    for index, each in enumerate(entries):
        if bool(each.points) == bool(each.steps):
            span = document.span("trainer", name, index)
            says = "has both 'points' and 'steps'" if each.points else "has neither 'points' nor 'steps'"
            yield error(span, "points-or-steps", f"'{each.title}' {says}", "write one of the two")


def _of_session(session: SessionEntry, index: int, file: CourseFile, document: Document) -> Iterator[Diagnostic]:
    """Modules of the course; activities and breaks of those modules."""
    place = ("trainer", "sessions", index)
    for at, id in enumerate(session.modules):
        span = document.span(*place, "modules", at)
        if id not in file.modules:
            yield error(span, "unknown-module", f"the course has no module '{id}'", nearest(id, file.modules))
        elif id in session.modules[:at]:
            yield error(span, "duplicate-id", f"'{id}' is in this session already", "keep one of the two")
    named = [(id, document.span(*place, "activities", at)) for at, id in enumerate(session.activities)]
    named += [(id, document.span(*place, "breaks", id, of_key=True)) for id in session.breaks]
    for id, span in named:
        if id not in session.modules:
            hint = nearest(id, session.modules) or "name it under 'modules' too"
            yield error(span, "session-activity", f"'{id}' is not a module of this session", hint)
