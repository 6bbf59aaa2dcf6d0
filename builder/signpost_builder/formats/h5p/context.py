"""What the parts of the H5P writer share for one edition: words, ids, versions, and what they have to report."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cached_property, lru_cache
from html import escape
from typing import Any

from signpost_builder.diagnostics import Span
from signpost_builder.formats.h5p.content import Maker
from signpost_builder.formats.h5p.library import PROFILES
from signpost_builder.formats.h5p.lowering import lowering_of
from signpost_builder.formats.h5p.options import H5p
from signpost_builder.formats.h5p.questions import Cite, Posed, Poser, Purpose
from signpost_builder.model import Asset, Course, Edition, Fact, Question, Source
from signpost_builder.page.contacts import ContactView, no_reports, reachable, someone_to_talk_to
from signpost_builder.page.strings import strings
from signpost_builder.same import Same
from signpost_builder.values import frozen

MEDIA = re.compile(r'<(video|audio|img|a)\b[^>]* (?:src|href)="(media/[^"]+)"')


@frozen(kw_only=True)
class Difference:
    """What a package cannot say of the source. `about`: the question, scenario or file."""

    about: str
    text: str
    span: Span = field(compare=False)


@frozen(kw_only=True)
class Activity:
    """The content of one package. `name` is its part of the file's name; `points` what all its tasks count."""

    name: str
    title: str
    main: str  # the machine name of its type
    params: Mapping[str, Any]
    media: Mapping[str, Asset] = field(default_factory=dict)
    points: int = 0
    differences: tuple[Difference, ...] = ()


class Setting:
    """What all sites have in common: a course in one language, for one audience, in one generation of content types.

    `setting_of` makes each once, and as a key it is that very one: what depends on nothing else is remembered by it.
    """

    def __init__(self, course: Course, language: str, audience: str, profile: str) -> None:
        self.course = course
        self.texts: Mapping[str, Any] = strings(language, course.words)
        self.page: Mapping[str, Any] = self.texts["page"]
        self.h5p: Mapping[str, Any] = self.texts["h5p"]
        self.make = Maker(course.id, PROFILES[profile])
        self.lowering = lowering_of(Same(course), language)
        self._poser = Poser(self.make, self.lowering, self.texts, language, audience)

    def pose(self, question: Question, purpose: Purpose, cite: Cite) -> tuple[Posed, list[Difference]]:
        posed = self._poser.pose(question, purpose, cite)
        return posed, [Difference(about=question.id, text=text, span=question.span) for text in posed.differences]

    def named_source(self, fact: str) -> str:
        """A citation where no list of sources stands near."""
        known = self.course.facts.get(fact)
        return f" ({known.source.publisher})" if known else ""


@lru_cache(maxsize=8)
def setting_of(course: Same[Course], language: str, audience: str, profile: str) -> Setting:
    return Setting(course.value, language, audience, profile)


class Context:
    """One edition at work, in its setting."""

    def __init__(self, edition: Edition, options: H5p) -> None:
        self.edition, self.options = edition, options
        self.setting = setting_of(Same(edition.course), edition.language, edition.audience.id, options.profile)
        self.page, self.h5p = self.setting.page, self.setting.h5p
        self.make, self.lowering = self.setting.make, self.setting.lowering
        self.named_source = self.setting.named_source

    # --------------------------------------------------- words that recur

    @cached_property
    def banners(self) -> tuple[str, ...]:
        """That this is a draft, or an example site."""
        draft = () if self.edition.review else (f"{self.page['draft']}.",)
        example = (self.page["example"],) if self.edition.site and self.edition.site.example else ()
        return (*draft, *example)

    @cached_property
    def banner(self) -> str:
        return "".join(f"<p><strong>{escape(text)}</strong></p>" for text in self.banners)

    @cached_property
    def pause(self) -> str:
        """After a hard part: somebody to turn to."""
        return someone_to_turn_to(self, self.page["sensitive"]["pause"])

    @cached_property
    def no_reports(self) -> str:
        return no_reports(self.edition, self.page)

    @cached_property
    def first_help(self) -> tuple[str, ...]:
        """Whom to turn to, in two lines, for screens that have no help chapter."""
        urgent = [contact for contact in self.edition.contacts if contact.emergency][:1]
        return (
            *(f"{self.page['help']['danger']}: {reachable(contact, self.edition.language)}." for contact in urgent),
            self.no_reports,
        )


def left_out(course: Course, html: str) -> list[Difference]:
    """Media in a text, which can carry none: words are all that stays of them."""
    texts = {"a": "it is left out; the words of the link stay", "img": "only its words are there"}
    differences = []
    for tag, name in MEDIA.findall(html) if "media/" in html else ():
        if asset := course.assets.get(name):
            text = texts.get(tag, "it is left out; a transcript, if there is one, stands as text")
            differences.append(Difference(about=asset.path.name, text=text, span=asset.span))
    return differences


def contact_list(contacts: Iterable[ContactView]) -> str:
    """HTML: each with its number as text, what it is for and when it is open."""
    return f"<ul>{''.join(f'<li>{_contact(contact)}</li>' for contact in contacts)}</ul>"


def someone_to_turn_to(context: Context, text: str) -> str:
    """`text` as a paragraph, and the lines to talk to under it; without any, no words that lead to nobody."""
    contacts = someone_to_talk_to(context.edition.contacts)
    talk = f" {context.page['sensitive']['talk']}" if contacts else ""
    return f"<p>{escape(text + talk)}</p>{contact_list(contacts) if contacts else ''}"


def _contact(view: ContactView) -> str:
    head = f"<strong>{escape(view.name)}</strong>"
    if view.phone:
        head += f": <strong>{escape(f'{view.phone} {view.extension}'.strip())}</strong>"
    links = []
    if view.email:
        links.append(f'<a href="mailto:{escape(view.email)}">{escape(view.email)}</a>')
    if view.url:
        links.append(f'<a href="{escape(view.url)}">{escape(view.site)}</a>')
    return "<br>".join([head, *(escape(text) for text in (view.purpose, view.hours) if text), *links])


class Citer:
    """Numbers the sources of one page as they are first cited, like the page's own list."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = facts
        self._numbers: dict[Source, int] = {}
        self.cited: dict[str, Fact] = {}

    def __call__(self, id: str) -> str:
        fact = self._facts.get(id)
        if fact is None:
            return ""
        self.cited[id] = fact
        return f" [{self._numbers.setdefault(fact.source, len(self._numbers) + 1)}]"
