"""Sign-off: which pages and question sets are drafts no more, which are drafts again, and whose names stand on them."""

from collections.abc import Iterator

from signpost_builder.comparing.change import Change
from signpost_builder.comparing.version import Version


def review_changes(old: Version, new: Version) -> Iterator[Change]:
    """In one, as a module is signed as a whole. What only one of the two readings has is told elsewhere."""
    ids = [id for id in (*new.pages, *new.asked_of_all()) if id in old.pages or id in old.asked_of_all()]
    changed = [id for id in ids if _standing(old, id) != _standing(new, id)]
    lines = tuple(line for id in changed for line in (f"- {id}: {_standing(old, id)}", f"+ {id}: {_standing(new, id)}"))
    if lines:
        words = "who has read what; until somebody has, a page says that it is a draft"
        place, shown = "modules/reviews.yaml", frozenset(changed)
        yield Change(kind="settings", what="reviews", words=words, place=place, details=lines, shown=shown)


def _standing(version: Version, id: str) -> str:
    review = version.course.reviews.get(id)
    read = ", ".join(f"{each.role} ({each.date})" for each in review.current) if review else ""
    return f"read by {read}" if read else "a draft"
