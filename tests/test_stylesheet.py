"""The stylesheet: values that repeat are tokens, both schemes have every colour, and it stays small."""

import re
from pathlib import Path

import signpost_builder
from signpost_builder.page.stylesheet import PARTS, stylesheet

FOLDER = Path(signpost_builder.__file__).parent / "player"
TOKENS = (FOLDER / "tokens.css").read_text(encoding="utf-8")
RULES = {part: (FOLDER / f"{part}.css").read_text(encoding="utf-8") for part in PARTS if part != "tokens"}
DEFINED = set(re.findall(r"^\s*(--[\w-]+):", TOKENS, re.MULTILINE))
# White on a solid colour, the shadow of a panel, the empty page of the quick exit: the same in both schemes.
FIXED = {"#fff", "rgb(0 0 0 / .2)", "rgb(0 0 0 / .5)"}


def test_every_part_is_in_the_stylesheet():
    assert {path.stem for path in FOLDER.glob("*.css")} == set(PARTS)


def test_colours_are_tokens():
    for part, css in RULES.items():
        assert set(re.findall(r"#[\da-f]{3,8}\b|rgb\([^)]*\)", css)) <= FIXED, part


def test_every_token_used_is_defined_and_every_one_defined_is_used():
    used = set(re.findall(r"var\((--[\w-]+)\)", "".join(RULES.values()) + TOKENS))

    assert used == DEFINED


def test_the_dark_scheme_has_every_colour():
    """`alarm`, `sun` and what stands on it are the same in both."""
    light, dark = (set(re.findall(r"(--[\w-]+): #", block)) for block in TOKENS.split("prefers-color-scheme: dark", 1))

    assert light - dark == {"--alarm", "--sun", "--on-sun"}


def test_sides_are_logical():
    """Right-to-left pages need no rules of their own for left and right."""
    for part, css in RULES.items():
        assert not re.findall(
            r"(?:margin|padding|border)-(?:left|right|top|bottom)|[\s;](?:left|right|top|bottom):", css
        ), part


def test_it_reads_nothing_from_elsewhere():
    assert not re.search(rb"url\(|@import|@font-face", stylesheet())


TO_LOOK_AT = frozenset({"cards", "chart", "compare", "easy", "labels", "listen", "media", "path", "quote", "reveal"})


def test_it_is_small():
    """What every course may need, and then each kind of block to look at, which comes only where it stands."""
    assert len(stylesheet(TO_LOOK_AT)) <= 17_500
    assert len(stylesheet()) <= 24_700
