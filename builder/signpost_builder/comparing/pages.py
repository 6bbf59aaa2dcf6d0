"""Pages that learners have not seen, will not see, or will read differently."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from signpost_builder.comparing.change import Change
from signpost_builder.comparing.version import Version

ALIKE = 0.9  # of a page's words: so much the same under another id is a page that was renamed


def page_changes(old: Version, new: Version) -> Iterator[Change]:
    renamed = renames(old, new)
    for id in new.pages:
        if id in renamed:
            words = f"called '{renamed[id]}' before"
            yield _change(
                new, id, f"{words}{_and_changed(old.passages.get(renamed[id], ()), new.passages.get(id, ()))}"
            )
        elif id not in old.pages:
            yield _change(new, id, f"new, for {_readers(new, id)}", _lines((), new.passages.get(id, ())))
        elif old.digests.get(id) != new.digests.get(id):
            yield _change(new, id, *_how(old, new, id))
        elif old.pages[id][1].title != new.pages[id][1].title or _who(old, id) != _who(new, id):
            yield _change(new, id, f"for {_readers(new, id)} now; before for {_readers(old, id)}")
    for id in old.pages:
        if id not in new.pages and id not in renamed.values():
            yield Change(
                kind="pages",
                what=id,
                words=f"gone; {_readers(old, id)} read it",
                details=_lines(old.passages.get(id, ()), ()),
            )
    yield from _orders(old, new)


def renames(old: Version, new: Version) -> dict[str, str]:
    """New id -> old id, where what a page says has moved under another name."""
    gone = [id for id in old.pages if id not in new.pages]
    found: dict[str, str] = {}
    for id in (id for id in new.pages if id not in old.pages):
        rated = [(_alike(old.passages.get(other, ()), new.passages.get(id, ())), other) for other in gone]
        rate, other = max(rated, default=(0.0, ""))
        if rate >= ALIKE:
            found[id] = other
            gone.remove(other)
    return found


def _alike(old: Sequence[str], new: Sequence[str]) -> float:
    """By the words below the heading, which comes first."""
    before, now = (" ".join(passages[1:]).split() for passages in (old, new))
    return SequenceMatcher(None, before, now, autojunk=False).ratio() if before and now else 0.0


def _how(old: Version, new: Version, id: str) -> tuple[str, tuple[str, ...]]:
    lines = _lines(old.passages.get(id, ()), new.passages.get(id, ()))
    if not lines:
        return (
            "shows other facts, contacts, questions or pictures than before, or has other boxes; its own words are the same",
            (),
        )
    if sorted(line[2:] for line in lines if line[0] == "-") == sorted(line[2:] for line in lines if line[0] == "+"):
        return "the same words in another order", ()
    return f"changed, for {_readers(new, id)}", lines


def _and_changed(old: Sequence[str], new: Sequence[str]) -> str:
    return "" if tuple(old[1:]) == tuple(new[1:]) else ", and changed"


def _lines(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """What stood there, and what stands there now, passage by passage."""
    lines: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            lines += [f"- {passage}" for passage in old[a:b]] + [f"+ {passage}" for passage in new[c:d]]
    return tuple(lines)


def _orders(old: Version, new: Version) -> Iterator[Change]:
    """Modules, and the pages that both have, in another order."""
    for what, before, now in (("modules", _modules(old), _modules(new)), ("pages", list(old.pages), list(new.pages))):
        kept = [id for id in now if id in before]
        if what == "pages" and _modules(old) != _modules(new):
            continue
        if kept != [id for id in before if id in kept]:
            yield Change(kind="pages", what=what, words=f"in another order: {', '.join(kept)}")


def _modules(version: Version) -> list[str]:
    return [module.id for module in version.course.modules]


def _change(new: Version, id: str, words: str, details: tuple[str, ...] = ()) -> Change:
    return Change(
        kind="pages", what=id, words=words, place=str(new.pages[id][1].span), details=details, shown=frozenset([id])
    )


def _who(version: Version, id: str) -> list[str]:
    return [audience.id for audience in version.readers(id)]


def _readers(version: Version, id: str) -> str:
    return ", ".join(_who(version, id)) or "nobody"
