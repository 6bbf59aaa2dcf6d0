"""Every number of report and annex, computed again from the releases by other means (recomputed.py): values and intervals."""

import csv
import io
import json
import re
from functools import cache
from math import exp, log, sqrt
from pathlib import Path

import pytest
from signpost_report.aligning import read_file
from signpost_report.building import files_of

from tests import studies
from tests.recomputed import ALL, Release, between, half, together

EXAMPLE = Path(__file__).parent / "golden/release.json"  # frozen: the golden report is of these bytes
STUDIES = {
    "the shipped form, 400": lambda: [EXAMPLE.read_bytes()],
    "1,500": lambda: [studies.release(1_500)],
    "regions, once": lambda: [studies.release(2_500, audience="caregiver", kind="single", regions=True, open_=True)],
    "two terms": lambda: [studies.release(1_500), studies.release(2_000, "2027-spring", 2)],
    "two audiences": lambda: [
        studies.release(1_500),
        studies.release(3_000, seed=3, audience="caregiver", regions=True),
    ],
}


@cache
def files(study: str) -> dict[str, bytes]:
    pins = json.loads(STUDIES[study]()[0])["signature"]["key"]
    return files_of([read_file(f"{n}.json", one, pins) for n, one in enumerate(STUDIES[study]())])


@cache
def release(study: str, ids: tuple[str, ...]) -> Release:
    return Release(*(one for one in STUDIES[study]() if json.loads(one)["id"] in ids))


def again(source: Release, one: dict) -> tuple[float, float, float]:
    """Value and interval of a number that is not between releases."""
    block, people, kind, phase = (one["breakdown"], one["cell"]), one["people"], one["kind"], one["phase"]
    if kind == "reliability":
        return reliability(source, phase)
    value, error = (gap if kind == "gap" else KINDS[kind])(source, one, block, phase)
    return value, value - half(error, people), value + half(error, people)


def share(source, one, block, phase):
    if one["questions"]:
        fit = source.right(one["questions"][0])
        return source.share(fit, block, source.yes(fit, block, phase))
    fit = source.fit("bands", None, None, source.when)
    second = phase == "after" and source.when == "both"
    return source.share(
        fit, block, {(block, value): 1 for value in fit.values if value[1 if second else 0] == one["code"]}
    )


def change(source, one, block, phase):
    mean, spread, noise = source.change_spread(one["questions"][0], block)
    return mean, sqrt(max(spread / one["people"] + noise, 1e-12))


def topic(source, one, block, phase):
    shares = [source.share(fit, block, source.yes(fit, block, phase)) for fit in map(source.right, one["questions"])]
    own = [between(p) for p, _ in shares]
    noise = (
        sum(error**2 - spread / one["people"] for (_, error), spread in zip(shares, own, strict=True)) / len(own) ** 2
    )
    return sum(p for p, _ in shares) / len(own), sqrt(together(own, source.covariance(phase)) / one["people"] + noise)


def topic_change(source, one, block, phase):
    found = [source.change_spread(id, block) for id in one["questions"]]
    spread = together([own for _, own, _ in found], source.covariance("both"))
    noise = sum(noise for _, _, noise in found) / len(found) ** 2
    return sum(mean for mean, _, _ in found) / len(found), sqrt(spread / one["people"] + noise)


def score(source, one, block, phase):
    (total, noise), people, count = source.score(block, phase), one["people"], source.scored
    return total / people / count, sqrt(source.variance("square", phase, block) / people + noise / people**2) / count


def score_change(source, one, block, phase):
    before, after = (source.score(block, when) for when in ("before", "after"))
    people, count = one["people"], source.scored
    noise = (before[1] + after[1]) / people**2
    return (after[0] - before[0]) / people / count, sqrt(
        source.variance("gain", "both", block) / people + noise
    ) / count


def effect(source, one, block, phase):
    moved, error = score_change(source, one, block, phase)
    spreads = [
        (source.variance("square", when, ALL), source.spread("square", when, ALL)[1]) for when in ("before", "after")
    ]
    sd = sum(sqrt(each) for each, _ in spreads) / 2 / source.scored
    relative = (
        1 / (2 * (one["people"] - 1)) + spreads[0][1] / one["people"] ** 2 / sum(each for each, _ in spreads) ** 2 / 2
    )
    return moved / sd, sqrt((error / sd) ** 2 + (moved / sd) ** 2 * relative)


def normalised_gain(source, one, block, phase):
    (moved, error), (before, uncertain) = score_change(source, one, block, phase), score(source, one, block, "before")
    room = 1 - before
    return moved / room, sqrt((error / room) ** 2 + (moved / room) ** 2 * (uncertain / room) ** 2)


def level(source, one, block, phase, measure="level"):
    fit = source.fit(measure, one["questions"][0], one["part"], phase)
    return source.share(fit, block, {(block, (one["code"], None)): 1})


def option(source, one, block, phase):
    return level(source, one, block, phase, "answers")


def shift(source, one, block, phase):
    fit, people = source.fit("flow", one["questions"][0], None, "both"), one["people"]
    weights = {(ALL, (a, b)): (b > a) - (b < a) for a in range(3) for b in range(3) if a != b}
    net, noise = fit.form(weights)
    moved, _ = fit.form(dict.fromkeys(weights, 1))
    mean = net / people
    return mean, sqrt(max(max(moved / people, abs(mean)) - mean**2, 0) / people + noise / people**2)


CELLS = {0: ((1, 1), (1, 0)), 1: ((1, 1), (0, 1)), 2: ((1, 0),)}


def matrix(source, one, block, phase):
    fit = source.fit("topic", one["topic"], None, phase)
    return source.share(fit, block, {(block, cell): 1 for cell in CELLS[one["code"]]})


def matrix_change(source, one, block, phase):
    (before, first), (after, second) = (matrix(source, one, block, when) for when in ("before", "after"))
    return after - before, sqrt(first**2 + second**2)


def discrimination(source, one, block, phase):
    id, people, count = one["questions"][0], one["people"], source.scored
    p = source.right_share(id, ALL, phase)
    fit = source.fit("rest", id, None, phase)
    rest, noise = fit.form({(ALL, None): 1})
    others = source.score(ALL, phase)[0] / people - p
    cov = (rest / people + p * (count - 1)) / 2 - p * others
    spread = source.variance("square", phase, ALL) * (people - 1) / people - 2 * cov - p * (1 - p)
    value = cov / sqrt(p * (1 - p) * spread)
    return value, sqrt((1 - value**2) ** 2 / people + noise / (2 * people) ** 2 / (p * (1 - p) * spread))


def reliability(source, phase):
    people, count = source.people[ALL], source.scored
    variance, noise = source.variance("square", phase, ALL), source.spread("square", phase, ALL)[1]
    variance *= (people - 1) / people
    own = sum(p * (1 - p) for p in (source.right_share(id, ALL, phase) for id in source.counted))
    value = count / (count - 1) * (1 - own / variance)
    error = sqrt(2 * count / ((count - 1) * (people - 2)) + noise / people**2 / variance**2)
    return value, 1 - exp(log(1 - value) + half(error, 1_000)), 1 - exp(log(1 - value) - half(error, 1_000))


def gap(source, one, block, phase):
    """A block less everyone else, by one linear form."""
    people, rest = one["people"], source.people[ALL] - one["people"]
    if ":gap:score:" in one["id"]:
        (own, _), (whole, _) = source.score(block, phase), source.score(ALL, phase)
        spread = source.variance("square", phase, block) / people + source.variance("square", phase, ALL) / rest
        noise = source.score_gap_noise(block, phase)
        return (own / people - (whole - own) / rest) / source.scored, sqrt(spread + noise) / source.scored
    gaps, noises, ours, theirs = [], [], [], []
    for fit in map(source.right, one["questions"]):
        own, whole = source.yes(fit, block, phase), source.yes(fit, ALL, phase)
        found, noise = fit.form(dict.fromkeys(own, 1 / people + 1 / rest) | dict.fromkeys(whole, -1 / rest))
        gaps.append(found), noises.append(noise)
        ours.append(fit.form(own)[0] / people), theirs.append((fit.form(whole)[0] - fit.form(own)[0]) / rest)
    shared = source.covariance(phase) if one["topic"] else 0.0
    spread = sum(together([between(p) for p in side], shared) / n for side, n in ((ours, people), (theirs, rest)))
    return sum(gaps) / len(gaps), sqrt(spread + sum(noises) / len(gaps) ** 2)


KINDS = {
    "share": share, "change": change, "topic": topic, "topic-change": topic_change, "score": score, "score-change": score_change,
    "effect": effect, "normalised-gain": normalised_gain, "level": level, "option": option, "shift": shift, "matrix": matrix,
    "matrix-change": matrix_change, "discrimination": discrimination,
}  # fmt: skip


@pytest.mark.parametrize("study", STUDIES)
def test_every_number(study):
    """To 1e-8, of everything in the annex; what compares releases is the difference of two such numbers."""
    document = json.loads(files(study)["data/numbers.json"])
    by_id = {one["id"]: one for one in document["numbers"]}
    for one in document["numbers"]:
        if one["of"] and one["against"] != "rest":
            of, against = by_id[one["of"]], by_id[one["against"]]
            assert one["value"] == pytest.approx(of["value"] - against["value"], abs=1e-8)
            width = sqrt((of["high"] - of["low"]) ** 2 + (against["high"] - against["low"]) ** 2)
            assert one["high"] - one["low"] == pytest.approx(width, rel=1e-6), one["id"]
        else:
            found = again(release(study, tuple(one["releases"])), one)
            loose = 2e-4 if ":gap:score:" in one["id"] else 1e-8
            assert (one["value"], one["low"], one["high"]) == pytest.approx(found, abs=loose), one["id"]
    assert len(by_id) > 300


@pytest.mark.parametrize("study", STUDIES)
def test_the_page_prints_these_numbers(study):
    """Each printed number names one of the page's own, and rounds it; the page's numbers are among the annex's, and the CSV has them all."""
    page = files(study)["report.html"].decode()
    inside = json.loads(re.search(r'<script type="application/json" id="numbers">(.*?)</script>', page, re.S).group(1))
    everything = json.loads(files(study)["data/numbers.json"])
    shown = {one["id"]: one for one in inside["numbers"]}
    assert inside["releases"] == everything["releases"] and all(
        one in everything["numbers"] for one in inside["numbers"]
    )

    printed = re.findall(r'<data value="([^"]*)" data-number="([^"]*)">([^<]*)</data>', page)
    assert len(printed) > 100
    for value, id, text in printed:
        assert float(value) == pytest.approx(shown[id]["value"], abs=1e-9)
        for number in re.findall(r"\d+(?:\.\d+)?", text):
            digits = len(number.split(".")[1]) if "." in number else 0
            scale = 1 if shown[id]["kind"] in ("effect", "discrimination", "reliability") else 100
            ends = [abs(min(max(shown[id][key] * scale, -100), 100)) for key in ("value", "low", "high")] + [0]
            assert any(abs(float(number) - end) <= 0.5 * 10**-digits + 1e-6 for end in ends), (id, text)

    rows = list(csv.DictReader(io.StringIO(files(study)["data/numbers.csv"].decode())))
    assert [row["id"] for row in rows] == [one["id"] for one in everything["numbers"]]
    for row, one in zip(rows, everything["numbers"], strict=True):
        assert [float(row[key]) for key in ("value", "low", "high")] == pytest.approx(
            [one[key] for key in ("value", "low", "high")], abs=1e-6
        )
