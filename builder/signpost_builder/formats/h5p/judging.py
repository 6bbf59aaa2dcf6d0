"""What of an edition no H5P host would keep, found without making anything of it.

It is what an author can mend. That no word is lost on the way, and that every type may stand where it does, is proved of what is
made (proof.py, content.py): there a fault is ours.
"""

from collections.abc import Iterator
from functools import lru_cache

from signpost_builder.diagnostics import Diagnostic, in_order
from signpost_builder.formats.h5p.gaps import gap_marks
from signpost_builder.formats.h5p.lowering import lowering_of
from signpost_builder.formats.h5p.options import H5p
from signpost_builder.formats.h5p.passages import Asked, Open, Passages, parts, picture_of
from signpost_builder.formats.h5p.pictures import accepted, refusal
from signpost_builder.model import Asset, Course, Edition, Page
from signpost_builder.page.strings import strings
from signpost_builder.same import Same


def refusals(edition: Edition, options: H5p) -> list[Diagnostic]:
    """Errors, each with its place in the sources."""
    course, language = Same(edition.course), edition.language
    pages = [page for module in edition.modules for page in module.pages]
    sets = [questions for questions in (*edition.before, *edition.after) if questions.kind == "knowledge"]
    lowering = lowering_of(course, language)
    return in_order(
        [
            *(found for page in pages for found in _of_page(course, language, Same(page))),
            *(found for asked in sets for question in asked.questions for found in gap_marks(question, lowering)),
        ]
    )


@lru_cache(maxsize=512)
def _of_page(course: Same[Course], language: str, page: Same[Page]) -> tuple[Diagnostic, ...]:
    """A page that names no contact is one object at every site."""
    return tuple(_of_passages(course, language, page.value))


def _of_passages(course: Same[Course], language: str, page: Page) -> Iterator[Diagnostic]:
    for passage in Passages(strings(language, course.value.words)).of(page.blocks):
        if isinstance(passage, Asked):
            for question in passage.questions.questions:
                yield from gap_marks(question, lowering_of(course, language))
        elif isinstance(passage, Open) and "<img" in passage.html and (refused := _refused(course)):
            shown = [picture_of(part)[0] for kind, part in parts(passage.html) if kind == "picture"]
            yield from (refusal(refused[name]) for name in shown if name in refused)


@lru_cache(maxsize=4)
def _refused(course: Same[Course]) -> dict[str, Asset]:
    """Pictures that no site takes. In what is folded they are not shown, and words stand for them."""
    return {name: asset for name, asset in course.value.assets.items() if accepted(asset) is None}
