"""Whom learners turn to at a site, and the columns of sites.csv that hold them: contacts.yaml."""

import re
from collections.abc import Iterator

from signpost_builder.diagnostics import Diagnostic, Findings, Read, error, nearest
from signpost_builder.model import LocalContact
from signpost_builder.read.context import Audiences, Helplines, LocalContacts
from signpost_builder.read.local_picture import COLUMNS as OF_THE_PICTURE
from signpost_builder.schema import LocalContactEntry
from signpost_builder.source.contacts import is_placeholder, telephone_in
from signpost_builder.source.validation import validate
from signpost_builder.source.yaml_nodes import Document, Mapping
from signpost_builder.source.yaml_nodes import Sequence as YamlSequence

NAME = "contacts.yaml"
COLUMN = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
OF_EVERY_SITE = ("id", "name", "example", "checked_on", "checked_by", *OF_THE_PICTURE)
SLOTS = ("name", "phone", "way", "email", "url")
SHOWN = ("words", "title", "purpose", "family_words", "family_title")


def read_local_contacts(document: Document, audiences: Audiences, helplines: Helplines) -> Read[LocalContacts]:
    """The contacts of contacts.yaml, in the file's order."""
    if not isinstance(document.value, YamlSequence):
        hint = "begin each contact with '- key: …'"
        return Read(LocalContacts(whole=False), (error(document.span(), "wrong-type", f"{NAME} is a list", hint),))
    findings, whole = Findings(), True
    known: dict[str, LocalContact] = {}
    columns = dict.fromkeys(OF_EVERY_SITE, "every site")
    for index in range(len(document.value)):
        entry = findings.of(validate(LocalContactEntry, document, index))
        if entry is None:
            whole = False
            continue
        findings += _findings(document, index, entry, known)
        findings += _reference_findings(document, index, entry, audiences, helplines)
        findings += _column_findings(document, index, entry, columns)
        contact = _local_contact(entry)
        columns |= dict.fromkeys(contact.columns, f"the contact '{entry.key}'")
        known.setdefault(entry.key.lower(), contact)
    keys = [given.get("key") for given in document.value if isinstance(given, Mapping)]
    return findings.beside(
        LocalContacts(tuple(known.values()), frozenset(key for key in keys if isinstance(key, str)), whole)
    )


def _findings(
    document: Document, index: int, entry: LocalContactEntry, known: dict[str, LocalContact]
) -> Iterator[Diagnostic]:
    if other := known.get(entry.key.lower()):
        message = f"the local contact '{other.key}' stands here twice"
        yield error(document.span(index, "key"), "duplicate-id", message, "give one of them another key")
    for name in SHOWN:
        value, span = getattr(entry, name), document.span(index, name)
        if is_placeholder(value) and value:
            message = f"'{value}' is a placeholder for '{name}' of the local contact '{entry.key}'"
            yield error(span, "placeholder-contact", message, "write what learners are to read")
        elif fault := telephone_in(value):
            message = f"'{name}' of the local contact '{entry.key}' {fault.message}"
            yield error(span, "malformed-contact", message, fault.hint)


def _reference_findings(
    document: Document, index: int, entry: LocalContactEntry, audiences: Audiences, helplines: Helplines
) -> Iterator[Diagnostic]:
    for number, audience in enumerate(entry.audiences):
        if not audiences.has_anywhere(audience):
            hint = nearest(audience, audiences.ids)
            span = document.span(index, "audiences", number)
            yield error(span, "unknown-audience", f"there is no audience '{audience}'", hint)
    lines = [contact.key for contact in helplines.contacts]
    if entry.replaces and entry.replaces not in lines and helplines.whole:
        message = f"there is no helpline '{entry.replaces}' that '{entry.key}' could replace"
        yield error(document.span(index, "replaces"), "unknown-contact", message, nearest(entry.replaces, lines))


def _column_findings(
    document: Document, index: int, entry: LocalContactEntry, taken: dict[str, str]
) -> Iterator[Diagnostic]:
    """Each column is named well, once in the whole file, and none that every site has."""
    own: list[str] = []
    for slot in SLOTS:
        column = getattr(entry, slot)
        if not column:
            continue
        span = document.span(index, slot)
        if not COLUMN.fullmatch(column):
            hint = "use small letters, digits and single underscores, such as 'warden_phone'"
            yield error(span, "contact-column", f"'{column}' cannot be a column of sites.csv", hint)
        elif column in taken or column in own:
            owner = taken.get(column, "this contact")
            message = f"the column '{column}' belongs to {owner} already"
            yield error(span, "contact-column", message, f"name another, such as '{_other(entry.key, column)}'")
        own.append(column)
    if not own:
        message = f"the local contact '{entry.key}' names no column of sites.csv"
        hint = "add one of 'name:', 'phone:', 'way:', 'email:' and 'url:' with the name of its column"
        yield error(document.span(index), "missing-key", message, hint)
    if entry.phone and entry.way:
        message = f"the local contact '{entry.key}' has a 'phone' and a 'way'; a call goes to one"
        yield error(document.span(index, "way"), "contact-column", message, "keep one of the two")
    for number, column in enumerate(entry.required):
        if column not in own:
            message = f"'{column}' is no column of the local contact '{entry.key}'"
            hint = nearest(column, own)
            yield error(document.span(index, "required", number), "contact-column", message, hint)


def _other(key: str, column: str) -> str:
    return f"{key.lower().replace('-', '_')}_{column.rpartition('_')[2]}"


def _local_contact(entry: LocalContactEntry) -> LocalContact:
    values = entry.model_dump(exclude_none=True)
    return LocalContact(**{**values, "required": tuple(entry.required), "audiences": tuple(entry.audiences)})
