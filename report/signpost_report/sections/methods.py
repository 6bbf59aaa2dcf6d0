"""How every number was computed, from which releases, and what was tested."""

from signpost_report.aligning import Release, Series
from signpost_report.display import LEAST, What
from signpost_report.document import Block, Heading, Points, Runs, Table, text
from signpost_report.evidence import Evidence
from signpost_report.judging import RATE, rates
from signpost_report.sections.common import plural, term_words

FAMILIES = {
    "changes": "changes",
    "scores": "gaps of scores",
    "group": "gaps of groups",
    "stratum": "gaps by the second question about people",
    "audiences": "gaps of audiences",
    "terms": "changes between terms",
}
METHODS: tuple[Runs, ...] = (
    ("Noise. A random whole number from a discrete Gaussian was added to every count and sum before publication; its variance is in the release. The numbers of people are exact.",),
    ("Fitting. Tables of one question are made to agree with the exact numbers of people, and groups to add up to everyone, by weighted least squares. Nothing is clipped; a share below 0% is shown as 0%.",),
    ("Intervals are 95%: they hold the sampling of people and the noise. For fewer than 40 people they use Student’s t.",),
    ("Changes of the same people: (gained − lost) ÷ people, from the table before × after, with the variance ((gained + lost) ÷ people − change²) ÷ people and that of the noise. Tests are z tests with this error. Exact tests and ranks are never given noisy counts: they take noise for people and would find something in 10 to 23 of 100 cases where nothing is.",),
    ("Scores. Means from the published sums and from the questions’ tables, each by its precision; the variance between people from the published squares, drawn towards everyone’s in small groups.",),
    ("Topics. The mean of a topic’s questions. Its variance takes two questions of a topic to go together one and a half times as much as two of the whole score do, and never more than possible.",),
    ("Gaps compare a group with everyone else, not with everyone: the two are different people.",),
    ("Attitudes. Ordered answers are compared by how many are on the counted side, and by how many moved up less how many moved down (the statistic of the sign test, with the noise in its error).",),
    ("Confidence and knowledge before and after are published apart: their changes are judged as if of different people, which makes intervals wider, not narrower.",),
    ("Effect size is the change over the mean of the standard deviations before and after. The gain is the change over what was left to gain, of the mean. KR-20 has Bonett’s interval; discrimination is the correlation with the number right among the other questions.",),
    ("Terms of one form are pooled by adding counts, people and variances, over the coarsest common groups: the releases are disjoint.",),
)  # fmt: skip


def blocks(evidence: Evidence) -> list[Block]:
    return [
        *_releases(evidence),
        Heading("How it was computed"),
        Points(METHODS),
        *_tests(evidence),
        *_sizes(),
        *_forms(evidence),
    ]


def _releases(evidence: Evidence) -> list[Block]:
    said = text(
        "Every number was computed from these files and from nothing else. A release is signed when it is published, and never changed. "
        "The signing key must be the one that the course’s packages name."
    )
    each = [block for series in evidence.study.series for one in series.releases for block in _release(series, one)]
    return [Heading("Where the numbers come from"), said, *each]


def _release(series: Series, one: Release) -> list[Block]:
    """A list, not a table: these words cannot be broken."""
    checked = (
        "It was checked against the key that the operator gave."
        if one.pinned
        else "It was not checked against a key of the course: compare it."
    )
    items: tuple[Runs, ...] = (
        (f"Id: {one.id}",),
        (f"SHA-256 of the file: {one.sha256}",),
        (f"Signing key: {one.key}. {checked}",),
    )
    return [Heading(f"{series.label}, {term_words(one.term)}", 4), Points(items)]


def _tests(evidence: Evidence) -> list[Block]:
    tested = rates(evidence.numbers)
    if not tested:
        return []
    each = "; ".join(f"{count} {FAMILIES[name]}" for name, count in tested.items())
    return [
        Heading("What was tested"),
        text(
            f"Tests: {each}. A finding stands after control of the false-discovery rate (Benjamini and Hochberg) within its kind, at "
            f"{RATE} divided by the number of kinds ({len(tested)}): a report of pure noise finds something in at most 5 of 100. "
            "Where a finding does not stand, this report says “no evidence”, which is not the same as “no difference”."
        ),
    ]


def _sizes() -> list[Block]:
    names: dict[What, str] = {
        "share": "Shares and changes of a question",
        "score": "Scores",
        "topic": "Topics",
        "matrix": "Confidence and knowledge",
        "bands": "Quarters of the scale",
        "rest": "Discrimination and reliability",
    }
    ways = ("all", "group", "stratum", "both")
    rows = tuple(
        ((words,), *((f"{LEAST[what, way]:,}" if (what, way) in LEAST else "never",) for way in ways))
        for what, words in names.items()
    )
    head = ("What", "Everyone", "Group", "Second question", "Both together")
    said = text(
        "Whether a number is shown depends on the number of people alone, never on the result. Where more noise was added, as many times more."
    )
    return [Heading("From how many people"), said, Table("People at least", head, rows)]


def _forms(evidence: Evidence) -> list[Block]:
    rows = tuple(_noise(series) for series in evidence.study.series)
    head = ("Questions to", "Standard deviation of the noise", "Best guess at one answer", "Questions in the score")
    return [Heading("What protects people"), Table("Noise, and what it is worth", head, rows)]


def _noise(series: Series) -> tuple[Runs, ...]:
    noise = series.results.noise
    guess = max(one["once"] for one in noise["answer"].values())
    spread = f"{series.results.factor:.3g} times that of a small release"
    return (
        (series.label,),
        (spread,),
        (f"right at most {100 * guess:.1f}% of the time, by somebody who knows everything else",),
        (plural(noise["scored"], "question"),),
    )
