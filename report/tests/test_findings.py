"""Nothing is found in noise, and no sentence is stronger than its interval."""

import numpy as np
import pytest
from scipy.stats import false_discovery_control
from signpost_report.aligning import aligned, read_file
from signpost_report.document import Run
from signpost_report.evidence import Evidence, direction, evidence
from signpost_report.findings import gap, rise_or_fall, surer_not_righter, verdict
from signpost_report.judging import discovered
from signpost_report.numbers import Number
from signpost_survey.columns import Table, table
from signpost_survey.simulate import simulated_answers

from tests import releases, studies


def a_number(value: float, half: float, found: bool | None = None, **more) -> Number:
    fields = {"id": "n", "kind": "change", "releases": ("r",), "people": 100} | more
    return Number(value=value, low=value - half, high=value + half, found=found, **fields)


def said(runs: tuple[Run, ...]) -> str:
    return "".join(run if isinstance(run, str) else run.text for run in runs)


def of_nothing(seed: int, people: int = 400) -> Evidence:
    """Simulated people of all groups alike, whose answers before and after are two tries at the same: nothing changes, nobody differs."""
    form, chance = studies.form(), np.random.default_rng(seed)
    tries = [table(form, simulated_answers(form, people, 1_000 + seed)) for _ in range(2)]
    shuffled = [chance.permutation(people) for _ in range(2)]
    answers = Table(
        tries[0].group[shuffled[0]], tries[0].stratum[shuffled[1]], tries[0].before, _mixed(tries[0].before, chance)
    )
    return evidence(aligned([read_file("null", studies.signed(form, answers, seed=seed), releases.pinned())]))


def _mixed(before: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Each person answers as before, or as somebody drawn among all who answered: in expectation every share stays."""
    others = before[chance.integers(0, len(before), len(before))]
    return np.where(chance.random((len(before), 1)) < 0.5, before, others)


def reports_that_find(count: int, people: int = 400) -> int:
    return sum(
        any(direction(one) for one in of_nothing(seed, people).numbers.values() if one.p is not None)
        for seed in range(count)
    )


def test_nothing_is_found_in_noise():
    """Of 12 reports of nothing at most 3 find something; `make test-slow` asks of 300."""
    assert reports_that_find(12) <= 3


@pytest.mark.slow
def test_nothing_is_found_in_300_reports_of_noise(capsys):
    """A finding in at most 5 % of reports, but for chance (three standard errors)."""
    found = reports_that_find(300), reports_that_find(150, 1_500)
    with capsys.disabled():
        print(
            f"\n  reports of nothing with a finding: {found[0]} of 300 (400 people), {found[1]} of 150 (1,500 people)",
            end="",
        )
    assert found[0] / 300 <= 0.05 + 3 * (0.05 * 0.95 / 300) ** 0.5
    assert found[1] / 150 <= 0.05 + 3 * (0.05 * 0.95 / 150) ** 0.5


def test_what_is_there_is_found():
    """The shipped rules are not silent: a course that teaches is seen to."""
    found = evidence(aligned([read_file("r", studies.release(400), releases.pinned())]))
    assert direction(found.numbers["s0:score-change:both:all0"]) == 1


@pytest.mark.parametrize("seed", range(5))
def test_false_discovery_control_is_scipys(seed):
    """Our six lines against scipy's function, which costs a second to import."""
    p = np.random.default_rng(seed).random(40) ** 3
    assert discovered(list(p), 0.05) == list(false_discovery_control(p) <= 0.05)
    assert discovered([], 0.05) == [] and discovered([0.04], 0.05) == [True] and discovered([0.06], 0.05) == [False]


def test_a_sentence_says_no_more_than_its_interval():
    """Rise and fall only where the interval leaves nought out and the finding stands."""
    before, after = a_number(0.6, 0.03, kind="share"), a_number(0.8, 0.03, kind="share")
    rise = said(rise_or_fall("The share", before, after, a_number(0.2, 0.03, True)))
    fall = said(rise_or_fall("The share", after, before, a_number(-0.2, 0.03, True)))

    assert rise == "The share rose from 60% to 80%, by 20 points (17 to 23)."
    assert fall == "The share fell from 80% to 60%, by 20 points (17 to 23)."
    for weak in (a_number(0.2, 0.03, False), a_number(0.02, 0.03, True), a_number(0.02, 0.03, None)):
        assert said(rise_or_fall("The share", before, after, weak)).startswith(
            "There is no evidence that the share changed: 60% before"
        )
    assert said(gap("Leaders", a_number(-0.1, 0.02, True))) == "Leaders: 10 points below everyone else (8 to 12)."


@pytest.mark.parametrize(
    ("value", "half", "found", "words"),
    [
        (0.1, 0.05, True, "higher"),
        (-0.1, 0.05, True, "lower"),
        (0.1, 0.05, False, "perhaps higher: one of many comparisons"),
        (-0.1, 0.05, False, "perhaps lower: one of many comparisons"),
        (0.1, 0.2, False, "no evidence"),
        (0.1, 0.2, True, "no evidence"),
        (0.0, 0.2, None, "no evidence"),
    ],
)
def test_verdicts(value, half, found, words):
    assert verdict(a_number(value, half, found)) == words


def test_surer_but_not_righter():
    """Only where more are confident for certain, and nothing says that more know."""
    sure, unsure = a_number(0.2, 0.05, True), a_number(0.03, 0.05, False)
    assert surer_not_righter(sure, unsure) and surer_not_righter(sure, a_number(-0.2, 0.05, True))
    assert not surer_not_righter(sure, sure) and not surer_not_righter(unsure, unsure)
