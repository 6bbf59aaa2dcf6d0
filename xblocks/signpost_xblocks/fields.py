"""Fields with one reader each, whichever way a value comes in: OLX, Studio's form, the platform's own calls, storage.

A value that is being set and cannot be is refused with a ValueError, which says what is wanted. A value that is stored
already and cannot be (another version wrote it, or a form that sent null) is passed over: reading never fails.
"""

import math
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any

from xblock.fields import Boolean, Dict, Float, Integer, JSONField, List, String

Reader = Callable[[Any], Any]


def one_of(*values: str) -> Reader:
    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in values:
            raise ValueError(f"one of {', '.join(values)}")
        return value

    return read


def number(least: float, most: float = math.inf) -> Reader:
    """A number, or one as OLX writes it."""
    wanted = f"a number from {least:g}" + (f" to {most:g}" if most < math.inf else "")

    def read(value: Any) -> float:
        if isinstance(value, str) and re.fullmatch(r"\d{1,20}(\.\d{1,20})?(e[+-]?\d{1,3})?", value.strip(), re.ASCII):
            value = float(value)
        if type(value) not in (int, float) or not least <= value <= min(
            most, sys.float_info.max
        ):  # JSON has longer integers
            raise ValueError(wanted)
        return float(value)

    return read


def whole_number(value: Any) -> int:
    """Also 3.0: JSON does not tell it from 3."""
    try:
        read = number(0, 999_999)(value)
    except ValueError:
        read = 0.5
    if not read.is_integer():
        raise ValueError("a whole number, 0 or more")
    return int(read)


def language(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", value):
        raise ValueError("a language tag, such as en-GB")
    return value


def title(value: Any) -> str:
    if not isinstance(value, str) or not any(sign.isprintable() and not sign.isspace() for sign in value):
        raise ValueError("a text that is not empty")
    return value


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a text")
    return value


def yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


class Guarded(JSONField):
    """What is read from storage is what `read` takes, or what stands in for it; see the module."""

    def __init__(self, read: Reader, **more: Any) -> None:
        self.read: Reader = lambda default: default  # which may be nothing that anyone could set
        super().__init__(enforce_type=True, **more)
        self.read = read

    def from_json(self, value: Any) -> Any:
        return self.read(value)

    def enforce_type(self, value: Any) -> Any:
        return self.read(value)

    def __get__(self, block: Any, owner: Any) -> Any:
        if block is None:
            return self
        if not self.is_set_on(block):
            return self.instead(block)
        try:
            return super().__get__(block, owner)
        except ValueError:
            return self.instead(block)

    def fault(self, block: Any) -> str:
        """What is wanted instead of the value that is stored; empty when that is right, or nothing is stored."""
        try:
            if self.is_set_on(block):
                super().__get__(block, type(block))
        except ValueError as wanted:
            return str(wanted)
        return ""

    def instead(self, block: Any) -> Any:
        """Where nothing is set, or nothing that can be: what the course has, or the default."""
        try:
            return self.read(block.given(self.name))
        except ValueError:
            return self.default


class Text(Guarded, String):
    pass


class Number(Guarded, Float):
    pass


class Whole(Guarded, Integer):
    pass


class Flag(Guarded, Boolean):
    pass


class Items(Guarded, List):
    pass


class Record(Guarded, Dict):
    pass


class OldName(JSONField):
    """The name under which an earlier version stored what has another one now. Others see only the default under it.

    `stored` is for the field that took its place; on saving, the platform finds what it had.
    """

    MUTABLE = False

    def __get__(self, block: Any, owner: Any) -> Any:
        return self if block is None else self.default

    def __set__(self, block: Any, value: Any) -> None:
        """Nothing is stored here any more."""

    def read_json(self, block: Any) -> Any:
        return self.stored(block)

    def stored(self, block: Any) -> Any:
        return super().__get__(block, type(block)) if self.is_set_on(block) else None


def settings_of(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The course's own settings for a block, by name of the field. Older archives have only those of the player."""
    own = data.get("settings")
    old = {"pass_mark_percent": "passMarkPercent", "attempts_allowed": "attempts", "score_mode": "scoreMode"}
    return {
        **{name: data[key] for name, key in old.items() if key in data},
        **(own if isinstance(own, dict) else {}),
    }
