"""Where on a page stands what no H5P host would keep: stars beside gaps, pictures of a kind that is refused."""

from collections.abc import Iterator, Mapping

from signpost_builder.diagnostics import Diagnostic
from signpost_builder.formats.h5p.gaps import gap_marks
from signpost_builder.formats.h5p.lowering import lowering_of
from signpost_builder.formats.h5p.passages import Asked, Open, Passages, parts, picture_of
from signpost_builder.formats.h5p.pictures import refusal
from signpost_builder.model import Asset, Course, Page, Question
from signpost_builder.page.strings import strings
from signpost_builder.same import Same


def found_in(question: Question, course: Same[Course], language: str) -> Iterator[Diagnostic]:
    return gap_marks(question, lowering_of(course, language).beside_gap)


def found_on(page: Page, course: Same[Course], language: str, refused: Mapping[str, Asset]) -> Iterator[Diagnostic]:
    """`refused`: pictures that no site takes, by the name that the page shows them by."""
    for passage in Passages(strings(language, course.value.words)).of(page.blocks):
        if isinstance(passage, Asked):
            for question in passage.questions.questions:
                yield from found_in(question, course, language)
        elif isinstance(passage, Open) and "<img" in passage.html and refused:
            shown = [picture_of(part)[0] for kind, part in parts(passage.html) if kind == "picture"]
            yield from (refusal(refused[name]) for name in shown if name in refused)
