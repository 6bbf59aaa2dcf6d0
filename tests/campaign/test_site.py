"""The pages of the site: complete without a script, light, apart from everybody else's servers, and with previews."""

import io
import re
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import lxml.html
import pytest
from PIL import Image
from signpost_builder.diagnostics import SourceError
from signpost_builder.formats import FORMATS
from signpost_builder.forms import forms
from signpost_builder.page.rendered import render

from tests.campaign.small import card, changed, edition_of

HTTP = re.compile(r"https?://")


@pytest.fixture(scope="session")
def site(packages):
    return {slug: made["campaign-site"] for slug, made in packages.items()}


def pages(tree) -> dict[str, lxml.html.HtmlElement]:
    return {name: lxml.html.fromstring(content.decode()) for name, content in tree.items() if name.endswith(".html")}


def metas(page) -> dict[str, str]:
    return {
        one.get("property") or one.get("name"): one.get("content") for one in page.iter("meta") if one.get("content")
    }


def small(root, site="", **changes):
    return {one.name: one.tree for one in FORMATS["campaign"].packages(render(edition_of(root, site, **changes)))}


def test_the_pages_of_a_region(site):
    """One for each card, a first page and the help; questions where somebody asks them, which the shipped course does not yet."""
    assert sorted(name for name in site["london"] if name.endswith(".html")) == sorted(
        f"{name}.html"
        for name in "any-child change games gift groups help image index lifts listen missing proof weapon who".split()
    )
    assert len([name for name in site["london.sibling"] if name.endswith(".html")]) == 6 + 2


def test_pages_are_light(site):
    """At most 30 KB and two requests, pictures for previews aside: those only networks fetch."""
    for tree in site.values():
        for name, page in pages(tree).items():
            loaded = [one.get("src") for one in page.iter("img", "script") if one.get("src")]
            assert len(tree[name]) <= 30_000, name
            assert len(loaded) <= 1, name
            assert all(one in tree and len(tree[one].path.read_bytes()) < 5_000 for one in loaded)


def test_nothing_of_anybody_else(site):
    """A policy that lets nothing in from elsewhere; the only addresses of others are links that a reader follows, without a trace."""
    for tree in site.values():
        for name, page in pages(tree).items():
            policy = metas(page).get("Content-Security-Policy") or page.xpath("//meta[@http-equiv]/@content")[0]
            assert policy.startswith("default-src 'none'; script-src 'sha256-") and "connect" not in policy, name
            assert metas(page)["referrer"] == "no-referrer"
            for one in page.iter("img", "script", "link", "iframe", "source"):
                fetched = one.get("src") or (one.get("href") if one.get("rel") != "canonical" else None)
                assert not fetched or not HTTP.match(fetched)


def test_links_stay_inside_and_are_relative(site):
    """Every other link leads to a file of the folder, so it works below any address."""
    for tree in site.values():
        for name, page in pages(tree).items():
            inside = [
                one.get("href") for one in page.iter("a") if not re.match(r"https?:|tel:|mailto:|#", one.get("href"))
            ]
            assert inside and [one for one in inside if one not in tree] == [], name
            ids = set(page.xpath("//@id"))
            assert [one for one in page.xpath("//a/@href") if one.startswith("#") and one[1:] not in ids] == [], name


def test_files_that_change_have_other_names(site):
    """Pictures may be kept for ever: their name holds a hash of what they show."""
    names = [name for tree in site.values() for name in tree if not name.endswith(".html")]

    assert names
    assert [name for name in names if not re.search(r"-[0-9a-f]{8}\.(?:png|svg)$", name)] == []


def test_link_previews(site):
    """Each page says what a network shows with a link to it; the picture has the size that it says, and words for it."""
    for slug, tree in site.items():
        for name, page in pages(tree).items():
            said = metas(page)
            picture = urlsplit(said["og:image"]).path.rpartition("/")[2]
            assert said["og:title"] == said["twitter:title"] == page.findtext(".//h1")
            assert (
                said["og:url"]
                == f"https://campaign.example.org/{slug}/{name}"
                == page.xpath("//link[@rel='canonical']/@href")[0]
            )
            assert said["twitter:card"] == "summary_large_image"
            assert 20 <= len(said["og:description"]) <= 155 and said["description"] == said["og:description"]
            assert len(said["og:image:alt"]) > 20 and said["og:image"] == said["twitter:image"]
            with open_picture(tree[picture]) as image:
                assert image.size == (1200, 630) == (int(said["og:image:width"]), int(said["og:image:height"]))
            assert len(tree[picture]) < 300_000  # WhatsApp shows no larger one


def open_picture(content: bytes):
    return Image.open(io.BytesIO(content))


def test_share_links_are_bare(site):
    """They hold the page's own address and nothing else, and stand on cards alone."""
    for slug, tree in site.items():
        for name, page in pages(tree).items():
            shares = page.xpath("//section[@class='share']//a")
            if name in ("index.html", "help.html", "survey.html"):
                assert shares == []
                continue
            assert [one.text for one in shares] == ["Facebook", "X", "WhatsApp"]
            for one in shares:
                link = urlsplit(one.get("href"))
                ((value,),) = parse_qs(link.query).values()
                assert unquote(value) == f"https://campaign.example.org/{slug}/{name}"
                assert one.get("rel") == "noopener noreferrer"


def test_a_card_without_a_script(site):
    """Message, act, question, contact: each answer says what follows from it when it is opened, and one is right."""
    for tree in site.values():
        for name, page in pages(tree).items():
            if name in ("index.html", "help.html"):
                continue
            answers = page.xpath("//section[@class='ask']/details")
            assert len(answers) == 3 and all(
                one.findtext("summary") and one.find("p").text_content() for one in answers
            )
            assert len(page.xpath("//section[@class='ask']/details/p[@class='right']")) == 1
            assert len(page.xpath("//div[@class='callout help']")) == 1
            assert "In danger now? Call 999." in page.text_content()


def test_every_number_dials_what_it_shows(site):
    """On every page, and each is somebody's: a wrong number is the worst fault."""
    dialled = 0
    for tree in site.values():
        for page in pages(tree).values():
            for link in page.xpath("//a[starts-with(@href, 'tel:')]"):
                dialled += 1
                assert "".join(filter(str.isdigit, link.text_content())) == link.get("href").removeprefix("tel:")
    assert dialled > 20


def test_where_to_turn_to(tmp_path):
    """National lines first, then the region's own with the day of their check; without any, that is said. The team's own contact is shown to nobody."""
    south, north = (pages(small(tmp_path / name, name)["talk-site"])["help.html"] for name in ("south", "north"))

    assert [one.text_content() for one in south.iter("h1", "h2")] == [
        "Get help in South", "If someone is in danger now", "National help", "Help of South",
    ]  # fmt: skip
    assert "Help South" in south.text_content() and "Checked on 22 November 2026." in south.text_content()
    assert "Office of Names" in south.text_content()
    assert "No line of its own is listed here yet" in north.text_content()
    assert all("Prevention officer" not in page.text_content() for page in (south, north))
    assert south.xpath("//a[@data-do='exit']/@href") == ["https://www.bbc.co.uk/weather"]


def test_the_way_to_the_questions(tmp_path):
    """Where a store asks: how many and how long, when, that different people answer each time, and a link without a referrer."""
    page = pages(small(tmp_path, "north")["talk-site"])["survey.html"]
    (go,) = page.xpath("//a[@class='button primary']")

    assert re.fullmatch(r"https://survey\.example\.org/f/[0-9a-f-]{36}", go.get("href"))
    assert go.get("rel") == "noopener noreferrer"
    assert "from 4 January 2027 to 10 January 2027" in page.text_content()
    assert "different people answer" in page.text_content() and "2 questions" in page.text_content()
    assert page.xpath("//section[@class='share']") == []


def test_questions_that_are_off(tmp_path):
    """One word in course.yaml: no page leads to them, and no form is made."""
    off = changed("course/talk/course.yaml", "campaign: [about, asked]}", "campaign: [about, asked], asked: false}")
    edition = edition_of(tmp_path, **off)
    (tree,) = [one.tree for one in FORMATS["campaign"].packages(render(edition)) if one.name == "talk-site"]

    assert "survey.html" not in tree and not any(
        b"survey.html" in one for name, one in tree.items() if name.endswith(".html")
    )
    assert forms(edition.course) == []


def test_one_row_changes_one_region(tmp_path):
    """Contacts, stress and the local picture of a row change its own pages and print; the other region stays as it was, to the byte."""
    before = {name: small(tmp_path / f"{name}1", name) for name in ("north", "south")}
    row = changed(
        "course/talk/regions.csv",
        "north,North,Office of Names,,,,",
        "north,North,Office of Names,,Help North,01325 555 102,",
    )
    row["course/talk/regions.csv"] = row["course/talk/regions.csv"].replace(
        "01325 555 102,,,,", "01325 555 102,,,2026-11-23,the officer"
    )
    after = {name: small(tmp_path / f"{name}2", name, **row) for name in ("north", "south")}

    same = {
        (name, package, file)
        for name, made in after.items()
        for package, tree in made.items()
        for file, content in tree.items()
        if before[name][package].get(file) == content
    }
    assert b"Help North" in after["north"]["talk-site"]["help.html"]
    assert ("north", "talk-print", "leaflet.pdf") not in same
    assert all(("south", "talk-posts", name) in same for name in after["south"]["talk-posts"])
    assert all(("south", "talk-print", name) in same for name in after["south"]["talk-print"])


def test_right_to_left(tmp_path):
    """An edition in Arabic turns round, whatever language its interface has yet."""
    edition = edition_of(tmp_path, "north")
    edition = replace(edition, language="ar", course=replace(edition.course, languages=("ar",)))

    (tree,) = [one.tree for one in FORMATS["campaign"].packages(render(edition)) if one.name == "talk-site"]
    assert {(page.get("dir"), page.get("lang")) for page in pages(tree).values()} == {("rtl", "ar")}


def test_letters_that_the_font_lacks(tmp_path):
    """They would be boxes on a picture, so there is none; the card is named, and the letters."""
    with pytest.raises(SourceError) as refusal:
        small(tmp_path, **card("Some people keep a worry", "Some people keep a worry 故人 to"))

    assert {(one.code, str(one.span)) for one in refusal.value.diagnostics} == {
        ("not-printable", "modules/cards/module.md:10:1")
    }
