"""What is known of a project at one moment: what is wrong in it, and what its courses can be asked for."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path, PurePosixPath

from signpost_builder.diagnostics import Diagnostic, SourceError, in_order, told_once
from signpost_builder.forgetting import FORGET_AFTER, forget
from signpost_builder.language.mentions import Mention, mentions
from signpost_builder.language.places import PATTERNS
from signpost_builder.language.texts import LINE_END
from signpost_builder.model import Audience, Contact, Course, Fact, LocalContact, Site
from signpost_builder.read import read_course
from signpost_builder.read.course import read_context
from signpost_builder.source.files import NOTHING_UNSAVED, Project, Unsaved
from signpost_builder.source.remembered import Remembered
from signpost_builder.values import frozen
from signpost_builder.whole_course import findings_of_whole


@frozen
class CourseKnown:
    """What one course can be asked for, also where errors keep it from being a course."""

    title: str
    facts: Mapping[str, Fact]
    helplines: Mapping[str, Contact]
    local_contacts: Mapping[str, LocalContact]
    sites: Sequence[Site]
    audiences: Sequence[Audience]
    languages: Sequence[str]


@frozen
class Known:
    """`courses` by their ids. `findings` in order; `of_files`: those of single files among them."""

    findings: tuple[Diagnostic, ...] = ()
    courses: Mapping[str, CourseKnown] = field(default_factory=dict)
    of_files: tuple[Diagnostic, ...] = ()

    def fact(self, id: str) -> Fact | None:
        return next((course.facts[id] for course in self.courses.values() if id in course.facts), None)

    def facts(self) -> dict[str, Fact]:
        return {id: fact for course in reversed(list(self.courses.values())) for id, fact in course.facts.items()}


class Index:
    """What every file of a project names; a file is looked at again when its text is another."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[PurePosixPath, tuple[str, tuple[Mention, ...]]] = {}
        self._before: dict[PurePosixPath, tuple[Mention, ...]] = {}  # definitions of files that define nothing now

    def all(self, unsaved: Unsaved) -> Iterator[Mention]:
        project = Project(self._root, unsaved)
        paths = dict.fromkeys(path for pattern in PATTERNS for path in project.matching(pattern))
        for gone in self._files.keys() - paths.keys():
            del self._files[gone]
            self._before.pop(gone, None)
        for path in paths:
            yield from self._of(path, LINE_END.sub("\n", project.peek(path)).removeprefix("\ufeff"))

    def refresh(self, unsaved: Unsaved) -> None:
        """Look at what has changed before anybody asks."""
        for _ in self.all(unsaved):
            pass

    def before(self) -> Iterator[Mention]:
        """What files defined before they broke: a bracket that is not closed yet takes no name away."""
        for defined in self._before.values():
            yield from defined

    def _of(self, path: PurePosixPath, text: str) -> tuple[Mention, ...]:
        known = self._files.get(path)
        if known is None or known[0] != text:
            found = mentions(path, text)
            if any(each.defines for each in found):
                self._before.pop(path, None)
            elif known:
                self._before.setdefault(path, tuple(each for each in known[1] if each.defines))
            known = self._files[path] = (text, found)
        return known[1]


class Kept:
    """What is kept of the project at `root` from read to read.

    `remembered`: for each course, what its readers made. `courses`: those that were read last; `judged`: what was found in whole
    courses, and of which.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.unsaved: Unsaved = NOTHING_UNSAVED
        self.known = Known()
        self.index = Index(root)
        self.remembered: dict[str, Remembered] = {}
        self.courses: dict[str, Course] = {}
        self.judged: dict[str, tuple[Course, list[Diagnostic]]] = {}
        self.judgements = 0

    def unjudged(self) -> bool:
        """Whether a course is another than the one in which editions and answers were looked at."""
        return any(self.judgement(id) is None for id in self.courses)

    def judgement(self, id: str) -> list[Diagnostic] | None:
        """What was found in a whole course, while it is the same."""
        course, found = self.judged.get(id, (None, []))
        return found if course is self.courses[id] else None


def know(root: Path, unsaved: Unsaved, as_of: datetime.date, kept: Kept) -> Known:
    """Read every course of the project at `root`. Of one that cannot be read at all, what was known before stays.

    What was found in whole courses stays until `judge` looks again: that takes longer than reading.
    """
    of_courses: list[Sequence[Diagnostic]] = []
    known: dict[str, CourseKnown] = {}
    courses: dict[str, Course] = {}
    for path in Project(root, unsaved).matching("course/*/course.yaml"):
        folder, id = root / path.parent, path.parent.name
        remembered = kept.remembered.setdefault(id, Remembered())
        try:
            course, findings = read_course(folder, as_of=as_of, unsaved=unsaved, remembered=remembered)
            before = kept.courses.get(id)
            courses[id] = before if before == course else course
            known[id] = _of_course(course)
        except SourceError as errors:
            findings = errors.diagnostics
            known[id] = _of_context(folder, unsaved, as_of, kept.known.courses.get(id))
        of_courses.append(findings)
    for gone in kept.remembered.keys() - known.keys():
        del kept.remembered[gone]
    kept.unsaved = unsaved
    of_files = tuple(told_once(of_courses))
    kept.courses = {} if any(finding.severity == "error" for finding in of_files) else courses
    return Known(_with_judged(of_files, kept), known, of_files)


def judge(kept: Kept) -> Known:
    """The same, with what is found in whole courses now. It is done while nobody waits, so what is old is let go of here."""
    judged, project = {}, Project(kept.root, kept.unsaved)
    for id, course in kept.courses.items():
        before = kept.judgement(id)
        found = findings_of_whole(course, project) if before is None else before
        judged[id] = (course, found)
    kept.judged = judged
    kept.judgements += 1
    if kept.judgements % FORGET_AFTER == 0:
        forget()
    return replace(kept.known, findings=_with_judged(kept.known.of_files, kept))


def _with_judged(of_files: Sequence[Diagnostic], kept: Kept) -> tuple[Diagnostic, ...]:
    """While there are errors in files, nothing is said of the whole, as `signpost check` does."""
    of_whole = [kept.judged[id][1] for id in kept.courses if id in kept.judged]
    return tuple(in_order(told_once([of_files, *of_whole])))


def _of_course(course: Course) -> CourseKnown:
    return CourseKnown(
        title=course.title,
        facts=course.facts,
        helplines={contact.key: contact for contact in course.helplines},
        local_contacts={contact.key: contact for contact in course.local_contacts},
        sites=course.sites,
        audiences=course.audiences,
        languages=course.languages,
    )


def _of_context(folder: Path, unsaved: Unsaved, as_of: datetime.date, before: CourseKnown | None) -> CourseKnown:
    """What does not depend on modules; of a broken file, what was known before it broke."""
    context = read_context(folder, as_of=as_of, unsaved=unsaved).value
    if context is None:
        return before or CourseKnown("", {}, {}, {}, (), (), ())
    course = context.course
    known = CourseKnown(
        title=course.title,
        facts=context.facts.by_id,
        helplines={contact.key: contact for contact in context.helplines.contacts},
        local_contacts={contact.key: contact for contact in context.local_contacts.contacts},
        sites=context.sites.sites,
        audiences=tuple(Audience(**entry.model_dump()) for entry in course.audiences),
        languages=tuple(course.languages),
    )
    if before is None:
        return known
    return CourseKnown(
        title=known.title,
        facts=known.facts or before.facts,
        helplines=known.helplines or before.helplines,
        local_contacts=known.local_contacts or before.local_contacts,
        sites=known.sites or before.sites,
        audiences=known.audiences or before.audiences,
        languages=known.languages or before.languages,
    )
