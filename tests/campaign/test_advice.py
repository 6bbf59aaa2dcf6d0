"""What is advised on modules is advised on posts: every seeded defect is found where it stands, and nothing else is."""

from pathlib import PurePosixPath

import pytest
from signpost_builder.editions import edition
from signpost_builder.language.knowing import Kept, judge, know
from signpost_builder.source.files import Project
from signpost_builder.writing import advice

from tests.campaign.small import AS_OF, FILES, a_campaign, course_of

WORDING = "avoid: [{avoid: [drug runner], say: a child, why: First a victim.}, {avoid: [disclosed], say: told, why: x., audiences: [other]}]\n"
LONG = "You tell the lead at once, and then you write down what you saw, what you heard, who was there, what they said and when it was."
HARD = "Multidisciplinary safeguarding arrangements necessitate organisational accountability. " * 6


def advised(tmp_path, text, *, after=""):
    posts = FILES["course/talk/posts.yaml"].replace(
        'x: ["Tell somebody today. {contact:childline}."]', f"x:\n      - '{text}'{after}"
    )
    other = "audiences: [{id: other, title: Others}]\n"
    files = {"course/wording.yaml": WORDING, "course/other/course.yaml": other, "course/talk/posts.yaml": posts}
    course = course_of(tmp_path, **files)
    found = advice(course, [edition(course)], Project(tmp_path))
    return [(each.span.line, each.span.column, each.code) for each in found if each.span.path.name == "posts.yaml"]


@pytest.mark.parametrize(
    ("text", "column", "code"),
    [
        ("He is a drug runner.", 18, "avoided-word"),
        (f"Tell. {LONG}", 16, "long-sentence"),
        ("Tell the LADO.", 19, "unexplained-abbreviation"),
        ("Write to amina.khan@hill-school.org.uk.", 19, "personal-data"),
        ("Amina lives at DL1 1AA.", 25, "personal-data"),
        ("Ring 07911 123456 now.", 15, "personal-data"),
        (HARD, 10, "hard-page"),
    ],
)
def test_every_defect_is_found(tmp_path, text, column, code):
    assert advised(tmp_path, text) == [(7, column, code)]


@pytest.mark.parametrize(
    "text",
    [
        "Tell somebody today: {contact:childline}. In danger now: 999.",
        'They say "drug runner". Nobody should.',
        "The local officer (LADO) helps. #LADO #SpotTheSigns",
        "She disclosed it.",  # a word for others, who read no post here
        "Look for change. " * 9 + "#MultidisciplinarySafeguardingArrangements " * 9,
    ],
)
def test_nothing_else_is_found(tmp_path, text):
    assert advised(tmp_path, text) == []


def test_each_post_is_read_alone(tmp_path):
    """Who sees it on one network has not read what explains a word on another."""
    facebook = FILES["course/talk/posts.yaml"].replace("Tell somebody today.", "The local officer (LADO) helps.", 1)
    posts = facebook.replace('x: ["Tell somebody', 'x: ["The LADO helps. Tell somebody', 1)
    course = course_of(tmp_path, **{"course/talk/posts.yaml": posts})

    (found,) = [each for each in advice(course, [edition(course)], Project(tmp_path)) if "LADO" in each.message]
    assert "nothing before it in 'cards.tell for X'" in found.message


def test_it_is_silenced_on_its_line_with_a_reason(tmp_path):
    silence = "  # signpost: ignore avoided-word because a court says so"

    assert advised(tmp_path, "He is a drug runner.", after=silence) == []
    assert advised(tmp_path, "He is a child.", after=silence) == [(7, 27, "unused-silence")]


def test_in_an_editor_it_moves_with_its_line(tmp_path):
    """Though the posts say the same: a line more above it, and a reason beside it."""
    posts = FILES["course/talk/posts.yaml"].replace("Tell somebody today.", "A drug runner. Tell somebody today.", 1)
    a_campaign(
        tmp_path, **{"course/wording.yaml": WORDING.replace("[other]", "[carer]"), "course/talk/posts.yaml": posts}
    )
    path, kept = PurePosixPath("course/talk/posts.yaml"), Kept(tmp_path)

    def lines(text):
        kept.known = know(tmp_path, {path: text}, AS_OF, kept)
        kept.known = judge(kept)
        return [each.span.line for each in kept.known.findings if each.code == "avoided-word"]

    silence = "    # signpost: ignore avoided-word because a court says so\n    facebook"
    assert (lines(posts), lines(f"# Posts\n{posts}"), lines(posts.replace("    facebook", silence, 1))) == (
        [4],
        [5],
        [],
    )
