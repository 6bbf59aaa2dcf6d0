"""What a page has no use for is not in its package, and what it needs is."""

import re

import pytest
from signpost_builder.model import Plan, Sensitive, Stages
from signpost_builder.page import render, site_files
from signpost_builder.page.features import FEATURES, SURVEY
from signpost_builder.page.script import player_script
from signpost_builder.page.stylesheet import stylesheet

from tests.builders import (
    a_check,
    a_choice_question,
    a_course,
    a_match_question,
    a_module,
    a_number_question,
    a_page,
    a_scale_question,
    a_scenario,
    an_audience,
    an_edition,
    an_order_question,
    prose,
)

PLAIN = a_course(a_module(a_page(prose(), a_check())), plans={})
NEEDS = {
    "draw": a_check(a_choice_question(pool="first"), draw={"first": 1}),
    "match": a_check(a_match_question()),
    "number": a_check(a_number_question()),
    "order": a_check(an_order_question()),
    "scale": a_check(a_scale_question()),
    "scenario": a_scenario(),
    "sensitive": Sensitive(title="T", minutes=1, blocks=(prose(),), key_points=(prose(),), id="s-1"),
    "stages": Stages(stages=(("One", "<p>Text.</p>"),)),
    "tables": prose("<table><tbody><tr><td>A</td></tr></tbody></table>"),
}


def without(course) -> frozenset[str]:
    return render(an_edition(course)).without


def test_a_plain_page_has_none_of_them():
    """But for the way back, which every page has."""
    assert without(PLAIN) == FEATURES - {"history"}


def test_an_edition_with_exit_this_page_makes_no_entries_in_the_history():
    shown = render(an_edition(PLAIN, audience=an_audience(exit_this_page=True)))

    assert shown.without == FEATURES
    assert b"pushState" not in site_files(shown, "none")["player.js"]


def test_what_has_one_page_is_not_searched():
    two = a_course(a_module(a_page(prose()), a_page(prose(), id="scale.two")), plans={})

    assert without(two) == FEATURES - {"history", "search"}
    assert b'href="#search"' in site_files(render(an_edition(two)), "none")["index.html"]
    assert b"search" not in site_files(render(an_edition(PLAIN)), "none")["index.html"]


@pytest.mark.parametrize("feature", sorted(NEEDS))
def test_one_block_brings_one_feature(feature):
    assert without(a_course(a_module(a_page(NEEDS[feature])), plans={})) == FEATURES - {feature, "history"}


def test_questions_before_and_after_bring_the_sets():
    assert without(a_course()) == FEATURES - {"sets", "history", "changed"}


def test_what_is_asked_after_only_is_not_compared():
    assert without(a_course(plans={"staff": Plan(after=("knowledge",))})) == FEATURES - {"sets", "history"}


@pytest.mark.parametrize("feature", sorted(FEATURES))
def test_each_feature_leaves_something_out(feature):
    one = frozenset({feature})

    assert len(stylesheet(one)) < len(stylesheet()) or len(player_script("none", one)) < len(player_script("none"))


def test_a_plain_package_keeps_the_texts_it_needs():
    """No text is asked for that is not there."""
    files = site_files(render(an_edition(PLAIN)), "none")

    assert b"previous" not in files["index.html"]
    assert b'"check":"Check my answer"' in files["index.html"]


def test_a_package_without_an_endpoint_has_nothing_of_a_survey():
    """No library, no text, no style: only the places where the player would have asked for it."""
    files = site_files(render(an_edition(a_course())), "scorm12")
    script, style = files["player.js"], files["player.css"]

    assert not any(word in script for word in (b"survey", b"X25519", b"getRandomValues", b"fetch("))
    assert b".survey" not in style and b".choices" not in style
    assert b"consent" not in files["index.html"]


def test_bars():
    """34 KB of script, 65 more where answers are sealed; what a course of ten sections fetches first is bounded too."""
    words = " ".join(["word"] * 300)
    sections = [
        a_page(prose(f"<p>{words}</p>"), a_check(a_choice_question(id=f"Q{n}")), id=f"m.{n}") for n in range(10)
    ]
    files = site_files(render(an_edition(a_course(a_module(*sections), plans={}))), "scorm12")
    first_view = sum(len(content) for name, content in files.items() if re.search(r"\.(html|css|js)$", name))

    for adapter in ("scorm12", "scorm2004"):
        assert len(player_script(adapter, frozenset({SURVEY}))) <= 34_000
        assert len(player_script(adapter)) <= 99_000
    assert len(player_script("none", frozenset({SURVEY}))) <= 37_000  # with the code of the certificate
    assert first_view - 10 * len(words) <= 53_500
