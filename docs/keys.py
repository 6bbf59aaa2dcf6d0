"""Writes docs/formats/keys.md, every key that an author may type, from the schema itself: `python docs/keys.py`."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from signpost_builder.formats.course_file import source_schemas

PAGE = Path(__file__).parent / "formats" / "keys.md"
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
for editors and that `signpost check` reads with. A key in bold has to be there. [For authors](../author.md) says how they work together.
"""
TYPES = {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false", "null": ""}
FORMATS = {"date": "a day, 2026-12-01", "uri": "a web address"}

Schema = Mapping[str, Any]


def page() -> str:
    known = source_schemas()
    parts = [HEAD, *(part for name, where in FILES.items() for part in _file(where, known[name]))]
    return "\n".join(parts)


def _file(where: str, schema: Schema) -> Iterator[str]:
    model = schema.get("items") or schema
    if isinstance(schema.get("additionalProperties"), dict):
        model = schema["additionalProperties"]
    definitions = {**schema.get("$defs", {}), **model.get("$defs", {})}
    place, _, rest = where.partition(", ")
    yield f"## `{place}`{', ' + rest if rest else ''}\n"
    yield from _table(model, definitions)
    for name, inner in sorted(definitions.items()):
        yield f"### {_called(name)}\n"
        yield from _table(inner, definitions)
        for example in inner.get("examples", ()):
            yield f"```yaml\n{yaml.safe_dump([example], sort_keys=False, allow_unicode=True, width=110)}```\n"


def _table(model: Schema, definitions: Schema) -> Iterator[str]:
    needed = set(model.get("required", ()))
    yield "| key | what it is | what is typed |\n| --- | --- | --- |"
    for key, said in sorted(model["properties"].items(), key=lambda item: item[0] not in needed):
        name = f"**`{key}`**" if key in needed else f"`{key}`"
        yield f"| {name} | {said['description']} | {_typed(said, definitions)} |"
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
    each: Schema = said.get("additionalProperties") or next(iter(said["patternProperties"].values()))
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
