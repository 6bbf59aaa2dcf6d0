"""Facts and contacts: what they say now, and who sees it."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from signpost_builder.comparing.change import Change
from signpost_builder.comparing.normal import Normal
from signpost_builder.comparing.version import Version
from signpost_builder.model import Contact, every_block

DAYS = ("checked", "review_by")  # of a fact: looked at again, and the same


def fact_changes(old: Version, new: Version) -> Iterator[Change]:
    before, now = old.course.facts, new.course.facts
    shown_now, shown_before = _pages_of_facts(new), _pages_of_facts(old)
    for id, fact in now.items():
        shown = shown_now.get(id, frozenset())
        place, where = str(fact.span), _where(shown)
        if id not in before:
            if shown:
                yield Change(
                    kind="facts", what=id, words=f"new: {fact.value or fact.claim}{where}", place=place, shown=shown
                )
        elif lines := _lines(before[id], fact):
            days = all(line[2:].startswith(DAYS) for line in lines)
            kind, words = ("settings", "looked up again") if days else ("facts", "says something else")
            if shown or not days:
                yield Change(kind=kind, what=id, words=words + where, place=place, details=lines, shown=shown)  # type: ignore[arg-type]  # one of two
    for id, fact in before.items():
        if id not in now and (gone := shown_before.get(id)):
            yield Change(kind="facts", what=id, words=f"gone: {fact.value or fact.claim}{_where(gone)}")


def contact_changes(old: Version, new: Version) -> Iterator[Change]:
    lines = [{each.key: each for each in version.course.helplines} for version in (old, new)]
    yield from _differences("helpline", lines[0], lines[1])
    declared = [{each.key: each for each in version.course.local_contacts} for version in (old, new)]
    yield from _differences("local contact", declared[0], declared[1])
    yield from _sites(old, new)


def _sites(old: Version, new: Version) -> Iterator[Change]:
    before, now = ({site.id: site for site in version.course.sites} for version in (old, new))
    for id, site in now.items():
        if id not in before:
            yield Change(kind="contacts", what=id, words=f"new site: {site.name}")
        else:
            details = [line for line in _lines(before[id], site) if not line[2:].startswith("contacts")]
            details += _contact_lines(before[id].contacts, site.contacts)
            if details:
                kind, words = (
                    ("settings", "looked up again") if _only_days(details) else ("contacts", "its details differ")
                )
                yield Change(kind=kind, what=id, words=words, details=tuple(details))  # type: ignore[arg-type]  # one of two
    for id in (id for id in before if id not in now):
        yield Change(kind="contacts", what=id, words="site gone: its packages are not made any more")


def _only_days(details: list[str]) -> bool:
    return all(line[2:].startswith("checked") for line in details)


def _contact_lines(before: Mapping[str, Contact], now: Mapping[str, Contact]) -> Iterator[str]:
    for key in dict.fromkeys((*before, *now)):
        if key not in now or key not in before:
            yield f"{'+' if key in now else '-'} {key}"
        else:
            yield from (f"{line[:2]}{key} {line[2:]}" for line in _lines(before[key], now[key]))


def _differences(noun: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *now)):
        if key not in before:
            yield Change(kind="contacts", what=key, words=f"new {noun}")
        elif key not in now:
            yield Change(kind="contacts", what=key, words=f"{noun} gone")
        elif lines := _lines(before[key], now[key]):
            yield Change(kind="contacts", what=key, words=f"{noun} changed", details=lines)
    kept = [key for key in now if key in before]
    if kept != [key for key in before if key in now]:
        yield Change(kind="contacts", what=noun, words=f"in another order: {', '.join(kept)}")


def _lines(before: Any, now: Any) -> tuple[str, ...]:
    """The fields that differ, before and now."""
    normal = Normal()
    pairs = zip(_flat(normal.of(before)), _flat(normal.of(now)), strict=True)
    return tuple(
        line for (name, a), (_, b) in pairs if a != b for line in (f"- {name}: {_said(a)}", f"+ {name}: {_said(b)}")
    )


def _flat(value: Any) -> Iterator[tuple[str, Any]]:
    """Fields by name; those of a source within a fact as fields of the fact."""
    for name, inner in value[1:]:
        if isinstance(inner, tuple) and inner and inner[0] == "Source":
            yield from ((f"source {of}", said) for of, said in inner[1:])
        else:
            yield name, inner


def _said(value: Any) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if value not in ("", None, ()) else "(nothing)"


def _pages_of_facts(version: Version) -> dict[str, frozenset[str]]:
    """By fact: the pages and sets that show it."""
    found: dict[str, set[str]] = {}
    for id, (_, page) in version.pages.items():
        for block in every_block(page.blocks):
            for fact in getattr(block, "facts", ()):
                found.setdefault(fact, set()).add(id)
    for asked in version.questions.values():
        for fact in asked.question.facts:
            found.setdefault(fact, set()).add(asked.within)
    return {fact: frozenset(ids) for fact, ids in found.items()}


def _where(shown: frozenset[str]) -> str:
    return f" (on {', '.join(sorted(shown))})" if shown else " (shown nowhere)"
