"""What is wrong with easy lines: they are as hard as the page, or do not stand at its head."""

from collections.abc import Iterable, Iterator, Sequence

from signpost_builder.diagnostics import Diagnostic, Span, error, warning
from signpost_builder.model import EASIEST, Block, Easy, For, Prose, SlideText, Trainer, every_block
from signpost_builder.reading_grade import grade, plain_text

FEWEST_WORDS = 8  # fewer are easy, whatever words they are
MOST_WORDS = 60


def easy_findings(body: Prose, span: Span, languages: Sequence[str]) -> Iterator[Diagnostic]:
    """Grades are for English."""
    html = "".join(part for part in body.parts if isinstance(part, str))
    text = plain_text(html)
    count = len(text.split())
    if count > MOST_WORDS:
        message = f"these easy lines have {count} words; whoever needs them reads {MOST_WORDS}"
        yield warning(span, "easy-too-hard", message, "say the one thing that the page is about")
    found = grade(text, FEWEST_WORDS) if all(each.startswith("en") for each in languages) else None
    if found is not None and found > EASIEST:
        message = f"these easy lines are of grade {found:.1f}; easy is {EASIEST:g} at most"
        yield warning(span, "easy-too-hard", message, "write shorter sentences and shorter words")


def misplaced_easy(blocks: Iterable[Block]) -> Iterator[Diagnostic]:
    """Of one page: easy lines stand before all else, if need be in a `for`. Slides and notes are not on the page."""
    begun = False
    for block in blocks:
        inside = list(_for_anybody(block))
        for each in inside:
            if begun or not isinstance(each, Easy):
                yield from (_misplaced(inner) for inner in every_block([each]) if isinstance(inner, Easy))
        begun = begun or not all(isinstance(each, Easy | Trainer | SlideText) for each in inside)


def _for_anybody(block: Block) -> Iterator[Block]:
    if isinstance(block, For):
        for inner in block.blocks:
            yield from _for_anybody(inner)
    else:
        yield block


def _misplaced(easy: Easy) -> Diagnostic:
    hint = "move it up, right under the heading of the page"
    return error(easy.span, "misplaced-directive", "'easy' stands at the head of a page", hint)
