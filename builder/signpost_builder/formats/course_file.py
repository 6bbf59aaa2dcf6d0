"""The model of course.yaml: what is said of every course, the names of the formats, and a key for each family of them."""

from functools import cache
from typing import Any, Literal

from pydantic import Field, create_model

from signpost_builder.formats import FORMATS, families
from signpost_builder.schema import CourseFile


@cache
def course_file() -> type[CourseFile]:
    names = tuple(FORMATS)
    said = CourseFile.model_fields["formats"].description
    fields: dict[str, Any] = {
        "formats": (list[Literal[names]], Field(default=[names[0]], min_length=1, description=said)),  # type: ignore[valid-type]  # pydantic reads it; the table is known at run time only
    }
    for family in families():
        if family.entry:
            entry = family.entry()
            fields[family.key] = (entry | None, Field(default=None, description=entry.__doc__))
    made: type[CourseFile] = create_model("CourseFile", __base__=CourseFile, **fields)
    return made
