"""The `url_name` of every block: from the author's ids alone, because learners' records hang on it for ever.

An author's id has no "__" and no "." (a page id has one "."), so names made here collide with no id and with none of
each other, whatever kind of block they name: links go to a name without saying its kind.
"""

START = "course__start"
BEFORE = "course__before"
AFTER = "course__after"
HELP = "course__help"
SOURCES = "course__sources"
REFERENCE = "course__reference"
WELCOME = "course__welcome"


def chapter(part: str) -> str:
    return f"{part}__chapter"


def sequential(part: str) -> str:
    return f"{part}__sequential"


def vertical(part: str) -> str:
    return f"{part}__vertical"


def question(base: str, id: str) -> str:
    """A problem on a page, or of the sets before or after."""
    return f"{base}__q-{id}"


def text_after(page: str, id: str) -> str:
    """What follows a question on a page."""
    return f"{page}__after-{id}"


def question_set(phase: str, id: str) -> str:
    return f"{phase}__set-{id}"


def introduction(phase: str, id: str) -> str:
    return f"{phase}__introduction-{id}"


def survey(phase: str) -> str:
    return f"{phase}__survey"


def for_audience(name: str, audience: str) -> str:
    """In a course that holds several audiences."""
    return f"{name}__for__{audience}"


def jump(name: str) -> str:
    """A link that the platform leads to the block of this name."""
    return f"/jump_to_id/{name}"
