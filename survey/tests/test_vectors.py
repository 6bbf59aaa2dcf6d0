"""What the player makes of responses is what the form describes: one file of cases that both read."""

import json

import pytest
from signpost_survey.form import parse_form, slots
from signpost_survey.record import Answers, Opener, seal

from tests import forms
from tests.make_vectors import VECTORS, cases, slots_of, text

CASES = json.loads(VECTORS.read_text(encoding="utf-8"))


def test_the_file_is_what_the_generator_writes():
    assert text() == VECTORS.read_text(encoding="utf-8")
    assert {question["type"] for case in cases() for question in case["questions"].values()} == {
        "single", "true-false", "multiple", "order", "match", "scale", "number"
    }  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_slots_of_the_player_are_accepted(case):
    """Described by the form, in its order, and the same after sealing and opening, before the course and after it."""
    form = parse_form(json.dumps(forms.document(case["questions"])).encode())
    answers = Answers(255, 255, bytes(case["slots"]), bytes(case["slots"]))

    assert len(case["slots"]) == len(slots(form, "after"))
    assert Opener(form, forms.PRIVATE).open(seal(form, answers, forms.PUBLIC)) == answers


@pytest.mark.parametrize(("number", "band"), [(-3, 0), (0, 0), (0.1, 1), (12.5, 1), (12.500001, 2), (1e9, 2)], ids=str)
def test_bands_hold_their_upper_bound(number, band):
    assert slots_of(forms.NUMBER | {"bounds": ["0", "12.5"]}, [number]) == [band]
