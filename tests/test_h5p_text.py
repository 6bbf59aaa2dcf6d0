"""Lowering: what a host's filter would delete is said in another way, and no word is lost."""

import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signpost_builder.formats.h5p.library import TAGS
from signpost_builder.formats.h5p.passages import parts
from signpost_builder.formats.h5p.proof import losses, refused, spoken
from signpost_builder.formats.h5p.text import Lowering, TextLost, Words, escaped, parsed
from signpost_builder.source.raw_html import BLOCK_TAGS, INLINE_TAGS

LOWERING = Lowering({"escalation.who": "Who to tell"}, Words())
KINDS = [*TAGS, "plain", "marked"]


def lowered(html: str, kind: str = "text") -> str:
    return LOWERING.field(html, kind, lambda fact: f" [{fact}]")


CASES = {
    "bold and italics as the host knows them": ("text", "<p><b>One</b> <i>two</i></p>", "<p><strong>One</strong> <em>two</em></p>"),
    "deep headings in bold": ("text", "<h3>Three</h3><h5>Five</h5>", "<h3>Three</h3><p><strong>Five</strong></p>"),
    "a quotation as paragraphs": ("text", "<blockquote><p>Tell me.</p></blockquote>", "<p>Tell me.</p>"),
    "a list stays a list": ("text", '<ol start="3"><li>A</li><li>B</li></ol>', '<ol start="3"><li>A</li><li>B</li></ol>'),
    "a list in a question as lines": ("question", "<p>Think:</p><ul><li>A</li><li>B<ol><li>C</li></ol></li></ul>", "<p>Think:</p><p>• A<br>• B<br>1. C</p>"),
    "terms above their meanings": ("text", "<dl><dt>NRM</dt><dd>The referral system.</dd></dl>", "<p><strong>NRM</strong></p><p>The referral system.</p>"),
    "a link that opens beside": ("text", '<p><a class="external" href="https://a.uk/?x=1&amp;y=2">A</a></p>', '<p><a href="https://a.uk/?x=1&amp;y=2" target="_blank" rel="noopener noreferrer">A</a></p>'),
    "a link where there are none": ("question", 'See <a href="https://a.uk/b">the law</a>.', "See the law (https://a.uk/b)."),
    "an address that is said already": ("comment", '<a href="mailto:a@b.uk">a@b.uk</a>', "a@b.uk"),
    "a number is text": ("text", '<span class="contact">Childline (<a href="tel:08001111">0800 1111</a>)</span>', "Childline (0800 1111)"),
    "a number behind words is said": ("text", '<a href="tel:999">Call the police</a>', "Call the police (999)"),
    "a page has no address": ("text", '<a href="#escalation.who">the table</a>', "the table (see “Who to tell”)"),
    "a page that is named already": ("text", '<a href="#escalation.who">Who to tell</a>', "Who to tell"),
    "a figure keeps its period and source": ("text", '<p><span class="fact">5 people <span class="period">(2024)</span></span><a class="cite" href="#source-N1" aria-label="Source: X"><sup>source</sup></a>.</p>', "<p>5 people (2024) [N1].</p>"),
    "an abbreviation is written out once": ("text", '<p><abbr title="secure area">SA</abbr>, <abbr title="secure area">SA</abbr></p>', "<p>SA (secure area), SA</p>"),
    "an abbreviation that is written out": ("text", '<p>Secure area (<abbr title="secure area">SA</abbr>)</p>', "<p>Secure area (SA)</p>"),
    "footnotes": ("text", '<p>Said<sup class="footnote"><a href="#fn-1">1</a></sup>.</p><ol class="footnotes" start="1"><li id="fn-1"><p>Where.</p> <a class="footnote-back" href="#x">↩</a></li></ol>', '<p>Said (note 1).</p><ol start="1"><li><p>Where.</p></li></ol>'),
    "raised signs": ("text", "<p>m<sup>2</sup>, H<sub>2</sub>O, 1<sup>st</sup></p>", "<p>m², H₂O, 1st</p>"),
    "raised signs where they are kept": ("inline", "m<sup>2</sup>", "m<sup>2</sup>"),
    "a table in a list": ("question", "<table><thead><tr><th>Who</th><th>When</th></tr></thead><tbody><tr><td>DSL</td><td>Now</td></tr></tbody></table>", "<p>• Who: DSL; When: Now</p>"),
    "a table": ("table", '<table><thead><tr><th scope="col">Who</th></tr></thead><tbody><tr><td data-label="Who"><p>A</p><p>B</p></td></tr></tbody></table>', '<table><thead><tr><th scope="col">Who</th></tr></thead><tbody><tr><td>A<br>B</td></tr></tbody></table>'),
    "details open": ("text", "<details><summary>More</summary><p>Text.</p></details>", "<p><strong>More</strong></p><p>Text.</p>"),
    "a picture where there is no room": ("comment", '<img src="media/a.png" alt="A map">', "[Picture: A map]"),
    "a language is kept": ("text", '<p><span lang="pl">Dzień</span></p>', '<p><span lang="pl">Dzień</span></p>'),
    "plain text has its quotes escaped": ("plain", "<p>\"Don't\" &amp; <b>1 &lt; 2</b></p><ul><li>A</li></ul>", "&quot;Don&#039;t&quot; &amp; 1 &lt; 2 • A"),
    "plain text without a tag": ("plain", "Don't", "Don&#039;t"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case):
    kind, html, expected = CASES[case]

    assert lowered(html, kind) == expected


TEXT = st.text(st.sampled_from("abc dé<&>\"'*/:²ß\u2068中"), max_size=12).map(lambda text: escaped(text, "text"))
ATTRIBUTES = {
    "a": [
        ' href="https://example.org/a?b=1"',
        ' href="tel:0800"',
        ' href="#escalation.who"',
        ' href="mailto:a@example.org"',
        ' href="media/a.pdf" class="document"',
        "",
    ],
    "abbr": [' title="written out"', ""],
    "ol": [' start="4"', ' class="footnotes"', ""],
    "span": [' lang="pl"', ' class="fact"', ' dir="rtl"'],
}
INLINE = sorted(INLINE_TAGS | {"a"})


@st.composite
def inline(draw, depth: int = 1) -> str:
    pieces = draw(st.lists(TEXT, min_size=1, max_size=3))
    if depth:
        tag = draw(st.sampled_from(INLINE))
        attribute = draw(st.sampled_from(ATTRIBUTES.get(tag, [""])))
        pieces.append(f"<{tag}>" if tag in ("br", "wbr") else f"<{tag}{attribute}>{draw(inline(depth - 1))}</{tag}>")
    return "".join(draw(st.permutations(pieces)))


@st.composite
def block(draw, depth: int = 1) -> str:
    """What the sanitiser lets through, nested as it may nest."""

    def inner() -> str:
        return draw(block(depth - 1)) if depth and draw(st.booleans()) else draw(inline())

    tag = draw(st.sampled_from(sorted(BLOCK_TAGS)))
    match tag:
        case "hr":
            return "<hr>"
        case "p" | "pre" | "h3" | "h4" | "h5" | "h6":
            return f"<{tag}>{draw(inline())}</{tag}>"
        case "ul" | "ol" | "li":
            name = "ul" if tag == "li" else tag
            items = "".join(f"<li>{inner()}</li>" for _ in range(draw(st.integers(1, 3))))
            return f"<{name}{draw(st.sampled_from(ATTRIBUTES.get(name, [''])))}>{items}</{name}>"
        case "dl" | "dt" | "dd":
            return f"<dl><dt>{draw(inline())}</dt><dd>{inner()}</dd><dd>{draw(inline())}</dd></dl>"
        case "details" | "summary":
            return f"<details><summary>{draw(inline())}</summary>{inner()}</details>"
        case "blockquote" | "div":
            return f"<{tag}>{inner()}</{tag}>"
        case _:
            head = (
                f"<thead><tr><th>{draw(inline())}</th><th>{draw(inline())}</th></tr></thead>"
                if draw(st.booleans())
                else ""
            )
            caption = f"<caption>{draw(inline())}</caption>" if draw(st.booleans()) else ""
            row = f"<tr><th>{draw(inline())}</th><td>{inner()}</td><td>{draw(inline())}</td></tr>"
            return f'<div class="table-scroll"><table>{caption}{head}<tbody>{row}{row}</tbody></table></div>'


def letters(html: str) -> str:
    """All letters and digits, in order, raised ones as plain ones; a picture's words too."""
    return "".join(re.findall(r"\w", unicodedata.normalize("NFKC", "".join(spoken(parsed(html))))))


HTML = st.lists(st.one_of(block(), inline()), max_size=4).map("".join)


@settings(max_examples=150)
@given(HTML, st.sampled_from(KINDS))
def test_nothing_is_lost_to_any_field(html, kind):
    """Every letter of the source is in the field, and the field holds no element that its list does not name."""
    found = lowered(html, kind)

    assert refused(found, kind) == []
    assert not Counter(letters(html)) - Counter(letters(found))
    assert "tel:" not in found
    assert kind != "plain" or not re.search(r"[<>\"']", found)


@settings(max_examples=60)
@given(HTML)
def test_nothing_is_lost_between_the_parts_of_a_page(html):
    """Tables and pictures become content of their own; the text around them stays, in order."""
    assert letters("".join(part for _, part in parts(html))) == letters(html)


@given(TEXT, st.sampled_from(["plain", "text", "comment"]))
def test_lowered_text_is_stable(text, kind):
    """The same text gives the same field, from the cache or not."""
    assert lowered(text, kind) == Lowering({}, Words()).field(text, kind, str)


@pytest.mark.parametrize(
    ("field", "kind", "expected"),
    [
        ("<p>One</p>", "text", ["the words 'One two'"]),
        ("<p>One <u>two</u></p>", "text", ["the element 'u'"]),
        ('<p>One <a href="tel:999">two</a></p>', "text", ["a link with 'tel'"]),
        ("One <b>two</b>", "plain", ["the element 'b'"]),
    ],
)
def test_the_proof_sees_what_a_host_deletes(field, kind, expected):
    assert losses(parsed("<p>One two</p>"), field, kind) == expected


def test_a_loss_is_a_fault_of_ours(monkeypatch):
    """It stops the build with a traceback: no package goes out that says less than the sources."""
    monkeypatch.setattr("signpost_builder.formats.h5p.text._Fields.children", lambda self, element: "")

    with pytest.raises(TextLost, match="the words 'child'"):
        Lowering({}, Words()).field("<p>A <b>child</b></p>", "text", str)
