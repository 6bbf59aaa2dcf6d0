"""Judge an H5P package, whoever made it, by the tables of `signpost_builder.formats.h5p.library` and `fields`.

Hosts accept a package and then silently delete what they do not know: nested types, elements of HTML, fields. What they
would delete is an error here.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from signpost_builder.diagnostics import error, in_order
from signpost_builder.formats.format import UNTOLD, Told
from signpost_builder.formats.h5p import check_archive as h5p_archive
from signpost_builder.formats.h5p import check_fields as h5p_fields
from signpost_builder.formats.h5p import check_media as h5p_media
from signpost_builder.formats.h5p import check_metadata as h5p_metadata
from signpost_builder.formats.h5p import check_scenario as h5p_scenario
from signpost_builder.formats.h5p import check_types as h5p_types
from signpost_builder.formats.h5p.check_types import CONTENT
from signpost_builder.lint.archive import Archive, Unreadable, at, open_archive
from signpost_builder.lint.report import Report

METADATA = "h5p.json"
MOST_DEPTH = 100  # of lists and objects in each other; a book with a quiz in it has about 25


def is_h5p(path: Path) -> bool:
    return path.suffix.lower() == ".h5p"


def lint(path: Path, told: Told = UNTOLD) -> Report:
    """Everything found in the package at `path`; `standard`: the main type and the profiles that all versions fit."""
    try:
        archive, findings = open_archive(path, h5p_archive.RULES)
    except Unreadable as stop:
        return Report(diagnostics=(stop.diagnostic,))
    notes: list[str] = []
    standard = "unknown"
    try:
        metadata, content = _object(archive, METADATA), _object(archive, CONTENT)
        judged = h5p_types.nested(metadata, content)
        findings += judged.found
        findings += h5p_metadata.judge(metadata, {(nested.machine_name, nested.version) for nested in judged.types})
        for nested in judged.types:
            findings += h5p_metadata.nested(nested)
            findings += h5p_fields.judge(nested)
            findings += h5p_scenario.judge(nested)
        findings += h5p_types.ids(judged.types)
        misfits, fitting = h5p_types.versions(judged.types, metadata)
        findings += misfits
        findings += h5p_media.judge(content, archive)
        findings += h5p_archive.libraries(archive, judged.types)
        notes = h5p_types.not_judged(judged.types)
        standard = (
            f"{judged.types[0].machine_name} {judged.types[0].version} for {' and '.join(fitting) or 'no profile'}"
        )
    except Unreadable as stop:
        findings.append(stop.diagnostic)
    return Report(
        diagnostics=tuple(in_order(findings)),
        notes=tuple(notes),
        standard=standard,
        files=len(archive.names),
        _archive=archive,
    )


def _object(archive: Archive, name: str) -> dict[str, Any]:
    """The JSON object in that file. Raises Unreadable when there is none."""
    if name not in archive.names:
        near = next(
            (entry for entry in sorted(archive.names) if entry.lower().endswith("/" + name) or entry.lower() == name),
            "",
        )
        hint = (
            f"it is at '{near}'; zip what is inside the folder, not the folder" if near else "export the package again"
        )
        raise Unreadable(error(at(name), "h5p-missing", f"there is no '{name}' in the package", hint))
    try:
        value = json.loads(archive.read(name).decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as reason:
        raise Unreadable(
            error(at(name), "h5p-not-json", f"the file is not JSON: {reason}", "write it as UTF-8 with a JSON library")
        ) from reason
    if not isinstance(value, dict):
        raise Unreadable(error(at(name), "h5p-not-json", "the file holds no JSON object", "it begins with '{'"))
    if _depth(value) > MOST_DEPTH:
        raise Unreadable(
            error(at(name), "h5p-not-json", f"lists and objects stand in each other more than {MOST_DEPTH} deep")
        )
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _depth(value: Any) -> int:
    """How deep lists and objects stand in each other; found without recursion, which is what it guards."""
    depth, level = 0, [value]
    while level := [inner for outer in level for inner in _inside(outer)]:
        depth += 1
        if depth > MOST_DEPTH:
            break
    return depth


def _inside(value: Any) -> Iterator[Any]:
    yield from value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
