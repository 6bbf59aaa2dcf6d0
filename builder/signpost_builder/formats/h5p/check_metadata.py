"""Metadata: the keys of h5p.json, as H5P's own check and Lumi's server judge them, and those of types in types."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from signpost_builder.diagnostics import Diagnostic, error, nearest, warning
from signpost_builder.formats.h5p.check_text import plain
from signpost_builder.formats.h5p.check_types import CONTENT, Nested
from signpost_builder.formats.h5p.library import LICENCE_VERSIONS, LICENCES, LONGEST_LANGUAGE, LONGEST_TITLE_BYTES
from signpost_builder.lint.archive import at

YEAR, DATE = re.compile(r"\d{1,4}"), re.compile(r"\d{2}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}")
NUMBER = re.compile(r"\d{1,5}")
LONGEST_TEXT = 5000
KNOWN = frozenset(
    "title language mainLibrary embedTypes preloadedDependencies dynamicDependencies editorDependencies license "
    "licenseVersion licenseExtras authors source yearsFrom yearsTo changes authorComments defaultLanguage extraTitle "
    "a11yTitle contentType metaKeywords metaDescription w h".split()
)


def judge(metadata: Mapping[str, Any], used: set[tuple[str, str]]) -> Iterator[Diagnostic]:
    """`used`: machine name and version of each type in the content."""
    for rule in (_title, _language, _embedding, _licence, _people, _texts, _unknown):
        yield from rule(metadata)
    yield from _dependencies(metadata, used)


def nested(content: Nested) -> Iterator[Diagnostic]:
    """The metadata of a type in another: unlike the title of the package, its title is HTML-escaped."""
    metadata = (content.whole or {}).get("metadata", {})
    if not isinstance(metadata, dict):
        yield error(at(CONTENT), "h5p-metadata", f"{content.place}: its metadata is no object")
        return
    title = metadata.get("title")
    if isinstance(title, str):
        yield from plain(title, f"{content.place}: the title in its metadata")
    if content.parent == "H5P.InteractiveBook" and (not isinstance(title, str) or not title.strip()):
        hint = "give its metadata a 'title': the menu shows it"
        yield error(
            at(CONTENT), "h5p-field-missing", f"{content.place}: a chapter without a title is a blank page", hint
        )
    if metadata.get("license", "U") not in LICENCES:
        yield error(
            at(CONTENT),
            "h5p-metadata",
            f"{content.place}: no licence is called '{metadata['license']}'",
            nearest(str(metadata["license"]), LICENCES),
        )


def _fault(message: str, hint: str = "") -> Diagnostic:
    return error(at("h5p.json"), "h5p-metadata", message, hint)


def _title(metadata: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Plain text, not HTML-escaped."""
    title = metadata.get("title")
    if not isinstance(title, str) or not title.strip():
        yield error(at("h5p.json"), "h5p-title", "there is no title", "write one of at most 255 bytes")
    elif len(title.encode("utf-8", "replace")) > LONGEST_TITLE_BYTES:
        size = len(title.encode("utf-8", "replace"))
        yield error(
            at("h5p.json"),
            "h5p-title",
            f"the title has {size} bytes; hosts take {LONGEST_TITLE_BYTES}",
            "shorten it; an accented letter counts two",
        )
    elif not title.isprintable():
        yield error(
            at("h5p.json"),
            "h5p-title",
            "the title has a line break or another character that does not print",
            "remove it",
        )


def _language(metadata: Mapping[str, Any]) -> Iterator[Diagnostic]:
    for key in ("language", "defaultLanguage"):
        language = metadata.get(key, "und" if key == "defaultLanguage" else None)
        if not isinstance(language, str) or not re.fullmatch(rf"[A-Za-z-]{{1,{LONGEST_LANGUAGE}}}", language):
            yield _fault(
                f"'{key}' is '{language}'",
                f"letters and hyphens, at most {LONGEST_LANGUAGE}: en-GB; und if there is none",
            )


def _embedding(metadata: Mapping[str, Any]) -> Iterator[Diagnostic]:
    ways = metadata.get("embedTypes")
    if not isinstance(ways, list) or not ways or not all(way in ("div", "iframe") for way in ways):
        yield _fault("'embedTypes' is missing or unknown; hosts refuse the package", 'write ["iframe"]')


def _licence(metadata: Mapping[str, Any]) -> Iterator[Diagnostic]:
    licence, version = metadata.get("license", "U"), metadata.get("licenseVersion", "4.0")
    if licence not in LICENCES:
        yield _fault(f"no licence is called '{licence}'; hosts refuse the package", nearest(str(licence), LICENCES))
    if version not in LICENCE_VERSIONS:
        yield _fault(f"no licence has the version '{version}'", f"known: {', '.join(LICENCE_VERSIONS)}")


def _people(metadata: Mapping[str, Any]) -> Iterator[Diagnostic]:
    authors, changes = metadata.get("authors", []), metadata.get("changes", [])
    if not isinstance(authors, list) or not all(
        _is_texts(person, "name") and re.fullmatch(r"\w+", person.get("role", "Author")) for person in authors
    ):
        yield _fault("'authors' is a list of {name, role}, the role one word", '{"name": "…", "role": "Author"}')
    if not isinstance(changes, list) or not all(
        _is_texts(person, "log") and DATE.fullmatch(person.get("date", "")) for person in changes
    ):
        yield _fault("'changes' is a list of {date, author, log}", "the date like 23-11-26 11:00:00")


def _is_texts(value: Any, required: str) -> bool:
    return isinstance(value, dict) and required in value and all(isinstance(text, str) for text in value.values())


def _texts(metadata: Mapping[str, Any]) -> Iterator[Diagnostic]:
    for key in ("yearsFrom", "yearsTo"):
        year = metadata.get(key, "2026")
        if not isinstance(year, str) or not YEAR.fullmatch(year):
            yield _fault(f"'{key}' is {year!r}", 'text of up to four digits: "2026"; Lumi refuses a number')
    for key in ("licenseExtras", "authorComments"):
        text = metadata.get(key, "")
        if not isinstance(text, str) or len(text) > LONGEST_TEXT:
            yield _fault(f"'{key}' is text of at most {LONGEST_TEXT} characters")
    source = metadata.get("source", "https://")
    if not isinstance(source, str) or not source.startswith(("http://", "https://")):
        yield _fault(f"'source' is '{source}'", "an address that begins with https://")


def _unknown(metadata: Mapping[str, Any]) -> Iterator[Diagnostic]:
    for key in sorted(metadata.keys() - KNOWN):
        yield warning(at("h5p.json"), "h5p-field-unknown", f"hosts ignore '{key}'", nearest(key, KNOWN))


def _listed(metadata: Mapping[str, Any]) -> list[Any]:
    listed = metadata.get("preloadedDependencies")
    return listed if isinstance(listed, list) else []


def _dependencies(metadata: Mapping[str, Any], used: set[tuple[str, str]]) -> Iterator[Diagnostic]:
    """The list is what the content uses: less is a blank page in h5p-standalone, more is one more version to fail."""
    listed: set[tuple[str, str]] = set()
    for number, dependency in enumerate(_listed(metadata)):
        form = isinstance(dependency, dict) and isinstance(dependency.get("machineName"), str)
        if not form or not all(NUMBER.fullmatch(str(dependency.get(key))) for key in ("majorVersion", "minorVersion")):
            hint = '{"machineName": "H5P.Blanks", "majorVersion": 1, "minorVersion": 14}'
            yield error(
                at("h5p.json"),
                "h5p-dependencies",
                f"preloadedDependencies[{number}] is no name with two whole numbers",
                hint,
            )
        else:
            listed.add((dependency["machineName"], f"{dependency['majorVersion']}.{dependency['minorVersion']}"))
    for name, version in sorted(used - listed):
        message = f"{name} {version} is used in the content and not listed in preloadedDependencies"
        yield error(at("h5p.json"), "h5p-dependencies", message, "add it: some players find a type only there")
    for name, version in sorted(listed - used):
        message = f"{name} {version} is listed in preloadedDependencies and not used"
        yield warning(
            at("h5p.json"), "h5p-dependencies", message, "remove it: it is one more version that a site may not have"
        )
