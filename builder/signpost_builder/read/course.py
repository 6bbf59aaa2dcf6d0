"""From the files of a course to one frozen `Course`, with every finding of the run."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from signpost_builder.diagnostics import (
    MOST_FINDINGS,
    Diagnostic,
    Findings,
    Read,
    SourceError,
    Span,
    error,
    in_order,
    nearest,
)
from signpost_builder.formats import families
from signpost_builder.model import Audience, Course, CourseWords, Look, Plan, SurveyKeys
from signpost_builder.read.advice import claim_findings
from signpost_builder.read.checks import course_findings
from signpost_builder.read.context import (
    Audiences,
    Context,
    Facts,
    Helplines,
    LocalContacts,
    ModuleContent,
    Modules,
    Sites,
    first_of,
    table_of_sites,
    together,
)
from signpost_builder.read.course_file import course_file_findings, read_course_file, repeated_audiences, repeats
from signpost_builder.read.drafts import gate_findings, read_drafts
from signpost_builder.read.excerpt import excerpt
from signpost_builder.read.facts import FACTS, HELPLINES, read_facts, read_helplines
from signpost_builder.read.local_contacts import NAME as CONTACTS
from signpost_builder.read.local_contacts import read_local_contacts
from signpost_builder.read.media import Media
from signpost_builder.read.misnamed import misnamed
from signpost_builder.read.module import read_module
from signpost_builder.read.named_sets import NamedSets
from signpost_builder.read.remembered import read_or_remembered
from signpost_builder.read.reviews import read_reviews
from signpost_builder.read.shared_files import document_of, shared_document
from signpost_builder.read.sites import SiteRules, read_sites
from signpost_builder.read.survey import read_survey
from signpost_builder.read.typeset import typeset
from signpost_builder.read.unused import unused_findings
from signpost_builder.read.wording import read_wording
from signpost_builder.read.words import NAME as WORDS
from signpost_builder.read.words import read_words
from signpost_builder.schema import CourseFile, ReviewRules
from signpost_builder.source.files import NOTHING_UNSAVED, Project, Unsaved
from signpost_builder.source.remembered import Remembered
from signpost_builder.source.yaml_nodes import Document
from signpost_builder.source.yaml_nodes import Mapping as Group
from signpost_builder.source.yaml_nodes import Sequence as Items

MODULES = PurePosixPath("modules")
STRICT = frozenset({"fact-out-of-date", "contact-out-of-date", "module-out-of-date", "local-picture-out-of-date"})


def read_course(
    folder: Path,
    *,
    as_of: datetime.date,
    strict: bool = False,
    keys: SurveyKeys | None = None,
    unsaved: Unsaved = NOTHING_UNSAVED,
    remembered: Remembered | None = None,
) -> tuple[Course, tuple[Diagnostic, ...]]:
    """Read the course in `folder` (course/<id>; the project is two levels up) and what it names.

    Returns the warnings beside the course. Raises SourceError with every finding of the run when there are errors;
    `strict` makes errors of what is out of date and of example sites. `keys` of a survey come before those of course.yaml,
    `unsaved` texts of an editor before the files. `remembered` is what the last read of this very course left: with it only
    what has changed since is read.
    """
    folder = folder.absolute()
    project = Project(folder.parent.parent, unsaved, remembered)
    project.remembered.begin()
    course, findings = _read(project, PurePosixPath(*folder.parts[-2:]), as_of, strict, keys)
    if strict:
        findings = tuple(replace(each, severity="error") if each.code in STRICT else each for each in findings)
    if course is None or any(finding.severity == "error" for finding in findings):
        raise SourceError(findings)
    return course, tuple(in_order(findings))


def read_context(folder: Path, *, as_of: datetime.date, unsaved: Unsaved = NOTHING_UNSAVED) -> Read[Context | None]:
    """What is known of the course in `folder` before its modules are read: its contacts and sites among it."""
    folder = folder.absolute()
    project, place = Project(folder.parent.parent, unsaved), PurePosixPath(*folder.parts[-2:])
    findings = Findings()
    document = findings.of(_course_document(project, place / "course.yaml"))
    file, _ = findings.of(read_course_file(document, place)) if document else (None, False)
    if document is None or file is None:
        return findings.beside(None)
    return findings.beside(findings.of(_context(project, place, document, file, as_of, strict=False)))


def _read(
    project: Project, folder: PurePosixPath, as_of: datetime.date, strict: bool, keys: SurveyKeys | None
) -> Read[Course | None]:
    findings = Findings()
    document = findings.of(_course_document(project, folder / "course.yaml"))
    if document is None:
        return findings.beside(None)
    file, whole = findings.of(read_course_file(document, folder))
    if file is None:
        return findings.beside(None)
    findings += course_file_findings(file, document, project.root, folder)
    context = findings.of(_context(project, folder, document, file, as_of, strict))
    sets = NamedSets(context)
    modules = findings.of(_modules(context, document, sets, full=len(findings) > MOST_FINDINGS))
    plans = findings.of(_plans(context, document, sets))
    drafts = findings.of(read_drafts(context, document, sets, modules.checks))
    survey = findings.of(read_survey(context, document, plans, sets, modules.checks, keys))
    findings += sets.findings()
    findings += context.media.too_much(document.span("modules"))
    findings += context.media.places()
    modules = replace(modules, used_facts=first_of([modules.used_facts, sets.used_facts()]))
    asked = _asked(file, modules)
    course = replace(
        _course(context, modules),
        question_sets={id: questions for id, questions in sets.known().items() if id in asked},
        plans=plans,
        drafts=drafts,
        survey=survey,
        look=findings.of(_look(context, document)),
        wording=findings.of(read_wording(context)),
        options=findings.of(_options(context, document)),
    )
    course = replace(course, reviews=findings.of(read_reviews(context, course.modules, course.question_sets)))
    of_files = tuple(findings)
    findings += course_findings(course, context, modules, document, of_files)
    findings += unused_findings(course, context, sets.ids, of_files, whole=whole)
    findings += gate_findings(course, context, document, modules.checks)
    return findings.beside(typeset(course, project.remembered))


def _course_document(project: Project, path: PurePosixPath) -> Read[Document | None]:
    if not project.has(path):
        message = f"there is no file '{path}'"
        hint = misnamed(project.root, path) or "a course is a folder course/<id> with a course.yaml"
        return Read(None, (error(Span(path), "missing-file", message, hint),))
    findings = Findings()
    text = findings.of(project.text(path, Span(path)))
    return findings.beside(findings.of(document_of(project, path, text)) if text is not None else None)


# ---------------------------------------------------- what modules and sets need to know


def _context(
    project: Project, folder: PurePosixPath, document: Document, file: CourseFile, as_of: datetime.date, strict: bool
) -> Read[Context]:
    findings = Findings()
    audiences = Audiences(
        ids=tuple(audience.id for audience in file.audiences),
        whole=not repeated_audiences(file, document),
        elsewhere=cache(lambda: audiences_elsewhere(project, folder)),
    )
    text = findings.of(_optional_text(project, FACTS))
    facts = findings.of(_facts(project, text, as_of)) if text else Facts(whole=text is not None)
    text = findings.of(_optional_text(project, HELPLINES))
    helplines = findings.of(read_helplines(text, audiences, as_of)) if text else Helplines(whole=text is not None)
    findings += claim_findings(facts, helplines)
    table = table_of_sites(folder, file)
    local_contacts = findings.of(_local_contacts(project, (folder, table.parent, folder.parent), audiences, helplines))
    words_file, _ = findings.of(shared_document(project, (folder, folder.parent), WORDS))
    words = findings.of(read_words(words_file)) if words_file else CourseWords()
    findings += _sites_missing(project, table, document, file)
    rules = SiteRules(file, local_contacts.contacts, words.site or "site", as_of, strict)
    context = Context(
        project=project,
        folder=folder,
        media=Media(project),
        course=file,
        audiences=audiences,
        facts=facts,
        helplines=helplines,
        local_contacts=local_contacts,
        words=words,
        sites=findings.of(_sites(project, table, rules)) if local_contacts.whole else Sites(whole=False),
        as_of=as_of,
    )
    return findings.beside(context)


def _local_contacts(
    project: Project, folders: Sequence[PurePosixPath], audiences: Audiences, helplines: Helplines
) -> Read[LocalContacts]:
    findings = Findings()
    document, whole = findings.of(shared_document(project, folders, CONTACTS))
    if document is None:
        return findings.beside(LocalContacts(whole=whole))
    return findings.beside(findings.of(read_local_contacts(document, audiences, helplines)))


def _facts(project: Project, text: str, as_of: datetime.date) -> Read[Facts]:
    return project.remembered.of(read_facts, (text, as_of), lambda: read_facts(text, as_of))


def _optional_text(project: Project, path: PurePosixPath) -> Read[str | None]:
    """The text of a file that a project may do without: then there is none ("")."""
    if project.has(path):
        return project.text(path, Span(path))
    if hint := misnamed(project.root, path):
        return Read(None, (error(Span(path), "missing-file", f"there is no file '{path}'", hint),))
    return Read("")


def _sites_missing(project: Project, path: PurePosixPath, document: Document, file: CourseFile) -> Iterator[Diagnostic]:
    """A course that names a table of sites, or another course for it, needs one."""
    named = "sites" if file.sites else "sites_table" if file.sites_table != "sites" else ""
    if named and not project.has(path):
        hint = nearest(file.sites, _names(project, f"{path.parent.parent}/*/{path.name}")) if file.sites else ""
        yield error(document.span(named), "missing-file", f"there is no file '{path}'", hint)


def _sites(project: Project, path: PurePosixPath, rules: SiteRules) -> Read[Sites]:
    """Without a table there is the general edition only."""
    findings = Findings()
    text = findings.of(_optional_text(project, path))
    if text is None or not project.has(path):
        return findings.beside(Sites(whole=text is not None and not rules.course.sites))
    return findings.beside(findings.of(read_sites(text, path, rules)))


def audiences_elsewhere(project: Project, folder: PurePosixPath) -> frozenset[str]:
    """Ids in the other courses of the project. A fault there is told when that course is read."""
    ids: set[str] = set()
    for path in project.matching(f"{folder.parent}/*/course.yaml"):
        if path.parent.name == folder.name:
            continue
        document = document_of(project, path, project.peek(path)).value
        entries = document.value.get("audiences") if document and isinstance(document.value, Group) else None
        for entry in entries if isinstance(entries, Items) else ():
            id = entry.get("id") if isinstance(entry, Group) else None
            ids |= {id} if isinstance(id, str) else set()
    return frozenset(ids)


# ------------------------------------------------------------------- modules and sets


def _modules(context: Context, document: Document, sets: NamedSets, full: bool) -> Read[Modules]:
    """`full`: there are findings enough already."""
    findings, contents = Findings(), dict[str, ModuleContent]()
    file = context.course
    for index, id in enumerate(dict.fromkeys(file.modules)):
        full = full or len(findings) > MOST_FINDINGS
        asked = document.span("modules", index)
        content = findings.of(_module(replace(context, is_full=full), sets, id, asked))
        contents[id] = findings.of(excerpt(content, file.pages.get(id), document))
    for id in file.pages:
        if id not in file.modules:
            hint = nearest(id, [each for each in file.modules if each not in file.pages])
            message = f"pages are chosen of '{id}', which is not among the modules of this course"
            findings.append(error(document.span("pages", id, of_key=True), "unknown-module", message, hint))
    return findings.beside(together(contents))


def _module(context: Context, sets: NamedSets, id: str, asked: Span) -> Read[ModuleContent]:
    """The module `id`, which course.yaml names at `asked`."""
    path, project = MODULES / id / "module.md", context.project
    if not project.has(path):
        hint = misnamed(project.root, path) or nearest(id, _not_listed(context, _names(project, "modules/*/module.md")))
        hint = hint or f"begin it with 'signpost new module {id}', or take it away"
        unknown = error(asked, "unknown-module", f"there is no module '{id}' ({path})", hint)
        return Read(ModuleContent(), (unknown,))
    findings = Findings()
    text = findings.of(project.text(path, asked))
    if text is None:
        return findings.beside(ModuleContent())
    return findings.beside(findings.of(read_or_remembered(read_module, text, path, context, sets)))


def _plans(context: Context, document: Document, sets: NamedSets) -> Read[Mapping[str, Plan]]:
    findings, plans = Findings(), dict[str, Plan]()
    for audience, entry in context.course.questions.items():
        if not context.audiences.has(audience):
            span = document.span("questions", audience, of_key=True)
            hint = nearest(audience, context.audiences.ids)
            findings.append(error(span, "unknown-audience", f"there is no audience '{audience}'", hint))
        for moment, ids in (("before", entry.before), ("after", entry.after)):
            places = [("questions", audience, moment, index) for index in range(len(ids))]
            findings += repeats(document, list(zip(ids, places, strict=True)))
            for id, place in zip(ids, places, strict=True):
                findings.of(sets.get(id, document.span(*place)))
        plans[audience] = Plan(before=tuple(entry.before), after=tuple(entry.after))
    return findings.beside(plans)


def _asked(file: CourseFile, modules: Modules) -> set[str]:
    """Ids of the sets that somebody is asked: not those of pages that this course leaves out."""
    plans = [id for plan in file.questions.values() for id in (*plan.before, *plan.after)]
    campaigns = [id for who in file.survey.respondents.values() for id in who.campaign] if file.survey else []
    drafts = [id for draft in file.drafts.values() for id in draft.questions]
    return {*plans, *campaigns, *drafts, *modules.checks}


def _not_listed(context: Context, modules: Iterable[str]) -> Iterable[str]:
    """A module that the course has already is none that was meant."""
    return [each for each in modules if each not in context.course.modules]


def _names(project: Project, pattern: str) -> Iterable[str]:
    return [path.parent.name for path in project.matching(pattern)]


def _options(context: Context, document: Document) -> Read[Mapping[str, Any]]:
    """What course.yaml and files beside it tell the formats, by their family: the format itself reads it."""
    findings, options, file = Findings(), dict[str, Any](), context.course
    for family in families():
        if (entry := getattr(file, family.key, None)) is not None:
            value = findings.of(family.read(entry, file, document))
            options[family.key] = findings.of(family.sources(value, context))
    return findings.beside(options)


def _look(context: Context, document: Document) -> Read[Look]:
    if context.course.look is None:
        return Read(Look())
    # With what charts know of colours: few courses have a look of their own.
    from signpost_builder.read.look import read_look

    return read_look(context, document, context.course.look)


def _course(context: Context, modules: Modules) -> Course:
    """What is said in course.yaml and in the files that it names; questions come later."""
    file = context.course
    return Course(
        id=file.id,
        title=file.title,
        summary=file.summary,
        version=file.version,
        languages=tuple(file.languages),
        audiences=tuple(Audience(**entry.model_dump()) for entry in file.audiences),
        modules=modules.modules,
        question_sets={},
        plans={},
        pass_mark_percent=file.pass_mark_percent,
        attempts=file.attempts,
        score_mode=file.score_mode,
        formats=tuple(file.formats),
        facts=context.facts.by_id,
        helplines=context.helplines.contacts,
        local_contacts=context.local_contacts.contacts,
        words=context.words,
        listen=file.listen,
        sites=context.sites.sites,
        assets=context.media.assets,
        exit_url=file.exit_url or "",
        review_needed_for=tuple((file.review or ReviewRules()).needed_for),
        digest=context.project.digest(without=context.sites_file),
    )
