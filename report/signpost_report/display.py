"""What is shown, and how. By the size of the block alone, never by the result: else what is missing would say something."""

from typing import Literal

from signpost_report.estimates import Estimate

What = Literal["share", "score", "topic", "matrix", "bands", "rest"]
# People at least, at factor 1; in proportion to the factor. `None`: not published, or not to be shown.
LEAST: dict[tuple[What, str], int] = {
    ("share", "all"): 50, ("share", "group"): 75, ("share", "stratum"): 85, ("share", "both"): 150,
    ("score", "all"): 50, ("score", "group"): 50, ("score", "stratum"): 50,
    ("topic", "all"): 66, ("topic", "group"): 66, ("topic", "stratum"): 85,
    ("matrix", "all"): 300, ("matrix", "group"): 300,
    ("bands", "all"): 1_000, ("rest", "all"): 1_000,
}  # fmt: skip


def shown(what: What, breakdown: str, people: int, factor: float) -> bool:
    """Whether a block is large enough; what is not listed is never shown."""
    least = LEAST.get((what, breakdown))
    return least is not None and people >= least * factor


def per_cent(estimate: Estimate) -> str:
    """A share in whole per cent with its give or take; a share below 0 or above 1 is shown as 0 or 100."""
    value = min(max(estimate.value, 0.0), 1.0)
    return f"{round(100 * value)} % (give or take {max(1, round(100 * estimate.give_or_take))})"


def count(number: float) -> int:
    """A cell: whole, and 0 where the noise took it below."""
    return max(0, round(number))
