"""Judge an Open edX course archive, whoever made it.

Studio reports success after an import that left things out. What it would leave out, rename or load wrongly without a
word is an error here.
"""

import json
import re
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path, PurePosixPath
from typing import Any

from lxml import etree

from signpost_builder.diagnostics import Diagnostic, error, in_order, warning
from signpost_builder.formats.format import Told
from signpost_builder.formats.openedx.capa import faults
from signpost_builder.formats.openedx.own_blocks import QUIZ, TYPES
from signpost_builder.formats.openedx.policies import COHORT_PARTITION
from signpost_builder.lint.archive import MIB, MOST_BYTES, MOST_ENTRIES, MOST_TEXT_BYTES, Unreadable, at
from signpost_builder.lint.report import Report
from signpost_builder.values import frozen

CONTAINERS = ("course", "chapter", "sequential", "vertical")
NAME = re.compile(r"[A-Za-z0-9_.-]+")
STATIC = re.compile(r'"/static/([^"?#]+)')
JUMP = re.compile(r'"/jump_to_id/([^"?#]+)')
TEXT = (".html", ".xml")


def is_archive(path: Path) -> bool:
    return path.name.lower().endswith((".tar.gz", ".tgz"))


def lint(path: Path, told: Told) -> Report:
    """Everything found in the archive at `path`."""
    try:
        files, found = _opened(path)
    except Unreadable as stop:
        return Report(diagnostics=(stop.diagnostic,))
    proved = ""
    try:
        course = _Course(files)
        found += course.findings()
        kept, proved = _kept_answers(course)
        found += kept
    except Unreadable as stop:
        found.append(stop.diagnostic)
    return Report(
        diagnostics=tuple(in_order(found)),
        proved=proved,
        standard="openedx",
        files=len(files.names),
        _archive=files,
    )


@frozen
class Unpacked:
    """The files of an archive; those that are not text are empty here."""

    names: frozenset[str]
    _content: dict[str, bytes] = field(repr=False)

    def read(self, name: str) -> bytes:
        return self._content[name]


def _opened(path: Path) -> tuple[Unpacked, list[Diagnostic]]:
    """Reads within bounds; nothing is written anywhere."""
    found: list[Diagnostic] = []
    content: dict[str, bytes] = {}
    total = 0
    try:
        with tarfile.open(path, mode="r:gz") as archive:
            for count, entry in enumerate(archive, start=1):
                total += entry.size
                if count > MOST_ENTRIES or total > MOST_BYTES:
                    raise Unreadable(error(at(path.name), "olx-too-large", "more files or bytes than any course has"))
                parts = PurePosixPath(entry.name).parts
                if entry.isdir():
                    continue
                if not entry.isreg() or entry.name.startswith("/") or ".." in parts or "\\" in entry.name:
                    message = f"'{entry.name!r}' is a link, or leads out of the archive: Studio refuses all of it"
                    found.append(
                        error(at(repr(entry.name)[1:-1]), "olx-unsafe-name", message, "pack plain files alone")
                    )
                    continue
                name = PurePosixPath(*parts).as_posix()
                wanted = name.endswith((*TEXT, ".json")) and "/static/" not in f"/{name}"
                if wanted and entry.size > MOST_TEXT_BYTES:
                    message = f"the file is larger than {MOST_TEXT_BYTES // MIB} MiB"
                    raise Unreadable(error(at(name), "olx-too-large", message))
                stream = archive.extractfile(entry) if wanted else None
                content[name] = stream.read() if stream else b""
    except (tarfile.TarError, OSError, EOFError, zlib.error, ValueError) as reason:
        message = f"this is not a .tar.gz that can be opened: {reason}"
        raise Unreadable(error(at(path.name), "olx-unreadable", message, "export the course again")) from reason
    return Unpacked(frozenset(content), content), found


@frozen
class _Block:
    """An element where it is defined; `file` without the archive's folder."""

    file: str
    element: etree._Element

    @property
    def name(self) -> str:
        return str(self.element.get("url_name", ""))


class _Course:
    """The tree from course.xml down, followed as the platform follows it."""

    def __init__(self, files: Unpacked) -> None:
        roots = sorted((name for name in files.names if PurePosixPath(name).name == "course.xml"), key=len)
        if not roots:
            raise Unreadable(
                error(at("course.xml"), "olx-missing", "there is no 'course.xml'", "this is no course export")
            )
        self._files, self._folder = files, roots[0].removesuffix("course.xml")
        self._found: list[Diagnostic] = []
        self.blocks: list[_Block] = []
        self._followed: set[str] = set()
        pointer = self._parsed("course.xml")
        self.run = str(pointer.get("url_name", ""))
        self._follow(pointer, "course.xml")
        policy = self._json(f"policies/{self.run}/policy.json").get(f"course/{self.run}")
        self.policy: dict[str, Any] = policy if isinstance(policy, dict) else {}
        self.grading = self._json(f"policies/{self.run}/grading_policy.json")

    def findings(self) -> list[Diagnostic]:
        rules = (_names, _between, _pointers_to_ours, _advanced, _graded, _groups, _problems)
        return [*self._found, *(found for rule in rules for found in rule(self)), *self._links()]

    def at(self, block: _Block) -> Any:
        return at(self._folder + block.file, block.element.sourceline or 0)

    def _follow(self, element: etree._Element, file: str) -> None:
        """A pointer has a name and nothing else; only what the platform knows by such files is looked up."""
        name = element.get("url_name")
        its_file = f"{element.tag!s}/{name}.xml"
        allowed = {"url_name", "org", "course"} if element.tag == "course" else {"url_name"}
        if set(element.attrib) <= allowed and name and not len(element) and element.tag not in (*TYPES, "wiki"):
            if self._folder + its_file not in self._files.names:
                message = f"'{its_file}' is not in the archive; Studio says nothing and leaves the part out"
                span = at(self._folder + file, element.sourceline or 0)
                self._found.append(error(span, "olx-missing", message, "add the file"))
                return
            if its_file in self._followed:
                span = at(self._folder + file, element.sourceline or 0)
                message = f"'{its_file}' is pointed at twice; a part of a course stands in one place"
                self._found.append(error(span, "olx-name-twice", message, "write it out twice, under two names"))
                return
            self._followed.add(its_file)
            element, file = self._parsed(its_file), its_file
            element.set("url_name", name)
        text = element.get("filename") if element.tag == "html" else None
        if text is not None and f"{self._folder}html/{text}.html" not in self._files.names:
            message = f"'html/{text}.html' is not in the archive"
            self._found.append(error(at(self._folder + file), "olx-missing", message, "add the file"))
        self.blocks.append(_Block(file, element))
        if element.tag in CONTAINERS:
            for child in element.iterchildren(etree.Element):
                if child.tag != "wiki":
                    self._follow(child, file)

    def _parsed(self, name: str) -> etree._Element:
        try:
            return etree.fromstring(self._files.read(self._folder + name), _PARSER)
        except etree.XMLSyntaxError as reason:
            message = f"the file is not well-formed XML: {reason.msg}"
            span = at(self._folder + name, reason.lineno or 0)
            raise Unreadable(error(span, "olx-unreadable", message)) from reason

    def _json(self, name: str) -> dict[str, Any]:
        try:
            value = json.loads(self._files.read(self._folder + name))
        except KeyError:
            message = f"there is no '{name}'; the course would have the platform's own settings"
            self._found.append(error(at(self._folder + name), "olx-missing", message, "add the file"))
            return {}
        except (ValueError, RecursionError) as reason:
            raise Unreadable(error(at(self._folder + name), "olx-unreadable", f"not JSON: {reason}")) from reason
        return value if isinstance(value, dict) else {}

    def _links(self) -> Iterator[Diagnostic]:
        names = {block.name for block in self.blocks}
        for file in sorted(self._files.names):
            if not file.endswith(TEXT):
                continue
            text = self._files.read(file).decode("utf-8", "replace")
            for line, content in enumerate(text.splitlines(), start=1):
                for wanted in STATIC.findall(content):
                    if f"{self._folder}static/{wanted}" not in self._files.names:
                        yield error(
                            at(file, line), "olx-missing", f"'static/{wanted}' is not in the archive", "add the file"
                        )
                for wanted in JUMP.findall(content):
                    if wanted not in names:
                        hint = "link to the url_name of a block"
                        yield error(at(file, line), "olx-link", f"no block is called '{wanted}'", hint)


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _names(course: _Course) -> Iterator[Diagnostic]:
    first: dict[str, _Block] = {}
    for block in course.blocks:
        if not NAME.fullmatch(block.name):
            message = (
                f"'{block.name}' cannot be a url_name: learners' records hang on one of letters, digits, '_', '.', '-'"
            )
            yield error(course.at(block), "olx-name", message, "give it a name that never changes")
        elif block.name.lower() in first:
            message = f"'{block.name}' is the name of two blocks; Studio renames one and loses its file"
            yield error(course.at(block), "olx-name-twice", message, "rename one of them")
        first.setdefault(block.name.lower(), block)


def _between(course: _Course) -> Iterator[Diagnostic]:
    """A comment becomes an error entry, text after a child breaks that child."""
    for block in course.blocks:
        if block.element.tag not in CONTAINERS:
            continue
        texts = [block.element.text, *(child.tail for child in block.element)]
        if any(text and text.strip() for text in texts) or any(
            not isinstance(child.tag, str) for child in block.element
        ):
            message = f"text or a comment stands between the parts of this {block.element.tag}"
            yield error(course.at(block), "olx-between", message, "take it out: it becomes a broken part")


def _pointers_to_ours(course: _Course) -> Iterator[Diagnostic]:
    for block in course.blocks:
        if block.element.tag in TYPES and not len(block.element):
            message = f"this {block.element.tag!s} is empty; a pointer to a file is not followed for such blocks"
            yield error(course.at(block), "olx-empty", message, "write its children here, in the vertical")


def _advanced(course: _Course) -> Iterator[Diagnostic]:
    used = {block.element.tag for block in course.blocks} & set(TYPES)
    listed = course.policy.get("advanced_modules")
    for tag in sorted(tag for tag in used if tag not in (listed if isinstance(listed, list) else [])):
        message = f"'{tag!s}' is used, but not among 'advanced_modules' of the policy"
        yield warning(at(f"policies/{course.run}/policy.json"), "olx-advanced", message, "add it")


def _graded(course: _Course) -> Iterator[Diagnostic]:
    types = [grader.get("type") for grader in _objects(course.grading.get("GRADER"))]
    for block in course.blocks:
        format = _as_read(block.element.get("format"))
        if block.element.tag == "sequential" and block.element.get("graded") == "true" and format not in types:
            message = f"'{format}' is no assignment type of the grading policy: these points would never count"
            yield error(course.at(block), "olx-grader", message, "write both alike, letter for letter")


def _as_read(attribute: str | None) -> str | None:
    """As the platform reads a text: out of JSON where it is JSON of a text."""
    try:
        read = json.loads(attribute or "")
    except (ValueError, RecursionError):
        return attribute
    return read if isinstance(read, str) else attribute


def _groups(course: _Course) -> Iterator[Diagnostic]:
    known = {str(each.get("id")): _ids(each) for each in _objects(course.policy.get("user_partitions"))}
    for id, groups in known.items():
        if any(not number.isdecimal() or int(number) < COHORT_PARTITION for number in (id, *groups)):
            message = f"group configuration {id} has a number under {COHORT_PARTITION}; those belong to the platform"
            yield error(at(f"policies/{course.run}/policy.json"), "olx-groups", message, "choose higher numbers")
    for block in course.blocks:
        try:
            shown = json.loads(block.element.get("group_access", "{}"))
            strangers = [
                id for id, groups in shown.items() if not {str(group) for group in groups} <= known.get(id, set())
            ]
        except (ValueError, TypeError, AttributeError):
            strangers = ["?"]
        if strangers:
            message = "it is shown to a group that the policy does not have: nobody would see it"
            yield error(course.at(block), "olx-groups", message, "name a group of 'user_partitions'")


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _ids(partition: dict[str, Any]) -> set[str]:
    return {str(group.get("id")) for group in _objects(partition.get("groups"))}


def _problems(course: _Course) -> Iterator[Diagnostic]:
    """Of the kinds that we can judge: a problem with other responses is left alone."""
    for block in course.blocks:
        if block.element.tag == "problem":
            for fault in faults(block.element):
                if fault != "it asks for nothing":
                    hint = "Open edX would load it without a word and mark it wrongly"
                    yield error(course.at(block), "olx-problem", f"this problem is not right: {fault}", hint)


def _kept_answers(course: _Course) -> tuple[list[Diagnostic], str]:
    """That no answer of the sets can reach what a module block keeps, and that no archive says where to send them."""
    ours = [block for block in course.blocks if block.element.tag in TYPES]
    found: list[Diagnostic] = []
    asked: set[str] = set()
    checked: dict[str, _Block] = {}
    for block in ours:
        data = _data(course, block)
        if block.element.tag == QUIZ:
            asked |= _keys(data, "questions")
        else:
            checked |= dict.fromkeys(_keys(data, "questions"), block)
        if "endpoint" in _keys(data, "survey"):
            message = "the archive names a survey store; that is for the operator to say, and the block ignores it"
            found.append(error(course.at(block), "olx-endpoint", message, "take 'endpoint' out of 'survey'"))
    for id in sorted(asked & checked.keys()):
        message = f"'{id}' is asked before or after and in a check, whose answers the platform keeps with names"
        found.append(error(course.at(checked[id]), "olx-answers-kept", message, "ask another question in the check"))
    if not ours or found:
        return found, ""
    first, second = f"{len(asked)} questions asked before and after", f"{len(checked)} whose answers a block keeps"
    return [], f"none of the {first} is among the {second}"


def _data(course: _Course, block: _Block) -> dict[str, Any]:
    try:
        value = json.loads(block.element.findtext("data") or "{}")
    except (ValueError, RecursionError) as reason:
        raise Unreadable(error(course.at(block), "olx-unreadable", f"its data is not JSON: {reason}")) from reason
    return value if isinstance(value, dict) else {}


def _keys(data: dict[str, Any], name: str) -> set[str]:
    value = data.get(name)
    return set(value) if isinstance(value, dict) else set()
