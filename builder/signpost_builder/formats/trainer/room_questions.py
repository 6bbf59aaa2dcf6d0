"""The questions that a room can answer with a letter: practice checks, as the slides ask them.

The questions before and after are not in a deck at all, so none can come here. A rating has no place in a room either: only what
has a right answer is asked.
"""

from collections.abc import Iterator

from signpost_builder.formats.trainer.deck import Choices, Deck
from signpost_builder.formats.trainer.slide_text import plain
from signpost_builder.model import Check, Edition, every_block
from signpost_builder.values import frozen


@frozen
class RoomQuestion:
    """`id`: of the slide that asks it. `module`: its title. The choices have the letters A, B, C … in this order."""

    id: str
    module: str
    title: str
    stem: tuple[str, ...]
    choices: tuple[str, ...]
    several: bool


def room_questions(deck: Deck) -> tuple[RoomQuestion, ...]:
    titles = {module.id: module.title for module in deck.edition.modules}
    practised = frozenset(_practised(deck.edition))
    return tuple(
        RoomQuestion(
            id=slide.id,
            module=titles[slide.module],
            title=slide.title,
            stem=tuple(map(plain, slide.body.text)),
            choices=tuple(plain(choice.text) for choice in slide.body.choices),
            several=slide.body.several,
        )
        for slide in deck.slides
        if isinstance(slide.body, Choices) and slide.id in practised
    )


def _practised(edition: Edition) -> Iterator[str]:
    """The slides of questions with a right answer."""
    for module in edition.modules:
        for page in module.pages:
            for block in every_block(page.blocks):
                if isinstance(block, Check) and block.questions.kind == "knowledge":
                    yield from (f"{page.id}-{question.id}" for question in block.questions.questions)
