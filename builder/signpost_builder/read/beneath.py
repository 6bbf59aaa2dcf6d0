"""Where figures come from that stand alone in a table or a chart: said once, beneath it."""

import re
from collections.abc import Iterable, Mapping
from html import escape

from signpost_builder.model import Fact
from signpost_builder.plain_words import plain

TABLE = re.compile(r'(<div class="table-scroll"[^>]*>)?<table\b.*?</table>(?(1)\s*</div>)', re.DOTALL)
BARE = re.compile(r'data-bare="([^"]+)"')
YEAR = re.compile(r"\b[12][0-9]{3}\b")


def cite(fact: Fact) -> str:
    """The mark that leads to a fact's source."""
    publisher = escape(fact.source.publisher)
    return f'<a class="cite" href="#source-{escape(fact.id)}" aria-label="Source: {publisher}"><sup>source</sup></a>'


def beneath(facts: Iterable[Fact], shown: str, word: str, also: str = "") -> str:
    """HTML, inline: each publisher with its mark, then what the periods say that `shown` (plain text) does not.

    `word`: "Source", in the language of the text. `also`: a source in the author's own words.
    """
    facts = tuple(facts)
    publications = {fact.source: fact for fact in reversed(facts)}
    named = [f"{escape(fact.source.publisher, quote=False)}{cite(fact)}" for fact in reversed(publications.values())]
    named += [escape(also, quote=False)] if also else []
    rests = dict.fromkeys(rest for fact in facts if (rest := _rest(fact.period, shown)))
    where = f" ({escape('; '.join(rests), quote=False)})" if rests else ""
    return f"{escape(word)}: {', '.join(named)}{where}"


def _rest(period: str, shown: str) -> str:
    """What a period says beyond the years that stand there already: "2020, England and Wales" beside a row "2020"."""
    years = YEAR.findall(period)
    if not years or any(year not in shown for year in years):
        return period
    rest = period if len(years) > 1 else YEAR.sub("", period)
    return "" if rest in shown else rest.strip(" ,;:-–")


def with_sources_beneath(html: str, facts: Mapping[str, Fact], word: str) -> str:
    """`facts` by id. A table without figures that stand alone is left as it is."""

    def with_source(table: re.Match[str]) -> str:
        alone = [facts[id] for id in dict.fromkeys(BARE.findall(table[0]))]
        if not alone:
            return table[0]
        return f'{table[0]}<p class="beneath">{beneath(alone, plain(table[0]), word)}</p>'

    return TABLE.sub(with_source, html)


def outside_tables(html: str, id: str) -> bool:
    """Whether a figure stands alone where no table is."""
    return f'data-bare="{escape(id)}"' in TABLE.sub("", html)
