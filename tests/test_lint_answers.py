"""The proof that answers before and after the course can go to the survey alone, and what every seeded fault does to it."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from signpost_builder.build import build
from signpost_builder.checking import lint
from signpost_builder.editions import edition
from signpost_builder.forms import course_form, form_bytes
from signpost_builder.lint import answers
from signpost_builder.model import Course, Edition
from signpost_builder.package import read_asset
from signpost_builder.page import render, single_file, site_files

from tests.builders import (
    a_check,
    a_choice,
    a_choice_question,
    a_course,
    a_match_question,
    a_module,
    a_number_question,
    a_page,
    a_question_set,
    a_true_false_question,
    an_audience,
    an_order_question,
    prose,
)
from tests.packages import PAGE, SCHEMAS, write_package
from tests.test_forms import a_surveyed_course

ENDPOINT = "https://survey.example.org"
Faults = dict[str, bytes]


@dataclass(frozen=True)
class Tree:
    """The files of a package in memory."""

    files: dict[str, bytes]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.files)

    def read(self, name: str) -> bytes:
        return self.files[name]


def with_a_check(course: Course) -> Course:
    return replace(course, modules=(a_module(a_page(prose(), a_check(a_choice_question(id="CH1", stem="Other?")))),))


def a_package(course: Course | None = None) -> dict[str, bytes]:
    course = course or with_a_check(a_surveyed_course())
    return {
        name: content
        for name, content in site_files(render(edition(course)), "scorm12").items()
        if isinstance(content, bytes)
    }


def judged(files: dict[str, bytes], adapter="scorm12", page: str = "index.html", form: bytes | None = None):
    return answers.proof(Tree(files), page, adapter, lambda id: form)


def codes(files: dict[str, bytes], **options) -> set[str]:
    return {found.code for found in judged(files, **options).diagnostics}


def the_form() -> bytes:
    return form_bytes(course_form(a_surveyed_course(), an_audience()))


@pytest.mark.parametrize("adapter", ["scorm12", "scorm2004", "none"])
@pytest.mark.parametrize("surveyed", [True, False])
def test_a_package_of_ours_is_proved(adapter, surveyed):
    """With a survey and without, for every platform; it says where answers can go."""
    course = with_a_check(a_surveyed_course() if surveyed else a_course())
    files = {
        name: content
        for name, content in site_files(render(edition(course)), adapter).items()
        if isinstance(content, bytes)
    }
    proof = judged(files, adapter, form=the_form())

    assert (proof.diagnostics, proof.notes) == ((), ())
    assert proof.proved.startswith("Proved: the answers before and after the course can go ")
    assert (ENDPOINT if surveyed else "nowhere") in proof.proved


def test_media_do_no_harm():
    """Drawings, films and the schemas of a strict package."""
    plain = {
        "media/map.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><title>One</title></svg>',
        "media/a.png": b"\x89PNG",
        "imscp_rootv1p1p2.xsd": b"<schema/>",
    }

    assert codes(a_package() | plain) == set()


def test_one_file_is_proved():
    """Its script and its style stand inside it."""
    for course in (with_a_check(a_surveyed_course()), a_course()):
        html = single_file(render(edition(course)), read_asset)

        assert codes({"first-web.html": html}, adapter="none", page="first-web.html") == set()


def test_without_the_form_beside_it_the_note_says_so():
    proof = judged(a_package())

    assert proof.proved and "was not compared" in proof.notes[0]


def page(old: str, new: str) -> Callable[[Faults], Faults]:
    def change(files: Faults) -> Faults:
        text = files["index.html"].decode()
        assert old in text, old
        return files | {"index.html": text.replace(old, new, 1).encode()}

    return change


def file(name: str, content: bytes) -> Callable[[Faults], Faults]:
    return lambda files: files | {name: files.get(name, b"") + content}


def survey_data(**changes) -> Callable[[Faults], Faults]:
    return data(lambda value: value["survey"].update(changes))


def data(alter: Callable[[dict], object]) -> Callable[[Faults], Faults]:
    def change(files: Faults) -> Faults:
        text = files["index.html"].decode()
        old = re.search(r'id="course-data">(.*?)</script>', text)[1]
        value = json.loads(old)
        alter(value)
        return files | {
            "index.html": text.replace(old, json.dumps(value, sort_keys=True, separators=(",", ":"))).encode()
        }

    return change


def drop(phase: str, id: str) -> Callable[[dict], object]:
    return lambda value: value[phase].remove(id)


END = "</body>"
FAULTS: list[tuple[str, str, Callable[[Faults], Faults]]] = [
    ("a changed player", "content-not-the-player", file("player.js", b";parent.API.LMSSetValue('cmi.comments', 'x')")),
    ("another version's player", "content-not-the-player", lambda files: files | {"player.js": files["player.js"].replace(b"use strict", b"use  strict")}),
    ("no player", "content-not-the-player", lambda files: {name: text for name, text in files.items() if name != "player.js"}),
    ("a style that tells what is ticked", "content-not-the-style", file("player.css", b"input:checked{background:url(/seen?1)}")),
    ("a second script in the page", "content-second-script", page(END, "<script>send()</script>" + END)),
    ("a second script from beside", "content-second-script", page(END, '<script src="more.js"></script>' + END)),
    ("a script in capitals", "content-second-script", page(END, '<SCRIPT SRC="/other/more.js"></SCRIPT>' + END)),
    ("a script in a drawing", "content-second-script", page(END, "<svg><script>send()</script></svg>" + END)),
    ("a second style", "content-second-script", page(END, '<link rel="stylesheet" href="/seen.css">' + END)),
    ("a handler", "content-second-script", page("<main ", '<main onchange="send()" ')),
    ("an address that runs", "content-second-script", page(END, '<a href=" JavaScript:send()">x</a>' + END)),
    ("a page within the page", "content-second-script", page(END, '<iframe srcdoc="x"></iframe>' + END)),
    ("leading away", "content-second-script", page(END, '<meta http-equiv="Refresh" content="0; url=more.html">' + END)),
    ("a script beside", "content-second-script", file("more.js", b"send()")),
    ("a drawing that runs", "content-second-script", file("media/map.svg", b"<svg><script>send()</script></svg>")),
    ("a drawing with a handler", "content-second-script", file("media/map.svg", b'<svg onload="send()"/>')),
    ("a page beside", "content-second-script", file("start/index.html", b"<!doctype html>")),
    ("a policy without an end to sending", "content-endpoint", page(f"connect-src {ENDPOINT}; ", "")),
    ("a policy that is wider", "content-endpoint", page(f"connect-src {ENDPOINT}", f"connect-src {ENDPOINT} https://other.example.org")),
    ("a policy for everywhere", "content-endpoint", page(f"connect-src {ENDPOINT}", "connect-src *")),
    ("a policy that forbids its own survey", "content-endpoint", page(f"connect-src {ENDPOINT}", "connect-src 'none'")),
    ("scripts from anywhere", "content-policy", page("script-src 'self'", "script-src 'self' 'unsafe-inline'")),
    ("no policy", "content-policy", lambda files: files | {"index.html": re.sub(rb'<meta http-equiv="Content-Security[^\n]*\n', b"", files["index.html"])}),
    ("a policy that comes second", "content-policy", page('<meta charset="utf-8">\n', '<meta charset="utf-8">\n<!-- -->')),
    ("a policy in a comment", "content-policy", page("<meta http-equiv", "<!-- <meta http-equiv")),
    ("another endpoint in the data", "content-endpoint", survey_data(endpoint="https://other.example.org")),
    ("an endpoint that is two", "content-survey-data", lambda files: survey_data(endpoint=f"{ENDPOINT} https://x.example.org")(page(f"connect-src {ENDPOINT}", f"connect-src {ENDPOINT} https://x.example.org")(files))),
    ("a question of a set in a check", "content-set-in-check", page('data-q=CH1', 'data-q=C1')),
    ("a set's question as a check", "content-set-in-check", page('<div class=q data-q=C1', '<form class=q data-q=C1')),
    ("a set's question that the data forget", "content-survey-data", data(drop("before", "C1"))),
    ("a question that is collected and not asked", "content-survey-data", data(lambda value: value["survey"]["after"].append("CH1"))),
    ("who answers, as an answer too", "content-survey-data", data(lambda value: value["survey"]["before"].append("D1"))),
    ("who answers, never asked", "content-survey-data", survey_data(group={"question": "D9", "merge": [0, 1]})),
    ("a site in the configuration", "content-survey-data", survey_data(site="hill-top")),
    ("somebody unheard of", "content-survey-data", survey_data(responsible=[["site", "Hill Top"]])),
    ("no key", "content-survey-data", survey_data(key="")),
    ("no form", "content-survey-data", survey_data(form="../../admin")),
    ("half a configuration", "content-survey-data", data(lambda value: value.update(survey={"endpoint": ENDPOINT}))),
    ("no configuration", "content-survey-data", data(lambda value: value.update(survey=[]))),
    ("a score and its answers", "content-survey-data", data(lambda value: value.update(scoreMode="exact"))),
    ("data that are no JSON", "content-survey-data", page('id="course-data">{', 'id="course-data">')),
    ("two texts of data", "content-survey-data", page(END, '<script type="application/json" id="course-data">{}</script>\n' + END)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "fault"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_a_seeded_fault_is_found(code, fault):
    """And nothing is called proved."""
    proof = judged(fault(a_package()), form=the_form())

    assert code in {one.code for one in proof.diagnostics}
    assert proof.proved == "" and all(one.severity == "error" for one in proof.diagnostics)


@pytest.mark.parametrize(
    ("name", "fault"), [(fault[0], fault[2]) for fault in FAULTS[:3]], ids=[fault[0] for fault in FAULTS[:3]]
)
def test_a_package_without_a_survey_is_held_to_the_same(name, fault):
    assert codes(fault(a_package(with_a_check(a_course())))) == {"content-not-the-player"}


def test_a_survey_that_was_put_into_a_package_without_one():
    """Data and policy alone do not make it: the script has no survey."""
    files = a_package(with_a_check(a_surveyed_course(survey=None)))
    wanted = {
        "endpoint": ENDPOINT,
        "form": "0" * 8 + "-0000" * 3 + "-" + "0" * 12,
        "key": "A" * 43,
        "before": [],
        "after": [],
    }
    forged = page("connect-src 'none'", f"connect-src {ENDPOINT}")(
        data(lambda value: value.update(survey=wanted))(files)
    )

    assert "content-not-the-player" in codes(forged)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"public": "AQ', '"public": "BQ'),
        ('"stem": "What do you do?"', '"stem": "What else?"'),
        ('"kind": "pair"', '"kind": "single"'),
        ("{", "["),
    ],
)
def test_a_form_beside_it_that_says_something_else(old, new):
    """Another key, other words under the same id, no form at all."""
    assert codes(a_package(), form=the_form().decode().replace(old, new, 1).encode()) == {"content-form-differs"}


def test_a_page_whose_questions_have_another_shape_than_the_form():
    """A choice more would move every byte after it."""
    fault = data(lambda value: value["questions"]["K01"].update(options=3))

    assert codes(fault(a_package()), form=the_form()) == {"content-form-differs"}


def test_every_type_has_the_shape_of_its_form():
    """So that the comparison holds for all of them."""
    every = a_question_set(
        a_choice_question(), a_choice_question(a_choice(correct=True), a_choice("B", correct=True), a_choice("C"), id="K03"),
        a_true_false_question(), an_order_question(), a_match_question(spare=("None",)), a_number_question(bands=(38.0, 50.5)),
    )  # fmt: skip
    course = a_surveyed_course()
    course = with_a_check(replace(course, question_sets=course.question_sets | {"knowledge": every}))

    assert judged(a_package(course), form=form_bytes(course_form(course, an_audience()))).proved


def test_the_faults_in_one_file():
    """The same rules where script and style stand inside."""
    html = single_file(render(edition(with_a_check(a_surveyed_course()))), read_asset).decode()
    changes = {
        "content-not-the-player": html.replace("use strict", "use  strict", 1),
        "content-not-the-style": html.replace("<style>", "<style>input:checked{background:url(x)}", 1),
        "content-second-script": html.replace(END, "<script>send()</script>\n" + END),
        "content-policy": html.replace("script-src 'sha256-", "script-src 'unsafe-inline' 'sha256-"),
        "content-endpoint": html.replace(f"connect-src {ENDPOINT}", "connect-src *"),
    }

    for code, text in changes.items():
        assert text != html
        assert code in codes({"web.html": text.encode()}, adapter="none", page="web.html")


def test_pages_of_others_prove_nothing():
    """And are not held to our rules."""
    assert judged({"index.html": b"<!doctype html><script src='https://x.example/a.js'></script>"}) == answers.Proof()


def built(tmp_path: Path, one: Edition) -> dict[str, Path]:
    results = build([one], ["scorm12", "scorm2004", "scorm2004-4th", "web"], tmp_path)
    return {result.written.path.name: result.written.path for result in results if result.edition}


def test_the_packages_that_a_build_writes(tmp_path):
    """Through `lint`, with the form that stands beside them."""
    for name, path in built(tmp_path, edition(with_a_check(a_surveyed_course()))).items():
        report = lint(path, SCHEMAS)

        assert (name, report.diagnostics) == (name, ())
        assert report.proved and not any("compared" in note for note in report.notes)
        assert report.standard == (
            "web" if "web" in name else name.removeprefix("spot-the-signs-").removesuffix(".zip")
        )


def test_a_form_that_was_changed_on_disk(tmp_path):
    """It would be registered and asked; the package seals for another."""
    path = built(tmp_path, edition(with_a_check(a_surveyed_course())))["spot-the-signs-scorm12.zip"]
    for form in (path.parent.parent / "forms").iterdir():
        form.write_bytes(
            form.read_bytes().replace(b"What do you do?", b"What else?").replace(b"How sure", b"How very sure")
        )

    assert {found.code for found in lint(path, SCHEMAS).diagnostics} == {"content-form-differs"}


def test_a_package_from_any_tool_is_still_judged(tmp_path):
    """Not a word about answers: there is nothing of ours to prove."""
    assert lint(write_package(tmp_path, files={"index.html": PAGE}), SCHEMAS).proved == ""


def test_marks_that_html_does_not_have_are_read_over():
    """A handler after one is found all the same."""
    files = a_package()
    files["index.html"] = files["index.html"].replace(b"</body>", b'<![foo[x]]><p onclick="x()"></p></body>')

    assert codes(files) == {"content-second-script"}
