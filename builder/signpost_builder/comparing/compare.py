"""All of it, in the order in which people ask: what learners read, what they are asked, what becomes of them, what is built."""

from collections.abc import Sequence
from dataclasses import replace

from signpost_builder.comparing.change import Change, Comparison
from signpost_builder.comparing.learners import effort_changes, package_changes, state_changes
from signpost_builder.comparing.pages import page_changes
from signpost_builder.comparing.questions import question_changes
from signpost_builder.comparing.references import contact_changes, fact_changes
from signpost_builder.comparing.reviews import review_changes
from signpost_builder.comparing.settings import setting_changes
from signpost_builder.comparing.version import Version
from signpost_builder.model import Course


def compare(old: Version, new: Version, since: str) -> Comparison:
    """What is different in the newer of two readings of one course."""
    changes = [
        change
        for compared in (
            page_changes,
            question_changes,
            state_changes,
            fact_changes,
            contact_changes,
            setting_changes,
            review_changes,
            effort_changes,
            package_changes,
        )
        for change in compared(old, new)
    ]
    return _comparison(new.course, since, _judged(changes, new))


def new_course(new: Version, since: str) -> Comparison:
    """Of a course that was not there: all that it has."""
    course = new.course
    nothing = Version(replace(course, modules=(), question_sets={}, plans={}, facts={}, survey=None, drafts=()), {}, {})
    whole = Change(
        kind="packages", what=course.id, words=f"a new course of {len(new.pages)} pages", place=f"course/{course.id}/course.yaml"
    )  # fmt: skip
    changes = [whole, *(each for made in (page_changes, question_changes, fact_changes) for each in made(nothing, new))]
    return _comparison(course, since, _judged(changes, new))


def gone_course(old: Course, since: str) -> Comparison:
    """Of a course that is there no more."""
    words = "the course is gone: its packages are not made any more"
    return _comparison(old, since, (Change(kind="packages", what=old.id, words=words),))


def _comparison(course: Course, since: str, changes: tuple[Change, ...]) -> Comparison:
    needed_for = course.review_needed_for
    return Comparison(course=course.id, title=course.title, since=since, changes=changes, needed_for=needed_for)


def _judged(changes: Sequence[Change], new: Version) -> tuple[Change, ...]:
    return tuple(replace(each, is_reviewed=_is_reviewed(each, new)) for each in changes)


def _is_reviewed(change: Change, new: Version) -> bool:
    """Whether everything that shows it has been read as it stands."""
    reviews = new.course.reviews
    return bool(change.shown) and all(id in reviews and reviews[id].current for id in change.shown)
