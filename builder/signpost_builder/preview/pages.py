"""What the page around the course shows as HTML. All of it is text that is escaped: no author's markup is a part of this page."""

from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from re import compile as pattern
from typing import assert_never

from signpost_builder.diagnostics import Diagnostic, Span
from signpost_builder.model import (
    Block,
    Check,
    ChoiceQuestion,
    Edition,
    Fact,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Page,
    Question,
    QuestionSet,
    ScaleQuestion,
    TrueFalseQuestion,
    every_block,
)
from signpost_builder.page.sources import named_facts
from signpost_builder.page.templates import environment
from signpost_builder.reading_grade import grade, html_of, page_text
from signpost_builder.reviewing.standing import Standing, standing_of
from signpost_builder.values import frozen

TAG = pattern(r"<[^>]+>")


@frozen
class Answer:
    text: str
    is_right: bool
    feedback: str = ""


@frozen
class Key:
    """A question with its answers; `facts`: ids that it rests on."""

    id: str
    stem: str
    answers: tuple[Answer, ...]
    rationale: str
    facts: tuple[str, ...]
    span: Span


@frozen
class Reviewed:
    """A page as a reviewer asks after it. `grade` None: too short to tell, or not in English. `standing`: since the last review."""

    id: str
    title: str
    span: Span
    grade: float | None
    is_hard: bool
    facts: tuple[Fact, ...]
    notes: tuple[str, ...]
    keys: tuple[Key, ...]
    standing: Standing


def shell_page(course: str, port: int, token: str) -> str:
    return environment().get_template("preview.html").render(course=course, port=port, token=token)


def refused(findings: Iterable[Diagnostic]) -> str:
    return environment().get_template("preview-refused.html").render(findings=list(findings))


def review_page(edition: Edition) -> str:
    english = edition.language.startswith("en")
    pages = [(module, [_reviewed(edition, page, english) for page in module.pages]) for module in edition.modules]
    return (
        environment()
        .get_template("preview-review.html")
        .render(
            edition=edition,
            aim=edition.audience.reading_grade,
            english=english,
            modules=pages,
            before=[(each, _keys(each)) for each in edition.before],
            after=[(each, _keys(each)) for each in edition.after],
        )
    )


def _reviewed(edition: Edition, page: Page, english: bool) -> Reviewed:
    found = grade(page_text(page)) if english else None
    facts = [edition.course.facts[id] for id in named_facts(page.blocks) if id in edition.course.facts]
    return Reviewed(
        id=page.id,
        title=page.title,
        span=page.span,
        grade=found,
        is_hard=found is not None and found > edition.audience.reading_grade,
        facts=tuple(dict.fromkeys(facts)),
        notes=tuple(_text(each.blocks) for each in edition.trainer_notes.get(page.id, ())),
        keys=tuple(
            key for block in every_block(page.blocks) if isinstance(block, Check) for key in _keys(block.questions)
        ),
        standing=standing_of(edition.course, page),
    )


def _text(blocks: Iterable[Block]) -> str:
    return "\n".join(filter(None, (_plain(html) for html in html_of(blocks))))


def _plain(html: str) -> str:
    return unescape(TAG.sub("", html)).strip()


def _keys(questions: QuestionSet) -> tuple[Key, ...]:
    return tuple(
        Key(
            id=question.id,
            stem=_plain(question.stem),
            answers=tuple(_answers(question)),
            rationale=_plain(question.rationale),
            facts=tuple(question.facts),
            span=question.span,
        )
        for question in questions.questions
    )


def _answers(question: Question) -> Iterator[Answer]:
    match question:
        case ChoiceQuestion():
            yield from (Answer(_plain(each.text), each.correct, _plain(each.feedback)) for each in question.choices)
        case TrueFalseQuestion():
            said: Mapping[bool, str] = {True: question.feedback_true, False: question.feedback_false}
            for value, name in ((True, "True"), (False, "False")):
                yield Answer(name, question.answer is value, _plain(said[value]))
        case OrderQuestion():
            yield from (Answer(f"{place}. {_plain(item)}", True) for place, item in enumerate(question.items, 1))
        case MatchQuestion():
            yield from (Answer(f"{_plain(term)}: {_plain(meaning)}", True) for term, meaning in question.pairs)
            yield from (Answer(_plain(meaning), False) for meaning in question.spare)
        case NumberQuestion():
            if question.answer is not None:
                about = f" (± {question.tolerance:g})" if question.tolerance else ""
                yield Answer(f"{question.answer:g}{about} {question.unit}".strip(), True)
        case ScaleQuestion():
            yield from (Answer(_plain(label), False) for label in question.labels)
        case _:
            assert_never(question)
