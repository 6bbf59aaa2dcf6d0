"""Subtitles of a card that somebody reads aloud: WebVTT for web players, SubRip for networks that take no other.

The times are those of a calm reader (150 words a minute); whoever cuts the film moves them.
"""

import re
from collections.abc import Iterator

from signpost_builder.formats.campaign.cards import Card, way
from signpost_builder.formats.campaign.planning import texts_of
from signpost_builder.model import Edition
from signpost_builder.values import frozen

WORDS_A_MINUTE = 150
SHORTEST = 1.5  # seconds: below it nobody reads a line
LONGEST_LINE = 84  # characters of a cue: two lines of 42 (BBC Subtitle Guidelines)
SENTENCE = re.compile(r"[^.?!]+[.?!]+[”\"’)]*\s*|[^.?!]+$")


@frozen
class Cue:
    begins: float
    ends: float
    words: str


def script(edition: Edition, card: Card) -> list[str]:
    """What is read aloud, a line for each cue."""
    contact = str(way(card.contact)) if card.contact else ""
    said = (card.title, card.message, card.act, contact, texts_of(edition)["danger_now"])
    return [line for text in said for sentence in SENTENCE.findall(text) for line in _lines(sentence.strip())]


def cues(lines: list[str]) -> list[Cue]:
    made: list[Cue] = []
    now = 0.0
    for line in lines:
        length = max(SHORTEST, round(60 * len(line.split()) / WORDS_A_MINUTE, 1))
        made.append(Cue(now, now + length, line))
        now += length
    return made


def vtt(edition: Edition, card: Card) -> bytes:
    blocks = (
        f"{_time(cue.begins, '.')} --> {_time(cue.ends, '.')}\n{_safe(cue.words)}\n" for cue in _cues(edition, card)
    )
    return ("WEBVTT\n\n" + "\n".join(blocks)).encode()


def srt(edition: Edition, card: Card) -> bytes:
    blocks = (
        f"{number}\n{_time(cue.begins, ',')} --> {_time(cue.ends, ',')}\n{cue.words}\n"
        for number, cue in enumerate(_cues(edition, card), start=1)
    )
    return "\n".join(blocks).encode()


def _cues(edition: Edition, card: Card) -> list[Cue]:
    return cues(script(edition, card))


def _lines(sentence: str) -> Iterator[str]:
    """A long sentence in several cues, cut between words."""
    line = ""
    for word in sentence.split():
        if line and len(line) + 1 + len(word) > LONGEST_LINE:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield line


def _safe(words: str) -> str:
    """Neither a tag nor an arrow (WebVTT, 4.2.2)."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _time(seconds: float, point: str) -> str:
    whole, tenths = divmod(round(seconds * 10), 10)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{point}{tenths}00"
