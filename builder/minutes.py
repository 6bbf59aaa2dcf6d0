"""How long a module takes the readers of one edition: reckoned from what stands in it, so that no number has to be kept true by hand.

238 words a minute is the mean for silent reading of English prose (Brysbaert 2019, Journal of Memory and Language 109, 104047).
Of a scenario one way is read, the mean over all choices. A decision in it and a practice question take time to think on top: a
quarter and half of a minute, our own estimate.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from html import unescape
from math import ceil

from builder.model import Block, Check, Module, Node, Scenario, every_block
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
    scenarios = [block for block in every_block(blocks) if isinstance(block, Scenario)]
    said = (module.summary, *module.objectives, *(page.title for page in module.pages))
    words = _words(*said, *html_of(blocks)) - _words(*html_of(scenarios))
    return max(1, ceil(words / WORDS_A_MINUTE + sum(map(_one_way, scenarios)) + _answering(blocks)))


def _one_way(scenario: Scenario) -> float:
    """Minutes from the first moment to an end, the mean over all choices: nobody reads every way. No choice leads back."""
    nodes = {node.id: node for node in scenario.nodes}
    found: dict[str, float | None] = {}

    def onward(node: Node) -> float:
        found[node.id] = None  # on the way: a choice that leads here leads back
        ways = []
        for option in node.options:
            rest = found[option.target] if option.target in found else onward(nodes[option.target])
            if rest is not None:
                ways.append(_words(option.feedback) / WORDS_A_MINUTE + rest)
        words = _words(*html_of((node.body,)), *(option.text for option in node.options))
        deciding = DECISION_MINUTES + sum(ways) / len(ways) if ways else 0.0
        found[node.id] = total = words / WORDS_A_MINUTE + deciding
        return total

    return onward(scenario.nodes[0])


def _answering(blocks: Iterable[Block]) -> float:
    found = 0.0
    for block in every_block(blocks):
        if isinstance(block, Check):
            drawn = block.questions.draw
            pooled = sum(1 for question in block.questions.questions if question.pool)
            found += QUESTION_MINUTES * (len(block.questions.questions) - pooled + sum(drawn.values()))
    return found


def _words(*html: str) -> int:
    return sum(len(WORD.findall(unescape(TAG.sub(" ", each)))) for each in html)
