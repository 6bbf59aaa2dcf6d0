"""Intervals of topics, gaps and differences hold the truth as often as they say; of single shares and scores see test_estimates.py."""

from collections import defaultdict

import numpy as np
import pytest
from signpost_report.aligning import aligned, read_file
from signpost_report.evidence import evidence

from tests import releases

SIZES, K = releases.SIZES, releases.K
KINDS = ("topic", "topic-change", "gap score", "gap topic", "gap share", "score", "score-change")


def true_value(one, topical: float) -> float:
    """Of the population that the people were drawn from; everyone is the groups by their sizes."""
    of = [releases.truth(group, releases.GAIN, topical) for group in range(len(SIZES))]
    places = [int(id[1:]) for id in one.questions] or list(range(K))
    weights = np.array(SIZES) * (np.arange(len(SIZES)) == one.cell) if one.breakdown == "group" else np.array(SIZES)

    def mean(weights) -> float:
        before, after = (
            sum(w * truth[side][places].mean() for w, truth in zip(weights, of, strict=True)) / sum(weights)
            for side in (0, 1)
        )
        return {"before": before, "after": after, "both": after - before}[one.phase]

    return mean(weights) - mean(np.array(SIZES) - weights) if one.kind == "gap" else mean(weights)


def coverage(count: int, topical: float) -> dict[str, float]:
    """Of so many data sets: kind → the share of intervals that hold the truth."""
    held = defaultdict(list)
    for seed in range(count):
        made = releases.release(releases.people(seed, topical=topical), seed=seed)
        for one in evidence(aligned([read_file("r", made, None)])).numbers.values():
            kind = "gap " + one.id.split(":")[2].split()[0] if one.kind == "gap" else one.kind
            if kind in KINDS:
                held[kind].append(one.low <= true_value(one, topical) <= one.high)
    return {kind: float(np.mean(found)) for kind, found in held.items()}


def test_coverage():
    """On six data sets, loosely."""
    found = coverage(6, 0.0)
    assert all(one >= 0.8 for one in found.values()) and len(found) >= 5, found


@pytest.mark.slow
@pytest.mark.parametrize("topical", [0.0, 0.7])
def test_coverage_on_200(topical, capsys):
    """93 to 97 of 100 (two standard errors more), whether or not people know some topics better than others."""
    found = coverage(200, topical)
    with capsys.disabled():
        print(
            f"\n  topical {topical}: " + ", ".join(f"{kind} {one:.3f}" for kind, one in sorted(found.items())), end=""
        )
    for kind, one in found.items():
        assert 0.93 - 0.012 <= one <= 0.97 + 0.012, (kind, one)
