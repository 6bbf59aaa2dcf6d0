"""What a format is: one value that answers everything the rest of Signpost asks.

Declarations are read by every command, so they import nothing of what they stand for: `later` does when it is called.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from signpost_builder.diagnostics import Diagnostic, Read
from signpost_builder.values import frozen

if TYPE_CHECKING:
    import click

    from signpost_builder.lint.report import Report
    from signpost_builder.model import Course, Edition
    from signpost_builder.package import Package
    from signpost_builder.page.rendered import Rendered
    from signpost_builder.schema import CourseFile, Entry
    from signpost_builder.source.passage import Passage
    from signpost_builder.source.yaml_nodes import Document

Told = Mapping[str, Any]  # what was typed on the command line, by the name of the parameter
UNTOLD: Told = MappingProxyType({})


def later(where: str) -> Callable[..., Any]:
    """The function at "module:name", imported when it is first called: who builds one format does not wait for the others."""
    module, _, name = where.partition(":")

    def call(*arguments: Any) -> Any:
        return getattr(import_module(module), name)(*arguments)

    return call


def _nothing(*_: Any) -> tuple[()]:
    return ()


def _always(*_: Any) -> bool:
    return True


def _as_it_is(value: Any, *_: Any) -> Any:
    return value


def _as_it_stands(entry: Any, *_: Any) -> Read[Any]:
    return Read(entry)


@frozen(kw_only=True)
class Check:
    """How `signpost check PACKAGE` judges packages of a kind, whoever made them.

    `known_by`: by what one recognises them, in words. `claims`: whether the file or folder at a path is one of them, without
    judging it. `lint` is given the path and what was typed; both raise nothing for bad input. `flags`: options of
    `signpost check`.
    """

    known_by: str
    claims: Callable[[Path], bool]
    lint: Callable[[Path, Told], "Report"]
    flags: Callable[[], "Sequence[click.Option]"] = _nothing


@frozen(kw_only=True)
class Said:
    """What a file of a family's own says to people, paragraph by paragraph. `readers`: ids of audiences. `name`: what it is, for authors."""

    name: str
    readers: tuple[str, ...]
    paragraphs: "tuple[Passage, ...]"


@frozen(kw_only=True)
class Options:
    """What the formats of a family can be told, in course.yaml and on the command line.

    `key`: in course.yaml, and in `Course.options`, where the value stands that writers are given.
    `default`: that value when nothing was said. `entry`: the model of what stands under the key; None if nothing may.
    `read`: from an entry, the whole file and its document to the value and what is wrong with it.
    `sources`: from that value and what is known of the course (`read.context.Context`) to the value with what stands in files
    of the family's own, and what is wrong with them. `files`: models of those that are YAML, by their names without an ending.
    `says`: from that value and the course to what they say to people, for whom `signpost check` reads it.
    `flags`: options of `signpost build`. `told`: from what was typed, which formats of the family are wanted and the project's folder
    to a function from a course's value to the one that it is built with; raises click.UsageError.
    `commands`: for the command line, besides `build` and `check`.
    """

    key: str
    default: Callable[[], Any]
    entry: "Callable[[], type[Entry]] | None" = None
    read: "Callable[[Entry, CourseFile, Document], Read[Any]]" = _as_it_stands
    sources: Callable[[Any, Any], Read[Any]] = _as_it_stands
    files: "Callable[[], Mapping[str, type[Entry]]]" = dict
    says: "Callable[[Any, Course], Iterable[Said]]" = _nothing
    flags: Callable[[], "Sequence[click.Option]"] = _nothing
    told: Callable[[Told, Collection[str], Path], Callable[[Any], Any]] = lambda *_: _as_it_is
    commands: Callable[[], "Sequence[click.Command]"] = _nothing

    def of(self, course: "Course") -> Any:
        """What the course tells the family."""
        given = course.options.get(self.key)
        return self.default() if given is None else given


@frozen(kw_only=True)
class Extra:
    """What a format needs that is not installed with Signpost: the name of the extra, and the modules that it brings."""

    name: str
    modules: tuple[str, ...]

    @property
    def missing(self) -> bool:
        return any(find_spec(module) is None for module in self.modules)


@frozen(kw_only=True)
class View:
    """What `signpost preview` shows of a format, besides the page: one file, made quickly, with nothing packed.

    `name`: in the preview's addresses. `make`: from what was rendered of an edition and the family's options to the file; raises
    SourceError for what the format refuses. `media_type`: what the file is.
    """

    name: str
    title: str
    make: "Callable[[Rendered, Any], bytes]"
    media_type: str = "text/html"


@frozen(kw_only=True)
class Format:
    """One format.

    `name`: in course.yaml and after `--format`. `title`: for people. `ending`: of the name of its package; "" for a folder.
    `page`: the document in docs/ that says what it is. `write`: from what was rendered of an edition and the family's options to packages; pure;
    raises SourceError for what cannot be delivered. `refusals`: the same findings without packing anything.
    `warnings`: what of an edition deserves a second look, told by `signpost check` and beside its packages.
    `unfit`: codes of warnings beside its packages; what is to be published (`--strict`) may have none of them.
    `state_characters`: how many characters of a learner's progress its hosts keep; None if they keep progress in
    another way. `finish`: what is done to each package outside the pure writer. `repeatable`: whether with these options the same
    edition always gives the same packages; where not, none is taken as made already. `platforms`: in words, for whoever hands
    packages out. `public`: whether whoever has the address
    can open what it makes. `room`: the pages by name with which a room answers practice questions, from an edition and the family's
    options; one format has them. `views`: what a preview shows of it. `check` and `options` are shared by the formats of a family.
    """

    name: str
    title: str
    ending: str
    page: str
    write: "Callable[[Rendered, Any], tuple[Package, ...]]"
    state_characters: int | None
    check: Check | None = None
    options: Options | None = None
    refusals: "Callable[[Edition, Any], Sequence[Diagnostic]]" = _nothing
    warnings: "Callable[[Edition, Any], Sequence[Diagnostic]]" = _nothing
    unfit: frozenset[str] = frozenset()
    finish: "Callable[[Package, Any], Package]" = _as_it_is
    repeatable: Callable[[Any], bool] = _always
    platforms: str = ""
    public: bool = False
    extra: Extra | None = None
    room: "Callable[[Edition, Any], Mapping[str, bytes]] | None" = None
    views: tuple[View, ...] = ()

    def packages(self, rendered: "Rendered") -> "tuple[Package, ...]":
        """What `write` makes, with the options of the edition's course."""
        return self.write(rendered, self.told_by(rendered.edition.course))

    def finished(self, package: "Package", edition: "Edition") -> "Package":
        return self.finish(package, self.told_by(edition.course))

    def refused(self, edition: "Edition") -> Sequence[Diagnostic]:
        return self.refusals(edition, self.told_by(edition.course))

    def warned(self, edition: "Edition") -> Sequence[Diagnostic]:
        return self.warnings(edition, self.told_by(edition.course))

    def told_by(self, course: "Course") -> Any:
        """The options of its family."""
        return self.options.of(course) if self.options else None
