"""From an edition to its deck: opening, help, module after module, help again, sources."""

from collections.abc import Iterator, Mapping
from typing import Any

from signpost_builder.formats.trainer.contacts import dialled_in_danger, on_the_sheet, scanned
from signpost_builder.formats.trainer.deck import Deck, Help, Opening, Points, Section, Slide
from signpost_builder.formats.trainer.deck_lines import numbered, shared_out
from signpost_builder.formats.trainer.deck_page import page_slides
from signpost_builder.formats.trainer.deck_scenario import led_on
from signpost_builder.formats.trainer.deck_sources import facts_on
from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.session_plan import session_plans
from signpost_builder.formats.trainer.slide_text import line
from signpost_builder.formats.trainer.typst_page import foot, texts_of
from signpost_builder.minutes import minutes_of
from signpost_builder.model import Contact, Edition, Module
from signpost_builder.page.sources import source_views

MOST_CONTACTS = 7
SOURCES_A_SLIDE, WORDS_OF_SOURCES = 6, 110  # nobody reads these from a chair: they are there to be asked for


def deck_of(edition: Edition, pack: TrainerPack) -> Deck:
    texts = texts_of(edition)
    slides = [
        _opening(edition, pack, texts),
        _help(edition, "help", texts),
        *(slide for module in edition.modules for slide in _module(edition, module, texts)),
        _help(edition, "help-again", texts),
        *_sources(edition, texts),
    ]
    return Deck(
        edition=edition, title=edition.course.title, slides=tuple(led_on(slides)), plans=session_plans(edition, pack)
    )


def _opening(edition: Edition, pack: TrainerPack, texts: Mapping[str, Any]) -> Slide:
    place = () if edition.site else (texts["general"],)  # the foot names a site
    notes = [f"{each.title}: {' '.join(each.points)}" for each in pack.advice]
    return Slide(
        id="opening",
        title=edition.course.title,
        body=Opening((edition.audience.title, *place, foot(edition))),
        notes=(texts["slides"]["how"], *notes),
    )


def _help(edition: Edition, id: str, texts: Mapping[str, Any]) -> Slide:
    """Emergency lines and the site's own people; who does not fit is in the notes."""
    contacts = [*dialled_in_danger(edition), *on_the_sheet(edition)]
    more = [_said(one) for one in edition.contacts if one not in contacts[:MOST_CONTACTS]]
    return Slide(
        id=id,
        title=texts["slides"]["help"],
        body=Help(tuple(contacts[:MOST_CONTACTS]), scanned(edition)),
        notes=tuple(more),
    )


def _said(contact: Contact) -> str:
    """Name, purpose and every way to reach it."""
    reach = (f"{contact.phone} {contact.extension}".strip(), contact.email, contact.url)
    return ". ".join(part.rstrip(".") for part in (contact.name, contact.purpose, *reach) if part)


def _module(edition: Edition, module: Module, texts: Mapping[str, Any]) -> Iterator[Slide]:
    minutes = minutes_of(module)
    yield Slide(
        id=f"{module.id}-module",
        title=module.title,
        module=module.id,
        body=Section(module.summary, module.content_note),
        notes=(f"{minutes} {texts['minute' if minutes == 1 else 'minutes']}",),
    )
    groups = shared_out(map(line, module.objectives))
    for at, group in enumerate(groups):
        title = numbered(texts["slides"]["objectives"], at, len(groups))
        yield Slide(id=f"{module.id}-objectives-{at + 1}", title=title, module=module.id, body=Points(group))
    for page in module.pages:
        yield from page_slides(edition, module, page, texts)


def _sources(edition: Edition, texts: Mapping[str, Any]) -> Iterator[Slide]:
    for module in edition.modules:
        ids = dict.fromkeys(id for page in module.pages for id in facts_on(page))
        facts = [edition.course.facts[id] for id in ids if id in edition.course.facts]
        views = source_views(facts, {**texts, "checked": texts["checked_on"]})
        lines = [line(", ".join(filter(None, (one.publisher, one.title, one.date)))) for one in views]
        groups = shared_out(lines, SOURCES_A_SLIDE, WORDS_OF_SOURCES)
        for at, group in enumerate(groups):
            title = numbered(f"{texts['sources']}: {module.title}", at, len(groups))
            yield Slide(id=f"{module.id}-sources-{at + 1}", title=title, module=module.id, body=Points(group))
