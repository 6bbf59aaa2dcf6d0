"""Where the figures of a page come from: its own list, and the list of the whole course."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, assert_never

from markupsafe import Markup

from signpost_builder.model import (
    Block,
    Callout,
    Cards,
    Chart,
    Check,
    Compare,
    Easy,
    Fact,
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
    Source,
    Stages,
    Steps,
    Timeline,
    Titled,
    Trainer,
    every_block,
)
from signpost_builder.values import frozen

CITATION = re.compile(r'(<a class="cite" href="#source-([^"]+)" aria-label="Source)(: [^"]*"><sup>)source(</sup></a>)')
CITED = re.compile(r'href="#source-([^"]+)"')


@frozen
class SourceView:
    """One publication, the facts taken from it, and how and when the latest of them was read."""

    publisher: str
    title: str
    url: str
    date: str
    read: str  # "Checked on 1 September 2026", or that a copy was read
    facts: str  # ids, separated by spaces
    claims: Sequence[tuple[str, str]]  # (fact id, claim)


def source_views(facts: Iterable[Fact], texts: Mapping[str, Any]) -> list[SourceView]:
    """By publication, in the order of first use. `texts`: the page's, with `checked`, `read_in_copy` and `months`."""
    by_source: dict[Source, list[Fact]] = {}
    for fact in facts:
        by_source.setdefault(fact.source, []).append(fact)
    return [
        SourceView(
            publisher=source.publisher,
            title=source.title,
            url=source.url,
            date=source.date,
            read=_read(group, texts),
            facts=" ".join(fact.id for fact in group),
            claims=[(fact.id, fact.claim) for fact in group],
        )
        for source, group in by_source.items()
    ]


def _read(facts: Sequence[Fact], texts: Mapping[str, Any]) -> str:
    """One fact from a copy makes it a copy: no more is claimed than somebody has done."""
    how = texts["read_in_copy" if any(fact.read_in == "copy" for fact in facts) else "checked"]
    return f"{how} {written_date(max(fact.checked for fact in facts), texts['months'])}"


def numbered(html: Markup, listed: Iterable[str]) -> Markup:
    """Each citation shows the number of its source in the page's list instead of the word "source".

    `listed`: the `facts` of each entry of that list.
    """
    numbers = {id: number for number, facts in enumerate(listed, start=1) for id in facts.split()}

    def with_number(citation: re.Match[str]) -> str:
        number = numbers.get(citation[2])
        return f"{citation[1]} {number}{citation[3]}{number}{citation[4]}" if number else citation[0]

    return Markup(CITATION.sub(with_number, html))


def written_date(date: datetime.date, months: Sequence[str]) -> str:
    """As GOV.UK writes it: 1 September 2026."""
    return f"{date.day} {months[date.month - 1]} {date.year}"


def page_facts(page: Page, html: str, facts: Mapping[str, Fact]) -> list[Fact]:
    """Facts of a page: named by its prose and questions, or cited anywhere in its HTML (feedback, for one)."""
    named = [facts[id] for id in named_facts(page.blocks) if id in facts]
    return list(dict.fromkeys([*named, *cited_facts(html, facts)]))


def cited_facts(html: str, facts: Mapping[str, Fact]) -> list[Fact]:
    return [facts[id] for id in dict.fromkeys(CITED.findall(html)) if id in facts]


def named_facts(blocks: Iterable[Block]) -> Iterator[str]:
    """Facts that prose and questions name; the HTML of stages is searched for citations."""
    for block in every_block(blocks):
        match block:
            case Prose() | Titled() | Quote() | Chart():
                yield from block.facts
            case Scenario():
                yield from named_facts(node.body for node in block.nodes)
            case Check():
                for question in block.questions.questions:
                    yield from question.facts
            case Callout() | Sensitive() | Stages() | For() | Trainer() | Compare() | Cards() | Steps() | Timeline():
                pass  # what stands inside comes by itself
            case Figure() | Easy() | Reveal() | Media() | SlideText():
                pass  # what stands inside comes by itself
            case _:
                assert_never(block)
