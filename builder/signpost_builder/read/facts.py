"""Figures and national helplines: modules/facts.yaml and modules/helplines.yaml."""

import datetime
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from signpost_builder.diagnostics import MOST_FINDINGS, Diagnostic, Span, error, nearest, not_looked_at, warning
from signpost_builder.model import Contact, Fact, Source
from signpost_builder.read.advice import fact_findings, helpline_findings
from signpost_builder.read.misnamed import misnamed
from signpost_builder.read.reading import Reading
from signpost_builder.schema import FactEntry, HelplineEntry, is_id
from signpost_builder.source.contacts import Telephone, contact_fault, is_placeholder, telephone
from signpost_builder.source.validation import validate
from signpost_builder.source.yaml_nodes import Document, Mapping, Sequence, load

FACTS = PurePosixPath("modules/facts.yaml")
HELPLINES = PurePosixPath("modules/helplines.yaml")


def read_facts(reading: Reading) -> None:
    """Fill `reading.facts` and `reading.known_facts`; one broken fact does not hide the others."""
    document = _document(reading, FACTS, "facts")
    if document is None:
        return
    if not isinstance(document.value, Mapping):
        reading.unread.add("facts")
        message = "facts.yaml is a list of ids, each with its fact"
        hint = "write 'NRM-01:' and the fact's lines below it"
        reading.found.append(error(document.span(), "wrong-type", message, hint))
        return
    reading.known_facts |= set(document.value)
    for number, id in enumerate(document.value):
        if len(reading.found) > MOST_FINDINGS:
            what = f"this and the {len(document.value) - number - 1:,} facts below were"
            reading.found.append(not_looked_at(document.span(id, of_key=True), what))
            reading.unread.add("facts")
            return
        if not is_id(id):
            hint = "use letters, digits and single hyphens, at most 64, such as NRM-09d"
            reading.found.append(error(document.span(id, of_key=True), "malformed-id", f"'{id}' cannot be an id", hint))
        if entry := validate(FactEntry, document, reading.found, id):
            wrong = list(fact_findings(document, id, entry))
            reading.found.extend(wrong)
            reading.found.extend(
                in_future(f"the fact '{id}'", entry.checked, document.span(id, "checked"), reading.as_of)
            )
            if not wrong:
                reading.facts[id] = _fact(document, id, entry)


def _fact(document: Document, id: str, entry: FactEntry) -> Fact:
    source = entry.source
    return Fact(
        id=id,
        claim=entry.claim,
        source=Source(publisher=source.publisher, title=source.title, url=source.url or "", date=source.date),
        sure=entry.sure,  # type: ignore[arg-type]  # fact_findings has seen to it
        checked=entry.checked,
        review_by=entry.review_by,
        read_in=entry.read_in,
        value=entry.value,
        period=entry.period,
        span=document.span(id, of_key=True),
    )


def read_helplines(reading: Reading) -> None:
    """Fill `reading.helplines`, in the file's order."""
    document = _document(reading, HELPLINES, "helplines")
    if document is None:
        return
    if not isinstance(document.value, Sequence):
        reading.unread.add("helplines")
        hint = "begin each helpline with '- id: …'"
        reading.found.append(error(document.span(), "wrong-type", "helplines.yaml is a list", hint))
        return
    contacts: dict[str, Contact] = {}
    for index in range(len(document.value)):
        entry = validate(HelplineEntry, document, reading.found, index)
        if entry is None:
            given = document.value[index]
            broken: Any = given.get("id") if isinstance(given, Mapping) else None
            reading.contact_keys |= {broken} if isinstance(broken, str) else set()
            continue
        _check_helpline(reading, document, index, entry, contacts)
        contacts.setdefault(entry.id, _contact(entry))
    reading.helplines = tuple(contacts.values())
    reading.contact_keys |= contacts.keys()


def _check_helpline(
    reading: Reading, document: Document, index: int, entry: HelplineEntry, known: dict[str, Contact]
) -> None:
    found = reading.found
    found.extend(helpline_findings(document, index, entry))
    if other := next((id for id in known if id.lower() == entry.id.lower()), None):
        first = next(number for number in range(index) if document.value[number].get("id") == other)
        differs = "" if other == entry.id else f", and '{other}' differs from it in capitals only"
        message = f"the helpline '{entry.id}' is already on line {document.span(first, 'id').line}{differs}"
        found.append(error(document.span(index, "id"), "duplicate-id", message, "keep one of the two"))
    found.extend(_contact_findings(document, index, entry))
    found.extend(in_future(f"the helpline '{entry.id}'", entry.checked, document.span(index, "checked"), reading.as_of))
    if not (entry.phone or entry.url or entry.email):
        message = f"the helpline '{entry.id}' says neither phone nor address"
        found.append(error(document.span(index), "missing-key", message, "add 'phone:', 'url:' or 'email:'"))
    for number, audience in enumerate(entry.audiences):
        if not reading.is_audience(audience):
            span = document.span(index, "audiences", number)
            hint = nearest(audience, reading.audience_ids)
            found.append(error(span, "unknown-audience", f"there is no audience '{audience}'", hint))
    if entry.review_by < reading.as_of:
        message = f"the helpline '{entry.id}' was to be checked again by {entry.review_by}"
        hint = "check it, then change 'checked' and 'review_by'"
        found.append(warning(document.span(index, "review_by"), "contact-out-of-date", message, hint))


def _contact_findings(document: Document, index: int, entry: HelplineEntry) -> Iterator[Diagnostic]:
    """What of a helpline would lead to nobody, by the rule that sites obey (read/sites.py)."""
    for key in ("phone", "email", "name", "purpose", "hours", "url"):
        value = getattr(entry, key)
        if not value:
            continue
        message = f"'{value}' {{}} ('{key}' of the helpline '{entry.id}')"
        if is_placeholder(value):
            text = message.format("is a placeholder")
            yield error(
                document.span(index, key), "placeholder-contact", text, "write the real one, or take the line away"
            )
        elif key != "url" and (fault := contact_fault(key, value)):  # the schema has read the web address
            yield error(document.span(index, key), "malformed-contact", message.format(fault.message), fault.hint)


def in_future(what: str, checked: datetime.date, span: Span, as_of: datetime.date) -> Iterator[Diagnostic]:
    """Nobody has checked anything on a day that is still to come."""
    if checked > as_of:
        message = f"{what} cannot have been checked on {checked}, which is still to come"
        yield error(span, "date-in-future", message, "write the day on which somebody checked it")


def _contact(entry: HelplineEntry) -> Contact:
    number = telephone(entry.phone)
    phone, extension = number if isinstance(number, Telephone) else ("", "")  # what is wrong has been noted
    return Contact(
        key=entry.id,
        name=entry.name,
        purpose=entry.purpose,
        phone=phone,
        extension=extension,
        email=entry.email,
        url=entry.url or "",
        hours=entry.hours,
        audiences=tuple(entry.audiences),
        emergency=entry.emergency,
        listening=entry.listening,
    )


def _document(reading: Reading, path: PurePosixPath, what: str) -> Document | None:
    """A file that a project may do without."""
    if not reading.project.has(path):
        if hint := misnamed(reading.project.root, path):
            reading.unread.add(what)
            reading.found.append(error(Span(path), "missing-file", f"there is no file '{path}'", hint))
        return None
    text = reading.project.text(path, Span(path))
    document = load(text, path, reading.found) if text is not None else None
    if document is None:
        reading.unread.add(what)
    return document if document and document.value is not None else None
