"""What goes out: each post as it is written in each network, with its day, its link and its pictures."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from signpost_builder.formats.campaign.cards import Card, way, words
from signpost_builder.formats.campaign.networks import NETWORKS, Network
from signpost_builder.formats.campaign.options import Campaign, Post
from signpost_builder.formats.campaign.posts import HERE
from signpost_builder.forms import campaign_form
from signpost_builder.model import Contact, Edition
from signpost_builder.page.strings import strings
from signpost_builder.resolving import Resolver
from signpost_builder.values import frozen

FEED, STORY, SQUARE = "feed", "story", "square"


@frozen(kw_only=True)
class Outgoing:
    """One post in one network. `text` ends in its link where the network shows links; `count` is the network's own.

    `name`: of its card, or `survey`. `pictures`: names of files beside the plan.
    """

    day: datetime.date | None
    network: Network
    name: str
    title: str
    text: str
    alt: str
    link: str
    pictures: tuple[str, ...]
    written: Post

    @property
    def count(self) -> int:
        return self.network.count(self.text)


def texts_of(edition: Edition) -> Mapping[str, Any]:
    """The campaign's words of the interface; what to do in danger names the first emergency line, and is empty without one."""
    said: Mapping[str, Any] = strings(edition.language, edition.course.words)["campaign"]
    number = next((one.phone for one in edition.contacts if one.emergency and one.phone), "")
    return {**said, "danger_now": said["danger_now"].format(number=number) if number else ""}


def base(edition: Edition, campaign: Campaign) -> str:
    """Where the pages of this edition will stand, with a slash at its end."""
    return f"{campaign.address}/{edition.slug}/"


def page_link(edition: Edition, campaign: Campaign, name: str) -> str:
    """The bare address of a page: nothing in it says who passed it on, or what somebody answered."""
    return f"{base(edition, campaign)}{name}.html"


def public_contacts(edition: Edition, campaign: Campaign) -> list[Contact]:
    """Without the one that is for the campaign team, and without lines that name their readers and not these."""
    who = edition.audience.id
    return [one for one in edition.contacts if one.key != campaign.team and (not one.audiences or who in one.audiences)]


def form_link(edition: Edition) -> str:
    """Where the store asks this audience; empty where nobody asks it."""
    form = campaign_form(edition.course, edition.audience, edition.language)
    return f"{edition.course.survey.endpoint}/f/{form['id']}" if form and edition.course.survey else ""


def outgoing(edition: Edition, campaign: Campaign, shown: Sequence[Card]) -> list[Outgoing]:
    """By day, then in the order of cards and networks. A card without a post is left out: judging.py says so."""
    days = campaign.posting_days(len(shown))
    made = [
        one
        for card, day in zip(shown, days, strict=True)
        if (post := campaign.cards.get(card.page.id))
        for one in _posts(edition, campaign, post, day, card.name, card.title, alt_text(edition, card))
    ]
    if (post := campaign.surveys.get(edition.audience.id)) and form_link(edition):
        title = texts_of(edition)["survey"]["title"]
        for wave in campaign.waves:
            made += _posts(edition, campaign, post, wave.begins, "survey", title, title)
    return sorted(made, key=lambda one: one.day or datetime.date.max)


def alt_text(edition: Edition, card: Card) -> str:
    """The words on a card's pictures: they say all that a picture says, and change with it."""
    texts = texts_of(edition)
    contact = str(way(card.contact)) if card.contact else ""
    return " ".join(filter(None, (_sentence(card.title), card.message, card.act, contact, texts["danger_now"])))


def _sentence(text: str) -> str:
    return text if text[-1:] in '.?!”"' else f"{text}."


def _posts(
    edition: Edition,
    campaign: Campaign,
    post: Post,
    day: datetime.date | None,
    name: str,
    title: str,
    alt: str,
) -> Iterator[Outgoing]:
    link = page_link(edition, campaign, name)
    for network in NETWORKS:
        paragraphs = post_text(edition, post.texts[network.name])
        yield Outgoing(
            day=day,
            network=network,
            name=name,
            title=title,
            text="\n\n".join([*paragraphs, link] if network.links else paragraphs),
            alt=alt,
            link=link,
            pictures=tuple(f"{name}-{kind}.png" for kind in (FEED, STORY, SQUARE)),
            written=post,
        )


def post_text(edition: Edition, paragraphs: Sequence[str]) -> list[str]:
    """In plain words, with this edition's contacts and the name of its site."""
    resolver = Resolver(edition.course, edition.site, edition.audience, edition.language)
    here = edition.site.name if edition.site else texts_of(edition)["here"]
    return [words(resolver.text(paragraph)).replace(HERE, here) for paragraph in paragraphs]
