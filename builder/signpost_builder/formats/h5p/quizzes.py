"""The knowledge questions before and after: a Question Set each."""

from collections.abc import Sequence
from html import escape
from typing import Any, Literal

from signpost_builder.formats.h5p.context import Activity, Context, Difference
from signpost_builder.formats.h5p.labels import labelled
from signpost_builder.formats.h5p.questions import is_range
from signpost_builder.model import Question, QuestionSet
from signpost_builder.page.announced import minutes_words


def quiz(context: Context, purpose: Literal["before", "after"], sets: Sequence[QuestionSet]) -> Activity | None:
    """None where nothing is scored: a host marks every question, and keeps it by name, so a survey is never one."""
    knowledge = [questions for questions in sets if questions.kind == "knowledge"]
    posed, differences = [], []
    questions = [question for questions in knowledge for question in questions.questions]
    for question in questions:
        pose, untold = context.setting.pose(question, purpose, context.named_source)
        differences += untold
        if pose.content:
            posed.append(pose)
    if not posed:
        return None
    params = {
        "introPage": _introduction(context, purpose, knowledge),
        "progressType": "textual",
        "passPercentage": context.edition.course.pass_mark_percent if purpose == "after" else 0,
        "disableBackwardsNavigation": False,
        "randomQuestions": False,
        "questions": [pose.content for pose in posed],
        "endGame": _end(context, purpose, answers=not any(map(is_range, questions))),
        "override": {"checkButton": False, "showSolutionButton": "off", "retryButton": "off"},
    }
    return Activity(
        name=purpose,
        title=context.page[purpose]["title"],
        main="H5P.QuestionSet",
        params=labelled("H5P.QuestionSet", params, context.edition.language),
        points=sum(pose.points for pose in posed),
        differences=(*differences, *_attempts(context, purpose), *_answers_untold(purpose, questions)),
    )


def _introduction(context: Context, purpose: str, sets: Sequence[QuestionSet]) -> dict[str, Any]:
    t, h5p, course = context.page[purpose], context.h5p["quiz"], context.edition.course
    paragraphs = [h5p[f"{purpose}_text"], minutes_words(sets, context.page), h5p["all"], h5p["by_name"]]
    if purpose == "after":
        paragraphs.append(h5p["pass_mark"].format(percent=course.pass_mark_percent))
    html = context.banner + "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    html += "".join(f"<p>{questions.introduction}</p>" for questions in sets if questions.introduction)
    html += "".join(f"<p>{escape(text)}</p>" for text in context.first_help)
    return {
        "showIntroPage": True,
        "title": context.lowering.field(escape(t["title"]), "plain", context.named_source),
        "introduction": context.lowering.field(html, "introduction", context.named_source),
        "startButtonText": context.lowering.field(escape(t["begin"]), "plain", context.named_source),
    }


def _end(context: Context, purpose: str, *, answers: bool) -> dict[str, Any]:
    """Before: a word of thanks, no mark. After: the mark, what it means, the answers if they may be shown, another try."""
    h5p, mark = context.h5p["quiz"], context.edition.course.pass_mark_percent

    def plain(text: str) -> str:
        return context.lowering.field(escape(text), "plain", context.named_source)

    if purpose == "before":
        return {
            "showResultPage": False,
            "showSolutionButton": False,
            "showRetryButton": False,
            "noResultMessage": plain(f"{h5p['before_end']} {context.no_reports}"),
        }
    return {
        "showResultPage": True,
        "showSolutionButton": answers,
        "showRetryButton": context.edition.course.attempts != 1,
        "showAnimations": False,
        "message": plain(h5p["after_end" if answers else "after_end_alone"]),
        "overallFeedback": [
            {"from": 0, "to": mark - 1, "feedback": plain(f"{h5p['not_yet']} {context.no_reports}")},
            {"from": mark, "to": 100, "feedback": plain(f"{h5p['passed']} {context.no_reports}")},
        ],
    }


def _attempts(context: Context, purpose: str) -> list[Difference]:
    course = context.edition.course
    if purpose == "before" or not course.attempts:
        return []
    text = f"H5P does not count tries: the limit of {course.attempts} is the platform's to set"
    return [Difference(about="attempts", text=text, span=course.question_sets[context.edition.after[0].id].span)]


def _answers_untold(purpose: str, questions: Sequence[Question]) -> list[Difference]:
    """Fill in the Blanks shows as its solution every number that it takes for right."""
    if purpose == "before":
        return []
    text = "the right answers are not shown at the end: H5P would list every number of the range"
    return [
        Difference(about=question.id, text=text, span=question.span) for question in questions if is_range(question)
    ]
