"""The knowledge questions before and after: a Question Set each."""

from collections.abc import Sequence
from html import escape
from typing import Any, Literal

from signpost_builder.formats.h5p.labels import labelled
from signpost_builder.formats.h5p.questions import is_range
from signpost_builder.formats.h5p.workshop import Activity, Difference, Workshop
from signpost_builder.model import Question, QuestionSet
from signpost_builder.page.document import minutes_words


def quiz(shop: Workshop, purpose: Literal["before", "after"], sets: Sequence[QuestionSet]) -> Activity | None:
    """None where nothing is scored: a host marks every question, and keeps it by name, so a survey is never one."""
    asked = [questions for questions in sets if questions.kind == "knowledge"]
    posed, differences = [], []
    questions = [question for questions in asked for question in questions.questions]
    for question in questions:
        one, found = shop.pose(question, purpose, shop.named_source)
        differences += found
        if one.content:
            posed.append(one)
    if not posed:
        return None
    params = {
        "introPage": _introduction(shop, purpose, asked),
        "progressType": "textual",
        "passPercentage": shop.edition.course.pass_mark_percent if purpose == "after" else 0,
        "disableBackwardsNavigation": False,
        "randomQuestions": False,
        "questions": [one.content for one in posed],
        "endGame": _end(shop, purpose, answers=not any(map(is_range, questions))),
        "override": {"checkButton": False, "showSolutionButton": "off", "retryButton": "off"},
    }
    return Activity(
        name=purpose,
        title=shop.page[purpose]["title"],
        main="H5P.QuestionSet",
        params=labelled("H5P.QuestionSet", params, shop.edition.language),
        points=sum(one.points for one in posed),
        differences=(*differences, *_attempts(shop, purpose), *_answers_untold(purpose, questions)),
    )


def _introduction(shop: Workshop, purpose: str, asked: Sequence[QuestionSet]) -> dict[str, Any]:
    t, h5p, course = shop.page[purpose], shop.h5p["quiz"], shop.edition.course
    paragraphs = [h5p[f"{purpose}_text"], minutes_words(asked, shop.page), h5p["all"], h5p["by_name"]]
    if purpose == "after":
        paragraphs.append(h5p["pass_mark"].format(percent=course.pass_mark_percent))
    html = shop.banner + "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    html += "".join(f"<p>{questions.introduction}</p>" for questions in asked if questions.introduction)
    html += "".join(f"<p>{escape(text)}</p>" for text in shop.first_help)
    return {
        "showIntroPage": True,
        "title": shop.lowering.field(escape(t["title"]), "plain", shop.named_source),
        "introduction": shop.lowering.field(html, "introduction", shop.named_source),
        "startButtonText": shop.lowering.field(escape(t["begin"]), "plain", shop.named_source),
    }


def _end(shop: Workshop, purpose: str, *, answers: bool) -> dict[str, Any]:
    """Before: a word of thanks, no mark. After: the mark, what it means, the answers if they may be shown, another try."""
    h5p, mark = shop.h5p["quiz"], shop.edition.course.pass_mark_percent

    def plain(text: str) -> str:
        return shop.lowering.field(escape(text), "plain", shop.named_source)

    if purpose == "before":
        return {
            "showResultPage": False,
            "showSolutionButton": False,
            "showRetryButton": False,
            "noResultMessage": plain(f"{h5p['before_end']} {shop.no_reports}"),
        }
    return {
        "showResultPage": True,
        "showSolutionButton": answers,
        "showRetryButton": shop.edition.course.attempts != 1,
        "showAnimations": False,
        "message": plain(h5p["after_end" if answers else "after_end_alone"]),
        "overallFeedback": [
            {"from": 0, "to": mark - 1, "feedback": plain(f"{h5p['not_yet']} {shop.no_reports}")},
            {"from": mark, "to": 100, "feedback": plain(f"{h5p['passed']} {shop.no_reports}")},
        ],
    }


def _attempts(shop: Workshop, purpose: str) -> list[Difference]:
    course = shop.edition.course
    if purpose == "before" or not course.attempts:
        return []
    text = f"H5P does not count tries: the limit of {course.attempts} is the platform's to set"
    return [Difference(about="attempts", text=text, span=course.question_sets[shop.edition.after[0].id].span)]


def _answers_untold(purpose: str, questions: Sequence[Question]) -> list[Difference]:
    """Fill in the Blanks shows as its solution every number that it takes for right."""
    if purpose == "before":
        return []
    text = "the right answers are not shown at the end: H5P would list every number of the range"
    return [
        Difference(about=question.id, text=text, span=question.span) for question in questions if is_range(question)
    ]
