"""The answer to the funder's question as a page: what can be said, of whom, from how many answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from signpost_report.document import Document, Section, Table, text
from signpost_report.expecting import POWER, SMALL, Model, Reach

HEAD = (
    "Answers", "Of whom", "People", "A question: give or take", "A question: smallest change found", "A question: smallest gap found",
    "The score: give or take", "The score: smallest change found", "The score: smallest gap found",
)  # fmt: skip


def reach_document(
    form: Mapping[str, Any], found: Sequence[Reach], played: Sequence[tuple[Reach, float]], model: Model = Model()
) -> Document:
    """`played`: what the formulae expect of the rehearsal that was played, and what its release gives."""
    sections = [_table(found), _check(played), _how(model)]
    title = f"What {form['title']} will be able to say"
    access = (
        "A rehearsal: nobody was asked. It says how exact a survey of so many people would be, not what it would find."
    )
    notice = "SIMULATED: every answer is invented. Percentage points; each is for one question or one score that somebody asked about beforehand."
    reading = "“Give or take” is half of a 95 % interval: the noise that protects people is in it."
    return Document(title, f"Survey of {form['audience']}", True, notice, access, reading, tuple(sections))


def rows(found: Sequence[Reach]) -> list[tuple[str, ...]]:
    """In words, as the page and the command print them."""
    return [
        (
            f"{one.answers:,}",
            one.block,
            f"{one.people:,}",
            *(_points(part) for part in (one.share, one.change, one.gap, one.score, one.score_change, one.score_gap)),
        )
        for one in found
    ]


def _points(share: float | None) -> str:
    if share is None:
        return "–"
    return f"{100 * share:.1f}" if share >= 0.0005 else "<0.1"


def _table(found: Sequence[Reach]) -> Section:
    lead = (
        "“Give or take” is half of the 95 % interval. A change, or a gap between a block and everyone else, of the size given is found in 80 of "
        "100 surveys, one of half that size in about 29. A dash: too few people to show it, or not published at that size."
    )
    made = Table(
        "What can be said, in percentage points", HEAD, tuple(tuple((cell,) for cell in row) for row in rows(found))
    )
    return Section("reach", "What can be said, of whom, from how many answers", (text(lead), made))


def _check(played: Sequence[tuple[Reach, float]]) -> Section:
    lead = "The same formulae for the rehearsal that was played, beside what its release gives: half of the interval of a question's share, on average over all questions."
    body = tuple(((one.block,), (f"{one.people:,}",), (_points(one.share),), (_points(real),)) for one, real in played)
    made = Table("Expected and played, in percentage points", ("Of whom", "People", "Expected", "Played"), body)
    return Section("check", "Checked by the rehearsal", (text(lead), made))


def _how(model: Model) -> Section:
    shares = ", ".join(f"{round(100 * part)} %" for part in model.right)
    words = (
        f"Of a question: {shares} have it right both times, only before, only after, never. Of the score: standard deviations between people of "
        f"{model.score_before:.2f} before, {model.score_after:.2f} after, {model.score_change:.2f} of the change, as shares of all questions. Groups are of one size; the "
        f"smallest region has {round(100 * SMALL)} % of all answers, the others are alike. People answer independently of each other: where whole academies answer "
        "alike, intervals are wider.",
        "Who answers an open link is no sample of anybody. However many answer, the intervals say how exact the numbers are for people like those who "
        "answered; they say nothing of those who did not.",
        f"Every table of a release was filled with the counts that this model expects, and went through the estimators of the report, with the "
        f"noise that a release of that size has. “Found” means {POWER:.2f} standard errors: two-sided test at 5 %, power 80 %. A report judges many "
        "differences at once and therefore asks for more; look for a tenth to a half more than the table says.",
    )
    return Section("model", "What was assumed", tuple(text(one) for one in words))
