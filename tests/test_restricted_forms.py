"""Forms that need an approval: one way in, and every way round it closed."""

import datetime
import json
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from signpost_builder import forms
from signpost_builder.cli import main
from signpost_builder.diagnostics import SourceError
from signpost_builder.read import read_course

from tests.small_course import write_course
from tests.source_projects import RESPONSIBLE
from tests.test_forms import KEY

ROOT = Path(__file__).parent.parent
AS_OF = datetime.date(2026, 11, 28)
APPROVAL = "{reference: ETH-2026-14, role: Chair of the ethics committee, date: 2024-11-20}"
CHILD = """\
id: child
title: What you think
kind: survey
needs_approval: true
questions:
  - {id: AGE, type: single, stem: How old are you?, choices: [{text: 11 to 13}, {text: 14 or 15}]}
  - {id: KC, type: true-false, stem: An adult at school would notice.}
"""
SURE = "id: sure\ntitle: Sure\nkind: survey\nquestions:\n  - {id: C1, type: true-false, stem: I know whom to tell.}\n"


class Project:
    def __init__(self, root: Path) -> None:
        self.root = root
        write_course(
            root,
            **{"{before: [knowledge], after: [knowledge]}": "{before: [sure, knowledge], after: [sure, knowledge]}"},
        )
        (root / "quizzes/child.yaml").write_text(CHILD)
        (root / "quizzes/sure.yaml").write_text(SURE)
        self.course = root / "course/first/course.yaml"
        self.text = self.course.read_text()
        self.write()

    def write(
        self, approval: str = "", *, survey: str = "respondents: {staff: {}}", old: str = "", new: str = ""
    ) -> None:
        approved = f", approval: {approval}" if approval else ""
        draft = f"drafts:\n  children: {{title: What do you think?, group: AGE, questions: [child]{approved}}}\n"
        store = (
            f"survey:\n  endpoint: https://survey.example.org\n  key: {KEY}\n  verify: {KEY}\n{RESPONSIBLE}  {survey}\n"
        )
        text = self.text + store + draft
        assert old in text
        self.course.write_text(text.replace(old, new) if old else text)

    def build(self, *words: str):
        return CliRunner().invoke(main, ["build", "--as-of", "2026-11-28", *words])

    def made(self) -> list[dict]:
        """The forms on disk that ask the child's question."""
        files = [json.loads(path.read_text()) for path in self.root.glob("output/first/1.0.0/forms/*.json")]
        return [
            form
            for form in files
            if "KC" in form["questions"] or (form["group"] and form["group"]["question"] == "AGE")
        ]

    def codes(self) -> list[str]:
        try:
            return [found.code for found in read_course(self.course.parent, as_of=AS_OF)[1]]
        except SourceError as errors:
            return [found.code for found in errors.diagnostics]


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


def test_with_an_approval_and_strictly_it_is_made(project):
    """Closed, of one occasion, under its own name and title."""
    project.write(APPROVAL)
    run = project.build("--strict")
    (form,) = project.made()

    assert (
        run.exit_code == 0 and "is not made" not in run.output and "survey of 'children': with approval" in run.stdout
    )
    assert (form["kind"], form["open"], form["audience"], form["title"]) == (
        "single",
        False,
        "children",
        "What do you think?",
    )
    assert (form["before"], [each["id"] for each in form["after"]], list(form["questions"])) == ([], ["child"], ["KC"])
    assert form["id"] == forms.content_id(form)


@pytest.mark.parametrize(
    ("approval", "words", "why"),
    [
        ("", (), "it has no approval in course.yaml"),
        ("", ("--strict",), "it has no approval in course.yaml"),
        (APPROVAL, (), "an approved form is made with --strict"),
        (APPROVAL, ("--strict", "--format", "web"), "never with web editions alone"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_made(project, approval, words, why):
    project.write(approval)
    run = project.build(*words)

    assert (run.exit_code, project.made()) == (0, [])
    assert f"the form 'children' is not made: {why}" in run.stdout.splitlines()


def test_without_a_store_there_is_no_form(project):
    project.write(APPROVAL, old=f"  endpoint: https://survey.example.org\n  key: {KEY}\n  verify: {KEY}\n")
    run = project.build("--strict")

    assert (run.exit_code, project.made()) == (0, [])
    assert "the form 'children' is not made: the survey has no endpoint" in run.stdout


@pytest.mark.parametrize(
    ("approval", "code"),
    [
        ("{reference: ETH-1, role: Chair}", "missing-key"),
        ("{reference: ETH-1, date: 2024-11-20}", "missing-key"),
        ("{role: Chair, date: 2024-11-20}", "missing-key"),
        ("{reference: '', role: Chair, date: 2024-11-20}", "empty-value"),
        ("{reference: ETH-1, role: '  ', date: 2024-11-20}", "empty-value"),
        ("{reference: TBC, role: Chair, date: 2024-11-20}", "approval-not-given"),
        ("{reference: decision pending, role: Chair, date: 2024-11-20}", "approval-not-given"),
        ("{reference: ETH-1, role: '?', date: 2024-11-20}", "approval-not-given"),
        ("{reference: ETH-1, role: Chair, date: 2026-11-29}", "approval-not-given"),
        ("{reference: ETH-1, role: Chair, date: soon}", "malformed-date"),
        ("yes", "wrong-type"),
    ],
)
def test_half_an_approval_is_an_error(project, approval, code):
    """Missing, empty, a placeholder, or of a day to come: the build stops."""
    project.write(approval)

    assert project.codes() == [code]
    assert project.build("--strict").exit_code == 1 and project.made() == []


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"old": "before: [sure,", "new": "before: [child, sure,"}, ["set-needs-approval"]),
        ({"old": "after: [sure,", "new": "after: [child, sure,"}, ["set-needs-approval"]),
        ({"survey": "respondents: {staff: {campaign: [child]}}"}, ["set-needs-approval"]),
    ],
)
def test_its_questions_are_asked_nowhere_else(project, change, codes):
    """With an approval as well: not before or after the course, not in a campaign."""
    project.write(APPROVAL, **change)

    assert project.codes() == codes
    assert project.build("--strict").exit_code == 1 and project.made() == []


def test_no_day_is_named_that_is_still_to_come(project):
    """Not with --as-of either."""
    project.write(APPROVAL.replace("2024-11-20", "2199-01-01"))
    run = CliRunner().invoke(main, ["build", "--strict", "--as-of", "2199-06-01"])

    assert run.exit_code == 1 and "approval-not-given" in run.stderr and project.made() == []


@pytest.mark.parametrize("where", ["quizzes/sure.yaml", "modules/noticing/module.md"])
def test_its_words_are_not_copied_into_another_set_or_page(project, where):
    """Under another id. How old somebody is may be asked anywhere."""
    copied = {
        "quizzes/sure.yaml": "  - {id: COPY, type: true-false, stem: An adult at school  would notice.}\n"
        "  - {id: OLD, type: single, stem: How old are you?, choices: [{text: Old}, {text: Young}]}\n",
        "modules/noticing/module.md": "\n::: question id=COPY\nAn adult at school would notice.\n\n- [x] It is so\n- [ ] It is not\n:::\n",
    }
    path = project.root / where
    path.write_text(path.read_text() + copied[where])

    assert project.codes() == ["set-needs-approval"]


def test_it_is_no_check_in_a_module(project):
    (project.root / "quizzes/child.yaml").write_text(
        CHILD.replace("kind: survey", "kind: knowledge")
        .replace("stem: An adult at school would notice.", "stem: It is so., answer: true")
        .replace("{text: 11 to 13}", "{text: 11 to 13, correct: true}")
    )
    module = next(project.root.glob("modules/*/module.md"))
    module.write_text(module.read_text() + "\n::: quiz ref=child\n:::\n")
    project.write(APPROVAL, old=", group: AGE", new="")

    assert {"set-needs-approval", "question-reused"} <= set(project.codes())


def test_it_cannot_take_the_name_of_an_audience(project):
    project.write(APPROVAL, old="  children: {title", new="  staff: {title")

    assert project.codes() == ["duplicate-id"]


def test_packages_and_other_forms_never_hold_it(project):
    """In no edition of any format, in no link and in no campaign."""
    project.write(APPROVAL)
    project.build("--strict", "--format", "web", "--format", "scorm12")
    course, _ = read_course(project.course.parent, as_of=AS_OF, strict=True)
    others = [
        path for path in project.root.glob("output/first/1.0.0/**/*") if path.is_file() and path.parent.name != "forms"
    ]
    texts = {path.name: path.read_bytes() for path in others}
    (package,) = [path for path in others if path.suffix == ".zip"]
    texts |= {name: zipfile.ZipFile(package).read(name) for name in zipfile.ZipFile(package).namelist()}

    assert len(project.made()) == 1 and len(texts) > 5
    assert [name for name, text in texts.items() if b"An adult at school would notice" in text] == []
    assert [form["id"] for form in forms.forms(course) if "KC" in form["questions"]] == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("group: AGE", "group: AG", "unknown-question"),
        ("group: AGE", "group: KC", "survey-group"),
        ("group: AGE", "group: AGE, stratum: AGE", "survey-group"),
        ("questions: [child]", "questions: [child, child]", "duplicate-id"),
        ("questions: [child]", "questions: [chid]", "unknown-quiz"),
        ("questions: [child]", "questions: []", "empty-value"),
    ],
)
def test_a_draft_is_judged_before_it_is_approved(project, old, new, code):
    project.write(old=old, new=new)

    assert code in project.codes()


def test_the_shipped_drafts_lack_nothing_but_the_approval():
    """Both stand in course.yaml, unapproved; the children's asks nothing of their own life."""
    course, _ = read_course(ROOT / "course/spot-the-signs", as_of=AS_OF)
    drafts = {draft.id: draft for draft in course.drafts}

    assert {id: draft.approval for id, draft in drafts.items()} == {"stakeholder": None, "children": None}
    assert drafts["stakeholder"].questions == ("about-you-stakeholder", "perceptions", "core")
    sets = [course.question_sets[id] for id in drafts["children"].questions]
    assert all(each.needs_approval for each in sets)
    stems = " ".join(question.stem for each in sets for question in each.questions)
    assert (
        re.findall(r"\b(?:have you|did you|do you (?:use|carry|take)|your (?:family|home|phone|friend|body))\b", stems)
        == []
    )
