"""The player's table of question kinds (player/kinds.js) against the questions that the builder knows."""

import json
import subprocess
from pathlib import Path
from typing import get_args

import pytest
from signpost_builder.model import Question
from signpost_builder.scoring import spec
from signpost_builder.state import question_key

from tests.builders import (
    a_choice,
    a_choice_question,
    a_match_question,
    a_number_question,
    a_scale_question,
    a_true_false_question,
    an_order_question,
)

KINDS = Path(__file__).parents[1] / "builder/signpost_builder/player/kinds.js"
SAMPLES: tuple[Question, ...] = (
    a_choice_question(),
    a_choice_question(a_choice("Tell", correct=True), a_choice("Write down", correct=True), a_choice("Wait")),
    a_true_false_question(),
    an_order_question(),
    a_match_question(),
    a_scale_question(),
    a_number_question(),
)


def in_the_table(script: str, given: object = None) -> object:
    """What `script`, which may use `KINDS` and `given`, has for its value."""
    source = f"""
        import {{ KINDS }} from {json.dumps(KINDS.as_uri())};
        const given = {json.dumps(given)};
        console.log(JSON.stringify({script}));
    """
    run = subprocess.run(
        ["node", "--input-type=module", "--eval", source], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_every_question_of_the_builder_has_a_sample_here() -> None:
    """A new class in `Question` fails here first."""
    assert {type(question) for question in SAMPLES} == set(get_args(Question))


def test_the_table_has_a_row_for_every_type_and_no_other() -> None:
    assert in_the_table("Object.keys(KINDS).sort()") == sorted(spec(question)["type"] for question in SAMPLES)


@pytest.mark.parametrize("question", SAMPLES, ids=lambda question: str(spec(question)["type"]))
def test_a_row_can_do_with_what_the_builder_writes(question: Question) -> None:
    """Places, slots and marks of a plain answer are numbers: nothing that a row reads is missing from the spec."""
    given = {**spec(question), "key": question_key(question), "bounds": [10, 50]}
    found = in_the_table(
        """(() => {
            const kind = KINDS[given.type];
            const answer = Array.from({ length: kind.several ? 2 : kind.size(given) }, (_, at) => at);
            const places = kind.places(given, answer);
            return {
                back: kind.values(places).join() === answer.join(),
                fits: kind.fits(given, answer),
                numbers: [
                    ...kind.radices(given), ...places, ...kind.slots(given, answer), kind.size(given),
                    kind.line(0), kind.fraction?.(given, answer) ?? 0,
                ],
            };
        })()""",
        given,
    )

    assert isinstance(found, dict)
    assert found["back"] and found["fits"]
    assert all(isinstance(number, int | float) for number in found["numbers"])
