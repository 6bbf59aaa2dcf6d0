"""Gaps: between the blocks of a series, between audiences, between terms and waves. Only what is alike is compared."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from signpost_report.aligning import Question, Release, Series, Study
from signpost_report.display import shown
from signpost_report.estimates import Estimate, mean_score, scored_ids, share
from signpost_report.fitting import fitted
from signpost_report.gaps import apart, gap_of_score, gap_of_share, gap_of_topic, p_of_gap
from signpost_report.measuring import number, occasions, topic_ids, topics, visible, yes_or_no
from signpost_report.numbers import Kind, Number, Numbers
from signpost_report.reading import EVERYONE, Where
from signpost_report.topics import right_tables, yes

QUESTIONS = 1_000  # people, from whom on groups are compared by question; below by topic


def block_gaps(series: Series) -> Iterator[Number]:
    """Of each group and stratum against everyone else: scores, topics, questions from 1,000 people, scales."""
    for where in series.results.blocks:
        if where.breakdown in ("group", "stratum"):
            yield from _score_gaps(series, where)
            yield from _topic_gaps(series, where)
            yield from _question_gaps(series, where)


def by_question(series: Series) -> bool:
    return series.results.blocks[EVERYONE].people >= QUESTIONS * series.results.factor


def _score_gaps(series: Series, where: Where) -> Iterator[Number]:
    if scored_ids(series.results) and visible(series, "score", where):
        for phase in occasions(series):
            yield from _gap(series, "score", "", where, phase, gap_of_score(series.results, where, phase))


def _topic_gaps(series: Series, where: Where) -> Iterator[Number]:
    if not visible(series, "topic", where):
        return
    for topic in topics(series):
        ids = topic_ids(series, topic)
        if right_tables(series.results, ids, where):
            for phase in occasions(series):
                one = gap_of_topic(series.results, ids, where, phase)
                yield from _gap(series, "topic", topic, where, phase, one, topic=topic, questions=tuple(ids))


def _question_gaps(series: Series, where: Where) -> Iterator[Number]:
    if not visible(series, "share", where):
        return
    for question in series.questions.values():
        name = yes_or_no(series, question)
        if name is None or (name, where) not in series.results.tables or (question.scored and not by_question(series)):
            continue
        for phase in ("before", "after") if name.phase == "both" else (name.phase,):
            one = gap_of_share(series.results, name, where, phase)
            yield from _gap(series, "share", question.id, where, phase, one, questions=(question.id,))


def _gap(
    series: Series,
    kind: Kind,
    subject: str,
    where: Where,
    phase: str,
    one: Estimate | None,
    *,
    topic: str | None = None,
    questions: tuple[str, ...] = (),
) -> Iterator[Number]:
    if one:
        of = number(series, kind, subject, where, phase, one).id
        about = f"{kind} {subject}".strip()
        yield number(
            series, "gap", about, where, phase, one, questions=questions, topic=topic, p=p_of_gap(one), of=of, against="rest"
        )  # fmt: skip


# ----------------------------------------------------------------------- audiences


def common_questions(one: Series, other: Series) -> list[Question]:
    """The same words in both, asked in the same way: before and after a course, or once."""
    if one.pair is not other.pair:
        return []
    return [
        question
        for id, question in one.questions.items()
        if id in other.questions and other.questions[id].hash == question.hash
    ]


def audience_gaps(study: Study, numbers: Numbers) -> Iterator[Number]:
    """Between two series, for each question that both ask alike."""
    for one, other in combinations(study.series, 2):
        for question in common_questions(one, other):
            name = yes_or_no(one, question)
            if name is None or name != yes_or_no(other, question):
                continue
            for phase in ("before", "after") if name.phase == "both" else (name.phase,):
                ids = [f"{each.name}:share:{question.id}:{phase}:all0" for each in (one, other)]
                if all(id in numbers for id in ids):
                    tables = [fitted(each.results, name)[EVERYONE] for each in (one, other)]
                    gap = apart(*(share(table, yes(phase, table)) for table in tables))
                    yield _between(
                        f"{one.name}-{other.name}", [*one.releases, *other.releases], "gap", question, phase, gap, *ids
                    )


# -------------------------------------------------------------------- terms and waves


def term_numbers(series: Series) -> Iterator[Number]:
    """Each term by itself where there are several, and what changed from each to the next: other people, asked the same."""
    if len(series.releases) < 2:
        return
    kept: dict[tuple[str, str], tuple[str, Estimate]] = {}
    for release in series.releases:
        for question, phase, one in _of_term(series, release):
            id = f"{series.name}@{release.term}:{'share' if question else 'score'}:{question.id if question else ''}:{phase}"
            yield _plain(id, [release], "share" if question else "score", question, phase, one)
            key = (question.id if question else "", phase)
            if key in kept:
                before_id, before = kept[key]
                moved = apart(one, before)
                name = f"{series.name}@{release.term}"
                yield _between(name, list(series.releases), "change", question, phase, moved, id, before_id)
            kept[key] = id, one
        yield from _strata_of_term(series, release)


def _strata_of_term(series: Series, release: Release) -> Iterator[Number]:
    """The average score of each stratum (a region) in one term, by that release's own blocks."""
    results = release.results
    for where, block in results.of("stratum").items() if scored_ids(results) else ():
        if shown("score", "stratum", block.people, results.factor):
            for phase in occasions(series):
                one = mean_score(results, where, phase)
                low, high = one.interval
                yield Number(
                    id=f"{series.name}@{release.term}:score::{phase}:{where.breakdown}{where.cell}", kind="score",
                    releases=(release.id,), breakdown=where.breakdown, cell=where.cell, label=block.label, phase=phase,
                    value=one.value, low=low, high=high, people=one.people,
                )  # fmt: skip


def _of_term(series: Series, release: Release) -> Iterator[tuple[Question | None, str, Estimate]]:
    results = release.results
    if not shown("share", "all", results.blocks[EVERYONE].people, results.factor):
        return
    for phase in occasions(series) if scored_ids(results) else ():
        yield None, phase, mean_score(results, EVERYONE, phase)
    for question in series.questions.values():
        name = yes_or_no(series, question)
        if name and (name, EVERYONE) in results.tables:
            table = fitted(results, name)[EVERYONE]
            for phase in ("before", "after") if name.phase == "both" else (name.phase,):
                yield question, phase, share(table, yes(phase, table))


def _between(
    name: str,
    releases: Sequence[Release],
    kind: Kind,
    question: Question | None,
    phase: str,
    gap: Estimate,
    of: str,
    against: str,
) -> Number:
    id = f"{name}:{kind}:{question.id if question else 'score'}:{phase}"
    return _plain(id, releases, kind, question, phase, gap, p=p_of_gap(gap), of=of, against=against)


def _plain(
    id: str,
    releases: Sequence[Release],
    kind: Kind,
    question: Question | None,
    phase: str,
    one: Estimate,
    *,
    p: float | None = None,
    of: str | None = None,
    against: str | None = None,
) -> Number:
    low, high = one.interval
    return Number(
        id=id, kind=kind, releases=tuple(each.id for each in releases), questions=(question.id,) if question else (), phase=phase,
        label="Everyone", value=one.value, low=low, high=high, people=one.people, p=p, of=of, against=against,
    )  # fmt: skip
