"""A review is bound to what was read: it holds as long as that says the same, and no longer."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from signpost_builder.cli import main
from signpost_builder.editions import edition
from signpost_builder.package import read_asset
from signpost_builder.page.document import single_file
from signpost_builder.page.rendered import render
from signpost_builder.page.strings import strings
from signpost_builder.read.roles import role_fault
from signpost_builder.reviewing.standing import is_draft, sets_since_review, since_review, summary

from tests.source_projects import AS_OF, PNG, a_project, findings

BODY = """\
Welcome. Tell {contact:childline}.

## Signs

One change is {fact:NRM-01}.

- Late
- Tired

![A gate](gate.png)

## Practice

::: quiz ref=check
:::
"""
CHECK = """\
id: check
title: Try it
kind: knowledge
questions:
  - {id: C1, type: true-false, stem: A sign proves it., answer: false, facts: [LAW-01]}
"""
FILES = {"body": BODY, "quizzes/check.yaml": CHECK, "modules/one/gate.png": PNG, "modules/one/clock.svg": "<svg/>"}
LEAD = "Designated safeguarding lead"


@pytest.fixture
def project(tmp_path, monkeypatch):
    a_project(tmp_path, **FILES)
    (tmp_path / "modules/one/clock.svg").unlink()
    with (tmp_path / "course/demo/course.yaml").open("a") as file:
        file.write("formats: [web]\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words, code=0):
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == code, result.output
    return result.output


def signed(*more, name="one", role=LEAD):
    return run("review", name, "--role", role, "--date", "2026-11-20", *more)


def course_of(project):
    from signpost_builder.read import read_course

    return read_course(project / "course/demo", as_of=AS_OF)[0]


def html_of(edition):
    return single_file(render(edition), read_asset).decode()


def states(project):
    return [each.state for each in since_review(course_of(project), "one")]


def edit(project, path, old, new):
    file = project / path
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_what_nobody_has_read_is_new(project):
    assert states(project) == ["new", "new", "new"]
    assert summary(course_of(project)) == "demo: reviewed 0 of 3 pages and 0 of 1 question set"


def test_a_review_covers_what_was_read(project):
    assert signed() == f"one: 3 of 3 pages read as '{LEAD}' on 2026-11-20\n"
    assert states(project) == ["reviewed"] * 3
    assert since_review(course_of(project), "one")[0].reviews[0].role == LEAD
    assert since_review(course_of(project), "other") == ()


def test_what_an_editor_holds_counts(project):
    """Of a question set on a page, too: the banner of the last page is back before anything is saved."""
    from pathlib import PurePosixPath

    from signpost_builder.read import read_course

    signed()
    unsaved = {PurePosixPath("quizzes/check.yaml"): CHECK.replace("A sign", "One sign")}
    course, _ = read_course(project / "course/demo", as_of=AS_OF, unsaved=unsaved)

    assert [each.state for each in since_review(course, "one")] == ["reviewed", "reviewed", "changed"]


def test_one_page_of_a_module(project):
    signed("--page", "signs")

    assert states(project) == ["new", "reviewed", "new"]


EDITS = {
    "its words": ("modules/one/module.md", "Tired", "Very tired", ["reviewed", "changed", "reviewed"]),
    "what a fact says": ("modules/facts.yaml", "19,125 people\n", "19,126 people\n", ["reviewed", "changed", "reviewed"]),
    "the period of a fact": ("modules/facts.yaml", '"2024"', '"2023"', ["reviewed", "changed", "reviewed"]),
    "a contact": ("modules/helplines.yaml", "0800 1111", "0800 789 321", ["changed", "reviewed", "reviewed"]),
    "a check": ("quizzes/check.yaml", "answer: false", "answer: true", ["reviewed", "reviewed", "changed"]),
    "a fact of a check": ("modules/facts.yaml", "Modern Slavery Act", "An Act", ["reviewed", "reviewed", "changed"]),
    "the heading": ("modules/one/module.md", "## Signs", "## Signs of it {#signs}", ["reviewed", "changed", "reviewed"]),
    "what the module says of itself": ("modules/one/module.md", "The only one.", "One of one.", ["changed", "reviewed", "reviewed"]),
    "white space": ("modules/one/module.md", "One change\nis", "One  change is", ["reviewed"] * 3),
    "a comment": ("modules/one/module.md", "- Late", "<!-- why -->\n- Late", ["reviewed"] * 3),
    "when a fact was checked": ("modules/facts.yaml", "checked: 2026-11-22", "checked: 2026-11-23", ["reviewed"] * 3),
    "a fact that no page shows": ("modules/helplines.yaml", "Any worry, for under 19s", "Any worry", ["changed", "reviewed", "reviewed"]),
    "minutes and dates of the module": ("modules/one/module.md", "minutes: 5", "minutes: 6\nreview_by: 2027-01-01", ["reviewed"] * 3),
}  # fmt: skip


@pytest.mark.parametrize("edited", EDITS)
def test_an_edit_reopens_what_it_changes(project, edited):
    path, old, new, expected = EDITS[edited]
    if edited == "white space":
        edit(project, path, "One change is", "One change\nis")
    signed()

    edit(project, path, old, new)

    assert states(project) == expected


def test_another_picture_under_the_same_name_reopens_its_page(project):
    signed()
    (project / "modules/one/gate.png").write_bytes(PNG[:-12] + b"\0\0\0\0tEXt\0\0\0\0" + PNG[-12:])

    assert states(project) == ["reviewed", "changed", "reviewed"]


def test_a_page_that_is_new_and_one_that_is_gone(project):
    signed()
    edit(project, "modules/one/module.md", "## Practice", "## More\n\nText.\n\n## Practice")
    edit(project, "modules/one/module.md", "## Signs", "## What to see")

    assert states(project) == ["reviewed", "new", "new", "reviewed"]
    signed()
    assert "signs:" not in (project / "modules/reviews.yaml").read_text()


def test_a_changed_page_is_told_and_is_an_error_before_a_release(project):
    signed()
    edit(project, "modules/one/module.md", "Tired", "Very tired")

    warned = run("check", "demo", "--as-of", "2026-11-23")
    assert "modules/one/module.md:10:1: warning[changed-since-review]: the page 'one.signs' has changed" in warned
    assert f"'{LEAD}' (2026-11-20)" in warned and "signpost review one" in warned
    strict = run("check", "demo", "--as-of", "2026-11-23", "--strict", code=1)
    assert strict.startswith("demo: reviewed 2 of 3 pages and 0 of 1 question set; 1 changed since\n")


def test_roles_stand_beside_each_other(project):
    """Another role's reading stays; the same role's gives way to its newer one."""
    signed()
    signed(role="Lawyer")
    edit(project, "modules/one/module.md", "Tired", "Very tired")
    signed(role="Lawyer")

    standing = since_review(course_of(project), "one")
    assert [[each.role for each in page.reviews] for page in standing] == [
        [LEAD, "Lawyer"],
        ["Lawyer"],
        [LEAD, "Lawyer"],
    ]


def test_a_question_set_is_read_as_a_whole(project):
    signed(name="quizzes/asked")
    assert [each.state for each in sets_since_review(course_of(project))] == ["reviewed"]

    edit(project, "quizzes/asked.yaml", "Nobody", "A friend")
    assert [each.state for each in sets_since_review(course_of(project))] == ["changed"]


def test_the_banner_stands_on_what_is_a_draft(project):
    """Nothing read: at the top. Some read: on each page that is not. All read: nowhere, and it says who has read it."""
    draft = strings("en", course_of(project).words)["page"]["draft"]
    assert html_of(edition(course_of(project))).count(draft) == 1

    signed("--page", "signs")
    page = html_of(edition(course_of(project)))
    assert page.count(draft) == 4  # opening page, practice, before and after
    assert draft not in page[page.index('id="one.signs"') : page.index('id="one.practice"')]
    assert is_draft(course_of(project), course_of(project).audiences[0])

    signed()
    signed(name="quizzes/asked")
    page = html_of(edition(course_of(project)))
    assert draft not in page
    assert f"Reviewed by {LEAD}, 20 November 2026." in page
    assert not is_draft(course_of(project), course_of(project).audiences[0])


def test_the_list_of_editions_says_what_is_reviewed(project):
    signed("--page", "signs")
    run("build", "demo", "--as-of", "2026-11-23")
    listed = json.loads((project / "output/demo/1.0.0/editions.json").read_text())

    assert listed["reviews"] == {"one.signs": [{"role": LEAD, "date": "2026-11-20"}]}
    assert listed["editions"]["general"]["draft"] is True
    signed()
    signed(name="quizzes/asked")
    run("build", "demo", "--as-of", "2026-11-23")
    assert (
        json.loads((project / "output/demo/1.0.0/editions.json").read_text())["editions"]["general"]["draft"] is False
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["review", "one", "--role", "Jo Bell", "--date", "2026-11-20"], "looks like the name of a person"),
        (["review", "one", "--role", "jo@trust.example", "--date", "2026-11-20"], "names or reaches a person"),
        (["review", "one", "--role", "TBC", "--date", "2026-11-20"], "is a placeholder"),
        (["review", "one", "--role", LEAD, "--date", "2999-01-01"], "is still to come"),
        (["review", "on", "--role", LEAD, "--date", "2026-11-20"], "did you mean 'one'?"),
        (["review", "quizzes/aksed", "--role", LEAD, "--date", "2026-11-20"], "did you mean 'quizzes/asked'?"),
        (["review", "one", "--role", LEAD, "--date", "2026-11-20", "--page", "sings"], "did you mean 'signs'?"),
        (["review", "quizzes/asked", "--page", "x", "--role", LEAD, "--date", "2026-11-20"], "--page is for modules"),
    ],
)  # fmt: skip
def test_what_is_refused_writes_nothing(project, words, said):
    assert said in run(*words, code=2)
    assert not (project / "modules/reviews.yaml").exists()


def test_nothing_is_said_to_be_read_that_could_not_be_written(project, monkeypatch):
    """A full disk, and a second reviewer at the same time: neither loses a line, and none is told that is not there."""
    words = ("review", "one", "--role", LEAD, "--date", "2026-11-20")
    with monkeypatch.context() as full:
        full.setattr(Path, "write_bytes", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        assert "read as" not in run(*words, code=1)
    file = project / "modules/reviews.yaml"
    with monkeypatch.context() as second:
        second.setattr(
            "signpost_builder.reviewing.signing.reviews_text", lambda _: file.write_text("modules: {}\n") and "x"
        )
        said = run(*words, code=1)

    assert "somebody else has changed modules/reviews.yaml meanwhile" in said and "read as" not in said
    assert file.read_text() == "modules: {}\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<<<<<<< HEAD\nmodules: {}\n=======\nquizzes: {}\n>>>>>>> other\n", "merge-conflict"),
        (b"modules: {} # \xe4\n", "not-utf-8"),
        ("modules: {} # a\u202eb\n".encode(), "control-character"),
        (b"modules: {}\n" + b"#" * 1024 * 1024, "file-too-large"),
    ],
)
def test_a_file_of_reviews_that_cannot_be_read_is_told(project, content, code):
    """Two people sign on two branches: what Git leaves is no list in which the second is not."""
    (project / "modules/reviews.yaml").write_bytes(content)

    assert code in run("check", code=1)
    assert code in run("review", "one", "--role", LEAD, "--date", "2026-11-20", code=1)
    assert (project / "modules/reviews.yaml").read_bytes() == content


def test_a_set_is_read_in_the_courses_that_ask_it(project):
    """A course with other contacts, which does not ask the set, makes nothing of its tokens; one that does is told apart."""
    check = project / "quizzes/check.yaml"
    check.write_text(CHECK.replace("facts: [LAW-01]", "facts: [LAW-01], rationale: 'Tell {contact:dsl}.'"))
    course = (project / "course/demo/course.yaml").read_text().replace("id: demo", "id: other")
    (project / "course/other").mkdir()
    (project / "course/other/contacts.yaml").write_text(
        "- {key: dsl, words: somebody else, title: Else, purpose: Other worries, name: other_name}\n"
    )
    (project / "course/other/course.yaml").write_text(course.replace("modules: [one]", "modules: [two]"))
    (project / "modules/two").mkdir()
    (project / "modules/two/module.md").write_text(
        "---\nid: two\ntitle: Two\nsummary: Short.\naudiences: [staff, carer]\n---\n\nText.\n"
    )
    assert "quizzes/check: read" in signed(name="quizzes/check")

    edit(project, "modules/two/module.md", "Text.", "Text.\n\n::: quiz ref=check\n:::")
    refused = run("review", "quizzes/check", "--role", LEAD, "--date", "2026-11-20", code=2)
    assert "shows other contacts in one course than in another" in refused


def test_of_two_names_one_of_which_is_none_nothing_is_said_to_be_read(project):
    refused = run("review", "one", "tow", "--role", LEAD, "--date", "2026-11-20", code=2)

    assert "unknown 'tow'" in refused and "read as" not in refused


def test_nobody_has_read_what_cannot_be_built(project):
    edit(project, "modules/one/module.md", "- Late", "{fact:NRM-02}")

    assert "unknown-fact" in run("review", "one", "--role", LEAD, "--date", "2026-11-20", code=1)
    assert not (project / "modules/reviews.yaml").exists()


@pytest.mark.parametrize("role", ["Designated safeguarding lead", "Trust Safeguarding Lead", "DSL", "Reader with lived experience",
    "Police officer", "Head teacher", "Psychometrician", "Foster carers' group"])  # fmt: skip
def test_roles(role):
    assert role_fault(role) == ""


@pytest.mark.parametrize(
    "role",
    [
        "Jo Bell",
        "Maria",
        "Dr Bell",
        "Mrs Amina Khan",
        "a@b.example",
        "Lead, 01325 555 101",
        "pending",
        "?",
        "",
        "x" * 81,
    ],
)
def test_names_and_placeholders_are_no_roles(role):
    assert role_fault(role)


def test_what_is_wrong_in_the_file_is_told(tmp_path):
    broken = {"modules/reviews.yaml": "modules: {one: [{role: Lead}]}\n"}

    assert {each.code for each in findings(a_project(tmp_path, **broken))} == {"missing-key"}
