"""The deck of an edition as values: what `slides.html` and `slides.pptx` both show, slide by slide, with the same numbers.

Plain values without a format: lines of runs, assets by name, contacts. A slide says little; the rest is in its notes.
"""

from dataclasses import field
from typing import Literal

from signpost_builder.formats.trainer.session_plan import SessionPlan
from signpost_builder.formats.trainer.slide_text import Line
from signpost_builder.model import Contact, Edition
from signpost_builder.values import frozen

MOST_POINTS, MOST_WORDS = 5, 45  # of a slide that is read from the back of a room
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


Marks = Literal["bullets", "numbers", "none"]


@frozen
class Opening:
    """The first slide: for whom, where, which version, how far it can be trusted."""

    lines: tuple[str, ...]


@frozen
class Section:
    """A module begins: its summary, and what people should know before it."""

    summary: str
    content_note: str = ""


@frozen
class Points:
    """Short lines. `first`: the number of the first one."""

    lines: tuple[Line, ...]
    marks: Marks = "bullets"
    first: int = 1


@frozen
class Table:
    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]


@frozen
class Picture:
    """An asset with its text alternative, and lines beside it. `drawing`: an SVG of our own instead, such as a chart."""

    name: str
    alt: str
    lines: tuple[Line, ...] = ()
    drawing: str = ""


@frozen
class SlideChoice:
    """What the room may choose. `said`: what is said to it; `goes_to`: the slide that follows in a scenario; `right`: None in one."""

    text: Line
    said: tuple[Line, ...] = ()
    goes_to: str = ""
    right: bool | None = None


@frozen
class Choices:
    """A question to the room; choices have letters, as answer cards do. `several` may be right."""

    text: tuple[Line, ...]
    choices: tuple[SlideChoice, ...]
    several: bool = False


@frozen
class Help:
    """Whom to call, and where a QR code leads: (name, web address)."""

    contacts: tuple[Contact, ...]
    scan: tuple[str, str] | None = None


Body = Opening | Section | Points | Table | Picture | Choices | Help


@frozen(kw_only=True)
class Slide:
    """`id` is unique in the deck and stays as long as the page does. `module`: "" outside modules.

    `notes`: paragraphs for the trainer. `sources`: what the figures on the slide rest on. `goes_to`: id of the slide that
    comes next where a choice led here; "": the next one.
    """

    id: str
    title: str
    body: Body
    module: str = ""
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    goes_to: str = ""


@frozen(kw_only=True)
class Deck:
    """`help`: the id of the slide that is one key away."""

    edition: Edition
    title: str
    slides: tuple[Slide, ...]
    plans: tuple[SessionPlan, ...] = field(default=())
    help: str = "help"
