"""`signpost diff`: each kind of change is named for what it means, and what means nothing is no change."""

import json
import shutil
import subprocess

import pytest
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.comparing.change import Change, Comparison
from signpost_builder.comparing.printing import markdown

from tests.source_projects import FILES, PNG, SITE_COLUMNS, SITE_ROW, a_project
from tests.test_read_survey import a_surveyed_project

COURSE = FILES["course/demo/course.yaml"] + "formats: [web]\n"
MODULE = """\
---
id: one
title: One
summary: The only one.
audiences: [staff, carer]
objectives: [Tell the lead]
---
Welcome. Tell {contact:childline}.

## Signs

One change is {fact:NRM-01}, says the office of the country.

- Late
- Tired

![A gate](gate.png)

## Practice

::: question id=Q1
Who knows more than you do?

- [x] The lead
  They know more.
- [ ] A friend
  They know less.
:::

::: for staff
## For staff alone {#staff}

Write it down on the same day, in your own words, and hand it over.
:::
"""
SITES = f"{SITE_COLUMNS}\n{SITE_ROW}\n{SITE_ROW.replace('hill', 'dale').replace('Hill', 'Dale')}\n"
ASKED = FILES["quizzes/asked.yaml"]
BEFORE = {
    "course/demo/course.yaml": COURSE,
    "course/demo/sites.csv": SITES,
    "modules/one/module.md": MODULE,
    "modules/one/gate.png": PNG,
}


def git(folder, *words):
    subprocess.run(("git", "-C", folder, *words), check=True, capture_output=True)


@pytest.fixture(scope="module")
def committed(tmp_path_factory):
    """A repository with one commit, of which each test takes a copy: Git is asked once."""
    folder = tmp_path_factory.mktemp("committed")
    a_project(folder, **BEFORE)
    git(folder, "init", "-q")
    git(folder, "config", "user.email", "nobody@example.org")
    git(folder, "config", "user.name", "Nobody")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Before")
    return folder


@pytest.fixture
def project(committed, tmp_path, monkeypatch):
    shutil.copytree(committed, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit(project, path, *pairs):
    file = project / path
    text = file.read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text)


def run(*words, code=None):
    result = CliRunner().invoke(main, ["diff", "--as-of", "2026-11-23", *words])
    assert code is None or result.exit_code == code, result.output
    return result


def changes(code=None):
    """(kind, what) of each difference, and whether a review is needed for any."""
    (found,) = json.loads(run("HEAD", "demo", "--format", "json", code=code).stdout)
    return {(each["kind"], each["what"]) for each in found["changes"]} - {
        ("packages", each["what"]) for each in found["changes"]
    }


def said(kind, what):
    (found,) = json.loads(run("HEAD", "demo", "--format", "json").stdout)
    (change,) = [each for each in found["changes"] if (each["kind"], each["what"]) == (kind, what)]
    return change


M, A, F, H, C, S = (
    "modules/one/module.md",
    "quizzes/asked.yaml",
    "modules/facts.yaml",
    "modules/helplines.yaml",
    "course/demo/course.yaml",
    "course/demo/sites.csv",
)
SEEDED = {
    # ---------------------------------------------------------------------- nothing for learners
    "white space": (M, [("- Late", "-  Late"), ("own words, and", "own\nwords,  and")], set()),
    "a comment": (M, [("- Late", "<!-- why -->\n- Late")], set()),
    "the order of keys": (A, [("title: What you know\nkind: knowledge", "kind: knowledge\ntitle: What you know")], set()),
    "quotes in YAML": (F, [("claim: 19,125 people were referred in 2024.", 'claim: "19,125 people were referred in 2024."')], set()),
    # --------------------------------------------------------------------------------- pages
    "a word of a page": (M, [("- Tired", "- Very tired")], {("pages", "one.signs")}),
    "a new page": (M, [("## Practice", "## More\n\nText.\n\n## Practice")], {("pages", "one.more"), ("state", "one.more")}),
    "a page less": (M, [("## Signs\n", "### Signs\n")], {("pages", "one.start"), ("pages", "one.signs")}),
    "a heading that keeps its id": (M, [("## Signs", "## What to see {#signs}")], {("pages", "one.signs")}),
    "a renamed page": (M, [("## Signs", "## What to see")], {("pages", "one.what-to-see"), ("state", "one.what-to-see")}),
    "items in another order": (M, [("- Late\n- Tired", "- Tired\n- Late")], {("pages", "one.signs")}),
    "another audience": (M, [("::: for staff\n", "::: for carer\n")], {("pages", "one.staff"), ("state", "one.staff")}),
    "what the module says of itself": (M, [("The only one.", "One of one.")], {("pages", "one.start")}),
    # ------------------------------------------------------------------------------ questions
    "feedback on a page": (M, [("They know less.", "They know little.")], {("pages", "one.practice"), ("questions", "Q1")}),
    "a choice on a page": (M, [("A friend", "A neighbour")], {("pages", "one.practice"), ("questions", "Q1"), ("state", "Q1")}),
    "the right answer on a page": (M, [("- [x] The lead", "- [ ] The lead"), ("- [ ] A friend", "- [x] A friend")], {("pages", "one.practice"), ("questions", "Q1")}),
    "a stem that is asked before": (A, [("Whom do you tell?", "Whom do you tell first?")], {("questions", "K01"), ("results", "K01")}),
    "a choice that is asked before": (A, [("text: Nobody", "text: A friend")], {("questions", "K01"), ("results", "K01")}),
    "a rationale": (A, [("    choices:", "    rationale: So.\n    choices:")], {("questions", "K01")}),
    "a new question": (A, [("questions:\n", "questions:\n  - {id: K00, type: true-false, stem: It can wait., answer: false}\n")], {("questions", "K00")}),
    "a question with a new id": (A, [("id: K01", "id: K02")], {("questions", "K01"), ("questions", "K02")}),
    # ---------------------------------------------------------------------- facts and contacts
    "a figure": (F, [("value: 19,125 people", "value: 19,126 people")], {("facts", "NRM-01"), ("pages", "one.signs")}),
    "the source of a figure": (F, [("title: NRM statistics", "title: Statistics")], {("facts", "NRM-01"), ("pages", "one.signs")}),
    "a figure looked up again": (F, [("checked: 2026-11-22", "checked: 2026-11-23")], {("settings", "NRM-01")}),
    "a fact that nobody sees": (F, [("A child cannot consent to exploitation.", "Nobody can.")], {("facts", "LAW-01")}),
    "a helpline": (H, [("0800 1111", "0800 789 321")], {("contacts", "childline"), ("pages", "one.start")}),
    "a site's number": (S, [("01325 555 101", "01325 555 109")], {("contacts", "hill"), ("contacts", "dale")}),
    "a site that was rung again": (S, [("2026-11-22", "2026-11-23")], {("settings", "hill"), ("settings", "dale")}),
    "a site less": (S, [(SITE_ROW + "\n", "")], {("contacts", "hill")}),
    # -------------------------------------------------------------------------------- settings
    "the pass mark": (C, [("formats", "pass_mark_percent: 70\nformats")], {("settings", "pass_mark_percent")}),
    "who is asked": (C, [("{before: [asked], after: [asked]}", "{after: [asked]}")], {("settings", "plans")}),
    "the version": (C, [("1.0.0", "1.1.0")], {("settings", "version")}),
}  # fmt: skip


@pytest.mark.parametrize("seeded", SEEDED)
def test_each_kind_of_change(project, seeded):
    path, pairs, expected = SEEDED[seeded]
    edit(project, path, *pairs)
    found = changes()

    assert {each for each in found if each[0] != "effort"} == expected


def test_nothing_at_all(project):
    assert run("HEAD", "demo", code=0).stdout == "demo, since HEAD: no learner will see a difference\n"


def test_a_rename_says_how_to_keep_the_place(project):
    edit(project, M, ("## Signs", "## What to see"))

    assert said("pages", "one.what-to-see")["words"] == "called 'one.signs' before"
    assert "## Heading {#signs}" in said("state", "one.what-to-see")["words"]


def test_a_page_that_moves_to_another_module(project):
    edit(project, C, ("modules: [one]", "modules: [one, two]"))
    staff = MODULE[MODULE.index("::: for staff") :]
    edit(project, M, (staff, ""))
    front = MODULE[: MODULE.index("Welcome")].replace("id: one", "id: two").replace("The only one", "Another")
    (project / "modules/two").mkdir()
    (project / "modules/two/module.md").write_text(front + "Hello.\n\n" + staff)

    assert said("pages", "two.staff")["words"] == "called 'one.staff' before"


def test_pages_in_another_order(project):
    practice, signs = MODULE.index("## Practice"), MODULE.index("## Signs")
    staff = MODULE.index("::: for staff\n## ")
    (project / M).write_text(MODULE[:signs] + MODULE[practice:staff] + MODULE[signs:practice] + MODULE[staff:])

    assert changes() == {("pages", "pages")}
    assert said("pages", "pages")["words"] == "in another order: one.start, one.practice, one.signs, one.staff"


def test_another_picture(project):
    (project / "modules/one/gate.png").write_bytes(PNG[:-12] + b"\0\0\0\0tEXt\0\0\0\0" + PNG[-12:])

    assert changes() == {("pages", "one.signs")}


def test_which_packages_differ(project):
    edit(project, S, ("hill,Hill Academy,,Jo Bell", "hill,Hill Academy,,Sam Bell"))
    (found,) = json.loads(run("HEAD", "demo", "--format", "json").stdout)
    (packages,) = [each for each in found["changes"] if each["kind"] == "packages"]

    assert (packages["what"], packages["words"]) == (
        "hill, hill.carer",
        "2 of 6 editions: their packages say something else: upload them again",
    )


def test_only_the_editions_of_the_audience_that_reads_it(project):
    edit(project, M, ("own words, and", "own words or hers, and"))
    (found,) = json.loads(run("HEAD", "demo", "--format", "json").stdout)
    (packages,) = [each for each in found["changes"] if each["kind"] == "packages"]

    assert packages["what"] == "general, hill, dale"


def test_minutes_and_reading_grade(project):
    edit(
        project,
        M,
        (
            "own words, and hand it over.",
            "own words, and hand it over. " + "Organisational accountability necessitates documentation. " * 200,
        ),
    )

    assert "minutes for 'staff', 1 before" in said("effort", "one")["words"]
    assert "above the aim of 9" in said("effort", "one.staff")["words"]


def test_a_survey_begins_a_new_series(project):
    for name, text in a_surveyed_project().items():
        (project / name).write_text(text + ("formats: [web]\n" if name.endswith("course.yaml") else ""))
    git(project, "add", "-A")
    git(project, "commit", "-qm", "Survey")
    edit(project, A, ("Whom do you tell?", "Whom do you tell first?"))
    (found,) = json.loads(run("HEAD", "demo", "--format", "json").stdout)

    results = [each["words"] for each in found["changes"] if each["kind"] == "results"]
    assert results[0] == "is another question in results: answers from now on begin a new series"
    assert results[1].startswith("the form of 'staff' (pair, en-GB) is another") and "register it" in results[1]


def test_blanks_at_an_end_are_nothing(project):
    edit(project, M, ("- Late\n", "- Late  \n"), ("- Tired\n", "- Tired \t\n"))

    assert run("HEAD", "demo", code=0).stdout == "demo, since HEAD: no learner will see a difference\n"


def test_settings_are_told_in_words(project):
    """What differs of a list or a group, and none of the program's own signs."""
    edit(project, C, ("id: carer, title: ", "id: carer, exit_this_page: false, reading_grade: 7, title: "))
    edit(project, C, ("{before: [asked], after: [asked]}", "{after: [asked]}"))

    audiences, plans = said("settings", "audiences")["details"], said("settings", "plans")["details"]
    assert [each[:11] for each in audiences] == ["- id: carer", "+ id: carer"] and audiences[1].endswith("grade: 7.0")
    assert plans == ["- staff: before: asked, after: asked", "+ staff: after: asked"]
    assert not any(sign in "".join((*audiences, *plans)) for sign in "'()")


# ------------------------------------------------------------------------- review


def test_a_sign_off_is_seen_by_learners(project):
    """The banner goes, so the packages say something else; and it comes back."""
    role = ("--role", "Lead", "--date", "2026-11-22")
    assert CliRunner().invoke(main, ["review", "one", "--page", "signs", *role]).exit_code == 0
    text = run("HEAD", "demo", code=0).stdout
    git(project, "add", "-A")
    git(project, "commit", "-qm", "Read")
    edit(project, M, ("- Tired", "- Very tired"))

    assert "- one.signs: a draft" in text and "+ one.signs: read by Lead (2026-11-22)" in text
    assert "6 of 6 editions: their packages say something else" in text
    assert said("settings", "reviews")["details"] == ["- one.signs: read by Lead (2026-11-22)", "+ one.signs: a draft"]
    assert "draft — reviewed" not in run("HEAD", "demo", code=3).stdout and "draft — reviewed" in text


def test_a_change_waits_for_a_review_until_it_is_signed(project):
    edit(project, M, ("- Tired", "- Very tired"))
    assert "1 difference" not in run("HEAD", "demo", code=3).stdout
    assert "needs a review" in run("HEAD", "demo", code=3).stdout

    CliRunner().invoke(main, ["review", "one", "--role", "Safeguarding lead", "--date", "2026-11-20"])
    assert "reviewed" in run("HEAD", "demo", code=0).stdout


def test_a_course_that_is_not_read_aloud_any_more(project):
    """The pages have a button less."""
    edit(project, C, ("formats: [web]", "listen: false\nformats: [web]"))

    assert changes() == {("settings", "listen")}
    assert "6 of 6 editions" in run("HEAD", "demo").stdout


def test_rules_say_what_needs_one(project):
    edit(project, C, ("formats: [web]", "review: {needed_for: [settings]}\nformats: [web]"))
    edit(project, M, ("- Tired", "- Very tired"))
    run("HEAD", "demo", code=0)

    edit(project, C, ("formats: [web]", "pass_mark_percent: 70\nformats: [web]"))
    run("HEAD", "demo", code=3)


@pytest.mark.parametrize(
    "edited", ["white space", "a figure looked up again", "the version", "a site that was rung again"]
)
def test_what_needs_none_by_default(project, edited):
    path, pairs, _ = SEEDED[edited]
    edit(project, path, *pairs)

    run("HEAD", "demo", code=0)


# --------------------------------------------------------------------------- output


def test_markdown_is_fit_for_a_pull_request(project):
    edit(project, M, ("- Tired", "- Very *tired* <b>@everyone</b>"), ("## Practice", "## More\n\nText.\n\n## Practice"))
    out = run("HEAD", "demo", "--format", "markdown").stdout

    assert out.startswith("## Demo: what changes since `HEAD`\n")
    assert "### Pages\n" in out and "### Learners in the middle of it\n" in out
    assert "- **one.signs**: changed, for staff, carer (modules/one/module.md:" in out
    assert "<pre>- Tired&#10;+ Very *tired* &lt;b&gt;@everyone&lt;/b&gt;</pre>" in out


def test_text_names_places(project):
    edit(project, M, ("- Tired", "- Very tired"))

    assert (
        "  modules/one/module.md:10:1: pages: one.signs: changed, for staff, carer — needs a review\n      - Tired\n      + Very tired\n"
        in run("HEAD").stdout
    )


# --------------------------------------------------------------------------- refusals


def test_outside_of_git(tmp_path, monkeypatch):
    a_project(tmp_path, **BEFORE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    assert "is in no Git repository" in run("HEAD", code=2).stderr


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "HEAD~99", "HEAD:modules"])
def test_a_revision_that_is_none(project, revision):
    assert (
        f"Git knows no commit '{revision}'" in run("--", revision).stderr
        if revision[0] != "-"
        else run("--", revision, code=2).stderr
    )
    assert not (project / "x").exists()


def test_a_shallow_clone(project, tmp_path_factory, monkeypatch):
    git(project, "commit", "-qam", "Again", "--allow-empty")
    shallow = tmp_path_factory.mktemp("shallow") / "clone"
    git(project, "clone", "-q", "--depth", "1", f"file://{project}", str(shallow))
    monkeypatch.chdir(shallow)

    assert "this clone is shallow: run 'git fetch --unshallow'" in run("HEAD~1", code=2).stderr


def test_a_course_that_was_not_there(project):
    git(project, "rm", "-rq", "--cached", "course/demo")
    git(project, "commit", "-qm", "Without")

    out = run("HEAD", "--format", "markdown", code=3).stdout
    assert "- **demo**: a new course of 4 pages (course/demo/course.yaml)" in out
    assert "- **one.signs**: new, for staff, carer" in out and "— needs a review" in out
    assert "- **Q1**: new, in 'one.practice'" in out and "**NRM-01**: new" in out


def test_a_course_that_is_there_no_more(project):
    for name in ("course/demo", "course/other"):
        (project / name).mkdir(exist_ok=True)
    (project / "course/other/course.yaml").write_text(COURSE.replace("id: demo", "id: other"))
    git(project, "add", "-A")
    git(project, "commit", "-qm", "Two")
    (project / "course/other/course.yaml").unlink()

    assert "packages: other: the course is gone: its packages are not made any more" in run("HEAD").stdout
    assert "other" not in run("HEAD", "demo").stdout


@pytest.mark.parametrize(("count", "ends"), [(40, "changed39 (a:1)"), (2000, "`signpost diff` shows all of it.")])
def test_a_comment_is_never_too_long_for_github(count, ends):
    """Details go first, and then lines; it is said."""
    details = tuple(f"+ {'é' * 40}" for _ in range(40))
    changes = tuple(
        Change(kind="pages", what="one.signs", words=f"is): changed{n}", place="a:1", details=details)
        for n in range(count)
    )
    whole = markdown([Comparison(course="c", title="C", since="x", changes=changes, needed_for=())])

    assert len(whole.encode()) < 60_200 and "too long for a comment" in whole and "<pre>" not in whole
    assert whole.endswith(ends)


def test_in_a_hook_of_git(project, monkeypatch):
    """Git tells its hooks where its own files are, counted from the top; the project may lie below."""
    edit(project, M, ("- Tired", "- Very tired"))
    monkeypatch.setenv("GIT_DIR", ".git-of-somewhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "nowhere/index")

    assert "- Tired" in run("HEAD").stdout


@pytest.mark.parametrize("moved", ["a merge", "a tag", "an untracked file", "a folder that has moved"])
def test_whatever_git_calls_a_revision(project, moved):
    """A merge, a tag, a tree that is dirty: what is compared is what is on disk."""
    edit(project, M, ("- Tired", "- Very tired"))
    match moved:
        case "a merge":
            git(project, "stash", "-q")
            git(project, "checkout", "-q", "-b", "other")
            git(project, "commit", "-q", "--allow-empty", "-m", "Other")
            git(project, "checkout", "-q", "-")
            git(project, "merge", "-q", "--no-ff", "-m", "Merge", "other")
            git(project, "stash", "pop", "-q")
        case "a tag":
            git(project, "tag", "-a", "v1", "-m", "One")
        case "an untracked file":
            (project / "modules/one/notes.txt").write_text("Mine")
        case _:
            edit(project, M, ("id: one", "id: two"))
            (project / "modules/one").rename(project / "modules/two")
            for path in ("course/demo/course.yaml", "quizzes/asked.yaml"):
                (project / path).write_text((project / path).read_text().replace("[one]", "[two]"))
    said = run("v1" if moved == "a tag" else "HEAD").stdout

    assert ("- Tired" in said) if "folder" not in moved else ("two.staff: called 'one.staff' before" in said)
    assert "keeps that" not in said


def test_what_an_author_writes_stays_words():
    """Nobody is called, no issue is linked, no line begins a heading, nothing is markup."""
    evil = "@lead see #12, GH-7, https://evil.example <img src=x>\n\n    # Heading `x` $y$ &copy;"
    change = Change(kind="facts", what="@x", words=evil, place="a/@b:1")
    (item,) = [
        line
        for line in markdown([Comparison(course="c", title=evil, since="a`b", changes=(change,), needed_for=())]).split(
            "\n"
        )
        if line.startswith("- ")
    ]

    for sign in ("@l", "@x", "@b", "#1", "GH-7", "https:", " <", " `", " $", "&c"):
        assert sign not in item
    assert "Heading" in item and r"\<img src=x\>" in item


def test_sources_that_had_errors(project):
    (project / M).write_text(MODULE.replace("- Tired", "{fact:NO-1}"))
    git(project, "commit", "-qam", "Broken")
    (project / M).write_text(MODULE)

    result = run("HEAD", code=1)
    assert "the sources as they were at HEAD have errors" in result.stderr and "unknown-fact" in result.stderr


def test_a_project_below_its_repository(tmp_path, monkeypatch):
    """With files that are left out of archives, a name that is no ASCII, and a link."""
    below = tmp_path / "trust/training"
    a_project(below, **BEFORE)
    (below / "modules/one/gäte.png").symlink_to("gate.png")
    edit(below, M, ("(gate.png)", "(g%C3%A4te.png)"))
    (tmp_path / ".gitattributes").write_text("*.png export-ignore\n")
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=N", "-c", "user.email=n@example.org", "commit", "-qm", "x"],
    ):
        git(tmp_path, *words)
    monkeypatch.chdir(below)

    assert "no learner will see a difference" in run("HEAD", code=0).stdout
