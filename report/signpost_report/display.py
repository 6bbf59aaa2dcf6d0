"""What is shown, and how. By the size of the block alone, never by the result: else what is missing would say something."""

from typing import Literal

from signpost_report.document import Said
from signpost_report.numbers import Number

What = Literal["share", "score", "topic", "matrix", "bands", "rest"]
# People at least, at factor 1; in proportion to the factor. `None`: not published, or not to be shown.
LEAST: dict[tuple[What, str], int] = {
    ("share", "all"): 50, ("share", "group"): 75, ("share", "stratum"): 85, ("share", "both"): 150,
    ("score", "all"): 50, ("score", "group"): 50, ("score", "stratum"): 50,
    ("topic", "all"): 66, ("topic", "group"): 66, ("topic", "stratum"): 85,
    ("matrix", "all"): 300, ("matrix", "group"): 300,
    ("bands", "all"): 1_000, ("rest", "all"): 1_000,
}  # fmt: skip
FINE = 0.01  # half an interval, below which whole points would hide what is known


def shown(what: What, breakdown: str, people: int, factor: float) -> bool:
    """Whether a block is large enough; what is not listed is never shown."""
    least = LEAST.get((what, breakdown))
    return least is not None and people >= least * factor


def share(one: Number) -> Said:
    """64%; a share that noise took below 0 or above 1 is 0% or 100%."""
    return Said(f"{_hundredths(_inside(one.value), _digits(one))}%", one.id)


def share_range(one: Number) -> Said:
    """60% to 68%"""
    low, high = (_hundredths(_inside(end), _digits(one)) for end in (one.low, one.high))
    return Said(f"{low}% to {high}%", one.id)


def points(one: Number) -> Said:
    """+22: percentage points of a change or a gap, with its sign."""
    return Said(_signed(one.value, _digits(one)), one.id)


def size(one: Number) -> Said:
    """22: the same without the sign, where a word says rise or fall."""
    return Said(_hundredths(abs(one.value), _digits(one)), one.id)


def size_range(one: Number) -> Said:
    """18 to 26: the interval of a `size`, the nearer end first."""
    ends = sorted((one.low, one.high), key=abs)
    return Said(" to ".join(_hundredths(abs(end), _digits(one)) for end in ends), one.id)


def points_range(one: Number) -> Said:
    """+18 to +26"""
    return Said(f"{_signed(one.low, _digits(one))} to {_signed(one.high, _digits(one))}", one.id)


def plain(one: Number) -> Said:
    """0.68: an effect, a correlation, a reliability."""
    return Said(_minus(f"{one.value:.2f}"), one.id)


def plain_range(one: Number) -> Said:
    """0.61 to 0.75"""
    return Said(_minus(f"{one.low:.2f} to {one.high:.2f}"), one.id)


def people(count: int) -> str:
    """1,234"""
    return f"{count:,}"


def _inside(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _digits(one: Number) -> int:
    return 0 if one.high - one.low >= 2 * FINE else 1


def _hundredths(value: float, digits: int) -> str:
    return f"{abs(round(100 * value, digits)):.{digits}f}" if value >= 0 else _minus(f"{100 * value:.{digits}f}")


def _signed(value: float, digits: int) -> str:
    text = f"{100 * value:+.{digits}f}"
    return text[1:] if float(text) == 0 else _minus(text)


def _minus(text: str) -> str:
    """With the sign that is as wide as a plus."""
    return text.replace("-", "\u2212")
