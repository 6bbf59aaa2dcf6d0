"""The archive for servers with `signpost-xblocks`: a section for each module, one unit with one block in it."""

from collections.abc import Mapping
from dataclasses import replace

from builder.model import Asset, Edition, Module, QuestionSet
from builder.package import NOTHING, Package, Tree
from builder.page.parts import Part, Parts, Phase
from builder.writers.openedx import names
from builder.writers.openedx.blocks import TYPES, module_block, quiz_block
from builder.writers.openedx.olx import Inline, Section, Subsection, Unit, course_files
from builder.writers.openedx.policies import graded_format, is_scored, settings_files, static_files


def packages(edition: Edition, control_documents: Tree = NOTHING) -> tuple[Package, ...]:
    """OLX has no official schemas, so `control_documents` changes nothing."""
    return (Package(name=f"{edition.course.id}-openedx.tar.gz", kind="tar.gz", tree=archive(asked_here(edition))),)


def archive(edition: Edition) -> Tree:
    course = edition.course
    number = course.openedx.number or course.id
    made = _Blocks(edition)
    files = course_files(made.sections(), org=course.openedx.org, number=number, run=course.openedx.run)
    return {**files, **settings_files(edition, TYPES), **static_files(made.assets)}


def asked_here(edition: Edition) -> Edition:
    """Before and after are two blocks, and no answer passes between: sets to show back are of use to a survey only."""
    if edition.survey:
        return edition
    scored = {
        phase: tuple(each for each in getattr(edition, phase) if _is_scored(each)) for phase in ("before", "after")
    }
    return replace(edition, **scored)


def _is_scored(asked: QuestionSet) -> bool:
    return asked.kind == "knowledge"


class _Blocks:
    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        addresses = {page.id: names.jump(module.id) for module in edition.modules for page in module.pages}
        self._parts = Parts(edition, addresses)
        self.assets: dict[str, Asset] = {}

    def sections(self) -> list[Section]:
        edition = self._edition
        start = self._parts.start()
        opening = [_subsection(names.START, start, self._module(names.START, start))]
        if edition.before:
            opening.append(self._questions(names.BEFORE, "before", {"show_correctness": "never"}))
        sections = [Section(name=names.chapter(names.START), title=start.title, subsections=tuple(opening))]
        sections += [self._section(module) for module in edition.modules]
        if edition.after:
            graded = {"format": graded_format(edition), "graded": "true"} if is_scored(edition) else {}
            last = self._questions(names.AFTER, "after", graded)
            sections.append(Section(name=names.chapter(names.AFTER), title=last.title, subsections=(last,)))
        return sections

    def _section(self, module: Module) -> Section:
        part = self._parts.module(module)
        inside = _subsection(module.id, part, self._module(module.id, part))
        return Section(name=names.chapter(module.id), title=module.title, subsections=(inside,), span=module.span)

    def _module(self, name: str, part: Part) -> Inline:
        self.assets |= part.assets
        return Inline(name, module_block(name, part, self._edition))

    def _questions(self, name: str, phase: Phase, attributes: Mapping[str, str]) -> Subsection:
        part = self._parts.questions(phase)
        self.assets |= part.assets
        return _subsection(name, part, Inline(name, quiz_block(name, part, self._edition, phase)), attributes)


def _subsection(name: str, part: Part, block: Inline, attributes: Mapping[str, str] = {}) -> Subsection:
    unit = Unit(name=names.vertical(name), title=part.title, components=(block,))
    return Subsection(name=names.sequential(name), title=part.title, units=(unit,), attributes=attributes)
