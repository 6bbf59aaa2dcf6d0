"""What is wrong with cards and posts, each with its place: a card is short, easy, whole, and names one contact."""

import datetime
import re
from collections.abc import Iterator
from typing import assert_never

from signpost_builder.diagnostics import Diagnostic, error, nearest, warning
from signpost_builder.formats.campaign.cards import Card, cards, contact_keys
from signpost_builder.formats.campaign.networks import HASHTAG, IN_WORD
from signpost_builder.formats.campaign.options import Campaign, Post
from signpost_builder.formats.campaign.planning import Outgoing, form_link, outgoing, public_contacts
from signpost_builder.forms import campaign_form
from signpost_builder.model import (
    ChoiceQuestion,
    Edition,
    MatchQuestion,
    NumberQuestion,
    OrderQuestion,
    Question,
    ScaleQuestion,
    TrueFalseQuestion,
)
from signpost_builder.reading_grade import grade, page_text

SECONDS = 60
LONGEST_TITLE = 48  # two lines of the large letters on a picture
LONGEST_ACT = 150
TAG = re.compile(r'<span class="(?:fact|contact|period)"[^>]*>.*?</span>|<[^>]*>', re.DOTALL)
FIGURE = re.compile(r"\d[\d,.]*\s?(?:%|per cent)|\b\d{1,3}(?:,\d{3})+\b|\b\d+ (?:in|out of) \d+\b")


def refusals(edition: Edition, campaign: Campaign) -> list[Diagnostic]:
    """Why the campaign cannot go out; what only deserves a second look is in `warnings`."""
    if not campaign.address:
        message = f"the course '{edition.course.id}' is no campaign: course.yaml has no 'campaign'"
        hint = "build the one that is: signpost build COURSE --format campaign"
        return [error(edition.course.modules[0].span, "not-a-campaign", message, hint)]
    shown = cards(edition, campaign)
    found = [finding for card in shown for finding in _of_card(edition, card)]
    found += _unknown_posts(edition, campaign)
    found += _without_posts(edition, campaign, shown)
    found += _of_site(edition, campaign)
    found += _emphasis(edition, campaign)
    return [*found, *(finding for one in outgoing(edition, campaign, shown) for finding in _of_post(one))]


def warnings(edition: Edition, campaign: Campaign) -> list[Diagnostic]:
    """An address of nobody, figures that may be old on the day on which they are posted, waves that compare nothing."""
    shown = cards(edition, campaign)
    found: dict[tuple[str, str], Diagnostic] = {}
    for name, post, day in _posted(edition, campaign, shown):
        for id in post.facts:
            fact = edition.course.facts.get(id)
            if fact and fact.review_by < day:
                message = f"the fact '{id}' is to be checked by {fact.review_by}, and this is posted on {day}"
                hint = "read the source again and change 'review_by', or post it earlier"
                found.setdefault((id, name), warning(post.span, "post-after-review", message, hint))
    return [*_address(campaign), *found.values(), *_waves(edition, campaign)]


def _posted(edition: Edition, campaign: Campaign, shown: list[Card]) -> Iterator[tuple[str, Post, datetime.date]]:
    """What is posted on a day that is known: the card's name or `survey`, the post, the day."""
    for card, day in zip(shown, campaign.posting_days(len(shown)), strict=True):
        if day and (post := campaign.cards.get(card.page.id)):
            yield card.name, post, day
    if (post := campaign.surveys.get(edition.audience.id)) and form_link(edition):
        yield from (("survey", post, wave.begins) for wave in campaign.waves)


def _address(campaign: Campaign) -> Iterator[Diagnostic]:
    if campaign.example:
        message = f"'{campaign.host}' is an example: nobody can open a page there"
        hint = "write the address that the pages will have; links, codes and previews are made with it"
        yield warning(campaign.span, "example-address", message, hint)


def _waves(edition: Edition, campaign: Campaign) -> Iterator[Diagnostic]:
    """Questions before the cards say nothing of what the cards did, if cards are posted while they are asked."""
    days = [day for day in campaign.posting_days(len(cards(edition, campaign))) if day]
    for wave in campaign.waves if days and form_link(edition) else ():
        if any(wave.begins <= day <= wave.ends for day in days):
            message = f"cards are posted while the wave '{wave.id}' is asked, from {days[0]} to {days[-1]}"
            hint = "let a wave end before the first card, or begin after the last"
            yield warning(campaign.span, "wave-during-posting", message, hint)


# ---------------------------------------------------------------------- cards


def _of_card(edition: Edition, card: Card) -> Iterator[Diagnostic]:
    span, name = card.page.span, f"the card '{card.page.id}'"
    for count, what, how in (
        (len(card.acts), "thing to do", "write one '::: key-points title=\"One thing to do\"'"),
        (len(card.helps), "place to turn to", "write one '::: help' with one contact"),
        (len(card.questions), "question", "write one '::: question'"),
    ):
        if count != 1:
            yield error(span, "card-parts", f"{name} has {count or 'no'} {what}{'s' if count > 1 else ''}", how)
    if not card.message:
        yield error(span, "card-parts", f"{name} says nothing before its thing to do", "write two or three sentences")
    yield from _contact(edition, card, name)
    for question in card.questions:
        yield from _question(question)
    if card.seconds > SECONDS:
        message = f"{name} takes {card.seconds} seconds; the most is {SECONDS}"
        yield error(span, "card-too-long", message, "say less, or make two cards of it")
    for text, most, what in ((card.title, LONGEST_TITLE, "title"), (card.act, LONGEST_ACT, "thing to do")):
        if len(text) > most:
            message = f"the {what} of {name} has {len(text)} characters; a picture has room for {most}"
            yield error(span, "card-too-long", message, "shorten it")
    reached = grade(page_text(card.page))
    if edition.language.startswith("en") and reached is not None and reached > edition.audience.reading_grade:
        message = f"{name} has the reading grade {reached:.1f}; the aim is {edition.audience.reading_grade:g}"
        yield error(span, "card-too-hard", message, "write shorter sentences and shorter words")


def _contact(edition: Edition, card: Card, name: str) -> Iterator[Diagnostic]:
    named = contact_keys(edition, card.page)
    hint = "name one with {contact:KEY} in '::: help', and no other on the page; 999 may stand beside it"
    if len(named) != 1:
        listed = f": {', '.join(named)}" if named else ""
        yield error(card.page.span, "card-contact", f"{name} names {len(named) or 'no'} contacts{listed}", hint)
    elif card.contact is None and named[0] in {line.key for line in edition.course.helplines}:
        message = f"{name} names '{named[0]}', which is not for '{edition.audience.id}'"
        yield error(card.page.span, "card-contact", message, "name a line that is, or change its 'audiences'")


def _question(question: Question) -> Iterator[Diagnostic]:
    """One answer is right, so that each can say what follows from it."""
    match question:
        case TrueFalseQuestion():
            fine = question.answer is not None and bool(question.feedback_true and question.feedback_false)
        case ChoiceQuestion():
            right = sum(choice.correct for choice in question.choices)
            fine = right == 1 and all(choice.feedback for choice in question.choices)
        case OrderQuestion() | MatchQuestion() | ScaleQuestion() | NumberQuestion():
            fine = False
        case _:
            assert_never(question)
    if fine:
        return
    message = f"'{question.id}' is not a question with one right answer and words for each choice"
    yield error(question.span, "card-question", message, "write one '- [x]', and a line below each choice")


# ---------------------------------------------------------------------- posts


def _unknown_posts(edition: Edition, campaign: Campaign) -> Iterator[Diagnostic]:
    known = [page.id for module in edition.course.modules for page in module.pages[1:]]
    for id, post in campaign.cards.items():
        if id not in known:
            yield error(post.span, "unknown-page", f"the course has no page '{id}'", nearest(id, known))


def _without_posts(edition: Edition, campaign: Campaign, shown: list[Card]) -> Iterator[Diagnostic]:
    for card in shown:
        if card.page.id not in campaign.cards:
            message = f"nothing is posted with the card '{card.page.id}'"
            yield error(card.page.span, "post-missing", message, f"add '{card.page.id}:' to posts.yaml")
    if form_link(edition) and campaign.waves and edition.audience.id not in campaign.surveys:
        message = f"'{edition.audience.id}' is asked in waves, and nothing is posted about it"
        yield error(campaign.span, "post-missing", message, "add it under 'survey:' in posts.yaml")


def _of_site(edition: Edition, campaign: Campaign) -> Iterator[Diagnostic]:
    """A row of the table: results are counted by its name, and families turn to whom it names."""
    site = edition.site
    if site is None:
        return
    name = f"the site '{site.id}'"
    first = next(one for one in edition.course.sites if one.name == site.name)
    if first.id != site.id:
        message = f"{name} has the name '{site.name}', as '{first.id}' has"
        yield error(site.span, "site-name", message, "give one of them another; results are counted by it")
    if not site.name_source:
        message = f"{name} does not say where its name comes from"
        yield error(site.span, "site-name", message, "write into 'name_source' whose name for it this is")
    form = campaign_form(edition.course, edition.audience, edition.language)
    stratum = form["stratum"] if form else None
    asked: list[str] = stratum["options"] if stratum else []
    if stratum and site.name not in asked:
        message = f"'{site.name}' is no answer to '{stratum['question']}', so nothing is ever counted there"
        hint = nearest(site.name, asked) or f"one of: {', '.join(asked)}"
        yield error(site.span, "site-name", message, hint)
    for contact in public_contacts(edition, campaign):
        if contact.local and not (contact.phone or contact.email or contact.url):
            message = f"{name} names '{contact.name}', and no number or address of it"
            yield error(site.span, "card-contact", message, "write one, or leave the columns of this contact empty")


def _emphasis(edition: Edition, campaign: Campaign) -> Iterator[Diagnostic]:
    """What a site stresses has to be something that a post is about, for whichever audience."""
    known = sorted({id for post in campaign.cards.values() for id in post.about})
    for id in edition.site.emphasis if edition.site else ():
        if id not in known and edition.site:
            message = f"'{edition.site.id}' stresses '{id}', which no card is about"
            yield error(
                edition.site.span, "unknown-emphasis", message, nearest(id, known) or f"one of: {', '.join(known)}"
            )


def _of_post(one: Outgoing) -> Iterator[Diagnostic]:
    network, span = one.network, one.written.spans[one.network.name]
    name = f"the post of '{one.name}' for {network.title}"
    if one.count > network.limit:
        message = f"{name} has {one.count} characters as {network.title} counts them; the most is {network.limit}"
        yield error(span, "post-too-long", message, "shorten it; its link is counted too")
    if len(one.alt) > network.alt_limit:
        message = f"the description of the picture of '{one.name}' has {len(one.alt)} characters; {network.title} takes {network.alt_limit}"
        yield error(span, "post-too-long", message, "say less on the card")
    tags = HASHTAG.findall(one.text.replace(one.link, ""))
    if network.hashtags is not None and len(tags) > network.hashtags:
        message = f"{name} has {len(tags)} hashtags; {network.title} takes {network.hashtags}"
        yield error(span, "post-too-long", message, "keep the few that people look for")
    if found := IN_WORD.search(one.text.replace(one.link, "")):
        message = (
            f"'{found[0]}' in {name} is a hashtag inside a word, which nobody finds and a screen reader spells out"
        )
        yield error(span, "hashtag-in-word", message, "put it at the end, behind a space")
    for paragraph in one.written.texts[network.name]:
        if figure := FIGURE.search(TAG.sub(" ", paragraph)):
            message = f"'{figure[0]}' in {name} is a figure without a fact behind it"
            yield error(
                span, "post-figure", message, "write {fact:ID}: the post then has its period, and changes with it"
            )
