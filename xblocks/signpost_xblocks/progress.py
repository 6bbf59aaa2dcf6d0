"""The learner's state string, as the player writes it (its state.js describes it): checked before it is kept."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

LONGEST_STATE = 3500
LONGEST_PLACE = 255
PAGES_LENGTH = 63
"""The length of a code that no answer has: the group of the pages' names, which stands last."""

_DIGITS = {
    digit: value for value, digit in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
}
_STATE = re.compile(r"S1[\w-]{16,}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Progress:
    launches: int
    visited: frozenset[str]
    answered: frozenset[str]


def read_progress(
    state: str, *, course_id: str, pages_digest: str, counted: Sequence[str], keys: dict[int, str]
) -> Progress:
    """What a state holds; `keys`: key -> id of the questions that may be in it. ValueError for one that is not whole."""
    if len(state) > LONGEST_STATE:
        raise ValueError("too long")
    body = state[6:] if _STATE.fullmatch(state) else ""
    if not body or checksum(course_id, body) != state[2:6]:
        raise ValueError("damaged, or of another course")
    if not body.startswith(pages_digest):
        raise ValueError("of other pages")
    reader = _Reader(body, 4)
    reader.number(3)  # flags, attempts: of the sets, which are not in a module
    launches = reader.number(3)
    count = reader.number(2)
    bits = reader.number(-(-count // 6))
    if count != len(counted) or bits >> count:
        raise ValueError("of other pages")
    visited = frozenset(id for place, id in enumerate(counted) if bits >> place & 1)
    answered = set()
    while not reader.at_end:
        length = reader.number(1)
        if length == PAGES_LENGTH:
            named = [reader.digits(4) for _ in range(reader.number(2))]
            if named != [checksum(course_id, f"#{id}") for id in counted if id in visited] or not reader.at_end:
                raise ValueError("of other pages")
            break
        for _ in range(reader.number(2)):
            key = reader.number(4)
            reader.number(length)
            if key not in keys:
                raise ValueError("it answers a question that is not there")
            answered.add(keys[key])
    return Progress(launches=launches, visited=visited, answered=frozenset(answered))


def check_questions(data: dict[str, Any]) -> dict[int, str]:
    """Key -> id of the questions of checks: those of the sets before and after are never in a state."""
    asked: Collection[str] = {*data.get("before", ()), *data.get("after", ())}
    return {spec["key"]: id for id, spec in data.get("questions", {}).items() if id not in asked}


def checksum(course_id: str, text: str) -> str:
    """FNV-1a over the course id and the text, 24 bits, in base64url digits."""
    value = 0x811C9DC5
    for sign in f"{course_id}\n{text}":
        value = (value ^ ord(sign)) * 0x01000193 & 0xFFFFFFFF
    return "".join(list(_DIGITS)[value >> 8 >> shift & 63] for shift in (18, 12, 6, 0))


class _Reader:
    def __init__(self, text: str, at: int) -> None:
        self.text, self.at = text, at

    @property
    def at_end(self) -> bool:
        return self.at == len(self.text)

    def digits(self, width: int) -> str:
        if self.at + width > len(self.text):
            raise ValueError("cut")
        self.at += width
        return self.text[self.at - width : self.at]

    def number(self, width: int) -> int:
        value = 0
        for digit in self.digits(width):
            value = value * 64 + _DIGITS[digit]
        return value
