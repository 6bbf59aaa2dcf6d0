"""The Open edX archive with our blocks: its tree, its names, and what is and is not in it."""

import datetime
import io
import json
import re
import subprocess
import tarfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from signpost_builder.diagnostics import SourceError
from signpost_builder.editions import edition as edition_of
from signpost_builder.editions import editions
from signpost_builder.formats import FORMATS
from signpost_builder.formats.openedx.options import OpenEdx
from signpost_builder.formats.openedx.own_blocks import TYPES
from signpost_builder.formats.openedx.policies import platform_language
from signpost_builder.model import Audience, Course, Edition
from signpost_builder.package import Tree, read_asset, tar_bytes
from signpost_builder.page import render
from signpost_builder.page.strings import strings
from signpost_builder.read import read_course

from tests.browser import packages
from tests.builders import (
    a_check,
    a_choice_question,
    a_course,
    a_module,
    a_page,
    a_question_set,
    an_asset,
    an_audience,
    an_edition,
    prose,
)
from tests.test_forms import a_surveyed_course

ROOT = Path(__file__).parent.parent
OLX = ROOT / "tests" / "olx"
WIKI = {
    ("MissingDisplayName", "The tag <wiki> is missing the display_name attribute."),
    ("MissingURLName", "The tag <wiki> has no url_name."),
}
NAME = re.compile(r"[A-Za-z0-9_.-]+")
OPENEDX = ("openedx", "openedx-native")


def tree_of(edition: Edition, format: str = "openedx") -> Tree:
    return FORMATS[format].packages(render(edition))[0].tree


def element(tree: Tree, name: str) -> etree._Element:
    return etree.fromstring(tree[f"course/{name}"])


def blocks(tree: Tree) -> dict[str, etree._Element]:
    """Our blocks by url_name."""
    verticals = [etree.fromstring(content) for name, content in tree.items() if "/vertical/" in name]
    return {block.get("url_name"): block for vertical in verticals for block in vertical if block.tag in TYPES}


def data_of(block: etree._Element) -> dict:
    return json.loads(block.findtext("data"))


def url_names(tree: Tree) -> list[str]:
    """Of every block, where it is defined."""
    files = [re.search(r"/(chapter|sequential|vertical|html|problem)/(.+)\.xml$", name) for name in tree]
    return [found[2] for found in files if found] + list(blocks(tree))


def two_modules() -> Course:
    """The first links to a page of the second and asks a check; the second shows an image."""
    link = prose('<p>See <a href="#two.start">the other part</a> and <a href="#one.more">the next page</a>.</p>')
    pages = (a_page(link, id="one.start"), a_page(a_check(a_choice_question(id="CK1")), id="one.more", title="More"))
    image = prose('<p><img src="media/two-map.svg" alt="A map"></p>', assets=("media/two-map.svg",))
    return a_course(
        a_module(*pages, id="one", title="One"),
        a_module(a_page(image, id="two.start"), id="two", title="Two"),
        assets={"media/two-map.svg": an_asset(name="media/two-map.svg")},
    )


# ------------------------------------------------------------------- tree


def test_the_tree_of_a_course():
    """Pointer files for containers, our blocks inline, policies, the page about the course, flat static files."""
    tree = tree_of(an_edition(two_modules()))

    assert sorted(tree) == sorted(
        "course/" + name
        for name in (
            *("course.xml", "course/run.xml", "policies/run/policy.json", "policies/run/grading_policy.json"),
            *("policies/assets.json", "assets/assets.xml", "static/course-image.png", "static/two-map.svg"),
            *("about/overview.html", "about/short_description.html", "about/effort.html"),
            *(f"chapter/{name}__chapter.xml" for name in ("course__start", "one", "two", "course__after")),
            *(
                f"sequential/{name}__sequential.xml"
                for name in ("course__start", "course__before", "one", "two", "course__after")
            ),
            *(
                f"vertical/{name}__vertical.xml"
                for name in ("course__start", "course__before", "one", "two", "course__after")
            ),
        )
    )
    assert tree["course/course.xml"] == b'<course url_name="run" org="signpost" course="spot-the-signs"/>\n'
    assert [(child.tag, dict(child.attrib)) for child in element(tree, "course/run.xml")] == [
        ("chapter", {"url_name": "course__start__chapter"}),
        ("chapter", {"url_name": "one__chapter"}),
        ("chapter", {"url_name": "two__chapter"}),
        ("chapter", {"url_name": "course__after__chapter"}),
        ("wiki", {"slug": "signpost.spot-the-signs.run"}),
    ]
    assert tree["course/static/two-map.svg"].name == "media/two-map.svg"


@pytest.mark.parametrize("format", OPENEDX)
def test_golden(golden, format):
    """A small course, whole, for a person to read in a diff."""
    tree = tree_of(an_edition(two_modules()), format)

    for name, content in tree.items():
        if isinstance(content, bytes) and not name.endswith(".png"):
            golden(f"{format}/{name}", content)


def test_before_is_silent_and_after_is_graded():
    """`format` letter for letter the assignment type; no correctness before; an edition without sets is not graded."""
    tree = tree_of(an_edition())
    grading = json.loads(tree["course/policies/run/grading_policy.json"])

    assert dict(element(tree, "sequential/course__before__sequential.xml").attrib) == {
        "display_name": "Questions before you start",
        "show_correctness": "never",
    }
    after = element(tree, "sequential/course__after__sequential.xml")
    assert (after.get("format"), after.get("graded")) == (grading["GRADER"][0]["type"], "true")
    assert [(grader["min_count"], grader["drop_count"], grader["weight"]) for grader in grading["GRADER"]] == [
        (1, 0, 1.0)
    ]
    assert grading["GRADE_CUTOFFS"] == {"Pass": 0.8}

    without = tree_of(an_edition(a_course(plans={})))
    assert not [name for name in without if "course__after" in name or "course__before" in name]


def test_our_blocks_as_docs_formats_xblock_describes():
    """Attributes, children in order, pages of their own, counted pages, and the sets in the quizzes alone."""
    found = blocks(tree_of(an_edition(two_modules())))

    assert {name: block.tag for name, block in found.items()} == {
        "course__start": "signpost_module",
        "course__before": "signpost_quiz",
        "one": "signpost_module",
        "two": "signpost_module",
        "course__after": "signpost_quiz",
    }
    assert {child.tag for block in found.values() for child in block} == {"frame", "page", "data"}
    assert dict(found["course__after"].attrib) == {
        "url_name": "course__after",
        "display_name": "Final questions",
        "language": "en-GB",
        "direction": "ltr",
        "phase": "after",
        "grading": "private",
        "score_mode": "pass",
        "pass_mark_percent": "80",
        "attempts": "0",
        "weight": "1.0",
    }
    assert [page.get("id") for page in found["one"].iterfind("page")] == ["one.start", "one.more"]
    assert data_of(found["one"])["pages"] == [{"counts": True, "id": "one.start"}, {"counts": True, "id": "one.more"}]
    assert [page.get("id") for page in found["course__after"].iterfind("page")] == ["after", "result", "certificate"]
    assert all(block.findtext("frame").count("<!--pages-->") == 1 for block in found.values())
    for name, block in found.items():
        data = data_of(block)
        assert (data["before"], data["after"]) == (
            ["K01"] if name == "course__before" else [],
            ["K01"] if name == "course__after" else [],
        )
        assert set(data["questions"]) == set(data["before"] + data["after"]) | ({"CK1"} if name == "one" else set())


def test_links_between_modules_and_media():
    """A page of another module is reached by its block; one of the same document stays where it is."""
    found = blocks(tree_of(an_edition(two_modules())))
    one = "".join(found["one"].itertext())

    assert '<a href="/jump_to_id/two">' in one
    assert '<a href="#one.more">' in one
    assert '<img src="/static/two-map.svg"' in "".join(found["two"].itertext())
    assert '"media/' not in one


def test_text_that_would_end_a_cdata_section():
    """It comes back as it was meant."""
    page = a_page(prose("<p>an array a[b[0]]> 1</p>"))
    (text,) = [page.text for page in blocks(tree_of(an_edition(a_course(a_module(page)))))["scale"].iterfind("page")]

    assert "a[b[0]]&gt; 1" in text


# ------------------------------------------------------------------ names


@pytest.mark.parametrize("format", OPENEDX)
def test_names_come_from_ids_alone(format):
    """Other titles, another order, another site: the same names. Learners' records hang on them."""
    course = two_modules()
    changed = replace(
        course,
        title="Other",
        modules=tuple(replace(module, title="Other", summary="Other") for module in reversed(course.modules)),
    )

    assert set(url_names(tree_of(an_edition(course), format))) == set(url_names(tree_of(an_edition(changed), format)))


@pytest.mark.parametrize("format", OPENEDX)
def test_names_are_unique_whatever_authors_call_things(format):
    """Modules named like our own parts, a page named like a role: no name twice in any kind of block."""
    modules = [
        a_module(a_page(id=f"{id}.start"), a_page(a_check(a_choice_question(id="vertical")), id=f"{id}.chapter"), id=id)
        for id in ("course", "start", "before", "after", "chapter", "vertical", "course-start")
    ]
    names = url_names(tree_of(an_edition(a_course(*modules)), format))

    assert len({name.lower() for name in names}) == len(names)
    assert all(NAME.fullmatch(name) for name in names)


def test_names_that_differ_in_case_alone_are_refused():
    course = a_course(a_module(id="one"), a_module(id="One"))

    with pytest.raises(SourceError) as stopped:
        tree_of(an_edition(course))

    assert {found.code for found in stopped.value.diagnostics} == {"openedx-name-twice"}


def test_a_question_asked_twice_on_a_page_is_refused_by_the_native_archive():
    check = a_check(a_choice_question(id="CK1"))

    with pytest.raises(SourceError) as stopped:
        tree_of(an_edition(a_course(a_module(a_page(check, check)))), "openedx-native")

    assert {found.code for found in stopped.value.diagnostics} == {"openedx-name-twice"}


def test_names_that_do_not_fit_into_the_platform_s_tables():
    page = a_page(a_check(a_choice_question(id="Q" * 60)), id=f"scale.{'long-' * 20}name")

    assert tree_of(an_edition(a_course(a_module(page))))
    with pytest.raises(SourceError) as stopped:
        tree_of(an_edition(a_course(a_module(page))), "openedx-native")
    assert {found.code for found in stopped.value.diagnostics} == {"openedx-name-too-long"}


# --------------------------------------------------------------- policies


def test_the_policy():
    """Advanced modules, dates that do not follow the clock, tabs that begin with the course, no discussion, no wiki."""
    course = a_course(
        options={"openedx": OpenEdx(org="HillTrust", number="SG101", run="2027", start=datetime.date(2027, 1, 4))}
    )
    tree = tree_of(an_edition(course))
    (policy,) = json.loads(tree["course/policies/2027/policy.json"]).values()

    assert tree["course/course.xml"] == b'<course url_name="2027" org="HillTrust" course="SG101"/>\n'
    assert policy["advanced_modules"] == ["signpost_module", "signpost_quiz"]
    assert (policy["start"], policy["end"]) == ("2027-01-04T00:00:00Z", "2049-12-31T00:00:00Z")
    assert [tab["type"] for tab in policy["tabs"]] == ["courseware", "progress"]
    assert "user_partitions" not in policy
    assert policy["display_name"] == "Spot the signs (draft)"
    native = tree_of(an_edition(course), "openedx-native")
    assert json.loads(native["course/policies/2027/policy.json"])["course/2027"]["advanced_modules"] == []


@pytest.mark.parametrize(
    ("tag", "known"), [("en-GB", "en"), ("pl", "pl"), ("zh-Hans", "zh_HANS"), ("zh-Hant-TW", "zh_HANT")]
)
def test_languages_as_the_platform_names_them(tag, known):
    assert platform_language(tag) == known


def test_grading_by_the_platform_is_said_to_learners():
    """`grading: server`: both quizzes carry it, and the first page does not promise what is not so."""
    told = strings("en")["page"]["start"]
    private = blocks(tree_of(an_edition()))
    marked = blocks(tree_of(an_edition(a_course(options={"openedx": OpenEdx(grading="server")}))))

    assert {marked[name].get("grading") for name in ("course__before", "course__after")} == {"server"}
    assert told["sees_not"] in "".join(private["course__start"].itertext())
    assert told["sees_not"] not in "".join(marked["course__start"].itertext())
    assert told["sees_marked"] in "".join(marked["course__start"].itertext())


# ----------------------------------------------------------------- survey


def test_without_a_survey_no_survey_question_is_in_the_archive():
    """Nothing could be shown back either: before and after are two blocks, and no answer passes between them."""
    edition = edition_of(a_surveyed_course(survey=None))
    text = b"".join(tree_of(edition).values())

    assert [each.id for each in edition.before] == ["sure", "knowledge"]
    (told,) = FORMATS["openedx"].packages(render(edition))[-1].losses
    assert (told.code, "'sure'" in told.message) == ("openedx-set-left-out", True)
    for id in (b"C1", b"FB1", b"D1"):
        assert b'data-q="%b"' % id not in text


def test_with_a_survey_its_sets_are_marked_and_its_address_is_not_there():
    """The operator names the store; sets of no other use can be taken out by the block."""
    found = blocks(tree_of(edition_of(a_surveyed_course())))
    before, after = (found[name] for name in ("course__before", "course__after"))
    parts = {
        re.search(r'data-set="([^"]+)"', part)[1]: "data-survey-only" in part
        for block in (before, after)
        for part in re.findall(r'<div class="part"[^>]*>', "".join(block.itertext()))
    }

    assert FORMATS["openedx"].packages(render(edition_of(a_surveyed_course())))[-1].losses == ()
    assert parts == {"who": True, "sure": True, "knowledge": False, "feedback": True}
    assert b"survey.example.org" not in b"".join(tree_of(edition_of(a_surveyed_course())).values())
    assert set(data_of(before)["survey"]) == {"form", "key", "group", "stratum", "before", "after", "responsible"}
    assert data_of(before)["survey"] == data_of(after)["survey"]
    assert "survey" not in data_of(found["scale"])
    assert (data_of(before)["before"], data_of(before)["after"]) == (["D1", "D6", "C1", "K01"], [])


# ------------------------------------------------------------ the archive


@pytest.mark.parametrize("format", OPENEDX)
def test_the_archive_is_safe_and_the_same_every_time(format):
    """Plain files below one folder; the same course gives the same bytes."""
    edition = an_edition(two_modules())
    assets = {name: b"<svg/>" for name, content in tree_of(edition, format).items() if not isinstance(content, bytes)}
    packed = tar_bytes({**tree_of(edition, format), **assets})

    assert packed == tar_bytes({**tree_of(replace(edition), format), **assets})
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        assert all(entry.isreg() and re.fullmatch(r"course(/[\w.-]+)+", entry.name) for entry in archive)
        assert not any(".." in entry.name for entry in archive)


@pytest.fixture(scope="module")
def shipped() -> list[Edition]:
    course, _ = read_course(ROOT / "course" / "spot-the-signs", as_of=datetime.date(2026, 11, 28))
    return [*editions(course, [None], course.audiences), *editions(course, course.sites[:1], course.audiences[2:3])]


RELEASES = ["teak", *(pytest.param(name, marks=pytest.mark.slow) for name in ("ulmo", "verawood"))]


@pytest.mark.parametrize("release", RELEASES)
def test_the_platform_s_own_check_finds_nothing(release, shipped, tmp_path):
    """The shipped course for every audience, small ones and one for cohorts, in both formats, judged with the versions
    of each release: no error, and no warning but those about the wiki."""
    small = packages.course()
    edition_list = [*shipped, *editions(small, [None], small.audiences), an_edition(two_modules())]
    trees = [tree_of(edition, format) for format in OPENEDX for edition in edition_list]
    trees += [{**tree_of(an_edition(with_media()), format), "course/static/a-film.mp4": b"film"} for format in OPENEDX]
    trees.append(
        FORMATS["openedx"]
        .packages(render(edition_of(replace(shipped[0].course, options={"openedx": OpenEdx(cohorts=True)}))))[1]
        .tree
    )

    assert judged(release, trees, tmp_path) == []


def test_the_judge_is_as_strict_as_a_platform(tmp_path):
    """One element newer than HTML 4 is a fault to it; to the library of newer versions it is none."""
    tree = dict(tree_of(an_edition(two_modules()), "openedx-native"))
    name = next(name for name in tree if name.endswith(".html") and "/html/" in name)
    tree[name] = b"<details><summary>More</summary><p>Hidden.</p></details>"

    assert [found[1] for found in judged("teak", [tree], tmp_path)] == ["InvalidHTML"]


def with_media() -> Course:
    film = '<video controls preload="metadata" src="media/a-film.mp4" aria-label="A film"></video>'
    below = '<details class="transcript"><summary>Transcript</summary><p>Said.</p></details>'
    film = f'<figure class="media">{film}<figcaption>A film</figcaption>{below}</figure>'
    newer = "<p><mark>a</mark> <bdi>b</bdi> <time>c</time></p><aside><p>d</p></aside><hr><p>e<wbr>f</p>"
    return a_course(a_module(a_page(prose(film + newer))))


def judged(release: str, trees: Sequence[Tree], folder: Path) -> list[list[Any]]:
    """What olxcleaner says, but for the wiki, which has no name in Studio's exports either."""
    if not (OLX / release / ".installed").is_file():
        pytest.skip(f"tests/olx/{release} is not there: `make test-slow` makes it where its packages can be had")
    folders = [folder / str(place) / "course" for place in range(len(trees))]
    for place, tree in zip(folders, trees, strict=True):
        for name, content in tree.items():
            path = place.parent / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else _bytes_of(content))
    run = subprocess.run(
        [OLX / release / "bin/python", OLX / "judge.py", *folders], capture_output=True, text=True, check=True
    )
    told = json.loads(run.stdout)
    assert (told["lxml"], told["libxml2"]) == ([5, 3, 2], [2, 12]), "not what the release has"
    return [found for each in told["found"].values() for found in each if tuple(found[1:]) not in WIKI]


def _bytes_of(asset) -> bytes:
    return read_asset(asset) if asset.path.is_file() else b"<svg/>"


def test_an_audience_that_is_asked_nothing(shipped):
    """The edition for older brothers and sisters: pages, no quiz, no grade."""
    sibling = next(edition for edition in shipped if edition.audience.id == "sibling")
    found = blocks(tree_of(sibling))

    assert {block.tag for block in found.values()} == {"signpost_module"}
    assert [name for name in found if "__" not in name] == [module.id for module in sibling.modules]


def test_exit_this_page_is_where_the_player_has_it():
    """On every document of an audience that needs it; in the help panel for all."""
    caregiver = Audience(id="caregiver", title="Parents", exit_this_page=True)
    for audience, times in ((an_audience(), 1), (caregiver, 3)):
        found = blocks(tree_of(an_edition(a_course(audiences=(audience,)), audience=audience)))

        assert {block.findtext("frame").count('data-do="exit"') for block in found.values()} == {times}


def test_a_set_of_the_same_questions_may_be_asked_before_and_after(shipped):
    """Names tell the phases apart."""
    names = url_names(tree_of(shipped[0], "openedx-native"))

    assert {"course__before__q-K07", "course__after__q-K07"} <= set(names)
    assert len(names) == len(set(names))


def test_a_question_set_without_knowledge_is_not_graded():
    """A survey after the course never counts."""
    course = a_surveyed_course()
    plans = {"staff": replace(course.plans["staff"], after=("sure", "feedback"))}
    sets = {**course.question_sets, "knowledge": a_question_set(a_choice_question())}
    edition = edition_of(replace(course, plans=plans, question_sets=sets))
    tree = tree_of(edition)

    assert "graded" not in element(tree, "sequential/course__after__sequential.xml").attrib
    assert data_of(blocks(tree)["course__after"])["pages"][1] == {"counts": True, "id": "result"}


# ---------------------------------------------------------------- cohorts


def for_two(*, reverse: bool = False) -> Course:
    """Staff are asked and have a module of their own; parents see the shared one alone. One archive for both."""
    staff, parents = an_audience(), Audience(id="parent", title="Parents")
    link = prose('<p><a href="#own.start">For staff</a></p>')
    both = a_module(a_page(link, id="both.start"), id="both", title="Both", audiences=("staff", "parent"))
    audiences = (parents, staff) if reverse else (staff, parents)
    return a_course(
        both, a_module(id="own", title="Own"), audiences=audiences, options={"openedx": OpenEdx(cohorts=True)}
    )


def test_one_archive_for_all_audiences():
    """Beside the archive of the first audience; each unit once for each group, and one that everybody sees."""
    single, cohorts = FORMATS["openedx"].packages(render(edition_of(for_two())))
    names = url_names(cohorts.tree)

    assert (single.name, cohorts.name) == ("spot-the-signs-openedx.tar.gz", "spot-the-signs-openedx-cohorts.tar.gz")
    assert (
        single.tree.keys()
        == FORMATS["openedx"]
        .packages(render(edition_of(replace(for_two(), options={"openedx": OpenEdx()}))))[0]
        .tree.keys()
    )
    assert len(FORMATS["openedx"].packages(render(edition_of(for_two(), None, for_two().audiences[1])))) == 1
    assert set(blocks(cohorts.tree)) == {
        *("course__start__for__staff", "course__start__for__parent", "both__for__staff", "both__for__parent"),
        *("own__for__staff", "course__before__for__staff", "course__after__for__staff"),
    }
    assert len(set(names)) == len(names)
    assert "course__welcome" in names
    assert cohorts.tree["course/html/course__welcome.html"].decode().count("<li>") == 2
    assert b'target="_top"' not in cohorts.tree["course/html/course__welcome.html"]


def test_the_page_for_everybody_has_the_exit_if_one_audience_needs_it():
    course = for_two()
    parents = replace(course.audiences[1], exit_this_page=True)
    tree = (
        FORMATS["openedx"]
        .packages(render(edition_of(replace(course, audiences=(course.audiences[0], parents)))))[1]
        .tree
    )

    assert b'target="_top"' in tree["course/html/course__welcome.html"]


def test_who_sees_what():
    """Units by group; a container that only some have anything in, by theirs; the welcome by everybody."""
    tree = FORMATS["openedx"].packages(render(edition_of(for_two())))[1].tree
    (policy,) = json.loads(tree["course/policies/run/policy.json"]).values()
    (partition,) = policy["user_partitions"]
    ids = {group["name"]: group["id"] for group in partition["groups"]}
    kinds = re.compile(r"course/(chapter|sequential|vertical)/")
    containers = [name.removeprefix("course/") for name in tree if kinds.match(name)]
    seen = {name: element(tree, name).get("group_access") for name in containers}
    staff, parents = (json.dumps({"100": [ids[name]]}) for name in ("Academy staff", "Parents"))

    assert partition["id"] == 100 and partition["scheme"] == "cohort"
    assert all(id >= 100 for id in ids.values()) and len(set(ids.values())) == 2
    assert {name for name, access in seen.items() if access == parents} == {
        "vertical/course__start__for__parent__vertical.xml",
        "vertical/both__for__parent__vertical.xml",
    }
    assert {name for name, access in seen.items() if access is None} == {
        *("chapter/course__start__chapter.xml", "chapter/both__chapter.xml"),
        *(f"sequential/{name}__sequential.xml" for name in ("course__start", "course__welcome", "both")),
        "vertical/course__welcome__vertical.xml",
    }
    assert {seen[f"{kind}/own__{kind}.xml"] for kind in ("chapter", "sequential")} == {staff}
    assert {seen[f"sequential/course__{phase}__sequential.xml"] for phase in ("before", "after")} == {staff}


def test_links_stay_within_a_group():
    """A page of another module is that of the same audience; one that this audience does not have is no link out."""
    found = blocks(FORMATS["openedx"].packages(render(edition_of(for_two())))[1].tree)

    assert '"/jump_to_id/own__for__staff"' in "".join(found["both__for__staff"].itertext())


def test_groups_and_names_do_not_follow_the_order_of_audiences():
    """Cohorts hang on the group's id, records on the block's name."""
    one, other = (
        FORMATS["openedx"].packages(render(edition_of(for_two(reverse=reverse))))[1].tree for reverse in (False, True)
    )
    groups = []
    for tree in (one, other):
        (partition,) = json.loads(tree["course/policies/run/policy.json"])["course/run"]["user_partitions"]
        groups.append({(group["id"], group["name"]) for group in partition["groups"]})

    assert groups[0] == groups[1]
    assert set(url_names(one)) == set(url_names(other))


def test_a_module_with_more_checks_than_its_block_remembers():
    """3,500 characters for each module; the course may have many."""
    check = a_check(*(a_choice_question(id=f"Q{number}") for number in range(700)))
    edition = an_edition(a_course(a_module(a_page(check))))

    with pytest.raises(SourceError) as stopped:
        FORMATS["openedx"].packages(render(edition))

    assert {found.code for found in stopped.value.diagnostics} == {"state-too-large"}
    assert FORMATS["openedx"].refused(edition) == list(stopped.value.diagnostics)
