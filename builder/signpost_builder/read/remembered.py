"""Modules and question sets that are read again only when something changes that they depend on.

Their readers are functions of a text and of what is known of the rest of the course. What they could ask for is compared: of
facts only those whose ids stand in the text, so that a new figure does not make fifty modules be read again. What they did ask
about pictures and question sets is asked again, and the answers compared: that also tells the new run which pictures and sets
are used. Values are compared where only their meaning is taken over, and are to be the very same where they themselves are.
"""

import re
from collections.abc import Callable
from dataclasses import replace
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
Whom = Literal["media", "sets", "audiences", "course"]
WORD = re.compile(r"[A-Za-z0-9_-]+")  # an id is one of these (schema.ID)


class Sets(Protocol):
    """Whom a module asks for its question sets."""

    def get(self, id: str, asked: Span) -> Read[QuestionSetContent | None]: ...


@frozen
class _Question:
    """What was asked, of whom ("media", "sets", "audiences" or "course"), and what was answered."""

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
            case _:
                assert_never(self.whom)


@frozen
class _Given:
    """What a text was read with."""

    text: str
    known: tuple[object, ...]
    facts: dict[str, Fact | None]
    questions: tuple[_Question, ...]

    def holds(self, text: str, context: Context, sets: Sets) -> bool:
        return (
            text == self.text
            and _known(context) == self.known
            and all(context.facts.by_id.get(id) == fact for id, fact in self.facts.items())
            and all(question.is_answered_alike(context, sets) for question in self.questions)
        )


def read_or_remembered(
    reader: Callable[[str, PurePosixPath, Context, Sets], Read[T]],
    text: str,
    path: PurePosixPath,
    context: Context,
    sets: Sets,
) -> Read[T]:
    """What `reader` gives."""

    def read() -> tuple[_Given, Read[T]]:
        noted: list[_Question] = []
        audiences = replace(context.audiences, elsewhere=_noting(noted, "audiences", "elsewhere", context.audiences))
        course = cast("CourseFile", _NotingCourse(context.course, noted))
        listening = replace(context, media=_NotingMedia(context.media, noted), audiences=audiences, course=course)
        value = reader(text, path, listening, _NotingSets(sets, noted))
        beside = [str(each.answer.value or "") for each in noted if each.method == "transcript"]
        words = {word for each in (text, *beside) for word in WORD.findall(each)}
        facts = {id: context.facts.by_id.get(id) for id in words & context.facts.known}
        return _Given(text, _known(context), facts, tuple(noted)), value

    return context.project.remembered.where((reader, path), lambda given: given.holds(text, context, sets), read)


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
