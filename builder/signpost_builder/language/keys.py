"""What the schema says of a place in YAML: which keys may stand there, which values, and what they are for."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from signpost_builder.formats.course_file import source_schemas
from signpost_builder.language.places import Keys, Source
from signpost_builder.values import frozen

Schema = Mapping[str, Any]


@frozen
class Key:
    """`values`: those that the schema lists; `holds`: "group", "list" or "" for what stands behind it."""

    name: str
    says: str
    needed: bool
    values: tuple[str, ...]
    holds: str


@cache
def _schemas() -> dict[str, dict[str, Any]]:
    return source_schemas()


def keys(source: Source, place: Keys, typed: Mapping[str, str]) -> list[Key]:
    """The keys of the group at a place. `typed`: values beside, of which `type` decides between kinds of questions."""
    found: dict[str, Key] = {}
    for schema in _at(source, place):
        if typed.get("type") and typed["type"] not in _values(schema.get("properties", {}).get("type", {})):
            continue
        for name, said in schema.get("properties", {}).items():
            needed = name in schema.get("required", ())
            found.setdefault(name, Key(name, said.get("description", ""), needed, _values(said), _holds(source, said)))
    return list(found.values())


def values(source: Source, place: Keys) -> list[str]:
    """What the schema lists for the value at a place."""
    return list(dict.fromkeys(value for schema in _at(source, place) for value in _values(schema)))


def says(source: Source, place: Keys) -> str:
    """What a key is for."""
    for schema in _at(source, place[:-1]):
        if said := schema.get("properties", {}).get(place[-1]):
            return str(said.get("description", ""))
    return ""


def _at(source: Source, place: Keys) -> list[Schema]:
    if source not in _schemas():
        return []
    whole = _schemas()[source]
    found = _choices(whole, whole)
    for key in place:
        found = [inner for schema in found for step in _step(schema, key) for inner in _choices(whole, step)]
    return found


def _step(schema: Schema, key: str | int) -> Iterator[Schema]:
    if isinstance(key, int):
        yield from (schema["items"],) if "items" in schema else ()
    elif key in schema.get("properties", {}):
        yield schema["properties"][key]
    elif isinstance(schema.get("additionalProperties"), dict):
        yield schema["additionalProperties"]
    else:
        yield from schema.get("patternProperties", {}).values()


def _choices(whole: Schema, schema: Schema) -> list[Schema]:
    """The schema itself, references followed; of several that may hold, all."""
    if "$ref" in schema:
        inside = {**whole.get("$defs", {}), **whole.get("items", {}).get("$defs", {})}
        return _choices(whole, inside[schema["$ref"].rpartition("/")[2]])
    several = schema.get("anyOf") or schema.get("oneOf")
    return [inner for each in several for inner in _choices(whole, each)] if several else [schema]


def _values(schema: Schema) -> tuple[str, ...]:
    if schema.get("type") == "boolean":
        return ("true", "false")
    listed = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
    return tuple(map(str, listed))


def _holds(source: Source, schema: Schema) -> str:
    kinds = {inner.get("type") for inner in _choices(_schemas()[source], schema)}
    return "list" if "array" in kinds else "group" if "object" in kinds else ""
