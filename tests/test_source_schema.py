"""The JSON Schemas with which editors help authors."""

import json
import runpy
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from signpost_builder.formats.course_file import source_schemas
from signpost_builder.schema import AnyQuestion, schema_files

DOCS = Path(__file__).parent.parent / "docs"


def test_one_schema_for_each_kind_of_source():
    """Each forbids what the reader would refuse as an unknown key."""
    schemas = {name: json.loads(text) for name, text in schema_files(source_schemas()).items()}

    assert set(schemas) == {
        "contacts.schema.json",
        "course.schema.json",
        "facts.schema.json",
        "helplines.schema.json",
        "module.schema.json",
        "posts.schema.json",
        "quiz.schema.json",
        "reviews.schema.json",
        "wording.schema.json",
        "words.schema.json",
    }
    assert schemas["course.schema.json"]["additionalProperties"] is False
    assert schemas["facts.schema.json"]["additionalProperties"]["required"] == [
        "claim",
        "source",
        "sure",
        "checked",
        "review_by",
    ]
    assert schemas["helplines.schema.json"]["items"]["properties"]["checked"]["format"] == "date"
    assert set(schemas["quiz.schema.json"]["properties"]["questions"]["items"]["discriminator"]["mapping"]) == {
        "single",
        "multiple",
        "true-false",
        "order",
        "match",
        "scale",
        "number",
    }


def properties(schema, place=""):
    """Every key of a schema with its place, wherever it stands."""
    if isinstance(schema, dict):
        for key, said in schema.get("properties", {}).items():
            yield f"{place}.{key}", said
        for key, inner in schema.items():
            yield from properties(inner, f"{place}.{key}")
    elif isinstance(schema, list):
        for inner in schema:
            yield from properties(inner, place)


def test_every_key_is_described():
    """Editors show it beside the key; the formats' own keys too. A sentence says more than the key's name."""
    said = [pair for name, schema in source_schemas().items() for pair in properties(schema, name)]

    assert len(said) > 150
    assert [place for place, key in said if len(key.get("description", "")) < 12 or key["description"][-1] != "."] == []


def test_the_page_of_keys_is_what_the_schema_says():
    """`python docs/keys.py` writes it again."""
    page = runpy.run_path(str(DOCS / "keys.py"))["page"]()

    assert (DOCS / "formats/keys.md").read_text(encoding="utf-8") == page
    for key in ("exit_url", "introduction", "shuffle", "objective", "email"):
        assert f"`{key}`" in page


def examples():
    """Of each type of question, by its type."""
    inner = source_schemas()["quiz"]["$defs"].values()
    return {example["type"]: example for schema in inner for example in schema.get("examples", ())}


@pytest.mark.parametrize("kind", ["single", "true-false", "order", "match", "scale", "number"])
def test_examples_are_questions(kind):
    """What the schema shows as an example is one."""
    example = examples()[kind]

    assert TypeAdapter(AnyQuestion).validate_python(example).model_dump(exclude_unset=True) == example
