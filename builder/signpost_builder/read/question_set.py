"""A question set from quizzes/<id>.yaml."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, assert_never

from signpost_builder.diagnostics import Diagnostic, Findings, Read, Span, error, nearest
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
from signpost_builder.read.context import Audiences, Context
from signpost_builder.read.prose import ProseReader
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
from signpost_builder.values import frozen

Keys = tuple[str | int, ...]


@frozen
class QuestionSetContent:
    """What one file of quizzes/ gives: the set, and where it first uses which fact."""

    questions: QuestionSet
    used_facts: Mapping[str, Span]


def read_question_set(text: str, path: PurePosixPath, context: Context) -> Read[QuestionSetContent | None]:
    """The set in quizzes/<id>.yaml."""
    findings = Findings()
    document = findings.of(load(text, path))
    quiz = findings.of(validate(QuizFile, document)) if document else None
    if quiz is None or document is None:
        return findings.beside(None)
    if quiz.id != path.stem:
        hint = f"rename the file to {quiz.id}.yaml, or write 'id: {path.stem}'"
        message = f"the set '{quiz.id}' is in a file named '{path.name}'"
        findings.append(error(document.span("id"), "id-mismatch", message, hint))
    return findings.beside(findings.of(_SetReader(context, document, quiz).question_set()))


class _SetReader:
    """Reads one file."""

    def __init__(self, context: Context, document: Document, quiz: QuizFile) -> None:
        self._context, self._document, self._quiz = context, document, quiz
        self._prose = ProseReader(context, document.path)
        self._findings = Findings()

    def question_set(self) -> Read[QuestionSetContent]:
        quiz, document = self._quiz, self._document
        questions = tuple(self._read_question(index, entry) for index, entry in enumerate(quiz.questions))
        self._findings += _draw_findings(quiz, document, questions)
        whole = QuestionSet(
            id=document.path.stem,
            title=quiz.title,
            kind=quiz.kind,
            questions=questions,
            introduction=self._line(quiz.introduction, "introduction", plain=False),
            shown_back=quiz.shown_back,
            needs_approval=quiz.needs_approval,
            draw=dict(quiz.draw),
            span=document.span("id"),
        )
        return self._findings.beside(QuestionSetContent(whole, self._prose.used_facts))

    def _line(self, text: str, *keys: str | int, plain: bool = True) -> str:
        return self._findings.of(self._prose.line(self._document.passage(*keys), plain=plain)) if text else ""

    def _read_question(self, index: int, entry: AnyQuestion) -> Question:
        at = ("questions", index)
        question = self._question(at, entry)
        self._findings += _audience_findings(self._document, at, entry, self._context.audiences)

        def place(*keys: str | int) -> Span:
            return self._document.span(*at, *keys)

        self._findings += question_findings(question, self._quiz.kind == "knowledge", place)
        return question

    def _question(self, at: Keys, entry: AnyQuestion) -> Question:
        match entry:
            case ChoiceQuestionEntry():
                return self._choice_question(at, entry)
            case TrueFalseEntry():
                return TrueFalseQuestion(
                    answer=entry.answer,
                    feedback_true=self._line(entry.feedback_true, *at, "feedback_true", plain=False),
                    feedback_false=self._line(entry.feedback_false, *at, "feedback_false", plain=False),
                    **self._common(at, entry),
                )
            case OrderEntry():
                items = tuple(self._line(item, *at, "items", number) for number, item in enumerate(entry.items))
                return OrderQuestion(items=items, **self._common(at, entry))
            case MatchEntry():
                return self._match_question(at, entry)
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

    def _choice_question(self, at: Keys, entry: ChoiceQuestionEntry) -> ChoiceQuestion:
        choices = tuple(
            Choice(
                text=self._line(choice.text, *at, "choices", number, "text"),
                correct=choice.correct,
                feedback=self._line(choice.feedback, *at, "choices", number, "feedback", plain=False),
                counted_as=choice.counted_as,
            )
            for number, choice in enumerate(entry.choices)
        )
        common = self._common(at, entry)
        return ChoiceQuestion(choices=choices, multiple=entry.type == "multiple", shuffle=entry.shuffle, **common)

    def _match_question(self, at: Keys, entry: MatchEntry) -> MatchQuestion:
        pairs = tuple(
            (
                self._line(pair.term, *at, "pairs", number, "term"),
                self._line(pair.meaning, *at, "pairs", number, "meaning"),
            )
            for number, pair in enumerate(entry.pairs)
        )
        spare = tuple(self._line(item, *at, "spare", number) for number, item in enumerate(entry.spare))
        return MatchQuestion(pairs=pairs, spare=spare, **self._common(at, entry))

    def _common(self, at: Keys, entry: QuestionEntry) -> dict[str, Any]:
        """What all types share; read last, so that the facts of the feedback are known."""
        rationale = self._prose.html(self._document.passage(*at, "rationale")) if entry.rationale else Read("")
        facts = tuple(dict.fromkeys((*self._named_facts(at, entry), *self._prose.facts_used())))
        trainer = self._prose.html(self._document.passage(*at, "trainer")) if entry.trainer else Read("")
        self._prose.facts_used()  # those of the trainer's words are no sources of the learners' page
        return {
            "id": entry.id,
            "stem": self._line(entry.stem, *at, "stem"),
            "wording": {
                audience: self._line(text, *at, "wording", audience) for audience, text in entry.wording.items()
            },
            "topic": entry.topic,
            "objective": entry.objective,
            "rationale": self._findings.of(rationale),
            "trainer": self._findings.of(trainer),
            "facts": facts,
            "dont_know": entry.dont_know,
            "critical": entry.critical,
            "pool": entry.pool,
            "span": self._document.span(*at),
        }

    def _named_facts(self, at: Keys, entry: QuestionEntry) -> tuple[str, ...]:
        known = []
        facts = self._context.facts
        for number, id in enumerate(entry.facts):
            span = self._document.span(*at, "facts", number)
            if id in facts.by_id:
                self._prose.use(id, span)
                known.append(id)
            elif not facts.has(id):
                self._findings.append(error(span, "unknown-fact", f"there is no fact '{id}'", nearest(id, facts.known)))
        return tuple(known)

    def _labels(self, at: Keys, entry: ScaleEntry) -> tuple[str, ...]:
        if entry.scale in self._quiz.scales:
            labels = self._quiz.scales[entry.scale]
            return tuple(self._line(label, "scales", entry.scale, number) for number, label in enumerate(labels))
        hint = nearest(entry.scale, self._quiz.scales) or "add it under 'scales:'"
        span = self._document.span(*at, "scale")
        self._findings.append(error(span, "unknown-scale", f"there is no scale '{entry.scale}'", hint))
        return ()


def _audience_findings(
    document: Document, at: Keys, entry: QuestionEntry, audiences: Audiences
) -> Iterator[Diagnostic]:
    for audience in entry.wording:
        if not audiences.has_anywhere(audience):
            span = document.span(*at, "wording", audience, of_key=True)
            hint = nearest(audience, audiences.ids)
            yield error(span, "unknown-audience", f"there is no audience '{audience}'", hint)


def _draw_findings(quiz: QuizFile, document: Document, questions: Sequence[Question]) -> Iterator[Diagnostic]:
    """A draw names a pool and takes at most what is in it; a pool is drawn from."""
    pools = {question.pool for question in questions if question.pool}
    for pool, count in quiz.draw.items():
        size = sum(question.pool == pool for question in questions)
        if not size:
            span = document.span("draw", pool, of_key=True)
            yield error(span, "unknown-pool", f"there is no pool '{pool}'", nearest(pool, pools))
        elif count > size:
            message = f"'{pool}' has {size} question{'s' if size > 1 else ''}; {count} cannot be drawn"
            yield error(document.span("draw", pool), "draw-too-large", message)
