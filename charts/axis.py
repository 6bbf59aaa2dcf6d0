"""From a value to a place on a line, and the few values that are written under it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from .svg import QUIET, RULE, Drawing
from .words import LINE_HEIGHT


def step_for(width: float, most: int) -> float:
    """The smallest of 1, 2, 5, 10, 20 … that divides `width` into at most `most` parts."""
    return next(
        step for power in count() for step in (10.0**power, 2 * 10.0**power, 5 * 10.0**power) if width / step <= most
    )


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from `low` to `high` between the units `left` and `right`; values outside stand at the edge."""

    low: float
    high: float
    left: float
    right: float

    def place(self, value: float) -> float:
        inside = min(max(value, self.low), self.high)
        return self.left + (inside - self.low) / (self.high - self.low) * (self.right - self.left)

    def ticks(self) -> list[float]:
        """At most six round values on the axis."""
        step = step_for(self.high - self.low, 5)
        first = -(-self.low // step) * step
        return [first + n * step for n in range(int((self.high - first) // step) + 1)]

    def rules(self, drawing: Drawing, top: float, bottom: float) -> None:
        """A rule at each tick. They stay within a row of marks: no rule runs through words."""
        for tick in self.ticks():
            drawing.line("chart-rule", self.place(tick), top, self.place(tick), bottom, RULE)

    def values(self, drawing: Drawing, y: float, said: Callable[[float], str]) -> float:
        """The values of the ticks under `y`; returns their bottom."""
        for tick in self.ticks():
            drawing.word(said(tick), self.place(tick), y + LINE_HEIGHT - 3, anchor="middle", size=12, fill=QUIET)
        return y + LINE_HEIGHT


def around(values: list[float], *, zero: bool = False) -> tuple[float, float]:
    """Round ends of an axis that holds all `values`, and nought if `zero`: multiples of the step that ticks use."""
    held = [*values, *([0.0] if zero else [])] or [0.0]
    low, high = min(held), max(held)
    step = step_for(high - low, 4)
    low, high = low // step * step, -(-high // step) * step
    return (low, high) if high > low else (low - step, high + step)
