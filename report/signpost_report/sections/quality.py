"""The questions themselves, for their authors: too easy, teaching nothing, misleading; discrimination and reliability where there are enough."""

from signpost_report import display
from signpost_report.aligning import Question, Series
from signpost_report.document import Block, Run, Runs, Table, text
from signpost_report.evidence import Evidence
from signpost_report.flags import flags
from signpost_report.measuring import occasions
from signpost_report.sections.common import by_series


def blocks(evidence: Evidence) -> list[Block]:
    found: list[Block] = []
    for series, heading in by_series(evidence):
        rows = [
            _row(evidence, series, one)
            for one in series.of_kind("knowledge")
            if evidence.find(series, "share", one.id, occasions(series)[-1])
        ]
        if rows:
            last = "Goes with the others (−1 to 1)"
            head = (
                "Question",
                *(("Right before", "Right after") if series.pair else ("Right",)),
                last,
                "For its author",
            )
            found += [*heading, *_reliability(evidence, series), Table("Each question", head, tuple(rows))]
    return found


def _row(evidence: Evidence, series: Series, question: Question) -> tuple[Runs, ...]:
    shares = [evidence.find(series, "share", question.id, phase) for phase in occasions(series)]
    together = evidence.find(series, "discrimination", question.id, occasions(series)[-1])
    said: Runs = (display.plain(together), " (", display.plain_range(together), ")") if together else ("–",)
    cells = tuple((display.share(one),) if one else ("–",) for one in shares)
    return (
        (f"{question.id}: {question.stem}",),
        *cells,
        said,
        ("; ".join(flags(evidence, series, question)) or "nothing to say",),
    )


def _reliability(evidence: Evidence, series: Series) -> list[Block]:
    found = [(phase, evidence.find(series, "reliability", "", phase)) for phase in occasions(series)]
    runs: list[Run] = []
    for phase, one in found:
        if one:
            runs += [
                f" {phase} the course " if series.pair else " ",
                display.plain(one),
                " (",
                display.plain_range(one),
                ")",
                ",",
            ]
    if not runs:
        return [
            text(
                "How well questions go with each other, and how reliable the score is, is said from 1,000 people (more where more noise was added)."
            )
        ]
    return [
        text(
            "Reliability of the score (KR-20):",
            *runs[:-1],
            ". 1 is best; below about 0.7 a single person's score says little, which an average over many people does not mind.",
        )
    ]
