"""What of a course has been reviewed as it stands: for the preview, for `check --strict`, for lists of packages."""

from collections.abc import Iterator
from typing import Literal

from signpost_builder.model import Audience, Course, For, Module, Page, Plan, Review
from signpost_builder.values import frozen


@frozen(kw_only=True)
class Standing:
    """Of a page or a question set: `new` was never reviewed, `changed` says something else since `reviews`."""

    id: str
    title: str
    state: Literal["reviewed", "changed", "new"]
    reviews: tuple[Review, ...] = ()  # who has read it as it stands; of what has changed, who read it before


def since_review(course: Course, module: str) -> tuple[Standing, ...]:
    """How each page of the module stands, in order: what a reviewer has to read is what is not `reviewed`.

    Empty for a module that the course does not have.
    """
    pages = (page for each in course.modules if each.id == module for page in each.pages)
    return tuple(_standing(course, page.id, page.title) for page in pages)


def standing_of(course: Course, page: Page) -> Standing:
    return _standing(course, page.id, page.title)


def sets_since_review(course: Course) -> tuple[Standing, ...]:
    """The same of the question sets that are asked before or after it."""
    asked = dict.fromkeys(id for plan in course.plans.values() for id in (*plan.before, *plan.after))
    sets = (course.question_sets[id] for id in asked if id in course.question_sets)
    return tuple(_standing(course, each.id, each.title) for each in sets)


def summary(course: Course) -> str:
    """ "spot-the-signs: reviewed 12 of 49 pages and 0 of 9 question sets"; what has changed since is counted too."""
    pages = [each for module in course.modules for each in since_review(course, module.id)]
    sets = sets_since_review(course)
    counted = ((pages, "page"), (sets, "question set"))
    parts = [f"{_reviewed(each)} of {len(each)} {noun}{'s' * (len(each) != 1)}" for each, noun in counted if each]
    changed = sum(each.state == "changed" for each in (*pages, *sets))
    tail = f"; {changed} changed since" if changed else ""
    return f"{course.id}: reviewed {' and '.join(parts)}{tail}"


def is_draft(course: Course, audience: Audience) -> bool:
    """Whether an edition for the audience shows anything that nobody has reviewed as it stands."""
    return any(not (review := course.reviews.get(id)) or not review.current for id in _shown(course, audience))


def _shown(course: Course, audience: Audience) -> Iterator[str]:
    for module in course.modules:
        if audience.id in module.audiences:
            yield from (page.id for page in module.pages if is_seen(page, module, audience))
    plan = course.plans.get(audience.id, Plan())
    asked = (course.question_sets[id] for id in (*plan.before, *plan.after) if id in course.question_sets)
    surveyed = course.survey is not None and audience.id in course.survey.respondents
    yield from (each.id for each in asked if surveyed or not each.survey_only)


def is_seen(page: Page, module: Module, audience: Audience) -> bool:
    """Whether the page has something for the audience, in whichever place and language."""
    conditions = [block for block in page.blocks if isinstance(block, For)]
    for_others = [block for block in conditions if block.audiences and audience.id not in block.audiences]
    return page is module.pages[0] or not page.blocks or len(for_others) < len(page.blocks)


def _standing(course: Course, id: str, title: str) -> Standing:
    review = course.reviews.get(id)
    if review is None:
        return Standing(id=id, title=title, state="new")
    if review.current:
        return Standing(id=id, title=title, state="reviewed", reviews=review.current)
    return Standing(id=id, title=title, state="changed", reviews=review.earlier)


def _reviewed(standings: "list[Standing] | tuple[Standing, ...]") -> int:
    return sum(each.state == "reviewed" for each in standings)
