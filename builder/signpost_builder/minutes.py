"""How long a module takes the readers of one edition: reckoned from what stands in it, so that no number has to be kept true by hand.

238 words a minute is the mean for silent reading of English prose (Brysbaert 2019, Journal of Memory and Language 109, 104047).
Of a scenario one way is read, the mean over all choices. Practice questions come on top: their words are read, and each answer takes
the time that answering_time.py gives it. The page says how it is reckoned.
"""

import re
from functools import lru_cache
from html import unescape

from signpost_builder.answering_time import minutes_of_set
from signpost_builder.model import Check, Module, Page, QuestionSet, Scenario, every_block
from signpost_builder.reading_grade import html_of
from signpost_builder.same import Same

WORDS_A_MINUTE = 238
TAG, WORD = re.compile(r"<[^>]*>"), re.compile(r"\w[\w'’-]*")


def minutes_of(module: Module) -> int:
    """As its author states them, else as they are reckoned."""
    return module.stated_minutes or reckoned_minutes(module)


def reckoned_minutes(module: Module) -> int:
    """To the nearest minute, at least one. The module has to be resolved: conditions would count twice."""
    return max(1, round(sum(_page_minutes(module, page) for page in module.pages)))


def page_seconds(module: Module) -> list[int]:
    """The module's minutes, by the length of its pages."""
    each = [_page_minutes(module, page) for page in module.pages]
    whole = sum(each) or 1
    return [round(60 * minutes_of(module) * part / whole) for part in each]


def page_minutes(page: Page, *also: str) -> float:
    """To read a page and `also`, and to answer what it asks."""
    words, practice = _read_and_answered(Same(page))
    return (words + _words(*also)) / WORDS_A_MINUTE + practice


@lru_cache(maxsize=1024)
def _read_and_answered(of: Same[Page]) -> tuple[float, float]:
    """Words, and minutes for what is asked. Most pages are one object in every edition."""
    page, blocks = of.value, list(every_block(of.value.blocks))
    scenarios = [block for block in blocks if isinstance(block, Scenario)]
    practice = sum(_practice(block.questions) for block in blocks if isinstance(block, Check))
    words = _words(page.title, *html_of(page.blocks)) - _words(*html_of(scenarios))
    return words + sum(map(_one_way, scenarios)), practice


def _page_minutes(module: Module, page: Page) -> float:
    return page_minutes(page, *((module.summary, *module.objectives) if page is module.pages[0] else ()))


def _practice(questions: QuestionSet) -> float:
    """Of a draw as many as are shown."""
    shown = sum(questions.draw.values()) / len(questions.questions) if questions.draw else 1.0
    return shown * minutes_of_set(questions)


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
    return sum(map(_words_in, html))


@lru_cache(maxsize=4096)
def _words_in(fragment: str) -> int:
    """Most fragments stand in every edition, and are counted once for all of them."""
    return len(WORD.findall(unescape(TAG.sub(" ", fragment))))
