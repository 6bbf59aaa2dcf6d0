"""The marks, as the player gives them: one question, a whole set, the number shown.

Twin of builder/signpost_builder/player/score.js; both read tests/vectors/scoring.json. Rules: partial credit for several right choices
(right ticks minus wrong ticks), for an order (share of the pairs in the right order) and for matching (share of the
pairs); all or nothing otherwise; a critical question must be fully right. The Open edX blocks mark by a copy of this
file, so it imports nothing of the builder.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Spec = Mapping[str, Any]
Response = None | str | Sequence[int | float]

# Keeps a sum of thirds from missing a mark that it reaches on paper; far below any difference between two marks.
_SLACK = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class SetScore:
    """`score_fraction` 0-1, None when nothing in the set is scored; `critical_missed`: indexes; `by_topic`: 0-1."""

    score_fraction: float | None
    passed: bool
    critical_missed: tuple[int, ...]
    by_topic: Mapping[str, float]


def is_scored(spec: Spec) -> bool:
    """Whether the question has a right answer. Raises ValueError for a type that nobody marks."""
    if spec["type"] not in TYPES:
        raise ValueError(f"no question is of type '{spec['type']}'")
    return spec["type"] in _FRACTIONS and spec.get("keys", ()) is not None and spec.get("answer", 0) is not None


def score_question(spec: Spec, response: Response) -> float | None:
    """Fraction 0-1, or None for a question that is never scored.

    None (unanswered), "dk" (don't know) and whatever does not fit the question score 0 and never raise.
    """
    if not is_scored(spec):
        return None
    return _FRACTIONS[spec["type"]](spec, response) if isinstance(response, list | tuple) else 0.0


def score_set(specs: Sequence[Spec], responses: Sequence[Response], pass_mark_percent: float) -> SetScore:
    """Marks of a set: `specs[i]` (with `critical` and `topic`) was answered by `responses[i]`."""
    fractions = [
        score_question(spec, responses[index] if index < len(responses) else None) for index, spec in enumerate(specs)
    ]
    scored = {index: fraction for index, fraction in enumerate(fractions) if fraction is not None}
    critical_missed = tuple(i for i, fraction in scored.items() if specs[i].get("critical") and fraction < 1)
    topics: dict[str, list[float]] = {}
    for index, fraction in scored.items():
        if topic := specs[index].get("topic"):
            topics.setdefault(topic, []).append(fraction)
    score_fraction = _mean(list(scored.values())) if scored else None
    return SetScore(
        score_fraction=score_fraction,
        passed=score_fraction is not None
        and not critical_missed
        and score_fraction * 100 >= pass_mark_percent - _SLACK,
        critical_missed=critical_missed,
        by_topic={topic: _mean(list_) for topic, list_ in topics.items()},
    )


def percent_shown(fraction: float, decimals: int = 0) -> float:
    """The fraction as per cent, rounded down: 79.9 must never read as the 80 that would have passed."""
    scale: int = 10**decimals
    return math.floor(fraction * 100 * scale + _SLACK * scale) / scale


def _mean(fractions: list[float]) -> float:
    total = 0.0
    for fraction in fractions:  # in order and uncompensated, as JavaScript adds
        total += fraction
    return total / len(fractions)


def _is_below(value: Any, limit: int) -> bool:
    return type(value) is int and 0 <= value < limit


def _are_choices(response: Sequence[Any], options: int) -> bool:
    return all(_is_below(value, options) for value in response) and len(set(response)) == len(response)


def _choice_fraction(spec: Spec, response: Sequence[Any]) -> float:
    right = len(response) == 1 and _are_choices(response, spec.get("options", 2)) and response[0] in spec["keys"]
    return float(right)


def _ticks_fraction(spec: Spec, response: Sequence[Any]) -> float:
    if not _are_choices(response, spec["options"]):
        return 0.0
    right = sum(option in spec["keys"] for option in response)
    return max(0, right - (len(response) - right)) / len(spec["keys"])


def _order_fraction(spec: Spec, response: Sequence[Any]) -> float:
    count: int = spec["count"]
    if len(response) != count or not _are_choices(response, count):
        return 0.0
    right: int = sum(later > item for place, item in enumerate(response) for later in response[place + 1 :])
    return right / (count * (count - 1) / 2)


def _match_fraction(spec: Spec, response: Sequence[Any]) -> float:
    count: int = spec["count"]
    if len(response) != count:
        return 0.0
    if not all(_is_below(meaning, spec["meanings"]) or meaning == -1 for meaning in response):
        return 0.0
    right: int = sum(meaning == term for term, meaning in enumerate(response))
    return right / count


def _number_fraction(spec: Spec, response: Sequence[Any]) -> float:
    if len(response) != 1 or type(response[0]) not in (int, float) or not math.isfinite(response[0]):
        return 0.0
    slack = _SLACK * max(1, abs(spec["answer"]))
    return float(abs(response[0] - spec["answer"]) <= spec.get("tolerance", 0) + slack)


_FRACTIONS = {
    "single": _choice_fraction,
    "multiple": _ticks_fraction,
    "true-false": _choice_fraction,
    "order": _order_fraction,
    "match": _match_fraction,
    "number": _number_fraction,
}
TYPES = frozenset({*_FRACTIONS, "scale"})  # a rating is never marked
