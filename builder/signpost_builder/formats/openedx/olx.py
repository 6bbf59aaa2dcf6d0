"""A course archive as Open edX Studio exports it: containers, components and where their files go.

Containers and built-in components are pointer files; pure XBlocks stand inline in the vertical, because a pointer to
one is not followed and gives an empty block without an error.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from types import MappingProxyType
from typing import assert_never

from lxml import etree

from signpost_builder.diagnostics import NOWHERE, Diagnostic, SourceError, Span, error
from signpost_builder.titles import NOT_IN_XML
from signpost_builder.values import frozen

ROOT = "course"
NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})
LONGEST_NAME = 150  # of the 255 that the platform keeps of a key, the rest is for course and kind of block
Groups = Mapping[int, Sequence[int]]  # content groups that alone see a part, by their partition; empty: everybody


@frozen
class Inline:
    """A pure XBlock; its element carries its own `url_name`."""

    name: str
    element: etree._Element
    span: Span = NOWHERE


@frozen
class Html:
    name: str
    title: str
    body: str
    span: Span = NOWHERE


@frozen
class Problem:
    """`content`: the whole file."""

    name: str
    content: bytes
    span: Span = NOWHERE


Component = Inline | Html | Problem


@frozen(kw_only=True)
class Unit:
    """A vertical."""

    name: str
    title: str
    components: tuple[Component, ...]
    groups: Groups = field(default_factory=dict)


@frozen(kw_only=True)
class Subsection:
    """A sequential. `attributes` as in OLX: format, graded, show_correctness, due. `groups` as of a unit."""

    name: str
    title: str
    units: tuple[Unit, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)
    groups: Groups = field(default_factory=dict)


@frozen(kw_only=True)
class Section:
    """A chapter. `groups` as of a unit."""

    name: str
    title: str
    subsections: tuple[Subsection, ...]
    groups: Groups = field(default_factory=dict)
    span: Span = NOWHERE


def course_files(sections: Sequence[Section], *, org: str, number: str, run: str) -> dict[str, bytes]:
    """The tree of the course, from course.xml down. Raises SourceError for names that cannot be."""
    _refuse_names(sections)
    pointers = [_pointer("chapter", section.name) for section in sections]
    wiki = etree.Element("wiki", slug=f"{org}.{number}.{run}")
    files = {
        "course.xml": xml(etree.Element("course", url_name=run, org=org, course=number)),
        f"course/{run}.xml": xml(_with(etree.Element("course"), [*pointers, wiki])),
    }
    for section in sections:
        inside = [_pointer("sequential", subsection.name) for subsection in section.subsections]
        files[f"chapter/{section.name}.xml"] = xml(
            _with(_named("chapter", section.title, _seen_by(section.groups)), inside)
        )
        for subsection in section.subsections:
            inside = [_pointer("vertical", unit.name) for unit in subsection.units]
            element = _named("sequential", subsection.title, {**subsection.attributes, **_seen_by(subsection.groups)})
            files[f"sequential/{subsection.name}.xml"] = xml(_with(element, inside))
            for unit in subsection.units:
                files |= _unit_files(unit)
    return {f"{ROOT}/{name}": content for name, content in files.items()}


def _unit_files(unit: Unit) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    inside = []
    for component in unit.components:
        match component:
            case Inline(element=element):
                inside.append(element)
            case Html(name, title, body):
                inside.append(_pointer("html", name))
                files[f"html/{name}.xml"] = xml(_named("html", title, {"filename": name}))
                files[f"html/{name}.html"] = f"{body.strip()}\n".encode()
            case Problem(name, content):
                inside.append(_pointer("problem", name))
                files[f"problem/{name}.xml"] = content
            case _:
                assert_never(component)
    files[f"vertical/{unit.name}.xml"] = xml(_with(_named("vertical", unit.title, _seen_by(unit.groups)), inside))
    return files


def _seen_by(groups: Groups) -> dict[str, str]:
    return (
        {"group_access": json.dumps({str(partition): list(ids) for partition, ids in groups.items()})} if groups else {}
    )


def xml(element: etree._Element, *, pretty: bool = True) -> bytes:
    """`pretty` only where white space between elements means nothing. No declaration, as in Studio's exports."""
    return etree.tostring(element, pretty_print=pretty, encoding="utf-8").rstrip(b"\n") + b"\n"


def in_xml(text: str) -> str:
    """The text without the few characters that XML cannot hold."""
    return NOT_IN_XML.sub("", text)


def in_attribute(text: str) -> str:
    """The text as an attribute of the platform's own blocks, which read what is JSON as JSON (xmodule/xml_block.py).

    A title in quotation marks would lose them, and "null" would be none.
    """
    text = in_xml(text)
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return text if read == text else json.dumps(text, ensure_ascii=False)


def _pointer(tag: str, name: str) -> etree._Element:
    return etree.Element(tag, url_name=name)


def _named(tag: str, title: str, attributes: Mapping[str, str] = NO_ATTRIBUTES) -> etree._Element:
    given: dict[str, str] = {"display_name": in_attribute(title), **attributes}
    return etree.Element(tag, given)


def _with(element: etree._Element, children: Iterable[etree._Element]) -> etree._Element:
    element.extend(children)
    return element


def _names(sections: Iterable[Section]) -> Iterator[tuple[str, Span]]:
    for section in sections:
        yield section.name, section.span
        for subsection in section.subsections:
            yield subsection.name, section.span
            for unit in subsection.units:
                yield unit.name, section.span
                for component in unit.components:
                    yield component.name, component.span if component.span != NOWHERE else section.span


def _refuse_names(sections: Iterable[Section]) -> None:
    """A repeated name is given a hash by Studio, and then its file is not found; some disks do not see capitals.

    A long one does not fit into the platform's tables, which the learner would be the first to notice.
    """
    first: dict[str, str] = {}
    found: list[Diagnostic] = []
    for name, span in _names(sections):
        if name.lower() in first:
            message = f"two parts of the course would both be '{first[name.lower()]}' in Open edX"
            hint = "ask a question once on a page; let ids differ in more than case"
            found.append(error(span, "openedx-name-twice", message, hint))
        if len(name) > LONGEST_NAME:
            message = (
                f"'{name}' would be the name of a part in Open edX, with {len(name)} characters; {LONGEST_NAME} fit"
            )
            hint = "give the page a shorter name: ## Its heading {#short-name}"
            found.append(error(span, "openedx-name-too-long", message, hint))
        first.setdefault(name.lower(), name)
    if found:
        raise SourceError(found)
