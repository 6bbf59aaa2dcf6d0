"""The fields of one content type against its table: what is required, of which kind, what hosts would remove."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from signpost_builder.diagnostics import Diagnostic, error, nearest, warning
from signpost_builder.formats.h5p.check_text import gap_marks, html, plain
from signpost_builder.formats.h5p.check_types import CONTENT, SURVEY_TYPES, Nested
from signpost_builder.formats.h5p.fields import FIELDS, Field
from signpost_builder.formats.h5p.library import TAGS
from signpost_builder.lint.archive import at

KINDS: Mapping[str, tuple[type, ...]] = {
    "bool": (bool,), "number": (int, float), "percent": (int, float), "link": (int,), "object": (dict,),
    "texts": (dict,),
    "list": (list,), "library": (dict,), "image": (dict,), "video": (list,),
}  # fmt: skip
WORDS = {
    "bool": "true or false",
    "number": "a number",
    "percent": "a number from 0 to 100",
    "link": "a whole number",
    "list": "a list",
    "video": "a list of files",
}


@dataclass(slots=True)
class _Shape:
    """A field with what stands in it: by name in an object, `item` in a list."""

    own: Field
    members: "dict[str, _Shape]" = field(default_factory=dict)
    item: "_Shape | None" = None


@cache
def _shape(machine_name: str) -> _Shape:
    root = _Shape(Field(path="", kind="object"))
    known = {"": root}
    for declared in sorted(FIELDS[machine_name], key=lambda declared: declared.path):
        shape = known[declared.path] = _Shape(declared)
        if declared.path.endswith("[]"):
            known[declared.path.removesuffix("[]")].item = shape
        else:
            outer, _, name = declared.path.rpartition(".")
            known[outer].members[name] = shape
    return root


def judge(nested: Nested) -> list[Diagnostic]:
    if nested.machine_name in SURVEY_TYPES:
        message = (
            f"{_of(nested)}: {nested.machine_name} asks without a right answer, and hosts keep the answers by name"
        )
        return [error(at(CONTENT), "h5p-survey", message, "ask it on the survey's own form page")]
    if nested.machine_name not in FIELDS:
        return []
    return [*_walk(nested.params, _shape(nested.machine_name), nested.place), *_right_answers(nested)]


def _walk(value: Any, shape: _Shape, place: str) -> Iterator[Diagnostic]:
    own = shape.own
    expected = KINDS.get(own.kind, (str,))
    if not _fits(value, expected, own.kind):
        what = WORDS.get(own.kind, "an object" if dict in expected else "text")
        yield _fault("h5p-field-value", f"{place} is {_short(value)}, not {what}")
    elif own.kind == "object":
        yield from _members(value, shape, place)
    elif own.kind == "list":
        yield from _items(value, shape, place)
    elif own.kind == "percent" and not 0 <= value <= 100:
        yield _fault("h5p-field-value", f"{place} is {value}, not a number from 0 to 100")
    elif own.kind == "select" and value not in own.options:
        yield _fault("h5p-field-value", f"{place} is '{value}'", nearest(value, own.options))
    elif own.kind in TAGS:
        yield from html(value, own.kind, place)
    elif own.kind in ("plain", "marked"):
        yield from plain(value, place)
    if own.kind in ("gaps", "marked") and isinstance(value, str):
        yield from gap_marks(value, place, own.required or own.kind == "gaps")


def _fits(value: Any, expected: tuple[type, ...], kind: str) -> bool:
    return isinstance(value, expected) and (kind == "bool" or not isinstance(value, bool))


def _members(value: Mapping[str, Any], shape: _Shape, place: str) -> Iterator[Diagnostic]:
    for name, inner in shape.members.items():
        there = f"{place}.{name}".removeprefix(".")
        if _absent(value.get(name), inner.own.kind):
            if inner.own.required:
                yield _fault("h5p-field-missing", f"{there} is missing", "the type does not work without it")
        else:
            yield from _walk(value[name], inner, there)
    for name in sorted(value.keys() - shape.members.keys()):
        there = f"{place}.{name}".removeprefix(".")
        yield warning(
            at(CONTENT),
            "h5p-field-unknown",
            f"{there}: Signpost knows no such field; hosts remove what a type does not know",
            nearest(name, shape.members),
        )


def _absent(value: Any, kind: str) -> bool:
    """Not there at all, or the emptiness that editors write for a field that nobody filled in."""
    if kind == "library" and isinstance(value, dict):
        return "library" not in value and not value.get("params")
    return value is None or (isinstance(value, str) and not value.strip())


def _items(value: list[Any], shape: _Shape, place: str) -> Iterator[Diagnostic]:
    least, most = shape.own.least, shape.own.most
    if len(value) < least:
        yield _fault("h5p-list-length", f"{place} has {len(value)} entries; it needs at least {least}")
    if most and len(value) > most:
        yield _fault("h5p-list-length", f"{place} has {len(value)} entries; hosts keep {most}")
    if shape.item is not None:
        for number, inner in enumerate(value):
            yield from _walk(inner, shape.item, f"{place}[{number}]")


def _right_answers(nested: Nested) -> Iterator[Diagnostic]:
    """A question that scores has something right in it; one without is a survey question in disguise."""
    answers = nested.params.get("answers")
    if nested.machine_name != "H5P.MultiChoice" or not isinstance(answers, list):
        return
    right = sum(isinstance(answer, dict) and answer.get("correct") is True for answer in answers)
    behaviour = nested.params.get("behaviour")
    if not right:
        message = f"{_of(nested)}: no answer is right; hosts would keep what a person thinks, by name and with a score"
        yield _fault("h5p-survey", message, "mark the right answer, or ask it on the survey's own form page")
    elif right > 1 and isinstance(behaviour, dict) and behaviour.get("type") == "single":
        yield _fault(
            "h5p-field-value",
            f"{_of(nested)}: {right} answers are right and only one can be chosen",
            "behaviour.type: auto or multi",
        )


def _of(nested: Nested) -> str:
    return nested.place or "the content"


def _fault(code: str, message: str, hint: str = "") -> Diagnostic:
    return error(at(CONTENT), code, message, hint)


def _short(value: Any) -> str:
    text = repr(value) if isinstance(value, str | int | float | bool) or value is None else f"a {type(value).__name__}"
    return text if len(text) <= 40 else f"{text[:39]}…"
