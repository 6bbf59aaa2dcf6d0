"""What people believe instead: the wrong answers that most people chose."""

from signpost_report import display
from signpost_report.document import Block, Runs, Table, text
from signpost_report.evidence import Evidence
from signpost_report.flags import option_label, options
from signpost_report.sections.common import by_series

LEAST = 0.05  # whose interval lies below this is not worth a line


def blocks(evidence: Evidence) -> list[Block]:
    found: list[Block] = []
    for series, heading in by_series(evidence):
        rows = []
        for question in series.of_kind("knowledge"):
            before = {(one.part, one.code): one for one in options(evidence, series, question, "before")}
            for one in options(evidence, series, question, "after"):
                if one.high >= LEAST:
                    rows.append((one, before.get((one.part, one.code)), question.stem, option_label(question, one)))
        rows.sort(key=lambda row: (-row[0].value, row[0].id))
        if rows:
            cells: list[tuple[Runs, ...]] = []
            for after, earlier, stem, label in rows[:20]:
                first: tuple[Runs, ...] = (
                    ((display.share(earlier),),) if earlier else ((("–",),) if series.pair else ())
                )
                cells.append(((stem,), (label,), *first, (display.share(after),), (display.share_range(after),)))
            head = ("Question", "Wrong answer", *(("Before", "After") if series.pair else ("Share",)), "95% interval")
            occasion = " after the course" if series.pair else ""
            said = f"Wrong answers that most people chose{occasion}, the commonest first, at most twenty. Chance decides some of the order: look at the intervals."
            found += [*heading, text(said), Table("Wrong answers, the commonest first", head, tuple(cells))]
    return found
