"""Audiences beside each other: only questions that both were asked in the same words, on the same occasion."""

from itertools import combinations

from signpost_report import display
from signpost_report.aligning import Series
from signpost_report.comparing import common_questions
from signpost_report.document import Block, Heading, Runs, Table, text
from signpost_report.evidence import Evidence, direction
from signpost_report.findings import gap, verdict
from signpost_report.sections.common import largest, plural


def blocks(evidence: Evidence) -> list[Block]:
    if len(evidence.study.series) < 2:
        return []
    found: list[Block] = []
    for one, other in combinations(evidence.study.series, 2):
        found += [Heading(f"{one.label} and {other.label}"), *_pair(evidence, one, other)]
    return [*found, *_reworded(evidence)]


def _pair(evidence: Evidence, one: Series, other: Series) -> list[Block]:
    common = common_questions(one, other)
    if one.pair is not other.pair:
        return [text("One was asked before and after a course, the other once: what they say is not compared.")]
    rows: list[tuple[Runs, ...]] = []
    stands = []
    for question in common:
        for phase in ("before", "after"):
            found = evidence.numbers.get(f"{one.name}-{other.name}:gap:{question.id}:{phase}")
            if found is None:
                continue
            shares = [evidence.numbers[id] for id in (found.of, found.against) if id]
            occasion = f", {phase} the course" if one.pair else ""
            rows.append(
                (
                    (question.stem + occasion,),
                    *((display.share(each),) for each in shares),
                    (display.points(found),),
                    (display.points_range(found),),
                    (verdict(found),),
                )
            )
            if direction(found):
                stands.append(
                    (
                        found,
                        gap(
                            f"{one.label}, {'right on' if question.scored else 'on the counted side of'} “{question.stem}”{occasion}",
                            found,
                            other.label[:1].lower() + other.label[1:],
                        ),
                    )
                )
    if not rows:
        return [text("They were asked no question in the same words: nothing is compared.")]
    said: list[Block] = [text(f"{plural(len(common), 'question')} asked in the same words of both.")]
    said += largest(stands) if stands else [text("There is no evidence of a difference in any of them.")]
    head = ("Question", one.label, other.label, "Gap in points", "95% interval", f"{one.label} is")
    return [*said, Table(f"{one.label} and {other.label}: the same questions", head, tuple(rows))]


def _reworded(evidence: Evidence) -> list[Block]:
    rows = tuple(
        ((id,), (label,), (question.stem,))
        for id, among in evidence.study.reworded.items()
        for label, question in among
    )
    if not rows:
        return []
    said = text(
        "These were asked in different words, or with other answers to choose from. They stand side by side and are not compared."
    )
    return [
        Heading("Asked differently"),
        said,
        Table("Questions whose wording differs", ("Question", "Audience", "As it was asked"), rows),
    ]
