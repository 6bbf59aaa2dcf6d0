"""Figures and national helplines: modules/facts.yaml and modules/helplines.yaml."""

import datetime
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from signpost_builder.diagnostics import (
    MOST_FINDINGS,
    Diagnostic,
    Findings,
    Read,
    Span,
    error,
    nearest,
    not_looked_at,
    warning,
)
from signpost_builder.model import Contact, Fact, Source
from signpost_builder.read.advice import fact_findings, helpline_findings
from signpost_builder.read.context import Audiences, Facts, Helplines
from signpost_builder.schema import FactEntry, HelplineEntry, is_id
from signpost_builder.source.contacts import Telephone, contact_fault, is_placeholder, telephone
from signpost_builder.source.validation import validate
from signpost_builder.source.yaml_nodes import Document, Mapping, Sequence, load

FACTS = PurePosixPath("modules/facts.yaml")
HELPLINES = PurePosixPath("modules/helplines.yaml")


def read_facts(text: str, as_of: datetime.date) -> Read[Facts]:
    """The facts of facts.yaml; one broken fact does not hide the others."""
    findings = Findings()
    document = findings.of(load(text, FACTS))
    if document is None or document.value is None:
        return findings.beside(Facts(whole=document is not None))
    if not isinstance(document.value, Mapping):
        message = "facts.yaml is a list of ids, each with its fact"
        hint = "write 'NRM-01:' and the fact's lines below it"
        return Read(Facts(whole=False), (error(document.span(), "wrong-type", message, hint),))
    facts: dict[str, Fact] = {}
    known = frozenset(document.value)
    for number, id in enumerate(document.value):
        if len(findings) > MOST_FINDINGS:
            what = f"this and the {len(document.value) - number - 1:,} facts below were"
            findings.append(not_looked_at(document.span(id, of_key=True), what))
            return findings.beside(Facts(facts, known, whole=False))
        if fact := findings.of(_read_fact(document, id, as_of)):
            facts[id] = fact
    return findings.beside(Facts(facts, known))


def _read_fact(document: Document, id: str, as_of: datetime.date) -> Read[Fact | None]:
    """None where something keeps it from being published."""
    findings = Findings()
    if not is_id(id):
        hint = "use letters, digits and single hyphens, at most 64, such as NRM-09d"
        findings.append(error(document.span(id, of_key=True), "malformed-id", f"'{id}' cannot be an id", hint))
    entry = findings.of(validate(FactEntry, document, id))
    if entry is None:
        return findings.beside(None)
    findings += in_future(f"the fact '{id}'", entry.checked, document.span(id, "checked"), as_of)
    if wrong := tuple(fact_findings(document, id, entry)):
        return Read(None, (*findings, *wrong))
    return findings.beside(_fact(document, id, entry))


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


def read_helplines(text: str, audiences: Audiences, as_of: datetime.date) -> Read[Helplines]:
    """The helplines of helplines.yaml, in the file's order."""
    findings = Findings()
    document = findings.of(load(text, HELPLINES))
    if document is None or document.value is None:
        return findings.beside(Helplines(whole=document is not None))
    if not isinstance(document.value, Sequence):
        hint = "begin each helpline with '- id: …'"
        return Read(Helplines(whole=False), (error(document.span(), "wrong-type", "helplines.yaml is a list", hint),))
    contacts: dict[str, Contact] = {}
    keys = {given.get("id") for given in document.value if isinstance(given, Mapping)}
    for index in range(len(document.value)):
        if entry := findings.of(validate(HelplineEntry, document, index)):
            findings += _helpline_findings(document, index, entry, contacts)
            findings += _audience_findings(document, index, entry, audiences)
            findings += _date_findings(document, index, entry, as_of)
            contacts.setdefault(entry.id, _contact(entry))
    known = frozenset(key for key in keys if isinstance(key, str))
    return findings.beside(Helplines(tuple(contacts.values()), known))


def _helpline_findings(
    document: Document, index: int, entry: HelplineEntry, known: Collection[str]
) -> Iterator[Diagnostic]:
    """`known`: the helplines above it."""
    yield from helpline_findings(document, index, entry)
    if other := next((id for id in known if id.lower() == entry.id.lower()), None):
        first = next(number for number in range(index) if document.value[number].get("id") == other)
        differs = "" if other == entry.id else f", and '{other}' differs from it in capitals only"
        message = f"the helpline '{entry.id}' is already on line {document.span(first, 'id').line}{differs}"
        yield error(document.span(index, "id"), "duplicate-id", message, "keep one of the two")
    yield from _contact_findings(document, index, entry)
    if not (entry.phone or entry.url or entry.email):
        message = f"the helpline '{entry.id}' says neither phone nor address"
        yield error(document.span(index), "missing-key", message, "add 'phone:', 'url:' or 'email:'")


def _audience_findings(
    document: Document, index: int, entry: HelplineEntry, audiences: Audiences
) -> Iterator[Diagnostic]:
    for number, audience in enumerate(entry.audiences):
        if not audiences.has_anywhere(audience):
            span = document.span(index, "audiences", number)
            hint = nearest(audience, audiences.ids)
            yield error(span, "unknown-audience", f"there is no audience '{audience}'", hint)


def _date_findings(document: Document, index: int, entry: HelplineEntry, as_of: datetime.date) -> Iterator[Diagnostic]:
    yield from in_future(f"the helpline '{entry.id}'", entry.checked, document.span(index, "checked"), as_of)
    if entry.review_by < as_of:
        message = f"the helpline '{entry.id}' was to be checked again by {entry.review_by}"
        hint = "check it, then change 'checked' and 'review_by'"
        yield warning(document.span(index, "review_by"), "contact-out-of-date", message, hint)


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
        checked=entry.checked,
    )
