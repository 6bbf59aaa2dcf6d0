"""Which edition of which course is on the screen, and in which format, as it stands in an address."""

from signpost_builder.editions import edition
from signpost_builder.model import Course, Edition
from signpost_builder.values import frozen

NO_SITE = "-"  # no id begins with one


@frozen
class Choice:
    """Ids; `site` is `NO_SITE` for the general edition."""

    course: str
    audience: str
    site: str
    language: str

    def of(self, course: Course) -> Edition | None:
        """The edition; None where the course no longer has one of them."""
        audience = next((each for each in course.audiences if each.id == self.audience), None)
        site = next((each for each in course.sites if each.id == self.site), None)
        if audience is None or self.language not in course.languages or (site is None and self.site != NO_SITE):
            return None
        return edition(course, site, audience, self.language)


@frozen
class Frame:
    """What a window shows. `kind`: the page, the page in a platform, or the view of a format (showing.py)."""

    kind: str
    choice: Choice
