"""Where the cursor is in YAML that is still being typed.

A text in the middle of a change is seldom YAML, so no parser can be asked: indentation says which keys lead to a line. This finds a place
to complete or to explain, and never what a text means.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from signpost_builder.language.places import Keys
from signpost_builder.values import frozen

KEY = re.compile(r"([\w.-]+|\"[^\"]*\"|'[^']*')[ ]*:(?=[ ]|$)[ ]*")
DASH = re.compile(r"-(?:[ ]+|$)")


@frozen
class Here:
    """`keys` lead to what is being typed. `of_key`: that may be a key of the group there, beside the keys `beside`.

    0 stands for the item of a list.
    """

    keys: Keys
    of_key: bool
    beside: frozenset[str] = frozenset()


@frozen
class _Level:
    indent: int
    key: str | int
    line: int


class _Outline:
    """The keys around a line, while lines are read from the first."""

    def __init__(self) -> None:
        self.levels: list[_Level] = []
        self.keys_of: dict[tuple[int, ...], set[str]] = defaultdict(set)

    def read(self, number: int, text: str) -> int:
        """Take a line in; where its value begins."""
        at = len(text) - len(text.lstrip(" "))
        while dash := DASH.match(text, at):
            self._leave(at, items_too=True)
            self.levels.append(_Level(at, 0, number))
            at = dash.end()
        self._leave(at, items_too=False)
        if key := KEY.match(text, at):
            self.keys_of[self.group()].add(key[1].strip("\"'"))
            self.levels.append(_Level(at, key[1].strip("\"'"), number))
            at = key.end()
        return at

    def group(self) -> tuple[int, ...]:
        """Tells the group of lines at the present levels from every other."""
        return tuple(level.line * 2 + isinstance(level.key, int) for level in self.levels)

    def _leave(self, indent: int, *, items_too: bool) -> None:
        """Close what began at `indent` or further in; a list may stand right under its key."""
        while self.levels:
            last = self.levels[-1]
            same = last.indent == indent and (isinstance(last.key, int) or not items_too)
            if last.indent <= indent and not same:
                return
            self.levels.pop()


def here(lines: Sequence[str], line: int, column: int) -> Here:
    """The place of the cursor among `lines`, counted from 0."""
    outline, found, group = _Outline(), Here((), True), tuple[int, ...]()
    for number, text in enumerate(lines):
        if number == line:
            found, group = _at(outline, number, text[:column])
        elif text.strip() and not text.lstrip().startswith("#"):
            outline.read(number, text)
    return replace(found, beside=found.beside | outline.keys_of[group]) if found.of_key else found


def _at(outline: _Outline, number: int, before: str) -> tuple[Here, tuple[int, ...]]:
    at = outline.read(number, before)
    keys = tuple(level.key for level in outline.levels)
    is_value = bool(outline.levels) and outline.levels[-1].line == number and isinstance(outline.levels[-1].key, str)
    if (inside := _in_brackets(before[at:])) is not None:
        return replace(inside, keys=(*keys, *inside.keys)), (-1,)
    return Here(keys, not is_value), outline.group()


def _in_brackets(text: str) -> Here | None:
    """The place inside brackets that are still open, from them on; None where none is open."""
    keys, opened, word = list[str | int](), list[tuple[str, int, set[str]]](), ""
    for sign in text:
        match sign:
            case "{" | "[":
                opened.append((sign, len(keys), set()))
                keys += [0] if sign == "[" else []
            case "}" | "]" if opened:
                del keys[opened.pop()[1] :]
            case "," if opened:
                del keys[opened[-1][1] + (opened[-1][0] == "[") :]
            case ":" if opened:
                keys.append(word.strip())
                opened[-1][2].add(word.strip())
            case _:
                word += sign
                continue
        word = ""
    if not opened:
        return None
    bracket, outside, beside = opened[-1]
    of_key = bracket == "{" and len(keys) == outside
    return Here(tuple(keys), of_key, frozenset(beside) if of_key else frozenset())
