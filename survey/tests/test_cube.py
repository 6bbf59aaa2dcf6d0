"""Exact counts, checked against counting by hand."""

import json
from collections import Counter

import numpy as np

from signpost_survey.cube import RESULTS, cube, table
from signpost_survey.form import SKIPPED, content_id, parse_form, question_slots
from signpost_survey.simulate import simulated_answers
from tests import forms

DOCUMENT = forms.example() | {"simulated": True}
FORM = parse_form(json.dumps(DOCUMENT | {"id": content_id(DOCUMENT)}).encode())
ANSWERS = list(simulated_answers(FORM, 300, seed=4))
CUBE = cube(FORM, table(FORM, ANSWERS))
STARTS = {"C1": 0, "K1": 1, "K2": 2, "K3": 3, "K4": 6, "K5": 10, "K6": 12, "F1": 13}


def place(answers) -> int:
    group = 3 if answers.group == SKIPPED else answers.group
    stratum = 2 if answers.stratum == SKIPPED else answers.stratum
    return group * 3 + stratum


def test_people_by_group_and_stratum():
    """Not stated stands last on both axes."""
    counts = Counter(place(one) for one in ANSWERS)

    assert CUBE.people.ravel().tolist() == [counts[i] for i in range(12)]


def test_one_slot_questions_are_counted_before_by_after():
    """Cell × code before × code after."""
    codes = question_slots("K1", FORM.questions["K1"])[0].codes
    expected = np.zeros((12, 5, 5), int)
    for one in ANSWERS:
        expected[place(one), codes.index(one.before[1]), codes.index(one.after[1])] += 1

    assert (CUBE.joint["K1"] == expected).all()


def test_a_question_of_one_phase_has_one_code_in_the_other():
    """The feedback scale is asked only after."""
    codes = question_slots("F1", FORM.questions["F1"])[0].codes
    expected = Counter(codes.index(one.after[13]) for one in ANSWERS)

    assert CUBE.joint["F1"].shape == (12, 1, 6)
    assert CUBE.joint["F1"].sum(axis=(0, 1)).tolist() == [expected[i] for i in range(6)]


def result(id: str, values: bytes) -> int:
    """Right, not right, don't know, skipped."""
    if len(set(values)) == 1 and values[0] >= 254:
        return RESULTS.index(values[0])
    right = {"K3": bytes([1, 0, 1]), "K4": bytes([0, 1, 2, 3]), "K5": bytes([0, 1])}[id]
    return 0 if values == right else 1


def test_questions_with_several_slots_are_right_as_a_whole():
    """And whole answers are counted with the result of the question."""
    for id, width in (("K3", 3), ("K4", 4), ("K5", 2)):
        where = slice(STARTS[id], STARTS[id] + width)
        joint = np.zeros((12, 4, 4), int)
        given = Counter()
        for one in ANSWERS:
            before, after = one.before[where], one.after[where]
            joint[place(one), result(id, before), result(id, after)] += 1
            given[place(one), after] += 1

        assert (CUBE.joint[id] == joint).all()
        found = CUBE.patterns[id, "after"]
        for number, (values, its_result) in enumerate(zip(found.values, found.results)):
            assert result(id, values.tobytes()) == its_result
            assert found.counts[:, number].tolist() == [given[cell, values.tobytes()] for cell in range(12)]
        assert found.counts.sum() == len(ANSWERS)


def test_scores_count_right_answers():
    """Six scored questions asked on both occasions; the feedback scale is none of them."""

    def score(values: bytes) -> int:
        right = (values[1] == 1) + (values[2] == 0) + (values[12] == 2)
        return right + sum(result(id, values[STARTS[id] : STARTS[id] + n]) == 0 for id, n in (("K3", 3), ("K4", 4), ("K5", 2)))

    expected = np.zeros((7, 7), int)
    for one in ANSWERS:
        expected[score(one.before), score(one.after)] += 1

    assert (CUBE.scores.sum(axis=0) == expected).all()


def test_each_question_with_the_score_of_the_others():
    """Number right of all the other questions, before × after, by right before × after."""
    where = slice(STARTS["K4"], STARTS["K4"] + 4)
    rest, scores = CUBE.rest["K4"], CUBE.scores

    assert rest.shape == (12, 6, 6, 2, 2)
    assert rest.sum() == len(ANSWERS)
    right = sum(one.before[where] == one.after[where] == bytes([0, 1, 2, 3]) for one in ANSWERS)
    assert rest[..., 1, 1].sum() == right
    shifted = np.zeros_like(scores)
    for one, two in np.ndindex(2, 2):
        shifted[:, one : 6 + one, two : 6 + two] += rest[..., one, two]
    assert (shifted == scores).all()


def test_too_few_scored_questions_make_no_score():
    """With three, a score is nearly the answers themselves."""
    form = forms.a_form({"K1": forms.SINGLE, "K2": forms.TRUE_FALSE, "K3": forms.MULTIPLE}, simulated=True)

    assert cube(form, table(form, simulated_answers(form, 20, seed=1))).scores is None
