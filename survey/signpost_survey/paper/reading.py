"""One sitting of reading: pages become sheets, or are refused in a sentence. Everything is in memory and gone with the process."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import cv2
import numpy as np

from signpost_survey.form import Form, Phase
from signpost_survey.paper import marks, queries, straighten
from signpost_survey.paper.answers import Doubt, answers, is_empty, judged
from signpost_survey.paper.layout import PREFIX, Bubble, Layout, Place, places
from signpost_survey.paper.marks import Mark, around
from signpost_survey.paper.pictures import Page, Picture
from signpost_survey.paper.queries import NO, NONE, UNCLEAR, YES, Query
from signpost_survey.paper.straighten import NoSheetError, SheetError
from signpost_survey.paper.strokes import MAYBE, SAME, Strokes, likeness, same_answers, strokes
from signpost_survey.record import Answers

HALVES: dict[Phase, str] = {"before": "left", "after": "right"}
TRACE = "No circle is marked, but something is there: a light pencil, a mark between circles, or dirt."
PALE = "No mark is seen here, but the marks on this sheet are so light that one may be missed."
Kind = Literal["refused", "blank", "without", "unfinished", "again"]


@dataclass(frozen=True, slots=True)
class Left:
    """A page that becomes no record, and why in a sentence."""

    name: str
    kind: Kind
    why: str


@dataclass(slots=True)
class Sheet:
    """A sheet that was read; `asked`: what a person has to say before it counts."""

    name: str
    chosen: dict[tuple[Phase, str], frozenset[str]]
    asked: tuple[Query, ...]
    strokes: Strokes
    small: bytes
    said: dict[str, frozenset[str]] = field(default_factory=dict)


class Sitting:
    """Reads for one form. The order of sheets means nothing: records are shuffled."""

    def __init__(self, form: Form, layout: Layout) -> None:
        self._form, self._layout = form, layout
        self._places = places(layout)
        self.sheets: list[Sheet] = []
        self.left: list[Left] = []

    def take(self, page: Page) -> None:
        """One page of a file."""
        try:
            self._read(page.name, straighten.straightened(page.picture, self._layout).picture)
        except NoSheetError as error:
            blank = straighten.is_blank(page.picture)
            self.left.append(Left(page.name, "blank" if blank else "without", str(error)))
        except SheetError as error:
            self.left.append(Left(page.name, "refused", str(error)))

    def refuse(self, name: str, why: str) -> None:
        """A file that is no picture."""
        self.left.append(Left(name, "refused", why))

    def decide(self, sheet: Sheet, said: Mapping[str, frozenset[str]]) -> None:
        """What a person answered to the questions about a sheet."""
        sheet.said = dict(said)
        for place in self._places:
            letters = said.get(f"{place.phase}.{place.row.id}")
            if letters is not None:
                sheet.chosen[place.phase, place.row.id] = letters - {NONE, UNCLEAR}

    def answered(self) -> list[Answers]:
        """Of every sheet that counts; the others are put to what was left out."""
        return [answers(self._form, self._layout, sheet.chosen) for sheet in self.sheets if self._counts(sheet)]

    def _counts(self, sheet: Sheet) -> bool:
        if NO in sheet.said.get("code", ()):
            self.left.append(Left(sheet.name, "refused", "it is another sheet than the one of this form"))
        elif YES in sheet.said.get("twice", ()):
            self.left.append(Left(sheet.name, "again", "it is the same sheet of paper as another one"))
        elif empty := [half for half in self._halves() if is_empty(sheet.chosen, half)]:
            every = len(empty) == len(self._halves())
            why = "nothing is marked on it" if every else f"its {HALVES[empty[0]]} half is empty"
            self.left.append(Left(sheet.name, "blank" if every else "unfinished", why))
        else:
            return True
        return False

    def _halves(self) -> tuple[Phase, ...]:
        return ("before", "after") if self._form.kind == "pair" else ("after",)

    def _read(self, name: str, straight: Picture) -> None:
        code = _code(straight, self._layout)
        if code is not None and code != self._layout.code_text:
            raise SheetError(_of_another(code, self._layout))
        ink = marks.ink_of(straight, self._layout)
        amounts = marks.amounts(ink, self._layout)
        found = {one: marks.meaning(amount) for one, amount in amounts.items()}
        chosen, asked = {}, [] if code else [queries.code_query(straight, self._layout)]
        for place, letters in self._judged(ink, amounts, found):
            if isinstance(letters, Doubt):
                asked.append(queries.row_query(letters, straight, self._form))
            else:
                chosen[place.phase, place.row.id] = letters
        pen = strokes(ink, self._layout, found)
        asked += self._seen_before(pen, straight)
        self.sheets.append(Sheet(name, chosen, tuple(asked), pen, queries.small(straight)))

    def _judged(
        self, ink: marks.Ink, amounts: Mapping[Bubble, marks.Amount], found: Mapping[Bubble, marks.Mark]
    ) -> list[tuple[Place, frozenset[str] | Doubt]]:
        """Every row. One where no circle is marked counts as not answered only where there is no trace of a pen at all."""
        least = marks.least_trace(amounts)

        def trace(place: Place) -> bool:
            inside = max(amounts[one].inside for one in place.bubbles)
            return inside > least or marks.stray_ink(ink, place.bubbles, self._layout) > marks.STRAY

        read = [(place, judged(place, {one.letter: found[one] for one in place.bubbles})) for place in self._places]
        read = [(at, Doubt(at, TRACE) if not letters and trace(at) else letters) for at, letters in read]
        counted = Counter(found.values())
        light = counted[Mark.FAINT] + sum(isinstance(letters, Doubt) and letters.why == TRACE for _, letters in read)
        if light > counted[Mark.MARKED] + counted[Mark.CROSSED_OUT]:
            read = [(at, letters or Doubt(at, PALE)) for at, letters in read]
        return read

    def _seen_before(self, pen: Strokes, straight: Picture) -> list[Query]:
        """Raises SheetError where it is the same sheet of paper for certain."""
        for other in self.sheets:
            alike = likeness(pen, other.strokes)
            if alike >= SAME:
                raise SheetError(f"it is the same sheet of paper as {other.name}: it counts once")
            if alike >= MAYBE and same_answers(pen, other.strokes):
                return [queries.twice_query(straight, other.small, other.name)]
        return []


def _of_another(code: str, layout: Layout) -> str:
    prefix, _, rest = code.partition(":")
    version, _, id = rest.partition(":")
    if prefix != PREFIX:
        return "its code is not that of an answer sheet"
    if version != str(layout.version):
        return f"it was printed for another version ({version}) of this program: use that one's, or a newer one"
    return (
        f"its code is {id.lower()} and this form's is {layout.id}: it belongs to another form, or to another version of the course. "
        "Read it with the paper.json and the form of the pack that it was printed from"
    )


def _code(straight: Picture, layout: Layout) -> str | None:
    """What the code on the sheet says, or None where it cannot be read, however it is looked at."""
    code = layout.code
    part = around(straight, code.x - 3, code.y - 3, code.x + code.size + 3, code.y + code.size + 3)
    grey = np.asarray(cv2.cvtColor(part, cv2.COLOR_BGR2GRAY), np.uint8)
    detector = cv2.QRCodeDetector()
    for looked in _looks(grey):
        try:
            text, _, _ = detector.detectAndDecode(looked)
        except (cv2.error, UnicodeDecodeError):
            continue  # its own code makes what no text is out of stains now and then
        if text:
            return str(text)
    return None


def _looks(grey: Any) -> list[Any]:
    large = cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    soft = cv2.GaussianBlur(large, (0, 0), 2)
    levels = [cv2.threshold(one, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1] for one in (grey, soft)]
    return [
        grey,
        large,
        soft,
        *levels,
        cv2.adaptiveThreshold(soft, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 81, 8),
    ]
