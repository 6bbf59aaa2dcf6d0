"""What the figures of a deck rest on: a line at the foot of each slide, and the ids of all that a page cites."""

from collections.abc import Iterable, Iterator

from signpost_builder.model import Course, Page, Scenario, Stages, every_block
from signpost_builder.page.sources import CITED, named_facts


def credits(course: Course, html: str, named: Iterable[str] = ()) -> tuple[str, ...]:
    """Publisher and date of what is cited, or its title where it has no date; each once."""
    used = (course.facts[id].source for id in (*named, *CITED.findall(html)) if id in course.facts)
    return tuple(dict.fromkeys(", ".join(filter(None, (one.publisher, one.date or one.title))) for one in used))


def facts_on(page: Page) -> Iterator[str]:
    """Ids of the facts that a page rests on, in the order of use; some more than once."""
    yield from named_facts(page.blocks)
    for block in every_block(page.blocks):
        if isinstance(block, Scenario):
            yield from CITED.findall("".join(option.feedback for node in block.nodes for option in node.options))
        elif isinstance(block, Stages):
            yield from CITED.findall("".join(body for _, body in block.stages))
