"""The models of what authors type: course.yaml with the names of the formats and a key for each family, and files that are a family's own."""

from collections.abc import Collection
from functools import cache
from typing import Any, Literal

from pydantic import Field, create_model

from signpost_builder.formats import FORMATS, families
from signpost_builder.schema import CourseFile, schemas


def course_file_with(keys: Collection[str]) -> type[CourseFile]:
    """For a file in which these keys stand: what families of formats may be told under others need not be imported for it."""
    return course_file(frozenset(family.key for family in families() if family.key in keys))


@cache
def course_file(told: frozenset[str] | None = None) -> type[CourseFile]:
    """`told`: the families that are told something; left out: any may be."""
    names = tuple(FORMATS)
    said = CourseFile.model_fields["formats"].description
    fields: dict[str, Any] = {
        "formats": (list[Literal[names]], Field(default=[names[0]], min_length=1, description=said)),  # type: ignore[valid-type]  # pydantic reads it; the table is known at run time only
    }
    for family in families():
        if family.entry and told is not None and family.key not in told:
            fields[family.key] = (None, None)
        elif family.entry:
            entry = family.entry()
            fields[family.key] = (entry | None, Field(default=None, description=entry.__doc__))
    made: type[CourseFile] = create_model("CourseFile", __base__=CourseFile, **fields)
    return made


def source_schemas() -> dict[str, dict[str, Any]]:
    """A JSON Schema for each kind of source, by its name."""
    own = {name: model for family in families() for name, model in family.files().items()}
    return schemas(course_file(), own)
