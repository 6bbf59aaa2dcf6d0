"""The `.h5p` file of an activity: content without libraries, as h5p.org's own exports have it (docs/h5p.md)."""

import json
from typing import Any

from signpost_builder.formats.h5p.content import Maker, used
from signpost_builder.formats.h5p.context import Activity
from signpost_builder.formats.h5p.library import LONGEST_LANGUAGE, LONGEST_TITLE_BYTES
from signpost_builder.formats.h5p.options import H5p
from signpost_builder.model import Asset, Edition
from signpost_builder.package import Tree


def tree(edition: Edition, options: H5p, activity: Activity, make: Maker) -> Tree:
    files: dict[str, bytes | Asset] = {f"content/{path}": asset for path, asset in activity.media.items()}
    return {
        **files,
        "content/content.json": json_bytes(activity.params),
        "h5p.json": json_bytes(metadata(edition, options, activity, make)),
    }


def json_bytes(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()


def metadata(edition: Edition, options: H5p, activity: Activity, make: Maker) -> dict[str, Any]:
    """h5p.json. Of the libraries, the main one and each type used: players find nested types only here."""
    types = used(activity.main, activity.params, make.profile)
    licence, version = _licence(options.licence)
    value: dict[str, Any] = {
        "title": title(edition, activity),
        "language": language(edition.language),
        "mainLibrary": activity.main,
        "embedTypes": ["iframe"],
        "license": licence,
        "preloadedDependencies": [
            dependency(types[name]) for name in sorted(types, key=lambda name: (name != activity.main, name))
        ],
    }
    if version:
        value["licenseVersion"] = version
    if options.author:
        value["authors"] = [{"name": options.author, "role": "Author"}]
    if options.year:
        value["yearsFrom"] = str(options.year)
    return value


def _licence(stated: str) -> tuple[str, str]:
    """ "CC BY 4.0" as licence and version; the others carry none."""
    name, _, version = stated.rpartition(" ")
    return (name, version) if version == "4.0" else (stated, "")


def dependency(library: str) -> dict[str, str | int]:
    name, _, version = library.rpartition(" ")
    major, minor = version.split(".")
    return {"machineName": name, "majorVersion": int(major), "minorVersion": int(minor)}


def language(tag: str) -> str:
    """At most ten letters and hyphens: what does not fit falls away from the end."""
    subtags = [subtag for subtag in tag.split("-") if subtag.isalpha()]
    while len("-".join(subtags)) > LONGEST_LANGUAGE:
        subtags.pop()
    return "-".join(subtags) or "und"


def title(edition: Edition, activity: Activity) -> str:
    """What an administrator sees in a list: course, part, whose edition, version, and whether it is a draft."""
    course = edition.course
    whose = [] if edition.audience == course.audiences[0] else [edition.audience.title]
    whose += [edition.site.name] if edition.site else []
    whose += [] if edition.language == course.languages[0] else [edition.language]
    tail = f" ({', '.join((course.version, *(() if edition.review else ('draft',))))})"
    tail = (f" – {cut(', '.join(whose), 100)}" if whose else "") + tail
    return cut(f"{course.title}: {activity.title}", LONGEST_TITLE_BYTES - len(tail.encode())) + tail


def cut(text: str, size_bytes: int) -> str:
    """One line of at most so many bytes of UTF-8, no character broken, and nothing that does not print."""
    text = " ".join("".join(sign for sign in text if sign.isprintable() or sign.isspace()).split())
    if len(text.encode()) <= size_bytes:
        return text
    return text.encode()[: size_bytes - len("…".encode())].decode(errors="ignore").rstrip() + "…"
