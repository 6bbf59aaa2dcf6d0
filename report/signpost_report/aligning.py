"""Several releases as one study: terms of a form pooled, questions of different forms laid beside each other by identity.

The same question has the same id and hash in every form of a course (docs/formats/release.md). The same id with another hash is another
wording: shown side by side, never compared. What cannot stand in one report is refused.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from signpost_report.pooling import pooled
from signpost_report.reading import ReleaseError, Results, results_of, verified


@dataclass(frozen=True)
class Question:
    """As a release describes it; `choices` in the order of the indexes."""

    id: str
    hash: str
    kind: str
    type: str
    topic: str
    stem: str
    choices: tuple[str, ...]
    scored: bool


@dataclass(frozen=True, eq=False)
class Release:
    """One release's file: where it comes from, what every reader is told, its results."""

    id: str
    term: str
    sha256: str
    key: str
    pinned: bool
    notice: str
    access: str
    title: str
    open: bool
    simulated: bool
    questions: tuple[Question, ...] = field(repr=False)
    results: Results = field(repr=False)

    @property
    def form(self) -> Mapping[str, Any]:
        return self.results.form


@dataclass(frozen=True, eq=False)
class Series:
    """All releases of one form. `name` is unique in the report and begins the ids of its numbers; `results` are pooled."""

    name: str
    label: str
    releases: tuple[Release, ...]
    results: Results
    questions: Mapping[str, Question]

    @property
    def pair(self) -> bool:
        return bool(self.results.form["kind"] == "pair")

    @property
    def audience(self) -> str:
        return str(self.results.form["audience"])

    @property
    def terms(self) -> str:
        return joined([one.term for one in self.releases])

    def of_kind(self, *kinds: str) -> list[Question]:
        return [one for one in self.questions.values() if one.kind in kinds]


@dataclass(frozen=True)
class Study:
    """What one report is about. `reworded`: ids that name questions with different words in different forms."""

    series: tuple[Series, ...]
    reworded: Mapping[str, tuple[tuple[str, Question], ...]]

    @property
    def releases(self) -> tuple[Release, ...]:
        return tuple(one for series in self.series for one in series.releases)

    @property
    def simulated(self) -> bool:
        return self.releases[0].simulated


def read_file(name: str, data: bytes, pinned: str | None) -> Release:
    """A release's file. Raises ReleaseError, which names the file."""
    try:
        document = verified(data, pinned)
    except ReleaseError as error:
        raise ReleaseError(f"{name}: {error}") from None
    if not sum(people for way, *_, people in document["people"] if way == "all"):
        raise ReleaseError(f"{name}: nobody is in this release: there is nothing to report")
    questions = tuple(
        Question(id, hash, kind, type, topic, stem, tuple(choices), scored)
        for id, hash, kind, type, topic, stem, choices, scored in document["questions"]
    )
    about = {key: document[key] for key in ("id", "term", "notice", "access", "title", "open", "simulated")}
    key, digest = document["signature"]["key"], hashlib.sha256(data).hexdigest()
    return Release(
        sha256=digest, key=key, pinned=pinned is not None, questions=questions, results=results_of(document), **about
    )


def aligned(releases: Sequence[Release]) -> Study:
    """Raises ReleaseError where releases do not belong into one report."""
    _belong_together(releases)
    by_form: dict[str, list[Release]] = {}
    for one in sorted(
        releases, key=lambda one: (one.form["audience"], one.form["kind"], one.form["id"], term_order(one.term))
    ):
        by_form.setdefault(one.form["id"], []).append(one)
    series = tuple(_series(number, among, list(by_form.values())) for number, among in enumerate(by_form.values()))
    return Study(series, _reworded(series))


def term_order(term: str) -> tuple[str, int]:
    """Terms of a year in their order; waves by their number."""
    year, part = term.split("-")
    return year, {"spring": 1, "summer": 2, "autumn": 3}.get(part) or 3 + int(part[1:])


def joined(words: Sequence[str]) -> str:
    """one, two and three"""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _belong_together(releases: Sequence[Release]) -> None:
    courses = sorted({one.form["course"] for one in releases})
    if len(courses) > 1:
        raise ReleaseError(
            f"these releases are of different courses ({', '.join(courses)}): nothing in them can be compared"
        )
    if len({one.simulated for one in releases}) > 1:
        raise ReleaseError(
            "some of these releases are simulated and some are not: invented answers are never reported beside real ones"
        )
    seen: dict[tuple[str, str], Release] = {}
    for one in releases:
        before = seen.setdefault((one.form["id"], one.term), one)
        if before is not one:
            same = "given twice" if before.sha256 == one.sha256 else "there twice, and not alike"
            raise ReleaseError(f"the release of {one.title}, {one.term}, is {same}: a form has one release a term")


def _series(number: int, among: Sequence[Release], forms: Sequence[Sequence[Release]]) -> Series:
    form = among[0].form
    audience = form["audience"]
    others = [one[0].form for one in forms if one is not among and one[0].form["audience"] == audience]
    kind = "before and after" if form["kind"] == "pair" else "asked once"
    label = _sentence_case(audience)
    if others:
        label += (
            f" ({kind})" if all(one["kind"] != form["kind"] for one in others) else f" ({kind}, form {form['id'][:8]})"
        )
    questions = {one.id: one for one in among[0].questions}
    return Series(f"s{number}", label, tuple(among), pooled([one.results for one in among]), questions)


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:].replace("-", " ")


def _reworded(series: Sequence[Series]) -> dict[str, tuple[tuple[str, Question], ...]]:
    found = {}
    for id in dict.fromkeys(id for one in series for id in one.questions):
        among = [(one.label, one.questions[id]) for one in series if id in one.questions]
        if len({question.hash for _, question in among}) > 1:
            found[id] = tuple(among)
    return found
