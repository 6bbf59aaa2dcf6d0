"""How long a module takes the readers of one edition: reckoned from what stands in it, so that no number has to be kept true by hand.

238 words a minute is the mean for silent reading of English prose (Brysbaert 2019, Journal of Memory and Language 109, 104047).
A decision in a scenario and a practice question take time to think on top: a quarter and half of a minute, our own estimate.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from html import unescape
from math import ceil

from builder.model import Block, Check, Module, Scenario, every_block
from builder.reading_grade import html_of

WORDS_A_MINUTE = 238
DECISION_MINUTES, QUESTION_MINUTES = 0.25, 0.5
TAG, WORD = re.compile(r"<[^>]*>"), re.compile(r"\w[\w'’-]*")


def timed(module: Module) -> Module:
    """The module with its minutes, unless its author stated them. It has to be resolved: conditions would count twice."""
    return module if module.minutes else replace(module, minutes=minutes(module))


def minutes(module: Module) -> int:
    """Whole minutes, at least one."""
    blocks = [block for page in module.pages for block in page.blocks]
    said = " ".join((module.summary, *module.objectives, *(page.title for page in module.pages)))
    words = sum(len(WORD.findall(unescape(TAG.sub(" ", html)))) for html in (said, *html_of(blocks)))
    return max(1, ceil(words / WORDS_A_MINUTE + _thinking(blocks)))


def _thinking(blocks: Iterable[Block]) -> float:
    found = 0.0
    for block in every_block(blocks):
        if isinstance(block, Check):
            drawn = block.questions.draw
            pooled = sum(1 for question in block.questions.questions if question.pool)
            found += QUESTION_MINUTES * (len(block.questions.questions) - pooled + sum(drawn.values()))
        elif isinstance(block, Scenario):
            found += DECISION_MINUTES * sum(1 for node in block.nodes if node.options)
    return found
