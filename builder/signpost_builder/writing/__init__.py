"""How a course is written: `signpost check` warns, says why and what to write instead, and is told on the line where it is wrong.

Its rules are for English. What to avoid and which abbreviations readers know stands in the course's own wording.yaml.
"""

from collections.abc import Iterable, Sequence

from signpost_builder.diagnostics import Diagnostic
from signpost_builder.fairness import fairness_findings
from signpost_builder.model import Course, Edition
from signpost_builder.source.files import Project
from signpost_builder.writing.abbreviations import abbreviation_findings
from signpost_builder.writing.coverage import coverage_findings
from signpost_builder.writing.grades import besides_findings, grade_findings
from signpost_builder.writing.minutes import minutes_findings
from signpost_builder.writing.people import people_findings
from signpost_builder.writing.pieces import Written, written
from signpost_builder.writing.sentences import sentence_findings
from signpost_builder.writing.silences import after_silences
from signpost_builder.writing.wording import wording_findings

__all__ = ["advice"]


def advice(course: Course, editions: Sequence[Edition], project: Project) -> list[Diagnostic]:
    """Everything that is advised about a course's texts and questions, but for what its authors have silenced.

    `editions`: the general one of each audience. Texts are read through `project`, so that those an editor keeps count.
    """
    texts = written(course, project)
    found = list(fairness_findings(course))
    if course.languages[0].partition("-")[0] == "en":
        found += _of_texts(course, texts, editions)
        found += wording_findings(texts, course.wording.avoid)
        found += sentence_findings(texts, course.wording.longest_sentence)
        found += abbreviation_findings(texts, course.wording.abbreviations)
    return list(after_silences(found, texts))


def _of_texts(course: Course, texts: Written, editions: Sequence[Edition]) -> Iterable[Diagnostic]:
    yield from people_findings(course, texts)
    yield from grade_findings(editions)
    yield from besides_findings(course, texts)
    yield from minutes_findings(course, editions, texts)
    yield from coverage_findings(course, texts)
