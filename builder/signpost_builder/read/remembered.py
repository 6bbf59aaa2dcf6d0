"""Modules, their pages and question sets that are read again only when something changes that they depend on.

Their readers are functions of a source and of what is known of the rest of the course. What they could look up is compared; what they
did ask about facts, pictures and question sets is asked again, and the answers compared: so a new figure does not make fifty modules
be read again, and the new run learns which pictures and sets are used. A page asks through its module, which is read again when an
answer to one of its pages has changed, and then reads that page alone. Values are compared where only their meaning is taken over, and
are to be the very same where they themselves are.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Literal, Protocol, TypeVar, assert_never, cast

from signpost_builder.diagnostics import Read, Span
from signpost_builder.model import Asset, Fact
from signpost_builder.read.context import Context
from signpost_builder.read.media import Media
from signpost_builder.read.question_set import QuestionSetContent
from signpost_builder.schema import CourseFile
from signpost_builder.values import frozen

T = TypeVar("T")
Source = TypeVar("Source")
Whom = Literal["media", "sets", "audiences", "course", "facts"]


class Sets(Protocol):
    """Whom a module asks for its question sets."""

    def get(self, id: str, asked: Span) -> Read[QuestionSetContent | None]: ...


@frozen
class _Question:
    """What was asked, of whom, and what was answered."""

    whom: Whom
    method: str
    given: tuple[Any, ...]
    answer: Any

    def is_answered_alike(self, context: Context, sets: Sets) -> bool:
        match self.whom:
            case "media":
                return bool(getattr(context.media, self.method)(*self.given) == self.answer)
            case "sets":
                answer = sets.get(*self.given)
                return answer.value is self.answer.value and answer.findings == self.answer.findings
            case "audiences":
                return bool(context.audiences.elsewhere() == self.answer)
            case "course":
                return bool(getattr(context.course, self.method) == self.answer)
            case "facts":
                return bool(context.facts.by_id.get(*self.given) == self.answer)
            case _:
                assert_never(self.whom)


@frozen
class _Given:
    """What a source was read with."""

    source: object
    known: tuple[object, ...]
    questions: tuple[_Question, ...]

    def holds(self, source: object, known: tuple[object, ...], context: Context, sets: Sets) -> bool:
        return (
            source == self.source
            and known == self.known
            and all(question.is_answered_alike(context, sets) for question in self.questions)
        )


def read_or_remembered(
    reader: Callable[[Source, PurePosixPath, Context, Sets], Read[T]],
    source: Source,
    path: PurePosixPath,
    context: Context,
    sets: Sets,
    part: str = "",
) -> Read[T]:
    """What `reader` gives of a file, or of a `part` of it. What a part asks is asked by the whole, too."""
    remembered = context.project.remembered
    known = _known(context)
    known = remembered.of((_known, path), known, lambda: known)  # the same object as before: it is soon compared

    def read() -> tuple[_Given, Read[T]]:
        noted: list[_Question] = []
        audiences = replace(context.audiences, elsewhere=_noting(noted, "audiences", "elsewhere", context.audiences))
        course = cast("CourseFile", _NotingCourse(context.course, noted))
        facts = replace(context.facts, by_id=_NotingFacts(context.facts.by_id, noted))
        media = _NotingMedia(context.media, noted)
        listening = replace(context, media=media, audiences=audiences, course=course, facts=facts)
        value = reader(source, path, listening, _NotingSets(sets, noted))
        return _Given(source, known, tuple(noted)), value

    whole = (_Given, path, "")
    holds = partial(_Given.holds, source=source, known=known, context=context, sets=sets)
    return remembered.where((_Given, path, part), holds, read, whole if part else None)


def _known(context: Context) -> tuple[object, ...]:
    """What a reader can look up without asking, but for the facts themselves."""
    return (
        context.folder,
        (context.audiences.ids, context.audiences.whole),
        (context.facts.known, context.facts.whole),
        context.helplines,
        context.local_contacts,
        context.words,
        context.sites,
        context.as_of,
        context.is_full,
    )


def _noting(noted: list[_Question], whom: Whom, method: str, of: object) -> Callable[..., Any]:
    def ask(*given: Any) -> Any:
        answer = getattr(of, method)(*given)
        noted.append(_Question(whom, method, given, answer))
        return answer

    return ask


class _NotingCourse:
    """course.yaml as far as somebody looks into it: a new title leaves every module as it is."""

    def __init__(self, course: CourseFile, noted: list[_Question]) -> None:
        self._course, self._noted = course, noted

    def __getattr__(self, name: str) -> Any:
        answer = getattr(self._course, name)
        self._noted.append(_Question("course", name, (), answer))
        return answer


class _NotingFacts(Mapping[str, Fact]):
    """Facts as far as somebody asks for them: a new figure does not make fifty modules be read again."""

    def __init__(self, facts: Mapping[str, Fact], noted: list[_Question]) -> None:
        self._facts, self._get = facts, _noting(noted, "facts", "get", facts)

    def __getitem__(self, id: str) -> Fact:
        fact: Fact | None = self._get(id)
        if fact is None:
            raise KeyError(id)
        return fact

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("nobody asks for all facts: that would be a reason to read a module again for each")

    def __len__(self) -> int:
        return len(self._facts)


class _NotingSets:
    def __init__(self, sets: Sets, noted: list[_Question]) -> None:
        self._get = _noting(noted, "sets", "get", sets)

    def get(self, id: str, asked: Span) -> Read[QuestionSetContent | None]:
        read: Read[QuestionSetContent | None] = self._get(id, asked)
        return read


class _NotingMedia(Media):
    """Passes every question on."""

    def __init__(self, media: Media, noted: list[_Question]) -> None:
        self._ask = {name: _noting(noted, "media", name, media) for name in ("asset", "has", "beside", "transcript")}

    def asset(self, folder: PurePosixPath, address: str, kinds: set[str], span: Span) -> Read[Asset | None]:
        read: Read[Asset | None] = self._ask["asset"](folder, address, kinds, span)
        return read

    def has(self, folder: PurePosixPath, address: str) -> bool:
        return bool(self._ask["has"](folder, address))

    def beside(self, folder: PurePosixPath, address: str, suffix: str) -> PurePosixPath | None:
        found: PurePosixPath | None = self._ask["beside"](folder, address, suffix)
        return found

    def transcript(self, path: PurePosixPath, span: Span) -> Read[str | None]:
        read: Read[str | None] = self._ask["transcript"](path, span)
        return read
