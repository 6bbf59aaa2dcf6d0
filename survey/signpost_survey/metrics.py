"""Counters of this process in Prometheus' text format. Totals over all forms: no form, address or time is in them."""

from bisect import bisect_left
from collections import Counter

BOUNDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Metrics:
    def __init__(self) -> None:
        self.answers: Counter[int] = Counter()
        self.pages: Counter[int] = Counter()  # form pages shown, by status
        self.buckets = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0

    def stored(self, seconds: float) -> None:
        """One record became durable after this long."""
        self.answers[204] += 1
        self.buckets[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds

    def text(self, gauges: dict[str, int]) -> str:
        """The page at /metrics."""
        lines = ["# TYPE signpost_answers_total counter"]
        lines += [f'signpost_answers_total{{status="{code}"}} {n}' for code, n in sorted(self.answers.items())]
        lines.append("# TYPE signpost_pages_total counter")
        lines += [f'signpost_pages_total{{status="{code}"}} {n}' for code, n in sorted(self.pages.items())]
        lines += ["# TYPE signpost_durable_seconds histogram"]
        total = 0
        for bound, count in zip((*BOUNDS, "+Inf"), self.buckets, strict=True):
            total += count
            lines.append(f'signpost_durable_seconds_bucket{{le="{bound}"}} {total}')
        lines += [f"signpost_durable_seconds_sum {self.seconds:.3f}", f"signpost_durable_seconds_count {total}"]
        for name, value in sorted(gauges.items()):
            lines += [f"# TYPE signpost_{name} gauge", f"signpost_{name} {value}"]
        return "\n".join(lines) + "\n"
