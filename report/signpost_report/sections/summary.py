"""Five sentences, by the same rules as everything else."""

from collections.abc import Sequence

from signpost_report import display
from signpost_report.aligning import Series, joined
from signpost_report.document import Block, Points, Run, Runs
from signpost_report.estimates import scored_ids
from signpost_report.evidence import Evidence, direction
from signpost_report.findings import rise_or_fall
from signpost_report.measuring import occasions
from signpost_report.numbers import Number
from signpost_report.reading import EVERYONE
from signpost_report.sections.common import plural, term_words


def blocks(evidence: Evidence) -> list[Block]:
    sentences = (_who(evidence), _score(evidence), _questions(evidence), _gaps(evidence), _least(evidence))
    return [Points(sentences, ordered=True)]


def _who(evidence: Evidence) -> Runs:
    each = [
        f"{plural(one.results.blocks[EVERYONE].people, 'person', 'people')} answered ({one.label.lower()}, {joined([term_words(release.term) for release in one.releases])})"
        for one in evidence.study.series
    ]
    return (f"{joined(each)}.",)


def _score(evidence: Evidence) -> Runs:
    runs: list[Run] = []
    for series in evidence.study.series:
        if found := evidence.before_and_after(series, "score"):
            said = rise_or_fall(f"{_of(evidence, series)}the average share of questions right", *found)
        elif after := evidence.find(series, "score"):
            said = (
                f"{_of(evidence, series)}on average ", display.share(after),
                " of the questions were right (", display.share_range(after), ").",
            )  # fmt: skip
        else:
            continue
        runs += _following(runs, said)
    return _sentence(runs) or (
        _nothing(evidence, "score", "Fewer than four questions with a right answer were asked, so there is no score."),
    )


def _questions(evidence: Evidence) -> Runs:
    """What became of the single questions."""
    runs: list[Run] = []
    for series in evidence.study.series:
        changes = evidence.changes(series, series.of_kind("knowledge"))
        if changes:
            up, none, down = (sum(direction(one.change) == way for one in changes) for way in (1, 0, -1))
            said = f"{_of(evidence, series)}of {plural(len(changes), 'question')}, {up} had more people right after the course, {down} fewer, and for {none} there is no evidence of a change."
            runs += _following(runs, (said,))
    return _sentence(runs) or (
        _nothing(
            evidence,
            "change",
            "No question was asked both before and after, so nothing is said about change in a person.",
        ),
    )


def _gaps(evidence: Evidence) -> Runs:
    """The score's gaps that stand; else that there is no evidence of any."""
    gaps = [one for one in evidence.numbers.where(kind="gap") if one.against == "rest"]
    stands = [one for one in gaps if direction(one)]
    if not gaps and not evidence.numbers.where(kind="gap"):
        return ("Groups could not be compared: all answered as one, or too few.",)
    audiences = sum(bool(direction(one)) for one in evidence.numbers.where(kind="gap") if one.against != "rest")
    between = f"; between audiences, {audiences} questions differ" if audiences else ""
    if not stands:
        return (f"There is no evidence that any group differs from everyone else{between}.",)
    scores = [one for one in stands if not one.questions and not one.topic]
    if not scores:
        singles = plural(len(stands), "single comparison does", "single comparisons do")
        return (f"No group’s score differs from everyone else’s as far as can be seen, but {singles}{between}.",)
    return (*_extremes(evidence, scores), f"{between}.")


def _extremes(evidence: Evidence, scores: Sequence[Number]) -> Runs:
    """The lowest and the highest group, each once, on the last occasion on which it stood apart."""
    latest = {(one.id.split(":")[0], one.label): one for one in scores}  # before comes first
    low, *_, high = sorted([*latest.values()] * 2, key=lambda one: one.value)
    runs: list[Run] = []
    for one in dict.fromkeys((low, high)):
        series = next(series for series in evidence.study.series if one.id.startswith(f"{series.name}:"))
        when = f" {one.phase} the course" if series.pair else ""
        way = "more" if direction(one) > 0 else "less"
        clause = f"{_of(evidence, series)}“{one.label}” knew {way} than everyone else{when}, by "
        runs += [*(["; "] if runs else []), clause, display.size(one), " points (", display.size_range(one), ")"]
    return tuple(runs)


def _least(evidence: Evidence) -> Runs:
    runs: list[Run] = []
    for series in evidence.study.series:
        found = [
            (one, evidence.find(series, "share", one.id, occasions(series)[-1])) for one in series.of_kind("knowledge")
        ]
        shown = [(question, number) for question, number in found if number]
        if shown:
            question, number = min(shown, key=lambda pair: pair[1].value)
            when = " after the course" if series.pair else ""
            said: Runs = (
                f"{_of(evidence, series)}fewest had “{question.stem}” right{when}: ",
                display.share(number),
                " (",
                display.share_range(number),
                ").",
            )
            runs += _following(runs, said)
    return _sentence(runs) or (
        _nothing(evidence, "question", "No question has a right answer, so nothing is said about knowledge."),
    )


def _nothing(evidence: Evidence, what: str, never_asked: str) -> str:
    """Why a sentence has no number: never asked, or too few people for the noise that was added."""
    asked = {
        "score": any(scored_ids(one.results) for one in evidence.study.series),
        "change": any(one.pair and one.of_kind("knowledge") for one in evidence.study.series),
        "question": any(one.of_kind("knowledge") for one in evidence.study.series),
    }
    return f"Too few people answered, for the noise that was added, to show any {what}." if asked[what] else never_asked


def _of(evidence: Evidence, series: Series) -> str:
    return f"{series.label}: " if len(evidence.study.series) > 1 else ""


def _following(runs: list[Run], said: Runs) -> list[Run]:
    """A further clause: the sentence before it ends with a semicolon."""
    if runs and isinstance(runs[-1], str):
        runs[-1] = runs[-1].removesuffix(".") + "; "
    return list(said)


def _sentence(runs: list[Run]) -> Runs:
    if runs and isinstance(runs[0], str):
        runs[0] = runs[0][:1].upper() + runs[0][1:]
    return tuple(runs)
