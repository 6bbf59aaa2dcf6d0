"""The answer key: each question with its answers marked, what is said to each, and why."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, assert_never

from signpost_builder.formats.trainer.typst_html import HtmlWriter
from signpost_builder.model import (
    ChoiceQuestion,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    ScaleQuestion,
    TrueFalseQuestion,
)
from signpost_builder.printing.typst_text import array, call, run, whole


def answer_key(writer: HtmlWriter, questions: Sequence[Question], texts: Mapping[str, Any]) -> str:
    return "".join(_question(writer, question, number, texts) for number, question in enumerate(questions, start=1))


def _question(writer: HtmlWriter, question: Question, number: int, texts: Mapping[str, Any]) -> str:
    stem = call("strong", run(f"{number}. ")) + writer.html(question.stem)
    answers = f"#stacked({array(list(_answers(writer, question, texts)))});"
    why = ""
    if question.rationale:
        why = call("par", call("strong", run(f"{texts['why']}: ")) + writer.inline(question.rationale))
    if question.trainer:
        why += call("par", call("strong", run(f"{texts['to_the_room']}: ")) + writer.inline(question.trainer))
    return f"#asked(whole: {whole(stem + answers + why)})[{stem}][{answers}{why}];\n"


def _answers(writer: HtmlWriter, question: Question, texts: Mapping[str, Any]) -> Iterator[str]:
    """One line each; the right ones say so in words and a sign."""

    def marked(text: str, right: bool, said: str = "") -> str:
        sign = call("is-right", run(texts["right"])) if right else call("is-wrong")
        return sign + writer.html(text) + (run(" – ") + call("feedback", writer.inline(said)) if said else "")

    match question:
        case ChoiceQuestion():
            yield from (marked(choice.text, choice.correct, choice.feedback) for choice in question.choices)
        case TrueFalseQuestion():
            for value, name, said in (
                (True, "true", question.feedback_true),
                (False, "false", question.feedback_false),
            ):
                yield marked(texts[name], question.answer is value, said)
        case OrderQuestion():
            yield from (run(f"{number}. ") + writer.html(item) for number, item in enumerate(question.items, start=1))
        case MatchQuestion():
            yield from (writer.html(term) + run(" – ") + writer.html(meaning) for term, meaning in question.pairs)
        case NumberQuestion():
            span = f" (± {question.tolerance:g})" if question.tolerance else ""
            answer = "" if question.answer is None else f"{question.answer:g}{span} {question.unit}".strip()
            yield run(answer)
        case ScaleQuestion():
            yield from map(writer.html, question.labels)
        case _:
            assert_never(question)
