"""Forms that need an approval, from course.yaml, and every place where their questions may not stand."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence

from signpost_builder import forms
from signpost_builder.diagnostics import Diagnostic, Findings, Read, Span, error, nearest
from signpost_builder.model import Approval, Check, ChoiceQuestion, Course, Draft, Question, QuestionSet, every_block
from signpost_builder.read.context import Context
from signpost_builder.read.named_sets import NamedSets
from signpost_builder.read.survey import content_findings, group_findings, stratum_findings
from signpost_builder.schema import DraftEntry
from signpost_builder.source.contacts import PLACEHOLDER
from signpost_builder.source.yaml_nodes import Document

PENDING = re.compile(r"\b(?:pending|none|not yet|awaited|applied for|unknown|to follow)\b", re.IGNORECASE)
RULES = {"group": group_findings, "stratum": stratum_findings}


def read_drafts(
    context: Context, document: Document, sets: NamedSets, checks: Mapping[str, Span]
) -> Read[tuple[Draft, ...]]:
    """The drafts of the course, approved or not: each is judged, so that an approval is all that it lacks."""
    findings, drafts = Findings(), list[Draft]()
    for id, entry in context.course.drafts.items():
        places = [document.span("drafts", id, "questions", index) for index in range(len(entry.questions))]
        named = [findings.of(sets.get(name, place)) for name, place in zip(entry.questions, places, strict=True)]
        findings += _approval(context, document, id, entry)
        findings += _names(context, document, id, entry)
        findings += _also_checks(document, id, entry, checks)
        known = [content.questions for content in named if content]
        if len(known) == len(named):
            findings += _content(document, id, entry, known)
        approval = Approval(**dict(entry.approval)) if entry.approval else None
        drafts.append(
            Draft(
                id=id,
                title=entry.title,
                questions=tuple(entry.questions),
                group=entry.group or "",
                stratum=entry.stratum or "",
                approval=approval,
            )
        )
    return findings.beside(tuple(drafts))


def is_still_to_come(words: str) -> bool:
    """Whether this only fills the place of what somebody has yet to say."""
    return bool(PLACEHOLDER.search(words) or PENDING.search(words))


def _approval(context: Context, document: Document, id: str, entry: DraftEntry) -> Iterator[Diagnostic]:
    approval = entry.approval
    if approval is None:
        return
    for key in ("reference", "role"):
        words = getattr(approval, key)
        if is_still_to_come(words):
            message = f"'{words}' is a placeholder for the {key} of the approval of '{id}'"
            hint = "write the one of the decision, or take 'approval' away until there is one"
            yield error(document.span("drafts", id, "approval", key), "approval-not-given", message, hint)
    if approval.date > min(context.as_of, datetime.date.today()):  # --as-of looks ahead; nobody decides ahead
        message = f"the approval of '{id}' is of {approval.date}, which is still to come"
        hint = "write the day of the decision, or take 'approval' away until there is one"
        yield error(document.span("drafts", id, "approval", "date"), "approval-not-given", message, hint)


def _names(context: Context, document: Document, id: str, entry: DraftEntry) -> Iterator[Diagnostic]:
    if id in context.audiences.ids:
        span = document.span("drafts", id, of_key=True)
        yield error(span, "duplicate-id", f"'{id}' is an audience already", "give the draft another name")
    for index, name in enumerate(entry.questions):
        span = document.span("drafts", id, "questions", index)
        if name in entry.questions[:index]:
            yield error(span, "duplicate-id", f"'{name}' stands here twice", "keep one of the two")


def _also_checks(document: Document, id: str, entry: DraftEntry, checks: Mapping[str, Span]) -> Iterator[Diagnostic]:
    for index, name in enumerate(entry.questions):
        if name in checks:
            span = document.span("drafts", id, "questions", index)
            message = f"the set '{name}' is asked in the draft '{id}' and also as a check at {checks[name]}"
            yield error(span, "question-reused", message, "write other questions for the check")


def _content(document: Document, id: str, entry: DraftEntry, sets: Sequence[QuestionSet]) -> Iterator[Diagnostic]:
    """What would keep the form from being made."""
    span = document.span("drafts", id, "questions")
    about = {key: getattr(entry, key) for key in RULES if getattr(entry, key)}
    surveyed = {question.id: question for each in sets if each.kind == "survey" for question in each.questions}
    for key, name in about.items():
        yield from _about(document, id, key, name, surveyed.get(name), surveyed)
    if entry.group and entry.group == entry.stratum:
        place = document.span("drafts", id, "stratum")
        yield error(place, "survey-group", f"'{entry.group}' is the group already", "name another question")
    asked = [question for each in sets for question in each.questions if question.id not in about.values()]
    if not asked:
        message = f"nothing is asked in the draft '{id}' but group and stratum"
        yield error(span, "survey-without-questions", message, "name another set too")
    if (count := sum(forms.slots(question) for question in asked)) > forms.MOST_SLOTS:
        message = f"the questions of the draft '{id}' take {count} bytes of a record; it has {forms.MOST_SLOTS}"
        yield error(span, "survey-too-long", message, "ask less")
    if any(each.draw or any(question.pool for question in each.questions) for each in sets):
        message = f"a set of the draft '{id}' has a pool; in a form everybody gets the same questions"
        yield error(span, "pool-in-plan", message, "pools and draws are for checks in a module")
    for question in asked:
        yield from content_findings(question)


def _about(
    document: Document, id: str, key: str, name: str, question: Question | None, surveyed: dict[str, Question]
) -> Iterator[Diagnostic]:
    span = document.span("drafts", id, key)
    if question is None:
        yield error(span, "unknown-question", f"'{name}' is not asked in the draft '{id}'", nearest(name, surveyed))
    elif not isinstance(question, ChoiceQuestion) or question.multiple or question.dont_know:
        message = f"'{name}' cannot be the {key}: it is not a plain single choice in a survey set"
        yield error(span, "survey-group", message, "write 'type: single' with choices and without 'dont_know'")
    else:
        for message, hint in RULES[key](question):
            yield error(span, "survey-group", message, hint)


def gate_findings(
    course: Course, context: Context, document: Document, checks: Mapping[str, Span]
) -> Iterator[Diagnostic]:
    """A set that needs approval and is named by a plan, a campaign or a check would be asked without one."""
    closed = {id for id, each in course.question_sets.items() if each.needs_approval}
    for audience, plan in course.plans.items():
        for moment, ids in (("before", plan.before), ("after", plan.after)):
            for index, id in enumerate(ids):
                if id in closed:
                    yield _closed(document.span("questions", audience, moment, index), id, f"{moment} the course")
    survey = context.course.survey
    for audience, who in survey.respondents.items() if survey else ():
        for index, id in enumerate(who.campaign):
            if id in closed:
                place = document.span("survey", "respondents", audience, "campaign", index)
                yield _closed(place, id, "in a campaign")
    for id, place in checks.items():
        if id in closed:
            yield _closed(place, id, "as a check")
    yield from _copies(course, closed)


def _copies(course: Course, closed: set[str]) -> Iterator[Diagnostic]:
    """The same words under another id, in another set or in a page. Who somebody is may be asked anywhere."""
    about = {id for draft in course.drafts for id in (draft.group, draft.stratum)}
    own = {
        _words(question.stem): id
        for id in closed
        for question in course.question_sets[id].questions
        if question.id not in about
    }
    blocks = (block for module in course.modules for page in module.pages for block in every_block(page.blocks))
    sets = (*(block.questions for block in blocks if isinstance(block, Check)), *course.question_sets.values())
    for each in {each.id: each for each in sets if each.id not in closed}.values():
        for question in each.questions:
            if id := own.get(_words(question.stem)):
                message = f"'{question.id}' asks what the set '{id}' asks, which needs an approval"
                yield error(question.span, "set-needs-approval", message, "ask something else")


def _words(stem: str) -> str:
    return " ".join(stem.lower().split())


def _closed(place: Span, id: str, where: str) -> Diagnostic:
    message = f"the set '{id}' needs an approval, so it cannot be asked {where}"
    return error(place, "set-needs-approval", message, "name it under 'drafts:' alone")
