"""The sites and their local contacts: course/<id>/sites.csv, one row for each."""

import datetime
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from signpost_builder.diagnostics import Diagnostic, Findings, Read, Span, error, nearest, warning
from signpost_builder.model import Contact, LocalContact, Site
from signpost_builder.read.context import Sites
from signpost_builder.read.facts import in_future
from signpost_builder.read.local_picture import COLUMNS as OF_THE_PICTURE
from signpost_builder.read.local_picture import read_local_picture
from signpost_builder.schema import DATE_HINT, ID_HINT, CourseFile, date_of, file_name_fault, is_id
from signpost_builder.source.contacts import Fault, Telephone, contact_fault, is_placeholder, number_at_end, telephone
from signpost_builder.source.csv_rows import Field, rows
from signpost_builder.source.tokens import token_finding
from signpost_builder.values import frozen

A_TERM = datetime.timedelta(days=124)
NONE_BUT = re.compile(r"none\b[\s:;,.-]*(?:use )?", re.IGNORECASE)  # "None: use 999 …" in out_of_hours
# Folders beside those of the editions, and the name of the edition without a site.
CHECKED = ("checked_on", "checked_by")
OPTIONAL = ("example", "emphasis", "name_source")
TAKEN = {"general": "the edition without a site", "forms": "the survey's forms"}


@frozen
class SiteRules:
    """What a table of sites is read by. `strict`: to be published, so none may be an example."""

    course: CourseFile
    contacts: tuple[LocalContact, ...]
    called: str  # what the course calls a site
    as_of: datetime.date
    strict: bool

    @property
    def required(self) -> list[str]:
        """Columns that every table has, in the order in which a message names them."""
        of_contacts = (column for local in self.contacts for column in local.columns if column in local.required)
        return ["id", "name", *of_contacts, *CHECKED]

    @property
    def kinds(self) -> dict[str, str]:
        """Each column of a local contact and what is written there: name, phone, way, email or url."""
        return {column: kind for local in self.contacts for column, kind in local.columns.items()}


def read_sites(text: str, path: PurePosixPath, rules: SiteRules) -> Read[Sites]:
    """The sites of sites.csv, in the file's order."""
    findings = Findings()
    table = findings.of(rows(text, path))
    without_emptied_columns(table)
    faults = list(_header_findings(table[0], rules)) if table else []
    findings += faults
    if not table or faults:
        return findings.beside(Sites(whole=False))
    names = [field.value for field in table[0]]
    sites: dict[str, Site] = {}
    for row in table[1:]:
        if len(row) != len(names):
            findings += _uneven(row, len(names))
            continue
        site = findings.of(_SiteRow(dict(zip(names, row, strict=True)), rules).site())
        if first := sites.get(site.id.lower()):
            differs = "" if first.id == site.id else f", and '{first.id}' differs from it in capitals only"
            message = f"the site '{site.id}' is already on line {first.span.line}{differs}"
            findings.append(error(site.span, "duplicate-id", message, "give one of them another id"))
        sites.setdefault(site.id.lower(), site)
    return findings.beside(Sites(tuple(sites.values())))


def _uneven(row: list[Field], wanted: int) -> Iterator[Diagnostic]:
    """A row with more or fewer fields than the header; a field about which something is told has moved the others."""
    if not any(field.told for field in row):
        message = f"this row has {len(row)} fields; the header has {wanted}"
        yield error(row[0].span, "malformed-row", message, "a field with a comma in it stands in double quotes")


def without_emptied_columns(table: list[list[Field]]) -> None:
    """Spreadsheets keep the commas of columns at the end that somebody has emptied."""
    named = max((place for place, field in enumerate(table[0], 1) if field.value), default=0) if table else 0
    for row in table:
        while len(row) > named and not row[-1].value:
            row.pop()


def _header_findings(header: list[Field], rules: SiteRules) -> Iterator[Diagnostic]:
    names, required = [field.value for field in header], rules.required
    known = {*required, *OPTIONAL, *rules.kinds, *OF_THE_PICTURE}
    for position, field in enumerate(header):
        if not field.value:
            yield error(field.span, "unknown-key", "this column has no name", "name it, or delete the column")
        elif field.value not in known:
            hint = nearest(field.value, known - set(names))
            yield error(field.span, "unknown-key", f"there is no column '{field.value}'", hint)
        elif field.value in names[:position]:
            message = f"the column '{field.value}' stands here twice"
            yield error(field.span, "duplicate-key", message, "keep one of the two")
    if missing := [name for name in required if name not in names]:
        message = f"the header has no column {', '.join(missing)}"
        yield error(header[0].span, "missing-key", message, "add it, and fill it in for each site")


class _SiteRow:
    def __init__(self, row: dict[str, Field], rules: SiteRules) -> None:
        self._row, self._rules = row, rules
        self._findings = Findings()
        self._id = row["id"].value
        self._called = rules.called
        self._example = False

    def site(self) -> Read[Site]:
        id = self._row["id"]
        self._is_a_folder(id)
        example = self._row.get("example", Field("", id.span))
        if example.value not in ("", "yes", "no"):
            message = f"'example' is yes or no, not '{example.value}'"
            self._note(example, "unknown-value", message, "write yes, no or nothing")
        self._example = example.value == "yes"
        if self._example and self._rules.strict:
            message = f"the site '{self._id}' is an example, not a real one"
            self._note(id, "example-site", message, "write the real contacts, or take the row away")
        self._required()
        self._formats()
        picture = self._findings.of(read_local_picture(self._id, self._row, self._rules.as_of))
        site = Site(
            id=self._id,
            name=self._row["name"].value,
            contacts={contact.key: contact for contact in self._contacts()},
            example=self._example,
            checked=self._checked(),
            picture=picture,
            emphasis=tuple(self._value("emphasis").replace(";", " ").split()),
            name_source=self._value("name_source"),
            digest=self._digest(pictured=picture is not None),
            span=id.span,
        )
        return self._findings.beside(site)

    def _digest(self, *, pictured: bool) -> str:
        """Whatever the order of columns, and whether or not there are columns that stay empty."""
        shown = {
            name: field.value
            for name, field in self._row.items()
            if field.value and (pictured or name not in OF_THE_PICTURE)
        }
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()

    def _is_a_folder(self, id: Field) -> None:
        """Whether an edition can have a folder of this name beside those of the others."""
        course = self._rules.course
        editions = {audience.id.lower(): f"the edition for '{audience.id}'" for audience in course.audiences}
        editions |= {language.lower(): f"the edition in '{language}'" for language in course.languages}
        hint = "give the site another id, such as 'hill-top'"
        if id.told:
            return
        if not is_id(id.value):
            self._note(id, "malformed-id", f"'{id.value}' cannot be a site's id", ID_HINT)
        elif fault := file_name_fault(id.value):
            self._note(id, "reserved-id", f"'{id.value}' {fault}", hint)
        elif other := (TAKEN | editions).get(id.value.lower()):
            self._note(id, "reserved-id", f"the site '{id.value}' would stand in the folder of {other}", hint)

    def _required(self) -> None:
        """A row without any contact has none to check: its learners get the national lines."""
        contacts = any(self._value(column) for column in self._rules.kinds)
        for name in self._rules.required[1:]:
            field = self._row[name]
            if not field.value and (contacts or name not in CHECKED):
                hint = f"ask the {self._called}; only optional columns may stay empty"
                self._note(field, "missing-contact", f"the site '{self._id}' has no '{name}'", hint)
        if self._example:
            return
        for name, field in self._row.items():
            if name not in ("id", *OPTIONAL) and is_placeholder(field.value):
                message = f"'{field.value}' is a placeholder for '{name}' of the site '{self._id}'"
                self._note(field, "placeholder-contact", message, "write the real one, or mark the row example=yes")

    def _formats(self) -> None:
        kinds = self._rules.kinds
        for name, field in self._row.items():
            if not field.value or field.told or (not self._example and is_placeholder(field.value)):
                continue
            if finding := token_finding(field.value, f"'{name}' of a site", _all_of(field)):
                self._findings.append(finding)
            elif fault := contact_fault(kinds.get(name, name), field.value):
                message = f"'{field.value}' {fault.message} ('{name}' of the site '{self._id}')"
                self._note(field, "malformed-contact", message, fault.hint)

    def _checked(self) -> datetime.date | None:
        field = self._row["checked_on"]
        if not field.value:
            return None
        checked = date_of(field.value)
        if checked is None:
            if not field.told:
                self._note(field, "malformed-date", f"'{field.value}' is not a date", DATE_HINT)
            return None
        what = f"the contacts of the site '{self._id}'"
        self._findings += in_future(what, checked, field.span, self._rules.as_of)
        if self._rules.as_of - checked > A_TERM:
            message = f"the contacts of the site '{self._id}' were last checked on {checked}, more than a term ago"
            hint = f"ask the {self._called}, then change 'checked_on'"
            self._findings.append(warning(field.span, "contact-out-of-date", message, hint))
        return checked

    def _contacts(self) -> Iterator[Contact]:
        for local in self._rules.contacts:
            name, phone, extension = _name_and_phone(self._value(local.name), self._value(local.phone or local.way))
            email, url = self._value(local.email), self._value(local.url)
            if name or phone or email or url:
                yield Contact(
                    key=local.key,
                    name=name or local.title,
                    purpose=local.purpose,
                    phone=phone,
                    extension=extension,
                    email=email,
                    url=url,
                    local=True,
                    audiences=local.audiences,
                )

    def _value(self, column: str) -> str:
        return self._row[column].value if column in self._row else ""

    def _note(self, field: Field, code: str, message: str, hint: str) -> None:
        self._findings.append(error(field.span, code, message, hint))


def _name_and_phone(name: str, phone: str) -> tuple[str, str, str]:
    """Name, number and extension. A number at the end of the name is the telephone; what is in the phone column and is
    none belongs to the name."""
    name = NONE_BUT.sub("", name)
    number = telephone(phone) if phone else None
    if isinstance(number, Fault):
        name, number = f"{name}: {phone}" if name else phone, None
    if number is None:
        name, number = number_at_end(name)
    return (name, *(number or Telephone("")))


def _all_of(field: Field) -> Callable[[int], Span]:
    """Where any character of a field is shown to be."""
    return lambda _index: field.span
