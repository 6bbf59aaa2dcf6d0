"""The Open edX archive for servers as they are: plain pages, the platform's problems, and a report."""

from dataclasses import replace

import lxml.html
import pytest
from click.testing import CliRunner
from lxml import etree
from signpost_builder.cli import main
from signpost_builder.diagnostics import SourceError
from signpost_builder.editions import edition as edition_of
from signpost_builder.formats import FORMATS
from signpost_builder.formats.openedx.capa import faults
from signpost_builder.formats.openedx.plain_html import plain
from signpost_builder.forms import form_page_url
from signpost_builder.model import Audience, Callout, Edition, Sensitive, Stages
from signpost_builder.page import render

from tests.builders import (
    a_check,
    a_choice,
    a_choice_question,
    a_course,
    a_fact,
    a_match_question,
    a_module,
    a_number_question,
    a_page,
    a_question_set,
    a_scale_question,
    a_scenario,
    a_true_false_question,
    an_edition,
    an_order_question,
    prose,
)
from tests.small_course import write_course
from tests.test_forms import a_surveyed_course


def an_edition_of(*blocks, **changes) -> Edition:
    return an_edition(a_course(a_module(a_page(*blocks)), **changes))


def tree_of(edition: Edition) -> dict[str, str]:
    """Every text file of the archive, without the folder's name."""
    tree = FORMATS["openedx-native"].packages(render(edition))[0].tree
    return {
        name.removeprefix("course/"): content.decode() for name, content in tree.items() if not name.endswith(".png")
    }


def report_of(edition: Edition) -> str:
    (content,) = FORMATS["openedx-native"].packages(render(edition))[1].tree.values()
    return content.decode()


def first_problem(edition: Edition, name: str = "problem/scale.start__q-K01.xml") -> etree._Element:
    return etree.fromstring(tree_of(edition)[name])


# -------------------------------------------------------------------- pages


def test_a_page_is_text_problem_text():
    """A unit for the page; a check stands between two pieces of HTML, the first of which has the page's name."""
    tree = tree_of(an_edition_of(prose("<p>Above.</p>"), a_check(a_choice_question()), prose("<p>Below.</p>")))

    assert [
        (child.tag, child.get("url_name")) for child in etree.fromstring(tree["vertical/scale.start__vertical.xml"])
    ] == [
        ("html", "scale.start"),
        ("problem", "scale.start__q-K01"),
        ("html", "scale.start__after-K01"),
    ]
    assert "Above." in tree["html/scale.start.html"]
    assert tree["html/scale.start__after-K01.html"] == "<p>Below.</p>\n"


def test_a_check_inside_a_box_stands_behind_it():
    """CAPA has no problem inside HTML; the report says so."""
    box = Callout(kind="example", blocks=(prose("<p>Inside.</p>"), a_check(a_choice_question())))
    edition = an_edition_of(box)
    tree = tree_of(edition)

    assert "problem/scale.start__q-K01.xml" in tree
    assert "Inside." in tree["html/scale.start.html"]
    assert "stands behind the box" in report_of(edition)


def test_nothing_of_the_player_is_left():
    """No class, no data, no script, no button, no form; what a class said is said by a style or an element."""
    blocks = (
        Callout(kind="warning", blocks=(prose(),)),
        Sensitive(
            title="Hard",
            minutes=2,
            blocks=(prose("<p>Hard words.</p>"),),
            key_points=(prose(),),
            id="scale.start-sensitive-1",
        ),
        Stages(stages=(("One", "<p>First.</p>"), ("Two", "<p>Second.</p>"))),
        a_scenario(),
        prose("<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"),
    )
    tree = tree_of(an_edition_of(*blocks))
    html = "".join(content for name, content in tree.items() if name.startswith("html/") and name.endswith(".html"))
    root = lxml.html.fragment_fromstring(html, create_parent="div")

    assert not root.xpath(
        ".//@class | .//@*[starts-with(name(), 'data-')] | .//script | .//button | .//form | .//input | .//svg"
    )
    assert "<ol><li><strong>One</strong>" in html
    assert '<div id="scale.start-sensitive-1">' in html and '<a href="#scale.start-sensitive-1-key-points">' in html
    assert "<p><strong>Read this part</strong></p>" in html
    assert '<a href="#ella-end">Tell</a>' in html and 'id="ella-end"' in html
    assert "border-inline-start" in html


def test_help_is_one_link_away_everywhere_and_so_is_the_exit_where_it_belongs():
    """The first line of each page and set; a unit of its own for help and for sources."""
    caregiver = Audience(id="staff", title="Parents", exit_this_page=True)
    for audience, exits in ((Audience(id="staff", title="Staff"), False), (caregiver, True)):
        tree = tree_of(an_edition(a_course(audiences=(audience,)), audience=audience))
        firsts = [
            tree[f"html/{name}.html"].splitlines()[0]
            for name in ("scale.start", "course__start", "course__after__introduction-knowledge")
        ]

        assert all('<a href="/jump_to_id/course__help">' in line for line in firsts)
        assert all(('target="_top"' in line) is exits for line in firsts)
        assert "Childline" in tree["html/course__help.html"] and 'target="_top"' in tree["html/course__help.html"]
        assert "html/course__sources.html" in tree


def test_sources_of_a_page_are_reached_from_it():
    """A number in the text, the list below it, on the same page; a question's reason leads there too."""
    cite = '<a class="cite" href="#source-NRM-09d" aria-label="Source: Home Office"><sup>source</sup></a>'
    check = a_check(a_choice_question(rationale=f"<p>Why.{cite}</p>"))
    course = a_course(
        a_module(a_page(prose(f"<p>Many.{cite}</p>", facts=("NRM-09d",)), check)), facts={"NRM-09d": a_fact()}
    )
    tree = tree_of(an_edition(course))

    assert (
        '<a href="#scale.start-sources" aria-label="Source 1: Home Office"><sup>1</sup></a>'
        in tree["html/scale.start.html"]
    )
    assert '<div id="scale.start-sources">' in tree["html/scale.start__after-K01.html"]
    assert '<a href="#scale.start-sources"' in tree["problem/scale.start__q-K01.xml"]


def test_links_lead_to_pages():
    tree = tree_of(
        an_edition(a_course(a_module(a_page(prose('<p><a href="#two.start">There</a></p>'))), a_module(id="two")))
    )

    assert '<a href="/jump_to_id/two.start">There</a>' in tree["html/scale.start.html"]


def test_plain_html_keeps_words_that_look_like_markup():
    assert plain("1 &lt; 2 &amp; <span class='fact' data-fact='x'>3</span>", lambda href: href) == "1 &lt; 2 &amp; 3"


# ---------------------------------------------------------------- questions


def test_before_tells_nothing_and_after_tells_why():
    """No hint and no solution before; both after, with as many tries as the course gives."""
    question = a_choice_question(
        a_choice("Tell", correct=True, feedback="Yes."), a_choice("Wait"), rationale="<p>Because.</p>"
    )
    edition = an_edition(a_course(question_sets={"knowledge": a_question_set(question)}, attempts=2))
    before = first_problem(edition, "problem/course__before__q-K01.xml")
    after = first_problem(edition, "problem/course__after__q-K01.xml")

    assert (before.get("showanswer"), before.find(".//choicehint"), before.find("solution")) == ("never", None, None)
    assert before.get("max_attempts") is None
    assert after.findtext(".//choicehint") == "Yes."
    assert "Because." in "".join(after.find("solution").itertext())
    assert (after.get("max_attempts"), after.get("weight"), after.get("showanswer")) == ("2", "1.0", "finished")
    assert after.get("markdown") is None
    assert after.find(".//choicegroup").get("shuffle") == "true"


def test_no_pool_and_no_draw_in_the_archive():
    """Totals over pools are wrong on servers in use; every question of a check is asked, and the report says so."""
    edition = an_edition_of(a_check(a_choice_question(pool="a"), a_choice_question(id="K2", pool="a"), draw={"a": 1}))

    assert not any("itembank" in content or "library_content" in content for content in tree_of(edition).values())
    assert "asks all of its 2 questions" in report_of(edition)


ASKED = (
    (a_choice_question(a_choice("A"), a_choice("B")), "no right answer"),
    (
        a_choice_question(a_choice("A", correct=True), a_choice("B", correct=True), a_choice("C"), multiple=False),
        "2 right answers where one can be chosen",
    ),
    (a_choice_question(a_choice("Same", correct=True), a_choice("<em>Same</em> ")), "two of its choices read 'Same'"),
    (
        a_choice_question(a_choice("I don’t know", correct=True), a_choice("B"), dont_know=True),
        "two of its choices read",
    ),
    (a_choice_question(a_choice("", correct=True), a_choice("B")), "one of its choices has no words"),
    (a_true_false_question(id="K01", answer=None), "no right answer"),
    (a_match_question(id="K01", pairs=(("One", "Same"), ("Two", "<b>Same</b>"))), "two of its choices read 'Same'"),
)


@pytest.mark.parametrize(("question", "words"), ASKED, ids=[words for _, words in ASKED])
def test_what_the_platform_would_mark_wrongly_is_refused(question, words):
    """It would load each of these without a word."""
    edition = an_edition_of(a_check(question))

    with pytest.raises(SourceError) as stopped:
        FORMATS["openedx-native"].packages(render(edition))

    assert {found.code for found in stopped.value.diagnostics} == {"openedx-problem"}
    assert words in stopped.value.diagnostics[0].message
    assert FORMATS["openedx-native"].refused(edition) == list(stopped.value.diagnostics)


def test_a_problem_that_asks_nothing():
    assert list(faults(etree.fromstring("<problem><p>Text</p></problem>"))) == ["it asks for nothing"]


def test_entities_become_characters():
    """CAPA refuses the names of HTML."""
    question = a_choice_question(
        a_choice("5&nbsp;children &eacute;", correct=True), a_choice("B"), stem="Caf&eacute;&nbsp;&hellip;"
    )
    xml = tree_of(an_edition_of(a_check(question)))["problem/scale.start__q-K01.xml"]

    assert "5\u00a0children é" in xml and "Café\u00a0…" in xml
    assert "&nbsp;" not in xml


def test_a_stem_of_several_paragraphs():
    """The last is the label of the controls, so that it is read with them."""
    problem = first_problem(an_edition_of(a_check(a_choice_question(stem="<p>A girl is late.</p><p>What now?</p>"))))

    assert problem.findtext("p") == "A girl is late."
    assert problem.findtext("multiplechoiceresponse/label") == "What now?"


# ------------------------------------------------------------------- report


def test_the_report_names_every_question_that_lost_something():
    """By id and place, as warnings and in a file beside the archive; a plain question loses nothing."""
    check = a_check(
        a_choice_question(id="Q1"),
        a_choice_question(a_choice("A", correct=True), a_choice("B", correct=True), a_choice("C"), id="Q2"),
        an_order_question(id="Q3"),
        a_match_question(id="Q4", spare=("<em>None</em> of these",)),
        a_number_question(id="Q5", dont_know=True),
        a_scale_question(id="Q6"),
        a_true_false_question(id="Q7"),
    )
    _, report = FORMATS["openedx-native"].packages(render(an_edition_of(check, a_scenario())))
    text = next(iter(report.tree.values())).decode()

    assert (report.name, report.kind) == ("spot-the-signs-openedx-native.txt", "file")
    assert {found.code for found in report.losses} == {"openedx-native"}
    assert all(f"- {found.message}" in text for found in report.losses)
    assert [id for id in ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7") if f"'{id}'" in text] == [
        "Q2",
        "Q3",
        "Q4",
        "Q5",
        "Q6",
    ]
    for words in ("without links and emphasis", 'no "I don\'t know"', "a rating is not asked", "the scenario 'ella'"):
        assert words in text
    assert "problem/scale.start__q-Q6.xml" not in tree_of(an_edition_of(check))


def test_the_report_says_what_a_platform_cannot_judge():
    """A question that must be right, and a set that only makes sense where nobody is named."""
    sets = {
        "knowledge": a_question_set(a_choice_question(critical=True)),
        "sure": a_question_set(a_scale_question(), id="sure", kind="survey", shown_back=True),
    }
    course = a_course(question_sets=sets)
    edition = an_edition(course, before=tuple(sets.values()), after=tuple(sets.values()))
    text = report_of(edition)

    assert "'K01' must be right to pass" in text
    assert "the set 'sure' is not asked before" in text and "the set 'sure' is not asked after" in text


def test_the_survey_is_a_link_and_no_survey_question_is_asked():
    """To the store's own page, before and after, in units that are not graded; nothing of the survey's sets is here."""
    course = a_surveyed_course()
    edition = edition_of(course)
    tree = tree_of(edition)
    address = form_page_url(course, edition.audience, edition.language)
    everything = "".join(tree.values())

    for phase in ("before", "after"):
        assert f'href="{address}"' in tree[f"html/course__{phase}__survey.html"]
        sequential = etree.fromstring(tree[f"sequential/course__{phase}__survey__sequential.xml"])
        assert "graded" not in sequential.attrib
    assert {name for name in tree if "q-" in name} == {
        "problem/course__before__q-K01.xml",
        "problem/course__after__q-K01.xml",
    }
    assert "How sure are you?" not in everything and "Trained before?" not in everything
    assert address not in "".join(tree_of(edition_of(replace(course, survey=None))).values())


def test_learners_are_told_that_answers_are_kept():
    """Where they begin, and above each set of questions."""
    tree = tree_of(an_edition())

    assert "It keeps your answers with your name" in tree["html/course__start.html"]
    assert "never gets your answers" not in tree["html/course__start.html"]
    for phase in ("before", "after"):
        assert "keeps your answers with your name" in tree[f"html/course__{phase}__introduction-knowledge.html"]
    assert "is not recorded" not in tree["html/course__help.html"]


def test_the_build_prints_what_was_lost_and_goes_on(tmp_path, monkeypatch):
    """Also with --strict: nobody could mend it in the sources."""
    write_course(tmp_path)
    monkeypatch.chdir(tmp_path)
    command = ["build", "--format", "openedx-native", "--strict", "--as-of", "2026-11-23"]
    run = CliRunner().invoke(main, command)

    assert (run.exit_code, run.stderr) == (0, ""), run.output
    assert "first-openedx-native.txt" in run.stdout and "things that this format says less well" in run.stdout
    told = CliRunner().invoke(main, [*command, "--diagnostics", "full"]).stderr
    assert "warning[openedx-native]: answers to every question are kept" in told
    assert {path.name for path in (tmp_path / "output/first/1.0.0/general").iterdir()} == {
        "first-openedx-native.tar.gz",
        "first-openedx-native.txt",
    }


def test_a_check_of_ratings_alone_leaves_no_heading():
    """Nothing to answer, nothing said; the report names it."""
    edition = an_edition_of(prose("<p>Above.</p>"), a_check(a_scale_question(id="Q6"), title="How sure"))

    assert "How sure" not in tree_of(edition)["html/scale.start.html"]
    assert "'Q6': a rating is not asked" in report_of(edition)
