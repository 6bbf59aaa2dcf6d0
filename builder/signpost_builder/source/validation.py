"""From a YAML document to a schema value: pydantic's findings, at their places and in plain words."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from signpost_builder.diagnostics import Diagnostic, Read, Span, error, nearest
from signpost_builder.source.yaml_nodes import Document, Mapping, Sequence

Model = TypeVar("Model", bound=BaseModel)
Keys = tuple[str | int, ...]
WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a group of 'key: value' lines",
    "model_type": "a group of 'key: value' lines",
    "model_attributes_type": "a group of 'key: value' lines",
    "date_type": "a date such as 2026-12-01",
}
HINTS = {
    "bool_type": "write true or false without quotes",
    "list_type": "write [one, two], or one '- item' on each line",
    "int_type": "write digits only, without quotes",
}


CURLY = tuple("“”„‘’‚«»")
CURLY_HINT = '“ and ” are letters here: write straight quotes ("), or none'


def validate(model: type[Model], document: Document, *within: str | int) -> Read[Model | None]:
    """The value at `within` as a `model`; None, with a finding for each fault, when it is not one."""
    value: Any = document.value
    for key in within:
        value = value[key]
    try:
        return Read(model.model_validate(value))
    except ValidationError as problem:
        faults = problem.errors(include_url=False, include_input=True)
        return Read(None, tuple(_fault_finding(model, document, value, within, fault) for fault in faults))


def _fault_finding(model: type[BaseModel], document: Document, value: Any, within: Keys, fault: Any) -> Diagnostic:
    keys = tuple(_real_keys(value, fault["loc"]))
    finding = _finding(model, document, within + keys, keys, fault)
    return replace(finding, hint=CURLY_HINT) if _is_curly(fault["input"]) else finding


def _is_curly(given: Any) -> bool:
    """Whether somebody's editor has turned the quotes around a value: YAML takes those for letters."""
    return isinstance(given, str) and given[:1] in CURLY and given[-1:] in CURLY


def _real_keys(value: Any, location: Keys) -> Iterator[str | int]:
    """The location without what pydantic adds for unions; the last key may be one that is not there."""
    for position, key in enumerate(location):
        if _leads_on(value, key):
            yield key
            value = value[key]
        elif position == len(location) - 1 and isinstance(value, Mapping):
            yield key


def _not_there(owner: type[BaseModel], document: Document, place: Keys) -> Iterator[str]:
    """Fields of the group that the author has not written: a second `correct` would be no help."""
    value = document.value
    for key in place[:-1]:
        value = value[key]
    return (name for name in owner.model_fields if name not in value)


def _leads_on(value: Any, key: str | int) -> bool:
    return key in value if isinstance(value, Mapping) else isinstance(value, Sequence) and isinstance(key, int)


def _finding(model: type[BaseModel], document: Document, place: Keys, keys: Keys, fault: Any) -> Diagnostic:
    kind, given, context = fault["type"], fault["input"], fault.get("ctx", {})
    span = document.span(*place)
    name = next((f"'{key}'" for key in reversed(place) if isinstance(key, str)), "this")
    match kind:
        case "missing":
            return _missing(document, model, place, keys, str(keys[-1]))
        case "union_tag_not_found":
            return _missing(document, model, (*place, "type"), (*keys, "type"), "type")
        case "extra_forbidden":
            owner = _owner(model, keys, document, place)
            message = f"'{keys[-1]}' is not a field of {getattr(owner, 'noun', 'this')}"
            span = document.span(*place, of_key=True)
            moved: dict[str, str] = getattr(owner, "moved", {})
            hint = moved.get(str(keys[-1])) or nearest(str(keys[-1]), _not_there(owner, document, place))
            return error(span, "unknown-key", message, hint)
        case "literal_error" | "union_tag_invalid":
            known = re.findall(r"'([^']*)'", context.get("expected") or context["expected_tags"])
            word = context.get("tag", given)
            if kind == "union_tag_invalid":
                span, name, given = document.span(*place, "type"), "'type'", given.get("type")
            if given is None:
                message = f"{name} is empty; it needs a word"
                return error(span, "empty-value", message, f"write one of: {', '.join(sorted(known))}")
            return error(span, "unknown-value", f"{name} cannot be '{word}'", nearest(str(word), known))
        case "string_too_short" | "too_short":
            least = context["min_length"]
            message = f"{name} needs at least {least} {'item' if least == 1 else 'items'}"
            message = message if kind == "too_short" else f"{name} is empty"
            return error(span, "empty-value", message, "write it, or take the line away")
        case "greater_than_equal" | "less_than_equal":
            bound = f"at least {context['ge']:g}" if "ge" in context else f"at most {context['le']:g}"
            return error(span, "out-of-range", f"{name} is {given}; it must be {bound}")
    return _wrong(span, name, kind, given, context, fault["msg"], document.written(*place))


def _wrong(span: Span, name: str, kind: str, given: Any, context: Any, words: str, written: str) -> Diagnostic:
    match kind:
        case "malformed-id":
            return error(span, "malformed-id", words, context["hint"])
        case "malformed-version":
            return error(span, "malformed-version", words, context["hint"])
        case "malformed-language":
            return error(span, "malformed-language", words, context["hint"])
        case "malformed-date":
            return error(span, "malformed-date", words, context["hint"])
        case "malformed-colour":
            return error(span, "malformed-colour", words, context["hint"])
        case "malformed-address":
            return error(span, "malformed-address", words, context["hint"])
        case "reserved-id":
            return error(span, "reserved-id", words, context["hint"])
        case "misplaced-token":
            return error(span, "misplaced-token", words, context["hint"])
        case "survey-endpoint":
            return error(span, "survey-endpoint", words, context["hint"])
        case "survey-key":
            return error(span, "survey-key", words, context["hint"])
    wanted = WANTED.get(kind, "something else")
    if given is None:
        return error(span, "empty-value", f"{name} is empty; it needs {wanted}", "write it, or take the line away")
    hint = HINTS.get(kind, "")
    if kind == "string_type" and isinstance(given, bool | int | float):
        hint = f'put it in quotes: "{written}"'
        hint = "write three numbers, such as 1.0.0" if name == "'version'" else hint
    elif kind == "string_type" and isinstance(given, list):
        hint = "write one value here, as text"
    elif kind == "string_type" and isinstance(given, dict) and written.startswith("{"):
        hint = "put text that begins with '{' in quotes"
    elif kind in ("int_type", "int_from_float") and (whole := _whole(name, given)):
        hint = f"write {whole}, digits only, without quotes"
    return error(span, "wrong-type", f"{name} needs {wanted}; this is {_called(given)}", hint)


def _whole(name: str, given: Any) -> str:
    """The whole number that was perhaps meant: 80 by `0.8` of something in per cent, by "80%" and by "80 per cent"."""
    if isinstance(given, float):
        share = "percent" in name and 0 < given < 1
        return f"{round(given * 100)}" if share else f"{given:g}" if given.is_integer() else ""
    if isinstance(given, str) and (
        number := re.fullmatch(r"\s*([0-9]{1,9})\s*(?:%|[a-z ]+\.?)?\s*", given, re.IGNORECASE)
    ):
        return number[1]
    return ""


def _missing(document: Document, model: type[BaseModel], place: Keys, keys: Keys, key: str) -> Diagnostic:
    noun = getattr(_owner(model, keys, document, place), "noun", "this")
    return error(document.span(*place[:-1]), "missing-key", f"{noun} needs '{key}'", f"add a line '{key}: …'")


def _called(given: Any) -> str:
    match given:
        case bool():
            return "true or false"
        case int() | float():
            return f"the number {given:g}"
        case str():
            return f"the text '{given if len(given) <= 30 else given[:29] + '…'}'"
        case list():
            return "a list"
        case _:
            return "a group of lines"


def _owner(model: type[BaseModel], keys: Keys, document: Document, place: Keys) -> type[BaseModel]:
    """The model of the group of lines that holds the last of `keys`."""
    value = document.value
    for key in place[: len(place) - len(keys)]:
        value = value[key]
    for key in keys[:-1]:
        value = value[key]
        if isinstance(key, str) and key in model.model_fields:
            models = list(_models(model.model_fields[key].annotation))
        if isinstance(value, Mapping) and models:
            model = _fitting(models, value)
    return model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _fitting(models: list[type[BaseModel]], value: Mapping) -> type[BaseModel]:
    """Of several models, the one whose `type` the author wrote."""
    for model in models:
        if "type" in model.model_fields and value.get("type") in get_args(model.model_fields["type"].annotation):
            return model
    return models[0]
