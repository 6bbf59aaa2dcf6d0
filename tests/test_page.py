"""The page: everything is in it, in order, readable without its script, and nothing that an author typed runs."""

import json
import re
from dataclasses import replace

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signpost_builder.model import Callout, Contact, Edition, Sensitive, Stages, Trainer
from signpost_builder.page import page_content, render, single_file, site_files
from signpost_builder.page.document import OWN_FILES
from signpost_builder.page.sources import source_views
from signpost_builder.page.strings import strings
from signpost_builder.page.templates import page_template

from tests.builders import (
    a_check,
    a_choice,
    a_choice_question,
    a_contact,
    a_course,
    a_fact,
    a_match_question,
    a_module,
    a_number_question,
    a_page,
    a_reviewed_course,
    a_scale_question,
    a_scenario,
    a_site,
    a_true_false_question,
    an_asset,
    an_audience,
    an_edition,
    an_emergency_contact,
    an_order_question,
    prose,
)

HOSTILE = "</script><script>alert(1)</script>\"' onclick=x <b>&amp; 😀 \u202eright to left"
ANY_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60) | st.just(HOSTILE)
EVERY_TYPE = (
    a_choice_question(dont_know=True, rationale="<p>Because.</p>"),
    a_choice_question(a_choice("A", correct=True), a_choice("B", correct=True), a_choice("C"), id="K09"),
    a_true_false_question(),
    an_order_question(),
    a_match_question(),
    a_number_question(),
    a_scale_question(),
)


def an_edition_of(*blocks, **changes) -> Edition:
    """One module whose second page holds the blocks; nothing asked before or after."""
    page = a_page(*blocks, id="scale.two", title="Two")
    course = a_course(a_module(a_page(), page), plans={}, facts={"NRM-09d": a_fact()}, **changes)
    return an_edition(course)


def html_of(edition: Edition, adapter="scorm12") -> str:
    return page_template().render(page_content(render(edition), local=adapter == "none"), **OWN_FILES)


def tree_of(edition: Edition):
    return lxml.html.document_fromstring(html_of(edition))


def text_of(node) -> str:
    return " ".join(node.text_content().split())


def data_of(tree) -> dict:
    return json.loads(tree.get_element_by_id("course-data").text_content())


# ------------------------------------------------------------------ structure


def test_pages_come_in_the_order_of_the_course():
    tree = tree_of(an_edition())

    ids = [page.get("id") for page in tree.xpath("//section[@data-page]")]

    assert ids == ["start", "before", "scale.start", "after", "result", "certificate", "help", "sources"]
    assert [page["id"] for page in data_of(tree)["pages"]] == [
        "start",
        "before",
        "scale.start",
        "after",
        "result",
        "certificate",
    ]
    assert [page["id"] for page in data_of(tree)["pages"] if page["counts"]] == ["start", "scale.start"]


def test_an_edition_without_sets_has_no_such_pages():
    tree = tree_of(an_edition_of())

    assert not tree.xpath("//section[@id='before' or @id='after']")
    assert data_of(tree)["before"] == data_of(tree)["after"] == []


def test_every_page_begins_with_the_only_heading_of_its_level():
    tree = tree_of(an_edition())

    assert len(tree.xpath("//h1")) == 1
    assert all(len(page.xpath(".//h2")) == 1 for page in tree.xpath("//section[contains(@class, 'page')]"))


def test_contents_lead_to_every_page_of_the_course():
    tree = tree_of(an_edition_of())

    links = [link.get("href") for link in tree.xpath("//nav[@id='contents']//a")]

    assert links == ["#search", "#start", "#scale.start", "#scale.two", "#result", "#certificate"]


def test_ids_are_unique_and_links_have_targets():
    """Also with a set that is asked before and after, and a question in a check."""
    edition = an_edition(a_course(a_module(a_page(a_check(*EVERY_TYPE), a_scenario()))))
    tree = tree_of(edition)
    ids = tree.xpath("//@id")

    assert len(ids) == len(set(ids))
    assert {href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")} <= set(ids)


@pytest.mark.parametrize(("language", "direction"), [("en-GB", "ltr"), ("ar", "rtl"), ("ur-PK", "rtl"), ("cy", "ltr")])
def test_direction_follows_the_language(language, direction):
    (html,) = tree_of(an_edition(language=language)).xpath("//html")

    assert (html.get("lang"), html.get("dir")) == (language, direction)


def test_without_script_answers_wait_in_details():
    tree = tree_of(an_edition_of(a_check(*EVERY_TYPE)))

    for question in tree.xpath("//form[@data-q]"):
        scored = question.get("data-q") != "C1"
        assert question.xpath("./fieldset/legend")
        assert bool(question.xpath("./details[@class='answer']/summary")) == scored
    assert "Right." in text_of(tree.xpath("//form[@data-q='K01']/details")[0])


def test_the_set_before_carries_no_answers():
    tree = tree_of(an_edition())

    assert not tree.xpath("//section[@id='before']//details")
    assert tree.xpath("//section[@id='after']//details")
    assert [form.get("autocomplete") for form in tree.xpath("//form[@class='set']")] == ["off", "off"]


# --------------------------------------------------------------------- blocks


def test_every_block_is_rendered_in_place():
    edition = an_edition_of(
        prose("<p>one</p>"),
        Callout(kind="warning", blocks=(prose("<p>two</p>"),)),
        Stages(stages=(("three", "<p>four</p>"),)),
        Sensitive(
            title="five", minutes=2, blocks=(prose("<p>six</p>"),), key_points=(prose("<p>seven</p>"),), id="s-1"
        ),
        a_scenario(title="eight"),
        a_check(title="nine"),
    )

    words = text_of(tree_of(edition).get_element_by_id("scale.two"))

    places = [words.index(word) for word in "one Important two three four five six seven eight nine".split()]
    assert places == sorted(places)


def test_a_hard_part_is_closed_and_followed_by_help():
    part = Sensitive(title="T", minutes=1, blocks=(prose(),), key_points=(prose("<p>Key.</p>"),), id="s-1")
    contacts = (
        an_emergency_contact(),
        a_contact(key="dsl", name="Jo Bell", local=True),
        a_contact(),
        a_contact(key="samaritans", name="Samaritans", listening=True),
    )
    tree = tree_of(replace(an_edition_of(part), contacts=contacts))
    (section,) = tree.xpath("//section[@id='s-1']")

    assert section.xpath("./details[not(@open)]")
    assert section.xpath(".//a[@href='#s-1-key-points']") and section.xpath("./div[@id='s-1-key-points']")
    assert "About 1 minute." in text_of(section)
    assert [text_of(name) for name in section.xpath("./div[@class='pause']//b")] == ["Jo Bell", "Samaritans"]


def test_notes_for_trainers_stop_the_build():
    """Editions have none left; one that got here must not be shown."""
    with pytest.raises(TypeError, match="Trainer"):
        html_of(an_edition_of(Trainer(blocks=(prose("<p>secret</p>"),))))


def test_notes_of_the_edition_are_on_no_page():
    edition = replace(
        an_edition(), trainer_notes={"scale.start": (Trainer(blocks=(prose("<p>for the trainer</p>"),)),)}
    )

    assert "for the trainer" not in html_of(edition)


def test_sources_stand_on_their_page_and_in_the_list_of_all():
    cited = prose('<p><a class="cite" href="#source-NRM-09d">source</a></p>')
    tree = tree_of(an_edition_of(cited))

    (own,) = tree.xpath("//section[@id='scale.two']/details[@class='sources']//li")
    assert text_of(own) == "Home Office: NRM statistics. Checked on 22 November 2026."
    assert own.get("data-facts") == "NRM-09d"
    assert text_of(tree.get_element_by_id("source-NRM-09d")) == "19,125 people were referred in 2024."
    assert not tree.xpath("//section[@id='scale.start']/details[@class='sources']")


def test_a_copy_is_named_as_a_copy():
    """One fact read in a copy, and the line of its source claims no more."""
    texts = strings("en")["page"]
    copied = a_fact(id="NRM-15", read_in="copy")

    assert [view.read for view in source_views([a_fact()], texts)] == ["Checked on 22 November 2026"]
    assert [view.read for view in source_views([a_fact(), copied], texts)] == ["Read in a copy on 22 November 2026"]


def test_cells_of_a_table_repeat_their_heading():
    table = "<table><thead><tr><th>Sign</th><th>Act</th></tr></thead><tbody><tr><td>A &amp; B</td><td>Ask what has happened</td></tr></tbody></table>"

    cells = tree_of(an_edition_of(prose(f"<div class='table-scroll'>{table}</div>"))).xpath("//td")

    assert [(cell.get("data-label"), text_of(cell)) for cell in cells] == [
        ("Sign", "A & B"),
        ("Act", "Ask what has happened"),
    ]


def test_a_practice_draw_names_its_pools():
    question = a_choice_question(pool="first")

    tree = tree_of(an_edition_of(a_check(question, replace(question, id="K02"), draw={"first": 1})))

    assert tree.xpath("//div[@data-draw='first 1']//form/@data-pool") == ["first", "first"]


# ------------------------------------------------------ what stands on every page


def test_help_shows_emergency_then_local_then_national():
    dsl = Contact(key="dsl", name="Jo Bell", phone="01325 555 010", local=True)
    tree = tree_of(replace(an_edition(), contacts=(an_emergency_contact(), dsl, a_contact())))
    help_page = tree.get_element_by_id("help")

    assert [text_of(name) for name in help_page.xpath(".//li/b")] == ["Police", "Jo Bell", "Childline"]
    assert help_page.xpath(".//a/@href")[1:] == ["tel:999", "tel:01325555010", "tel:08001111"]
    assert "This training does not send reports. If you are worried about a child, contact Jo Bell" in text_of(
        help_page
    )
    assert tree.xpath("//header//a[@data-do='help'][@href='#help']")


def test_exit_is_everywhere_only_for_audiences_that_need_it():
    staff = tree_of(an_edition())
    carers = tree_of(an_edition(a_course(audiences=(an_audience(exit_this_page=True),))))

    assert len(staff.xpath("//a[@data-do='exit']")) == len(staff.xpath("//*[@id='help']//a[@data-do='exit']")) == 1
    assert len(carers.xpath("//header/a[@data-do='exit']")) == 2
    for link in carers.xpath("//a[@data-do='exit']"):
        assert (link.get("href"), link.get("target"), link.get("rel")) == (
            "https://www.bbc.co.uk/weather",
            "_top",
            "noreferrer",
        )
    assert "Leaving quickly" in text_of(carers.get_element_by_id("start"))
    assert "Leaving quickly" not in text_of(staff.get_element_by_id("start"))


def test_the_exit_after_the_skip_link_comes_before_everything_else():
    first, second = tree_of(an_edition(a_course(audiences=(an_audience(exit_this_page=True),)))).xpath("//a[@href]")[:2]

    assert first.get("href") == "#main"
    assert second.get("data-do") == "exit"


def test_draft_until_reviewed():
    draft = "Draft, not yet reviewed by a safeguarding lead"
    reviewed = a_reviewed_course()

    assert draft in html_of(an_edition())
    assert draft not in html_of(an_edition(reviewed))
    assert "Reviewed by Trust safeguarding lead, 1 December 2026." in text_of(tree_of(an_edition(reviewed)))


def test_an_example_academy_says_so():
    assert "Example academy" in html_of(replace(an_edition(), site=a_site(example=True)))
    assert "Example academy" not in html_of(replace(an_edition(), site=a_site()))


def test_version_and_short_digest_can_be_seen():
    assert "Spot the signs, version 1.0.0 (000000000000)." in text_of(tree_of(an_edition()))


@pytest.mark.parametrize(
    ("adapter", "mode", "said", "not_said"),
    [
        ("scorm12", "pass", "whether you have finished or passed", "Nothing is sent anywhere"),
        ("scorm2004", "exact", "It also sees your score.", "Nothing is sent anywhere"),
        ("none", "pass", "Nothing is sent anywhere", "learning platform sees"),
    ],
)
def test_the_start_says_who_sees_what(adapter, mode, said, not_said):
    html = html_of(an_edition(a_course(score_mode=mode)), adapter)

    assert said in html
    assert not_said not in html
    assert ("Forget my progress" in html) == (adapter == "none")


# ------------------------------------------------------------------ hostile text


@settings(max_examples=40)
@given(title=ANY_TEXT, course_title=ANY_TEXT, contact=ANY_TEXT, objective=ANY_TEXT)
def test_any_plain_text_survives_and_is_inert(title, course_title, contact, objective):
    module = a_module(a_page(title=title), objectives=(objective,))
    edition = replace(an_edition(a_course(module, title=course_title)), contacts=(a_contact(name=contact),))
    tree = tree_of(edition)

    assert tree.xpath("//section[@id='scale.start']/h2")[0].text_content() == title
    assert tree.xpath("//h1")[0].text_content() == course_title
    assert data_of(tree)["course"]["title"] == course_title
    assert contact in tree.xpath("//section[@id='help']//li/b/text()")
    assert tree.xpath("//div[@class='objectives']//li")[0].text_content() == objective
    assert inert(tree)


@settings(max_examples=40)
@given(text=ANY_TEXT.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")))
def test_any_stem_and_choice_survives(text):
    """They come as safe HTML and are embedded once, not escaped twice."""
    question = a_choice_question(a_choice(text, correct=True, feedback=text), a_choice("B"), stem=text)
    tree = tree_of(an_edition_of(a_check(question)))
    plain = lxml.html.fragment_fromstring(text, create_parent="p").text_content()

    assert tree.xpath("//legend")[0].text_content() == plain
    assert tree.xpath("//form//label")[0].text_content() == plain
    assert inert(tree)


def inert(tree) -> bool:
    """Two scripts, the data and the player; no handler, no style attribute, no other active element."""
    active = tree.xpath(
        "//script | //iframe | //object | //embed | //base | //@style | //@*[starts-with(name(), 'on')]"
    )
    return len(active) == 2


def test_ten_thousand_characters_are_no_trouble():
    html = html_of(an_edition_of(prose(), title="x" * 10_000))

    assert html.count("x" * 10_000) >= 2


# ------------------------------------------------------------------------ files


def test_a_package_is_one_page_one_style_one_script_and_its_media():
    shown = prose('<p><img src="media/scale-map.svg" alt="A map"></p>')
    asset, unused = an_asset(), an_asset(name="media/other.svg")
    edition = an_edition_of(shown, assets={asset.name: asset, unused.name: unused})

    files = site_files(render(edition), "scorm12")

    assert list(files) == ["index.html", "player.css", "player.js", "media/scale-map.svg"]
    assert files["media/scale-map.svg"] is asset


def test_the_policy_allows_nothing_from_elsewhere():
    (policy,) = tree_of(an_edition()).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")

    assert policy == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def test_a_single_file_needs_no_other():
    asset = an_asset()
    edition = an_edition_of(prose('<p><img src="media/scale-map.svg" alt="A map"></p>'), assets={asset.name: asset})

    html = single_file(render(edition), lambda _: b"<svg/>").decode()
    tree = lxml.html.document_fromstring(html)

    assert tree.xpath("//img/@src") == ["data:image/svg+xml;base64,PHN2Zy8+"]
    assert not tree.xpath("//script/@src") and tree.xpath("//link/@rel") == ["icon"]
    assert len(re.findall(r"(?:script|style)-src 'sha256-[\w+/]{43}='", html)) == 2
    assert html.count("</script>") == 2


def test_the_same_edition_gives_the_same_bytes():
    assert site_files(render(an_edition()), "none") == site_files(render(an_edition()), "none")
