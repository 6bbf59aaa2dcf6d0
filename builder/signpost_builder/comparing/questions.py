"""Questions: what they ask now, where a new series of results begins, and which answers learners give again."""

from collections.abc import Iterator
from typing import Any

from signpost_builder.comparing.change import Change
from signpost_builder.comparing.normal import Normal
from signpost_builder.comparing.version import Asked, Version
from signpost_builder.forms import forms, question_content
from signpost_builder.model import Question
from signpost_builder.places import question_hash
from signpost_builder.state import question_key

CALLED = {
    "stem": "stem",
    "choices": "choices",
    "answer": "right answer",
    "rationale": "rationale",
    "wording": "wording for an audience",
}


def question_changes(old: Version, new: Version) -> Iterator[Change]:
    before, now = old.questions, new.questions
    for id, asked in now.items():
        if id not in before:
            yield _change("questions", asked, f"new, in '{asked.within}'")
        else:
            yield from _both(before[id], asked)
    for id, asked in before.items():
        if id not in now:
            yield Change(kind="questions", what=id, words=f"gone from '{asked.within}'; its results end here")
    yield from _orders(old, new)
    yield from _forms(old, new)


def _both(before: Asked, now: Asked) -> Iterator[Change]:
    if before.within != now.within:
        yield _change("questions", now, f"moved from '{before.within}' to '{now.within}'")
    parts = _parts(before.question, now.question)
    if parts:
        yield _change("questions", now, f"changed: {', '.join(parts)}", _lines(before, now))
    if not now.on_page and not before.on_page and _identity(before) != _identity(now):
        yield _change("results", now, "is another question in results: answers from now on begin a new series")
    if now.on_page and before.on_page and question_key(before.question) != question_key(now.question):
        yield _change("state", now, "learners who have answered it are asked again; their answer is dropped")


def _identity(asked: Asked) -> str:
    return question_hash(question_content(asked.question, scored=asked.scored))


def _parts(before: Question, now: Question) -> list[str]:
    """Names of what is different, a right answer by itself."""
    if type(before) is not type(now):
        return ["type"]
    normal = Normal()
    parts: list[str] = []
    for (name, old), (_, new) in zip(normal.of(before)[1:], normal.of(now)[1:], strict=True):
        if old != new:
            parts += _of_choices(old, new) if name == "choices" else [CALLED.get(name, name)]
    return parts


def _of_choices(old: Any, new: Any) -> list[str]:
    """What of the choices differs: their words, which is right, their feedback, their order."""
    told = [[dict(choice[1:]) for choice in side] for side in (old, new)]
    texts = [[choice["text"] for choice in side] for side in told]
    if texts[0] != texts[1] and sorted(texts[0]) == sorted(texts[1]):
        ordered = ["order of choices"]
    else:
        ordered = ["choices"] if texts[0] != texts[1] else []
    keys = [{choice["text"] for choice in side if choice["correct"]} for side in told]
    rests = [{choice["text"]: (choice["feedback"], choice["counted_as"]) for choice in side} for side in told]
    same = rests[0].keys() & rests[1].keys()
    return [
        *ordered,
        *(
            ["right answer"]
            if keys[0] != keys[1] and not (ordered == ["choices"] and len(same) < len(texts[1]))
            else []
        ),
        *(["feedback"] if any(rests[0][text] != rests[1][text] for text in same) else []),
    ]


def _lines(before: Asked, now: Asked) -> tuple[str, ...]:
    old, new = (" ".join(each.question.stem.split()) for each in (before, now))
    return (f"- {old}", f"+ {new}") if old != new else ()


def _orders(old: Version, new: Version) -> Iterator[Change]:
    for id, questions in new.course.question_sets.items():
        if known := old.course.question_sets.get(id):
            before, now = [each.id for each in known.questions], [each.id for each in questions.questions]
            if before != now and sorted(before) == sorted(now):
                shown = frozenset([id])
                yield Change(
                    kind="questions",
                    what=id,
                    words=f"asked in another order: {', '.join(now)}",
                    place=str(questions.span),
                    shown=shown,
                )


def _forms(old: Version, new: Version) -> Iterator[Change]:
    """Of a survey: forms that the store has to be told of."""
    before, now = ({_name(form): form["id"] for form in forms(each.course)} for each in (old, new))
    for name, id in now.items():
        if before.get(name) != id:
            words = f"the form of {name} is another ({id}): register it; answers to it are counted apart"
            yield Change(kind="results", what=id, words=words, shown=frozenset(new.asked_of_all()))


def _name(form: dict[str, Any]) -> str:
    return f"'{form['audience']}' ({form['kind']}{', open' if form['open'] else ''}, {form['language']})"


def _change(kind: Any, asked: Asked, words: str, details: tuple[str, ...] = ()) -> Change:
    question = asked.question
    place, shown = str(question.span), frozenset([asked.within])
    return Change(kind=kind, what=question.id, words=words, place=place, details=details, shown=shown)
