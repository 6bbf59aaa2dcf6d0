"""Characters that nobody sees: refused in every source, however they are written, and said by name and place."""

import unicodedata

import pytest
from signpost_builder.source.invisible import invisible

from tests.source_projects import FILES, SITE_COLUMNS, SITE_ROW, a_project, findings

REFUSED = [
    0x00, 0x01, 0x07, 0x08, 0x0B, 0x0C, 0x0E, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9B, 0x9F, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x180E,
    0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2061, 0x2064, 0x2066, 0x2067, 0x2068, 0x2069,
    0x206A, 0x206F, 0x3164, 0xFE00, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFB, 0xFDD0, 0xFFFE, 0xFFFF, 0xE000, 0xE003, 0xF8FF, 0x1D173, 0x1FFFE, 0xE0001,
    0xE0041, 0xE0100, 0xF0000, 0x10FFFD,
]  # fmt: skip
KEPT = {
    "Arabic": "مرحبا، اتصل بالرقم",
    "Persian with a joiner": "می‌خواهم",
    "Hindi with joiners": "क्‍ष क्‌ष",
    "Bengali": "র‍্য",
    "Malayalam": "ന്‍",
    "Hebrew with points": "שָׁלוֹם",
    "Polish": "Zażółć gęślą jaźń",
    "Chinese": "求助热线",
    "a family": "👨‍👩‍👧‍👦",
    "a heart in flames": "❤️‍🔥",
    "a flag": "🏳️‍🌈 🏴‍☠️",
    "the flag of England": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "skin colour": "👩🏽‍🏫",
    "a key": "1️⃣",
    "spaces that are seen": "a\u00a0b\u2009c\u202fd\u3000e",
    "hyphens": "a\u2011b\u2010c",
    "combined": "e\u0301",
}


@pytest.mark.parametrize("code", REFUSED, ids=lambda code: f"U+{code:04X}")
@pytest.mark.parametrize("around", ["{}", "a{}b", "م{}م", "👩{}"])
def test_refused_wherever_it_stands(code, around):
    """Alone, in Latin text, in Arabic text, after an emoji."""
    assert invisible(around.format(chr(code)))


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_scripts_and_emoji_need_is_kept(text):
    """Joiners after a letter of such a script or an emoji, the signs that choose a picture, the tags of a flag."""
    assert invisible(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "a\u200db",
        "dsl\u200c",
        "\u200d",
        "0800\u200d1111",
        "é\u200dé",
        "\U000e0067\U000e007f",
        "🏴\U000e0067\U000e0062 ",
        "a\U000e0067\U000e007f",
    ],
)
def test_joiners_and_tags_join_something(text):
    """Between Latin letters or digits they hide."""
    assert invisible(text)


def test_every_format_character_of_unicode_is_decided():
    """Nothing of the categories for control, format, private use, surrogates and separators passes on its own."""
    kinds = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
    prepended = {
        0x600,
        0x601,
        0x602,
        0x603,
        0x604,
        0x605,
        0x6DD,
        0x70F,
        0x890,
        0x891,
        0x8E2,
        0x110BD,
        0x110CD,
    }  # seen: signs of numbers in Arabic
    drawn = set(range(0x13430, 0x13440))  # places of hieroglyphs
    passing = {
        code for code in range(0x110000) if unicodedata.category(chr(code)) in kinds and not invisible(chr(code))
    }

    assert passing - prepended - drawn == {0x09, 0x0A, 0x0D}


SOURCES = {
    "course/demo/course.yaml": ("Demo", "De{}mo"),
    "modules/one/module.md": ("Welcome", "Wel{}come"),
    "modules/facts.yaml": ("Home Office", "Home{} Office"),
    "modules/helplines.yaml": ("Childline", "Child{}line"),
    "quizzes/asked.yaml": ("Nobody", "No{}body"),
    "course/demo/sites.csv": ("Jo Bell", "Jo{} Bell"),
}


@pytest.mark.parametrize("path", SOURCES)
@pytest.mark.parametrize(
    ("sign", "name"),
    [
        ("\u202e", "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
        ("\u200b", "U+200B (ZERO WIDTH SPACE)"),
        ("\ue000", "U+E000 (a private-use character)"),
    ],
)
def test_every_source_is_read_by_the_same_rule(path, sign, name, tmp_path):
    """One finding, with the character's name, its line and its column."""
    old, new = SOURCES[path]
    text = {**FILES, "course/demo/sites.csv": f"{SITE_COLUMNS}\n{SITE_ROW}\n"}[path].replace(old, new.format(sign), 1)
    (found,) = findings(a_project(tmp_path, **{path: text}))

    lines = text.split("\n")
    line = next(number for number, each in enumerate(lines) if sign in each)
    assert (found.code, str(found.span.path)) == ("control-character", path) and name in found.message
    assert (found.span.line, found.span.column) == (line + 1, lines[line].index(sign) + 1)


def test_each_line_is_told(tmp_path):
    """All in one run, the first of each line."""
    text = FILES["modules/one/module.md"] + "a\u200bb\u202ec\n\nd\u2066e\n"

    assert [
        (found.span.line, found.span.column)
        for found in findings(a_project(tmp_path, **{"modules/one/module.md": text}))
    ] == [(9, 2), (11, 2)]


@pytest.mark.parametrize(
    "typed",
    [
        "&#x202e;",
        "&#8238;",
        "&#x200B;",
        "&#8203;",
        "&rlm;",
        "&lrm;",
        "&shy;",
        "&zwnj;",
        "&#xE000;",
        "&ZeroWidthSpace;",
        "&NoBreak;",
    ],
)
@pytest.mark.parametrize("place", ["**{}** text.", "| a |\n| --- |\n| <b>{}</b> |"])
def test_written_as_an_entity(typed, place, tmp_path):
    """A page would show the character."""
    found = findings(a_project(tmp_path, body=place.format(typed) + "\n"))

    assert "control-character" in [one.code for one in found]


@pytest.mark.parametrize("typed", [r"\u202e", r"\u200b", r"\x07", r"\uE000", r"\u2066"])
def test_written_as_an_escape(typed, tmp_path):
    """In a value and in a key."""
    for changed in (f'title: "De{typed}mo"', f'"titl{typed}e": Demo'):
        text = FILES["course/demo/course.yaml"].replace("title: Demo", changed)
        assert "control-character" in [
            one.code for one in findings(a_project(tmp_path, **{"course/demo/course.yaml": text}))
        ]


def test_a_byte_order_mark_is_no_character(tmp_path):
    """At the very beginning it is a mark of the file."""
    assert findings(a_project(tmp_path, **{"modules/one/module.md": "\ufeff" + FILES["modules/one/module.md"]})) == ()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named(encoding, tmp_path):
    """What a spreadsheet calls Unicode text."""
    mark = b"" if encoding == "utf-16" else "\ufeff".encode(encoding)
    (found,) = findings(
        a_project(tmp_path, **{"course/demo/sites.csv": mark + f"{SITE_COLUMNS}\n{SITE_ROW}\n".encode(encoding)})
    )

    assert (found.code, found.message) == ("not-utf-8", "this file is UTF-16")
