"""Terms and campaign waves: other people each time, asked the same."""

from signpost_report import display
from signpost_report.aligning import Release, Series, joined
from signpost_report.document import Block, Heading, Runs, Table, text
from signpost_report.evidence import Evidence, direction
from signpost_report.findings import verdict
from signpost_report.measuring import occasions
from signpost_report.numbers import Number
from signpost_report.sections.common import by_series, largest, term_words
from signpost_report.sections.regions import is_regions


def blocks(evidence: Evidence) -> list[Block]:
    found: list[Block] = []
    for series, heading in by_series(evidence):
        if len(series.releases) > 1:
            made = _series(evidence, series)
            found += [*heading, *made] if made else []
    return found


def _series(evidence: Evidence, series: Series) -> list[Block]:
    terms = joined([term_words(one.term) for one in series.releases])
    said = text(
        f"{terms[:1].upper()}{terms[1:]}. Different people answered each time; a change may be one of who answered. Elsewhere in this report the terms are taken together."
    )
    moved = [
        one
        for one in evidence.numbers.where(kind="change")
        if one.of and one.id.startswith(f"{series.name}@") and direction(one)
    ]
    stands = [(one, _sentence(series, one)) for one in moved]
    finding = largest(stands) if stands else [text("There is no evidence that anything changed from one to the next.")]
    tables = [table for phase in occasions(series) for table in _table(evidence, series, phase)]
    tables += [table for phase in occasions(series) for table in _strata(evidence, series, phase)]
    return [said, *finding, *tables] if tables else []


def _sentence(series: Series, one: Number) -> Runs:
    term = term_words(one.id.split("@")[1].split(":")[0])
    what = f"“{series.questions[one.questions[0]].stem}”" if one.questions else "the average score"
    when = f", {one.phase} the course" if series.pair else ""
    way = "higher" if direction(one) > 0 else "lower"
    return (
        f"In {term}, {what}{when} is ",
        display.size(one),
        f" points {way} than the time before (",
        display.size_range(one),
        ").",
    )


def _table(evidence: Evidence, series: Series, phase: str) -> list[Block]:
    subjects = [("score", "", "Average score"), *(("share", one.id, one.stem) for one in series.questions.values())]
    rows: list[tuple[Runs, ...]] = []
    for kind, id, label in subjects:
        found = [
            evidence.numbers.get(f"{series.name}@{release.term}:{kind}:{id}:{phase}") for release in series.releases
        ]
        if not any(found):
            continue
        last = evidence.numbers.get(f"{series.name}@{series.releases[-1].term}:change:{id or 'score'}:{phase}")
        cells = tuple((display.share(one),) if one else ("–",) for one in found)
        change: tuple[Runs, ...] = (
            ((display.points(last),), (display.points_range(last),), (verdict(last),)) if last else (("–",),) * 3
        )
        rows.append(((label,), *cells, *change))
    if not rows:
        return []
    head = ("What", *(_head(one) for one in series.releases), "Last change in points", "95% interval", "Evidence")
    title = f"Each term by itself, {phase} the course" if series.pair else "Each wave by itself"
    return [Heading(title, 4), Table(title, head, tuple(rows))]


def _strata(evidence: Evidence, series: Series, phase: str) -> list[Block]:
    """The average score of each region in each wave. Where a release counts some together, the row is theirs."""
    described = series.results.form["stratum"]
    found = [
        {one.label: one for one in evidence.numbers.where(kind="score", breakdown="stratum", phase=phase)
         if one.id.startswith(f"{series.name}@{release.term}:")}
        for release in series.releases
    ]  # fmt: skip
    labels = list(dict.fromkeys(label for of_term in found for label in of_term))
    if not described or not labels:
        return []
    rows: list[tuple[Runs, ...]] = []
    for label in labels:
        cells = [of_term.get(label) for of_term in found]
        shares = [(display.share(one), " (", display.share_range(one), ")") if one else ("–",) for one in cells]
        people = [(display.people(one.people),) if one else ("–",) for one in cells]
        rows.append(((label,), *(each for pair in zip(people, shares, strict=True) for each in pair)))
    heads = [
        head
        for release in series.releases
        for head in (f"People, {_head(release)}", f"Average score, {_head(release)}")
    ]
    what = "Region" if is_regions(series) else described["stem"]
    title = f"{what} by {'term' if series.pair else 'wave'}" + (f", {phase} the course" if series.pair else "")
    note = text(
        "Each with its 95% interval. Two intervals that overlap are no evidence of a difference between two waves."
    )
    return [Heading(title, 4), note, Table(title, (what, *heads), tuple(rows))]


def _head(release: Release) -> str:
    return term_words(release.term)
