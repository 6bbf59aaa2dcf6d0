"""How long a module takes the readers of one edition: reckoned from what stands in it, so that no number has to be kept true by hand.

238 words a minute is the mean for silent reading of English prose (Brysbaert 2019, Journal of Memory and Language 109, 104047).
Of a scenario one way is read, the mean over all choices. How long somebody thinks about a question nobody knows: the page says
that practice comes on top.
"""

import re
from dataclasses import replace
from html import unescape

from signpost_builder.model import Module, Scenario, every_block
from signpost_builder.reading_grade import html_of

WORDS_A_MINUTE = 238
TAG, WORD = re.compile(r"<[^>]*>"), re.compile(r"\w[\w'’-]*")


def timed(module: Module) -> Module:
    """The module with its minutes, unless its author stated them. It has to be resolved: conditions would count twice."""
    return module if module.minutes else replace(module, minutes=minutes(module))


def minutes(module: Module) -> int:
    """To the nearest minute, at least one."""
    blocks = [block for page in module.pages for block in page.blocks]
    scenarios = [block for block in every_block(blocks) if isinstance(block, Scenario)]
    said = (module.summary, *module.objectives, *(page.title for page in module.pages))
    words = _words(*said, *html_of(blocks)) - _words(*html_of(scenarios))
    return max(1, round((words + sum(map(_one_way, scenarios))) / WORDS_A_MINUTE))


def _one_way(scenario: Scenario) -> float:
    """Words from the first moment to an end, the mean over all choices: nobody reads every way. No choice leads back."""
    nodes = {node.id: node for node in scenario.nodes}
    minutes_from: dict[str, float | None] = {}  # None: on the way, and a choice that leads there leads back
    waiting = [scenario.nodes[0]]
    while waiting:
        node = waiting[-1]
        minutes_from.setdefault(node.id, None)
        ahead = next((option.target for option in node.options if option.target not in minutes_from), None)
        if ahead is not None:
            waiting.append(nodes[ahead])
            continue
        rests = [(option, minutes_from[option.target]) for option in node.options]
        ways = [_words(option.feedback) + rest for option, rest in rests if rest is not None]
        words = _words(*html_of((node.body,)), *(option.text for option in node.options))
        minutes_from[waiting.pop().id] = words + (sum(ways) / len(ways) if ways else 0.0)
    return minutes_from[scenario.nodes[0].id] or 0.0


def _words(*html: str) -> int:
    return sum(len(WORD.findall(unescape(TAG.sub(" ", fragment)))) for fragment in html)
