"""Forms that need an approval: made from the drafts of course.yaml, closed, and for no package.

They are never a campaign (`open` is false), no edition asks their questions, and a run that makes only what
anybody can open makes none of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from signpost_builder.formats import FORMATS
from signpost_builder.forms import Form, campaign_form, content_id
from signpost_builder.model import Audience, Course, Draft, Plan, Respondents


def approved_forms(course: Course, formats: Iterable[str], *, strict: bool) -> list[Form]:
    """In every language, the forms of the drafts that nothing holds back."""
    return [
        _form(course, draft, language)
        for draft in course.drafts
        if not _reason(course, draft, formats, strict)
        for language in course.languages
    ]


def held_back(course: Course, formats: Iterable[str], *, strict: bool) -> Iterator[str]:
    """A line for each draft that is not made, and why."""
    for draft in course.drafts:
        if reason := _reason(course, draft, formats, strict):
            yield f"the form '{draft.id}' is not made: {reason}"


def _reason(course: Course, draft: Draft, formats: Iterable[str], strict: bool) -> str:
    if draft.approval is None:
        return "it has no approval in course.yaml"
    if not strict:
        return "an approved form is made with --strict"
    if all(FORMATS[name].public for name in formats):
        return "never with web editions alone"
    return "" if course.survey else "the survey has no endpoint"


def _form(course: Course, draft: Draft, language: str) -> Form:
    """A form of one occasion, as a campaign's is but for its door: nobody comes to it by a link that is passed around."""
    assert course.survey is not None
    who = Respondents(group=draft.group, stratum=draft.stratum, campaign=draft.questions)
    alone = replace(
        course,
        title=draft.title,
        plans={draft.id: Plan(before=draft.questions)},
        survey=replace(course.survey, respondents={draft.id: who}),
    )
    form = campaign_form(alone, Audience(id=draft.id, title=draft.title), language)
    assert form is not None
    closed = {**form, "open": False}
    return {**closed, "id": content_id(closed)}
