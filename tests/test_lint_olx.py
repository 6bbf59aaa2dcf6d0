"""`signpost check FILE.tar.gz`: what Studio would leave out or load wrongly without a word."""

import io
import json
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from signpost_builder.checking import Report, lint
from signpost_builder.cli import main
from signpost_builder.formats import FORMATS
from signpost_builder.package import tar_bytes
from signpost_builder.page import render

from tests.builders import a_check, a_choice_question, a_course, a_module, a_page, an_edition

EDITION = an_edition(a_course(a_module(a_page(a_check(a_choice_question(id="CK1"))))))
OURS = dict(FORMATS["openedx"].packages(render(EDITION))[0].tree)
NATIVE = dict(FORMATS["openedx-native"].packages(render(EDITION))[0].tree)
VERTICAL = "course/vertical/scale__vertical.xml"


def report_of(tree: dict[str, bytes], folder: Path) -> Report:
    path = folder / "course.tar.gz"
    path.write_bytes(tar_bytes(tree))
    return lint(path)


def changed(tree: dict[str, bytes], name: str, old: str, new: str) -> dict[str, bytes]:
    text = tree[f"course/{name}"].decode()
    assert old in text
    return {**tree, f"course/{name}": text.replace(old, new).encode()}


def without(tree: dict[str, bytes], name: str) -> dict[str, bytes]:
    return {other: content for other, content in tree.items() if other != f"course/{name}"}


@pytest.mark.parametrize("tree", [OURS, NATIVE], ids=["ours", "native"])
def test_our_own_archives_have_nothing_wrong(tree, tmp_path):
    report = report_of(tree, tmp_path)

    assert report.diagnostics == ()
    assert (report.standard, report.files) == ("openedx", len(tree))


def test_the_proof_about_answers(tmp_path):
    """Said of archives with our blocks, where it holds; of others nothing is said."""
    sentence = "none of the 1 questions asked before and after is among the 1 whose answers a block keeps"

    assert report_of(OURS, tmp_path).proved == sentence
    assert report_of(NATIVE, tmp_path).proved == ""


POLICY = "policies/run/policy.json"
K01 = "problem/course__after__q-K01.xml"
BROKEN = {
    "no course": ("olx-missing", {"course/about/x.html": b""}),
    "a file that is pointed at": ("olx-missing", without(OURS, "chapter/scale__chapter.xml")),
    "the text of a page": ("olx-missing", without(NATIVE, "html/scale.start.html")),
    "the policy": ("olx-missing", without(OURS, POLICY)),
    "a picture": ("olx-missing", changed(NATIVE, "html/scale.start.html", "<p>", '<img src="/static/no.png"><p>')),
    "a link": ("olx-link", changed(NATIVE, "html/scale.start.html", "/jump_to_id/course__help", "/jump_to_id/nowhere")),
    "not XML": ("olx-unreadable", changed(OURS, "chapter/scale__chapter.xml", "<chapter", "<chapter<")),
    "not JSON": ("olx-unreadable", changed(OURS, POLICY, "{", "")),
    "data": ("olx-unreadable", changed(OURS, "vertical/scale__vertical.xml", '"questions"', "questions")),
    "a name": ("olx-name", changed(OURS, "vertical/scale__vertical.xml", 'url_name="scale"', 'url_name="a b"')),
    "a name twice": ("olx-name-twice", changed(OURS, "vertical/scale__vertical.xml", 'url_name="scale"', 'url_name="Course__Start"')),
    "one part in two places": ("olx-name-twice", changed(OURS, "course/run.xml", "scale__chapter", "course__start__chapter")),
    "a circle": ("olx-name-twice", changed(OURS, "chapter/scale__chapter.xml", '<sequential url_name="scale__sequential"/>', '<chapter url_name="scale__chapter"/>')),
    "a comment": ("olx-between", changed(OURS, "chapter/scale__chapter.xml", "<sequential", "<!-- x --><sequential")),
    "text between": ("olx-between", changed(OURS, "chapter/scale__chapter.xml", "<sequential", "x<sequential")),
    "a pointer to our block": ("olx-empty", changed(OURS, "vertical/scale__vertical.xml", "</vertical>", '<signpost_module url_name="x"/></vertical>')),
    "advanced": ("olx-advanced", changed(OURS, POLICY, '"signpost_quiz"', '"other"')),
    "grader": ("olx-grader", changed(OURS, "sequential/course__after__sequential.xml", 'format="Final questions"', 'format="final questions"')),
    "group numbers": ("olx-groups", changed(OURS, POLICY, '"tabs"', '"user_partitions": [{"id": 50, "groups": [{"id": 1}]}], "tabs"')),
    "an unknown group": ("olx-groups", changed(OURS, "vertical/scale__vertical.xml", "<vertical ", """<vertical group_access='{"100": [7]}' """)),
    "groups that are none": ("olx-groups", changed(OURS, "vertical/scale__vertical.xml", "<vertical ", "<vertical group_access='[5' ")),
    "two right": ("olx-problem", changed(NATIVE, K01, 'correct="false"', 'correct="true"')),
    "an endpoint": ("olx-endpoint", changed(OURS, "vertical/course__after__vertical.xml", '"strings"', '"survey": {"endpoint": "https://x.org"}, "strings"')),
    "an answer that is kept": ("olx-answers-kept", changed(OURS, "vertical/scale__vertical.xml", '"CK1"', '"K01"')),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_archive(case, tmp_path):
    """Found, and nothing is said to be proved where answers could be kept."""
    code, tree = BROKEN[case]
    report = report_of(tree, tmp_path)

    assert code in {found.code for found in report.diagnostics}
    assert code not in ("olx-answers-kept", "olx-endpoint") or not report.proved


@pytest.mark.parametrize(
    ("name", "kind"), [("../x.xml", tarfile.REGTYPE), ("/x.xml", tarfile.REGTYPE), ("course/x", tarfile.SYMTYPE)]
)
def test_names_and_links_that_lead_out(name, kind, tmp_path):
    """Studio refuses the archive; nothing of it is written anywhere here either."""
    path = tmp_path / "course.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for file, content in OURS.items():
            entry = tarfile.TarInfo(file)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = kind, "/etc/passwd"
        archive.addfile(entry)

    assert "olx-unsafe-name" in {found.code for found in lint(path).diagnostics}


def test_a_file_that_is_too_large(tmp_path):
    tree = {**OURS, "course/html/x.html": b" " * (17 * 1024 * 1024)}

    assert "olx-too-large" in {found.code for found in report_of(tree, tmp_path).diagnostics}


@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=20))
def test_any_damage_is_a_finding_and_never_a_crash(tmp_path_factory, place, noise):
    """Bytes overwritten anywhere, or a file that is something else."""
    packed = bytearray(tar_bytes(OURS))
    place %= len(packed)
    packed[place : place + len(noise)] = noise
    path = tmp_path_factory.mktemp("damaged") / "course.tar.gz"
    path.write_bytes(bytes(packed))

    assert isinstance(lint(path), Report)


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["course/run", "user_partitions", "groups", "id", "advanced_modules", "GRADER", "type"]), inner, max_size=3)))  # fmt: skip
def test_any_settings_are_judged(tmp_path_factory, value):
    """Whatever JSON stands where Studio writes its settings."""
    content = json.dumps(value).encode()
    tree = {**OURS, f"course/{POLICY}": content, "course/policies/run/grading_policy.json": content}

    assert isinstance(report_of(tree, tmp_path_factory.mktemp("settings")), Report)


def test_the_command(tmp_path):
    """Fine: what it is and what is proved. Broken: exit 1."""
    path = tmp_path / "course.tar.gz"
    path.write_bytes(tar_bytes(OURS))
    fine = CliRunner().invoke(main, ["check", str(path)])
    path.write_bytes(tar_bytes(BROKEN["grader"][1]))
    broken = CliRunner().invoke(main, ["check", str(path)])

    assert (fine.exit_code, broken.exit_code) == (0, 1)
    assert "openedx" in fine.output and "whose answers a block keeps" in fine.output
    assert "olx-grader" in broken.output
