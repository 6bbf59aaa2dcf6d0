"""Writes docs/formats/keys.md, every key that an author may type, from the schema itself: `python docs/keys.py`."""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from signpost_builder.formats.course_file import source_schemas
from signpost_builder.source.yaml_nodes import Document, load

PAGE = Path(__file__).parent / "formats" / "keys.md"
EXAMPLES = PAGE.parent / "examples" / "every-key"
LONGEST = 84  # characters of an example that stands in a cell
FILES = {  # schema -> where it is typed
    "course": "course/<id>/course.yaml",
    "module": "modules/<id>/module.md, between the two --- lines",
    "quiz": "quizzes/<id>.yaml",
    "facts": "modules/facts.yaml, for each id",
    "helplines": "modules/helplines.yaml, each of the list",
    "contacts": "contacts.yaml, each of the list",
    "words": "words.yaml",
    "wording": "wording.yaml",
    "posts": "course/<id>/posts.yaml, of a campaign",
    "reviews": "modules/reviews.yaml, which `signpost review` writes",
}
HEAD = """# Every key

What may be typed in the YAML of a project. `python docs/keys.py` writes this page from the schema, the same that `signpost schema DIR` writes
for editors and that `signpost check` reads with. A key in bold has to be there. Each example stands in [one small project](examples/every-key/),
which passes the check. [For authors](../author.md) says how the keys work together.
"""
TYPES = {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false", "null": ""}
FORMATS = {"date": "a day, 2026-12-01", "uri": "a web address"}

Schema = Mapping[str, Any]
Key = tuple[str, str]  # what it is called, and what is said of it: several groups have a "title"
Place = tuple[str | int, ...]


def page() -> str:
    known, shown = source_schemas(), examples()
    parts = [HEAD, *(part for name, where in FILES.items() for part in _file(where, known[name], shown[name]))]
    return "\n".join(parts)


def examples() -> dict[str, dict[Key, str]]:
    """For each kind of file: of each key, the first value that the project of examples has, as it is typed there."""
    known = source_schemas()
    shown: dict[str, dict[Key, str]] = {name: {} for name in FILES}
    for path in sorted(EXAMPLES.rglob("*.yaml")) + sorted(EXAMPLES.rglob("module.md")):
        kind = "quiz" if path.parent.name == "quizzes" else path.stem
        text = path.read_text("utf-8")
        document = load(text.split("---\n")[1] if kind == "module" else text, PurePosixPath(path.name)).value
        assert document
        for key, place in keys_in(document.value, known[kind], _definitions(known[kind])):
            if written := _written(document, place):
                shown[kind].setdefault(key, written)
    return shown


def keys_in(value: Any, schema: Schema, definitions: Schema, at: Place = ()) -> Iterator[tuple[Key, Place]]:
    """Every key that stands in a value, with what the schema says of it, and its place."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    for option in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        if option.get("type") != "null" and _is_of(option, value, definitions):
            yield from keys_in(value, option, definitions, at)
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from keys_in(each, schema.get("items", {}), definitions, (*at, number))
    if isinstance(value, dict):
        named = schema.get("properties", {})
        for key, each in value.items():
            if key in named:
                yield (key, named[key]["description"]), (*at, key)
            yield from keys_in(each, named.get(key) or _each(schema), definitions, (*at, key))


def _is_of(option: Schema, value: Any, definitions: Schema) -> bool:
    """Whether a value is of this type of question; what has no types is what it is."""
    model = definitions[option["$ref"].rpartition("/")[2]] if "$ref" in option else option
    kinds = model.get("properties", {}).get("type")
    return kinds is None or value.get("type") in kinds.get("enum", [kinds.get("const")])


def _written(document: Document, place: Place) -> str:
    """A value on one line; nothing where that would be long."""
    words = _on_a_line(document, place)
    return words if len(words) <= LONGEST else ""


def _on_a_line(document: Document, place: Place) -> str:
    value: Any = document.value
    for key in place:
        value = value[key]
    if isinstance(value, list):
        return f"[{', '.join(_on_a_line(document, (*place, number)) for number in range(len(value)))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_on_a_line(document, (*place, key))}' for key in value)}}}"
    return document.written(*place)


def _file(where: str, schema: Schema, shown: Mapping[Key, str]) -> Iterator[str]:
    model = schema.get("items") or schema
    if isinstance(schema.get("additionalProperties"), dict):
        model = schema["additionalProperties"]
    definitions = _definitions(schema)
    place, _, rest = where.partition(", ")
    yield f"## `{place}`{', ' + rest if rest else ''}\n"
    yield from _table(model, definitions, shown)
    for name, inner in sorted(definitions.items()):
        yield f"### {_called(name)}\n"
        yield from _table(inner, definitions, shown)
        for example in inner.get("examples", ()):
            yield f"```yaml\n{yaml.safe_dump([example], sort_keys=False, allow_unicode=True, width=110)}```\n"


def _definitions(schema: Schema) -> Schema:
    return {**schema.get("$defs", {}), **schema.get("items", {}).get("$defs", {})}


def _table(model: Schema, definitions: Schema, shown: Mapping[Key, str]) -> Iterator[str]:
    needed = set(model.get("required", ()))
    yield "| key | what it is | what is typed | example |\n| --- | --- | --- | --- |"
    for key, said in sorted(model["properties"].items(), key=lambda item: item[0] not in needed):
        name = f"**`{key}`**" if key in needed else f"`{key}`"
        example = f"`{shown[key, said['description']]}`" if (key, said["description"]) in shown else ""
        yield f"| {name} | {said['description']} | {_typed(said, definitions)} | {example} |"
    yield ""


def _typed(said: Schema, definitions: Schema) -> str:
    """What kind of value, in words."""
    if "$ref" in said:
        name = said["$ref"].rpartition("/")[2]
        return f"[{_called(name).lower()}](#{_called(name).lower().replace(' ', '-')})"
    if "discriminator" in said or "anyOf" in said or "oneOf" in said:
        kinds = [_typed(one, definitions) for one in said.get("anyOf") or said["oneOf"]]
        return ", or ".join(dict.fromkeys(kind for kind in kinds if kind))
    if "const" in said or "enum" in said:
        return ", ".join(f"`{value}`" for value in said.get("enum", [said.get("const")]))
    match said["type"]:
        case "array":
            return f"a list: {_typed(said['items'], definitions)}"
        case "object":
            return f"for each name: {_typed(_each(said), definitions)}"
        case kind:
            return _bounded(said, FORMATS.get(said.get("format", ""), TYPES[kind]))


def _each(said: Schema) -> Schema:
    """What stands under every name; where names are ids, the schema says their pattern."""
    each: Schema = said.get("additionalProperties") or next(iter(said.get("patternProperties", {}).values()), {})
    return each


def _bounded(said: Schema, words: str) -> str:
    low, high = said.get("minimum"), said.get("maximum")
    bounds = (
        f"{low} to {high}" if low is not None and high is not None else f"at least {low}" if low is not None else ""
    )
    return f"{words}, {bounds}" if bounds else words


def _called(definition: str) -> str:
    """ "ChoiceQuestionEntry" -> "Choice question"."""
    words = "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in definition.removesuffix("Entry"))
    return words.strip().capitalize()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
