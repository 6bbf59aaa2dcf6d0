"""A chart from a small table, or from facts by id: `::: chart kind=bar title="…" alt="…"`."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple, cast, get_args

from signpost_builder.diagnostics import Findings, Read, Span, error, nearest
from signpost_builder.model import Chart, ChartKind, ChartRow, Fact
from signpost_builder.plain_words import plain
from signpost_builder.read.beneath import beneath
from signpost_builder.read.lists import stripped
from signpost_builder.read.prose import ProseReader
from signpost_builder.source.items import Directive
from signpost_builder.source.passage import Line, passage
from signpost_builder.source.tables import DELIMITERS, split_row, table_faults

KINDS = get_args(ChartKind)
FACT = re.compile(r"\{\s*fact\s*:\s*([^{}\s]+)(?:\s+value)?\s*\}")
# Not the 18 of "under-18s"; a range has two.
MINUSES = "-\u2212\u2013"  # as keyboards, word processors and typesetters write it
NUMBER = re.compile(
    rf"(?<![A-Za-z]-)(?<![\w.,])([{MINUSES}]?)(\d{{1,3}}(?:,\d{{3}})+|\d+)(\.\d+)?(?!\d)"
    r"(?:\s*(thousand|million|billion)\b)?",
    re.IGNORECASE,
)
TIMES = {"": 1, "thousand": 1e3, "million": 1e6, "billion": 1e9}
EXPONENT = re.compile(r"\d[eE][-+]?\d")
SERIES = {"bar": (1, 2), "line": (1, 4), "share": (1, 1), "dumbbell": (2, 2), "people": (1, 1)}  # fewest and most
ROWS = {"bar": (1, 20), "line": (2, 40), "share": (2, 7), "dumbbell": (1, 12), "people": (1, 4)}
LARGEST = 1e15  # beyond, neighbouring whole numbers are one mark, and far beyond no number at all
HINT = "write '| Year | Children |', '|---|---|' and '| 2024 | {fact:ID value} |' for each row"


class _Cell(NamedTuple):
    said: str
    value: float | None


@dataclass(slots=True)
class ChartReader:
    """`word` and `period`: "Source" and "Period", in the language of the text."""

    prose: ProseReader
    path: PurePosixPath
    word: str
    period: str
    findings: Findings = field(default_factory=Findings)
    _facts: dict[str, Fact] = field(default_factory=dict)
    _unsourced: Span | None = None  # where the first number stands that is no fact's
    _units: dict[bool, _Cell] = field(default_factory=dict)  # the first number in per cent, and the first that is none

    def chart(self, directive: Directive, lines: Sequence[Line], id: str) -> Read[Chart | None]:
        if directive.options["kind"] not in KINDS:
            message = f"there is no chart of the kind '{directive.options['kind']}'"
            self._note(directive.span, "unknown-value", message, nearest(directive.options["kind"], KINDS))
            return self.findings.beside(None)
        kind = cast("ChartKind", directive.options["kind"])
        table = self._of_facts(directive) if directive.options.get("facts") else self._of_table(directive, lines)
        if directive.options.get("facts") and stripped(lines):
            self._note(directive.span, "malformed-chart", "this chart has 'facts' and a table", "keep one of the two")
        columns, rows = table
        self.findings.of(self.prose.findings_only())
        if rows and not self.findings:
            self._judge(directive, kind, columns, rows)
        source = self._source(directive, columns, rows)
        self.findings.of(self.prose.findings_only())
        if self.findings or not rows:
            return self.findings.beside(None)
        return self.findings.beside(
            Chart(
                kind=kind,
                id=id,
                title=directive.options["title"],
                description=directive.options["alt"],
                columns=columns,
                rows=rows,
                source=source,
                facts=tuple(self._facts),
                percent=all("%" in said for row in rows for said in row.said if said),
            )
        )

    # ----------------------------------------------------------- what is drawn

    def _of_facts(self, directive: Directive) -> tuple[tuple[str, ...], tuple[ChartRow, ...]]:
        """A row for each fact, called by its period."""
        rows = []
        for id in directive.options["facts"].split():
            if fact := self.prose.figure(id, directive.span):
                cell = self._figure(fact, directive.span)
                rows.append(ChartRow(label=fact.period or fact.claim, values=(cell.value,), said=(cell.said,)))
        return (self.period, directive.options["title"]), tuple(rows)

    def _of_table(self, directive: Directive, lines: Sequence[Line]) -> tuple[tuple[str, ...], tuple[ChartRow, ...]]:
        lines = stripped(lines)
        faults = list(table_faults([line.text for line in lines])) if lines else []
        for fault in faults:
            self._note(self._at(lines[fault.row]), "malformed-chart", fault.message, fault.hint)
        if faults:
            return (), ()
        if len(lines) < 3 or not DELIMITERS.fullmatch(lines[1].text.strip()):
            self._note(directive.span, "malformed-chart", "this chart holds one table and nothing else", HINT)
            return (), ()
        columns = tuple(self._plain(lines[0], cell) for cell in split_row(lines[0].text))
        rows = tuple(self._row(line) for line in lines[2:])
        return columns, rows

    def _row(self, line: Line) -> ChartRow:
        label, *cells = split_row(line.text)
        read = [self._cell(line, cell) for cell in cells]
        return ChartRow(
            label=self._plain(line, label),
            values=tuple(cell.value for cell in read),
            said=tuple(cell.said for cell in read),
        )

    def _cell(self, line: Line, cell: str) -> _Cell:
        at = self._at(line)
        if token := FACT.fullmatch(cell):
            fact = self.prose.figure(token[1], at)
            return self._figure(fact, at) if fact else _Cell("", None)
        if not cell:
            return _Cell("", None)
        said = self._plain(line, cell)
        self._unsourced = self._unsourced or at
        return self._numbered(said, at)

    def _figure(self, fact: Fact, at: Span) -> _Cell:
        self._facts[fact.id] = fact
        return self._numbered(fact.value, at)

    def _numbered(self, said: str, at: Span) -> _Cell:
        """Text with the one number in it."""
        found = [_value(*parts) for parts in NUMBER.findall(said)]
        if EXPONENT.search(said):
            hint = "write all its digits, or write it in millions and say so in the heading"
            self._note(at, "malformed-chart", f"'{said[:60]}' is a number with an exponent", hint)
            return _Cell(said, None)
        self._of_one_unit(said, at)
        if len(found) == 1 and abs(found[0]) <= LARGEST:
            return _Cell(said, found[0])
        if len(found) == 1:
            message = f"'{said[:60]}' is a larger number than a mark can show"
            self._note(at, "malformed-chart", message, "write it in millions or billions, and say so in the heading")
            return _Cell(said, None)
        message = f"'{said[:60]}' has {len(found) or 'no'} number{'s' if len(found) > 1 else ''}; a mark shows one"
        self._note(at, "malformed-chart", message, "name a fact whose value is one number, or write the number")
        return _Cell(said, None)

    def _of_one_unit(self, said: str, at: Span) -> None:
        """The marks of a chart stand on one scale, so all of its numbers are in per cent or none is."""
        in_percent = "%" in said
        other = self._units.get(not in_percent)
        if other is not None and in_percent not in self._units:
            with_sign, without = (said, other.said) if in_percent else (other.said, said)
            message = f"'{with_sign[:60]}' is in per cent and '{without[:60]}' is not; the marks of a chart stand on one scale"
            hint = "write % behind all of its numbers or behind none, or draw two charts"
            self._note(at, "malformed-chart", message, hint)
        self._units.setdefault(in_percent, _Cell(said, None))

    def _plain(self, line: Line, cell: str) -> str:
        found = self.findings.of(self.prose.line(passage(self.path, [Line(line.number, line.column, cell)])))
        return plain(found)

    # ------------------------------------------------------------ what is judged

    def _judge(self, directive: Directive, kind: ChartKind, columns: Sequence[str], rows: Sequence[ChartRow]) -> None:
        for count, (least, most), of_what in (
            (len(columns) - 1, SERIES[kind], "columns of numbers"),
            (len(rows), ROWS[kind], "rows"),
        ):
            if not least <= count <= most:
                wanted = str(least) if least == most else f"{least} to {most}"
                message = f"a chart of the kind '{kind}' has {wanted} {of_what}, not {count}"
                self._note(directive.span, "malformed-chart", message, "choose another kind, or split the table")
        if not all(columns):
            self._note(directive.span, "malformed-chart", "a column of this chart has no heading", HINT)
        self._judge_labels(directive, [row.label for row in rows])
        values = [value for row in rows for value in row.values]
        shown = [value for value in values if value is not None]
        if not shown:
            self._note(directive.span, "malformed-chart", "this chart has no number", HINT)
        elif len(shown) < len(values) and kind != "line":
            self._note(directive.span, "malformed-chart", "a cell of this chart is empty", "only a line can have a gap")
        if kind in ("bar", "share") and any(value < 0 for value in shown):
            self._note(directive.span, "malformed-chart", "this chart cannot show a number below 0", "draw a line")
        if kind in ("share", "dumbbell", "people") and any(not 0 <= value <= 100 for value in shown):
            message = f"a chart of the kind '{kind}' shows numbers from 0 to 100"
            self._note(directive.span, "malformed-chart", message, "choose another kind")
        elif kind == "share" and not 99 <= sum(shown) <= 101:
            message = f"the parts of this share make {sum(shown):g}, not 100"
            self._note(directive.span, "malformed-chart", message, "add what is missing as a row 'Other', or draw bars")

    def _judge_labels(self, directive: Directive, labels: Sequence[str]) -> None:
        """A mark is known by what its row is called."""
        if not all(labels):
            self._note(directive.span, "malformed-chart", "a row of this chart is not called anything", HINT)
        if twice := [label for label, count in Counter(labels).items() if label and count > 1]:
            message = f"more than one row of this chart is called '{twice[0][:60]}'"
            hint = "call each by what it counts; facts of one period need a table: '| What | Number |'"
            self._note(directive.span, "malformed-chart", message, hint)

    def _source(self, directive: Directive, columns: Sequence[str], rows: Sequence[ChartRow]) -> str:
        """Every number is a fact's, or the directive says where the numbers come from."""
        named = directive.options.get("source", "")
        if self._unsourced and not named:
            message = "this number is no fact's, and the chart does not say where it comes from"
            hint = 'write {fact:ID value}, or add source=ID or source="Publisher, title, year" to the first line'
            self._note(self._unsourced, "chart-without-source", message, hint)
        facts = list(self._facts.values())
        if named and " " not in named:
            if fact := self.prose.cited(named, directive.span):
                facts = list(dict.fromkeys([*facts, fact]))
                self._facts[fact.id] = fact
            named = ""
        shown = " ".join((directive.options["title"], *columns, *(row.label for row in rows)))
        return beneath(facts, shown, self.word, named)

    def _at(self, line: Line) -> Span:
        return Span(self.path, line.number, line.column)

    def _note(self, span: Span, code: str, message: str, hint: str) -> None:
        self.findings.append(error(span, code, message, hint))


def _value(minus: str, whole: str, part: str, times: str) -> float:
    """Of one match of NUMBER: "\u22123.3 million" is -3300000."""
    value = float(f"{whole.replace(',', '')}{part}") * TIMES[times.lower()]
    return -value if minus else value
