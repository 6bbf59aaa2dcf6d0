"""A release as tables in words, for people who open them in a spreadsheet: CSV and XLSX, the same rows."""

import csv
import datetime
import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never

import msgspec

from signpost_survey.form import Match, Multiple, Number, Order, Question, Scale, Single, TrueFalse
from signpost_survey.release import Breakdown, CountRow, Release, SumRow, codes, parse_release

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

COLUMNS = ("Table", "Question", "About", "When", "Answer", "Answer after", "Who", "People", "Count", "Give or take")
MEASURES = {
    "right": "Right or not, as a whole",
    "favourable": "In favour or not",
    "level": "Answers on the scale",
    "answers": "Answers",
    "flow": "From which part of the scale to which",
    "topic": "Confidence and knowledge of a topic",
    "bands": "Score, from which part to which",
    "better": "Better, the same or worse",
    "score": "Sum of all scores",
}
YES_NO = {
    "right": ("not right", "right"),
    "favourable": ("not in favour", "in favour"),
    "confident": ("not confident", "confident"),
    "knows": ("does not know", "knows"),
}
FLOW = ("lower labels", "middle label", "higher labels", "no rating")
BETTER = {1: "better", 0: "the same", -1: "worse"}
WHEN = {"before": "before", "after": "after", "both": "before and after"}
INGREDIENTS = ("square", "gain", "rest")  # of intervals only: they stand in the data package
CONFIDENCE = 1.96
NOTES = (
    "Count: how many people, or for scores the sum of their scores. A random number was added to it.",
    "Give or take: 95 times in 100 that random number is no larger. What another group of people would have answered is not in it.",
    "People: how many are counted in this row, exactly. A count below 0 means: about none.",
    "When: before and after together means that each row says what the same people answered on both occasions.",
)


Texts = tuple[str, str, str, str, str]  # question, about, when, answer, answer after


class Labelled(NamedTuple):
    """One number of a release in words, in the order of COLUMNS."""

    table: str
    question: str
    about: str
    when: str
    answer: str
    answer_after: str
    who: str
    people: int
    number: int
    give_or_take: float


def labelled(document: bytes) -> Iterator[Labelled]:
    """Every number that says something by itself."""
    words = _Words(parse_release(document))
    yield from (words.count(row) for row in words.release.counts)
    yield from (words.sum(row) for row in words.release.sums if row[0] not in INGREDIENTS)


def about(document: bytes) -> list[tuple[str, str]]:
    """What stands beside the numbers, wherever they are shown."""
    made = parse_release(document)
    facts = [("Title", made.title), ("Audience", made.form["audience"]), ("Term", made.term), ("Release", made.id)]
    if made.simulated:
        facts.append(("Simulated", "Every answer is invented."))
    facts += [("People", str(everyone(document))), ("Notice", made.notice), ("Who could answer", made.access)]
    return [*facts, *(("How to read it", note) for note in NOTES)]


def everyone(document: bytes) -> int:
    """How many people are counted."""
    return next(people for breakdown, *_, people in parse_release(document).people if breakdown == "all")


def as_csv(document: bytes) -> bytes:
    """All rows; with the mark by which a spreadsheet knows UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(labelled(document))
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(document: bytes) -> bytes:
    """The same on a sheet for each table, behind one that says what they are. The same release gives the same bytes."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.datetime(2000, 1, 1), "title": dict(about(document))["Title"]})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    first = book.add_worksheet("About")
    first.set_column(0, 0, 18)
    first.set_column(1, 1, 90)
    for number, (name, text) in enumerate(about(document)):
        first.write_string(number, 0, name, bold)
        first.write_string(number, 1, text, wrapped)
    tables: dict[str, list[Labelled]] = {}
    for row in labelled(document):
        tables.setdefault(row.table, []).append(row)
    for name, rows in tables.items():
        _sheet(book.add_worksheet(name.replace(",", "")[:31]), rows, bold, wrapped)
    book.close()
    return out.getvalue()


def _sheet(sheet: "Worksheet", rows: list[Labelled], bold: "Format", wrapped: "Format") -> None:
    sheet.write_row(0, 0, COLUMNS[1:], bold)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 2)
    for column, width in enumerate((50, 24, 17, 26, 20, 30, 8, 8, 12)):
        sheet.set_column(column, column, width)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row[1:]):
            match value:
                case str():
                    sheet.write_string(number, column, value, wrapped)
                case int() | float():
                    sheet.write_number(number, column, value)
                case _:
                    raise TypeError(type(value).__name__)


class _Words:
    """What the indexes of one release stand for."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self._stems = {row[0]: row[5] for row in release.questions}
        self._questions: dict[str, Question] = {
            id: msgspec.convert(described, Question) for id, described in release.form["questions"].items()
        }
        self._codes = {(question, part, value): label for question, part, value, label, _ in codes(release.form)}
        self._people = {(row[0], row[1]): row[-1] for row in release.people}
        self._who = {(row[0], row[1]): _who(release.form, *row[:3]) for row in release.people}
        self._variances = {row[:3]: row[3] for row in release.noise.variances}

    def count(self, row: CountRow) -> Labelled:
        measure, question, part, phase, value, after, breakdown, cell, count = row
        answer, answer_after = self._answer(measure, question, part, value), ""
        if measure == "topic":  # both of one occasion
            answer = f"{YES_NO['confident'][value]}, {YES_NO['knows'][after or 0]}"
        elif after is not None:
            answer_after = self._answer(measure, question, part, after)
        texts = (
            self._question(measure, question),
            self._about(question, part, measure),
            self._when(phase),
            answer,
            answer_after,
        )
        return self._row(measure, question, texts, breakdown, cell, count)

    def sum(self, row: SumRow) -> Labelled:
        measure, question, phase, breakdown, cell, total = row
        scored = f"of {self.release.noise.scored} questions"
        return self._row(measure, question, ("", scored, self._when(phase), "", ""), breakdown, cell, total)

    def _row(
        self, measure: str, question: str | None, texts: Texts, breakdown: Breakdown, cell: int, number: int
    ) -> Labelled:
        variance = self._variances.get((measure, question, breakdown)) or self._variances[measure, None, breakdown]
        place = breakdown, cell
        return Labelled(
            MEASURES[measure],
            *texts,
            self._who[place],
            self._people[place],
            number,
            round(CONFIDENCE * variance**0.5, 1),
        )

    def _question(self, measure: str, question: str | None) -> str:
        return f"Topic: {question}" if measure == "topic" else self._stems.get(question or "", "")

    def _about(self, question: str | None, part: int | None, measure: str) -> str:
        """Which option, place or term of a question with several."""
        if measure != "answers" or question is None or part is None:
            return ""
        match described := self._questions[question]:
            case Multiple():
                return described.options[part]
            case Match():
                return described.terms[part]
            case Order():
                return f"place {part + 1}"
            case Single() | TrueFalse() | Scale() | Number():
                return ""
            case _:
                assert_never(described)

    def _when(self, phase: str) -> str:
        return "once" if self.release.form["kind"] == "single" else WHEN[phase]

    def _answer(self, measure: str, question: str | None, part: int | None, value: int) -> str:
        match measure:
            case "right" | "favourable":
                return YES_NO[measure][value]
            case "topic":
                return ""
            case "flow":
                return FLOW[value]
            case "better":
                return BETTER[value]
            case "bands":
                return _band(value, self.release.noise.scored)
            case "level" | "answers":
                return self._label(question or "", part or 0, value)
            case unknown:
                raise ValueError(f"no release counts '{unknown}'")

    def _label(self, question: str, part: int, value: int) -> str:
        label = self._codes[question, part, value]
        if isinstance(self._questions[question], Order):
            return label.partition(". ")[2] or label
        return label.removeprefix(f"{self._about(question, part, 'answers')}: ")


def _band(band: int, scored: int) -> str:
    """The scores x with ⌊4x / (K + 1)⌋ = band."""
    inside = [score for score in range(scored + 1) if 4 * score // (scored + 1) == band]
    return f"{inside[0]} to {inside[-1]} right" if inside else "no score"


def _who(form: Mapping[str, Any], breakdown: str, cell: int, label: str) -> str:
    if breakdown in ("group", "stratum"):
        return f"{form[breakdown]['stem']} {label}"
    return label
