"""Terms of one form are one: sums of counts, people and variances over the coarsest common blocks."""

import pytest
from signpost_report.estimates import change, mean_change, share
from signpost_report.fitting import fitted
from signpost_report.pooling import common, pooled
from signpost_report.reading import Name, ReleaseError, Where, read_release

from tests import releases

NAME = Name("right", "K03", None, "both")


def term(term: str, seed: int, sizes=releases.SIZES):
    return read_release(releases.release(releases.people(seed, sizes), term, seed), releases.pinned())


def test_common_blocks():
    """Unions of blocks in every partition, the finest there are."""
    assert common([[(0,), (1,), (2, 255)], [(0, 1), (2,), (255,)]]) == [{0, 1}, {2, 255}]
    assert common([[(0,), (1,)], [(0,), (1,)]]) == [{0}, {1}]
    assert common([[(0, 1), (2,)], [(0,), (1, 2)]]) == [{0, 1, 2}]


def test_terms_with_different_blocks_and_factors():
    """The first group is too small in spring, so there it is joined with the next; 4,100 people have twice the noise."""
    autumn, spring = term("2026-autumn", 1), term("2027-spring", 2, (5, 30, 70, 900, 3_095))
    both = pooled([autumn, spring])

    assert spring.factor == 2 and both.factor == pytest.approx(5**0.5)
    assert [block.people for block in both.of("group").values()] == [20 + 26 + 35, 66 + 70, 134 + 900, 590 + 3_095]
    first = both.tables[NAME, Where("group", 0)]
    assert first.variance == 9 + 9 + 16 * 4
    assert first.numbers[0] == sum(
        (autumn.tables[NAME, Where("group", 0)].numbers[0], autumn.tables[NAME, Where("group", 1)].numbers[0],
         spring.tables[NAME, Where("group", 0)].numbers[0])
    )  # fmt: skip
    found = fitted(both, NAME)
    assert sum(found[Where("group", 3)].numbers) == pytest.approx(590 + 3_095)
    before, after = releases.truth(4)
    for estimate, true in (
        (share(found[Where("group", 3)], lambda value, _: value == 1), before[3]),
        (change(found[Where("group", 3)]), after[3] - before[3]),
        (mean_change(both, Where("group", 3)), (after - before).mean()),
    ):
        assert abs(estimate.value - true) < 2 * estimate.give_or_take


def test_pooling_narrows():
    """Three terms: less give or take than one, never less than a term of three times the people."""
    terms = [term(name, seed) for name, seed in (("2026-autumn", 1), ("2027-spring", 2), ("2027-summer", 3))]
    one, three = (mean_change(results, Where("group", 2)).give_or_take for results in (terms[0], pooled(terms)))

    assert one / 2 < three < one / 1.4


def test_what_is_not_pooled():
    """The same term twice, another form."""
    one = term("2026-autumn", 1)
    other = read_release(releases.release(releases.people(1), noise=2), releases.pinned())
    with pytest.raises(ReleaseError, match="twice"):
        pooled([one, one])
    with pytest.raises(ReleaseError, match="one form"):
        pooled([one, other])
    assert pooled([one]) is one
