"""How hard a page is to read: the Flesch-Kincaid grade, for English.

Kincaid, Fishburne, Rogers, Chissom (1975), "Derivation of new readability formulas", Research Branch Report 8-75:
0.39 × words per sentence + 11.8 × syllables per word − 15.59, a year of schooling in the United States. Syllables
are counted by spelling, so a grade is right to about half a year; it points at pages, it does not judge them.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape, unescape
from typing import assert_never

from signpost_builder.model import (
    Block,
    Callout,
    Cards,
    Chart,
    Check,
    Compare,
    Easy,
    Edition,
    Figure,
    For,
    Media,
    Page,
    Prose,
    Quote,
    Reveal,
    Scenario,
    Sensitive,
    SlideText,
    Stages,
    Steps,
    Timeline,
    Titled,
    Trainer,
)

FEWEST_WORDS = 30  # below this one long word decides

# What ends a sentence though no full stop stands there; what no one reads as a sentence is left out before.
BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|dt|dd|div|figcaption|summary|blockquote|caption)>|<br ?/?>", re.IGNORECASE)
NOT_READ = re.compile(r"<(table|sup|script|style|svg)\b.*?</\1>", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"<[^>]*>")
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+(?!\s|$)[^.!?\n]+)*")  # a stop within a word (1.2, gov.uk) ends nothing
WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")

VOWELS, TWO_VOWELS = re.compile(r"[aeiouy]+"), re.compile(r"[aeiouy]{2}")
# An e that nobody speaks: at the end (not -le), in -ed, -es and before a few endings.
SILENT = re.compile(
    r"e(?:(?<=[aeiouy][^aeiouy]e)(?=(?:ly|ful|less|ness|ment|thing|times?|guard\w*|where|body)$)"
    r"|(?<=[^aeiouyl]e)$|(?<=[aeiouyl]le)$|(?<=[^aeiouytd]e)d$|(?<=[^aeiouyscxzg]e)(?<![cs]he)s$)"
)
# Two vowels that are spoken apart.
APART = re.compile(
    r"ia(?=n|l|ble|t)(?<=[^cstgl]ia)|ia$|io(?!n|us)|(?<=[^cstgx])ious|(?<=[nrv])(?<!fr)ien|^(?:sc|qu|cl|d)ie|iu"
    r"|creat(?!u)|area|idea|eo(?!n|us|p)|ua(?=l|t)(?<=[^q]ua)|[aeiou]ing|ying|yone$"
)


def grade(text: str, fewest_words: int = FEWEST_WORDS) -> float | None:
    """The grade of a plain text in which lines end sentences; None for a text too short to tell."""
    words = WORD.findall(text)
    if len(words) < fewest_words:
        return None
    sentences = sum(1 for line in SENTENCE.findall(text) if WORD.search(line))
    return flesch_kincaid(len(words), sentences, sum(map(syllables, words)))


def flesch_kincaid(words: int, sentences: int, syllable_count: int) -> float:
    return 0.39 * words / sentences + 11.8 * syllable_count / words - 15.59


@lru_cache(maxsize=16_384)
def syllables(word: str) -> int:
    """By spelling: groups of vowels, without silent letters, with vowels that are spoken apart."""
    if word.isupper() and len(word) > 1:  # spelt out: NRM
        return len(word) + 2 * word.count("W")
    plain = word.lower().replace("’", "'").partition("'")[0]
    apart = len(APART.findall(plain)) if TWO_VOWELS.search(plain) else 0
    return max(1, len(VOWELS.findall(SILENT.sub("", plain))) + apart)


def reading_lines(editions: Iterable[Edition]) -> Iterator[str]:
    """One line for each page of each English edition: its grade, and a mark where it is above the aim for its readers."""
    for edition in editions:
        if not edition.language.startswith("en"):
            continue
        aim = edition.audience.reading_grade
        for module in edition.modules:
            for page in module.pages:
                page_grade = grade(page_text(page))
                if page_grade is not None:
                    mark = f"  above {aim:g}" if page_grade > aim else ""
                    yield f"{edition.audience.id}  {page.id}  grade {page_grade:.1f}{mark}"


def page_text(page: Page) -> str:
    return plain_text("\n".join(html_of(page.blocks)))


def plain_text(html: str) -> str:
    """Running text, a line for each paragraph and item; of tables and drawings nothing."""
    return unescape(TAG.sub("", BLOCK_END.sub("\n", NOT_READ.sub(" ", html))))


def html_of(blocks: Iterable[Block]) -> Iterator[str]:
    """The running text of blocks; questions are short by nature and stay out."""
    for block in blocks:
        match block:
            case Prose():
                yield "".join(part for part in block.parts if isinstance(part, str))
            case Callout() | For() | Trainer() | Compare() | Cards() | Steps() | Timeline():
                yield from html_of(block.blocks)
            case Titled():
                yield f"{block.title}</p>"
                yield from html_of(block.blocks)
            case Figure() | Media():
                yield from html_of((block.picture, *block.blocks))
            case Reveal():
                yield f"{escape(block.title)}</p>"
                yield from html_of(block.blocks)
            case Quote():
                yield from html_of((block.body,))
            case SlideText():
                yield from html_of((block.text,))
            case Chart():
                yield f"{escape(block.title)}</p>{escape(block.description)}</p>"
            case Sensitive():
                yield from html_of((*block.blocks, *block.key_points))
            case Stages():
                yield from (f"{title}</p>{body}" for title, body in block.stages)
            case Scenario():
                for node in block.nodes:
                    yield from html_of((node.body,))
                    yield from (f"{option.text}</p>{option.feedback}" for option in node.options)
            case Check() | Easy():
                pass  # short by nature, or a second way to say the same
            case _:
                assert_never(block)
