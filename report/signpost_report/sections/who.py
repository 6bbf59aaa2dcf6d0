"""Who answered, and of how many."""

from signpost_report import display
from signpost_report.aligning import Series, joined
from signpost_report.document import Block, Runs, Table, note, text
from signpost_report.evidence import Evidence
from signpost_report.evidence import blocks as blocks_of
from signpost_report.reading import EVERYONE, ReleaseError
from signpost_report.sections.common import by_series, plural, term_words

NAMES = {"group": "who they are", "stratum": "a second question about them"}


def blocks(evidence: Evidence) -> list[Block]:
    found: list[Block] = []
    for series, heading in by_series(evidence):
        found += [*heading, _told(series), *_asked(evidence, series)]
        for way in ("group", "stratum"):
            described = series.results.form[way]
            if described and blocks_of(series, way):
                found.append(_table(series, way, described["stem"]))
    return found


def _told(series: Series) -> Block:
    count = plural(series.results.blocks[EVERYONE].people, "person", "people")
    how = "before and after the course" if series.pair else "once"
    terms = joined([term_words(one.term) for one in series.releases])
    return text(f"{count} answered {how}, in {terms}. These numbers of people are exact.")


def _asked(evidence: Evidence, series: Series) -> list[Block]:
    """The denominators that were given; without them, that they were not."""
    known = {one.term for one in series.releases}
    given = [
        one for one in evidence.denominators if one.audience == series.audience and (not one.term or one.term in known)
    ]
    if not given:
        return [
            note(
                "How many were asked, or opened the package, was not given: so nothing is said here about how many chose not to answer, or in what they differ."
            )
        ]
    rows = []
    for one in given:
        people = _answered(series, one.term, one.group)
        if people > one.people:
            raise ReleaseError(
                f"{one.place}: {one.what}: {one.people} is fewer than the {people} people of '{one.group or one.audience}' who answered"
            )
        of = one.group or "Everyone"
        rows.append(
            (
                (f"{of}: {one.what}" + (f", {term_words(one.term)}" if one.term else ""),),
                (display.people(one.people),),
                (display.people(people),),
                (f"{100 * people / one.people:.0f}%",),
            )
        )
    head = ("Of whom", "People", "Answered", "Share that answered")
    return [Table("Who could have answered (as the operator says)", head, tuple(rows))]


def _answered(series: Series, term: str, group: str) -> int:
    results = next(one.results for one in series.releases if one.term == term) if term else series.results
    if not group:
        return results.blocks[EVERYONE].people
    for block in results.of("group").values():
        if block.label == group:
            return block.people
    labels = ", ".join(f"'{block.label}'" for block in results.of("group").values())
    raise ReleaseError(f"no group of {series.audience} is called '{group}': there are {labels or 'no groups'}")


def _table(series: Series, way: str, stem: str) -> Block:
    whole = series.results.blocks[EVERYONE].people
    rows: list[tuple[Runs, ...]] = []
    for block in blocks_of(series, way).values():
        rows.append(((block.label,), (display.people(block.people),), (f"{100 * block.people / whole:.0f}%",)))
    return Table(stem, ("Answer", "People", "Share"), tuple(rows))
