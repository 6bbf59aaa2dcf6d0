"""What course.yaml says under `campaign`: where the pages will stand, the waves of questions, the days on which cards are posted."""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field

from signpost_builder.diagnostics import NOWHERE, Diagnostic, Read, Span, error
from signpost_builder.schema import Address, CourseFile, Date, Entry, Id, OptionalText, Text
from signpost_builder.source.passage import Passage
from signpost_builder.source.yaml_nodes import Document
from signpost_builder.values import frozen

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DAYS: tuple[Day, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
RESERVED = re.compile(r"(?:.*\.)?(?:example(?:\.(?:com|net|org))?|invalid|test|localhost)")  # RFC 2606: nobody's
TERM = re.compile(r"[0-9]{4}-w[1-9][0-9]?")  # as `signpost-survey publish --term` takes it (docs/formats/release.md)


@frozen(kw_only=True)
class Wave:
    """The days, both counted, in which the questions are asked; `words` is what people read of it."""

    id: str
    begins: datetime.date
    ends: datetime.date
    words: str


@frozen(kw_only=True)
class Post:
    """What is posted with a card, or with a wave of questions.

    `texts`: by network, its paragraphs as HTML with contacts still open. `facts` are named in them. `about`: ids of pages of
    the course that the card belongs to. `spans`: by network, where its text stands; `written`: its paragraphs as they stand there.
    """

    texts: Mapping[str, tuple[str, ...]]
    about: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)
    spans: Mapping[str, Span] = field(default_factory=dict, compare=False, repr=False)
    written: Mapping[str, tuple[Passage, ...]] = field(default_factory=dict, compare=False, repr=False)


@frozen(kw_only=True)
class Campaign:
    """`address`: where the site's folders stand, without a slash at its end; empty where course.yaml has no campaign.

    `team`: the local contact that no page for the public shows. `begins` and `days`: cards are posted from that day on, one on each
    of these days of the week. `cards`: posts by id of a page, `surveys`: by id of an audience; `text`: of the file that they stand in,
    so that whoever keeps a course knows that their places are others.
    """

    address: str = ""
    team: str = ""
    waves: tuple[Wave, ...] = ()
    begins: datetime.date | None = None
    days: tuple[Day, ...] = DAYS
    cards: Mapping[str, Post] = field(default_factory=dict)
    surveys: Mapping[str, Post] = field(default_factory=dict)
    text: str = field(default="", repr=False)
    span: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""

    @property
    def example(self) -> bool:
        """Whether nobody can open a page there. What is made says so wherever somebody might post or print it."""
        return bool(RESERVED.fullmatch(self.host))

    def posting_days(self, count: int) -> list[datetime.date | None]:
        """The days of so many cards in their order; None for each where no day is named."""
        if self.begins is None:
            return [None] * count
        days: list[datetime.date | None] = []
        day = self.begins
        while len(days) < count:
            if DAYS[day.weekday()] in self.days:
                days.append(day)
            day += datetime.timedelta(days=1)
        return days


class WaveEntry(Entry):
    noun = "a wave"
    id: Annotated[Text, Field(description="The term under which it is published, such as 2027-w1.")]
    begins: Annotated[Date, Field(description="Its first day.")]
    ends: Annotated[Date, Field(description="Its last day.")]
    words: Annotated[Text, Field(description="What people read of it: 'Before the campaign'.")]


class PostingEntry(Entry):
    noun = "the posting of cards"
    begins: Annotated[Date, Field(description="The first day on which a card is posted.")]
    days: list[Day] = Field(default=list(DAYS), min_length=1, description="Days of the week, a card on each.")


class CampaignEntry(Entry):
    """Where a campaign's pages will stand, its waves of questions, the days on which cards are posted."""

    noun = "a campaign"
    address: Annotated[Address, Field(description="Where the folders of the site will stand.")]
    team: Annotated[Id | OptionalText, Field(description="The local contact for the campaign team alone.")] = ""
    waves: list[WaveEntry] = Field(default=[], description="When the questions are asked.")
    posting: PostingEntry | None = Field(default=None, description="When the cards are posted.")


def entry() -> type[Entry]:
    return CampaignEntry


def read(entry: CampaignEntry, file: CourseFile, document: Document) -> Read[Campaign]:
    """Posts come later, from a file of their own (posts.py)."""
    campaign = Campaign(
        address=entry.address.rstrip("/"),
        team=entry.team,
        waves=tuple(Wave(id=wave.id, begins=wave.begins, ends=wave.ends, words=wave.words) for wave in entry.waves),
        begins=entry.posting.begins if entry.posting else None,
        days=tuple(entry.posting.days) if entry.posting else DAYS,
        span=document.span("campaign", "address"),
    )
    return Read(campaign, tuple(_findings(campaign, document)))


def _findings(campaign: Campaign, document: Document) -> Iterator[Diagnostic]:
    first: dict[str, Wave] = {}
    last: datetime.date | None = None
    for index, wave in enumerate(campaign.waves):
        place = document.span("campaign", "waves", index, "id")
        if not TERM.fullmatch(wave.id):
            message = f"'{wave.id}' is no term of a wave"
            yield error(place, "wave-order", message, "write year and number, such as 2027-w1")
        if wave.id in first:
            yield error(place, "duplicate-id", f"there is a wave '{wave.id}' already", "give one of the two another id")
        first.setdefault(wave.id, wave)
        if wave.ends < wave.begins or (last and wave.begins <= last):
            message = f"the wave '{wave.id}' ends before it begins, or begins before the one above it has ended"
            hint = "an answer belongs to one wave: let one end before the next begins"
            yield error(document.span("campaign", "waves", index, "begins"), "wave-order", message, hint)
        last = wave.ends
