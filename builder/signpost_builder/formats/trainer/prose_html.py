"""Running text of an edition as the HTML that stands in it."""

from signpost_builder.model import Prose


def html_of(prose: Prose) -> str:
    return "".join(str(part) for part in prose.parts)
