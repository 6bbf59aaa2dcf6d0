"""One bad manifest for each rule; a good one of each standard has nothing to find."""

import os
from pathlib import Path

import pytest
from signpost_builder.formats.scorm.check import lint

from tests.packages import MANIFESTS, PLACES, codes, found_in, write_package

ANY, NEWER = tuple(MANIFESTS), ("scorm2004", "scorm2004-4th")
ITEM = '<item identifier="two"><title>Two</title></item>'

# code, standards, what is replaced, by what
BAD = [
    ("manifest-not-xml", ANY, "</manifest>", ""),
    ("manifest-doctype", ANY, "<manifest ", '<!DOCTYPE m [<!ENTITY x "y">]><manifest '),
    ("manifest-not-scorm", ANY, ' xmlns="', ' xmlns="urn:'),
    ("manifest-schema-version", ANY, "<schema>ADL SCORM", "<schema>SCORM"),
    ("manifest-schema-version", ("scorm12",), "<schemaversion>1.2<", "<schemaversion>1.1<"),
    ("manifest-schema-version", NEWER, "<schemaversion>2004 ", "<schemaversion>"),
    ("manifest-schema-version", ANY, "<metadata><schema>ADL SCORM</schema>", "<metadata>"),
    ("manifest-identifier", ANY, 'identifier="one"', 'identifier="res"'),
    ("manifest-dangling-reference", ANY, 'identifierref="res"', 'identifierref="rse"'),
    ("manifest-dangling-reference", ANY, 'default="org"', 'default="orgs"'),
    ("manifest-dangling-reference", ANY, "</resource>", '<dependency identifierref="nothing"/></resource>'),
    ("manifest-title", ANY, "<title>Course</title>", ""),
    ("manifest-title", ANY, "<title>Part</title>", ""),
    ("manifest-title", ANY, "<title>Part</title>", "<title> </title>"),
    ("manifest-title", ANY, "<title>Course</title>", "<title>Course</title><title>Again</title>"),
    ("manifest-no-item", ANY, "<item ", "<!--item "),
    ("manifest-leaf", ANY, ' identifierref="res"', ""),
    ("manifest-leaf", NEWER, "<title>Part</title>", f"<title>Part</title>{ITEM}"),
    ("manifest-resource-type", ANY, 'type="webcontent"', 'type="html"'),
    ("manifest-scorm-type", ("scorm12",), "adlcp:scormtype", "adlcp:scormType"),
    ("manifest-scorm-type", NEWER, "adlcp:scormType", "adlcp:scormtype"),
    ("manifest-scorm-type", ("scorm12",), ' adlcp:scormtype="sco"', ""),
    ("manifest-href", ANY, 'href="index.html"><file', "><file"),
    ("manifest-href", ANY, 'href="index.html"', 'href="/index.html"'),
    ("manifest-href", ANY, 'href="index.html"', 'href="https://example.org/index.html"'),
    ("manifest-href", ANY, 'href="index.html"', 'href="a\\index.html"'),
    ("manifest-href", ANY, 'href="index.html"', 'href="a b.html"'),
    ("manifest-href", ANY, 'href="index.html"', 'href="../index.html"'),
    ("manifest-href", ANY, 'href="index.html"', 'href="index.html?page=1"'),
    ("manifest-href", ANY, 'href="index.html"', 'href=""'),
    ("manifest-launch-not-listed", ANY, '<file href="index.html"/>', ""),
    ("manifest-file-missing", ANY, "</resource>", '<file href="gone.css"/></resource>'),
    ("manifest-file-missing", ANY, 'href="index.html"', 'href="Index.html"'),
    ("manifest-unknown-name", ANY, "</item>", "<adlcp:masteryScore>80</adlcp:masteryScore></item>"),
    ("manifest-unknown-name", ANY, 'identifierref="res"', 'identifierref="res" isvisble="true"'),
    ("manifest-unknown-name", ("scorm2004",), "<adlcp:completionThreshold", '<adlcp:completionThreshold completedByMeasure="true"'),
    ("manifest-unknown-name", ("scorm2004",), "objectivesGlobalToSystem", "objectivesGlobal"),
    ("manifest-unknown-name", ("scorm2004-4th",), "<adlcp:completionThreshold ", "<adlcp:completionTreshold "),
    ("manifest-foreign-name", ANY, "</item>", '<x:extra xmlns:x="urn:x"/></item>'),
    ("manifest-foreign-name", ANY, 'identifierref="res"', 'identifierref="res" xmlns:x="urn:x" x:extra="1"'),
    ("manifest-submanifest", ANY, "</resources>", '</resources><manifest identifier="inner"><organizations/><resources/></manifest>'),
    ("manifest-xml-base", ANY, "<resources>", '<resources xml:base="folder">'),
    ("manifest-schema-location", ANY, "<metadata>", '<metadata xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x gone.xsd">'),
    ("manifest-mastery-score", ("scorm12",), ">80<", ">eighty<"),
    ("manifest-mastery-score", ("scorm12",), ">80<", ">800<"),
    ("manifest-schema-invalid", ANY, "<resources>", "<resources><title>Misplaced</title>"),
    ("manifest-schema-invalid", ANY, 'identifier="m"', 'identifier="1 m"'),
    ("manifest-sco-only", NEWER, 'adlcp:scormType="sco"', 'adlcp:scormType="asset"'),
    ("manifest-completion-threshold", ("scorm2004",), ">1.0</adlcp", ">2</adlcp"),
    ("manifest-completion-threshold", ("scorm2004-4th",), 'completedByMeasure="true"/>', ">1.0</adlcp:completionThreshold>"),
    ("sequencing-objective-id", NEWER, 'objectiveID="note"', 'objectiveID="main"'),
    ("sequencing-objective-id", NEWER, 'objectiveID="main" ', ""),
    ("sequencing-measure", NEWER, ">0.8<", ">80<"),
    ("sequencing-global-objective", NEWER, "</imsss:primaryObjective>", '<imsss:mapInfo targetObjectiveID="other"/></imsss:primaryObjective>'),
    ("sequencing-global-objective", NEWER, '<imsss:objective objectiveID="note"/>', '<imsss:objective objectiveID="note"><imsss:mapInfo targetObjectiveID="global" readSatisfiedStatus="false" writeSatisfiedStatus="true"/></imsss:objective>'),
    ("sequencing-reference", NEWER, 'referencedObjective="note"', 'referencedObjective="not"'),
    ("sequencing-reference", NEWER, 'IDRef="shared"', 'IDRef="share"'),
    ("sequencing-reference", NEWER, ' ID="shared"', ""),
    ("sequencing-reference", NEWER, 'IDRef="shared"', 'ID="own"'),
]  # fmt: skip


@pytest.mark.parametrize("standard", ANY)
def test_a_good_package_has_nothing_to_find(standard, tmp_path):
    """The samples below are wrong in one way only."""
    report = found_in(write_package(tmp_path, MANIFESTS[standard]))

    assert (report.standard, report.diagnostics, report.notes, report.files) == (standard, (), (), 2)


@pytest.mark.parametrize(
    ("code", "standard", "old", "new"),
    [(code, one, old, new) for code, standards, old, new in BAD for one in standards],
)
def test_each_rule_finds_its_fault(code, standard, old, new, tmp_path):
    """A rule that is broken is reported in the manifest, with its line."""
    manifest = MANIFESTS[standard].replace(old, new)
    if new == "<!--item ":
        manifest = manifest.replace("</item>", "</item-->")
    assert manifest != MANIFESTS[standard]

    found = [one for one in found_in(write_package(tmp_path, manifest)).diagnostics if one.code == code]

    assert found
    assert all(str(one.span.path) == "imsmanifest.xml" and one.span.line for one in found)


def test_the_nearest_name_is_offered(tmp_path):
    """A slip of the finger is answered with the word that was meant."""
    report = found_in(
        write_package(tmp_path, MANIFESTS["scorm12"].replace('identifierref="res"', 'identifierref="rse"'))
    )

    assert [one.hint for one in report.diagnostics] == ["did you mean 'res'?"]


def test_a_file_that_differs_in_case_is_named(tmp_path):
    """The author's computer opened it; a server will not."""
    report = found_in(write_package(tmp_path, MANIFESTS["scorm12"].replace('href="index.html"', 'href="Index.html"')))

    assert "the package has 'index.html'; case counts" in {one.hint for one in report.diagnostics}


def test_files_that_no_resource_lists_are_named(tmp_path):
    """Schemas at the root are control documents, not content."""
    report = found_in(write_package(tmp_path, files={"extra.css": "p{}", "adlcp_rootv1p2.xsd": "<x/>"}))

    assert [(one.code, str(one.span.path)) for one in report.diagnostics] == [("manifest-file-unlisted", "extra.css")]


def test_a_page_of_a_resource_that_is_depended_on_is_listed(tmp_path):
    """As in the golf examples of scorm.com, which every LMS runs; merely in the package it is advice."""
    common = '<dependency identifierref="common"/></resource><resource identifier="common" type="webcontent" '
    kind = 'adlcp:scormtype="asset"><file href="index.html"/></resource></resources>'
    depends = (
        MANIFESTS["scorm12"]
        .replace('<file href="index.html"/>', "")
        .replace("</resource></resources>", "</resource>\n</resources>")
    )
    depends = depends.replace("</resource>", common + kind.replace("</resources>", ""), 1)
    alone = MANIFESTS["scorm12"].replace('<file href="index.html"/>', "")

    assert "manifest-launch-not-listed" not in codes(found_in(write_package(tmp_path, depends)))
    assert {one.code: one.severity for one in found_in(write_package(tmp_path, alone)).diagnostics}[
        "manifest-launch-not-listed"
    ] == "warning"


def test_bases_are_followed(tmp_path):
    """Files are looked for where xml:base says."""
    manifest = (
        MANIFESTS["scorm12"]
        .replace("<resources>", '<resources xml:base="part/">')
        .replace('type="web', 'xml:base="one/" type="web')
    )

    report = found_in(write_package(tmp_path, manifest, {"part/one/index.html": "page"}))

    assert [(one.code, str(one.span.path)) for one in report.diagnostics] == [("manifest-file-unlisted", "index.html")]


def test_metadata_may_hold_other_namespaces(tmp_path):
    """LOM belongs there; what cannot be validated is said."""
    manifest = MANIFESTS["scorm12"].replace(
        "</metadata>", '<lom xmlns="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"/></metadata>'
    )

    report = found_in(write_package(tmp_path, manifest))

    assert report.diagnostics == ()
    assert report.notes == (
        "Elements of http://www.imsglobal.org/xsd/imsmd_rootv1p2p1 were not validated: no schema for them is at hand.",
    )


def test_entities_are_never_expanded(tmp_path):
    """A billion laughs and an external entity end at the document type."""
    bomb = '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]><manifest '
    manifest = MANIFESTS["scorm12"].replace("<manifest ", bomb).replace(">Course<", ">&b;&f;<")

    report = found_in(write_package(tmp_path, manifest))

    assert codes(report) == {"manifest-doctype"}


def test_without_schemas_it_says_so(tmp_path):
    """Nobody takes silence for validity."""
    report = lint(write_package(tmp_path), ())

    assert report.diagnostics == ()
    assert report.notes[0].startswith("XSD validation was not done")


def test_the_package_s_own_schemas_serve_when_genuine(tmp_path):
    """A package of the strict profile is validated without anything else at hand; altered copies are not believed."""
    from signpost_builder.formats.scorm.xsd import control_documents

    broken = MANIFESTS["scorm12"].replace("<resources>", "<resources><title>Misplaced</title>")
    own = control_documents("scorm12", PLACES)

    assert codes(lint(write_package(tmp_path, broken, own), ())) == {"manifest-schema-invalid"}
    altered = {**own, "adlcp_rootv1p2.xsd": own["adlcp_rootv1p2.xsd"].replace(b"ADL Version", b"My version")}
    assert lint(write_package(tmp_path, broken, altered), ()).notes


@pytest.mark.parametrize("standard", ANY)
def test_collected_examples_are_valid(standard, tmp_path):
    """Instances that were validated elsewhere, with schemas of another origin (ADL's own 4th Edition set)."""
    shared = os.environ.get("SIGNPOST_SHARED")
    if not shared:
        pytest.skip("SIGNPOST_SHARED does not name a folder with schemas/")
    prefix = {"scorm12": "scorm12", "scorm2004": "scorm2004-3rd", "scorm2004-4th": "scorm2004-4th"}[standard]
    pages = dict.fromkeys(("pre.html", "post.html", "content.html", "rt.js"), "page")
    examples = sorted(Path(shared, "schemas", "examples").glob(f"{prefix}-*.imsmanifest.xml"))
    assert examples

    for example in examples:
        report = lint(write_package(tmp_path, example.read_text(), pages), (Path(shared, "schemas"),))
        assert report.standard == standard
        assert codes(report) <= {"manifest-file-unlisted", "manifest-schema-location"}
        assert not any("XSD validation" in note for note in report.notes)
