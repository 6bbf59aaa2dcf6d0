"""Writes tests/vectors/records.json anew: python -m tests.make_vectors (in survey/).

Questions as a form has them, responses as the player gives them, and the slots they become; made by chance that repeats.
The player's record.js and this distribution both read the file.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from signpost_survey.form import DONT_KNOW, SKIPPED

from tests import forms

VECTORS = Path(__file__).parents[2] / "tests" / "vectors" / "records.json"
CASES = 40


def slots_of(question: dict[str, Any], response: Any) -> list[int]:
    """A second, independent reading of docs/formats/form.md, "Questions and their slots"."""
    kind = question["type"]
    count = {"multiple": "options", "order": "items", "match": "terms"}.get(kind)
    size = len(question[count]) if count else 1
    if response is None or response == []:
        return [SKIPPED] * size
    if response == "dk":
        return [DONT_KNOW] * size
    if kind == "multiple":
        return [1 if option in response else 0 for option in range(size)]
    if kind == "match":
        return [SKIPPED if meaning == -1 else meaning for meaning in response]
    if kind == "number":
        return [sum(response[0] > float(bound) for bound in question["bounds"])]
    return list(response)


def some_question(chance: random.Random) -> dict[str, Any]:
    size = chance.randint(3, 7)
    words = [f"Text {number}" for number in range(size)]
    kind = chance.choice(
        [forms.SCALE, forms.SINGLE, forms.TRUE_FALSE, forms.MULTIPLE, forms.ORDER, forms.MATCH, forms.NUMBER]
    )
    question = {**kind, "dont_know": chance.random() < 0.7}
    match kind["type"]:
        case "scale":
            return question | {"labels": words, "dont_know": False}
        case "single" | "multiple":
            return question | {"options": words, "key": [0]}
        case "order":
            return question | {"items": words, "key": list(range(size))}
        case "match":
            terms = words[: chance.randint(2, size)]
            return question | {"terms": terms, "meanings": words, "key": list(range(len(terms)))}
        case "number":
            bounds = sorted(chance.sample(["-2.5", "0", "0.1", "7", "12.5", "99"], chance.randint(1, 5)), key=float)
            return question | {"bounds": bounds, "minimum": "-10", "maximum": "100", "key": [0]}
        case _:
            return question


def some_response(question: dict[str, Any], chance: random.Random) -> Any:
    turn = chance.random()
    if turn < 0.15:
        return None
    if turn < 0.3 and question["dont_know"]:
        return "dk"
    match question["type"]:
        case "single":
            return [chance.randrange(len(question["options"]))]
        case "true-false":
            return [chance.randrange(2)]
        case "scale":
            return [chance.randint(1, len(question["labels"]))]
        case "multiple":
            return [option for option in range(len(question["options"])) if chance.random() < 0.4]
        case "order":
            return chance.sample(range(len(question["items"])), len(question["items"]))
        case "match":
            return [chance.randrange(-1, len(question["meanings"])) for _ in question["terms"]]
        case _:
            near = [float(bound) + step for bound in question["bounds"] for step in (-0.5, 0, 0.25)]
            return [chance.choice([*near, -10, 100, 44])]


def cases() -> Iterator[dict[str, Any]]:
    chance = random.Random(1)
    for _ in range(CASES):
        questions = {f"Q{number}": some_question(chance) for number in range(chance.randint(1, 8))}
        responses = {id: some_response(question, chance) for id, question in questions.items()}
        slots = [slot for id, question in questions.items() for slot in slots_of(question, responses[id])]
        yield {"questions": questions, "responses": responses, "slots": slots}


def text() -> str:
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases())
    return f"[\n{lines}\n]\n"


if __name__ == "__main__":
    VECTORS.write_text(text(), encoding="utf-8")
