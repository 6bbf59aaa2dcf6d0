"""What names no contact is one object at every site, so that whoever reads editions needs to look at it once."""

from signpost_builder.editions import editions
from signpost_builder.formats.h5p import judging, lessons
from signpost_builder.formats.h5p.activities import activities
from signpost_builder.formats.h5p.context import Context
from signpost_builder.formats.h5p.options import H5p
from signpost_builder.judging import refusals
from signpost_builder.model import ContactRef, Prose, Trainer

from tests.builders import a_contact, a_course, a_module, a_page, a_site, prose

NOTED = a_page(prose(), Trainer(blocks=(prose(),)), id="scale.start")  # a note that no learner's edition has
NAMING = a_page(Prose(parts=("<p>Tell ", ContactRef(key="dsl"), ".</p>")), id="scale.whom")
NORTH = a_site(id="north")
SOUTH = a_site(id="south", contacts={"dsl": a_contact(key="dsl", name="Sam Reed", local=True)})


def pages(made):
    """By id, in each edition."""
    return [{page.id: page for module in each.modules for page in module.pages} for each in made]


def test_a_page_without_contacts_is_the_same_object():
    """Although the note is taken out of it for each of them."""
    general, north, south = pages(
        editions(a_course(a_module(NOTED, NAMING)), [None, NORTH, SOUTH], a_course().audiences)
    )

    assert general["scale.start"] is north["scale.start"] is south["scale.start"] is not NOTED
    assert "Jo Bell" in str(north["scale.whom"]) and "Sam Reed" in str(south["scale.whom"])


def test_sites_that_differ_are_judged_apart():
    """One course after another at the same place in memory is another course."""
    texts = set()
    for number in range(20):
        page = a_page(Prose(parts=(f"<p>Page of course {number}</p>",)), Trainer(blocks=(prose(),)), id="scale.start")
        (edition,) = editions(a_course(a_module(page)), [None], a_course().audiences)
        texts.add(str(edition.modules[0].pages[0].blocks))

    assert len(texts) == 20


def test_a_chapter_is_made_once_for_all_sites():
    """Each site's own name stands behind it, so the chapter with no contact is made once, the other at each site."""
    course = a_course(a_module(NOTED, NAMING))
    made = list(editions(course, [None, NORTH, SOUTH], course.audiences))
    before = lessons._contents.cache_info().misses

    assert all(activities(Context(each, H5p())) for each in made)
    assert lessons._contents.cache_info().misses - before == 1 + len(made)


def test_a_page_is_judged_once_for_all_sites():
    """By what it holds: the page with a contact at each of them."""
    course = a_course(a_module(NOTED, NAMING))
    made = list(editions(course, [None, NORTH, SOUTH], course.audiences))
    before = judging._of_page.cache_info().misses

    assert refusals(made, ["h5p"]) == []
    assert judging._of_page.cache_info().misses - before == 1 + len(made)
