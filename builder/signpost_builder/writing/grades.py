"""Pages and posts that are harder to read than they should be for somebody who reads them."""

import re
from collections.abc import Iterator, Sequence

from signpost_builder.diagnostics import Diagnostic, warning
from signpost_builder.model import Course, Edition
from signpost_builder.reading_grade import grade, page_text
from signpost_builder.writing.pieces import Written

HASHTAG = re.compile(r"#\w+")  # found by people, read by nobody
SHORTER = "shorter sentences and shorter words"


def grade_findings(editions: Sequence[Edition]) -> Iterator[Diagnostic]:
    """Each page once, for the audience that it is furthest above the aim of."""
    above: dict[str, tuple[float, Diagnostic]] = {}
    known: dict[int, float | None] = {}  # a page that no condition touches is the same object in each edition
    for edition in editions:
        aim = edition.audience.reading_grade
        for module in edition.modules:
            for page in module.pages:
                measured = known[id(page)] if id(page) in known else known.setdefault(id(page), grade(page_text(page)))
                if measured is not None and measured > aim and measured - aim > above.get(page.id, (0.0,))[0]:
                    message = (
                        f"for '{edition.audience.id}' this page has reading grade {measured:.1f}; the aim is {aim:g}"
                    )
                    hint = f"{SHORTER}; 'signpost check --reading' shows every page"
                    above[page.id] = (measured - aim, warning(page.span, "hard-page", message, hint))
    yield from (finding for _, finding in above.values())


def besides_findings(course: Course, written: Written) -> Iterator[Diagnostic]:
    """What is said besides pages, each for the audience that reads the easiest."""
    aims = {audience.id: audience.reading_grade for audience in course.audiences}
    for name, pieces in written.besides.items():
        measured = grade(HASHTAG.sub("", "\n".join(piece.prose for piece in pieces)))
        id = min(pieces[0].readers, key=lambda each: (aims[each], each), default="")
        if measured is not None and id and measured > aims[id]:
            message = f"for '{id}' the text '{name}' has reading grade {measured:.1f}; the aim is {aims[id]:g}"
            yield warning(pieces[0].span(0), "hard-page", message, SHORTER)
