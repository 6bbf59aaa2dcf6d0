"""What course.yaml may say under `h5p`."""

from typing import Annotated, Any

from pydantic import Field

from signpost_builder.diagnostics import Read
from signpost_builder.formats.h5p.options import H5p, H5pLicence, Profile
from signpost_builder.schema import Entry, OptionalText


class H5pEntry(Entry):
    """How H5P packages are made: content types, licence, modules."""

    noun = "a course's part for H5P"
    profile: Annotated[Profile, Field(description="The content types of the H5P site.")] = "hub-2025"
    modules: Annotated[
        bool | None, Field(description="Whether each module is also a package; without it, in long courses.")
    ] = None
    licence: Annotated[H5pLicence, Field(description="As H5P spells it; U: not stated, C: all rights reserved.")] = "U"
    author: Annotated[OptionalText, Field(description="Whom the packages name as their author.")] = ""
    year: Annotated[int | None, Field(ge=1900, le=9999, description="The year of the licence.")] = None


def entry() -> type[Entry]:
    return H5pEntry


def read(entry: H5pEntry, *_: Any) -> Read[H5p]:
    return Read(H5p(**dict(entry)))
