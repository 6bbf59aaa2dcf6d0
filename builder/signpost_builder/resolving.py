"""What a site's learners of one audience and language get to see: conditions decided, contacts filled in.

What no condition or contact touches stays the same object in every edition, so that it can be rendered once.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from html import escape
from operator import is_
from typing import Any, TypeVar, assert_never, cast

from signpost_builder.model import (
    Audience,
    Block,
    Callout,
    Cards,
    Chart,
    Check,
    Choice,
    ChoiceQuestion,
    Compare,
    Contact,
    ContactRef,
    Course,
    Easy,
    Figure,
    For,
    MatchQuestion,
    Media,
    Module,
    NumberQuestion,
    OrderQuestion,
    Page,
    Prose,
    Question,
    QuestionSet,
    Quote,
    Reveal,
    ScaleQuestion,
    Scenario,
    Sensitive,
    Site,
    SlideText,
    Stages,
    Steps,
    Timeline,
    Titled,
    Trainer,
    TrueFalseQuestion,
)
from signpost_builder.same import Same
from signpost_builder.typography import curled, curls

T = TypeVar("T")

OPEN_CONTACT = re.compile(r'<span data-contact="([^"]+)"></span>')
NO_WORDING: Mapping[str, str] = {}
BEGINS_A_TEXT = tuple(f"<{tag}>" for tag in ("p", "li", "td", "dd", "dt", "h3", "h4", "h5", "h6"))


def general_sets(course: Course, audience: Audience, language: str, ids: Iterable[str]) -> tuple[QuestionSet, ...]:
    """Question sets in an audience's words, as the edition without a site has them."""
    resolver = Resolver(course, None, audience, language or course.languages[0])
    return tuple(resolver.question_set(course.question_sets[id]) for id in ids)


def national_lines(course: Course, audience: Audience) -> list[Contact]:
    """The help lines for an audience, in the course's order."""
    return [line for line in course.helplines if is_for(line, course, audience)]


def is_for(contact: Contact, course: Course, audience: Audience) -> bool:
    """Audiences that the course does not have narrow nothing."""
    named = set(contact.audiences) & {known.id for known in course.audiences}
    return not named or audience.id in named


class Resolver:
    """The parts of a course as one site, audience and language has them."""

    def __init__(self, course: Course, site: Site | None, audience: Audience, language: str) -> None:
        self._course, self._site, self._audience, self._language = course, site, audience, language
        self._helplines = {contact.key: contact for contact in course.helplines}
        self._declared = {contact.key: contact for contact in course.local_contacts}
        self._everywhere = _pages_of_every_site(Same(course), Same(audience), language)
        self._is_local = False  # whether the page so far is one of this site
        self._notes: tuple[Trainer, ...] = ()  # of the page so far
        self._slides: tuple[SlideText, ...] = ()
        self._said: dict[tuple[str, bool], str] = {}
        self.trainer_notes: dict[str, tuple[Trainer, ...]] = {}
        self.slide_texts: dict[str, tuple[SlideText, ...]] = {}

    # ----------------------------------------------------------------- pages

    def module(self, module: Module) -> Module:
        pages = tuple(page for each in module.pages if (page := self._page(each)) is not None)
        return module if _same(pages, module.pages) else replace(module, pages=pages)

    def _page(self, page: Page) -> Page | None:
        """None when nothing of it is for this edition."""
        known = self._everywhere.get(Same(page))
        if known is None:
            self._is_local, self._notes, self._slides = False, (), ()
            known = self._shown(page), self._notes, self._slides
            if not self._is_local:
                self._everywhere[Same(page)] = known
        shown, notes, slides = known
        if notes:
            self.trainer_notes[page.id] = notes
        if slides:
            self.slide_texts[page.id] = slides
        return shown

    def _shown(self, page: Page) -> Page | None:
        """The opening page stays, it holds the objectives."""
        blocks = self._blocks(page.blocks)
        if page.blocks and not blocks and not page.id.endswith(".start"):
            return None
        return page if blocks is page.blocks else _with(page, blocks=blocks)

    def _blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        resolved = tuple(self._resolved(blocks))
        return blocks if _same(resolved, blocks) else resolved

    def _resolved(self, blocks: Iterable[Block]) -> Iterator[Block]:
        for block in blocks:
            match block:
                case Prose():  # most are
                    yield self._prose(block)
                case For():
                    if self._applies(block):
                        yield from self._resolved(block.blocks)
                case Trainer():
                    self._notes += (Trainer(blocks=self._blocks(block.blocks), minutes=block.minutes),)
                case SlideText():
                    self._slides += (replace(block, text=self._prose(block.text)),)
                case Callout() | Compare() | Cards() | Steps() | Timeline() | Reveal() | Figure() | Media():
                    inner = self._blocks(block.blocks)
                    if inner:
                        yield block if inner is block.blocks else _with(block, blocks=inner)
                    elif isinstance(block, (Figure, Media)):
                        yield block.picture  # it is for everybody; only what stands with it is not
                case Titled():
                    inner, title = self._blocks(block.blocks), self.text(block.title)
                    same = inner is block.blocks and title is block.title
                    yield block if same else _with(block, blocks=inner, title=title)
                case Quote() | Easy():
                    body = self._prose(block.body)
                    yield block if body is block.body else _with(block, body=body)
                case Chart():
                    yield block
                case Sensitive():
                    inner, points = self._blocks(block.blocks), self._blocks(block.key_points)
                    if inner or points:
                        same = inner is block.blocks and points is block.key_points
                        yield block if same else _with(block, blocks=inner, key_points=points)
                case Stages():
                    stages = tuple((self.text(title), self.text(body)) for title, body in block.stages)
                    yield block if stages == block.stages else _with(block, stages=stages)
                case Scenario():
                    yield self._scenario(block)
                case Check():
                    questions = self.question_set(block.questions)
                    yield block if questions is block.questions else _with(block, questions=questions)
                case _:
                    assert_never(block)

    def _applies(self, block: For) -> bool:
        self._is_local = self._is_local or bool(block.sites)
        return (
            (not block.audiences or self._audience.id in block.audiences)
            and (not block.sites or (self._site is not None and self._site.id in block.sites))
            and (not block.languages or self._language in block.languages)
        )

    def _scenario(self, scenario: Scenario) -> Scenario:
        nodes = []
        for node in scenario.nodes:
            body = self._prose(node.body)
            options = tuple(
                option if option.feedback is (text := self.text(option.feedback)) else _with(option, feedback=text)
                for option in node.options
            )
            same = body is node.body and _same(options, node.options)
            nodes.append(node if same else _with(node, body=body, options=options))
        return scenario if _same(nodes, scenario.nodes) else _with(scenario, nodes=tuple(nodes))

    # ------------------------------------------------------------- questions

    def asked(self, ids: Iterable[str], survey: bool) -> Iterator[QuestionSet]:
        """Sets whose answers are of use: scored, shown back to the learner, or kept by a survey."""
        for id in ids:
            questions = self._course.question_sets[id]
            if survey or not questions.survey_only:
                yield self.question_set(questions)

    def question_set(self, questions: QuestionSet) -> QuestionSet:
        resolved = tuple(self._question(question) for question in questions.questions)
        introduction = self.text(questions.introduction)
        same = _same(resolved, questions.questions) and introduction is questions.introduction
        return questions if same else _with(questions, questions=resolved, introduction=introduction)

    def _question(self, question: Question) -> Question:
        """With the stem in this audience's wording."""
        changes: dict[str, Any] = {}
        if question.wording:
            changes = {"stem": question.wording.get(self._audience.id, question.stem), "wording": NO_WORDING}
        for name in ("rationale", "trainer"):
            if OPEN_CONTACT.search(getattr(question, name)):
                changes[name] = self.text(getattr(question, name))
        match question:
            case ChoiceQuestion(choices=choices):
                if any("data-contact" in choice.feedback for choice in choices):
                    changes["choices"] = tuple(self._choice(choice) for choice in choices)
            case TrueFalseQuestion():
                for name in ("feedback_true", "feedback_false"):
                    if "data-contact" in getattr(question, name):
                        changes[name] = self.text(getattr(question, name))
            case OrderQuestion() | MatchQuestion() | ScaleQuestion() | NumberQuestion():
                pass  # they have no feedback of their own
            case _:
                assert_never(question)
        return _with(question, **changes) if changes else question

    def _choice(self, choice: Choice) -> Choice:
        return _with(choice, feedback=self.text(choice.feedback))

    # -------------------------------------------------------------- contacts

    def _prose(self, prose: Prose) -> Prose:
        if len(prose.parts) == 1 and isinstance(prose.parts[0], str):
            return prose
        html = ""
        for part in prose.parts:
            html += self._words(part.key, html) if isinstance(part, ContactRef) else part
        return _with(prose, parts=(html,))

    def text(self, html: str) -> str:
        """A fragment with its contacts filled in; the same object where it names none."""
        if "data-contact" not in html:
            return html
        return OPEN_CONTACT.sub(lambda place: self._words(place[1], html[: place.start()]), html)

    def _words(self, key: str, before: str) -> str:
        """A contact in running text: the site's, else the national line of that name, else plain words.

        `before` decides about the capital of "your council's …".
        """
        self._is_local = True
        said = (key, _begins_sentence(before))
        if said not in self._said:
            self._said[said] = self._contact(*said)
        return self._said[said]

    def _contact(self, key: str, begins: bool) -> str:
        local = self._site.contacts.get(key) if self._site else None
        if local and self._is_for(local):
            shown = self._as_shown(local)
            if shown is not local and self._declared[key].family_words:
                shown = replace(shown, name=self._plain_words(key, begins))
            return contact_html(shown, self._role(key), self._declared[key].words_unless)
        if key in self._helplines:
            line = self._helplines[key]
            name = f"your{line.name[4:]}" if line.name.startswith("Your ") and not begins else line.name
            return contact_html(replace(line, name=name))
        return escape(self._plain_words(key, begins), quote=False)

    def _plain_words(self, key: str, begins: bool) -> str:
        words = self._role(key)
        return words[0].upper() + words[1:] if begins else words

    def _role(self, key: str) -> str:
        """What a local contact is to the reader, in the typography of the language; families have words of their own."""
        local = self._declared[key]
        words = local.family_words if local.family_words and self._audience.exit_this_page else local.words
        return curled(words) if curls(self._language) else words

    def help_panel(self) -> Iterator[Contact]:
        """Emergency lines, then the site's contacts, then the national lines for this audience."""
        national = national_lines(self._course, self._audience)
        yield from (contact for contact in national if contact.emergency)
        local = self._site.contacts if self._site else {}
        yield from (self._as_shown(contact) for contact in local.values() if self._is_for(contact))
        replaced = {self._declared[key].replaces for key in local}
        yield from (contact for contact in national if not contact.emergency and contact.key not in replaced)

    def _is_for(self, contact: Contact) -> bool:
        return is_for(contact, self._course, self._audience)

    def _as_shown(self, contact: Contact) -> Contact:
        """Families see the role and the telephone, not the person (facts.md section 19, LOC-02)."""
        local = self._declared[contact.key]
        if not (local.personal and self._audience.exit_this_page):
            return contact
        return replace(contact, name=local.family_title or local.title, email="")


Shown = tuple[Page | None, tuple[Trainer, ...], tuple[SlideText, ...]]


@lru_cache(maxsize=8)
def _pages_of_every_site(course: Same[Course], audience: Same[Audience], language: str) -> dict[Same[Page], Shown]:
    """Pages with their notes and slides that ask for nothing of a site, as far as they were met."""
    return {}


def contact_html(contact: Contact, role: str = "", unless: str = "") -> str:
    """`role`: what the person is to the reader, said unless the name holds the word `unless`; never where that is empty."""
    name = escape(contact.name, quote=False)
    if unless and unless.lower() not in contact.name.lower():
        name = f"{name}, {escape(role, quote=False)}"
    if contact.phone:
        extension = f" {escape(contact.extension)}" if contact.extension else ""
        link = f'<a href="tel:{contact.dial}">{escape(contact.phone)}</a>'
        return f'<span class="contact">{name} ({link}{extension})</span>'
    if contact.url:
        link = f'<a class="external" href="{escape(contact.url)}" rel="noopener noreferrer" target="_blank">{name}</a>'
        return f'<span class="contact">{link}</span>'
    if contact.email:
        address = escape(contact.email)
        return f'<span class="contact">{name} (<a href="mailto:{address}">{address}</a>)</span>'
    return f'<span class="contact">{name}</span>'


def _with(value: T, **changes: object) -> T:
    """The value with other fields; the same object for every edition that changes the same.

    So whatever reads editions knows again by its identity what it has read at another site.
    """
    return cast("T", _changed(Same(value), tuple((name, _key(given)) for name, given in changes.items())))


@lru_cache(maxsize=8192)
def _changed(the: Same[Any], changes: tuple[tuple[str, Hashable], ...]) -> Any:
    return replace(the.value, **{name: _value(key) for name, key in changes})


def _key(given: object) -> Hashable:
    """Texts by what they say, all else by the object that it is."""
    if isinstance(given, tuple):
        return tuple(map(_key, given))
    return given if isinstance(given, str) else Same(given)


def _value(key: object) -> object:
    if isinstance(key, tuple):
        return tuple(map(_value, key))
    return key.value if isinstance(key, Same) else key


def _begins_sentence(before: str) -> bool:
    """Whether what follows this HTML begins a sentence, and so with a capital."""
    said = before.rstrip()
    return not said or said.endswith(BEGINS_A_TEXT) or (said.endswith((".", "!", "?")) and said != before)


def _same(new: Sequence[object], old: Sequence[object]) -> bool:
    return len(new) == len(old) and all(map(is_, new, old))
