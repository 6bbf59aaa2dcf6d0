"""Our questions as H5P's: which type each becomes, and what that type cannot say."""

from collections.abc import Callable, Mapping
from string import ascii_uppercase
from typing import Any, Literal, assert_never

from signpost_builder.formats.h5p.content import LONGEST_NAME, Maker, SubContent, shortened
from signpost_builder.formats.h5p.gaps import beside_gaps
from signpost_builder.formats.h5p.labels import labelled
from signpost_builder.formats.h5p.proof import kept
from signpost_builder.formats.h5p.text import Lowering, escaped
from signpost_builder.model import (
    ChoiceQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    ScaleQuestion,
    TrueFalseQuestion,
)
from signpost_builder.page.questions import figure, mixed
from signpost_builder.values import frozen

Purpose = Literal["before", "after", "check"]
MOST_NUMBERS = 400  # right whole numbers that a gap lists

Cite = Callable[[str], str]


@frozen(kw_only=True)
class Posed:
    """A question in H5P. `points`: what it counts there; `differences`: what it cannot say, in plain words."""

    content: SubContent | None
    points: int = 0
    differences: tuple[str, ...] = ()


@frozen
class Poser:
    """Poses questions to one audience in one language."""

    make: Maker
    lowering: Lowering
    texts: Mapping[str, Any]  # strings(language)
    language: str
    audience: str

    def pose(self, question: Question, purpose: Purpose, cite: Cite) -> Posed:
        stem = self.lowering.field(question.wording.get(self.audience, question.stem), "question", cite)
        differences: list[str] = []
        match question:
            case ChoiceQuestion():
                type, params, points = "H5P.MultiChoice", self._choice(question, stem, purpose, cite), 1
                if question.multiple and purpose == "after":
                    differences.append("a partly right answer gets no point; elsewhere it gets part of one")
                if question.multiple and purpose == "check":
                    points = sum(choice.correct for choice in question.choices)
            case TrueFalseQuestion() if question.dont_know:
                type, params, points = "H5P.MultiChoice", self._true_or_false(question, stem, purpose, cite), 1
            case TrueFalseQuestion():
                type, params, points = "H5P.TrueFalse", self._true_false(question, stem, purpose, cite), 1
            case OrderQuestion():
                type, params, points = "H5P.DragText", self._order(question, purpose, cite), len(question.items)
                if purpose == "after":
                    differences.append(f"it counts {points} points, one for each step in its right place")
            case MatchQuestion():
                type, params, points = "H5P.DragText", self._match(question, purpose, cite), len(question.pairs)
                if purpose == "after":
                    differences.append(f"it counts {points} points, one for each right pair")
            case NumberQuestion():
                type, params, points = "H5P.Blanks", self._number(question, purpose, cite), 1
                differences.append(_as_text(question))
                if purpose == "check" and is_range(question):
                    differences.append("the right answer is not shown: H5P would list every number of the range")
            case ScaleQuestion():
                return Posed(
                    content=None, differences=("a rating has no right answer, and H5P would mark it; it is left out",)
                )
            case _:
                assert_never(question)
        if question.dont_know and type in ("H5P.DragText", "H5P.Blanks"):
            differences.append("“I don’t know” is not offered")
        if question.critical and purpose == "after":
            differences.append("it must be right to pass elsewhere; here it counts like any other")
        params |= self._said_after(question, purpose, cite) if type != "H5P.TrueFalse" else {}
        content = self.make.sub(
            type,
            labelled(type, params, self.language),
            f"question/{question.id}",
            _titled(self._words(stem), question.id),
        )
        return Posed(content=content, points=points, differences=tuple(differences))

    # ---------------------------------------------------------------- types

    def _choice(self, question: ChoiceQuestion, stem: str, purpose: Purpose, cite: Cite) -> dict[str, Any]:
        """Choices keep "I don't know" at the end, so what comes before it is mixed here, the same way every time."""
        order = list(range(len(question.choices)))
        if question.shuffle and question.dont_know:
            order = mixed(question.id, len(order))
        choices = [
            (question.choices[index].text, question.choices[index].correct, question.choices[index].feedback)
            for index in order
        ]
        return self._multi_choice(
            stem,
            choices,
            purpose,
            cite,
            several=question.multiple,
            dont_know=question.dont_know,
            shuffle=question.shuffle,
        )

    def _true_or_false(self, question: TrueFalseQuestion, stem: str, purpose: Purpose, cite: Cite) -> dict[str, Any]:
        """TrueFalse cannot say "I don't know"."""
        t = self.texts["page"]["question"]
        choices = [
            (t["true"], question.answer is True, question.feedback_true),
            (t["false"], question.answer is False, question.feedback_false),
        ]
        return self._multi_choice(stem, choices, purpose, cite, several=False, dont_know=True, shuffle=False)

    def _multi_choice(
        self,
        stem: str,
        choices: list[tuple[str, bool, str]],
        purpose: Purpose,
        cite: Cite,
        *,
        several: bool,
        dont_know: bool,
        shuffle: bool,
    ) -> dict[str, Any]:
        t = self.texts["page"]["question"]
        if several:
            stem += f"<br>{escaped(t['several'], 'question')}"
        answers = [self._answer(text, correct, feedback, purpose, cite) for text, correct, feedback in choices]
        if dont_know:
            answers.append(self._answer(escaped(t["dont_know"], "inline"), False, "", purpose, cite))
        behaviour = {
            "type": "multi" if several else "single",
            "singlePoint": purpose != "check",  # practice may be partly right, as on our own page
            "passPercentage": 100,
            "randomAnswers": shuffle and not dont_know,
            **buttons(purpose),
        }
        return {"question": stem, "answers": answers, "behaviour": behaviour}

    def _answer(self, text: str, correct: bool, feedback: str, purpose: Purpose, cite: Cite) -> dict[str, Any]:
        answer: dict[str, Any] = {"text": self.lowering.field(text, "inline", cite), "correct": correct}
        if feedback and purpose != "before":
            chosen = self.lowering.field(feedback, "comment", cite)
            answer["tipsAndFeedback"] = {"tip": "", "chosenFeedback": chosen, "notChosenFeedback": ""}
        return answer

    def _true_false(self, question: TrueFalseQuestion, stem: str, purpose: Purpose, cite: Cite) -> dict[str, Any]:
        behaviour: dict[str, bool | str] = {**buttons(purpose)}
        if purpose != "before":
            right, wrong = question.feedback_true, question.feedback_false
            if not question.answer:
                right, wrong = wrong, right
            for key, text in (("feedbackOnCorrect", right), ("feedbackOnWrong", wrong)):
                parts = [self.lowering.field(part, "plain", cite) for part in (text, question.rationale) if part]
                behaviour[key] = " ".join(parts)
        return {"question": stem, "correct": "true" if question.answer else "false", "behaviour": behaviour}

    def _order(self, question: OrderQuestion, purpose: Purpose, cite: Cite) -> dict[str, Any]:
        """Numbers to drag, because DragText cuts a long text that was dropped."""
        h5p, texts = self.texts["h5p"]["question"], beside_gaps(question, self.lowering.beside_gap)
        lines = [f"*{index + 1}* {texts[index]}" for index in mixed(question.id, len(question.items))]
        return self._drag_text(question, purpose, cite, "", h5p["order"], lines, ())

    def _match(self, question: MatchQuestion, purpose: Purpose, cite: Cite) -> dict[str, Any]:
        """Letters to drag, as on our own page: meanings are sentences, and DragText cuts a long text once dropped."""
        meanings = [meaning for _, meaning in question.pairs] + list(question.spare)
        order = mixed(question.id, len(meanings))
        letters = {index: ascii_uppercase[place] if place < 26 else str(place + 1) for place, index in enumerate(order)}
        lettered = [f"{letters[index]}. {self.lowering.field(meanings[index], 'lines', cite)}" for index in order]
        terms = beside_gaps(question, self.lowering.beside_gap)
        lines = [f"{term}: *{letters[index]}*" for index, term in enumerate(terms)]
        spare = [letters[index] for index in range(len(question.pairs), len(meanings))]
        listed = "<br>".join(lettered)
        return self._drag_text(question, purpose, cite, listed, self.texts["h5p"]["question"]["match"], lines, spare)

    def _drag_text(
        self,
        question: Question,
        purpose: Purpose,
        cite: Cite,
        listed: str,
        hint: str,
        lines: list[str],
        spare: "list[str] | tuple[str, ...]",
    ) -> dict[str, Any]:
        stem = self.lowering.field(question.wording.get(self.audience, question.stem), "lines", cite)
        params: dict[str, Any] = {
            "taskDescription": "<br><br>".join(part for part in (stem, listed, escaped(hint, "lines")) if part),
            "textField": "\n".join(lines),
            "behaviour": {"instantFeedback": False, **buttons(purpose)},
        }
        if spare:
            params["distractors"] = "".join(f"*{letter}*" for letter in spare)
        return params

    def _number(self, question: NumberQuestion, purpose: Purpose, cite: Cite) -> dict[str, Any]:
        stem = self.lowering.field(question.wording.get(self.audience, question.stem), "task", cite)
        numbers = right_numbers(question)
        (unit,) = beside_gaps(question, self.lowering.beside_gap)
        unit = unit if unit == "%" else f" {unit}".rstrip()
        hint = self.texts["script"]["number"]["range"].format(
            minimum=figure(question.minimum), maximum=figure(question.maximum)
        )
        return {
            "text": f"{_paragraph(stem)}<p>{escaped(hint, 'task')}</p>",
            "questions": [f"<p>*{'/'.join(numbers)}*{escaped(unit, 'gaps')}</p>"],
            "behaviour": {
                "caseSensitive": False,
                "acceptSpellingErrors": False,
                **buttons(purpose),
                "enableSolutionsButton": purpose == "check" and not is_range(question),
            },
        }

    # ----------------------------------------------------------- small parts

    def _said_after(self, question: Question, purpose: Purpose, cite: Cite) -> dict[str, Any]:
        """The rationale, shown whatever the score."""
        if purpose == "before" or not question.rationale:
            return {}
        return {
            "overallFeedback": [
                {"from": 0, "to": 100, "feedback": self.lowering.field(question.rationale, "plain", cite)}
            ]
        }

    def _words(self, html: str) -> str:
        return " ".join(kept(html).split())


def right_numbers(question: NumberQuestion) -> list[str]:
    """The answer, then the whole numbers within the tolerance, the nearest first."""
    answer = question.answer or 0.0
    low, high = _bounds(question)
    first, last = -int(-low // 1), int(high // 1)
    near = sorted(range(first, last + 1), key=lambda number: (abs(number - answer), number))
    return list(dict.fromkeys([figure(answer), *map(str, near)]))[:MOST_NUMBERS]


def _bounds(question: NumberQuestion) -> tuple[float, float]:
    """Between which every number is right, ends included; rounded, as 0.3 is not 0.5 - 0.2 in binary."""
    answer = question.answer or 0.0
    low = max(question.minimum, answer - question.tolerance)
    high = min(question.maximum, answer + question.tolerance)
    return round(low, 9), round(high, 9)


def is_range(question: Question) -> bool:
    """Whether a gap would have several right answers: H5P's solution then lists each of them, up to MOST_NUMBERS."""
    return isinstance(question, NumberQuestion) and len(right_numbers(question)) > 1


def _as_text(question: NumberQuestion) -> str:
    numbers, (low, high) = right_numbers(question), _bounds(question)
    whole = sorted(int(number) for number in numbers if number.lstrip("-").isdigit())
    near = f", or a whole number from {whole[0]} to {whole[-1]}" if len(numbers) > 1 else ""
    is_all = low == high or (whole[:1] == [low] and whole[-1:] == [high])
    lost = "" if is_all else f"; elsewhere every number from {figure(low)} to {figure(high)} is"
    return f"the answer is compared as text: right is {numbers[0]}{near}, in digits{lost}"


def _titled(stem: str, id: str) -> str:
    """What learners and lists of results show: the question first, its id behind it, whole however long the stem is."""
    tail = f" ({id})"
    return shortened(stem, LONGEST_NAME - len(tail)) + tail


def buttons(purpose: Purpose) -> dict[str, bool]:
    """Sets before and after are marked as a whole, checks in a lesson one by one."""
    own = purpose == "check"
    return {"enableRetry": own, "enableSolutionsButton": own, "enableCheckButton": own}


def _paragraph(html: str) -> str:
    return html if html.startswith("<p>") else f"<p>{html}</p>"
