"""What prose becomes: cases in tests/prose/cases.txt, and what no text can do."""

import html
import re
from pathlib import Path

import nh3
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from signpost_builder.model import ContactRef, Prose
from signpost_builder.source.invisible import invisible
from signpost_builder.typography import curled

from tests.source_projects import FILES, MP4, PNG, a_project, a_read_course, findings

CASES = Path(__file__).parent / "prose/cases.txt"
PARTS = re.split(r"^=== (.*)\n", CASES.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
TITLES, TEXTS = PARTS[::2], PARTS[1::2]
MAP = {"modules/one/map.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'}
QUICK = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
WRITTEN = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"], include_characters="\n"), max_size=300
).filter(lambda text: not invisible(text))
HOSTILE = st.lists(
    st.sampled_from(
        ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"', "'", "`", "**", "_", "[", "](", ")", "![", "{fact:NRM-01}",
         "{contact:dsl}", "<", ">", "</p>", "<b>", "<div title='", "javascript:", "😀", "\u202e", "مرحبا", "&lt;", "&#x3c;", "\\", "|", "\n",
         "\n\n", "- ", "1. ", "> ", "# ", ":::", "    ", "a", " ", "<!--", "-->", "[^1]", "page:start", "https://x.org/", "data:text/html,"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def rendered(course):
    """The HTML of the opening page, contacts as {key}."""
    prose = [block for block in course.modules[0].pages[0].blocks if isinstance(block, Prose)]
    return "\n".join(
        "".join(f"{{{part.key}}}" if isinstance(part, ContactRef) else part for part in one.parts) for one in prose
    )


@pytest.mark.parametrize(("title", "text"), list(zip(TITLES, TEXTS, strict=True)), ids=TITLES)
def test_case(title, text, tmp_path, request):
    """The HTML of a case, to the letter."""
    source, expected = text.split("--- html\n")
    found = rendered(a_read_course(tmp_path, body=source, **MAP))

    if request.config.getoption("--accept") and found.strip() != expected.strip():
        whole = CASES.read_text(encoding="utf-8")
        CASES.write_text(
            whole.replace(f"=== {title}\n{text}", f"=== {title}\n{source}--- html\n{found.strip()}\n\n"),
            encoding="utf-8",
        )
        return
    assert found.strip() == expected.strip()


def test_facts_and_assets_are_listed_in_the_order_of_use(tmp_path):
    """For the page's sources, and for the package."""
    text = "{source:LAW-01} {fact:NRM-01} {fact:NRM-01} ![Map](map.svg)"
    (prose,) = a_read_course(tmp_path, body=text, **MAP).modules[0].pages[0].blocks

    assert (prose.facts, prose.assets) == (("LAW-01", "NRM-01"), ("media/one-map.svg",))


def test_a_film_gets_its_captions_and_transcript(tmp_path):
    """Beside it, under the same name."""
    files = {"modules/one/film.mp4": MP4, "modules/one/film.vtt": "WEBVTT\n", "modules/one/film.md": "A **talk**.\n"}
    (prose,) = a_read_course(tmp_path, body='![How to "listen"](film.mp4)', **files).modules[0].pages[0].blocks

    assert prose.parts == (
        '<figure class="media"><video controls preload="metadata" src="media/one-film.mp4" aria-label="How to “listen”">'
        '<track kind="captions" src="media/one-film.vtt" srclang="en-GB" label="en-GB" default></video>'
        "<figcaption>How to “listen”</figcaption>"
        '<details class="transcript"><summary>Transcript</summary><p>A <strong>talk</strong>.</p></details></figure>',
    )
    assert prose.assets == ("media/one-film.mp4", "media/one-film.vtt")


def test_two_files_never_share_a_name_in_the_package(tmp_path):
    """`a/b.png`, `a-b.png` and `A-B.png` would, some of them only where capitals do not count."""
    files = {"modules/one/a/b.png": PNG + b"1", "modules/one/a-b.png": PNG + b"2", "modules/one/A-B.png": PNG + b"1"}
    course = a_read_course(tmp_path, body="![The first](a/b.png) ![The second](a-b.png) ![The third](A-B.png)", **files)

    assert len({name.lower() for name in course.assets}) == 3
    assert [asset.path.read_bytes()[-1:] for asset in course.assets.values()] == [b"1", b"2", b"1"]


def inert(fragment):
    """No tag, attribute or address but those that the reader writes."""
    kept = nh3.clean(
        fragment,
        tags=set(
            "p br em strong code pre a sup span ul ol li table thead tbody tr th td div dl dt dd blockquote hr h3 h4 h5 h6 b".split()
        ),
        attributes={
            "a": {"href", "class", "target", "aria-label"},
            "span": {"class", "data-fact"},
            "div": {"class", "tabindex", "role", "aria-label", "title"},
            "ol": {"start"},
            "th": {"class"},
            "td": {"class"},
        },
        url_schemes={"https", "http"},
        link_rel="noopener noreferrer",
    )
    tags = re.compile(r"<(\w+)")
    return sorted(tags.findall(kept)) == sorted(
        tag for tag in tags.findall(fragment)
    ) and "javascript:" not in " ".join(re.findall(r'href="([^"]*)"', fragment))


@QUICK
@given(text=HOSTILE)
def test_hostile_text_is_inert(text, tmp_path):
    """Whatever is put together from dangerous parts is refused, or only shown."""
    folder = a_project(tmp_path, body=f"Begin {text} end.\n")
    found = findings(folder)
    if not any(one.severity == "error" for one in found):
        assert inert(rendered(a_read_course(tmp_path)))


@QUICK
@given(text=WRITTEN)
def test_any_stem_and_choice_comes_back(text, tmp_path):
    """With every sign of Markdown escaped, the learner sees what the author wrote; quotes become curly, which has its own test."""
    words = " ".join(re.sub("[\"']", "", text).split()) or "x"
    escaped = re.sub(r"([\\`*_{}\[\]<>!&])", lambda sign: f"&#{ord(sign[0])};", words)
    yaml = escaped.replace("'", "''")
    quiz = (
        FILES["quizzes/asked.yaml"]
        .replace("Whom do you tell?", f"'{yaml}'")
        .replace("text: Nobody", f"text: 'Not {yaml}'")
    )
    question = a_read_course(tmp_path, **{"quizzes/asked.yaml": quiz}).question_sets["asked"].questions[0]

    assert html.unescape(question.stem) == words
    assert html.unescape(question.choices[1].text) == f"Not {words}"


@QUICK
@given(text=WRITTEN)
def test_any_title_comes_back(text, tmp_path):
    """Titles are plain text: nothing in them is Markdown or HTML; only quotes become those of the language."""
    words = " ".join(text.split()) or "x"
    assume(not invisible(words) and not set(words) & set("{}［］｛｝[]"))  # test_invisible.py, test_tokens.py
    yaml = words.replace("'", "''")
    course = a_read_course(
        tmp_path, **{"modules/one/module.md": FILES["modules/one/module.md"].replace("title: One", f"title: '{yaml}'")}
    )

    assert course.modules[0].title == curled(words)


@QUICK
@given(content=st.one_of(st.binary(max_size=400), HOSTILE.map(str.encode)))
def test_random_bytes_never_crash_the_reader(content, tmp_path):
    """As a whole module, and as the text of one."""
    findings(a_project(tmp_path, **{"modules/one/module.md": content}))
    findings(a_project(tmp_path, **{"modules/one/module.md": FILES["modules/one/module.md"].encode() + content}))


@pytest.mark.parametrize(
    "sign",
    [
        "[",
        "[](",
        "*",
        "**a ",
        "`",
        "<",
        "<b title='",
        "{",
        "- ",
        "> ",
        "&",
        "\\",
        "|a|b|\n",
        ":::",
        "::: note\n",
        "😀",
        "\u202e",
    ],
)
def test_ten_thousand_characters_of_one_sign(sign, tmp_path):
    """Refused or shown, and soon."""
    findings(a_project(tmp_path, body=(sign * 10_000)[:10_000]))


def test_an_address_is_text_where_no_link_can_stand(tmp_path):
    """In a stem it is shown; in feedback it is a link."""
    quiz = FILES["quizzes/asked.yaml"].replace("Whom do you tell?", "Is https://www.gov.uk/a a safe address?")
    quiz = quiz.replace("correct: true}", "correct: true, feedback: See www.gov.uk/b.}")
    course = a_read_course(tmp_path, **{"quizzes/asked.yaml": quiz})
    asked = course.question_sets["asked"]
    assert asked.questions[0].stem == "Is https://www.gov.uk/a a safe address?"
    assert 'href="https://www.gov.uk/b"' in asked.questions[0].choices[0].feedback


def test_names_that_differ_in_capitals_only_get_names_of_their_own(tmp_path):
    """W10: both files are in the package, where a file system that ignores case can hold them."""
    files = {"modules/one/Map.png": PNG, "modules/one/map.png": PNG + b"\0"}
    course = a_read_course(tmp_path, body="![The hall](Map.png) ![The yard](map.png)\n", **files)
    names = {name for block in course.modules[0].pages[0].blocks for name in block.assets}

    assert len({name.lower() for name in names}) == 2
    assert {course.assets[name].path.read_bytes() for name in names} == set(files.values())
