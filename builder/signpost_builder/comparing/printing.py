"""A comparison as text, as Markdown for a pull request, and as JSON."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from html import escape
from typing import Any

from signpost_builder.comparing.change import KINDS, Change, Comparison, Kind

TITLES: dict[Kind, str] = {
    "pages": "Pages", "questions": "Questions", "results": "New series of results", "state": "Learners in the middle of it",
    "facts": "Facts", "contacts": "Contacts", "settings": "Settings and days", "effort": "Minutes and reading grade",
    "packages": "Packages",
}  # fmt: skip
ORDER = sorted(KINDS, key=list(TITLES).index)
MOST_DETAILS = 40  # lines of one change in a comment that people read
MOST_BYTES = 60_000  # GitHub takes 65,536 characters in a comment
TOO_LONG = "All of it is too long for a comment: `signpost diff` shows what stood there before."
CUT = "There is more than a comment takes: `signpost diff` shows all of it."
SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~$])")
# What GitHub makes a link of wherever it stands: people, issues, addresses. An invisible space keeps it words.
LINKED = re.compile(r"@|#(?=\d)|\bGH-(?=\d)|\bhttps?(?=:)|\bwww(?=\.)", re.IGNORECASE)


def text(comparisons: Sequence[Comparison]) -> Iterator[str]:
    for each in comparisons:
        yield f"{each.course}, since {each.since}: {_summary(each)}"
        for kind in ORDER:
            for change in _of(each, kind):
                place = f"{change.place}: " if change.place else ""
                yield f"  {place}{kind}: {change.what}: {change.words}{_mark(each, change)}"
                yield from (f"      {line}" for line in change.details)


def markdown(comparisons: Sequence[Comparison]) -> str:
    """No longer than GitHub takes a comment: what is too much goes, details first, and it is said."""
    whole = "\n".join(_markdown(comparisons, details=True)).rstrip()
    if _size(whole) <= MOST_BYTES:
        return whole
    short = "\n".join((TOO_LONG, "", *_markdown(comparisons, details=False))).rstrip()
    if _size(short) <= MOST_BYTES:
        return short
    return short.encode()[:MOST_BYTES].decode("utf-8", "ignore").rpartition("\n")[0] + f"\n\n{CUT}"


def _size(text: str) -> int:
    return len(text.encode())


def _markdown(comparisons: Sequence[Comparison], *, details: bool) -> Iterator[str]:
    for each in comparisons:
        since = each.since.replace("`", "'")
        yield f"## {_plain(each.title)}: what changes since `{since}`"
        yield ""
        yield f"{_summary(each)[:1].upper()}{_summary(each)[1:]}."
        yield ""
        for kind in ORDER:
            if changes := _of(each, kind):
                yield f"### {TITLES[kind]}"
                yield ""
                yield from (line for change in changes for line in _item(each, change, details=details))
                yield ""


def document(comparisons: Sequence[Comparison]) -> str:
    listed = [
        {
            "course": each.course,
            "since": each.since,
            "needs_review": [change.what for change in each.unread],
            "changes": [_data(change) for change in each.changes],
        }
        for each in comparisons
    ]
    return json.dumps(listed, indent=2, ensure_ascii=False)


def _data(change: Change) -> dict[str, Any]:
    return {**asdict(change), "shown": sorted(change.shown)}


def _of(comparison: Comparison, kind: Kind) -> list[Change]:
    return [change for change in comparison.changes if change.kind == kind]


def _summary(comparison: Comparison) -> str:
    if not comparison.changes:
        return "no learner will see a difference"
    unread = len(comparison.unread)
    waiting = "nothing waits for a review" if not unread else f"{unread} of them wait{'s' * (unread == 1)} for a review"
    count = len(comparison.changes)
    return f"{count} difference{'s' * (count != 1)}; {waiting}"


def _item(comparison: Comparison, change: Change, *, details: bool) -> Iterator[str]:
    place = f" ({_plain(change.place)})" if change.place else ""
    yield f"- **{_plain(change.what)}**: {_plain(change.words)}{place}{_mark(comparison, change)}"
    if change.details and details:
        hidden = len(change.details) - MOST_DETAILS
        lines = [*change.details[:MOST_DETAILS], *([f"  and {hidden} more lines"] if hidden > 0 else [])]
        yield ""
        yield "  <details><summary>before and now</summary>"
        yield ""
        yield "  <pre>" + escape("\n".join(lines), quote=False).replace("\n", "&#10;") + "</pre>"
        yield ""
        yield "  </details>"
        yield ""


def _mark(comparison: Comparison, change: Change) -> str:
    if change in comparison.unread:
        return " — needs a review"
    return " — reviewed" if change.is_reviewed else ""


def _plain(words: str) -> str:
    """Words of an author on one line of Markdown: nothing in them is markup, nothing becomes a link, and nobody is called."""
    unlinked = LINKED.sub(lambda match: f"{match[0]}\u200b", " ".join(words.split()))
    return SIGNS.sub(r"\\\1", unlinked.replace("&", "&amp;"))
