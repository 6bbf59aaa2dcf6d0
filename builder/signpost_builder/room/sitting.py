"""Who is in the room by phone, and what they answer to the open question. In memory; nothing here knows of networks or files.

A phone is known by a random number of this sitting alone. What the trainer's page has taken is forgotten here.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from signpost_builder.values import frozen

MOST_PHONES = 400
MOST_CHOICES = 26


class Answered(Enum):
    COUNTED = 200
    UNKNOWN = 401  # a number of another sitting, or of none
    TOO_LATE = 409  # the question is closed, or another one is open
    NONSENSE = 422


@frozen
class OpenQuestion:
    """What a phone is shown. `round`: 1, or 2 where it is asked again."""

    id: str
    round: int
    stem: tuple[str, ...]
    choices: tuple[str, ...]
    several: bool


@dataclass(slots=True)
class _Phone:
    """`number`: of its place in the room, which is all that the trainer's page hears of it."""

    number: int
    places: tuple[int, ...] = ()


@dataclass(slots=True)
class Sitting:
    """`each`: how many phones one address may be. A network that shows all phones as one address needs more."""

    each: int
    id: str = field(default_factory=lambda: secrets.token_urlsafe(8))
    question: OpenQuestion | None = None
    refused: int = 0
    _phones: dict[str, _Phone] = field(default_factory=dict)
    _at: dict[str, list[str]] = field(default_factory=dict)

    @property
    def phones(self) -> int:
        return len(self._phones)

    @property
    def answered(self) -> int:
        return sum(bool(phone.places) for phone in self._phones.values())

    def join(self, address: str, token: str) -> str | None:
        """The token of a phone: the same for one that comes back, none where its address has come in often enough or all are here."""
        if token in self._phones:
            return token
        here = self._at.get(address, [])
        if len(here) >= self.each or len(self._phones) >= MOST_PHONES:
            self.refused += 1
            return None
        token = secrets.token_urlsafe(16)
        self._phones[token] = _Phone(number=len(self._phones) + 1)
        self._at[address] = [*here, token]
        return token

    def knows(self, token: str) -> bool:
        """Whether a phone of this sitting has this number."""
        return token in self._phones

    def mine(self, token: str) -> tuple[int, ...]:
        """What a phone has answered to the open question."""
        return self._phones[token].places

    def open(self, question: OpenQuestion) -> None:
        self.question = question
        self._forget()

    def close(self) -> list[tuple[str, tuple[int, ...]]]:
        """What each phone answered, by its number, for the trainer's page; it is not here any more then."""
        votes = [(str(phone.number), phone.places) for phone in self._phones.values() if phone.places]
        self.question = None
        self._forget()
        return votes

    def answer(self, token: str, said: Mapping[str, object]) -> Answered:
        """`said`: sitting, id, round, places. A later answer of the same phone replaces the one before."""
        phone, question = self._phones.get(token), self.question
        if phone is None or said.get("sitting") != self.id:
            return Answered.UNKNOWN
        if question is None or (said.get("id"), said.get("round")) != (question.id, question.round):
            return Answered.TOO_LATE
        places = _places(said.get("places"), question)
        if not places:
            return Answered.NONSENSE
        phone.places = places
        return Answered.COUNTED

    def _forget(self) -> None:
        for phone in self._phones.values():
            phone.places = ()


def _places(given: object, question: OpenQuestion) -> tuple[int, ...]:
    """The places of choices, each once; nothing for what no page of ours sends."""
    if not isinstance(given, list) or len(given) > len(question.choices):
        return ()
    if any(type(place) is not int or not 0 <= place < len(question.choices) for place in given):
        return ()
    places = tuple(sorted(set(given)))
    return places if len(places) <= 1 or question.several else ()


def open_question(given: Mapping[str, object]) -> OpenQuestion | None:
    """From what the trainer's page sends; nothing for what it does not send."""
    match given:
        case {
            "id": str(id),
            "round": int(round),
            "stem": list(stem),
            "choices": list(choices),
            "several": bool(several),
        }:
            if 2 <= len(choices) <= MOST_CHOICES and _are_texts(stem) and _are_texts(choices):
                return OpenQuestion(id, round, tuple(stem), tuple(choices), several)
    return None


def _are_texts(given: Sequence[object]) -> bool:
    return all(isinstance(each, str) for each in given)
