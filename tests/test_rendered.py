"""An edition is resolved once and rendered once, however many formats show it."""

from collections import Counter
from dataclasses import FrozenInstanceError, replace

import pytest
from signpost_builder import editions
from signpost_builder.build import build
from signpost_builder.editions import edition
from signpost_builder.lint.features import MARKS, absent_features
from signpost_builder.model import Callout, ContactRef, Plan, Prose, Sensitive, Stages
from signpost_builder.page import bodies, render, rendered, site_files
from signpost_builder.page.block_html import Leaves
from signpost_builder.page.features import FEATURES

from tests.builders import (
    OF_ANY_COURSE,
    a_check,
    a_choice,
    a_choice_question,
    a_contact,
    a_course,
    a_match_question,
    a_module,
    a_number_question,
    a_page,
    a_question_set,
    a_scale_question,
    a_scenario,
    a_site,
    an_edition,
    an_order_question,
    prose,
)
from tests.test_forms import a_surveyed_course

TABLE = "<table><tbody><tr><td>A</td></tr></tbody></table>"
SCENARIO = a_scenario()
TOLD = replace(SCENARIO.nodes[0].options[0], feedback=TABLE)
BLOCKS = (
    prose(),
    prose(TABLE),
    Stages(stages=(("One", "<p>Text.</p>"),)),
    Stages(stages=(("One", TABLE),)),
    SCENARIO,
    replace(SCENARIO, nodes=(replace(SCENARIO.nodes[0], options=(TOLD,)), SCENARIO.nodes[1])),
    Callout(kind="note", blocks=(SCENARIO,)),
    Sensitive(title="T", minutes=1, blocks=(prose(TABLE),), key_points=(prose(),), id="s-1"),
    Sensitive(title="T", minutes=1, blocks=(prose(),), key_points=(a_check(an_order_question()),), id="s-1"),
    a_check(a_choice_question(pool="first"), draw={"first": 1}),
    a_check(a_choice_question(a_choice(correct=True, feedback=TABLE), a_choice("Other"))),
    a_check(a_scale_question(rationale=TABLE)),
    a_check(a_match_question(rationale=TABLE)),
    a_check(a_number_question()),
)


def counted(monkeypatch, module, name: str, calls: Counter) -> None:
    real = getattr(module, name)

    def count(*arguments, **named):
        calls[name] += 1
        return real(*arguments, **named)

    monkeypatch.setattr(module, name, count)


@pytest.mark.parametrize("formats", [["scorm12"], OF_ANY_COURSE], ids=["one format", "every format"])
@pytest.mark.parametrize("survey", [True, False])
def test_everything_is_made_once_for_all_formats(monkeypatch, tmp_path, formats, survey):
    """Also where Open edX asks fewer sets than the others, as it does without a survey."""
    calls: Counter[str] = Counter()
    for module, name in (
        (editions, "course_form"),
        (rendered, "survey_data"),
        (rendered, "course_data"),
        (bodies, "module_bodies"),
    ):
        counted(monkeypatch, module, name, calls)
    course = a_surveyed_course()
    made = edition(course if survey else replace(course, survey=None))

    build([made], formats, tmp_path)

    assert calls == {"survey_data": 1, "course_data": 1, "module_bodies": 1, **({"course_form": 1} if survey else {})}


def test_what_every_academy_shares_is_rendered_once(monkeypatch):
    """Blocks and sets that no contact touches; what names somebody is rendered for each."""
    calls: Counter[str] = Counter()
    for name in ("prose", "scenario", "check", "set_asked", "set_answered"):
        counted(monkeypatch, Leaves, name, calls)
    ask = Prose(parts=("<p>Tell ", ContactRef(key="dsl"), ".</p>"))
    course = a_course(a_module(a_page(a_scenario(), a_check(), ask, a_scenario(id="two"))))
    leads = [a_contact(key="dsl", name=f"Lead {number}", local=True) for number in range(50)]
    sites = [a_site(id=f"site-{number}", contacts={"dsl": lead}) for number, lead in enumerate(leads)]

    for site in sites:
        render(edition(course, site))

    shared = {"scenario": 2, "check": 1, "set_asked": 1, "set_answered": 1}
    nodes = sum(len(scenario.nodes) for scenario in (a_scenario(), a_scenario(id="two")))
    assert calls == {**shared, "prose": len(sites) + nodes}


def test_a_writer_gets_the_blocks_too():
    """Formats that are not HTML begin with what the author wrote."""
    one = an_edition()

    assert render(one).edition is one
    with pytest.raises(FrozenInstanceError):
        render(one).edition = one


@pytest.mark.parametrize("block", BLOCKS)
def test_features_are_what_the_page_shows(block):
    """Decided from blocks; `signpost check` tells it from the markup that they become."""
    made = render(an_edition(a_course(a_module(a_page(block)), plans={})))

    assert made.without == absent_features(shown(made), survey=False)


@pytest.mark.parametrize("kind", ["knowledge", "survey"])
@pytest.mark.parametrize("phase", ["before", "after"])
def test_features_of_sets_are_what_the_page_shows(kind, phase):
    """An answer that a learner never sees brings nothing."""
    right = a_choice(correct=True, feedback=TABLE)
    questions = (a_choice_question(right, a_choice("Other")), an_order_question(), a_scale_question())
    asked = a_question_set(*questions, id="asked", kind=kind, shown_back=kind == "survey")
    made = render(an_edition(a_course(question_sets={"asked": asked}, plans={"staff": Plan(**{phase: ("asked",)})})))

    assert made.without == absent_features(shown(made), survey=False)
    assert ("tables" in made.features) == (kind == "knowledge" and phase == "after")


def test_every_feature_is_tried():
    assert MARKS.keys() | {"survey"} == FEATURES
    assert render(edition(a_surveyed_course())).features >= {"survey", "sets"}


def shown(made) -> str:
    return site_files(made, "none")["index.html"].decode()
