"""HTML fragments to Typst: every tag that a module may hold, any text, headings without a gap."""

import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signpost_builder.formats.trainer.session_plan import Kind
from signpost_builder.formats.trainer.typst_html import HtmlWriter, UnknownTag
from signpost_builder.formats.trainer.typst_page import opened
from signpost_builder.page.strings import strings
from signpost_builder.printing.compiling import Document, NotPrintable, pdf
from signpost_builder.printing.typst_text import literal, run
from signpost_builder.source.raw_html import BLOCK_TAGS, INLINE_TAGS

from tests.builders import a_course, a_fact, an_edition
from tests.trainer.printed import kinds, words

ROOT = Path(__file__).parent.parent.parent
TEXTS = strings("en-GB")["trainer"]
INSIDE = {
    "caption": "<table><caption>Word</caption><tr><td>Cell</td></tr></table>",
    "dd": "<dl><dt>Term</dt><dd>Word</dd></dl>",
    "dt": "<dl><dt>Word</dt></dl>",
    "dl": "<dl><dt>Term</dt><dd>One</dd><dd>Word</dd></dl>",
    "li": "<ul><li>Word</li></ul>",
    "ul": "<ul><li>Word</li><li>Two</li></ul>",
    "ol": '<ol start="3"><li>Word</li></ol>',
    "summary": "<details><summary>Word</summary>More</details>",
    "details": "<details open><summary>More</summary><p>Word</p></details>",
    "rt": "<ruby>Base<rp>(</rp><rt>Word</rt><rp>)</rp></ruby>",
    "rp": "<ruby>Word<rp>(</rp><rt>above</rt><rp>)</rp></ruby>",
    "hr": "<p>Word</p><hr>",
    "br": "Word<br>two",
    "wbr": "Word<wbr>",
} | {tag: f"<table><{tag}><tr><td>Word</td></tr></{tag}></table>" for tag in ("thead", "tbody", "tfoot")}
INSIDE |= dict.fromkeys(("table", "tr", "td", "th"), "<table><tr><th>Word</th><td>Two</td></tr></table>")


def made(html: str, course=None) -> bytes:
    course = course or a_course()
    writer = HtmlWriter(course, TEXTS)
    markup = opened(an_edition(course), "T") + writer.heading(1, run("Head")) + writer.html(html)
    return pdf(Document(name="x.pdf", markup=markup, pictures=writer.files))


@pytest.mark.parametrize("tag", sorted(INLINE_TAGS | BLOCK_TAGS))
def test_every_tag_that_an_author_may_write(tag):
    """Its words are on paper, and Typst takes it as PDF/UA-1."""
    html = INSIDE.get(tag, f"<{tag}>Word</{tag}>")

    assert "Word" in words(made(html))


@pytest.mark.parametrize("tag", ["form", "marquee", "iframe", "h1"])
def test_an_unknown_tag_is_an_error(tag):
    with pytest.raises(UnknownTag, match=f"<{tag}>"):
        made(f"<p>A</p><{tag}>b</{tag}>")


PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40)


@settings(max_examples=20, deadline=None)
@given(PRINTABLE)
def test_no_text_is_markup(text):
    """What an author typed is what stands there, whatever it looks like to Typst."""
    course = a_course()
    markup = (
        opened(an_edition(course), "T")
        + HtmlWriter(course, TEXTS).heading(1, run(f"[{text}]"))
        + f"#let x = {literal(text)}"
    )

    assert "".join(f"[{text}]".split()) in "".join(words(pdf(Document(name="x.pdf", markup=markup))).split())


def test_headings_never_skip_a_level():
    """An h5 below a title becomes the next level down: PDF/UA-1 allows no gap, and Typst would refuse the document."""
    found = kinds(made("<h5>Deep</h5><p>a</p><h3>Up</h3><h6>Down</h6>"))

    assert [kind for kind in found if kind.startswith("/H")] == ["/H1", "/H2", "/H3", "/H4"]


def test_a_table_is_a_table():
    """With head cells and data cells, and a cell over two columns."""
    html = "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr><tr><td colspan='2'>3</td></tr></tbody></table>"
    found = kinds(made(html))

    assert (found.count("/Table"), found.count("/TH"), found.count("/TD")) == (1, 2, 3)


def test_sources_are_numbered_by_publication():
    """Two facts of one publication share a number, as on the pages."""
    other = a_fact(id="NRM-01")
    course = a_course(facts={"NRM-09d": a_fact(), "NRM-01": other})
    cite = '<a class="cite" href="#source-{}" aria-label="Source"><sup>source</sup></a>'
    writer = HtmlWriter(course, TEXTS)
    writer.html(f"<p>One{cite.format('NRM-09d')} two{cite.format('NRM-01')}.</p>")

    assert writer.cited == {"NRM-09d": 1, "NRM-01": 1}


def test_a_letter_that_the_font_does_not_have():
    """Is refused by name, never printed as an empty box."""
    with pytest.raises(NotPrintable, match="☂"):
        made("<p>☂</p>")


def leaves(said, place=()):
    for name, inner in said.items():
        if isinstance(inner, dict) and (*place, name) not in LISTED:
            yield from leaves(inner, (*place, name))
        else:
            yield (*place, name)


# Gone through whole, or asked for by a word that a script has made (tests/room/test_page.py).
LISTED = {
    ("start", "files"),
    ("slides", "key_list"),
    ("room", "key_list"),
    ("room", "camera"),
    ("room", "advice"),
    ("room", "words"),
}


def test_every_text_is_used():
    """A text that nothing says is a text that a translator writes for nobody."""
    folder = ROOT / "builder/signpost_builder"
    sources = [*(folder / "formats/trainer").rglob("*.*"), *(folder / "templates").glob("*.html")]
    code = "".join(path.read_text("utf-8") for path in sources if path.suffix in (".py", ".js", ".html"))
    kinds = {*get_args(Kind), "entered_signed", "entered_claimed"}  # named by the kind of a plan's row, or by a verdict

    unused = [
        place for place in leaves(TEXTS) if place[-1] not in kinds and not re.search(rf"""["'.]{place[-1]}\b""", code)
    ]
    assert unused == []
