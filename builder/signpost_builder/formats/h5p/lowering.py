"""The lowering that all editions of a course in one language share, and what it has lowered already."""

from functools import lru_cache

from signpost_builder.formats.h5p.text import Lowering, Words
from signpost_builder.model import Course
from signpost_builder.page.strings import strings
from signpost_builder.same import Same


@lru_cache(maxsize=4)
def lowering_of(course: Same[Course], language: str) -> Lowering:
    titles = {page.id: page.title for module in course.value.modules for page in module.pages}
    return Lowering(titles, Words(**strings(language)["h5p"]["words"]))
