"""A course that shows some pages of a module, and how long a module takes."""

from dataclasses import replace

from signpost_builder.editions import edition
from signpost_builder.minutes import minutes_of, reckoned_minutes
from signpost_builder.model import For, Node, Option

from tests.builders import a_check, a_course, a_module, a_page, a_scenario, an_audience, prose
from tests.source_projects import FILES, a_project, a_read_course, findings

BODY = """
Before the first.

## First

See [the second](page:one.second).

## Second

Words.

::: for carer
## Third

See [the second](page:one.second) again.
:::
"""


def chosen(pages: str) -> dict[str, str]:
    return {"body": BODY, "course/demo/course.yaml": FILES["course/demo/course.yaml"] + f"pages: {{one: [{pages}]}}\n"}


def test_the_chosen_pages_and_the_opening_page(tmp_path):
    """In the module's own order, however they are named; the whole module's objectives are not claimed."""
    (module,) = a_read_course(tmp_path, **chosen("third, second")).modules

    assert [page.id for page in module.pages] == ["one.start", "one.second", "one.third"]
    assert (module.objectives, module.stated_minutes) == ((), 0)


def test_a_link_to_a_page_that_is_left_out_is_broken(tmp_path):
    (found,) = findings(a_project(tmp_path, **chosen("first")))

    assert (found.code, found.span.line) == ("broken-link", 13)
    assert found.message == "the page 'one.second' is not among those that the course 'demo' shows of its module"
    assert "course/demo/course.yaml" in found.hint


def test_a_link_into_a_module_that_the_course_does_not_have(tmp_path):
    """The page exists, so that "there is no page" would send the author looking for a slip."""
    other = FILES["modules/one/module.md"].replace("id: one", "id: two")
    (found,) = [
        one
        for one in findings(a_project(tmp_path, body="See [it](page:two.start).", **{"modules/two/module.md": other}))
        if one.severity == "error"
    ]

    assert found.message == "the course 'demo' does not have the module of the page 'two.start'"


def test_the_questions_of_pages_that_are_left_out_are_not_asked(tmp_path):
    """Neither judged with the course's questions nor in the way of asking the set after the course."""
    quiz = FILES["quizzes/asked.yaml"]
    body = "## First\n\nWords.\n\n## Second\n\n::: quiz ref=asked\n:::\n\n::: quiz ref=other\n:::\n"
    other = quiz.replace("id: asked", "id: other").replace("K01", "K02").replace("Whom do you tell?", "Who can help?")
    files = {**chosen("first"), "body": body, "quizzes/other.yaml": other}

    assert list(a_read_course(tmp_path, **files).question_sets) == ["asked"]


def test_links_of_pages_that_are_left_out_do_not_matter(tmp_path):
    assert findings(a_project(tmp_path, **chosen("start"))) == ()


def of(*blocks, **changes) -> int:
    """Minutes of a module of one page without any other words."""
    return reckoned_minutes(a_module(a_page(*blocks, title=""), **{"summary": "", "objectives": (), **changes}))


def test_minutes_follow_the_words():
    """238 a minute, to the nearest; how long somebody thinks about a question is not reckoned."""
    words = prose(f"<p>{' word' * 238}</p>")

    assert [of(), of(words), of(words, words, prose("<p>One more.</p>")), of(words, a_check())] == [1, 1, 2, 1]


def test_each_audience_has_its_own_minutes():
    """What is for others does not count; what the author states holds for everybody."""
    long = For(blocks=(prose(f"<p>{' word' * 1000}</p>"),), audiences=("staff",))
    everyone = (an_audience(), an_audience(id="caregiver"))
    module = a_module(a_page(prose(), long), audiences=("staff", "caregiver"))

    for stated, expected in ((0, [4, 1]), (7, [7, 7])):
        course = a_course(replace(module, stated_minutes=stated), audiences=everyone, plans={})
        assert [minutes_of(edition(course, None, who).modules[0]) for who in everyone] == expected


def a_moment(id: str, words: int, *options: tuple[int, str]) -> Node:
    choices = tuple(Option(text="", feedback=" word" * feedback, target=target) for feedback, target in options)
    return Node(id=id, body=prose(" word" * words), options=choices)


def test_one_way_through_a_scenario_is_read():
    """238 words, then 1,190 words or none, then 238; a way back is not gone. The mean: 1 + 2.5 + 1."""
    start = a_moment("start", 238, (0, "aside"), (0, "end"))
    aside = a_moment("aside", 1190, (0, "end"), (999, "start"))

    assert of(a_scenario(nodes=(start, aside, a_moment("end", 238 + 60)))) == 5


def test_a_scenario_of_any_length_is_reckoned():
    """The ways through 5,000 moments are too many to go one by one, and too deep to go by recursion."""
    moments = [
        a_moment(f"n{number}", 1, (0, f"n{number + 1}"), (0, f"n{min(number + 2, 5000)}")) for number in range(5000)
    ]

    assert 12 < of(a_scenario(nodes=(*moments, a_moment("n5000", 1)))) < 20
