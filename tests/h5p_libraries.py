"""Stub libraries for every type of the tables: enough for the tool to export and for a player to show our content.

Their semantics come from `signpost_builder.formats.h5p.fields`, their view is tests/h5p/view.js; nothing of them is the real types'.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from signpost_builder.formats.h5p.fields import FIELDS, Field
from signpost_builder.formats.h5p.library import PROFILES, TAGS

VIEW = Path(__file__).parent / "h5p" / "view.js"
HELPER = ("H5P.StubHelper", "1.0")  # what all of them need, so that needs are followed


def write_libraries(folder: Path, profile_name: str = "hub-2025", without: Iterable[str] = ()) -> Path:
    """A folder of libraries in the versions of the profile."""
    profile = PROFILES[profile_name]
    for name in FIELDS.keys() - set(without):
        version = profile.versions[name]
        options = sorted(profile.lists.get(name, ()))
        view = VIEW.read_text(encoding="utf-8").replace("MACHINE_NAME", name)
        files = {
            "semantics.json": json.dumps(semantics(FIELDS[name], options)),
            "view.js": view,
            "view.css": "section { margin: 1em }",
        }
        write_library(folder, name, version, files, [HELPER])
    write_library(folder, *HELPER, {"view.js": "var H5P = H5P || {};"}, [])
    return folder


def write_library(
    folder: Path, name: str, version: str, files: dict[str, str], needs: Iterable[tuple[str, str]]
) -> Path:
    major, minor = map(int, version.split("."))
    own = folder / f"{name}-{version}"
    own.mkdir(parents=True, exist_ok=True)
    value = {
        "machineName": name,
        "majorVersion": major,
        "minorVersion": minor,
        "patchVersion": 0,
        "title": name,
        "author": "Signpost",
        "license": "MIT",
        "runnable": 1,
        "coreApi": {"majorVersion": 1, "minorVersion": 24},
        "preloadedJs": [{"path": path} for path in files if path.endswith(".js")],
        "preloadedCss": [{"path": path} for path in files if path.endswith(".css")],
        "preloadedDependencies": [dependency(*need) for need in needs],
    }
    for path, text in {"library.json": json.dumps(value), **files}.items():
        (own / path).parent.mkdir(exist_ok=True)
        (own / path).write_text(text, encoding="utf-8")
    return own


def dependency(name: str, version: str) -> dict[str, Any]:
    major, minor = map(int, version.split("."))
    return {"machineName": name, "majorVersion": major, "minorVersion": minor}


def semantics(fields: Iterable[Field], options: list[str]) -> list[dict[str, Any]]:
    """The list of fields in H5P's own form, a group or list inside another by the path."""
    known: dict[str, dict[str, Any]] = {"": {"fields": []}}
    for one in sorted(fields, key=lambda one: one.path):
        name = one.path.removesuffix("[]").rpartition(".")[2]
        described = known[one.path] = {"name": name, "label": name, "optional": not one.required, **_type(one, options)}
        if one.path.endswith("[]"):
            known[one.path.removesuffix("[]")]["field"] = described
        else:
            known[one.path.rpartition(".")[0]].setdefault("fields", []).append(described)
    return known[""]["fields"]


def _type(one: Field, options: list[str]) -> dict[str, Any]:
    if one.kind in TAGS:
        return {"type": "text", "widget": "html", "tags": sorted(TAGS[one.kind])}
    match one.kind:
        case "library":
            return {"type": "library", "options": options}
        case "object" | "texts":
            return {"type": "group", "fields": []}
        case "select":
            return {"type": "select", "options": [{"value": option, "label": option} for option in one.options]}
        case "bool":
            return {"type": "boolean"}
        case "number" | "percent" | "link":
            return {"type": "number"}
        case "list" | "image":
            return {"type": one.kind}
    return {"type": "text"}
