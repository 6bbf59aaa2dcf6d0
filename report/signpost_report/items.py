"""What a release says of each question, for whoever writes it: too easy, teaching nothing, or misleading.

A verdict needs the whole interval, and the interval is wide enough for all questions together (Bonferroni): in a release in which
every question is at the edge of a rule, none at all is accused in 95 of 100.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Any, Literal

from signpost_report.display import shown
from signpost_report.estimates import Estimate, change, quantile, share, valued
from signpost_report.fitting import Fitted, fitted
from signpost_report.reading import EVERYONE, Name, Results

EASY = 0.90  # right before the course: the question has little left to teach
LITTLE = 0.05  # a gain below this is as good as none
NARROW = 0.10  # half an interval, above which nothing is concluded from the absence of a verdict
Verdict = Literal["too-easy", "teaches-nothing", "misleads", "unclear", "works"]

ACCUSED: tuple[Verdict, ...] = ("misleads", "teaches-nothing", "too-easy")


@dataclass(frozen=True, kw_only=True)
class Item:
    """A question's numbers, `before` and `change` None where it is asked once; all None where the release is too small to show."""

    id: str
    hash: str
    people: int
    before: Estimate | None = None
    after: Estimate | None = None
    change: Estimate | None = None
    verdict: Verdict = "unclear"
    reason: str = "too few people to show numbers"


def items(results: Results, hashes: Mapping[str, str]) -> list[Item]:
    """Of every question with a right answer, in the form's order; `hashes` by question id, as the release names them."""
    ids = [id for id, question in results.form["questions"].items() if question.get("key") is not None]
    people = results.blocks[EVERYONE].people
    if not shown("share", "all", people, results.factor):
        return [Item(id=id, hash=hashes[id], people=people) for id in ids]
    wide = wider(len(ids))
    return [_item(results, id, hashes[id], people, wide) for id in ids]


def wider(questions: int) -> float:
    """How much wider an interval is that holds for all questions together in 95 of 100."""
    return NormalDist().inv_cdf(1 - 0.025 / max(1, questions)) / NormalDist().inv_cdf(0.975)


def _item(results: Results, id: str, hash: str, people: int, wide: float) -> Item:
    table, when = _right(results, id)
    if when != "both":
        once = share(table, lambda value, _: value == 1)
        verdict, reason = _judged_once(once, _popular(results, id, when), wide)
        return Item(id=id, hash=hash, people=people, after=once, verdict=verdict, reason=reason)
    before, after = share(table, lambda value, _: value == 1), share(table, lambda _, value: value == 1)
    moved = change(table)
    verdict, reason = _judged(before, moved, _popular(results, id, "after"), _gaining(results, id), wide)
    return Item(
        id=id, hash=hash, people=people, before=before, after=after, change=moved, verdict=verdict, reason=reason
    )


def _right(results: Results, id: str) -> tuple[Fitted, str]:
    for when in ("both", "after", "before"):
        if tables := fitted(results, Name("right", id, None, when)):
            return tables[EVERYONE], when
    raise KeyError(id)


# --------------------------------------------------------------------- rules


def _judged(before: Estimate, moved: Estimate, popular: str, gaining: str, wide: float) -> tuple[Verdict, str]:
    low, high = _bounds(moved, wide)
    if high < 0:
        return (
            "misleads",
            f"fewer are right after than before (between {_points(-high)} and {_points(-low)} points fewer)",
        )
    if gaining:
        return "misleads", f"more choose the wrong answer “{gaining}” after than before"
    if popular:
        return "misleads", f"more choose the wrong answer “{popular}” than the right one"
    if _bounds(before, wide)[0] >= EASY:
        return "too-easy", f"at least {round(100 * _bounds(before, wide)[0])} % know it before the course"
    if high < LITTLE:
        return "teaches-nothing", f"at most {max(0.0, 100 * high):.1f} points more are right after the course"
    if low > 0:
        return "works", f"between {_points(low)} and {_points(high)} points more are right after the course"
    return _nothing_shown(moved, wide)


def _judged_once(once: Estimate, popular: str, wide: float) -> tuple[Verdict, str]:
    """Asked once, so nothing is said of teaching."""
    if popular:
        return "misleads", f"more choose the wrong answer “{popular}” than the right one"
    if _bounds(once, wide)[0] >= EASY:
        return "too-easy", f"at least {round(100 * _bounds(once, wide)[0])} % know it"
    return "unclear", "asked once: nothing is said of what it teaches"


def _nothing_shown(moved: Estimate, wide: float) -> tuple[Verdict, str]:
    half = quantile(moved.people) * wide * moved.error
    if half > NARROW:
        return "unclear", f"too few people to judge it (give or take {_points(half)} points, all questions together)"
    return (
        "unclear",
        f"neither a change nor its absence is certain (give or take {_points(half)} points, all questions together)",
    )


def _bounds(one: Estimate, wide: float) -> tuple[float, float]:
    half = quantile(one.people) * wide * one.error
    return one.value - half, one.value + half


def _points(share: float) -> int:
    return max(0, round(100 * share))


# ------------------------------------------------------------- wrong answers


def _popular(results: Results, id: str, when: str) -> str:
    """The wrong option that more people choose than all right ones together; empty where none is shown to be."""
    table, labels, right = _options(results, id, when)
    wide = wider(max(1, len(labels)) * len(results.form["questions"]))
    for code, label in labels.items():
        if code not in right and table and _bounds(_more(table, code, right), wide)[0] > 0:
            return label
    return ""


def _gaining(results: Results, id: str) -> str:
    """The wrong option that more people choose after than before; empty where none is shown to be."""
    before, labels, right = _options(results, id, "before")
    after, _, _ = _options(results, id, "after")
    wide = wider(max(1, len(labels)) * len(results.form["questions"]))
    for code, label in labels.items():
        if code not in right and before and after:
            one, two = (share(table, valued(code)) for table in (before, after))
            # The same people: errors of two tables added, as if they were others, are too large rather than too small.
            moved = Estimate(two.value - one.value, sqrt(one.error**2 + two.error**2), 0.0, one.people)
            if _bounds(moved, wide)[0] > 0:
                return label
    return ""


def _options(results: Results, id: str, when: str) -> tuple[Fitted | None, dict[int, str], frozenset[int]]:
    """Of a question with one choice: its table, what each code says, and which are right."""
    question: Mapping[str, Any] = results.form["questions"][id]
    table = fitted(results, Name("answers", id, 0, when)).get(EVERYONE)
    if question["type"] == "true-false":
        return table, {0: "False", 1: "True"}, frozenset({int(question["key"])})
    if question["type"] == "single":
        return table, dict(enumerate(question["options"])), frozenset(question["key"])
    return None, {}, frozenset()


def _more(table: Fitted, code: int, right: frozenset[int]) -> Estimate:
    """By how much the share of one option is larger than that of the right ones, of the same people."""
    weights = [1.0 if value == code else -1.0 if value in right else 0.0 for value, _ in table.values]
    total, noise = table.total(weights)
    both, _ = table.total([abs(weight) for weight in weights])
    mean, people = total / table.people, table.people
    sampling = max(max(both / people, abs(mean)) - mean**2, 0.0)
    return Estimate(mean, sqrt(sampling / people + noise / people**2), sqrt(noise) / people, people)


# --------------------------------------------------------------------- words


def described(item: Item) -> str:
    """`K01 64 % right before, 86 % after (n 2,000)`, and what is wrong with it."""
    numbers = _numbers(item)
    found = (
        f"; {item.verdict.replace('-', ' ')}: {item.reason}"
        if item.verdict in ACCUSED
        else ""
        if numbers
        else f"; {item.reason}"
    )
    return f"{item.id} {numbers}(n {item.people:,}){found}"


def _numbers(item: Item) -> str:
    if item.after is None:
        return ""
    if item.before is None:
        return f"{per_cent(item.after)} right "
    return f"{per_cent(item.before)} right before, {per_cent(item.after)} after "


def per_cent(one: Estimate) -> str:
    return f"{round(100 * min(max(one.value, 0.0), 1.0))} %"


def accused(found: Sequence[Item]) -> Iterator[Item]:
    """Those that somebody should look at."""
    return (item for item in found if item.verdict in ACCUSED)
