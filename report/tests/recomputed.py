"""The numbers of a report, computed again from the release's JSON by generic linear algebra: nothing of signpost_report is used.

Every table is fitted by one weighted least squares under its exact sums (a KKT system), with the covariance of all its numbers; a share,
a change, a gap is then one linear form of them, its noise that form's variance. Slow and plain, where the program is quick and closed.
"""

import json
from functools import cached_property
from math import sqrt
from statistics import NormalDist

import numpy as np
from scipy.stats import t

WAYS = ("all", "group", "stratum")


def half(error: float, people: int) -> float:
    quantile = NormalDist().inv_cdf(0.975) if people >= 40 else t.ppf(0.975, people - 1)
    return float(quantile * error)


class Fit:
    """One table in all its blocks: numbers and their covariance after least squares."""

    def __init__(self, cells: dict, people: dict, variances: dict) -> None:
        self.people = people
        self.blocks = sorted({block for block, _ in cells}, key=str)
        self.values = list(dict.fromkeys(value for _, value in cells))
        self.place = {
            (block, value): i for i, (block, value) in enumerate((b, v) for b in self.blocks for v in self.values)
        }
        raw = np.array([cells[key] for key in self.place], float)
        noise = np.array([variances[block[0]] for block, _ in self.place], float)
        equal, right = self._constraints()
        spread = np.diag(noise) @ equal.T
        gain = spread @ np.linalg.pinv(equal @ spread)
        self.numbers = raw + gain @ (right - equal @ raw)
        self.covariance = np.diag(noise) - gain @ spread.T

    def _constraints(self):
        rows, right = [], []
        if self.values != [None]:
            for block in self.blocks:
                rows.append(self._row({(block, value): 1 for value in self.values}))
                right.append(self.people[block])
        for way in ("group", "stratum"):
            parts = [block for block in self.blocks if block[0] == way]
            if parts and ("all", 0) in self.blocks:
                for value in self.values:
                    rows.append(self._row({(block, value): 1 for block in parts} | {(("all", 0), value): -1}))
                    right.append(0)
        if ("all", 0) not in self.blocks and all(
            any(block[0] == way for block in self.blocks) for way in ("group", "stratum")
        ):
            for value in self.values:
                rows.append(self._row({(block, value): 1 if block[0] == "group" else -1 for block in self.blocks}))
                right.append(0)
        size = len(self.place)
        return (np.array(rows), np.array(right, float)) if rows else (np.zeros((0, size)), np.zeros(0))

    def _row(self, wanted: dict) -> np.ndarray:
        row = np.zeros(len(self.place))
        for key, weight in wanted.items():
            row[self.place[key]] = weight
        return row

    def form(self, weights: dict) -> tuple[float, float]:
        """A linear form of the numbers, and the variance of its noise."""
        row = self._row(weights)
        return float(row @ self.numbers), float(row @ self.covariance @ row)


class Release:
    """One release, or several of one form with the same blocks, whose numbers are added."""

    def __init__(self, *files: bytes) -> None:
        documents = [json.loads(one) for one in files]
        self.form, self.noise = documents[0]["form"], documents[0]["noise"]
        self.scored = self.noise["scored"]
        self.people: dict = {}
        self.cells: dict = {}
        self.variances: dict = {}
        for document in documents:
            for way, cell, _, _, people in document["people"]:
                self.people[way, cell] = self.people.get((way, cell), 0) + people
            for measure, question, way, value in document["noise"]["variances"]:
                key = measure, question, way
                self.variances[key] = self.variances.get(key, 0) + value
            rows = [(tuple(row[:4]), (row[4], row[5]), tuple(row[6:8]), row[8]) for row in document["counts"]]
            rows += [((row[0], row[1], None, row[2]), None, tuple(row[3:5]), row[5]) for row in document["sums"]]
            for name, value, block, number in rows:
                table = self.cells.setdefault(name, {})
                table[block, value] = table.get((block, value), 0) + number
        self._fits: dict = {}

    def fit(self, *name) -> Fit | None:
        if name not in self._fits:
            cells = self.cells.get(name)

            def find(way):
                return self.variances.get((name[0], name[1], way)) or self.variances.get((name[0], None, way))

            self._fits[name] = Fit(cells, self.people, {way: find(way) for way in (*WAYS, "both")}) if cells else None
        return self._fits[name]

    @cached_property
    def counted(self) -> list[str]:
        return sorted({name[1] for name in self.cells if name[0] == "rest"})

    @property
    def when(self) -> str:
        return "both" if self.form["kind"] == "pair" else "after"

    def yes(self, fit: Fit, block, phase: str, sign: float = 1.0) -> dict:
        """The weights of "yes" on one occasion."""
        second = phase == "after" and fit.values[0][1] is not None
        return {(block, value): sign for value in fit.values if value[1 if second else 0] == 1}

    def right(self, question: str) -> Fit:
        names = [
            (measure, question, None, phase)
            for measure in ("right", "favourable")
            for phase in ("both", "before", "after")
        ]
        return next(fit for name in names if (fit := self.fit(*name)))

    def share(self, fit: Fit, block, weights: dict) -> tuple[float, float]:
        people = self.people[block]
        count, noise = fit.form(weights)
        p = count / people
        q = min(max(p, 0), 1)
        return p, sqrt(max(q * (1 - q) / people + noise / people**2, 1e-12))

    # ---- scores: sums of their own and the questions' tables, each by its precision

    def everyone(self, fit: Fit) -> dict:
        """The weights of everyone's sum, where only parts are published."""
        if (ALL, None) in fit.place:
            return {(ALL, None): 1}
        way = "group" if any(block[0] == "group" for block in fit.blocks) else "stratum"
        return {(block, None): 1 for block in fit.blocks if block[0] == way}

    def score_forms(self, block, phase: str) -> list[tuple[float, list[tuple[Fit, dict]]]]:
        """Each way to the sum of a block's scores: its precision, and the forms that it adds."""
        own = self.fit("score", None, None, phase)
        ways = []
        if block == ALL or (block, None) in own.place:
            ways.append([(own, self.everyone(own) if block == ALL else {(block, None): 1})])
        fits = [self.right(id) for id in self.counted]
        if all((block, fit.values[0]) in fit.place for fit in fits):
            ways.append([(fit, self.yes(fit, block, phase)) for fit in fits])
        return [(1 / sum(fit.form(weights)[1] for fit, weights in way), way) for way in ways]

    def score(self, block, phase: str) -> tuple[float, float]:
        """The sum, and the variance of its noise."""
        ways = self.score_forms(block, phase)
        precision = sum(one for one, _ in ways)
        return sum(
            one * sum(fit.form(weights)[0] for fit, weights in way) for one, way in ways
        ) / precision, 1 / precision

    def score_gap_noise(self, block, phase: str) -> float:
        """The exact variance of the noise of g/n - (T - g)/m: forms of the same tables added before they are squared."""
        people, rest = self.people[block], self.people[ALL] - self.people[block]
        joint: dict = {}
        for who, by in ((block, 1 / people + 1 / rest), (ALL, -1 / rest)):
            ways = self.score_forms(who, phase)
            precision = sum(one for one, _ in ways)
            for one, way in ways:
                for fit, weights in way:
                    row = joint.setdefault(id(fit), (fit, {}))[1]
                    for key, weight in weights.items():
                        row[key] = row.get(key, 0) + weight * by * one / precision
        return sum(fit.form(weights)[1] for fit, weights in joint.values())

    def spread(self, measure: str, phase: str, block) -> tuple[float, float]:
        """The variance between people as published, and the noise in the sum of squares."""
        fit, people = self.fit(measure, None, None, phase), self.people[block]
        total, noise = fit.form(self.everyone(fit) if block == ALL else {(block, None): 1})
        if measure == "gain":
            middle = (self.score(block, "after")[0] - self.score(block, "before")[0]) / people - self.noise["shift"]
        else:
            middle = self.score(block, phase)[0] / people - self.noise["centre"]
        return max(total / people - middle**2, 0) * people / (people - 1), noise

    def variance(self, measure: str, phase: str, block) -> float:
        """Of a block, drawn towards everyone's."""
        whole = max(self.spread(measure, phase, ALL)[0], self.apart(measure, phase))
        if block == ALL or (block, None) not in self.fit(measure, None, None, phase).place:
            return whole
        own, noise = self.spread(measure, phase, block)
        people = self.people[block]
        known, unknown = (0.25 * whole) ** 2, noise / people**2 + 2 * whole**2 / (people - 1)
        weight = known / (known + unknown) if known else 0
        return max(weight * own + (1 - weight) * whole, 0.25 * whole)

    def apart(self, measure: str, phase: str) -> float:
        """The least that everyone's variance can be: that of answers that have nothing to do with each other."""
        found = 0.0
        for fit in map(self.right, self.counted):
            side = 1 if phase == "after" and self.when == "both" else 0
            of = {(ALL, value): value[1] - value[0] if measure == "gain" else value[side] for value in fit.values}
            mean = fit.form(of)[0] / self.people[ALL]
            found += max(fit.form({key: one**2 for key, one in of.items()})[0] / self.people[ALL] - mean**2, 0)
        return found

    def covariance(self, phase: str) -> float:
        """The mean covariance of two scored questions, or of their changes."""
        count = len(self.counted)
        if phase == "both":
            own = sum(self.change_spread(id, ALL)[1] for id in self.counted)
            whole = self.variance("gain", "both", ALL)
        else:
            own = sum(between(self.right_share(id, ALL, phase)) for id in self.counted)
            whole = self.variance("square", phase, ALL)
        return max((whole - own) / (count * (count - 1)), 0)

    def right_share(self, question: str, block, phase: str) -> float:
        fit = self.right(question)
        return fit.form(self.yes(fit, block, phase))[0] / self.people[block]

    def change_spread(self, question: str, block) -> tuple[float, float, float]:
        """The change of a question's share, its variance between people, and its noise (of the share)."""
        fit, people = self.right(question), self.people[block]
        signs = {(block, value): value[1] - value[0] for value in fit.values if value[1] != value[0]}
        change, noise = fit.form(signs)
        moved, _ = fit.form(dict.fromkeys(signs, 1))
        mean = change / people
        return mean, max(max(moved / people, abs(mean)) - mean**2, 0), noise / people**2


ALL = ("all", 0)


def between(p: float) -> float:
    q = min(max(p, 0), 1)
    return q * (1 - q)


def together(own: list[float], shared: float) -> float:
    """The variance between people of a mean of several."""
    count = len(own)
    return min(sum(own) + count * (count - 1) * 1.5 * shared, sum(map(sqrt, own)) ** 2) / count**2
