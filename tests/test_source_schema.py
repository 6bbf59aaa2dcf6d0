"""The JSON Schemas with which editors help authors."""

import json

from signpost_builder.formats.course_file import course_file
from signpost_builder.schema import json_schemas


def test_one_schema_for_each_kind_of_source():
    """Each forbids what the reader would refuse as an unknown key."""
    schemas = {name: json.loads(text) for name, text in json_schemas(course_file()).items()}

    assert set(schemas) == {
        "contacts.schema.json",
        "course.schema.json",
        "facts.schema.json",
        "helplines.schema.json",
        "module.schema.json",
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
