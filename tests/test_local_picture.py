"""The local picture of an academy: who sees it, until when, and what is refused."""

import datetime

import pytest
from signpost_builder.diagnostics import SourceError
from signpost_builder.editions import editions
from signpost_builder.read import read_course
from signpost_builder.read.local_picture import few_people_in, figure_in

from tests.source_projects import AS_OF, SITE_COLUMNS, SITE_ROW, a_project, findings

COLUMNS = "hot_spots,local_picture,region,picture_source,picture_period,picture_url,picture_checked_on,picture_checked_by,picture_until"
PICTURE = '"Bus station, until 17.00; Mill Lane",Adults & cars wait. 40% more than before.,Hill,Hill Police,autumn 2026,https://police.hill.uk/note,2026-11-20,the lead,2027-03-20'
NO_PICTURE = ",,,,,,,,"
BODY = "Welcome.\n\n## Local picture {#local}\n\n::: local-picture\nTell {contact:dsl}.\n:::\n\n## Last\n\nWords.\n"


def a_project_with(tmp_path, picture: str = PICTURE, body: str = BODY, **files: str):
    """One academy with the picture, one without any."""
    other = SITE_ROW.replace("hill,Hill Academy", "dale,Dale Academy", 1)
    table = f"{COLUMNS},{SITE_COLUMNS}\n{picture},{SITE_ROW}\n{NO_PICTURE},{other}\n"
    return a_project(tmp_path, body=body, **{"course/demo/sites.csv": table, **files})


def pages(folder, as_of=AS_OF) -> dict[str, list[str]]:
    """Titles of the pages of each academy's edition and of the general one."""
    course, _ = read_course(folder, as_of=as_of)
    made = editions(course, [None, *course.sites], course.audiences[:1])
    return {one.slug: [page.title for module in one.modules for page in module.pages] for one in made}


def test_only_its_own_editions_have_the_page(tmp_path):
    """Neither another academy's nor the general one; what stands inside the directive goes with it."""
    assert pages(a_project_with(tmp_path)) == {
        "general": ["One", "Last"],
        "hill": ["One", "Local picture", "Last"],
        "dale": ["One", "Last"],
    }


def test_what_the_page_says(tmp_path):
    """Both dates, who checked it, places one by one, the source with its period; signs of HTML as text."""
    course, _ = read_course(a_project_with(tmp_path), as_of=AS_OF)
    (hill,) = editions(course, [course.sites[0]], course.audiences[:1])
    html = str(hill.modules[0].pages[1].blocks)

    for words in (
        "<p><strong>Hill.</strong> Checked on 20 November 2026 by the lead. It holds until 20 March 2027.",
        "<p>Adults &amp; cars wait. 40% more than before.</p>",
        "<ul><li>Bus station, until 17.00</li><li>Mill Lane</li></ul>",
        '<a class="external" href="https://police.hill.uk/note" rel="noopener noreferrer" target="_blank">Hill Police</a> (autumn 2026).',
        "01325 555 101",
    ):
        assert words in html


def test_after_its_last_day_it_is_left_out(tmp_path):
    """Shown on the day itself; from the next on there is a warning that says so, and an error with --strict."""
    folder, last = a_project_with(tmp_path), datetime.date(2027, 3, 20)
    assert "Local picture" in pages(folder, last)["hill"]

    after = last + datetime.timedelta(days=1)
    assert "Local picture" not in pages(folder, after)["hill"]
    (found,) = [one for one in findings(folder, after) if one.code == "local-picture-out-of-date"]
    assert found.severity == "warning" and "it is left out" in found.message and found.span.path.name == "sites.csv"
    with pytest.raises(SourceError) as stopped:
        read_course(folder, as_of=after, strict=True)
    assert "local-picture-out-of-date" in [one.code for one in stopped.value.diagnostics if one.severity == "error"]


def test_a_link_to_it_from_a_page_of_everybody(tmp_path):
    """Most editions do not have the page; from inside the directive of another page the link holds."""
    linked = BODY.replace("Words.", "See [it](page:one.local).")
    assert [one.code for one in findings(a_project_with(tmp_path / "a", body=linked))] == ["link-outside-edition"]

    inside = BODY.replace("Words.", "Words.\n\n::: local-picture\nSee [it](page:one.local).\n:::\n")
    assert findings(a_project_with(tmp_path / "b", body=inside)) == ()
    assert [one.code for one in findings(a_project_with(tmp_path / "c", picture=NO_PICTURE, body=linked))] == [
        "link-outside-edition"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Year 7 pupils, Bus 14, platform 3, the A19, from 15.30 to 17:00, 3 pm, in 2026, on 4 May",
        "Adults wait near the shop.",
        "One place, twice a week",
    ],
)
def test_what_is_no_figure(text):
    assert figure_in(text) == "" and few_people_in(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "12 reports",
        "1 in 5 children",
        "40% more",
        "a third of the children",
        "most pupils",
        "twelve cases",
        "1,200 calls",
        "half of the young people",
    ],
)
def test_what_is_a_figure(text):
    assert figure_in(text) != ""


@pytest.mark.parametrize("text", ["two local boys", "3 children", "one young person", "9 older pupils"])
def test_numbers_of_children_that_name_them(text):
    assert few_people_in(text) != ""


def test_the_contacts_of_the_region(tmp_path):
    """They go through the one reader of contacts: shown to staff, dialled with the digits that are shown."""
    columns, row = (
        f"exploitation_lead,btp,intel_url,{SITE_COLUMNS}",
        f'"Exploitation lead, 01325 555 140",Central station: text 61016,https://intel.hill.uk,{SITE_ROW}',
    )
    folder = a_project(
        tmp_path,
        body="Ask {contact:exploitation-lead}, {contact:btp} or {contact:intel}.",
        **{"course/demo/sites.csv": f"{columns}\n{row}\n"},
    )
    contacts = read_course(folder, as_of=AS_OF)[0].sites[0].contacts

    assert (contacts["exploitation-lead"].name, contacts["exploitation-lead"].dial) == (
        "Exploitation lead",
        "01325555140",
    )
    assert (contacts["btp"].name, contacts["intel"].url) == ("Central station: text 61016", "https://intel.hill.uk")
    bad = row.replace("01325 555 140", "1325 555 140")
    found = findings(a_project(tmp_path / "bad", **{"course/demo/sites.csv": f"{columns}\n{bad}\n"}))
    assert [one.code for one in found] == ["malformed-contact"]
