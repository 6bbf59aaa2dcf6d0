"""The pages: one document for each card, a first page, where to turn to, and the way to the questions."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple
from urllib.parse import quote

import minify
from markupsafe import Markup

from signpost_builder.answering_time import answering_minutes
from signpost_builder.formats.campaign.cards import Card
from signpost_builder.formats.campaign.options import Campaign
from signpost_builder.formats.campaign.planning import base, form_link, page_link, public_contacts, texts_of
from signpost_builder.formats.campaign.previews import Preview
from signpost_builder.model import Asset, Block, ChoiceQuestion, Contact, Edition, Question, TrueFalseQuestion
from signpost_builder.page.block_html import Blocks
from signpost_builder.page.bodies import shown_assets, with_sources
from signpost_builder.page.contacts import contact_view
from signpost_builder.page.document import source_hash
from signpost_builder.page.look import look_css
from signpost_builder.page.script import link, minified, source
from signpost_builder.page.sources import page_facts, written_date
from signpost_builder.page.strings import direction
from signpost_builder.page.templates import environment
from signpost_builder.plain_words import plain
from signpost_builder.resolving import general_sets

GENERATOR = "Signpost campaign"
STYLES = ("tokens", "base", "blocks")
DESCRIBED = 155  # characters of a description that a preview shows
SOURCE = re.compile(r'href="#source-[^"]+"')
SHARERS = (
    ("Facebook", "https://www.facebook.com/sharer/sharer.php?u={}"),
    ("X", "https://x.com/intent/post?url={}"),
    ("WhatsApp", "https://wa.me/?text={}"),
)


class Answer(NamedTuple):
    text: Markup
    right: bool
    feedback: Markup


class Site:
    """The pages of one edition. `previews`: the picture of each page by its name."""

    def __init__(
        self, edition: Edition, campaign: Campaign, shown: Sequence[Card], previews: Mapping[str, Preview]
    ) -> None:
        self._edition, self._campaign, self._cards, self._previews = edition, campaign, shown, previews
        self._blocks = Blocks(edition)
        self._texts: Mapping[str, Any] = self._blocks.texts
        self._said = texts_of(edition)
        self._form = form_link(edition)
        self.assets: dict[str, Asset] = {}

    def pages(self) -> dict[str, bytes]:
        """By the name of their file."""
        followers = [*self._cards[1:], None]
        made = {
            f"{card.name}.html": self._card(card, after) for card, after in zip(self._cards, followers, strict=True)
        }
        made |= {"index.html": self._start(), "help.html": self._help()}
        return made | ({"survey.html": self._survey()} if self._form else {})

    # ------------------------------------------------------------------ pages

    def _card(self, card: Card, after: Card | None) -> bytes:
        message, act, turn_to = (self._rendered(part) for part in (card.texts, card.acts, card.helps))
        question = card.questions[0]
        html = Markup("").join((message, act, turn_to, Markup(question.rationale)))
        facts = page_facts(card.page, html, self._edition.course.facts)
        numbered = with_sources(self._blocks, Markup("\x00").join((message, act, turn_to)), facts)
        message, act, rest = numbered.split("\x00")
        turn_to, _, sources = rest.partition('<details class="sources"')
        return self._page(
            "campaign-card.html",
            card.name,
            card.title,
            description=card.message,
            message=self._there(message),
            act=self._there(act),
            turn_to=self._there(turn_to),
            sources=Markup(f'<details class="sources"{sources}') if sources else "",
            question={
                "stem": Markup(question.stem),
                "options": answers(question, self._texts["question"]),
                "rationale": self._there(question.rationale),
            },
            next=after,
            shares=self._shares(card.name),
        )

    def _start(self) -> bytes:
        module = self._edition.modules[0]
        first = module.pages[0]
        body = self._rendered(first.blocks)
        facts = page_facts(first, body, self._edition.course.facts)
        opening, _, sources = with_sources(self._blocks, body, facts).partition('<details class="sources"')
        return self._page(
            "campaign-start.html",
            "index",
            module.title,
            description=module.summary,
            summary=module.summary,
            opening=self._there(opening),
            sources=Markup(f'<details class="sources"{sources}') if sources else "",
            shown=self._cards,
            care=self._edition.course.words.care,
        )

    def _help(self) -> bytes:
        edition = self._edition
        site = edition.site
        title = self._said["help_in"].format(site=site.name) if site else self._said["help_title"]
        groups: dict[str, list[dict[str, Any]]] = {"emergency": [], "national": [], "local": []}
        for contact in public_contacts(edition, self._campaign):
            group = "emergency" if contact.emergency else "local" if contact.local else "national"
            groups[group].append({"contact": contact_view(contact), "read": self._read(contact)})
        checked = self._said["checked"].format(date=self._date(site.checked)) if site and site.checked else ""
        return self._page(
            "campaign-help.html",
            "help",
            title,
            description=self._said["description"],
            help=groups,
            checked=checked,
            nobody=edition.course.words.nobody,
        )

    def _survey(self) -> bytes:
        edition = self._edition
        survey = edition.course.survey
        assert survey is not None
        who = survey.respondents[edition.audience.id]
        sets = general_sets(edition.course, edition.audience, edition.language, who.campaign)
        said = self._said["survey"]
        asked = said["asked"].format(count=sum(len(one.questions) for one in sets), minutes=answering_minutes(sets))
        waves = [
            {"words": wave.words, "begins": self._date(wave.begins), "ends": self._date(wave.ends)}
            for wave in self._campaign.waves
        ]
        return self._page(
            "campaign-survey.html",
            "survey",
            said["title"],
            description=self._said["description"],
            simulated=survey.simulated,
            report=edition.course.words.report,
            asked=asked,
            waves=waves,
            form=self._form,
        )

    # ------------------------------------------------------------------ parts

    def _page(self, template: str, name: str, title: str, *, description: str, **more: Any) -> bytes:
        edition, course = self._edition, self._edition.course
        style, script = stylesheet(look_css(course.look.colour, course.look.dark)), exit_script()
        values = {
            "language": edition.language,
            "direction": direction(edition.language),
            "locale": edition.language.replace("-", "_"),
            "generator": GENERATOR,
            "policy": Markup(
                f"default-src 'none'; script-src '{source_hash(script)}'; style-src '{source_hash(style)}'; "
                "img-src 'self' data:; base-uri 'none'; form-action 'none'"
            ),
            "title": title,
            "site_name": course.title,
            "description": shortened(description),
            "address": page_link(edition, self._campaign, name),
            "preview": {
                "address": base(edition, self._campaign) + self._previews[name].file,
                "alt": self._previews[name].alt,
            },
            "style": Markup(style),
            "script": Markup(script),
            "exit_url": course.exit_url if edition.audience.exit_this_page else "",
            "site": edition.site,
            "draft": not edition.review,
            "example": self._campaign.example,
            "version": course.version,
            "digest": edition.digest[:12],
            "blocks": self._blocks.macros,
            "survey": bool(self._form),
            "t": self._texts,
            "c": self._said,
        }
        return environment().get_template(template).render(values | more).encode()

    def _rendered(self, blocks: Sequence[Block]) -> Markup:
        return self._blocks.render(blocks)

    def _there(self, html: str) -> Markup:
        """With the places that a page of a campaign has: its own list of sources, and media whose names change with them."""
        html = SOURCE.sub('href="#sources"', html)
        for name, asset in shown_assets(self._edition.course, html).items():
            self.assets[name] = asset
            html = html.replace(f'"{name}"', f'"{hashed(asset)}"')
        return Markup(html)

    def _shares(self, name: str) -> list[tuple[str, str]]:
        address = quote(page_link(self._edition, self._campaign, name), safe="")
        return [(title, pattern.format(address)) for title, pattern in SHARERS]

    def _read(self, contact: Contact) -> str:
        return self._said["read"].format(date=self._date(contact.checked)) if contact.checked else ""

    def _date(self, day: Any) -> str:
        return written_date(day, self._texts["months"])


def answers(question: Question, texts: Mapping[str, Any]) -> list[Answer]:
    """Each choice with what follows from it; judging.py lets no other question through."""
    if isinstance(question, TrueFalseQuestion):
        return [
            Answer(Markup(texts["true"]), question.answer is True, Markup(question.feedback_true)),
            Answer(Markup(texts["false"]), question.answer is False, Markup(question.feedback_false)),
        ]
    assert isinstance(question, ChoiceQuestion)
    return [Answer(Markup(choice.text), choice.correct, Markup(choice.feedback)) for choice in question.choices]


def shortened(text: str) -> str:
    """For a preview: whole words, as far as they are shown."""
    said = plain(text)
    if len(said) <= DESCRIBED:
        return said
    return said[: DESCRIBED - 1].rpartition(" ")[0].rstrip(",;:") + "…"


def hashed(asset: Asset) -> str:
    """A name that changes with what is in the file, so that it may be kept for ever (RFC 8246)."""
    stem, _, ending = asset.name.rpartition(".")
    return f"{stem}-{asset.sha256[:8]}.{ending}"


@cache
def stylesheet(own: str = "") -> str:
    player, templates = files("signpost_builder") / "player", files("signpost_builder") / "templates"
    parts = [(player / f"{name}.css").read_text("utf-8") for name in STYLES]
    css = "\n".join([*parts, (templates / "campaign.css").read_text("utf-8"), own])
    return minify.string("text/css", css)


@cache
def exit_script() -> str:
    return minified(link("card.js", "none", source))
