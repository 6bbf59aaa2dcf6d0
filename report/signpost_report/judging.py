"""What may be called a finding: false-discovery control over everything that a report tests.

Tests of one kind are a family (changes, gaps of scores, of groups and of strata in single questions and topics, of audiences, of terms).
Each family is judged by Benjamini and Hochberg at .02 divided by the number of families, so that a report of pure noise finds something in at most 5 of 100.
"""

from collections.abc import Mapping, Sequence

from signpost_report.numbers import Number, Numbers

RATE = 0.02  # not .05: z tests of small counts say yes too often. Reports of noise that find something: 9 of 400, and 14 of 300 at 1,500 people


def judged(numbers: Numbers) -> Numbers:
    """The same numbers, each tested one with what became of it."""
    families: dict[str, list[Number]] = {}
    for one in numbers.values():
        if one.p is not None:
            families.setdefault(family(one), []).append(one)
    found: dict[str, bool] = {}
    for among in families.values():
        stands = discovered([one.p or 0.0 for one in among], RATE / len(families))
        found |= {one.id: stood for one, stood in zip(among, stands, strict=True)}
    return numbers.judged(found)


def family(one: Number) -> str:
    if one.kind == "gap" and one.against == "rest":
        return one.breakdown if one.questions else "scores"
    if one.kind == "gap":
        return "audiences"
    return "terms" if one.of else "changes"


def discovered(p: Sequence[float], rate: float) -> list[bool]:
    """Which hypotheses Benjamini and Hochberg (1995) reject at this rate."""
    order = sorted(range(len(p)), key=p.__getitem__)
    last = max((rank for rank, place in enumerate(order, 1) if p[place] <= rate * rank / len(p)), default=0)
    rejected = set(order[:last])
    return [place in rejected for place in range(len(p))]


def rates(numbers: Mapping[str, Number]) -> dict[str, int]:
    """How many tests each family has."""
    found: dict[str, int] = {}
    for one in numbers.values():
        if one.p is not None:
            found[family(one)] = found.get(family(one), 0) + 1
    return found
