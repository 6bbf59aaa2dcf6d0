"""Published cases to the printed digit, for the methods that noisy counts allow; and that no other method is there."""

import ast
from math import sqrt
from pathlib import Path

import pytest
import signpost_report
from signpost_report.estimates import Estimate, change, p_of_change, share
from signpost_report.fitting import EVERYONE, Fitted
from signpost_report.measuring import effect_size, gain_of_what_was_left
from signpost_report.quality import discrimination, reliability
from signpost_report.reading import Block, Name, Results, Table

TINY = 1e-12  # a variance of noise that is as good as none
LSAT = {  # Bock and Lieberman (1970), LSAT section VI: answers to five questions, and of how many people
    "00000": 3, "00001": 6, "00010": 2, "00011": 11, "00100": 1, "00101": 1, "00110": 3, "00111": 4, "01000": 1, "01001": 8,
    "01011": 16, "01101": 3, "01110": 2, "01111": 15, "10000": 10, "10001": 29, "10010": 14, "10011": 81, "10100": 3, "10101": 28,
    "10110": 15, "10111": 80, "11000": 16, "11001": 56, "11010": 21, "11011": 173, "11100": 11, "11101": 61, "11110": 28, "11111": 298,
}  # fmt: skip


def lsat() -> Results:
    """As a release of a form asked once would have it, without noise."""
    count, tables = 5, {}
    people = [([int(one) for one in pattern], times) for pattern, times in LSAT.items()]

    def put(measure, id, values, numbers):
        tables[Name(measure, id, None, "after"), EVERYONE] = Table(values, numbers, TINY)

    for i in range(count):
        right = sum(times for answers, times in people if answers[i])
        put("right", f"Q{i}", ((1, None), (0, None)), (right, 1_000 - right))
        put(
            "rest",
            f"Q{i}",
            (),
            (sum(times * (2 * (sum(answers) - 1) - (count - 1)) for answers, times in people if answers[i]),),
        )
    put("score", None, (), (sum(times * sum(answers) for answers, times in people),))
    put("square", None, (), (sum(times * (sum(answers) - 2) ** 2 for answers, times in people),))
    noise = {"scored": count, "centre": 2, "clip": 2, "shift": 1}
    return Results(("2026-autumn",), {"kind": "single"}, 1.0, noise, {EVERYONE: Block("Everyone", (), 1_000)}, tables)


def test_lsat_vi():
    """p .924 .709 .553 .763 .870; alpha .295; item-rest correlations .1128 .1532 .1728 .1444 .1216 (as the R package ltm prints)."""
    assert sum(LSAT.values()) == 1_000
    results = lsat()
    shares = [
        share(
            Fitted(
                ((1, None), (0, None)),
                results.tables[Name("right", f"Q{i}", None, "after"), EVERYONE].numbers,
                TINY,
                1_000,
            ),
            lambda a, _: a == 1,
        ).value
        for i in range(5)
    ]
    assert shares == pytest.approx([0.924, 0.709, 0.553, 0.763, 0.870], abs=5e-4)
    assert reliability(results, "after")[0] == pytest.approx(0.295, abs=5e-4)
    found = [discrimination(results, f"Q{i}", "after").value for i in range(5)]
    assert found == pytest.approx([0.1128, 0.1532, 0.1728, 0.1444, 0.1216], abs=5e-5)


def test_agresti_approval_ratings():
    """794, 150, 86, 570 of 1,600: change -.04, 95 % interval -.0587 to -.0213 (Agresti, Categorical Data Analysis, 10.1)."""
    one = change(Fitted(((1, 1), (1, 0), (0, 1), (0, 0)), (794, 150, 86, 570), TINY, 1_600))
    assert (one.value, *one.interval) == pytest.approx((-0.04, -0.0587, -0.0213), abs=5e-5)


def test_students_sleep():
    """Ten pairs (Student 1908): mean -1.58, t -4.0621 on 9 degrees of freedom, p .002833, 95 % interval -2.46 to -0.70."""
    pairs = [-1.2, -2.4, -1.3, -1.3, 0.0, -1.0, -1.8, -0.8, -4.6, -1.4]
    middle = sum(pairs) / 10
    error = sqrt(sum((one - middle) ** 2 for one in pairs) / 9 / 10)
    one = Estimate(middle, error, 0.0, 10)
    assert middle / error == pytest.approx(-4.0621, abs=5e-5)
    assert p_of_change(one) == pytest.approx(0.002833, abs=5e-7)
    assert one.interval == pytest.approx((-2.46, -0.70), abs=5e-3)


@pytest.mark.parametrize(
    ("before", "after", "spreads", "effect", "gain"),
    [
        (54.7, 84.5, (18.7, 12.8), 1.89, 0.658),  # Lee et al. (2021), training on trafficking, per cent
        (100 * 12.34 / 24, 100 * 19.13 / 24, (1, 1), None, 0.582),  # Hill et al.: 12.34 to 19.13 of 24
        (0.23, 0.48, (0.14, 0.04), 2.78, None),  # Hake (1998): gains of 48 and of 14 courses
    ],
)
def test_effect_sizes_and_gains(before, after, spreads, effect, gain):
    if effect:
        assert effect_size(after - before, spreads) == pytest.approx(effect, abs=5e-3)
    if gain:
        assert gain_of_what_was_left((after - before) / 100, before / 100) == pytest.approx(gain, abs=5e-4)


# ----------------------------------------------------------------- what must not be there

FORBIDDEN = {
    "mcnemar", "binomtest", "binom_test", "fisher_exact", "chi2_contingency", "chisquare", "mannwhitneyu", "wilcoxon", "kruskal", "ranksums",
    "rankdata", "boschloo_exact", "barnard_exact", "spearmanr", "kendalltau", "friedmanchisquare",
}  # fmt: skip


def test_no_exact_test_is_ever_given_released_counts():
    """None is named, and nothing of scipy.stats or statsmodels is imported, anywhere in the program."""
    for file in sorted(Path(signpost_report.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = {getattr(node, "id", None), getattr(node, "attr", None), getattr(node, "name", None)}
            assert not names & FORBIDDEN, (file.name, names & FORBIDDEN)
            if isinstance(node, ast.ImportFrom | ast.Import):
                modules = {getattr(node, "module", None), *(one.name for one in node.names)}
                assert not any((one or "").startswith(("scipy.stats", "statsmodels", "pingouin")) for one in modules), (
                    file.name
                )


@pytest.mark.slow
def test_against_statsmodels():
    """Wald's interval of a share and of the paired difference, and Benjamini and Hochberg, where there is no noise."""
    import numpy as np
    from signpost_report.judging import discovered
    from statsmodels.stats.multitest import multipletests
    from statsmodels.stats.proportion import proportion_confint

    chance = np.random.default_rng(3)
    for _ in range(50):
        people = int(chance.integers(50, 5_000))
        yes = int(chance.integers(5, people - 5))
        one = share(Fitted(((1, None), (0, None)), (yes, people - yes), TINY, people), lambda a, _: a == 1)
        assert one.interval == pytest.approx(proportion_confint(yes, people, method="normal"), abs=1e-9)
        p = chance.random(30) ** 3
        assert discovered(list(p), 0.02) == list(multipletests(p, 0.02, method="fdr_bh")[0])
