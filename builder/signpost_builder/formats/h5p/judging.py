"""What of an edition no H5P host would keep, found without making anything of it.

It is what an author can mend. That no word is lost on the way, and that every type may stand where it does, is proved of what is
made (proof.py, content.py): there a fault is ours.
"""

from functools import lru_cache

from signpost_builder.diagnostics import Diagnostic, in_order
from signpost_builder.formats.format import later
from signpost_builder.formats.h5p.gaps import may_have_marks
from signpost_builder.formats.h5p.options import H5p
from signpost_builder.formats.h5p.pictures import accepted
from signpost_builder.model import Asset, Course, Edition, Page
from signpost_builder.same import Same
from signpost_builder.state import questions_on

# Few courses have what may be refused: what tells where it stands in H5P is imported for them alone.
found_on = later("signpost_builder.formats.h5p.refused:found_on")
found_in = later("signpost_builder.formats.h5p.refused:found_in")


def refusals(edition: Edition, options: H5p) -> list[Diagnostic]:
    """Errors, each with its place in the sources."""
    course, language = Same(edition.course), edition.language
    pages = [page for module in edition.modules for page in module.pages]
    sets = [questions for questions in (*edition.before, *edition.after) if questions.kind == "knowledge"]
    marked = [question for asked in sets for question in asked.questions if may_have_marks(question)]
    return in_order(
        [
            *(found for page in pages for found in _of_page(course, language, Same(page))),
            *(found for question in marked for found in found_in(question, course, language)),
        ]
    )


@lru_cache(maxsize=512)
def _of_page(course: Same[Course], language: str, page: Same[Page]) -> tuple[Diagnostic, ...]:
    """A page that names no contact is one object at every site."""
    refused = _refused(course)
    suspected = refused or any(map(may_have_marks, questions_on(page)))
    return tuple(found_on(page.value, course, language, refused)) if suspected else ()


@lru_cache(maxsize=4)
def _refused(course: Same[Course]) -> dict[str, Asset]:
    """Pictures that no site takes. In what is folded they are not shown, and words stand for them."""
    return {name: asset for name, asset in course.value.assets.items() if accepted(asset) is None}
