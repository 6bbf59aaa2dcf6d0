"""The manifests: what the official schemas and the application profile demand, and what the LMS decides by them."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from signpost_builder.formats.scorm import scorm12, scorm2004
from signpost_builder.formats.scorm.check import lint
from signpost_builder.formats.scorm.xsd import NPM_FOLDER, control_documents
from signpost_builder.package import zip_bytes
from signpost_builder.titles import NOT_IN_XML

from tests.builders import (
    a_choice_question,
    a_course,
    a_question_set,
    a_reviewed_course,
    a_site,
    an_audience,
    an_edition,
)

NAMES = ("index.html", "player.css", "player.js")
PLACES = (Path(__file__).parent.parent / NPM_FOLDER,)
MANIFESTS = {
    "scorm12": lambda edition, **options: scorm12.manifest(edition, NAMES, **options),
    "scorm2004": lambda edition, **options: scorm2004.manifest(edition, NAMES, "2004 3rd Edition", **options),
    "scorm2004-4th": lambda edition, **options: scorm2004.manifest(edition, NAMES, "2004 4th Edition", **options),
}
CP = {"c": scorm2004.CP, "s": scorm2004.IMSSS}
every_standard = pytest.mark.parametrize("standard", MANIFESTS)


def titles(manifest: bytes) -> list[str]:
    return [element.text for element in etree.fromstring(manifest).iter("{*}title")]


def test_scorm12_manifest(golden):
    """Title, version, one SCO, every file."""
    golden("scorm12/imsmanifest.xml", MANIFESTS["scorm12"](an_edition()))


def test_scorm12_manifest_of_the_strict_profile(golden):
    """The schemas at the root are named."""
    golden("scorm12/strict/imsmanifest.xml", MANIFESTS["scorm12"](an_edition(), located=True))


def test_scorm2004_manifest(golden):
    """One primary objective, the SCO's two notes, nothing global."""
    golden("scorm2004/imsmanifest.xml", MANIFESTS["scorm2004"](an_edition()))


def test_scorm2004_manifest_of_the_strict_profile(golden):
    """The schemas at the root are named."""
    golden("scorm2004/strict/imsmanifest.xml", MANIFESTS["scorm2004"](an_edition(), located=True))


def test_the_fourth_edition_differs_in_its_name_alone():
    """What we use of the standard did not change between the editions."""
    third, fourth = MANIFESTS["scorm2004"](an_edition()), MANIFESTS["scorm2004-4th"](an_edition())

    assert fourth == third.replace(b"2004 3rd Edition", b"2004 4th Edition")


@every_standard
@pytest.mark.parametrize("profile", ["lean", "strict"])
@pytest.mark.parametrize("score_mode", ["pass", "exact"])
def test_a_package_has_nothing_to_find(standard, profile, score_mode, tmp_path):
    """Valid against the official schemas, in both profiles and both score modes; the linter finds nothing."""
    edition = an_edition(a_course(score_mode=score_mode))
    tree = dict.fromkeys(NAMES, b"content")
    tree["imsmanifest.xml"] = MANIFESTS[standard](edition, located=profile == "strict")
    if profile == "strict":
        tree |= control_documents(standard, PLACES)
    package = tmp_path / "package.zip"
    package.write_bytes(zip_bytes(tree))

    report = lint(package, PLACES)

    assert (report.standard, report.diagnostics, report.notes) == (standard, (), ())


@every_standard
@given(title=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=180))
def test_any_title_survives(standard, title):
    """Whatever an author types is text for the LMS; control characters, which XML cannot hold, are left out."""
    manifest = MANIFESTS[standard](an_edition(a_course(title=title)))

    full, short = titles(manifest)
    wanted = NOT_IN_XML.sub("", title)
    assert short == (wanted or "spot-the-signs")[:200]
    assert full.startswith(wanted[:180])


@every_standard
def test_a_title_that_is_too_long_is_cut(standard):
    """SCORM 1.2 allows 200 characters; the version and the draft mark stay."""
    full, short = titles(MANIFESTS[standard](an_edition(a_course(title="Long " * 60))))

    assert (len(full), len(short)) == (200, 200)
    assert full.endswith("Long… (1.0.0, draft)")
    assert short.endswith("…")


@every_standard
@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "\"'&<>]]>", "🧒🏽 עברית ‮", "A" * 10_000, "-- a comment -->"]
)
def test_hostile_text_is_inert(standard, text, tmp_path):
    """Course, site, audience and reviewer may be called anything."""
    edition = an_edition(
        a_reviewed_course(title=text, version="1.0.0--x", role=text),
        audience=an_audience(id="other", title=text),
        site=a_site(name=text),
    )
    root = etree.fromstring(MANIFESTS[standard](edition))

    assert len(list(root.iter("{*}title"))) == 2
    assert not list(root.iter("{*}script"))
    assert all(0 < len(element.text) <= 200 for element in root.iter("{*}title"))


@every_standard
def test_the_title_tells_editions_apart(standard):
    """An administrator sees whose edition it is, its version, and that nobody has reviewed it yet."""
    course = a_course()
    carers = an_edition(course, audience=an_audience(id="caregiver", title="Parents and carers"), site=a_site())
    reviewed = an_edition(a_reviewed_course())

    assert titles(MANIFESTS[standard](carers)) == [
        "Spot the signs – Parents and carers, Hill Top Academy (1.0.0, draft)",
        "Spot the signs",
    ]
    assert titles(MANIFESTS[standard](reviewed)) == ["Spot the signs (1.0.0)", "Spot the signs"]
    assert b"Draft, not yet reviewed by a safeguarding lead." in MANIFESTS[standard](carers)
    assert b"Reviewed by Trust safeguarding lead, 2026-12-01." in MANIFESTS[standard](reviewed)


@every_standard
def test_identifiers_stay_the_same_between_releases(standard):
    """Learners' records hang on them: only the course and the edition decide."""

    def identifiers(edition):
        return etree.fromstring(MANIFESTS[standard](edition)).xpath("//@identifier")

    first = identifiers(an_edition())

    assert identifiers(an_edition(a_course(title="New", version="2.0.0", digest="1" * 64))) == first
    assert identifiers(an_edition(slug="hill-top.caregiver"))[0] == "signpost.spot-the-signs.hill-top.caregiver"


@every_standard
def test_every_file_is_listed_with_an_encoded_name(standard):
    """Some LMSs serve only what is listed; an href is a URL."""
    manifest = scorm12.manifest(an_edition(), ("index.html", "media/a b%.svg"))

    assert etree.fromstring(manifest).xpath("//*[local-name()='file']/@href") == ["index.html", "media/a%20b%25.svg"]


def primary(course) -> etree._Element:
    (found,) = etree.fromstring(MANIFESTS["scorm2004"](an_edition(course))).iterfind(".//s:primaryObjective", CP)
    return found


def test_in_mode_pass_the_sco_decides():
    """No threshold: the LMS gets no score to compare with it."""
    assert primary(a_course()).attrib == {"objectiveID": "primary"}
    assert len(primary(a_course())) == 0


def test_in_mode_exact_the_threshold_is_the_pass_mark():
    """The LMS judges the score that it is sent (RTE 4.2.22)."""
    found = primary(a_course(score_mode="exact", pass_mark_percent=75))

    assert found.attrib == {"objectiveID": "primary", "satisfiedByMeasure": "true"}
    assert found.findtext("s:minNormalizedMeasure", namespaces=CP) == "0.75"


def test_no_threshold_where_a_critical_question_can_fail_a_high_score():
    """The LMS would overrule the SCO and pass somebody who got a safety-critical question wrong."""
    critical = a_question_set(a_choice_question(critical=True))

    assert primary(a_course(score_mode="exact", question_sets={"knowledge": critical})).attrib == {
        "objectiveID": "primary"
    }


def test_an_edition_without_questions_declares_no_tests():
    """The caregivers' or siblings' edition may ask nothing."""
    edition = replace(an_edition(), before=(), after=())
    objectives = etree.fromstring(MANIFESTS["scorm2004"](edition)).iterfind(".//s:objective", CP)

    assert list(objectives) == []


def test_only_the_primary_objective_can_roll_up():
    """ "pretest" and "posttest" are plain objectives, so a first attempt never counts (standards, section 7)."""
    root = etree.fromstring(MANIFESTS["scorm2004"](an_edition()))

    assert [one.get("objectiveID") for one in root.iterfind(".//s:objective", CP)] == ["pretest", "posttest"]
    assert not root.xpath("//s:mapInfo", namespaces=CP)


def test_strict_packages_zip_with_their_schemas():
    """The schemas are at the root, unaltered."""
    documents = control_documents("scorm12", PLACES)

    with zipfile.ZipFile(io.BytesIO(zip_bytes(documents))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == documents
