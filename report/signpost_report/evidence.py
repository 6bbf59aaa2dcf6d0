"""What a report is written from: the releases side by side, all their numbers, judged, and how many there were to ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from signpost_report.aligning import Question, Series, Study
from signpost_report.comparing import audience_gaps, block_gaps, term_numbers
from signpost_report.denominators import Denominator
from signpost_report.judging import judged
from signpost_report.measuring import measured
from signpost_report.numbers import Number, Numbers
from signpost_report.reading import EVERYONE, Block, ReleaseError, Where


@dataclass(frozen=True, eq=False)
class Evidence:
    """`denominators`: what the operator gave, packages opened or people trained; may be empty."""

    study: Study
    numbers: Numbers
    denominators: tuple[Denominator, ...] = ()

    def find(
        self,
        series: Series,
        kind: str,
        subject: str = "",
        phase: str = "after",
        where: Where = EVERYONE,
        code: str = "",
    ) -> Number | None:
        """The number of a block, or None where it is not shown."""
        parts = (series.name, kind, subject, phase, f"{where.breakdown}{where.cell}", code)
        return self.numbers.get(":".join(filter(None, parts)))

    def before_and_after(
        self, series: Series, kind: str, subject: str = "", where: Where = EVERYONE
    ) -> tuple[Number, Number, Number] | None:
        """A share, a topic or the score before, after, and its change; None unless all three are shown."""
        before, after = (self.find(series, kind, subject, phase, where) for phase in ("before", "after"))
        change = self.find(series, "change" if kind == "share" else f"{kind}-change", subject, "both", where)
        return (before, after, change) if before and after and change else None

    def changes(self, series: Series, questions: Sequence[Question]) -> "list[Change]":
        """Before, after and change of questions, the largest rise first."""
        found = []
        for one in questions:
            if numbers := self.before_and_after(series, "share", one.id):
                found.append(Change(one, *numbers))
        return sorted(found, key=lambda one: (-one.change.value, one.question.id))


@dataclass(frozen=True)
class Change:
    """A question's three numbers."""

    question: Question
    before: Number
    after: Number
    change: Number


def evidence(study: Study, denominators: Sequence[Denominator] = ()) -> Evidence:
    """Everything that can be said of the releases. Raises ReleaseError for a denominator of somebody who was not asked."""
    for one in denominators:
        _asked(study, one)
    numbers: list[Number] = []
    for series in study.series:
        numbers += [*measured(series), *block_gaps(series), *term_numbers(series)]
    numbers += audience_gaps(study, Numbers(numbers))
    return Evidence(study, judged(Numbers(numbers)), tuple(denominators))


def _asked(study: Study, one: Denominator) -> None:
    audiences = sorted({series.audience for series in study.series})
    if one.audience not in audiences:
        raise ReleaseError(f"{one.place}: nobody was asked as '{one.audience}': there are {', '.join(audiences)}")
    terms = sorted(
        {release.term for series in study.series for release in series.releases if series.audience == one.audience}
    )
    if one.term and one.term not in terms:
        raise ReleaseError(
            f"{one.place}: there is no release of {one.audience} for the term '{one.term}': there are {', '.join(terms)}"
        )


def direction(one: Number) -> int:
    """1 up, -1 down, 0 no evidence: only what stands after false-discovery control and whose interval leaves nought out."""
    if not one.found or one.low <= 0 <= one.high:
        return 0
    return 1 if one.value > 0 else -1


def blocks(series: Series, breakdown: str) -> Mapping[Where, Block]:
    return series.results.of(breakdown)
