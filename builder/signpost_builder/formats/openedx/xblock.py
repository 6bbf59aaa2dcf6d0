"""The archive for servers with `signpost-xblocks`: a section for each module, one unit with one block in it.

With `cohorts` in course.yaml there is a second archive, one course for all audiences: each unit once for each of them,
shown to one content group.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from signpost_builder.diagnostics import NOWHERE, Diagnostic, SourceError, warning
from signpost_builder.editions import edition as edition_for
from signpost_builder.formats.openedx import names
from signpost_builder.formats.openedx.judging import refusals
from signpost_builder.formats.openedx.olx import Html, Inline, Section, Subsection, Unit, course_files, in_attribute
from signpost_builder.formats.openedx.options import OpenEdx
from signpost_builder.formats.openedx.own_blocks import TYPES, module_block, quiz_block
from signpost_builder.formats.openedx.policies import (
    COHORT_PARTITION,
    due,
    graded_format,
    group_id,
    is_scored,
    settings_files,
    static_files,
)
from signpost_builder.model import Asset, Edition, Module, QuestionSet
from signpost_builder.package import Package, Tree
from signpost_builder.page.parts import Part, Parts, Phase
from signpost_builder.page.rendered import Rendered, asking, render
from signpost_builder.page.strings import strings

Groups = Mapping[int, Sequence[int]]


def packages(rendered: Rendered, options: OpenEdx) -> tuple[Package, ...]:
    """Raises SourceError for too large a module."""
    edition = rendered.edition
    if found := refusals(edition, options):
        raise SourceError(found)
    course = edition.course
    tree = _archive(edition, options, [_Blocks(rendered, options)])
    made = [Package(name=f"{course.id}-openedx.tar.gz", kind="tar.gz", tree=tree)]
    if options.cohorts and edition.audience == course.audiences[0]:
        others = [edition_for(course, edition.site, audience, edition.language) for audience in course.audiences[1:]]
        every = [rendered, *map(render, others)]
        together = _archive(edition, options, [_Blocks(each, options, shared=True) for each in every])
        made.append(Package(name=f"{course.id}-openedx-cohorts.tar.gz", kind="tar.gz", tree=together))
    if left_out := _left_out(edition):
        made.append(_report(edition, left_out))
    return tuple(made)


def asked_here(edition: Edition) -> Edition:
    """Before and after are two blocks, and no answer passes between: sets to show back are of use to a survey only."""
    if edition.survey:
        return edition
    return replace(edition, before=_scored(edition.before), after=_scored(edition.after))


def _left_out(edition: Edition) -> tuple[Diagnostic, ...]:
    here = asked_here(edition)
    asked = {each.id for each in (*here.before, *here.after)}
    wanted = {each.id: each.span for each in (*edition.before, *edition.after)}
    why = "before and after share nothing there, so it cannot be shown back"
    sets = (
        warning(span, "openedx-set-left-out", f"the set '{id}' is not asked in Open edX: {why}")
        for id, span in wanted.items()
        if id not in asked
    )
    return (*sets, *_look_left_out(edition))


def _look_left_out(edition: Edition) -> Iterator[Diagnostic]:
    """The blocks bring one style for all courses of a platform."""
    if edition.course.look.is_own:
        message = (
            "the course's own colour and logo are not shown in Open edX: its blocks have one style for all courses"
        )
        yield warning(NOWHERE, "openedx-look", message)


def _report(edition: Edition, left_out: Sequence[Diagnostic]) -> Package:
    """What the archive does not ask, for the course team."""
    course, name = edition.course, f"{edition.course.id}-openedx.txt"
    lines = [f"{course.title}, {course.version} ({edition.digest[:12]}), edition {edition.slug}", ""]
    lines += [f"- {found.message}" + (f" ({found.span})" if found.span != NOWHERE else "") for found in left_out]
    return Package(name=name, kind="file", tree={name: ("\n".join(lines) + "\n").encode()}, losses=tuple(left_out))


def _scored(sets: Iterable[QuestionSet]) -> tuple[QuestionSet, ...]:
    return tuple(asked for asked in sets if asked.kind == "knowledge")


def _archive(edition: Edition, options: OpenEdx, audiences: "Sequence[_Blocks]") -> Tree:
    sections = _sections(audiences)
    return {
        **course_files(sections, org=options.org, number=options.number or edition.course.id, run=options.run),
        **settings_files(
            edition, options, TYPES, [each.edition.audience for each in audiences] if len(audiences) > 1 else ()
        ),
        **static_files({name: asset for each in audiences for name, asset in each.assets.items()}),
    }


class _Blocks:
    """The units of one edition. `shared`: the course has those of other audiences too."""

    def __init__(self, rendered: Rendered, options: OpenEdx, *, shared: bool = False) -> None:
        self.edition, self.options = asked_here(rendered.edition), options
        edition = self.edition
        self.groups: Groups = {COHORT_PARTITION: [group_id(edition.audience)]} if shared else {}
        self.assets: dict[str, Asset] = {}
        addresses = {page.id: names.jump(self._name(module.id)) for module in edition.modules for page in module.pages}
        self._parts = Parts(asking(rendered, edition.before, edition.after), addresses, options.grading)

    def start(self) -> Unit:
        return self._module_unit(names.START, self._parts.start())

    def module(self, id: str) -> Unit | None:
        found = next((module for module in self.edition.modules if module.id == id), None)
        return self._module_unit(id, self._parts.module(found)) if found else None

    def questions(self, phase: Phase) -> Unit | None:
        if not getattr(self.edition, phase):
            return None
        part = self._parts.questions(phase)
        name = self._name(names.BEFORE if phase == "before" else names.AFTER)
        return self._unit(part, Inline(name, quiz_block(name, part, self.edition, phase, self.options.grading)))

    def _module_unit(self, base: str, part: Part) -> Unit:
        name = self._name(base)
        return self._unit(part, Inline(name, module_block(name, part, self.edition)))

    def _unit(self, part: Part, block: Inline) -> Unit:
        self.assets |= part.assets
        return Unit(name=names.vertical(block.name), title=part.title, components=(block,), groups=self.groups)

    def _name(self, base: str) -> str:
        return names.for_audience(base, self.edition.audience.id) if self.groups else base


def _sections(audiences: Sequence[_Blocks]) -> list[Section]:
    """Section by section, what each audience has of it."""
    edition, options = audiences[0].edition, audiences[0].options
    texts = strings(edition.language, edition.course.words)["page"]
    first, last = texts["start"]["title"], texts["after"]["title"]
    before = _subsection(
        names.BEFORE, texts["before"]["title"], audiences, [each.questions("before") for each in audiences],
        {"show_correctness": "never", **due(options, "before")},
    )  # fmt: skip
    graded = any(is_scored(each.edition) for each in audiences)
    last_day = due(options, "after")
    after = _subsection(
        names.AFTER, last, audiences, [each.questions("after") for each in audiences],
        {"format": in_attribute(graded_format(edition)), "graded": "true", **last_day} if graded else last_day,
    )  # fmt: skip
    opening = [_subsection(names.START, first, audiences, [each.start() for each in audiences]), before]
    if len(audiences) > 1:
        opening.insert(0, _welcome(edition))
    return [
        Section(name=names.chapter(names.START), title=first, subsections=tuple(filter(None, opening))),
        *(_module_section(module, audiences) for module in _modules(audiences)),
        *(
            [Section(name=names.chapter(names.AFTER), title=last, subsections=(after,), groups=after.groups)]
            if after
            else []
        ),
    ]


def _modules(audiences: Sequence[_Blocks]) -> list[Module]:
    """In the order of the course, each as the first audience has it that has it at all."""
    found = {module.id: module for each in reversed(audiences) for module in each.edition.modules}
    return [found[module.id] for module in audiences[0].edition.course.modules if module.id in found]


def _module_section(module: Module, audiences: Sequence[_Blocks]) -> Section:
    units = [each.module(module.id) for each in audiences]
    inside = _subsection(module.id, module.title, audiences, units, due(audiences[0].options, module.id))
    assert inside is not None  # some audience has it
    return Section(
        name=names.chapter(module.id),
        title=module.title,
        subsections=(inside,),
        groups=inside.groups,
        span=module.span,
    )


def _subsection(
    name: str,
    title: str,
    audiences: Sequence[_Blocks],
    units: Sequence[Unit | None],
    attributes: Mapping[str, str] | None = None,
) -> Subsection | None:
    """None where nobody has it. Where only some have it, the others do not see an empty one."""
    there = [unit for unit in units if unit]
    if not there:
        return None
    allowed = [
        each.groups[COHORT_PARTITION][0] for each, unit in zip(audiences, units, strict=True) if unit and each.groups
    ]
    return Subsection(
        name=names.sequential(name),
        title=title,
        units=tuple(there),
        attributes=attributes or {},
        groups={COHORT_PARTITION: allowed} if len(there) < len(units) else {},
    )


def _welcome(edition: Edition) -> Subsection:
    """The one unit that somebody without a group sees."""
    title = strings(edition.language, edition.course.words)["page"]["native"]["groups_title"]
    page = Html(names.WELCOME, title, _whose_groups(edition))
    unit = Unit(name=names.vertical(names.WELCOME), title=title, components=(page,))
    return Subsection(name=names.sequential(names.WELCOME), title=title, units=(unit,))


def _whose_groups(edition: Edition) -> str:
    course, page = edition.course, strings(edition.language, edition.course.words)["page"]
    texts = page["native"]
    listed = Markup("").join(Markup("<li>{}</li>\n").format(each.title) for each in course.audiences)
    html = Markup("<p>{}</p>\n<ul>\n{}</ul>\n<p>{}</p>").format(texts["groups"], listed, texts["groups_none"])
    if any(each.exit_this_page for each in course.audiences):
        way_out = Markup('<p><a href="{}" target="_top" rel="noreferrer"><strong>{}</strong></a></p>\n')
        html = way_out.format(course.exit_url, page["exit"]) + html
    return str(html)
