"""The picture that a network shows with a link to a page."""

import hashlib
from collections.abc import Sequence

from signpost_builder.formats.campaign.cards import Card
from signpost_builder.formats.campaign.options import Campaign
from signpost_builder.formats.campaign.pictures import PREVIEW, description, picture, title_picture
from signpost_builder.model import Edition
from signpost_builder.values import frozen


@frozen(kw_only=True)
class Preview:
    """`file`: its name, which changes with what it shows, because networks keep pictures for weeks."""

    file: str
    alt: str
    content: bytes


def previews(edition: Edition, campaign: Campaign, shown: Sequence[Card]) -> dict[str, Preview]:
    """By the name of the page. Pages that are no card share one."""
    made = {
        card.name: _preview(picture(edition, campaign, card, PREVIEW), description(edition, card, PREVIEW))
        for card in shown
    }
    title = edition.modules[0].title
    common = _preview(title_picture(edition, campaign, title), f"{title}. {edition.course.summary}")
    return made | dict.fromkeys(("index", "help", "survey"), common)


def _preview(content: bytes, alt: str) -> Preview:
    return Preview(file=f"preview-{hashlib.sha256(content).hexdigest()[:8]}.png", alt=alt, content=content)
