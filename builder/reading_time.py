"""How long a module takes to read: reckoned for each edition from the words that one reader meets.

238 words a minute is the mean for silent reading of non-fiction in English (Brysbaert 2019,
doi:10.1016/j.jml.2019.104047). Of a question one choice's feedback is read; of a scenario one way. Every choice is
taken as equally likely, and nobody goes back. A table of references at the foot of a page is not counted.
"""

import re
from collections.abc import Iterable
from typing import assert_never

from builder.model import (
    Block,
    Callout,
    Check,
    ChoiceQuestion,
    For,
    MatchQuestion,
    Node,
    NumberQuestion,
    OrderQuestion,
    Page,
    Prose,
    Question,
    ScaleQuestion,
    Scenario,
    Sensitive,
    Stages,
    Trainer,
    TrueFalseQuestion,
)

WORDS_A_MINUTE = 238
MARK = re.compile(r'<a class="cite".*?</a>')  # leads to a source
TAG = re.compile(r"<[^>]*>")


def reading_minutes(pages: Iterable[Page]) -> int:
    """To the nearest minute; at least one."""
    return max(1, round(sum(words_read(page.blocks) for page in pages) / WORDS_A_MINUTE))


def words_read(blocks: Iterable[Block]) -> float:
    """A mean, since one reader goes one way through a scenario."""
    return sum(map(_of_block, blocks))


def _of_block(block: Block) -> float:
    match block:
        case Prose():
            return _count("".join(part for part in block.parts if isinstance(part, str)))
        case Callout():
            return _count(block.title) + words_read(block.blocks)
        case Sensitive():
            return _count(block.title) + words_read((*block.blocks, *block.key_points))
        case For():
            return words_read(block.blocks)
        case Stages():
            return sum(_count(title, body) for title, body in block.stages)
        case Scenario():
            return _count(block.title) + _one_way(block)
        case Check():
            return sum(map(_of_question, block.questions.questions))
        case Trainer():
            return 0
        case _:
            assert_never(block)


def _one_way(scenario: Scenario) -> float:
    """From the first moment to an end; a choice that leads back to a moment on the way is not taken."""
    nodes = {node.id: node for node in scenario.nodes}
    known: dict[str, float | None] = {}

    def onward(node: Node) -> float:
        known[node.id] = None  # on the way
        ways = []
        for option in node.options:
            if option.target not in known:
                onward(nodes[option.target])
            if (rest := known[option.target]) is not None:
                ways.append(_count(option.feedback) + rest)
        here = words_read((node.body,)) + _count(*(option.text for option in node.options))
        known[node.id] = total = here + (sum(ways) / len(ways) if ways else 0)
        return total

    return onward(scenario.nodes[0])


def _of_question(question: Question) -> float:
    asked = _count(question.stem, question.rationale)
    match question:
        case ChoiceQuestion():
            feedback = [_count(choice.feedback) for choice in question.choices]
            read = sum(feedback) if question.multiple else max(feedback, default=0)
            return asked + read + _count(*(choice.text for choice in question.choices))
        case TrueFalseQuestion():
            return asked + max(_count(question.feedback_true), _count(question.feedback_false))
        case OrderQuestion():
            return asked + _count(*question.items)
        case MatchQuestion():
            return asked + _count(*(text for pair in question.pairs for text in pair), *question.spare)
        case ScaleQuestion() | NumberQuestion():
            return asked
        case _:
            assert_never(question)


def _count(*html: str) -> int:
    return sum(len(TAG.sub(" ", MARK.sub("", text)).split()) for text in html)
