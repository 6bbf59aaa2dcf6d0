"""Habits from other tools that Markdown here does not know: said, where they would otherwise be shown as they were typed."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import accumulate

from signpost_builder.diagnostics import Diagnostic, error, warning
from signpost_builder.source.passage import Passage
from signpost_builder.source.tables import table_faults

BULLET = re.compile(
    r"[ \t>]*+(?:([•·▪▫◦‣●○■□➢✓\uf0b7\uf0a7\uf0d8])[ \t\u00a0]*+|(o)(?:\t|[ \u00a0]++)|([–—])[ \t\u00a0]++)(?=[^\s|])"
)
HARD_SPACE = re.compile(r"[ \t]*+([-*+]|\d{1,3}[.)])[\u00a0\u2007\u202f]")
TASK = re.compile(r"[ \t]*+[-*+][ \t]++\[[ xX]?\](?:[ \t]|$)")
FOREIGN = (
    (
        re.compile(r"[ \t]*+(?:!!!|\?\?\?\+?)[ \t]*+\w"),
        "a box is written in another way here",
        "write '::: note', the text, and ':::'",
    ),
    (re.compile(r"[ \t]*+\{\{<"), "this is another tool's shortcode", "see the directives in docs/writing.md"),
    (
        re.compile(r"[ \t>*+-]*+\[!\w+\]"),
        "a box does not stand inside a quote or a list",
        "begin it at the beginning of a line: '> [!NOTE]'",
    ),
    (
        re.compile(r"[ \t]*+\[(?:TOC|\[_?TOC_?\])\]", re.IGNORECASE),
        "contents are made by themselves",
        "take this line away",
    ),
)
BOLD_LINE = re.compile(r"(?:\*{2,3}|__)[^*_`\n]++(?:\*{2,3}|__)")
TIGHT = re.compile(r"[ \t]*+([-+]|\d{1,3}[.)])(?=[^\W\d_])")
TIGHT_STARS = re.compile(r"[ \t]*+\*[^\s*][^*]*+")
# Bullets and numbers that make no list: those of a keyboard, a symbol font or an emoji, and letters.
RUN_ON = re.compile(
    r"[ \t>]*+(\((?:[a-z]|[ivx]{1,4}|\d{1,3})\)|(?:[a-z]|[ivx]{2,4})[.)]|\d\ufe0f?\u20e3|[①-⓿❶-➓]|[^\w\s!-~£€§¶¿¡…–—‐-‧“”‘’«»„‹›│┃║｜┌├╔\ue000-\uf8ff]\ufe0f?)"
    r"[ \t\u00a0]++(?=\S)"
)
# A line that begins with a letter, as nearly all do, is none of these, unless that letter stands for a number or a bullet.
MAY_SLIP = re.compile(r"\n[ \t>]*+(?:[^\nA-Za-z]|o[ \t\u00a0]|[a-z]{1,4}[.)][ \t\u00a0])|\||\t")
SHOWN = ("**", "~~", "`")
MARKUP = re.compile(r"<code>[^<]*+</code>|<[^<>]*+>")


def slips(passage: Passage) -> Iterator[Diagnostic]:
    """What stands in blocks of text, line by line."""
    if not MAY_SLIP.search(f"\n{passage.text}"):
        return
    at, block, block_at = 0, list[str](), 0
    for line in passage.text.split("\n"):
        if line.strip():
            block_at = at if not block else block_at
            for slip in _line_slips(passage, line, at):
                if not block or not any(_line_slips(passage, block[-1], 0)):  # a list's first line speaks for it
                    yield slip
            block.append(line)
        elif block:
            yield from _block_slips(passage, block, block_at)
            block = []
        at += len(line) + 1
    if block:
        yield from _block_slips(passage, block, block_at)


def _line_slips(passage: Passage, line: str, at: int) -> Iterator[Diagnostic]:
    first = line.lstrip(" \t>")[:1]
    if first.isalpha() and first != "o":
        return  # words, as nearly every line
    if bullet := BULLET.match(line):
        sign = bullet[1] or bullet[2] or bullet[3]
        say = warning if bullet[3] else error
        shown = "a bullet from a word processor" if sign > "\ue000" else f"'{sign}'"
        yield say(
            passage.span(at),
            "foreign-bullet",
            f"{shown} begins this line, which makes no list",
            "write '- ' for each item",
        )
    elif hard := HARD_SPACE.match(line):
        message = f"after '{hard[1]}' stands a no-break space, which makes no list"
        yield error(passage.span(at), "foreign-bullet", message, "type an ordinary space")
    elif TASK.match(line):
        message = "'- [ ]' is a choice of a question, and this is none"
        yield error(passage.span(at), "task-list", message, "write '- ' for a list, or '::: question id=…' above")
    else:
        for pattern, message, hint in FOREIGN:
            if pattern.match(line):
                yield error(passage.span(at), "foreign-syntax", message, hint)


def _block_slips(passage: Passage, block: list[str], at: int) -> Iterator[Diagnostic]:
    for row, message, hint in table_faults(block):
        place = at + sum(len(line) + 1 for line in block[:row])
        yield error(passage.span(place), "table-cells", message, hint)
    yield from _run_together(passage, block, at)
    words = block[0].strip()
    if len(block) == 1 and BOLD_LINE.fullmatch(words) and words.strip("*_")[-1:] not in ".!?:;,…":
        message = "a line in bold is no heading: nobody can find or jump to it"
        yield warning(passage.span(at), "bold-as-heading", message, "write '### ' before it, without the '**'")


def _run_together(passage: Passage, block: list[str], at: int) -> Iterator[Diagnostic]:
    """Lines that their author took for a list."""
    if len(block) == 1 or BULLET.match(block[0]):
        return
    places = list(accumulate((len(line) + 1 for line in block), initial=at))
    signs = [(match[1], place) for line, place in zip(block, places, strict=False) if (match := RUN_ON.match(line))]
    tight = [(match[1], place) for line, place in zip(block, places, strict=False) if (match := TIGHT.match(line))]
    stars = [("*", place) for line, place in zip(block, places, strict=False) if TIGHT_STARS.fullmatch(line)]
    for lines, hint in (
        (signs, "write '- ' or '1. ' for each item"),
        (tight, "leave a space behind it"),
        (stars, "leave a space behind it"),
    ):
        if len(lines) > 1:
            message = f"lines that begin with '{lines[0][0]}' make no list: they run together into one paragraph"
            yield warning(passage.span(lines[0][1]), "foreign-bullet", message, hint)


def left_open(passage: Passage, html: str) -> Iterator[Diagnostic]:
    """Signs of emphasis or code that are still there after rendering: what they open is never closed."""
    if not any(sign in html for sign in SHOWN):
        return
    shown = MARKUP.sub("", html)
    for sign in SHOWN:
        if shown.count(sign) > passage.text.count(f"\\{sign[0]}"):
            message = f"'{sign}' stands here without its other half and is shown as it is"
            hint = f"close it right behind a word ('{sign}word{sign}'), or write '\\{sign[0]}' for the sign itself"
            yield error(passage.span(_place(passage.text, shown, sign)), "open-emphasis", message, hint)


def _place(text: str, shown: str, sign: str) -> int:
    """Where the sign that is shown was typed: found by the words behind it."""
    at = shown.index(sign)
    words = unescape(shown[at : at + 30]).split("\n")[0]
    place = text.find(words)
    return place if place >= 0 else max(text.find(sign), 0)
