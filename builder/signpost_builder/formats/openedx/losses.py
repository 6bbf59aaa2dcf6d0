"""What the native archive says less well than the course, one line for each: nothing goes missing silently."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import assert_never

from signpost_builder.diagnostics import NOWHERE, Diagnostic, Span, in_order, warning
from signpost_builder.formats.openedx.policies import is_scored
from signpost_builder.model import (
    Cards,
    Chart,
    ChoiceQuestion,
    Compare,
    Edition,
    Figure,
    MatchQuestion,
    Media,
    NumberQuestion,
    OrderQuestion,
    Page,
    Question,
    QuestionSet,
    Reveal,
    ScaleQuestion,
    Scenario,
    Sensitive,
    Steps,
    Timeline,
    TrueFalseQuestion,
)


@dataclass(slots=True)
class Losses:
    found: list[Diagnostic] = field(default_factory=list)

    def add(self, span: Span, message: str, hint: str = "") -> None:
        self.found.append(warning(span, "openedx-native", message, hint))

    def course(self, edition: Edition) -> None:
        self.found += [warning(NOWHERE, "openedx-native", message) for message in _of_course(edition)]
        for phase, sets in (("before", edition.before), ("after", edition.after)):
            for asked in sets:
                if asked.kind == "survey":
                    self.add(
                        asked.span,
                        f"the set '{asked.id}' is not asked {phase}: the platform would keep the answers with names",
                    )
        for asked in edition.after:
            for question in asked.questions:
                if question.critical and asked.kind == "knowledge":
                    self.add(
                        question.span, f"'{question.id}' must be right to pass; here it counts like any other question"
                    )

    def question(self, question: Question) -> None:
        for message in _of_question(question):
            self.add(question.span, f"'{question.id}': {message}")

    def check(self, check: QuestionSet) -> None:
        if check.draw:
            self.add(
                check.span,
                f"the check '{check.id}' asks all of its {len(check.questions)} questions instead of drawing some",
            )

    def moved(self, check: QuestionSet, page_id: str) -> None:
        self.add(check.span, f"the check '{check.id}' on '{page_id}' stands behind the box that it stood in")

    def scenario(self, scenario: Scenario) -> None:
        self.add(
            scenario.span,
            f"the scenario '{scenario.id}' is text with links: what follows from a choice can be read before choosing",
        )

    def sensitive(self, block: Sensitive, span: Span) -> None:
        message = f"the hard part '{block.id}' is not folded: it stands open behind a link past it to its key points"
        self.add(span, message)
        if any(isinstance(inside, Scenario) for inside in block.blocks):
            self.add(span, f"the hard part '{block.id}' holds a scenario, which stands open with it")

    def chart(self, chart: Chart, span: Span) -> None:
        self.add(span, f"the chart '{chart.id}' is not drawn: its table and its description stand there")

    def figure(self, figure: Figure, span: Span) -> None:
        self.add(span, f"the labels of '{figure.id}' are a list under its picture; their numbers are not on it")

    def easy(self, page: Page) -> None:
        self.add(page.span, f"the easy words of '{page.id}' stand at its head for everybody: there is no switch")

    def reveal(self, reveal: Reveal, span: Span) -> None:
        self.add(span, f"'{reveal.title}' is not folded: what is to be thought about first can be read at once")

    def shape(self, block: Compare | Cards | Steps | Timeline | Media, span: Span) -> None:
        name = type(block).__name__.lower()
        self.add(
            span,
            f"'{name}' is text in order: a platform without our style sets nothing side by side, and draws no path",
        )

    def text(self, edition: Edition) -> bytes:
        """The report for the course team."""
        course = edition.course
        lines = [
            f"{course.title}, {course.version} ({edition.digest[:12]}), edition {edition.slug}",
            "",
            "What this archive says less well than the course, because Open edX without our blocks cannot:",
            "",
            *(f"- {found.message}{_place(found.span)}" for found in in_order(self.found)),
        ]
        return ("\n".join(lines) + "\n").encode()


def _place(span: Span) -> str:
    return "" if span == NOWHERE else f" ({span})"


def _of_course(edition: Edition) -> Iterator[str]:
    yield "answers to every question are kept by the platform with the learner's name"
    yield "nothing is folded and films are links: a platform that checks archives refuses HTML newer than version 4"
    yield "the platform records that a learner opened the help page"
    if edition.course.look.is_own:
        yield "the course's own colour and logo are not shown: the platform brings its own style"
    if edition.before and edition.after:
        yield "learners do not see their answers before and after side by side"
    if is_scored(edition):
        if edition.course.score_mode == "pass":
            yield "the platform keeps the score of every question, not only whether it was enough to pass"
        if edition.course.attempts:
            yield "the number of tries is counted for each question, not for all of them together"
        yield "the platform rounds the grade to whole per cent before it compares it with the pass mark"
    if edition.audience.exit_this_page:
        yield "the quick exit is a link on every page; pressing Shift does nothing, and no empty page comes first"
    yield "there is no certificate of the course's own; the platform has its own kind"


def _of_question(question: Question) -> Iterator[str]:
    match question:
        case ChoiceQuestion(multiple=True):
            yield "half the points for one mistake, a quarter for two among five or more choices, else none"
        case OrderQuestion():
            yield "a list of places for each item; points for each item in its place, not for pairs in the right order"
        case MatchQuestion(pairs=pairs, spare=spare):
            yield "a list of meanings for each term"
            if any("<" in meaning for meaning in (*(meaning for _, meaning in pairs), *spare)):
                yield "its meanings are shown without links and emphasis"
        case NumberQuestion(dont_know=dont_know):
            yield "a box that takes any number, also one out of range"
            if dont_know:
                yield 'it offers no "I don\'t know"'
        case ScaleQuestion():
            yield "a rating is not asked: the platform would keep the answer with a name"
        case ChoiceQuestion() | TrueFalseQuestion():
            pass  # said and marked as in the course
        case _:
            assert_never(question)
