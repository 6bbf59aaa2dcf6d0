"""Which content types stand in each other, in which versions, and under which ids.

A host keeps a nested type only if its parent's list names it in exactly that version; otherwise it deletes the question
and accepts the package.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from signpost_builder.diagnostics import Diagnostic, error, nearest, warning
from signpost_builder.formats.h5p.fields import FIELDS
from signpost_builder.formats.h5p.library import DEFAULT_PROFILE, ONLY_NESTED, PROFILES, Profile
from signpost_builder.lint.archive import Unreadable, at
from signpost_builder.values import frozen

CONTENT = "content/content.json"
LIBRARY = re.compile(r"([A-Za-z][\w.]*) (\d+\.\d+)")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

# They ask without a right answer: hosts would keep what a person thinks under that person's name.
SURVEY_TYPES = frozenset({"H5P.OpenEndedQuestion", "H5P.Questionnaire", "H5P.SimpleMultiChoice"})


@frozen
class Nested:
    """A content type where it is used. `place`: the path in content.json to its params; the main type's is empty."""

    machine_name: str
    version: str
    params: Mapping[str, Any]
    place: str
    parent: str = ""
    whole: Mapping[str, Any] | None = None  # the sub-content object; the main type has none


@frozen
class Types:
    types: Sequence[Nested]  # the main type first
    found: Sequence[Diagnostic]


def nested(metadata: Mapping[str, Any], content: Mapping[str, Any]) -> Types:
    """The main type and all that stand in it. Raises Unreadable when the main type cannot be told."""
    name = metadata.get("mainLibrary")
    version = _dependencies(metadata).get(name) if isinstance(name, str) else None
    if not isinstance(name, str) or version is None:
        message = f"the main type '{name}' is not among the preloadedDependencies"
        raise Unreadable(
            error(at("h5p.json"), "h5p-dependencies", message, "name it in both, with its version in the list")
        )
    main = Nested(name, version, content, "")
    types, findings = [main], []
    waiting: list[tuple[Any, str, str]] = [(content, "", name)]
    while waiting:
        value, place, parent = waiting.pop()
        if isinstance(value, dict) and "library" in value and place and isinstance(value["library"], str):
            match = LIBRARY.fullmatch(value["library"])
            params = value.get("params")
            if match is None or not isinstance(params, dict):
                message = (
                    f"{place} is no nested type: it needs 'library' like \"H5P.Blanks 1.14\" and an object 'params'"
                )
                findings.append(error(at(CONTENT), "h5p-nested-type", message))
                continue
            types.append(Nested(match[1], match[2], params, f"{place}.params", parent, value))
            waiting.append((params, f"{place}.params", match[1]))
        elif isinstance(value, dict):
            waiting += [(inner, f"{place}.{key}".removeprefix("."), parent) for key, inner in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [(inner, f"{place}[{number}]", parent) for number, inner in reversed([*enumerate(value)])]
    return Types(types, findings)


def versions(types: Sequence[Nested], metadata: Mapping[str, Any]) -> tuple[list[Diagnostic], list[str]]:
    """Misfits against the profile that fits best, and the names of the profiles that fit."""
    judged = {name: [*_misfits(types, metadata, profile)] for name, profile in PROFILES.items()}
    fitting = [name for name, misfits in judged.items() if not misfits]
    best = min(judged, key=lambda name: (len(judged[name]), name != DEFAULT_PROFILE))
    return judged[best], fitting


def _misfits(types: Sequence[Nested], metadata: Mapping[str, Any], profile: Profile) -> Iterator[Diagnostic]:
    main = types[0]
    if main.machine_name in ONLY_NESTED:
        yield error(
            at("h5p.json"),
            "h5p-nested-type",
            f"{main.machine_name} stands only inside other types",
            "put it into an H5P.Column",
        )
    for nested_type in types[1:]:
        yield from _nested_misfits(nested_type, profile)
    for name, version in _dependencies(metadata).items():
        if version != profile.versions.get(name, version):
            message = f"{name} {version} is not the version of the profile {profile.name}"
            yield error(at("h5p.json"), "h5p-version", message, f"it has {profile.versions[name]}")


def _nested_misfits(nested_type: Nested, profile: Profile) -> Iterator[Diagnostic]:
    """Against the parent's own list, then against what sites of the profile have installed."""
    field = re.sub(r"\[\d+\]", "", nested_type.place.removesuffix(".params")).rpartition(".")[2]
    listed = profile.lists.get(f"{nested_type.parent}.{field}", profile.lists.get(nested_type.parent))
    if listed is None and nested_type.parent in FIELDS:
        message = f"{nested_type.place}: nothing stands inside {nested_type.parent}; hosts delete the {nested_type.machine_name}"
        yield error(at(CONTENT), "h5p-nested-type", message)
        return
    kept = _kept(nested_type.machine_name, listed, profile)
    if listed is not None and not kept:
        message = f"{nested_type.place}: {nested_type.parent} does not take {nested_type.machine_name}; hosts delete it"
        names = {library.partition(" ")[0] for library in listed}
        yield error(at(CONTENT), "h5p-nested-type", message, nearest(nested_type.machine_name, names))
    elif kept and nested_type.version not in kept:
        message = f"{nested_type.place}: {nested_type.machine_name} {nested_type.version}; in {profile.name} hosts keep only {' and '.join(kept)}"
        yield error(at(CONTENT), "h5p-version", message, f'write "{nested_type.machine_name} {kept[-1]}"')


def _kept(machine_name: str, listed: frozenset[str] | None, profile: Profile) -> list[str]:
    """The versions of a nested type that are listed and, where the profile knows the type, installed."""
    installed = profile.versions.get(machine_name)
    if listed is None:
        return [installed] if installed else []
    versions = sorted(
        version for name, _, version in (entry.partition(" ") for entry in listed) if name == machine_name
    )
    return [installed] if installed in versions else versions


def _dependencies(metadata: Mapping[str, Any]) -> dict[str, str]:
    """Machine name -> version; entries of another form are left out, and reported with the metadata."""
    listed = metadata.get("preloadedDependencies")
    return {
        dependency["machineName"]: f"{dependency.get('majorVersion')}.{dependency.get('minorVersion')}"
        for dependency in (listed if isinstance(listed, list) else ())
        if isinstance(dependency, dict) and isinstance(dependency.get("machineName"), str)
    }


def ids(types: Sequence[Nested]) -> Iterator[Diagnostic]:
    """Each nested type has a lower-case UUID of its own: results are told apart by it."""
    first: dict[str, str] = {}
    for place, own in _ids(types):
        if own is None:
            yield warning(
                at(CONTENT),
                "h5p-id",
                f"{place} has no subContentId",
                "give it a UUID that stays the same from build to build",
            )
        elif not isinstance(own, str) or not UUID.fullmatch(own):
            hint = "hosts drop ids in capitals" if isinstance(own, str) and UUID.fullmatch(own.lower()) else ""
            yield error(at(CONTENT), "h5p-id", f"{place}: '{own}' is no lower-case UUID", hint)
        elif own in first:
            yield error(
                at(CONTENT),
                "h5p-id",
                f"{place} has the same subContentId as {first[own]}",
                "results of the two could not be told apart",
            )
        else:
            first[own] = place


def _ids(types: Sequence[Nested]) -> Iterator[tuple[str, Any]]:
    for nested_type in types[1:]:
        yield nested_type.place, (nested_type.whole or {}).get("subContentId")
    for nested_type in types:  # groups that count as nested types of their own
        for key in ("choices", "summaries"):
            listed = (
                nested_type.params.get(key)
                if nested_type.machine_name in ("H5P.SingleChoiceSet", "H5P.Summary")
                else None
            )
            for number, group in enumerate(listed if isinstance(listed, list) else ()):
                if isinstance(group, dict):
                    yield f"{nested_type.place}.{key}[{number}]".removeprefix("."), group.get("subContentId")


def not_judged(types: Sequence[Nested]) -> list[str]:
    unknown = sorted(
        {
            f"{nested_type.machine_name} {nested_type.version}"
            for nested_type in types
            if nested_type.machine_name not in FIELDS
        }
    )
    return [f"The fields of {', '.join(unknown)} were not judged: Signpost has no table for them."] if unknown else []
