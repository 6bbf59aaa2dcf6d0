"""Where each question stands in the sources, for programs that lay results beside them (docs/formats/questions.md)."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from signpost_builder.forms import question_content
from signpost_builder.model import Course, Question
from signpost_builder.resolving import general_sets

FORMAT = "signpost-questions-1"
SAID_OF_IT = ("topic", "critical")  # of a question, not asked by it: release.md, "Questions across forms"


def places(course: Course) -> dict[str, Any]:
    """Every question of the course's sets, once for each wording, in the order of files and lines."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for audience, language, question, scored in _asked(course):
        row = _row(question, scored)
        listed = rows.setdefault((question.id, row["hash"]), {**row, "audiences": [], "languages": []})
        for name, value in (("audiences", audience), ("languages", language)):
            if value not in listed[name]:
                listed[name].append(value)
    ordered = sorted(rows.values(), key=lambda row: (row["file"], row["line"], row["hash"]))
    return {"format": FORMAT, "course": course.id, "version": course.version, "questions": ordered}


def question_hash(content: dict[str, Any]) -> str:
    """Names what is asked, as a release does: `content` as in the form's file."""
    identity = {name: value for name, value in content.items() if name not in SAID_OF_IT}
    text = json.dumps(identity, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _asked(course: Course) -> Iterator[tuple[str, str, Question, bool]]:
    for audience in course.audiences:
        for language in course.languages:
            for question_set in general_sets(course, audience, language, course.question_sets):
                for question in question_set.questions:
                    yield audience.id, language, question, question_set.kind == "knowledge"


def _row(question: Question, scored: bool) -> dict[str, Any]:
    content = question_content(question, scored=scored)
    about = {
        "id": question.id,
        "hash": question_hash(content),
        "file": str(question.span.path),
        "line": question.span.line,
    }
    return {**about, "type": content["type"], "scored": scored, "stem": content["stem"]}
