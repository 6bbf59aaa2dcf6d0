"""A card: a page of the course that says one thing, asks one question and names one contact."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from signpost_builder.formats.campaign.options import Campaign
from signpost_builder.minutes import page_minutes
from signpost_builder.model import (
    Asset,
    Block,
    Callout,
    Check,
    Contact,
    ContactRef,
    Edition,
    Page,
    Prose,
    Question,
    every_block,
)
from signpost_builder.page.bodies import shown_assets
from signpost_builder.plain_words import plain
from signpost_builder.values import frozen

GAP = re.compile(r" ([.,;:!?])")


@frozen(kw_only=True)
class Card:
    """`name`: of its file. `message` and `act` in plain words; `contact` as this edition has it, None where it has none of that name.

    `texts`: blocks of the message, the picture among them. `acts` and `helps`: the callouts; one of each is right, as of `questions`.
    """

    page: Page
    name: str
    texts: tuple[Prose, ...]
    acts: tuple[Callout, ...]
    helps: tuple[Callout, ...]
    questions: tuple[Question, ...]
    contact: Contact | None
    picture: Asset | None

    @property
    def title(self) -> str:
        return self.page.title

    @property
    def message(self) -> str:
        return " ".join(filter(None, (words(_html(text)) for text in self.texts)))

    @property
    def act(self) -> str:
        return " ".join(
            words(_html(block))
            for callout in self.acts
            for block in every_block(callout.blocks)
            if isinstance(block, Prose)
        )

    @property
    def act_title(self) -> str:
        return self.acts[0].title if self.acts else ""

    @property
    def seconds(self) -> int:
        """To read it and to answer its question, as minutes of a course are reckoned."""
        return round(60 * page_minutes(self.page))


def cards(edition: Edition, campaign: Campaign) -> list[Card]:
    """In the order of the modules; first those that the site stresses."""
    made = [_card(edition, page) for page in _pages(edition)]
    stressed = set(edition.site.emphasis if edition.site else ())
    return sorted(made, key=lambda card: not stressed.intersection(about(card, campaign)))


def about(card: Card, campaign: Campaign) -> tuple[str, ...]:
    post = campaign.cards.get(card.page.id)
    return post.about if post else ()


def contact_keys(edition: Edition, page: Page) -> list[str]:
    """Those that the page of the course names, before an edition fills them in; emergency lines may stand beside."""
    written = next((one for module in edition.course.modules for one in module.pages if one.id == page.id), page)
    emergency = {line.key for line in edition.course.helplines if line.emergency}
    named = dict.fromkeys(_references(written.blocks))
    return [key for key in named if key not in emergency]


def shown_contact(contact: Contact) -> str:
    """The number, or the address without what nobody types: what stands in large letters."""
    number = f"{contact.phone} {contact.extension}".strip()
    address = urlsplit(contact.url)
    return number or contact.email or f"{(address.hostname or '').removeprefix('www.')}{address.path}".rstrip("/")


class Way(NamedTuple):
    """Whom to turn to, and how. `typed`: `how` is a number, for the largest letters of a picture."""

    who: str
    how: str
    typed: bool

    def __str__(self) -> str:
        return f"{self.who}: {self.how}." if self.how else f"{self.who}."


def way(contact: Contact) -> Way:
    """A line that takes texts and no calls says how in its name: "Shout: text SHOUT to 85258". That is what to do, not its website."""
    who, _, texted = contact.name.partition(": ")
    if not contact.phone and any(map(str.isdigit, texted)):
        return Way(who, texted, typed=True)
    return Way(contact.name, shown_contact(contact), typed=bool(contact.phone))


def words(html: str) -> str:
    """In plain words; where the mark of a source stood before a full stop, no gap is left."""
    return GAP.sub(r"\1", plain(html))


def _pages(edition: Edition) -> Iterator[Page]:
    return (page for module in edition.modules for page in module.pages[1:])


def _references(blocks: Iterable[Block]) -> Iterator[str]:
    for block in every_block(blocks):
        if isinstance(block, Prose):
            yield from (part.key for part in block.parts if isinstance(part, ContactRef))


def _card(edition: Edition, page: Page) -> Card:
    known = {contact.key: contact for contact in edition.contacts}
    key = next(iter(contact_keys(edition, page)), "")
    texts = tuple(block for block in page.blocks if isinstance(block, Prose))
    pictures = shown_assets(edition.course, "".join(map(_html, texts)))
    callouts = [block for block in page.blocks if isinstance(block, Callout)]
    return Card(
        page=page,
        name=page.id.rpartition(".")[2],
        texts=texts,
        acts=tuple(callout for callout in callouts if callout.kind == "key-points"),
        helps=tuple(callout for callout in callouts if callout.kind == "help"),
        questions=tuple(
            question for block in page.blocks if isinstance(block, Check) for question in block.questions.questions
        ),
        contact=known.get(key),
        picture=next(iter(pictures.values()), None),
    )


def _html(prose: Prose) -> str:
    return "".join(str(part) for part in prose.parts)
