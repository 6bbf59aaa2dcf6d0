"""What an edition is called where an administrator picks it from a list, in XML."""

import re

from signpost_builder.model import Edition

TITLE_CHARACTERS = 200  # the most that SCORM 1.2 allows (imscp_rootv1p1p2.xsd, titleType) and 2004 promises to keep
# XML 1.0, production 2, turned round: the characters beyond the first plane would take 4 ms to compile.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def full_title(edition: Edition, *, version: bool = True) -> str:
    """What an administrator sees in the list of courses: whose edition this is, its version, and whether it is a draft."""
    course = edition.course
    parts = [] if edition.audience == course.audiences[0] else [edition.audience.title]
    parts += [edition.site.name] if edition.site else []
    parts += [] if edition.language == course.languages[0] else [edition.language]
    notes = [*([course.version] if version else []), *([] if edition.review else ["draft"])]
    tail = f" ({', '.join(notes)})" if notes else ""
    if parts:
        tail = f" – {_short(', '.join(parts), 100)}{tail}"
    return _short(course.title, TITLE_CHARACTERS - len(tail)) + NOT_IN_XML.sub("", tail)


def short_title(edition: Edition) -> str:
    return _short(edition.course.title, TITLE_CHARACTERS) or edition.course.id


def _short(text: str, characters: int) -> str:
    text = NOT_IN_XML.sub("", text)
    return text if len(text) <= characters else text[: characters - 1].rstrip() + "…"
