"""What a page has that not every page has: style, script and texts for the rest stay out of its package."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from signpost_builder.model import (
    Block,
    Callout,
    Cards,
    Chart,
    Check,
    ChoiceQuestion,
    Compare,
    Easy,
    Edition,
    Figure,
    For,
    MatchQuestion,
    Media,
    NumberQuestion,
    OrderQuestion,
    Prose,
    Question,
    QuestionSet,
    Quote,
    Reveal,
    ScaleQuestion,
    Scenario,
    Sensitive,
    SlideText,
    Stages,
    Steps,
    Timeline,
    Titled,
    Trainer,
    TrueFalseQuestion,
    every_block,
)

SURVEY = "survey"  # it is there where answers have a place to go
HISTORY, SEARCH, CHANGED, LISTEN, EASY = "history", "search", "changed", "listen", "easy"
# Each is the name of a stylesheet part, of a player module, of a group of texts for scripts, as far as there is one.
FEATURES = frozenset(
    "cards chart compare draw easy labels match media number order path quote reveal scale scenario sensitive sets stages "
    "tables".split()
) | {SURVEY, HISTORY, SEARCH, CHANGED, LISTEN}


def block_features(blocks: Iterable[Block]) -> frozenset[str]:
    """What a page of these blocks needs."""
    return frozenset(name for block in every_block(blocks) for name in _of_block(block))


def set_features(sets: Iterable[QuestionSet], *, answered: bool) -> frozenset[str]:
    """What the sets before or after need. `answered`: those of knowledge show their answers."""
    features: set[str] = set()
    for question_set in sets:
        shown = answered and question_set.kind == "knowledge"
        features |= {"sets", *_of_questions(question_set.questions, answered=shown)}
    return frozenset(features)


def edition_features(edition: Edition) -> frozenset[str]:
    """What the pages need together. An edition with "Exit this page" makes no entries in the browser's history."""
    found = set() if edition.audience.exit_this_page else {HISTORY}
    if sum(len(module.pages) for module in edition.modules) > 1:
        found.add(SEARCH)
    if edition.course.listen:
        found.add(LISTEN)
    before = {question.id for each in edition.before for question in each.questions}
    if any(question.id in before for each in edition.after if not each.survey_only for question in each.questions):
        found.add(CHANGED)
    return frozenset(found)


def _of_block(block: Block) -> Iterator[str]:
    match block:
        case Prose():
            yield from _tables(str(part) for part in block.parts)
        case Stages():
            yield "stages"
            yield from _tables(body for _, body in block.stages)
        case Scenario():
            yield "scenario"
            for node in block.nodes:
                yield from _of_block(node.body)
                yield from _tables(option.feedback for option in node.options)
        case Sensitive():
            yield "sensitive"
        case Chart():
            yield from ("chart", "tables")
        case Compare():
            yield "compare"
        case Cards():
            yield "cards"
        case Steps() | Timeline():
            yield "path"
        case Figure():
            yield "labels"
        case Easy():
            yield "easy"
        case Reveal():
            yield "reveal"
        case Quote():
            yield "quote"
        case Media():
            yield "media"
        case Check():
            yield from ["draw"] if block.questions.draw else []
            yield from _of_questions(block.questions.questions, answered=True)
        case Callout() | For() | Trainer() | SlideText() | Titled():
            pass  # a box like others; what it holds comes by itself
        case _:
            assert_never(block)


def _of_questions(questions: Iterable[Question], *, answered: bool) -> Iterator[str]:
    for question in questions:
        yield from _of_question(question)
        yield from _tables(_answer(question)) if answered else ()


def _of_question(question: Question) -> Iterator[str]:
    match question:
        case OrderQuestion():
            yield "order"
        case MatchQuestion():
            yield "match"
        case ScaleQuestion():
            yield "scale"
        case NumberQuestion():
            yield "number"
        case ChoiceQuestion() | TrueFalseQuestion():
            pass  # every page can ask these
        case _:
            assert_never(question)


def _answer(question: Question) -> Iterator[str]:
    """What is said to it in HTML of whole paragraphs."""
    match question:
        case ChoiceQuestion():
            yield from (choice.feedback for choice in question.choices)
        case TrueFalseQuestion():
            yield from (question.feedback_true, question.feedback_false)
        case OrderQuestion() | MatchQuestion() | NumberQuestion():
            pass
        case ScaleQuestion():
            return  # has no answer
        case _:
            assert_never(question)
    yield question.rationale


def _tables(authored: Iterable[str]) -> Iterator[str]:
    """A table is no block of its own: it stands in an author's text."""
    if any("<table" in html for html in authored):
        yield "tables"
