"""What `signpost build` writes is what this store accepts: two programs that share a document, and no code."""

import functools
import json
import re
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from signpost_survey.cli import main
from signpost_survey.form import asked, parse_form, question_hash, slots
from signpost_survey.form_page import WORDS, form_page, notice_page, privacy_page

ROOT = Path(__file__).parent.parent.parent
BUILDER = ROOT / ".venv/bin/python"
APPROVAL = "{reference: ETH-2026-14, role: Chair of the ethics committee, date: 2024-11-20}"
VERIFY = "ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgoM"
KEY = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA"


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """The shipped course with a store."""
    if not BUILDER.exists():
        pytest.skip("the builder is not installed (make course)")
    folder = tmp_path_factory.mktemp("project")
    for name in ("course", "modules", "quizzes"):
        shutil.copytree(ROOT / name, folder / name)
    path = folder / "course/spot-the-signs/course.yaml"
    text = re.sub(r"(?m)^  # endpoint: .*$", "  endpoint: https://survey.example.org", path.read_text(encoding="utf-8"))
    text = re.sub(r"(?m)^  # key: .*$", f"  key: {KEY}\n  verify: {VERIFY}", text)
    text = re.sub(r"(?m)^  # (controller|contact|data_protection_officer|lawful_basis|retention): ", r"  \1: ", text)
    path.write_text(text, encoding="utf-8")
    return folder


@functools.cache
def built(project: Path, **changes: str) -> tuple[list[Path], str]:
    """The form files of a build and what it said, once for all tests; `changes` replace words in course.yaml for this build."""
    path = project / "course/spot-the-signs/course.yaml"
    before = path.read_text(encoding="utf-8")
    text = before
    for old, new in changes.items():
        text = text.replace(f"{old}: {text.split(f'{old}: ')[1].split(chr(10))[0]}", f"{old}: {new}")
    path.write_text(text, encoding="utf-8")
    output = project / f"output-{'-'.join(changes.values()) or 'plain'}"
    command = [
        BUILDER,
        "-c",
        "from signpost_builder.cli import main; main()",
        "build",
        "--format",
        "web",
        "--output",
        output,
    ]
    run = subprocess.run(command, cwd=project, capture_output=True, text=True)
    path.write_text(before, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    return sorted((output / "spot-the-signs/1.0.0/forms").iterdir()), run.stdout


def test_every_form_is_accepted(project):
    """By the command that an operator runs, under the name that its content gives it."""
    files, said = built(project)

    for file in files:
        checked = CliRunner().invoke(main, ["form", "check", str(file)])
        assert checked.exit_code == 0, checked.output
        assert parse_form(file.read_bytes()).id == file.stem and file.name in said
    kinds = sorted((form.audience, form.kind, form.open) for form in map(read, files))
    assert kinds == [
        ("caregiver", "pair", False), ("caregiver", "pair", True), ("caregiver", "single", True),
        ("staff", "pair", False), ("staff", "pair", True), ("staff", "single", True),
    ]  # fmt: skip


def test_an_approved_form_is_accepted_too(project):
    """Both drafts of the shipped course, closed and of one occasion; sites that are examples stay out of a strict build."""
    course = (project / "course/spot-the-signs/course.yaml").read_text(encoding="utf-8")
    approved = course.replace("group: D1k", f"approval: {APPROVAL}, group: D1k").replace(
        "group: D4k", f"approval: {APPROVAL}, group: D4k"
    )
    strict = project.parent / "strict"
    shutil.copytree(project, strict, ignore=shutil.ignore_patterns("output*", "sites.csv"), dirs_exist_ok=True)
    (strict / "course/spot-the-signs/course.yaml").write_text(approved, encoding="utf-8")
    command = [
        BUILDER,
        "-c",
        "from signpost_builder.cli import main; main()",
        "build",
        "spot-the-signs",
        "--strict",
        "--as-of",
        "2026-12-01",
        "--format",
        "scorm12",
    ]
    run = subprocess.run(command, cwd=strict, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    files = list((strict / "output/spot-the-signs/1.0.0/forms").iterdir())
    made = {form.audience: form for form in map(read, files) if form.kind == "single" and not form.open}

    assert made.keys() == {"stakeholder", "children"}
    assert len(made["stakeholder"].group.values) == 5 and len(made["children"].group.values) == 3


def read(file: Path):
    return parse_form(file.read_bytes())


def test_group_and_stratum_are_the_shipped_ones(project):
    """Staff: role and prior training; caregivers: who they are and their region."""
    found = {form.audience: form for form in map(read, built(project)[0]) if form.kind == "pair" and not form.open}

    assert {audience: (form.group.question, form.stratum.question) for audience, form in found.items()} == {
        "staff": ("D1", "D6"),
        "caregiver": ("D1c", "D3c"),
    }
    assert all(len(slots(form, phase)) <= 332 for form in found.values() for phase in ("before", "after"))


def test_an_exact_score_keeps_no_knowledge(project):
    """The build says so, and no scored question is in any form of the course itself."""
    files, said = built(project, score_mode="exact")
    course = [form for form in map(read, files) if form.kind == "pair"]

    assert "the survey keeps no answers to knowledge questions" in said
    assert [
        id for form in course for id in asked(form, "after") if getattr(form.questions[id], "key", None) is not None
    ] == []


def test_editions_json_names_the_forms(project):
    """With whom each is for."""
    files, _ = built(project)
    listed = json.loads((files[0].parent.parent / "editions.json").read_text(encoding="utf-8"))

    assert set(listed["forms"]) == {file.stem for file in files}


def test_the_same_question_has_the_same_id_in_every_form(project):
    """Whatever is asked of two audiences in the same words stands under one id, and its hash says that it is the same."""
    ids, hashes = {}, {}
    for form in map(read, built(project)[0]):
        for id, question in form.questions.items():
            ids.setdefault(id, set()).add(question_hash(question))
            hashes.setdefault(question_hash(question), set()).add(id)

    assert {name: found for name, found in hashes.items() if len(found) > 1} == {}
    assert {id: found for id, found in ids.items() if len(found) > 1} == {}


def test_a_course_on_another_subject_has_a_page_on_that_subject(tmp_path):
    """The fire course of tests/test_no_subject.py: its own words and lines, and no word of safeguarding."""
    if not BUILDER.exists():
        pytest.skip("the builder is not installed (make course)")
    shutil.copytree(ROOT / "tests/fire", tmp_path / "fire")
    course = tmp_path / "fire/course/fire/course.yaml"
    survey = f"survey:\n  endpoint: https://survey.example.org\n  key: {KEY}\n  verify: {VERIFY}\n"
    course.write_text(course.read_text("utf-8").replace("survey:\n", survey), "utf-8")
    build = "from signpost_builder.cli import main; main()"
    command = [
        BUILDER,
        "-c",
        build,
        "build",
        "--as-of",
        "2026-11-28",
        "--format",
        "web",
        "--output",
        tmp_path / "output",
    ]
    done = subprocess.run(command, cwd=tmp_path / "fire", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = {path: parse_form(path.read_bytes()) for path in tmp_path.glob("output/*/*/forms/*.json")}
    pages = [page(form) for form in found.values() for page in (form_page, privacy_page)]
    words = runpy.run_path(str(ROOT / "tests/subject_words.py"))["words_of_safeguarding"]

    notices = [notice_page(problem, form) for problem in WORDS for form in found.values()]

    assert len(found) == 1
    for text in (*pages, *notices, *(path.read_bytes() for path in found)):
        assert words(text) == []
    for text in pages:
        assert "If you see a blocked way out, tell your fire warden." in text.decode()
    assert b"Fire and rescue" in pages[0] and b"https://www.gov.uk/workplace-fire" in pages[0]


def test_the_shipped_course_says_whom_to_tell(project):
    """On the page of its form what the page said of every form before courses said it: words and lines for the audience."""
    paths, _ = built(project)
    forms = {form.audience: form for path in paths if (form := parse_form(path.read_bytes())).kind == "pair"}
    staff, caregiver = (form_page(forms[audience]).decode() for audience in ("staff", "caregiver"))

    for page in (staff, caregiver):
        assert (
            "in time to help. If you are worried about a child, tell the safeguarding lead at your school, your council’s"
            " children’s social care or the police.</p>" in page
        )
    assert 'href="tel:08088005000"' in staff and "SafeCall" not in staff and "SafeCall" in caregiver
