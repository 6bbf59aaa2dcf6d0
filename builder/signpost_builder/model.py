"""The course as values: what every writer reads, and nothing that an author typed by mistake.

Frozen, ordered, free of file access. HTML fragments are rendered, sanitised and safe to embed.
`span` remembers the source place and stays out of equality, so tests compare meaning.
"""

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, fields
from pathlib import Path
from typing import Any, Literal, assert_never

from signpost_builder.diagnostics import NOWHERE, Span
from signpost_builder.values import frozen

ContactKey = str  # of a local contact (contacts.yaml) or the id of a helpline


@frozen(kw_only=True)
class ContactRef:
    """The place in prose where a contact goes; an edition replaces it by that site's details."""

    key: ContactKey
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@frozen(kw_only=True)
class Prose:
    """HTML fragments in order, with contacts still open between them. In an edition: one string, no contacts."""

    parts: tuple[str | ContactRef, ...]
    facts: tuple[str, ...] = ()  # ids in the order of first use, for the page's source list
    assets: tuple[str, ...] = ()  # Asset.name of the media shown


# ---------------------------------------------------------------- questions


@frozen(kw_only=True)
class Choice:
    text: str  # HTML, inline
    correct: bool = False
    feedback: str = ""  # HTML, inline
    counted_as: str = ""  # plain text; what a survey counts this choice as, where its own text would be too fine


@frozen(kw_only=True)
class QuestionBase:
    """What all types share. `stem` is an HTML fragment; `wording` holds other stems by audience id."""

    id: str
    stem: str
    wording: Mapping[str, str] = field(default_factory=dict)
    topic: str = ""
    objective: str = ""
    rationale: str = ""  # HTML, shown after submitting
    trainer: str = ""  # HTML, what a trainer says to the room; no learner's package has it
    facts: tuple[str, ...] = ()
    dont_know: bool = False  # offers "I don't know", which scores 0
    critical: bool = False  # must be fully right to pass
    pool: str = ""  # practice checks only
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@frozen(kw_only=True)
class ChoiceQuestion(QuestionBase):
    """One or several right choices. `multiple` decides radio or checkbox; a survey question has no right choice."""

    choices: tuple[Choice, ...]
    multiple: bool = False
    shuffle: bool = True


@frozen(kw_only=True)
class TrueFalseQuestion(QuestionBase):
    answer: bool | None  # None in a survey
    feedback_true: str = ""
    feedback_false: str = ""


@frozen(kw_only=True)
class OrderQuestion(QuestionBase):
    items: tuple[str, ...]  # in the right order; at least three


@frozen(kw_only=True)
class MatchQuestion(QuestionBase):
    """`pairs` of (term, its meaning); `spare` are meanings that belong to no term."""

    pairs: tuple[tuple[str, str], ...]
    spare: tuple[str, ...] = ()


@frozen(kw_only=True)
class ScaleQuestion(QuestionBase):
    """A rating: `labels` from the lowest (1) up. `reverse`: agreement shows a misconception. Never scored."""

    scale: str
    labels: tuple[str, ...]
    reverse: bool = False


@frozen(kw_only=True)
class NumberQuestion(QuestionBase):
    """Right when |response - answer| <= tolerance. `bands` (upper bounds, ascending) are what a survey keeps."""

    answer: float | None
    tolerance: float = 0.0
    unit: str = ""
    minimum: float = 0.0
    maximum: float = 100.0
    bands: tuple[float, ...] = ()


Question = ChoiceQuestion | TrueFalseQuestion | OrderQuestion | MatchQuestion | ScaleQuestion | NumberQuestion


@frozen(kw_only=True)
class QuestionSet:
    """`knowledge` is scored; `survey` never is. `draw`: pool name -> how many of its questions a check shows.

    `shown_back`: the learner sees the own before and after answers side by side. Sets that are neither scored nor
    shown back (about you, feedback) are only asked where a survey endpoint keeps them. `needs_approval`: only a draft
    form may ask it.
    """

    id: str
    title: str
    kind: Literal["knowledge", "survey"]
    questions: tuple[Question, ...]
    introduction: str = ""  # HTML
    shown_back: bool = False
    needs_approval: bool = False
    draw: Mapping[str, int] = field(default_factory=dict)
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def survey_only(self) -> bool:
        """Whether only a survey has a use for the answers."""
        return self.kind == "survey" and not self.shown_back


# ------------------------------------------------------------------- blocks


@frozen(kw_only=True)
class Callout:
    """`note`, `warning`, `example`, `key-points` or `help`. `title` empty: the kind's own word."""

    kind: Literal["note", "warning", "example", "key-points", "help"]
    blocks: "tuple[Block, ...]"
    title: str = ""


@frozen(kw_only=True)
class Sensitive:
    """A hard part: the learner reads it, skips to `key_points` (which carry every fact asked later), or comes back."""

    title: str
    minutes: int
    blocks: "tuple[Block, ...]"
    key_points: "tuple[Block, ...]"
    id: str  # unique in the course: "<page id>-sensitive-1"


@frozen(kw_only=True)
class For:
    """Only for some editions. Every non-empty condition must hold. Editions contain no `For`."""

    blocks: "tuple[Block, ...]"
    audiences: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@frozen(kw_only=True)
class Stages:
    """An ordered list drawn as stages: (title HTML, body HTML) in order."""

    stages: tuple[tuple[str, str], ...]


@frozen(kw_only=True)
class Option:
    """A decision in a scenario: what one may do, what follows, and the node it leads to."""

    text: str  # HTML, inline
    feedback: str  # HTML
    target: str  # node id


@frozen(kw_only=True)
class Node:
    """A moment in a scenario. No options: an end. Every path reaches an end; `title`, if it has one, is the end's own."""

    id: str
    body: Prose
    title: str = ""  # plain text
    options: tuple[Option, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@frozen(kw_only=True)
class Scenario:
    """`nodes[0]` is where it starts."""

    id: str
    title: str
    nodes: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@frozen(kw_only=True)
class Check:
    """A knowledge check on a page: a set from quizzes/ or one question written in place. Never in the score."""

    questions: QuestionSet


@frozen(kw_only=True)
class Trainer:
    """Facilitator notes: in the trainer pack, in no learner package. Editions contain no `Trainer`."""

    blocks: "tuple[Block, ...]"
    minutes: int = 0


@frozen(kw_only=True)
class SlideText:
    """What stands on a slide of the trainer pack; in no learner package. Editions contain no `SlideText`.

    `title` empty: the page's own.
    """

    text: Prose
    title: str = ""


@frozen(kw_only=True)
class Titled:
    """One piece of a block of pieces: a side of a comparison, a card, a step, a date of a timeline, a numbered label.

    `title`: HTML, inline; in a course contacts as `<span data-contact>`. `blocks`: its text, empty where the title says all.
    `facts`: ids that the title names. `at`: where a label stands on its picture, in whole per cent from its left and top edge.
    """

    title: str
    blocks: "tuple[Block, ...]" = ()
    facts: tuple[str, ...] = ()
    at: tuple[int, int] | None = None


@frozen(kw_only=True)
class Pieces:
    """What blocks of titled pieces share. `blocks`: `Titled`, or `For` around some of them; in an edition `Titled` alone."""

    blocks: "tuple[Block, ...]"


@frozen(kw_only=True)
class Compare(Pieces):
    """Two sides. `do`: what to do and what not; `change`: before and after."""

    kind: Literal["do", "change"] = "do"


@frozen(kw_only=True)
class Cards(Pieces):
    """Two or more things of one kind, side by side, in no order."""


@frozen(kw_only=True)
class Steps(Pieces):
    """A way from one person or place to the next, in order: whom to tell."""


@frozen(kw_only=True)
class Timeline(Pieces):
    """Titles are times, in order."""


@frozen(kw_only=True)
class Figure(Pieces):
    """A picture (`picture` holds one `<img>`) and its numbered labels; each piece has `at`. `id`: "<page id>-figure-1"."""

    picture: Prose
    id: str


@frozen(kw_only=True)
class Easy:
    """What the page says in a few easy lines: at its head, shown to whoever switches it on. Counted in no time and no grade."""

    body: Prose
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@frozen(kw_only=True)
class Reveal:
    """Think first, then look: `title` (plain text) asks, `blocks` are folded until somebody opens them."""

    title: str
    blocks: "tuple[Block, ...]"


@frozen(kw_only=True)
class Quote:
    """Words of somebody else. `by`: plain text. `source`: HTML, inline, the mark that leads to it; empty if none is named."""

    body: Prose
    by: str
    source: str = ""
    facts: tuple[str, ...] = ()


@frozen(kw_only=True)
class Media:
    """A picture, a film or a sound (`picture` holds it alone, with captions and transcript) beside `blocks`."""

    picture: Prose
    blocks: "tuple[Block, ...]"


ChartKind = Literal["bar", "line", "share", "dumbbell", "people"]


@frozen(kw_only=True)
class ChartRow:
    """A label and its numbers, one for each series: `values` to draw (None: a gap in a line), `said` as written."""

    label: str
    values: tuple[float | None, ...]
    said: tuple[str, ...]


@frozen(kw_only=True)
class Chart:
    """Numbers to look at. All texts are plain but `source`, which is HTML, inline: "Source: Home Office" with its mark.

    `columns[0]` heads the labels, the rest name the series. `share`: one series of parts that make 100 %. `dumbbell`: two
    series in per cent, before and after. `people`: one series, out of 100 people. `percent`: values are per cent.
    `description` says in words what the chart shows. `id`: "<page id>-chart-1".
    """

    kind: ChartKind
    id: str
    title: str
    description: str
    columns: tuple[str, ...]
    rows: tuple[ChartRow, ...]
    source: str
    facts: tuple[str, ...] = ()
    percent: bool = False

    @property
    def series(self) -> tuple[tuple[str, tuple[float | None, ...]], ...]:
        """Each series with its name and its values, row by row."""
        return tuple((name, tuple(row.values[n] for row in self.rows)) for n, name in enumerate(self.columns[1:]))


Block = (
    Prose
    | Callout
    | Sensitive
    | For
    | Stages
    | Scenario
    | Check
    | Trainer
    | SlideText
    | Titled
    | Compare
    | Cards
    | Steps
    | Timeline
    | Figure
    | Easy
    | Reveal
    | Quote
    | Media
    | Chart
)


def every_block(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks and all that stand inside them, in reading order, outer before inner."""
    for block in blocks:
        yield block
        match block:
            case Callout() | For() | Trainer() | Titled() | Compare() | Cards() | Steps() | Timeline() | Reveal():
                yield from every_block(block.blocks)
            case Figure() | Media():
                yield from every_block((block.picture, *block.blocks))
            case Sensitive():
                yield from every_block((*block.blocks, *block.key_points))
            case Quote() | Easy():
                yield from every_block((block.body,))
            case SlideText():
                yield block.text
            case Prose() | Stages() | Scenario() | Check() | Chart():
                pass
            case _:
                assert_never(block)


def checked_questions(blocks: Iterable[Block]) -> Iterator[Question]:
    """The questions of every check in the blocks."""
    for block in every_block(blocks):
        if isinstance(block, Check):
            yield from block.questions.questions


# ------------------------------------------------------------------- course


@frozen(kw_only=True)
class Page:
    """One screen. `id` is "<module id>.<slug>", stable across versions: it is the LMS location."""

    id: str
    title: str  # plain text
    blocks: tuple[Block, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@frozen(kw_only=True)
class Module:
    """`pages[0]` is the opening page "<module id>.start": objectives, content note and any prose before the first `##`.

    `stated_minutes`: by its author; 0: left to each edition to reckon (minutes.py).
    """

    id: str
    title: str
    summary: str
    stated_minutes: int
    audiences: tuple[str, ...]
    objectives: tuple[str, ...]
    pages: tuple[Page, ...]
    content_note: str = ""  # plain text
    review_by: datetime.date | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@frozen(kw_only=True)
class Source:
    publisher: str
    title: str
    url: str = ""
    date: str = ""  # as published, "6 March 2025"


# Read at the source; in a page that reports the source; calculated from such figures; advice of official origin.
Mark = Literal["R", "S", "C", "P"]


@frozen(kw_only=True)
class Fact:
    """A figure (`value` with `period`) or a statement (`claim` alone), with where it was read and when."""

    id: str
    claim: str
    source: Source
    sure: Mark
    checked: datetime.date
    review_by: datetime.date
    read_in: Literal["source", "copy"] = "source"  # copy: nobody has opened the publisher's own page
    value: str = ""
    period: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


def dialled(number: str) -> str:
    """A number as a `tel:` address takes it (RFC 3966): its digits, and the + of an international number."""
    return "".join(sign for sign in number if sign in "+0123456789")


@frozen(kw_only=True)
class Contact:
    """Somebody to turn to; `local`: from sites.csv, not national.

    `phone` as written for people ("0800 1111"), in the digits that are dialled (source/contacts.py). `extension` is what
    is said or pressed when somebody answers ("ext. 12"): it stands beside the link and is never dialled.
    """

    key: ContactKey
    name: str
    purpose: str = ""
    phone: str = ""
    extension: str = ""
    email: str = ""
    url: str = ""
    hours: str = ""
    local: bool = False
    audiences: tuple[str, ...] = ()  # empty: all
    emergency: bool = False  # stands first on every help panel
    listening: bool = False  # offered after a hard part before other lines
    checked: datetime.date | None = None  # of a national line: when its number or address was read

    @property
    def dial(self) -> str:
        return dialled(self.phone)


@frozen(kw_only=True)
class LocalContact:
    """Somebody to turn to at a site, as contacts.yaml declares it: which columns of sites.csv make a `Contact` of it.

    `name`, `phone`, `way`, `email`, `url` are columns; `way` holds words in which a number may stand. `words` stand in prose
    where no site is known; `title` is the name where no column gives one. `audiences` empty: for all. `personal`:
    audiences with the quick exit see the title and the telephone, not the person, with `family_words` and `family_title`
    where they have words of their own. `words_unless`: the words follow a name unless it holds this word. `replaces`: the
    national line that the help panel leaves out where the site has this contact.
    """

    key: ContactKey
    words: str
    title: str
    purpose: str
    name: str = ""
    phone: str = ""
    way: str = ""
    email: str = ""
    url: str = ""
    required: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    personal: bool = False
    family_words: str = ""
    family_title: str = ""
    words_unless: str = ""
    replaces: str = ""

    @property
    def columns(self) -> dict[str, str]:
        """Each of its columns and what is written there: name, phone, way, email or url."""
        kinds = ("name", "phone", "way", "email", "url")
        return {column: kind for kind in kinds if (column := getattr(self, kind))}


@frozen(kw_only=True)
class CourseWords:
    """What the interface says of the course's subject (words.yaml); empty: what it says of none (`WordsFile` has each one)."""

    site: str = ""
    reviewer: str = ""
    picture: str = ""
    exit: str = ""
    worry: str = ""
    nobody: str = ""
    survey: str = ""
    report: str = ""
    critical: str = ""
    care: str = ""
    said: tuple[tuple[str, str], ...] = ()  # what is written, and how it is read aloud


@frozen(kw_only=True)
class LocalPicture:
    """What a prevention officer adds for one site: plain text, by whom and when it was checked, the last day it holds."""

    checked: datetime.date
    checked_by: str
    until: datetime.date
    region: str = ""
    hot_spots: tuple[str, ...] = ()
    words: str = ""
    source: str = ""
    period: str = ""
    url: str = ""


@frozen(kw_only=True)
class Site:
    """One site. `contacts` by key, local ones only; `example`: invented, not a real one.

    `emphasis`: what is stressed here, by ids of modules or their pages. `name_source`: where its name comes from.
    `picture`: None also where it has expired. `digest`: SHA-256 over what its row says that is still shown, hex.
    """

    id: str
    name: str
    contacts: Mapping[ContactKey, Contact]
    example: bool = False
    checked: datetime.date | None = None
    picture: LocalPicture | None = None
    emphasis: tuple[str, ...] = ()
    name_source: str = ""
    digest: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


HARDEST = 9.0  # the grade of a text for grown-ups at work
EASIEST = 5.0  # the hardest grade of easy lines: what a child of ten or eleven reads


@frozen(kw_only=True)
class Audience:
    """`exit_this_page`: every page of this audience's editions carries the quick exit, not the help page alone.

    `reading_grade`: the hardest that a page should be for it (`reading_grade.grade`).
    """

    id: str
    title: str
    exit_this_page: bool = False
    reading_grade: float = HARDEST


@frozen(kw_only=True)
class Plan:
    """Ids of the question sets asked before and after, in order. Both empty: the edition has no questions of its own."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@frozen(kw_only=True)
class Review:
    """That somebody has read something: in which role, and when."""

    role: str
    date: datetime.date


@frozen(kw_only=True)
class PageReview:
    """Of a page or a question set: who has read it as it stands (`current`), and who when it said something else."""

    current: tuple[Review, ...] = ()
    earlier: tuple[Review, ...] = ()

    @property
    def is_stale(self) -> bool:
        """Whether it was reviewed once and says something else now."""
        return bool(self.earlier) and not self.current


@frozen(kw_only=True)
class Respondents:
    """Whom a survey tells apart within one audience: ids of the questions of group and stratum, empty if none.

    `campaign`: ids of the sets that a form for people outside the course asks; empty: there is no such form.
    """

    group: str = ""
    stratum: str = ""
    campaign: tuple[str, ...] = ()


@frozen(kw_only=True)
class SurveyKeys:
    """Where sealed answers go. `endpoint` is an origin, `key` the public key in base64url, `verify` the public half of the
    key that signs results."""

    endpoint: str
    key: str
    verify: str


@frozen(kw_only=True)
class Responsible:
    """Who answers for a survey, in the author's words; empty where course.yaml does not say."""

    controller: str = ""
    contact: str = ""
    data_protection_officer: str = ""
    lawful_basis: str = ""
    retention: str = ""


SAID = tuple(each.name for each in fields(Responsible))


@frozen(kw_only=True)
class Survey:
    """Where sealed answers go (`SurveyKeys`), whose they are, and how results are published.

    `block` people at least are counted together; `noise` is the least factor of the added random numbers. `simulated`:
    answers are invented, and labelled so.
    """

    endpoint: str
    key: str
    verify: str
    block: int = 20
    breakdowns: Literal["one-way", "none"] = "one-way"
    noise: Literal[1, 2, 4] = 1
    simulated: bool = False
    responsible: Responsible = Responsible()
    respondents: Mapping[str, Respondents]  # by id of the audiences that are surveyed


@frozen(kw_only=True)
class Approval:
    """That somebody who may has allowed a form: under which `reference`, in which `role`, and when."""

    reference: str
    role: str
    date: datetime.date


@frozen(kw_only=True)
class Draft:
    """A form for people outside the course, made only when it is approved. Sets, `group` and `stratum` by id."""

    id: str
    title: str
    questions: tuple[str, ...]
    group: str = ""
    stratum: str = ""
    approval: Approval | None = None


@frozen(kw_only=True)
class Avoided:
    """Words that authors are warned of: what to `say` instead, and `why`. `audiences`: only where one of them reads it; empty: everywhere.

    `in_quotes`: also where somebody else says it. `exact`: with these capitals and no others.
    """

    words: str
    say: str
    why: str
    audiences: tuple[str, ...] = ()
    in_quotes: bool = False
    exact: bool = False


@frozen(kw_only=True)
class Wording:
    """How a course is to be written. `abbreviations`: those that all readers know; `longest_sentence`: in words."""

    avoid: tuple[Avoided, ...] = ()
    abbreviations: tuple[str, ...] = ()
    longest_sentence: int = 25


@frozen(kw_only=True)
class Asset:
    """A media file. `name` is its path in packages ("media/<module>-<file>"); only the packer opens `path`.

    `raster`: the PNG beside a drawing, for formats that refuse the drawing. `width`, `height`: in pixels, of a picture whose size
    is known, else 0. `span`: where it is first shown.
    """

    name: str
    path: Path
    sha256: str
    size_bytes: int
    raster: "Asset | None" = None
    width: int = 0
    height: int = 0
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@frozen(kw_only=True)
class Look:
    """A trust's own look. `colour` and `dark`: `#rrggbb`, for light and for dark paper. `logo` is called `name`."""

    colour: str = ""  # both empty: those of Signpost
    dark: str = ""
    logo: Asset | None = None
    name: str = ""

    @property
    def is_own(self) -> bool:
        return self != Look()


@frozen(kw_only=True)
class Course:
    id: str
    title: str
    summary: str
    version: str
    languages: tuple[str, ...]  # BCP 47; the first is the default
    audiences: tuple[Audience, ...]  # the first is the default
    modules: tuple[Module, ...]
    question_sets: Mapping[str, QuestionSet]
    plans: Mapping[str, Plan]  # by audience id
    formats: tuple[str, ...]
    pass_mark_percent: int = 80
    attempts: int = 0  # 0: as many as the learner likes
    score_mode: Literal["pass", "exact"] = "pass"
    facts: Mapping[str, Fact] = field(default_factory=dict)
    helplines: tuple[Contact, ...] = ()  # in the order of display
    local_contacts: tuple[LocalContact, ...] = ()  # in the order of the help panel
    words: CourseWords = CourseWords()
    wording: Wording = Wording()
    sites: tuple[Site, ...] = ()
    assets: Mapping[str, Asset] = field(default_factory=dict)
    exit_url: str = ""  # where "exit this page" leads; empty: there is no such link
    look: Look = Look()
    listen: bool = True  # pages can be read aloud by the device
    reviews: Mapping[str, PageReview] = field(default_factory=dict)  # by page id and by id of question sets
    review_needed_for: tuple[str, ...] = ()  # kinds of change (comparing/)
    survey: Survey | None = None  # None: nothing is sent anywhere
    drafts: tuple[Draft, ...] = ()
    options: Mapping[str, Any] = field(
        default_factory=dict
    )  # what formats are told, by their family; only they look inside
    digest: str = ""  # SHA-256 over all sources but the table of sites, hex


def edition_digest(course: Course, site: Site | None) -> str:
    """SHA-256 over what an edition is made from, hex: the sources, and of the table of sites its own row alone.

    So a contact that changes is told from the one before, and changes no other site's packages.
    """
    return hashlib.sha256(f"{course.digest} {site.digest}".encode()).hexdigest() if site else course.digest


@frozen(kw_only=True)
class Edition:
    """What one package holds: a course for one site, audience and language, with `For`, `Trainer`, `SlideText` and contacts resolved.

    `slug` names the edition directory: site, audience and language joined by dots, defaults left out, "general" if none.
    `before` and `after` are the sets that this edition asks (see `QuestionSet.shown_back`).
    `contacts` is the help panel in order: emergency, local, national for this audience.
    `form` is what `survey` asks and how it keeps it (docs/formats/form.md); None where nothing is collected here.
    `form_page` is where the store shows the form that is linked to; None where there is none.
    """

    course: Course
    slug: str
    audience: Audience
    language: str
    site: Site | None
    modules: tuple[Module, ...]
    before: tuple[QuestionSet, ...]
    after: tuple[QuestionSet, ...]
    contacts: tuple[Contact, ...]
    trainer_notes: Mapping[str, tuple[Trainer, ...]] = field(default_factory=dict)  # by page id
    slide_texts: Mapping[str, tuple[SlideText, ...]] = field(default_factory=dict)  # by page id
    survey: Survey | None = None  # what this audience answers goes there
    form: Mapping[str, Any] | None = None
    form_page: str | None = None

    @property
    def digest(self) -> str:
        """What packages print, so that one can tell what they were made from."""
        return edition_digest(self.course, self.site)

    @property
    def reviewable(self) -> tuple[str, ...]:
        """What a reviewer reads of it: ids of its pages, and of the sets that it asks before and after."""
        pages = (page.id for module in self.modules for page in module.pages)
        return (*pages, *dict.fromkeys(each.id for each in (*self.before, *self.after)))

    @property
    def unreviewed(self) -> tuple[str, ...]:
        """Those that nobody has reviewed as they stand."""
        reviews = self.course.reviews
        return tuple(id for id in self.reviewable if id not in reviews or not reviews[id].current)

    @property
    def review(self) -> Review | None:
        """Who has read all of it, and the first day of that reading; None as long as anything is a draft."""
        if self.unreviewed or not self.reviewable:
            return None
        each = [self.course.reviews[id].current for id in self.reviewable]
        roles = list(dict.fromkeys(review.role for read in each for review in read))
        of_all = [role for role in roles if all(any(review.role == role for review in read) for read in each)]
        first = min(max(review.date for review in read) for read in each)
        return Review(role=", ".join(of_all or roles), date=first)
