"""What a survey asks and how it keeps it: the forms of a course, as docs/formats/form.md says.

A form is made for an audience in the edition without a site, so every site's answers count in the same one.
"""

import base64
import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from itertools import pairwise
from math import inf
from typing import Any, Literal, assert_never

from signpost_builder.model import (
    Audience,
    ChoiceQuestion,
    Contact,
    Course,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Plan,
    Question,
    QuestionSet,
    Respondents,
    ScaleQuestion,
    Survey,
    TrueFalseQuestion,
)
from signpost_builder.plain_words import plain
from signpost_builder.resolving import general_sets, national_lines

Form = dict[str, Any]

NAMESPACE = uuid.UUID("6a1e2c53-60b7-5d33-8c39-1f5f0a1f7a52")  # form.md, "The id"
CONTENT = ("kind", "open", "simulated", "block", "breakdowns", "noise", "group", "stratum", "questions")  # of the id
MOST_SLOTS = 332  # of one phase (docs/formats/sealed-record.md)
MOST_GROUPS = 5
MOST_STRATA = 12
LONGEST_TITLE = 1000


def course_form(course: Course, audience: Audience, language: str = "") -> Form | None:
    """The form of the course itself; None where it does not survey this audience.

    An exact score shows the platform how much somebody knew; their knowledge answers are then not collected as well.
    """
    return _pair_form(course, audience, language, open=False, knowledge=course.score_mode == "pass")


def link_form(course: Course, audience: Audience, language: str = "") -> Form | None:
    """The form that a lesson links to where the platform keeps knowledge answers by name. None as for `course_form`."""
    return _pair_form(course, audience, language, open=True, knowledge=False)


def campaign_form(course: Course, audience: Audience, language: str = "") -> Form | None:
    """The form for people outside the course, where course.yaml asks for one."""
    respondents = _respondents(course, audience)
    if not respondents or not respondents.campaign:
        return None
    sets = general_sets(course, audience, language, respondents.campaign)
    return _form(course, audience, language, kind="single", open=True, before=(), after=sets)


def forms(course: Course) -> list[Form]:
    """Every form of the course. Audiences that are asked the same share one, under the name of the first."""
    kinds = (course_form, link_form, campaign_form)
    made = (
        kind(course, audience, language)
        for audience in course.audiences
        for language in course.languages
        for kind in kinds
    )
    by_id: dict[str, Form] = {}
    for form in made:
        if form:
            by_id.setdefault(form["id"], form)
    return list(by_id.values())


def form_page_url(course: Course, audience: Audience, language: str = "") -> str | None:
    """Where the store shows `link_form` as a page; None where there is none."""
    form = link_form(course, audience, language)
    return f"{course.survey.endpoint}/f/{form['id']}" if course.survey and form else None


def form_bytes(form: Form) -> bytes:
    return (json.dumps(form, sort_keys=True, ensure_ascii=False, indent=2) + "\n").encode()


def content_id(form: Mapping[str, Any]) -> str:
    """The id that this content makes."""
    content = {name: form[name] for name in CONTENT}
    content |= {phase: asked_ids(form, phase) for phase in ("before", "after")}
    return str(uuid.uuid5(NAMESPACE, json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))))


def asked_ids(form: Mapping[str, Any], phase: str) -> list[str]:
    """Ids of the questions of a phase, in the order of their slots."""
    return [question for question_set in form[phase] for question in question_set["questions"]]


# -------------------------------------------------------------------- contents


def _respondents(course: Course, audience: Audience) -> Respondents | None:
    return course.survey.respondents.get(audience.id) if course.survey else None


def _pair_form(course: Course, audience: Audience, language: str, *, open: bool, knowledge: bool) -> Form | None:
    plan = course.plans.get(audience.id, Plan())
    if _respondents(course, audience) is None or not (plan.before and plan.after):
        return None
    before, after = (
        [
            question_set
            for question_set in general_sets(course, audience, language, ids)
            if knowledge or question_set.kind == "survey"
        ]
        for ids in (plan.before, plan.after)
    )
    form = _form(course, audience, language, kind="pair", open=open, before=before, after=after)
    return form if form["before"] and form["after"] else None


def _form(
    course: Course,
    audience: Audience,
    language: str,
    *,
    kind: Literal["pair", "single"],
    open: bool,
    before: Sequence[QuestionSet],
    after: Sequence[QuestionSet],
) -> Form:
    survey = course.survey
    assert survey is not None
    who = survey.respondents[audience.id]
    about = (who.group, who.stratum)
    plan = general_sets(course, audience, language, course.plans.get(audience.id, Plan()).before)
    known = {question.id: question for question_set in (*plan, *after) for question in question_set.questions}
    form: Form = {
        "format": "signpost-form-2",
        "kind": kind,
        "open": open,
        "simulated": survey.simulated,
        "title": course.title[:LONGEST_TITLE],
        "course": course.id,
        "audience": audience.id,
        "language": language or course.languages[0],
        "key": _key(survey),
        "responsible": asdict(survey.responsible),
        "help": form_help(course, audience),
        "block": survey.block,
        "breakdowns": survey.breakdowns,
        "noise": survey.noise,
        "group": group(known[who.group]) if who.group else None,
        "stratum": stratum(known[who.stratum]) if who.stratum else None,
        "before": list(_sets(before, about)),
        "after": list(_sets(after, about)),
        "questions": {
            question.id: question_content(question, scored=question_set.kind == "knowledge")
            for question_set in (*before, *after)
            for question in question_set.questions
            if question.id not in about
        },
    }
    return {**form, "id": content_id(form)}


def _key(survey: Survey) -> dict[str, str]:
    public = base64.urlsafe_b64decode(survey.key + "=")
    return {"id": hashlib.sha256(public).hexdigest()[:16], "public": survey.key, "verify": survey.verify}


def form_help(course: Course, audience: Audience) -> dict[str, Any]:
    """Whom to turn to instead of answering: the course's sentence, and the national lines for this audience in its order."""
    lines = [help_line(line) for line in national_lines(course, audience)]
    return {"report": course.words.report, "lines": lines}


def help_line(line: Contact) -> dict[str, Any]:
    kept = ("name", "purpose", "phone", "dial", "extension", "email", "url", "hours", "emergency")
    return {name: getattr(line, name) for name in kept}


def _sets(sets: Iterable[QuestionSet], about: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The sets without the questions of group and stratum; one that has no other is not asked as a set."""
    for question_set in sets:
        ids = [question.id for question in question_set.questions if question.id not in about]
        if ids:
            introduction = plain(question_set.introduction)
            yield {"id": question_set.id, "title": question_set.title, "introduction": introduction, "questions": ids}


def group(question: Question) -> dict[str, Any]:
    """Who answers: `merge` says which of `values` the learner's choice becomes before it leaves the page."""
    assert isinstance(question, ChoiceQuestion)
    counted = [choice.counted_as or plain(choice.text) for choice in question.choices]
    values = list(dict.fromkeys(counted))
    merge, order = [values.index(value) for value in counted], list(range(len(values)))
    return {**stratum(question), "merge": merge, "values": values, "order": order}


def stratum(question: Question) -> dict[str, Any]:
    assert isinstance(question, ChoiceQuestion)
    options = [plain(choice.text) for choice in question.choices]
    return {
        "question": question.id,
        "stem": plain(question.stem),
        "options": options,
        "order": list(range(len(options))),
    }


def question_content(question: Question, *, scored: bool) -> dict[str, Any]:
    """A question of `questions`; indexes are those of the author's order, as in the player's responses."""
    common = {
        "stem": plain(question.stem),
        "topic": question.topic,
        "dont_know": question.dont_know,
        "critical": question.critical,
    }
    match question:
        case ChoiceQuestion():
            keys = [index for index, choice in enumerate(question.choices) if choice.correct]
            options = [plain(choice.text) for choice in question.choices]
            kind = "multiple" if question.multiple else "single"
            return {**common, "type": kind, "options": options, "key": keys if scored else None}
        case TrueFalseQuestion():
            return {**common, "type": "true-false", "key": question.answer if scored else None}
        case OrderQuestion():
            items = [plain(item) for item in question.items]
            return {**common, "type": "order", "items": items, "key": list(range(len(items))) if scored else None}
        case MatchQuestion():
            terms = [plain(term) for term, _ in question.pairs]
            meanings = [plain(meaning) for meaning in (*(pair[1] for pair in question.pairs), *question.spare)]
            key = list(range(len(terms))) if scored else None
            return {**common, "type": "match", "terms": terms, "meanings": meanings, "key": key}
        case ScaleQuestion():
            labels = [plain(label) for label in question.labels]
            return {**common, "type": "scale", "labels": labels, "reverse": question.reverse}
        case NumberQuestion():
            return {
                **common,
                "type": "number",
                "unit": question.unit,
                "minimum": decimal(question.minimum),
                "maximum": decimal(question.maximum),
                "bounds": [decimal(bound) for bound in question.bands],
                "key": right_bands(question) if scored else None,
            }
        case _:
            assert_never(question)


def slots(question: Question) -> int:
    """How many bytes its answer takes."""
    match question:
        case ChoiceQuestion():
            return len(question.choices) if question.multiple else 1
        case OrderQuestion():
            return len(question.items)
        case MatchQuestion():
            return len(question.pairs)
        case TrueFalseQuestion() | ScaleQuestion() | NumberQuestion():
            return 1
        case _:
            assert_never(question)


def right_bands(question: NumberQuestion) -> list[int]:
    """The bands with numbers that are marked right; a band that only touches them at its bound is none."""
    answer = question.answer or 0.0
    low, high = answer - question.tolerance, answer + question.tolerance
    edges = (-inf, *question.bands, inf)
    return [
        band
        for band, (above, upto) in enumerate(pairwise(edges))
        if above < high and (low < upto or low == high == upto)
    ]


# ----------------------------------------------------------------- plain text


def decimal(number: float) -> str:
    """In digits, without an exponent: 44.0 is "44"."""
    text = format(Decimal(repr(number)), "f")
    whole = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if whole == "-0" else whole
