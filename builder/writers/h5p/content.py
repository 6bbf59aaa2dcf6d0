"""Sub-content: a type that stands in another, with the id and the title under which hosts report it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from builder.h5p_library import Profile
from builder.writers.h5p.text import escaped

SubContent = dict[str, Any]
LONGEST_NAME = 100  # characters of a title inside a package; hosts show it in lists of results


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes sub-content in the versions of one profile."""

    course_id: str
    profile: Profile

    def sub(self, type: str, params: Mapping[str, Any], name: str, title: str) -> SubContent:
        """`name`: what the id derives from, a question's or page's own id, so that results lead back to the source."""
        return {
            "library": self.profile.library(type),
            "params": params,
            "subContentId": self.id(name),
            "metadata": {
                "contentType": re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type.removeprefix("H5P.")),
                "license": "U",
                "title": escaped(shortened(title)),
            },
        }

    def id(self, name: str) -> str:
        return str(uuid5(NAMESPACE_URL, f"signpost:{self.course_id}/{name}"))


def shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1].rstrip()}…"


def nested(value: Any) -> Iterator[SubContent]:
    """Every sub-content object in `value`, outer before inner."""
    if isinstance(value, dict):
        if "library" in value and "params" in value:
            yield value
        for part in value.values():
            yield from nested(part)
    elif isinstance(value, list):
        for part in value:
            yield from nested(part)


def machine_name(library: str) -> str:
    """ "H5P.MultiChoice 1.16" without its version."""
    return library.rpartition(" ")[0]


def misplaced(main: str, params: Mapping[str, Any], profile: Profile) -> list[tuple[str, str]]:
    """(parent, child) of every type that stands where its parent does not list it: hosts delete it without a word."""
    found = [(main, child["library"]) for child in _children(params) if not _may_stand(main, child, profile)]
    for child in _children(params):
        found += misplaced(machine_name(child["library"]), child["params"], profile)
    return found


def _may_stand(parent: str, child: SubContent, profile: Profile) -> bool:
    name = machine_name(child["library"])
    return name in profile.children.get(parent, ()) and child["library"] == profile.library(name)


def _children(value: Any) -> Iterator[SubContent]:
    """Sub-content directly in `value`, not in other sub-content."""
    if isinstance(value, dict):
        for part in value.values():
            if isinstance(part, dict) and "library" in part and "params" in part:
                yield part
            else:
                yield from _children(part)
    elif isinstance(value, list):
        for part in value:
            if isinstance(part, dict) and "library" in part and "params" in part:
                yield part
            else:
                yield from _children(part)
