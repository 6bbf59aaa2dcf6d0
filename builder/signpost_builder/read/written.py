"""What a page says, as a hash: its words, and the facts, contacts, questions and files that it shows.

Kept in reviews.yaml for years, so it is made of the sources and not of how this version renders them. White space does not count,
nor do comments, order of keys, days of checking, rows of sites.csv and pictures of places, which have reviews of their own.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, assert_never
from urllib.parse import unquote

from signpost_builder.diagnostics import Span
from signpost_builder.model import Contact, Fact, LocalContact
from signpost_builder.source.files import Project
from signpost_builder.source.items import Code, Definitions, Directive, Heading, Item, Lines, Text
from signpost_builder.source.markdown_lines import scan
from signpost_builder.source.pages import PageDraft, cut
from signpost_builder.source.yaml_nodes import load
from signpost_builder.values import frozen

DIGITS = 16  # of a hash: 64 bits tell any two wordings of a page apart
TOKEN = re.compile(r"\{\s*(fact|source|contact)\s*:\s*([^{}\s]+)")
SHOWN = re.compile(r"\]\(\s*<?([^)\s>]+)")
OF_FACTS = ("fact", "facts", "source")  # options of directives that name facts
OF_MODULE = ("title", "summary", "objectives", "content_note")  # of the front matter: what the opening page shows
Words = Iterator[str]


@frozen
class Known:
    """What pages refer to, and the project that they are read from."""

    project: Project
    facts: Mapping[str, Fact]
    helplines: Sequence[Contact]
    local_contacts: Sequence[LocalContact]


def page_digests(text: str, path: PurePosixPath, known: Known) -> dict[str, str]:
    """By page id, in order. `text`: of modules/<id>/module.md; nothing of one that cannot be read."""
    lines = scan(text, path).value
    front = load(lines.front, path).value if lines.front is not None else None
    module = path.parent.name
    start = PageDraft(f"{module}.start", "", Span(path))
    pages = cut(start, lines.items).value
    opening = {key: value for key, value in (front.value.items() if front and front.value else ()) if key in OF_MODULE}
    return {page.id: _page_digest(page, lines, opening if page is start else {}, path, known) for page in pages}


def set_digest(text: str, path: PurePosixPath, known: Known) -> str:
    """Of the question set in quizzes/<id>.yaml."""
    return _digest(_set_words(text, path, known))


def _page_digest(page: PageDraft, lines: Lines, opening: Mapping[str, Any], path: PurePosixPath, known: Known) -> str:
    words = [page.title, *(word for each in page.conditions for word in _opened(each))]
    words += [word for around, item in page.items for word in (*map(_condition, around), *_item_words(item))]
    words += [_canonical(opening)] if opening else []
    said = "\n".join(words)
    words += _defined(said, lines.definitions)
    words += _referred("\n".join(words), path.parent, known)
    quizzes = [word for _, item in page.items for word in _quizzes(item, known)]
    return _digest([*words, *quizzes])


def _item_words(item: Item) -> Words:
    match item:
        case Heading():
            yield item.title
        case Text() | Code():
            yield from (line.text for line in item.lines)
        case Directive():
            yield from _opened(item)
            for inner in item.items:
                yield from _item_words(inner)
            yield ":::"
        case _:
            assert_never(item)


def _opened(directive: Directive) -> Words:
    options = (f"{key}={value}" for key, value in sorted(directive.options.items()))
    yield " ".join((":::", directive.name, *directive.words, *options))
    yield from (f"{{fact:{id}}}" for key in OF_FACTS for id in directive.options.get(key, "").split())


def _condition(directive: Directive) -> str:
    return next(_opened(directive))


def _defined(said: str, definitions: Definitions) -> Words:
    """Footnotes, addresses and abbreviations that the words use."""
    for label, lines in definitions.footnotes.items():
        if f"[^{label}]" in said:
            yield f"{label}: {' '.join(line.text for line in lines)}"
    for label, (address, title, _) in definitions.references.items():
        if f"[{label}]" in said.lower():
            yield f"{label}: ]({address} {title})"
    for label, meaning in definitions.abbreviations.items():
        if label in said:
            yield f"{label}: {meaning}"


def _referred(said: str, folder: PurePosixPath, known: Known) -> Words:
    """What facts, contacts and files that the words name say at present; once each, by name."""
    tokens = sorted(set(TOKEN.findall(said)))
    helplines = {contact.key: contact for contact in known.helplines}
    declared = {contact.key: contact for contact in known.local_contacts}
    for kind, name in tokens:
        if kind != "contact" and (fact := known.facts.get(name)):
            yield _fact_words(fact)
        elif kind == "contact" and (line := helplines.get(name)):
            yield _canonical(
                [name, line.name, line.purpose, line.phone, line.extension, line.email, line.url, line.hours]
            )
        elif kind == "contact" and (local := declared.get(name)):
            yield _canonical([name, local.words, local.title, local.purpose, local.family_words, local.family_title])
    for address in sorted(set(SHOWN.findall(said))):
        yield from _file_words(known.project.root / folder, unquote(address))


def _fact_words(fact: Fact) -> str:
    source = fact.source
    return _canonical(
        [fact.id, fact.claim, fact.value, fact.period, source.publisher, source.title, source.url, source.date]
    )


def _file_words(folder: Path, address: str) -> Words:
    """Of a file beside the module, and of those that belong to it: captions, a transcript, the PNG beside a drawing."""
    if ":" in address or address.startswith(("#", "/")) or "\0" in address:
        return
    shown = folder / address
    for file in sorted(shown.parent.glob(f"{_literal(shown.stem)}.*")):
        if file.is_file():
            yield f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}"


def _literal(name: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", name)


def _quizzes(item: Item, known: Known) -> Words:
    if isinstance(item, Directive):
        if item.name == "quiz" and (id := item.options.get("ref")):
            path = PurePosixPath(f"quizzes/{id}.yaml")
            yield from _set_words(known.project.peek(path), path, known) if known.project.has(path) else ()
        for inner in item.items:
            yield from _quizzes(inner, known)


def _set_words(text: str, path: PurePosixPath, known: Known) -> Words:
    document = load(text, path).value
    value = document.value if document else None
    said = _canonical(value)
    yield said
    named = value.get("questions") if isinstance(value, dict) else None
    ids = [id for each in named or () if isinstance(each, dict) for id in each.get("facts") or ()]
    yield from _referred(said + "".join(f"{{fact:{id}}}" for id in ids), path.parent, known)


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _digest(words: Iterable[str]) -> str:
    said = " ".join(" ".join(words).replace("\\n", " ").split())
    return hashlib.sha256(said.encode()).hexdigest()[:DIGITS]
