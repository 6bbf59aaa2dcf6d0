"""Findings in plain English, by rules: what stands after false-discovery control and leaves nought out of its interval is said with its
interval; everything else is "no evidence". No sentence is stronger than its interval."""

from signpost_report import display
from signpost_report.document import Runs
from signpost_report.evidence import direction
from signpost_report.numbers import Number


def rise_or_fall(subject: str, before: Number, after: Number, change: Number) -> Runs:
    """How a share or a score has changed. `subject` begins the sentence: "The average share of questions right"."""
    way = direction(change)
    if not way:
        return (
            f"There is no evidence that {_lower(subject)} changed: ", display.share(before), " before and ", display.share(after),
            " after, a difference of ", display.points(change), " points (95% interval ", display.points_range(change), ").",
        )  # fmt: skip
    return (
        f"{subject} {'rose' if way > 0 else 'fell'} from ", display.share(before), " to ", display.share(after), ", by ",
        display.size(change), " points (", display.size_range(change), ").",
    )  # fmt: skip


def gap(subject: str, one: Number, against: str = "everyone else") -> Runs:
    """A block against the rest, or an audience against another. Only for gaps that have a direction."""
    way = "above" if direction(one) > 0 else "below"
    return (f"{subject}: ", display.size(one), f" points {way} {against} (", display.size_range(one), ").")


def verdict(one: Number, up: str = "higher", down: str = "lower") -> str:
    """For a table's last column."""
    way = direction(one)
    if way:
        return up if way > 0 else down
    if one.low <= 0 <= one.high:
        return "no evidence"
    return f"perhaps {up if one.value > 0 else down}: one of many comparisons"


def surer_not_righter(confident: Number, knows: Number) -> bool:
    """More are confident, and nothing says that more of them know."""
    return direction(confident) > 0 and direction(knows) <= 0


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
