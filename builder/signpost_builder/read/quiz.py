"""A question set from quizzes/<id>.yaml."""

from pathlib import PurePosixPath
from typing import Any, assert_never

from signpost_builder.diagnostics import Span, error, nearest
from signpost_builder.model import (
    Choice,
    ChoiceQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    QuestionSet,
    ScaleQuestion,
    TrueFalseQuestion,
)
from signpost_builder.read.prose import ProseReader
from signpost_builder.read.reading import Reading
from signpost_builder.read.rules import question_findings
from signpost_builder.schema import (
    AnyQuestion,
    ChoiceQuestionEntry,
    MatchEntry,
    NumberEntry,
    OrderEntry,
    QuestionEntry,
    QuizFile,
    ScaleEntry,
    TrueFalseEntry,
)
from signpost_builder.source.validation import validate
from signpost_builder.source.yaml_nodes import Document, load


def read_quiz(reading: Reading, path: PurePosixPath, asked: Span) -> QuestionSet | None:
    """The set in a file that exists; `asked` is the place that first names it."""
    text = reading.project.text(path, asked)
    document = load(text, path, reading.found) if text is not None else None
    quiz = validate(QuizFile, document, reading.found) if document else None
    if quiz is None or document is None:
        return None
    reader = _QuizReader(reading, document, quiz)
    if quiz.id != path.stem:
        hint = f"rename the file to {quiz.id}.yaml, or write 'id: {path.stem}'"
        message = f"the set '{quiz.id}' is in a file named '{path.name}'"
        reading.found.append(error(document.span("id"), "id-mismatch", message, hint))
    questions = tuple(reader.question(index, entry) for index, entry in enumerate(quiz.questions))
    reader.draws(questions)
    return QuestionSet(
        id=path.stem,
        title=quiz.title,
        kind=quiz.kind,
        questions=questions,
        introduction=reader.line(quiz.introduction, "introduction", plain=False),
        shown_back=quiz.shown_back,
        needs_approval=quiz.needs_approval,
        draw=dict(quiz.draw),
        span=document.span("id"),
    )


class _QuizReader:
    def __init__(self, reading: Reading, document: Document, quiz: QuizFile) -> None:
        self._reading, self._document, self._quiz = reading, document, quiz
        self._prose = ProseReader(reading, document.path)

    def line(self, text: str, *keys: str | int, plain: bool = True) -> str:
        return self._prose.line(self._document.passage(*keys), plain=plain) if text else ""

    def question(self, index: int, entry: AnyQuestion) -> Question:
        at = ("questions", index)
        question = self._question(at, entry)
        if entry.wording:
            self._audiences(at, entry)

        def place(*keys: str | int) -> Span:
            return self._document.span(*at, *keys)

        self._reading.found.extend(question_findings(question, self._quiz.kind == "knowledge", place))
        return question

    def _question(self, at: tuple[str | int, ...], entry: AnyQuestion) -> Question:
        line = self.line
        match entry:
            case ChoiceQuestionEntry():
                choices = tuple(
                    Choice(
                        text=line(choice.text, *at, "choices", number, "text"),
                        correct=choice.correct,
                        feedback=line(choice.feedback, *at, "choices", number, "feedback", plain=False),
                        counted_as=choice.counted_as,
                    )
                    for number, choice in enumerate(entry.choices)
                )
                multiple = entry.type == "multiple"
                return ChoiceQuestion(
                    choices=choices, multiple=multiple, shuffle=entry.shuffle, **self._common(at, entry)
                )
            case TrueFalseEntry():
                return TrueFalseQuestion(
                    answer=entry.answer,
                    feedback_true=line(entry.feedback_true, *at, "feedback_true", plain=False),
                    feedback_false=line(entry.feedback_false, *at, "feedback_false", plain=False),
                    **self._common(at, entry),
                )
            case OrderEntry():
                items = tuple(line(item, *at, "items", number) for number, item in enumerate(entry.items))
                return OrderQuestion(items=items, **self._common(at, entry))
            case MatchEntry():
                pairs = tuple(
                    (line(pair.term, *at, "pairs", number, "term"), line(pair.meaning, *at, "pairs", number, "meaning"))
                    for number, pair in enumerate(entry.pairs)
                )
                spare = tuple(line(item, *at, "spare", number) for number, item in enumerate(entry.spare))
                return MatchQuestion(pairs=pairs, spare=spare, **self._common(at, entry))
            case ScaleEntry():
                labels = self._labels(at, entry)
                return ScaleQuestion(scale=entry.scale, labels=labels, reverse=entry.reverse, **self._common(at, entry))
            case NumberEntry():
                return NumberQuestion(
                    answer=entry.answer,
                    tolerance=entry.tolerance,
                    unit=entry.unit,
                    minimum=entry.minimum,
                    maximum=entry.maximum,
                    bands=tuple(entry.bands),
                    **self._common(at, entry),
                )
            case _:
                assert_never(entry)

    def _common(self, at: tuple[str | int, ...], entry: QuestionEntry) -> dict[str, Any]:
        """What all types share; read last, so that the facts of the feedback are known."""
        rationale = self._prose.html(self._document.passage(*at, "rationale")) if entry.rationale else ""
        return {
            "id": entry.id,
            "stem": self.line(entry.stem, *at, "stem"),
            "wording": {
                audience: self.line(text, *at, "wording", audience) for audience, text in entry.wording.items()
            },
            "topic": entry.topic,
            "objective": entry.objective,
            "rationale": rationale,
            "facts": tuple(dict.fromkeys((*self._named_facts(at, entry), *self._prose.facts_used()))),
            "dont_know": entry.dont_know,
            "critical": entry.critical,
            "pool": entry.pool,
            "span": self._document.span(*at),
        }

    def _named_facts(self, at: tuple[str | int, ...], entry: QuestionEntry) -> tuple[str, ...]:
        known = []
        for number, id in enumerate(entry.facts):
            span = self._document.span(*at, "facts", number)
            if id in self._reading.facts:
                self._reading.used_facts.setdefault(id, span)
                known.append(id)
            elif id not in self._reading.known_facts and "facts" not in self._reading.unread:
                hint = nearest(id, self._reading.known_facts)
                self._reading.found.append(error(span, "unknown-fact", f"there is no fact '{id}'", hint))
        return tuple(known)

    def _labels(self, at: tuple[str | int, ...], entry: ScaleEntry) -> tuple[str, ...]:
        if entry.scale in self._quiz.scales:
            labels = self._quiz.scales[entry.scale]
            return tuple(self.line(label, "scales", entry.scale, number) for number, label in enumerate(labels))
        hint = nearest(entry.scale, self._quiz.scales) or "add it under 'scales:'"
        span = self._document.span(*at, "scale")
        self._reading.found.append(error(span, "unknown-scale", f"there is no scale '{entry.scale}'", hint))
        return ()

    def _audiences(self, at: tuple[str | int, ...], entry: QuestionEntry) -> None:
        for audience in entry.wording:
            if not self._reading.is_audience(audience):
                span = self._document.span(*at, "wording", audience, of_key=True)
                hint = nearest(audience, self._reading.audience_ids)
                self._reading.found.append(error(span, "unknown-audience", f"there is no audience '{audience}'", hint))

    def draws(self, questions: tuple[Question, ...]) -> None:
        """A draw names a pool and takes at most what is in it; a pool is drawn from."""
        pools = {question.pool for question in questions if question.pool}
        for pool, count in self._quiz.draw.items():
            size = sum(question.pool == pool for question in questions)
            if not size:
                span = self._document.span("draw", pool, of_key=True)
                message = f"there is no pool '{pool}'"
                self._reading.found.append(error(span, "unknown-pool", message, nearest(pool, pools)))
            elif count > size:
                message = f"'{pool}' has {size} question{'s' if size > 1 else ''}; {count} cannot be drawn"
                self._reading.found.append(error(self._document.span("draw", pool), "draw-too-large", message))
