"""Quotes as typed, and as they are shown; in every place of a course, and in every format."""

import datetime
import re
from pathlib import Path

import pytest
from signpost_builder.editions import editions
from signpost_builder.formats import FORMATS
from signpost_builder.page import render
from signpost_builder.read import read_course
from signpost_builder.typography import curled, curled_html, curls

from tests.source_projects import FILES, SITE_COLUMNS, SITE_ROW, a_read_course

ROOT = Path(__file__).parent.parent

CASES = [
    # words
    ('"Hello," she said.', "“Hello,” she said."),
    ("don't, the child's, the children's, James' bag", "don’t, the child’s, the children’s, James’ bag"),
    ("'tis the '90s, rock 'n' roll, tell 'em", "’tis the ’90s, rock ’n’ roll, tell ’em"),
    ("'No,' he says", "‘No,’ he says"),
    ('("why?") ["a"] —"so"—', "(“why?”) [“a”] —“so”—"),
    # quotes in quotes
    ("\"He says 'stop'.\"", "“He says ‘stop’.”"),
    ("\"'He gets angry' is a quote\"", "“‘He gets angry’ is a quote”"),
    ('He says: "Say "x""—and goes.', "He says: “Say “x””—and goes."),
    # what follows
    ("\"999\" and '101'", "“999” and ‘101’"),
    ("the boys' (and girls') room", "the boys’ (and girls’) room"),
    ("a lone \" and ' stay closed", "a lone ” and ’ stay closed"),
    ("“already” ‘curly’ it’s", "“already” ‘curly’ it’s"),
    ('"…and so"', "“…and so”"),
    ('Year 7/"8"', "Year 7/“8”"),
    # addresses
    (
        "See https://example.gov.uk/it's?a='b' or o'neil@school.org.uk",
        "See https://example.gov.uk/it's?a='b' or o'neil@school.org.uk",
    ),
]
HTML = [
    ('<p>She said: "<strong>No</strong>".</p>', "<p>She said: “<strong>No</strong>”.</p>"),
    ('<p><em>"No"</em> <strong>Callum</strong>\'s</p>', "<p><em>“No”</em> <strong>Callum</strong>’s</p>"),
    ('<p>a</p><p>"b"</p><td>"c"</td><td>"d"</td>', "<p>a</p><p>“b”</p><td>“c”</td><td>“d”</td>"),
    ('<p>one<br>"two"</p>', "<p>one<br>“two”</p>"),
    ('<a href="x" title="it\'s">the "link"</a>"', '<a href="x" title="it\'s">the “link”</a>”'),
    (
        '<code>"x" it\'s</code> "y" <pre><code>\'z\'</code></pre>',
        "<code>\"x\" it's</code> “y” <pre><code>'z'</code></pre>",
    ),
    ("<code>ls</code>'s", "<code>ls</code>’s"),
    ('<span data-contact="dsl"></span>\'s office', '<span data-contact="dsl"></span>’s office'),
    ("&quot;typed so&quot; &amp; 'that'", "&quot;typed so&quot; &amp; ‘that’"),
    ('&nbsp;"x"', "&nbsp;“x”"),
    ('<p lang="fr">l\'enfant "oui"</p> "yes"', '<p lang="fr">l\'enfant "oui"</p> “yes”'),
    ('<p lang="en-GB">"yes"</p>', '<p lang="en-GB">“yes”</p>'),
]


@pytest.mark.parametrize(("typed", "shown"), CASES)
def test_text(typed, shown):
    """The same in plain text and in a paragraph; shown once more it stays as it is."""
    assert curled(typed) == curled_html(typed) == shown
    assert curled_html(f"<p>{typed}</p>") == f"<p>{shown}</p>"
    assert curled(shown) == shown


@pytest.mark.parametrize(("typed", "shown"), HTML)
def test_html(typed, shown):
    assert curled_html(typed) == shown == curled_html(shown)


def test_languages_with_known_quotes():
    """English of every country; another language keeps what was typed until somebody has written its rules."""
    assert [curls(tag) for tag in ("en", "en-GB", "EN-us", "de", "pl-PL")] == [True, True, True, False, False]


QUOTED = {
    "course/demo/course.yaml": FILES["course/demo/course.yaml"]
    .replace("title: Demo", 'title: The "Demo" isn\'t')
    .replace("summary: A demonstration.", 'summary: It\'s "one".')
    .replace("title: Staff", "title: The school's staff"),
    "modules/one/module.md": (
        "---\nid: one\ntitle: What's \"one\"\nsummary: It's one\naudiences: [staff, carer]\nobjectives:\n  - Don't wait\n"
        'content_note: It\'s hard\n---\n\nAsk {contact:dsl}\'s "deputy", `it\'s "code"`, {fact:NRM-01}.\n\n'
        '## The "page"\n\n![A child\'s "map"](map.png "It\'s a map")\n\n::: note title="It\'s so"\n> "Why?"\n:::\n\n'
        '::: sensitive title="It\'s hard" minutes=1\nHe\'s here.\n\n::: key-points\n- It\'s "so".\n:::\n:::\n\n'
        '::: stages\n1. **It\'s one.** "Yes."\n:::\n\n'
        '::: scenario id=s title="Who\'s there"\n::: node id=start\n"Why?"\n\n- [I don\'t](#end)\n  It\'s "no".\n:::\n'
        "::: end id=end title=\"It's over\"\nThat's it.\n:::\n:::\n\n"
        "::: question id=Q1\nWho's \"there\"?\n\n- [x] It's me\n  That's \"right\".\n- [ ] It isn't\n  It's me.\n\nRationale: It's \"me\".\n:::\n\n"
        '::: trainer\nIt\'s "yours".\n:::\n'
    ),
    "modules/one/map.png": (ROOT / "modules/definitions/trafficking.png").read_bytes(),
    "course/demo/sites.csv": f"hot_spots,local_picture,picture_checked_on,picture_checked_by,picture_until,{SITE_COLUMNS}\n"
    + f"The child's way,It's busy.,2026-11-20,the lead,2027-01-20,{SITE_ROW.replace('Hill Academy', chr(39).join(('St Mary', 's')))}\n",
    "modules/helplines.yaml": FILES["modules/helplines.yaml"]
    .replace("name: Childline", "name: The child's line")
    .replace("Any worry", "It's any worry"),
    "quizzes/asked.yaml": FILES["quizzes/asked.yaml"]
    .replace("Whom do you tell?", 'Who\'s "told"?')
    .replace("title: What you know", "title: What's known")
    .replace("Nobody", "Nobody's ear"),
}


def test_every_place_of_a_course(tmp_path):
    """Whatever format: no straight quote is left in what a reader sees, but in code."""
    course = a_read_course(tmp_path, **QUOTED)
    straight = [text for text in _texts(course) if "'" in text.replace('it\'s "code"', "") and "<" not in text]

    assert straight == []
    assert "St Mary’s" in course.sites[0].name
    for one in editions(course, [None, *course.sites], course.audiences):
        for block in _texts(one.modules):
            plain = re.sub(r"<code>.*?</code>|<[^>]*>", "", block)
            assert "'" not in plain and '"' not in plain, block
        html = str(one.modules)
        assert '<code>it\'s "code"</code>' in html or '<code>it\\\'s "code"</code>' in html
        assert 'alt="A child’s “map”"' in html


def _texts(value) -> list[str]:
    """Every string that a reader may see, of a course or a part of it."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple | list):
        return [text for each in value for text in _texts(each)]
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    names = getattr(value, "__dataclass_fields__", {})
    return [
        text
        for name in names
        if name not in ("id", "key", "span", "path", "assets", "url", "email", "exit_url", "picture", "local_contacts")
        for text in _texts(getattr(value, name))
    ]


def test_another_language_stays_as_typed(tmp_path):
    """A part for one language alone is told apart, too."""
    from signpost_builder.model import For, Prose
    from signpost_builder.read.typeset import typeset
    from signpost_builder.source.remembered import Remembered

    from tests.builders import a_course, a_module, a_page

    typed = Prose(parts=('<p>"It\'s"</p>',))
    polish = For(languages=("pl",), blocks=(typed,))

    english = typeset(a_course(a_module(a_page(typed, polish)), languages=("en-GB", "pl")), Remembered())
    assert english.modules[0].pages[0].blocks == (Prose(parts=("<p>“It’s”</p>",)), polish)
    assert typeset(a_course(a_module(a_page(typed)), languages=("pl",)), Remembered()).modules[0].pages[0].blocks == (
        typed,
    )


@pytest.mark.parametrize("name", ["web", "scorm12", "openedx", "h5p"])
def test_the_shipped_course_in_every_format(name):
    """Words of a page and of a question: what a person reads, after each format's own escaping."""
    course, _ = read_course(ROOT / "course/spot-the-signs", as_of=datetime.date(2026, 11, 28))
    (one,) = editions(course, [None], course.audiences[:1])
    content = b"\n".join(
        data if isinstance(data, bytes) else data.encode()
        for package in FORMATS[name].packages(render(one))
        for path, data in package.tree.items()
        if isinstance(data, bytes | str)
    ).decode("utf-8", "replace")

    assert "don’t" in content or "can’t" in content or "\\u2019" in content
    assert "I can't keep" not in content and "I can&#39;t keep" not in content
