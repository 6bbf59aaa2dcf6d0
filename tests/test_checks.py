"""Checks of the whole course that depend on who sees what."""

import pytest

from tests.source_projects import SITE_COLUMNS, SITE_ROW, a_project, findings

SITES = f"{SITE_COLUMNS}\n{SITE_ROW}\n{SITE_ROW.replace('hill,', 'dale,', 1)}\n"
LINK = "See [the page](page:target)."


@pytest.mark.parametrize(
    ("around_link", "around_page", "found"),
    [
        ("", "", []),
        ("staff", "", []),
        ("", "staff", ["link-outside-edition"]),
        ("staff", "staff", []),
        ("carer", "staff", ["link-outside-edition"]),
        ("staff", "staff carer", []),
        ("", "site=hill", ["link-outside-edition"]),
        ("site=hill", "site=hill", []),
        ("site=dale", "site=hill", ["link-outside-edition"]),
        ('site="hill dale"', "site=hill", ["link-outside-edition"]),
        ("staff site=hill", "site=hill", []),
        ("", "language=en-US", ["link-outside-edition"]),
        ("language=en-US", "language=en-US", []),
    ],
)
def test_a_page_is_there_for_all_who_see_the_link(around_link, around_page, found, tmp_path):
    """Whoever can choose a link gets to its page."""
    link = f"::: for {around_link}\n{LINK}\n:::\n" if around_link else f"{LINK}\n"
    page = "## Target\n\nText.\n"
    page = f"::: for {around_page}\n{page}:::\n" if around_page else page
    folder = a_project(tmp_path, body=f"{link}\n{page}", **{"course/demo/sites.csv": SITES})
    course = folder / "course.yaml"
    course.write_text(course.read_text().replace("[en-GB]", "[en-GB, en-US]"))

    assert [one.code for one in findings(folder)] == found


def test_a_module_for_some_audiences_narrows_its_pages(tmp_path):
    """A link from a module for all to a module for staff."""
    two = "---\nid: two\ntitle: Two\nsummary: For staff.\nminutes: 5\naudiences: [staff]\n---\nBack to [one](page:one.start).\n"
    folder = a_project(tmp_path, body="[Two](page:two.start)\n", **{"modules/two/module.md": two})
    course = folder / "course.yaml"
    course.write_text(course.read_text().replace("modules: [one]", "modules: [one, two]"))

    assert [(one.code, str(one.span)) for one in findings(folder)] == [
        ("link-outside-edition", "modules/one/module.md:8:1")
    ]


def test_pages_of_a_broken_module_are_known(tmp_path):
    """One fault in its front matter does not break every link to it."""
    two = "---\nid: two\ntitel: Two\n---\nText.\n\n## More\n\nText.\n"
    folder = a_project(tmp_path, body="[Two](page:two.more)\n", **{"modules/two/module.md": two})
    course = folder / "course.yaml"
    course.write_text(course.read_text().replace("modules: [one]", "modules: [one, two]"))

    assert {str(one.span.path) for one in findings(folder)} == {"modules/two/module.md"}


def test_a_broken_fact_is_told_once(tmp_path):
    """Not again where it is used."""
    facts = "NRM-01:\n  claim: Many.\n"
    folder = a_project(tmp_path, body="{fact:NRM-01}\n", **{"modules/facts.yaml": facts})

    assert {(one.code, str(one.span.path)) for one in findings(folder)} == {("missing-key", "modules/facts.yaml")}
