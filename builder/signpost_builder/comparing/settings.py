"""course.yaml and words.yaml: what holds for all pages."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from signpost_builder.comparing.change import Change
from signpost_builder.comparing.normal import Normal
from signpost_builder.comparing.version import Version

SAID = (
    "title", "summary", "version", "languages", "audiences", "plans", "formats", "pass_mark_percent", "attempts", "score_mode", "words",
    "exit_url", "look", "listen", "survey", "drafts", "options",
)  # fmt: skip


def setting_changes(old: Version, new: Version) -> Iterator[Change]:
    normal = Normal()
    for name in SAID:
        before, now = normal.of(getattr(old.course, name)), normal.of(getattr(new.course, name))
        if before != now:
            details = tuple(_lines(getattr(old.course, name), getattr(new.course, name)))
            yield Change(kind="settings", what=name, words="changed", place=_place(new), details=details)
    yield from _modules(old, new)


def _modules(old: Version, new: Version) -> Iterator[Change]:
    before, now = ({module.id: module for module in version.course.modules} for version in (old, new))
    for id in dict.fromkeys((*before, *now)):
        if id not in before or id not in now:
            yield Change(
                kind="settings", what=id, words=f"the module is {'new' if id in now else 'gone'}", place=_place(new)
            )
        elif before[id].review_by != now[id].review_by:
            words = f"to be reviewed by {now[id].review_by or 'no day'}; before by {before[id].review_by or 'no day'}"
            yield Change(kind="settings", what=id, words=words, place=str(now[id].span))


def _place(version: Version) -> str:
    return f"course/{version.course.id}/course.yaml"


def _lines(before: Any, now: Any) -> Iterator[str]:
    """What stood there and what stands there now; of a group or a list of groups, only what is different."""
    sides = [_entries(before), _entries(now)]
    for sign, side, other in (("-", *sides), ("+", *reversed(sides))):
        yield from (_short(f"{sign} {each}") for each in side if each not in other)


def _entries(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [f"{key}: {_words(inner)}" for key, inner in value.items()]
    if isinstance(value, tuple) and any(map(is_dataclass, value)):
        return [_words(each) for each in value]
    return _said(value) if is_dataclass(value) else [_words(value)]


def _words(value: Any) -> str:
    """As somebody would say it, without the program's own signs."""
    if value is None or value == ():
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "; ".join(_entries(value)) or "none"
    if isinstance(value, tuple):
        return ", ".join(map(_words, value))
    return ", ".join(_said(value)) if is_dataclass(value) else " ".join(str(value).split())


def _said(value: Any) -> list[str]:
    """The fields that hold something."""
    held = ((each.name, getattr(value, each.name)) for each in fields(value) if each.compare)
    return [f"{name}: {_words(inner)}" for name, inner in held if inner not in (None, False, "", ()) and inner != {}]


def _short(line: str) -> str:
    return line if len(line) <= 200 else f"{line[:199]}…"
