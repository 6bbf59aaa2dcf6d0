"""A course that shows some pages of a module, and how long a module takes."""

from dataclasses import replace

from builder.editions import edition
from builder.minutes import minutes
from builder.model import Check, For, Node, Option
from tests.builders import a_check, a_course, a_module, a_page, a_question_set, a_scenario, an_audience, prose
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
    assert (module.objectives, module.minutes) == ((), 0)


def test_a_link_to_a_page_that_is_left_out_is_broken(tmp_path):
    (found,) = findings(a_project(tmp_path, **chosen("first")))

    assert (found.code, found.span.line) == ("broken-link", 13)


def test_links_of_pages_that_are_left_out_do_not_matter(tmp_path):
    assert findings(a_project(tmp_path, **chosen("start"))) == ()


def of(*blocks, **changes) -> int:
    """Minutes of a module of one page without any other words."""
    return minutes(a_module(a_page(*blocks, title=""), **{"summary": "", "objectives": (), **changes}))


def test_minutes_follow_the_words():
    """238 a minute, begun minutes counted."""
    words = prose(f"<p>{' word' * 238}</p>")

    assert [of(), of(words), of(words, prose("<p>One more.</p>"))] == [1, 1, 2]


def test_thinking_takes_time():
    """Half a minute for a question that is asked, a quarter for a decision; of a pool, what is drawn."""
    three = a_question_set(*(a_check().questions.questions * 3))

    assert of(Check(questions=three)) == 2
    assert of(*[a_scenario(nodes=a_scenario().nodes)] * 5) == 2


def test_each_audience_has_its_own_minutes():
    """What is for others does not count; what the author states holds for everybody."""
    long = For(blocks=(prose(f"<p>{' word' * 1000}</p>"),), audiences=("staff",))
    everyone = (an_audience(), an_audience(id="caregiver"))
    module = a_module(a_page(prose(), long), audiences=("staff", "caregiver"))

    for stated, expected in ((0, [5, 1]), (7, [7, 7])):
        course = a_course(replace(module, minutes=stated), audiences=everyone, plans={})
        assert [edition(course, None, who).modules[0].minutes for who in everyone] == expected


def a_moment(id: str, words: int, *options: tuple[int, str]) -> Node:
    choices = tuple(Option(text="", feedback=" word" * feedback, target=target) for feedback, target in options)
    return Node(id=id, body=prose(" word" * words), options=choices)


def test_one_way_through_a_scenario_is_read():
    """238 words and a decision, then 1,190 words or none, then 238; a way back is not gone. The mean: 1.25 + 2.625 + 1."""
    start = a_moment("start", 238, (0, "aside"), (0, "end"))
    aside = a_moment("aside", 1190, (0, "end"), (999, "start"))

    assert of(a_scenario(nodes=(start, aside, a_moment("end", 238)))) == 5


def test_a_scenario_with_many_ways_is_reckoned_at_once():
    """The ways through 80 moments are too many to go one by one."""
    moments = [a_moment(f"n{number}", 1, (0, f"n{number + 1}"), (0, f"n{min(number + 2, 80)}")) for number in range(80)]

    assert 10 < of(a_scenario(nodes=(*moments, a_moment("n80", 1)))) < 20
