"""All of it, in the order in which people ask: what learners read, what they are asked, what becomes of them, what is built."""

from dataclasses import replace

from signpost_builder.comparing.change import Change, Comparison
from signpost_builder.comparing.learners import effort_changes, package_changes, state_changes
from signpost_builder.comparing.pages import page_changes
from signpost_builder.comparing.questions import question_changes
from signpost_builder.comparing.references import contact_changes, fact_changes
from signpost_builder.comparing.settings import setting_changes
from signpost_builder.comparing.version import Version


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
            effort_changes,
            package_changes,
        )
        for change in compared(old, new)
    ]
    course = new.course
    return Comparison(
        course=course.id,
        title=course.title,
        since=since,
        changes=tuple(replace(each, is_reviewed=_is_reviewed(each, new)) for each in changes),
        needed_for=course.review_needed_for,
    )


def _is_reviewed(change: Change, new: Version) -> bool:
    """Whether everything that shows it has been read as it stands."""
    reviews = new.course.reviews
    return bool(change.shown) and all(id in reviews and reviews[id].current for id in change.shown)
