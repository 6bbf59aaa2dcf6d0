"""Sub-content: a type that stands in another, with the id and the title under which hosts report it."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from signpost_builder.formats.h5p.library import Profile
from signpost_builder.formats.h5p.text import escaped
from signpost_builder.values import frozen

SubContent = dict[str, Any]
LONGEST_NAME = 100  # characters of a title inside a package; hosts show it in lists of results


@frozen
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


def shortened(text: str, most: int = LONGEST_NAME) -> str:
    """One line of at most so many characters."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def machine_name(library: str) -> str:
    """ "H5P.MultiChoice 1.16" without its version."""
    return library.rpartition(" ")[0]


def placed(main: str, params: Mapping[str, Any]) -> set[tuple[str, str]]:
    """(parent, "H5P.Child 1.0") for every type that stands in another."""
    places: set[tuple[str, str]] = set()
    waiting: list[tuple[str, Any]] = [(main, params)]
    while waiting:
        parent, value = waiting.pop()
        if isinstance(value, list):
            waiting += [(parent, part) for part in value if isinstance(part, dict | list)]
        elif "library" in value and "params" in value:
            places.add((parent, value["library"]))
            waiting.append((machine_name(value["library"]), value["params"]))
        else:
            waiting += [(parent, part) for part in value.values() if isinstance(part, dict | list)]
    return places


class TypeLost(ValueError):
    """A host would delete a type without a word: a fault of the writer or of a profile, never of an author."""


def used(main: str, params: Mapping[str, Any], profile: Profile) -> dict[str, str]:
    """Each type in the content by its machine name, with its version. Raises TypeLost where a parent does not list one."""
    places = placed(main, params)
    if lost := sorted(f"{child} in {parent}" for parent, child in places if not _may_stand(parent, child, profile)):
        raise TypeLost(f"{profile.name}: {', '.join(lost)}")
    return {main: profile.library(main)} | {machine_name(library): library for _, library in places}


def _may_stand(parent: str, library: str, profile: Profile) -> bool:
    name = machine_name(library)
    return library in profile.lists.get(parent, ()) and library == profile.library(name)
