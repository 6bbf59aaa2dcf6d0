"""The survey in a package: where answers go stands in its data, the same for every site, and nowhere without an endpoint."""

import datetime
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest
from signpost_builder.build import build
from signpost_builder.editions import edition, editions
from signpost_builder.formats import FORMATS
from signpost_builder.forms import course_form
from signpost_builder.model import Plan
from signpost_builder.package import read_asset
from signpost_builder.page import render, single_file, site_files
from signpost_builder.page.features import FEATURES
from signpost_builder.read import read_course

from tests.builders import a_course, a_number_question, a_question_set, an_audience, an_edition
from tests.test_forms import KEY, a_surveyed_course

ROOT = Path(__file__).parent.parent
ENDPOINT = "https://survey.example.org"


def data_of(html: bytes) -> dict:
    (script,) = lxml.html.document_fromstring(html).xpath("//script[@id='course-data']/text()")
    return json.loads(script)


def policy_of(html: bytes) -> str:
    (policy,) = lxml.html.document_fromstring(html).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    return policy


def test_where_answers_go():
    """As the player reads it; group and stratum are asked, and are in no list of slots."""
    course = a_surveyed_course()
    data = data_of(site_files(render(edition(course)), "scorm12")["index.html"])

    assert data["survey"] == {
        "responsible": [],
        "endpoint": ENDPOINT,
        "form": course_form(course, an_audience())["id"],
        "key": KEY,
        "group": {"question": "D1", "merge": [0, 1, 1]},
        "stratum": {"question": "D6"},
        "before": ["C1", "K01"],
        "after": ["C1", "K01", "FB1"],
    }
    assert data["before"] == ["D1", "D6", "C1", "K01"]
    assert data["questions"]["D1"] == {
        "type": "single",
        "options": 3,
        "keys": None,
        "key": data["questions"]["D1"]["key"],
    }


def test_group_and_stratum_may_be_missing():
    course = a_surveyed_course()
    survey = replace(
        course.survey, respondents={"staff": replace(course.survey.respondents["staff"], group="", stratum="")}
    )
    data = render(edition(replace(course, survey=survey))).data["survey"]

    assert (data["group"], data["stratum"]) == (None, None)
    assert data["before"] == ["D1", "D6", "C1", "K01"]


def test_bounds_of_numbers_that_are_kept():
    """A number in a check has none: it is not kept."""
    kept = a_question_set(a_number_question(answer=None, bands=(20.0, 44.5)), id="sure", kind="survey", shown_back=True)
    course = a_surveyed_course()
    course = replace(course, question_sets=course.question_sets | {"sure": kept})

    assert render(edition(course)).data["questions"]["N1"]["bounds"] == [20.0, 44.5]
    assert "bounds" not in render(edition(course, survey=False)).data["questions"]["N1"]


def test_the_page_may_send_to_the_endpoint_alone():
    """The policy differs in nothing else, beside its files and in one file."""
    course = a_surveyed_course()
    silent = replace(course, survey=None)
    beside = [policy_of(site_files(render(edition(each)), "none")["index.html"]) for each in (silent, course)]
    whole = [policy_of(single_file(render(edition(each)), read_asset)) for each in (silent, course)]

    assert f"connect-src {ENDPOINT};" in beside[1] and f"connect-src {ENDPOINT};" in whole[1]
    assert beside[0] == beside[1].replace(ENDPOINT, "'none'")
    hashes = re.compile(r"sha256-[^']+")
    assert hashes.sub("", whole[0]) == hashes.sub("", whole[1].replace(ENDPOINT, "'none'"))


def test_sets_that_only_a_survey_keeps():
    """They are asked where there is a store, and marked; who builds without says so."""
    course = a_surveyed_course()
    page = lxml.html.document_fromstring(site_files(render(edition(course)), "scorm12")["index.html"])
    without = edition(course, survey=False)

    assert page.xpath("//*[@data-survey-only]/@data-set") == ["who", "feedback"]
    assert [each.id for each in (*without.before, *without.after)] == ["sure", "knowledge", "sure", "knowledge"]
    assert without.survey is None and "survey" not in render(without).data


def test_an_audience_that_is_not_surveyed():
    """The course has a store, this audience is not asked for it: its package has no trace of it."""
    course = a_surveyed_course(audiences=(an_audience(), an_audience(id="carer")))
    course = replace(course, plans=course.plans | {"carer": Plan(before=("who", "sure"), after=("sure", "feedback"))})
    files = site_files(render(edition(course, audience=course.audiences[1])), "none")

    assert [each.id for each in edition(course, audience=course.audiences[1]).before] == ["sure"]
    assert ENDPOINT.encode() not in files["index.html"] and "connect-src 'none'" in policy_of(files["index.html"])


@pytest.mark.parametrize("adapter", ["scorm12", "scorm2004", "none"])
def test_a_package_without_an_endpoint_sends_nothing(adapter):
    """Nothing in its script could, and its policy forbids it: no survey, no request, no sealing."""
    files = site_files(render(an_edition()), adapter)
    script = files["player.js"].decode()

    assert "survey" not in render(an_edition()).features
    assert "survey" not in data_of(files["index.html"]) and "connect-src 'none'" in policy_of(files["index.html"])
    assert not re.search(
        r"survey|fetch\s*\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource|WebTransport|RTCPeer|hpke|x25519",
        script,
        re.IGNORECASE,
    )
    assert "survey" not in json.dumps(data_of(files["index.html"])["strings"]).lower()


def test_the_switch_is_the_endpoint():
    """The rest of the features does not depend on it."""
    course = a_surveyed_course()
    with_it, without = (render(edition(each)).without for each in (course, replace(course, survey=None)))

    assert without - with_it == {"survey"} and without <= FEATURES


@pytest.fixture(scope="module")
def three_sites(tmp_path_factory) -> dict[str, dict[str, bytes]]:
    """The shipped course with a store, for its sites: the files of each package, by site and format."""
    project = tmp_path_factory.mktemp("project")
    for folder in ("course", "modules", "quizzes"):
        shutil.copytree(ROOT / folder, project / folder)
    path = project / "course/spot-the-signs/course.yaml"
    path.write_text(with_a_store(path.read_text(encoding="utf-8")), encoding="utf-8")
    course, _ = read_course(path.parent, as_of=datetime.date(2026, 11, 28))
    found: dict[str, dict[str, bytes]] = {}
    for one in editions(course, [None, *course.sites], course.audiences[:3]):
        for adapter in ("scorm12", "scorm2004", "none"):
            found[f"{one.audience.id} {one.site.id if one.site else ''} {adapter}"] = site_files(render(one), adapter)
        found[f"{one.audience.id} {one.site.id if one.site else ''} single"] = {
            "index.html": single_file(render(one), read_asset)
        }
    return found


def with_a_store(course: str) -> str:
    """The shipped course.yaml with its example lines in force."""
    lines = re.sub(r"(?m)^  # endpoint: .*$", f"  endpoint: {ENDPOINT}", course)
    return re.sub(r"(?m)^  # key: .*$", f"  key: {KEY}\n  verify: {KEY}", lines)


def test_the_configuration_is_the_same_in_every_package(three_sites):
    """Byte for byte: which academy somebody is from cannot be told from what the page sends, nor from its script."""
    configurations: dict[str, set[bytes]] = {}
    scripts: dict[tuple[str, str], set[tuple[bytes, bytes]]] = {}
    for name, files in three_sites.items():
        audience, _, adapter = name.split(" ")
        configurations.setdefault(audience, set()).add(survey_text(files["index.html"]))
        if adapter != "single":
            scripts.setdefault((audience, adapter), set()).add((files["player.js"], files["player.css"]))

    assert {audience: len(found) for audience, found in configurations.items()} == {
        "staff": 1,
        "hub-leader": 1,
        "caregiver": 1,
    }
    assert len(scripts) == 9 and all(len(found) == 1 for found in scripts.values())


def survey_text(html: bytes) -> bytes:
    """The value of `survey` in the page's data as it stands there."""
    text = json.dumps(data_of(html)["survey"], sort_keys=True, separators=(",", ":")).encode()
    assert html.count(b'"survey":' + text) == 1
    return text


def test_no_site_is_named_in_the_configuration(three_sites):
    """Neither its id nor its name, nor a hash of either could be: there is room for nothing but the form."""
    surveys = {json.dumps(data_of(files["index.html"])["survey"], sort_keys=True) for files in three_sites.values()}
    sites = {name.split(" ")[1] for name in three_sites} - {""}

    assert len(sites) >= 2 and len(surveys) == 2  # staff and hub leaders are asked the same
    assert all(site not in survey for site in sites for survey in surveys)
    assert all(
        json.loads(survey).keys() == {"after", "before", "endpoint", "form", "group", "key", "responsible", "stratum"}
        for survey in surveys
    )


def test_build_writes_the_forms(tmp_path):
    """Beside the editions, recorded with their hashes; a second build leaves them alone."""
    course = a_surveyed_course()
    results = build([edition(course)], ["web"], tmp_path)
    written = [result for result in results if result.form]
    folder = tmp_path / "spot-the-signs/1.0.0"
    recorded = json.loads((folder / "editions.json").read_bytes())

    assert [result.written.path.parent for result in written] == [folder / "forms"] * 2
    assert recorded["forms"] == {
        result.form["id"]: {"audience": "staff", "kind": "pair", "open": opened}
        for result, opened in zip(written, (False, True), strict=True)
    }
    assert {f"forms/{result.form['id']}.json" for result in written} <= recorded["files"].keys()
    times = {path: path.stat().st_mtime_ns for path in (folder / "forms").iterdir()}
    build([edition(course)], ["web"], tmp_path)
    assert {path: path.stat().st_mtime_ns for path in (folder / "forms").iterdir()} == times


def test_a_failed_build_leaves_no_form(tmp_path, monkeypatch):
    """All or nothing."""

    def broken(*_):
        raise RuntimeError("bug")

    monkeypatch.setitem(FORMATS, "web", replace(FORMATS["web"], write=broken))
    with pytest.raises(RuntimeError):
        build([edition(a_surveyed_course())], ["web"], tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_without_a_survey_no_form_is_written(tmp_path):
    build([an_edition(a_course())], ["web"], tmp_path)

    assert not (tmp_path / "spot-the-signs/1.0.0/forms").exists()
    assert "forms" not in json.loads((tmp_path / "spot-the-signs/1.0.0/editions.json").read_bytes())
