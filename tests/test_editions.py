"""What one site, audience and language gets to see."""

from dataclasses import replace

import pytest
from signpost_builder.editions import edition
from signpost_builder.model import (
    Callout,
    ContactRef,
    For,
    Node,
    Option,
    Plan,
    Prose,
    Sensitive,
    SlideText,
    Stages,
    Trainer,
)

from tests.builders import (
    a_check,
    a_choice,
    a_choice_question,
    a_contact,
    a_course,
    a_module,
    a_page,
    a_question_set,
    a_scenario,
    a_site,
    an_audience,
    an_emergency_contact,
    prose,
)

STAFF = an_audience()
CARER = an_audience(id="caregiver", title="Carers", exit_this_page=True)
ALL = ("staff", "caregiver")
ASK = Prose(parts=("<p>Tell ", ContactRef(key="dsl"), ".</p>"))


def course_of(*blocks, **changes):
    """Two audiences, one module with an opening page and the page `scale.more`."""
    pages = (a_page(), a_page(*blocks, id="scale.more", title="More"))
    return a_course(a_module(*pages, audiences=ALL), audiences=(STAFF, CARER), **changes)


def more(found):
    """The blocks of the page `scale.more`; None when the edition does not have it."""
    return next((page.blocks for page in found.modules[0].pages if page.id == "scale.more"), None)


@pytest.mark.parametrize(
    ("site", "audience", "language", "slug"),
    [
        (None, STAFF, "en-GB", "general"),
        (a_site(), STAFF, "en-GB", "hill-top"),
        (None, CARER, "en-GB", "caregiver"),
        (a_site(), CARER, "pl", "hill-top.caregiver.pl"),
    ],
)
def test_the_slug_leaves_out_what_is_default(site, audience, language, slug):
    """The edition's directory."""
    assert edition(course_of(languages=("en-GB", "pl")), site, audience, language).slug == slug


@pytest.mark.parametrize(
    ("condition", "seen"),
    [
        ({"audiences": ("staff",)}, {"general", "hill-top", "pl"}),
        ({"sites": ("hill-top",)}, {"hill-top", "hill-top.caregiver"}),
        ({"languages": ("pl",)}, {"pl"}),
        ({"audiences": ("caregiver",), "sites": ("hill-top",)}, {"hill-top.caregiver"}),
    ],
)
def test_every_condition_must_hold(condition, seen):
    """A page of which nothing is left is not there."""
    course = course_of(For(blocks=(prose(),), **condition), languages=("en-GB", "pl"))
    site = a_site()
    editions = [
        edition(course, *key)
        for key in ((None, STAFF), (site, STAFF), (None, CARER), (site, CARER), (None, STAFF, "pl"))
    ]

    assert {each.slug for each in editions if more(each) == (prose(),)} == seen
    assert {each.slug for each in editions if more(each) is None} == {each.slug for each in editions} - seen


def test_a_module_of_others_is_left_out():
    """Its audiences decide."""
    course = a_course(a_module(), a_module(id="home", audiences=("caregiver",)), audiences=(STAFF, CARER))

    assert [module.id for module in edition(course).modules] == ["scale"]
    assert [module.id for module in edition(course, audience=CARER).modules] == ["home"]


def test_trainer_notes_stand_apart():
    """By page, wherever they stood, and only those for this audience."""
    note = Trainer(blocks=(For(audiences=("staff",), blocks=(prose("<p>Ask.</p>"),)), prose()), minutes=5)
    course = course_of(
        prose(), Callout(kind="note", blocks=(note, prose())), For(audiences=("caregiver",), blocks=(note,))
    )
    found = edition(course)

    assert more(found) == (prose(), Callout(kind="note", blocks=(prose(),)))
    assert found.trainer_notes == {"scale.more": (Trainer(blocks=(prose("<p>Ask.</p>"), prose()), minutes=5),)}
    assert "Ask" not in repr(found.modules)


def test_slides_stand_apart():
    """By page, wherever they stood, with the contacts of the site; no page has them."""
    slide = SlideText(text=prose("<p>Look.</p>"), title="Own")
    course = course_of(
        prose(), Callout(kind="note", blocks=(slide, prose())), For(audiences=("caregiver",), blocks=(slide,))
    )
    found = edition(course)

    assert found.slide_texts == {"scale.more": (slide,)}
    assert "Look" not in repr(found.modules)


def test_what_is_empty_without_its_conditions_goes():
    """Boxes and sensitive parts too."""
    gone = For(audiences=("caregiver",), blocks=(prose(),))
    empty = Sensitive(title="Hard", minutes=1, blocks=(gone,), key_points=(), id="s")

    assert more(edition(course_of(prose(), Callout(kind="note", blocks=(gone,)), empty))) == (prose(),)


@pytest.mark.parametrize(
    ("site", "audience", "words"),
    [
        (None, STAFF, "your designated safeguarding lead (DSL)"),
        (
            a_site(),
            STAFF,
            '<span class="contact">Jo Bell, safeguarding lead (<a href="tel:01325555010">01325 555 010</a>)</span>',
        ),
        (
            a_site(),
            CARER,
            '<span class="contact">the school’s safeguarding lead (<a href="tel:01325555010">01325 555 010</a>)</span>',
        ),
        (None, CARER, "the school’s safeguarding lead"),
    ],
)
def test_contacts_in_prose(site, audience, words):
    """The site's own, without the name for families; plain words without a site."""
    assert more(edition(course_of(ASK), site, audience)) == (prose(f"<p>Tell {words}.</p>"),)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("<p>Tell ", "your council’s children’s social care"),
        ("<p>", "Your council’s children’s social care"),
        ("<ul><li>", "Your council’s children’s social care"),
        ("<p>Stop. ", "Your council’s children’s social care"),
        ("<p>Tell <strong>", "your council’s children’s social care"),
    ],
)
@pytest.mark.parametrize("key", ["mash", "childrens-social-care"])
def test_a_sentence_begins_with_a_capital(before, words, key):
    """Plain words, and a national line whose name is "Your council's …"."""
    line = a_contact(key="childrens-social-care", name="Your council’s children’s social care", phone="")
    course = course_of(Prose(parts=(before, ContactRef(key=key))), helplines=(line,))
    (block,) = more(edition(course))

    assert block.parts[0].replace('<span class="contact">', "").replace("</span>", "") == before + words


def test_a_person_is_introduced_by_the_role():
    """Where the name alone would not say who that is."""
    contacts = {"dsl": a_contact(key="dsl", name="Jo Bell", phone="", local=True)}

    assert more(edition(course_of(ASK), a_site(contacts=contacts))) == (
        prose('<p>Tell <span class="contact">Jo Bell, your designated safeguarding lead (DSL)</span>.</p>'),
    )


def test_contacts_in_questions_stages_and_scenarios():
    """Wherever a reader may put one."""
    mark = 'Tell <span data-contact="childline"></span>.'
    said = 'Tell <span class="contact">Childline (<a href="tel:08001111">0800 1111</a>)</span>.'
    check = a_check(a_choice_question(a_choice(correct=True, feedback=mark), a_choice("b"), rationale=mark))
    scenario = a_scenario(
        nodes=(
            Node(id="start", body=prose(), options=(Option(text="Tell", feedback=mark, target="end"),)),
            Node(id="end", body=prose()),
        )
    )
    found = repr(more(edition(course_of(check, scenario, Stages(stages=(("One", mark),))))))

    assert found.count(said) == 4
    assert "data-contact" not in found


def test_wording_by_audience():
    """The stem is the audience's own."""
    question = a_choice_question(wording={"caregiver": "What do you do at home?"})
    course = course_of(a_check(question))

    assert [more(edition(course, None, who))[0].questions.questions[0].stem for who in (STAFF, CARER)] == [
        "What do you do?",
        "What do you do at home?",
    ]


def test_sets_without_use_are_not_asked():
    """About-you and feedback are of use to a survey only."""
    sets = {
        "about": a_question_set(id="about", kind="survey"),
        "sure": a_question_set(id="sure", kind="survey", shown_back=True),
        "know": a_question_set(id="know"),
    }
    course = a_course(
        question_sets=sets, plans={"staff": Plan(before=("about", "sure", "know"), after=("know", "about"))}
    )
    alone, surveyed = edition(course), edition(course, survey=True)

    assert ([each.id for each in alone.before], [each.id for each in alone.after]) == (["sure", "know"], ["know"])
    assert [each.id for each in surveyed.after] == ["know", "about"]


def test_an_audience_without_a_plan_is_asked_nothing():
    """Its edition has no questions of its own."""
    found = edition(course_of(), audience=CARER)

    assert (found.before, found.after) == ((), ())


def test_the_help_panel_is_in_order():
    """Emergency, local, national; for this audience; the site's own children's social care instead of the national line."""
    lines = (
        a_contact(),
        a_contact(key="childrens-social-care"),
        a_contact(key="fearless", audiences=("caregiver",)),
        an_emergency_contact(),
    )
    site = a_site(contacts={**a_site().contacts, "mash": a_contact(key="mash", local=True)})
    course = course_of(helplines=lines)

    assert [contact.key for contact in edition(course).contacts] == [
        "police-emergency",
        "childline",
        "childrens-social-care",
    ]
    assert [contact.key for contact in edition(course, site, CARER).contacts] == [
        "police-emergency",
        "dsl",
        "mash",
        "childline",
        "fearless",
    ]


def test_audiences_that_the_course_does_not_have_narrow_nothing():
    """A contact for "staff" is shown in a course for "teachers"."""
    course = a_course(
        a_module(audiences=("teachers",)),
        audiences=(an_audience(id="teachers"),),
        helplines=(a_contact(audiences=("staff",)),),
    )

    assert [contact.key for contact in edition(course).contacts] == ["childline"]


def test_what_does_not_differ_is_the_same_object():
    """So that it is rendered once for all editions."""
    course = course_of(
        prose(), Callout(kind="note", blocks=(prose(),)), a_check(), a_scenario(), Stages(stages=(("a", "b"),))
    )
    first, second = edition(course, a_site()), edition(course, a_site(id="other"))

    assert first.modules[0] is second.modules[0] is course.modules[0]


def test_contacts_change_only_what_names_them():
    """The other blocks of the page stay the same objects."""
    course = course_of(prose(), ASK)
    blocks = more(edition(course, a_site()))

    assert blocks[0] is course.modules[0].pages[1].blocks[0]
    assert replace(blocks[1], parts=()) == replace(ASK, parts=())
