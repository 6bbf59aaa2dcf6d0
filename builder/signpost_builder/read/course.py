"""From the files of a course to one frozen `Course`, with every finding of the run."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import ValidationError

from signpost_builder.diagnostics import Diagnostic, SourceError, Span, error, in_order, nearest
from signpost_builder.formats import families
from signpost_builder.formats.course_file import course_file
from signpost_builder.model import Audience, Course, Module, Plan, QuestionSet, Review, Survey, SurveyKeys
from signpost_builder.page.strings import is_spoken, spoken_languages
from signpost_builder.read.advice import claim_findings
from signpost_builder.read.checks import course_findings
from signpost_builder.read.drafts import gate_findings, is_still_to_come, read_drafts
from signpost_builder.read.excerpt import excerpt
from signpost_builder.read.facts import in_future, read_facts, read_helplines
from signpost_builder.read.local_contacts import read_local_contacts
from signpost_builder.read.media import Media
from signpost_builder.read.misnamed import misnamed
from signpost_builder.read.module import read_module
from signpost_builder.read.quiz import read_quiz
from signpost_builder.read.reading import Reading
from signpost_builder.read.sites import TAKEN, read_sites
from signpost_builder.read.survey import read_survey
from signpost_builder.read.typeset import typeset
from signpost_builder.read.words import read_words
from signpost_builder.schema import CourseFile
from signpost_builder.source.files import Project
from signpost_builder.source.validation import validate
from signpost_builder.source.yaml_nodes import Document, Mapping, Sequence, load

QUIZZES = PurePosixPath("quizzes")
MODULES = PurePosixPath("modules")
STRICT = frozenset({"fact-out-of-date", "contact-out-of-date", "module-out-of-date", "local-picture-out-of-date"})


def read_course(
    folder: Path, *, as_of: datetime.date, strict: bool = False, keys: SurveyKeys | None = None
) -> tuple[Course, tuple[Diagnostic, ...]]:
    """Read the course in `folder` (course/<id>; the project is two levels up) and what it names.

    Returns the warnings beside the course. Raises SourceError with every finding of the run when there are errors;
    `strict` makes errors of what is out of date and of example sites. `keys` of a survey come before those of course.yaml.
    """
    folder = folder.absolute()
    found: list[Diagnostic] = []
    project = Project(folder.parent.parent, found)
    course = _Run(project, PurePosixPath(*folder.parts[-2:]), as_of, strict, found).course(keys)
    if strict:
        found = [replace(finding, severity="error") if finding.code in STRICT else finding for finding in found]
    if course is None or any(finding.severity == "error" for finding in found):
        raise SourceError(found)
    return course, tuple(in_order(found))


def _readable_rest(document: Document, id: str) -> CourseFile | None:
    """A broken course.yaml without its faults, so that the files that it names are still read.

    None when the faults are in what says which files those are.
    """
    if not isinstance(document.value, Mapping):
        return None
    faults = {fault["loc"][0] for fault in _faults(document.value)}
    kept = {key: value for key, value in document.value.items() if key not in faults}
    stand_in = {"id": id, "title": "-", "summary": "-", "version": "0.0.0", **kept}
    return None if _faults(stand_in) else course_file().model_validate(stand_in)


def _faults(value: object) -> list[Any]:
    try:
        course_file().model_validate(value)
    except ValidationError as problem:
        return list(problem.errors())
    return []


def _exit_findings(file: CourseFile, document: Document) -> Iterator[Diagnostic]:
    for index, audience in enumerate(file.audiences):
        if audience.exit_this_page and not file.exit_url:
            message = f"'{audience.id}' has a quick exit, and the course names no page that it leads to"
            hint = "add 'exit_url:' with the address of a page that looks like nothing special, such as a news site"
            yield error(document.span("audiences", index, "exit_this_page"), "exit-without-address", message, hint)


class _Run:
    """One reading of one course."""

    def __init__(
        self, project: Project, folder: PurePosixPath, as_of: datetime.date, strict: bool, found: list[Diagnostic]
    ) -> None:
        self._project, self._folder, self._as_of, self._strict, self._found = project, folder, as_of, strict, found
        self._sets: dict[str, QuestionSet | None] = {}

    def course(self, keys: SurveyKeys | None) -> Course | None:
        path = self._folder / "course.yaml"
        document = self._document(path)
        if document is None:
            return None
        whole = validate(course_file(), document, self._found)
        file = whole or _readable_rest(document, self._folder.name)
        if file is None:
            return None
        reading = Reading(self._project, file, self._as_of, self._strict, self._found, Media(self._project))
        reading.audiences_elsewhere = cache(self._audiences_elsewhere)
        reading.unread = set() if whole else {"course"}
        reading.question_set = self._question_set
        self._reading, self._course_document = reading, document
        self._check_course(file, document)
        read_facts(reading)
        read_helplines(reading)
        self._found.extend(claim_findings(reading))
        sites = self._sites_of(file, document)
        read_local_contacts(reading, (self._folder, sites.parent, self._folder.parent))
        read_words(reading, (self._folder, self._folder.parent))
        if "contacts" in reading.unread:
            reading.unread.add("sites")  # its columns are not known
        else:
            read_sites(reading, sites)
        modules = self._modules(file, document)
        plans = self._plans(file, document)
        drafts = read_drafts(reading, document)
        survey = read_survey(reading, document, plans, self._sets, keys)
        reading.media.too_much(document.span("modules"))
        course = replace(self._course(file, modules, plans, survey), drafts=drafts)
        course = replace(
            course, question_sets={id: each for id, each in course.question_sets.items() if id in self._asked(file)}
        )
        self._found.extend(course_findings(course, reading, document, self._folder))
        self._found.extend(gate_findings(course, reading, document))
        return typeset(course)

    def _document(self, path: PurePosixPath) -> Document | None:
        if not self._project.has(path):
            message = f"there is no file '{path}'"
            hint = misnamed(self._project.root, path) or "a course is a folder course/<id> with a course.yaml"
            self._found.append(error(Span(path), "missing-file", message, hint))
            return None
        text = self._project.text(path, Span(path))
        return load(text, path, self._found) if text is not None else None

    def _check_course(self, file: CourseFile, document: Document) -> None:
        if file.id != self._folder.name:
            message = f"the course '{file.id}' is in the folder '{self._folder.name}'"
            self._found.append(error(document.span("id"), "id-mismatch", message, "give both the same name"))
        for key in ("modules", "languages", "formats"):
            self._no_repeats(document, [(value, (key, index)) for index, value in enumerate(getattr(file, key))])
        if self._no_repeats(document, [(entry.id, ("audiences", n, "id")) for n, entry in enumerate(file.audiences)]):
            self._reading.unread.add("audiences")  # of two that are one, one was meant to be another
        self._found.extend(_exit_findings(file, document))
        self._check_folders(file, document)
        for index, language in enumerate(file.languages):
            if not is_spoken(language):
                message = f"the interface has no texts in '{language}': buttons, notices and help would be English"
                hint = f"texts exist in: {', '.join(spoken_languages())}; another language needs builder/signpost_builder/templates/strings.{language.partition('-')[0]}.json"
                self._found.append(error(document.span("languages", index), "language-without-texts", message, hint))
        if file.reviewed:
            span = document.span("reviewed", "date")
            self._found.extend(in_future("the course", file.reviewed.date, span, self._as_of))
            if is_still_to_come(file.reviewed.role):
                message = f"'{file.reviewed.role}' is a placeholder for whoever has reviewed the course"
                hint = "write the role of the person who has read it, or take 'reviewed' away: every page then says that it is a draft"
                self._found.append(error(document.span("reviewed", "role"), "approval-not-given", message, hint))

    def _sites_of(self, file: CourseFile, document: Document) -> PurePosixPath:
        """Its own table of sites, or that of the course which it names."""
        path = self._folder.parent / (file.sites or self._folder.name) / "sites.csv"
        if file.sites and not (self._project.root / path).is_file():
            hint = nearest(file.sites, self._names(self._folder.parent, "*/sites.csv"))
            self._found.append(error(document.span("sites"), "missing-file", f"there is no file '{path}'", hint))
            self._reading.unread.add("sites")
        return path

    def _audiences_elsewhere(self) -> frozenset[str]:
        """Ids in the other courses of the project. A fault there is told when that course is read."""
        found: set[str] = set()
        for file in (self._project.root / self._folder.parent).glob("*/course.yaml"):
            document = (
                load(file.read_text("utf-8", "replace"), PurePosixPath(file.name), [])
                if file.parent.name != self._folder.name
                else None
            )
            entries = document.value.get("audiences") if document and isinstance(document.value, Mapping) else None
            for entry in entries if isinstance(entries, Sequence) else ():
                id = entry.get("id") if isinstance(entry, Mapping) else None
                found |= {id} if isinstance(id, str) else set()
        return frozenset(found)

    def _check_folders(self, file: CourseFile, document: Document) -> None:
        """Each audience has a folder of its own among the editions, the course among the courses."""
        for index, audience in enumerate(file.audiences):
            id, span = audience.id.lower(), document.span("audiences", index, "id")
            if id in TAKEN:
                message = f"the audience '{audience.id}' would stand in the folder of {TAKEN[id]}"
                self._found.append(error(span, "reserved-id", message, "give the audience another id"))
            if language := next((each for each in file.languages if each.lower() == id), None):
                message = f"'{audience.id}' is the audience and, as '{language}', the language of an edition"
                self._found.append(error(span, "reserved-id", message, "give the audience another id"))
        for other in sorted((self._project.root / "course").glob("*/course.yaml")):
            name = other.parent.name
            if name != self._folder.name and name.lower() == self._folder.name.lower():
                message = f"the course '{name}' beside this one differs in capitals only"
                self._found.append(error(document.span("id"), "duplicate-id", message, "rename one of the two folders"))

    def _no_repeats(self, document: Document, named: list[tuple[str, tuple[str | int, ...]]]) -> bool:
        """Whether something stands there twice, which is noted."""
        first: dict[str, tuple[str, Span]] = {}
        for name, keys in named:
            span, small = document.span(*keys), name.lower()
            if small in first:
                other, at = first[small]
                differs = "" if other == name else f", and '{other}' differs from it in capitals only"
                message = f"'{name}' is already at {at.line}:{at.column}{differs}"
                self._found.append(error(span, "duplicate-id", message, "keep one of the two"))
            first.setdefault(small, (name, span))
        return len(first) < len(named)

    # ------------------------------------------------------- modules and sets

    def _modules(self, file: CourseFile, document: Document) -> tuple[Module, ...]:
        modules = []
        for index, id in enumerate(dict.fromkeys(file.modules)):
            path, span = MODULES / id / "module.md", document.span("modules", index)
            if self._project.has(path):
                if module := read_module(self._reading, path, span):
                    modules.append(excerpt(self._reading, module, file.pages.get(id), document))
            else:
                self._reading.unread_modules.add(id)
                hint = misnamed(self._project.root, path) or nearest(id, self._names(MODULES, "*/module.md"))
                self._found.append(error(span, "unknown-module", f"there is no module '{id}' ({path})", hint))
        for id in file.pages:
            if id not in file.modules:
                hint = nearest(id, file.modules)
                message = f"pages are chosen of '{id}', which is not among the modules of this course"
                self._found.append(error(document.span("pages", id, of_key=True), "unknown-module", message, hint))
        return tuple(modules)

    def _plans(self, file: CourseFile, document: Document) -> dict[str, Plan]:
        plans = {}
        for audience, entry in file.questions.items():
            if not self._reading.has_audience(audience):
                span = document.span("questions", audience, of_key=True)
                hint = nearest(audience, self._reading.audience_ids)
                self._found.append(error(span, "unknown-audience", f"there is no audience '{audience}'", hint))
            for moment in ("before", "after"):
                ids = getattr(entry, moment)
                places = [("questions", audience, moment, index) for index in range(len(ids))]
                self._no_repeats(document, list(zip(ids, places, strict=True)))
                for id, place in zip(ids, places, strict=True):
                    self._question_set(id, document.span(*place))
            plans[audience] = Plan(before=tuple(entry.before), after=tuple(entry.after))
        return plans

    def _question_set(self, id: str, asked: Span) -> QuestionSet | None:
        """The set, read once; noted as unknown at each place that names it."""
        self._reading.named_sets.add(id)
        path = QUIZZES / f"{id}.yaml"
        if id not in self._sets and "/" not in id and self._project.has(path):
            self._sets[id] = read_quiz(self._reading, path, asked)
        if id not in self._sets:
            if hint := misnamed(self._project.root, path):
                self._sets[id] = None  # told once, where it is first asked for
            hint = hint or nearest(id, self._names(QUIZZES, "*.yaml"))
            self._found.append(error(asked, "unknown-quiz", f"there is no question set '{id}' ({path})", hint))
            return None
        return self._sets[id]

    def _asked(self, file: CourseFile) -> set[str]:
        """Ids of the sets that somebody is asked: not those of pages that this course leaves out."""
        plans = [id for plan in file.questions.values() for id in (*plan.before, *plan.after)]
        campaigns = [id for who in file.survey.respondents.values() for id in who.campaign] if file.survey else []
        return {
            *plans,
            *campaigns,
            *(id for draft in file.drafts.values() for id in draft.questions),
            *self._reading.checks,
        }

    def _names(self, folder: PurePosixPath, pattern: str) -> list[str]:
        paths = (self._project.root / folder).glob(pattern)
        return [path.parent.name if "/" in pattern else path.stem for path in paths]

    def _options(self, file: CourseFile) -> dict[str, Any]:
        """What course.yaml tells the formats, by their family: the format itself reads it."""
        options = {}
        for family in families():
            if (entry := getattr(file, family.key, None)) is not None:
                options[family.key], found = family.read(entry, file, self._course_document)
                self._found.extend(found)
        return options

    def _course(
        self, file: CourseFile, modules: tuple[Module, ...], plans: dict[str, Plan], survey: Survey | None
    ) -> Course:
        reading = self._reading
        return Course(
            id=file.id,
            title=file.title,
            summary=file.summary,
            version=file.version,
            languages=tuple(file.languages),
            audiences=tuple(Audience(**entry.model_dump()) for entry in file.audiences),
            modules=modules,
            question_sets={id: questions for id, questions in self._sets.items() if questions},
            plans=plans,
            pass_mark_percent=file.pass_mark_percent,
            attempts=file.attempts,
            score_mode=file.score_mode,
            formats=tuple(file.formats),
            facts=reading.facts,
            helplines=reading.helplines,
            local_contacts=reading.local_contacts,
            words=reading.words,
            sites=reading.sites,
            assets=reading.media.assets,
            exit_url=file.exit_url or "",
            reviewed=Review(role=file.reviewed.role, date=file.reviewed.date) if file.reviewed else None,
            survey=survey,
            options=self._options(file),
            digest=self._project.digest(),
        )
