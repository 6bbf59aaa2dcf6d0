"""Sign-off: which pages and question sets are drafts no more, which are drafts again, and whose names stand on them."""

from collections.abc import Iterator

from signpost_builder.comparing.change import Change
from signpost_builder.comparing.version import Version

DRAFT = "a draft"


def review_changes(old: Version, new: Version) -> Iterator[Change]:
    """In one, as a module is signed as a whole. What only one of the two readings has is told elsewhere."""
    ids = [id for id in (*new.pages, *new.asked_of_all()) if id in old.pages or id in old.asked_of_all()]
    lines = tuple(line for id in ids for line in _lines(id, _standing(old, id), _standing(new, id)))
    if lines:
        words = "who has read what; until somebody has, a page says that it is a draft"
        read = frozenset(id for id in ids if _standing(new, id) != DRAFT)
        place = "modules/reviews.yaml"
        yield Change(kind="settings", what="reviews", words=words, place=place, details=lines, shown=read)


def _standing(version: Version, id: str) -> str:
    review = version.course.reviews.get(id)
    read = ", ".join(f"{each.role} ({each.date})" for each in review.current) if review else ""
    return f"read by {read}" if read else DRAFT


def _lines(id: str, before: str, now: str) -> tuple[str, ...]:
    return (f"- {id}: {before}", f"+ {id}: {now}") if before != now else ()
