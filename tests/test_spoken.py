"""How what is written is read aloud: the rules that the page gets, used as the player uses them, in node."""

import json
import subprocess
from pathlib import Path

import pytest
from signpost_builder.model import CourseWords
from signpost_builder.page.features import LISTEN
from signpost_builder.page.rendered import render
from signpost_builder.page.spoken import spoken

from tests.builders import a_contact, a_course, a_module, a_page, an_edition, prose

ROOT = Path(__file__).parents[1]
SAID = (("NRM", "N R M"), ("CEOP", "see op"), ("A&E", "A and E"), ("£", "pounds $1"))
PAGE = a_page(prose('<p>The <abbr title="Modern Slavery Act">MSA</abbr> and the <abbr title="no">NRM</abbr>.</p>'))


def said(texts: list[str]) -> list[str]:
    """What `spoken` of sentences.js makes of them."""
    edition = an_edition(a_course(a_module(PAGE), words=CourseWords(said=SAID)), contacts=(
        a_contact(phone="999"), a_contact(key="x", phone="0800 1111"), a_contact(key="y", phone="116 123"),
    ))  # fmt: skip
    data = json.dumps({"spoken": spoken(edition), "language": "en-GB"})
    script = f"""
        globalThis.document = {{ getElementById: () => ({{ textContent: {json.dumps(data)} }}), addEventListener() {{}} }};
        const {{ spoken }} = await import({json.dumps((ROOT / "builder/signpost_builder/player/sentences.js").as_uri())});
        console.log(JSON.stringify({json.dumps(texts)}.map(spoken)));
    """
    run = subprocess.run(
        ["node", "--input-type=module", "-"], input=script, capture_output=True, text=True, check=True, timeout=30
    )
    return list(json.loads(run.stdout))


CASES = {
    "In 2023/24 it was 19,125.": "In 2023 to 24 it was 19,125.",
    "2015–2024, 2015-2016, ages 5 – 10": "2015 to 2024, 2015 to 2016, ages 5 to 10",
    "On 2026-11-22.": "On 2026-11-22.",
    "Call 999.": "Call nine nine nine.",
    "Call 999, not 9990 or 1,999 or 999.5.": "Call nine nine nine, not 9990 or 1,999 or 999.5.",
    "Ring 0800 1111 or 116\u00a0123 today.": "Ring zero eight zero zero one one one one or one one six one two three today.",
    "Ring 020 7946 0018.": "Ring zero two zero seven nine four six zero zero one eight.",
    "Ring +44 20 7946 0018.": "Ring four four two zero seven nine four six zero zero one eight.",
    "The NRM, NRM-led; XNRM is not.": "The N R M, N R M-led; XNRM is not.",
    "Write to CEOP at A&E.": "Write to see op at A and E.",
    "The MSA says so.": "The Modern Slavery Act says so.",
    "Signs, e.g. presents & praise, etc. (i.e. gifts)": "Signs, for example presents and praise, and so on (that is gifts)",
    "+107 and −5": "plus 107 and minus 5",
    "5 £": "5 pounds $1",
    " two\n  lines ": "two lines",
}


def test_what_is_said() -> None:
    made = dict(zip(CASES, said(list(CASES)), strict=True))

    assert {text: " ".join(words.split()) for text, words in made.items()} == CASES


def test_a_course_that_is_not_read_aloud_has_none_of_it() -> None:
    silent, heard = (render(an_edition(a_course(listen=listen))) for listen in (False, True))

    assert (LISTEN in silent.features, LISTEN in heard.features) == (False, True)
    assert "spoken" not in silent.data and "listen" not in silent.data["strings"]
    assert "spoken" in heard.data and "listen" in heard.data["strings"]


@pytest.mark.parametrize("rule", range(len(spoken(an_edition())["rules"])))
def test_no_rule_looks_behind(rule: int) -> None:
    """Safari learned that in 2023, and a pattern that it does not know ends the whole script."""
    pattern = spoken(an_edition())["rules"][rule][0]

    assert "(?<" not in pattern
