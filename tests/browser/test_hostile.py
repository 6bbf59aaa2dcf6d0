"""Text is text: whatever an author, an office or a learner writes is shown and never run."""

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import packages
from tests.browser.inspections import inspect
from tests.browser.learner import RIGHT
from tests.browser.starts import Start

if TYPE_CHECKING:
    from signpost_builder.model import Course

NASTY = (
    "<script>document.title='hacked'</script>",
    "<img src=x onerror=\"document.title='hacked'\">",
    "\"'><svg/onload=alert(1)>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>&lt;b&gt;&amp;&#60;i&#62;",
    "{{ 7*7 }} {% raw %} ${7*7} `${alert(1)}`",
    "javascript:alert(1)",
    "‮desrever‬ שלום مرحبا",
    "👩🏽‍🏫🚸 é ñ 漢字 \u2028",
    "\\u003cscript\\u003e \\n \\",
    "x" * 10_000,
)


def everywhere(value: Any, text: str) -> Any:
    """The same course with `text` added to each field that is plain text: titles, names, objectives, labels of contacts."""
    if isinstance(value, tuple):
        return tuple(everywhere(one, text) for one in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(value):
        if not field.init:
            continue
        old = getattr(value, field.name)
        kind = type(value).__name__
        if (kind, field.name) in PLAIN and isinstance(old, str) and old:
            changes[field.name] = f"{old} {text}"
        elif field.name == "objectives":
            changes[field.name] = tuple(f"{one} {text}" for one in old)
        elif isinstance(old, tuple) or dataclasses.is_dataclass(old):
            changes[field.name] = everywhere(old, text)
        elif hasattr(old, "items") and field.name in ("contacts", "facts", "question_sets"):
            changes[field.name] = {key: everywhere(one, text) for key, one in old.items()}
    return dataclasses.replace(value, **changes)


PLAIN = {
    ("Course", "title"), ("Course", "summary"), ("Audience", "title"), ("Module", "title"), ("Module", "summary"),
    ("Module", "content_note"), ("Page", "title"), ("QuestionSet", "title"), ("Scenario", "title"), ("Sensitive", "title"),
    ("Callout", "title"), ("Contact", "name"), ("Contact", "purpose"), ("Contact", "hours"), ("Site", "name"),
    ("Source", "publisher"), ("Source", "title"), ("Source", "date"), ("Fact", "claim"), ("NumberQuestion", "unit"),
}  # fmt: skip

SHAPE = """() => ({
  scripts: document.querySelectorAll("script").length,
  frames: document.querySelectorAll("iframe, object, embed, form[action^='http'], base, meta[http-equiv=refresh]").length,
  images: document.querySelectorAll("img").length,
  handlers: [...document.querySelectorAll("*")].filter((one) => [...one.attributes].some((two) => two.name.startsWith("on"))).length,
  odd: [...document.querySelectorAll("[href]")].filter((one) => /^\\s*javascript:/i.test(one.getAttribute("href"))).length,
})"""


@pytest.mark.parametrize(
    "text",
    [pytest.param(text, id=f"{n}", marks=[pytest.mark.slow] if n % 3 else []) for n, text in enumerate(NASTY)],
)
def test_nasty_plain_text_is_inert(start: Start, text: str) -> None:
    """The page has the same elements as with harmless words, shows the words as written, and still works."""
    course: Course = everywhere(packages.course(), text)
    which = {"site": "oak"}
    tame = start.web(which=which).course.evaluate(SHAPE)
    learner = start.web(course, which=which, viewport={"width": 320, "height": 640})
    nasty = learner.course.evaluate(SHAPE)
    learner.go("crossing.look-both-ways")
    heading = learner.page.locator("h2").first.evaluate("one => one.textContent")
    verdict = learner.check("CK1", [1])
    wide = inspect(learner.course, ("sideways",))

    assert wide == []
    assert nasty == tame
    assert verdict == "right"
    assert " ".join(text.split()) in " ".join(heading.split())


def test_nasty_words_of_an_author_are_inert(start: Start, tmp_path) -> None:
    """In Markdown and YAML: written as code or escaped, it is shown; stems, choices, feedback, scenario, table, alt text."""
    shown = "`<script>alert(1)</script>`"
    escaped = "\\<img src=x onerror=alert(1)\\>"
    course = packages.variant(
        tmp_path / "nasty",
        {
            "quizzes/check-crossing.yaml": {
                "stem: Which light lets you walk?": f"stem: 'Which light {shown} lets you walk?'",
                "text: Red, feedback: Red means stop.": f"text: 'Red {shown}', feedback: '{escaped} &lt;b&gt; \" '' stop.'",
            },
            "quizzes/knowledge.yaml": {"text: A stranger,": f"text: 'A stranger {shown} {escaped}',"},
            "modules/crossing/module.md": {
                "Wait until the cars have stopped": f"Wait {shown} {escaped}",
                "**Stop.**": f"**Stop {shown}.**",
            },
            "modules/telling/module.md": {"[Tell Kit to be careful]": f"[Tell Kit {shown}]"},
        },
    )
    tame = start.web().course.evaluate(SHAPE)
    learner = start.web(course)
    learner.go("crossing.look-both-ways")
    learner.check("CK1", [0])
    question = learner.question("CK1").inner_text()

    assert learner.course.evaluate(SHAPE) == tame
    assert "<script>alert(1)</script>" in question
    assert learner.after(RIGHT) == "passed"


@pytest.mark.parametrize("standard", ["1.2", "2004"])
def test_a_nasty_course_on_a_platform(start: Start, standard: str) -> None:
    """Titles full of markup survive the manifest, and the platform's page reads them as text."""
    course = everywhere(packages.course(), NASTY[0] + NASTY[2] + NASTY[9])
    learner = start(standard, of=course)
    learner.next()
    learner.leave()

    assert learner.platform.manifest["title"].startswith("Crossing the road <script>")
    assert learner.platform.page.title() == "A learning platform for tests"


def test_a_learner_s_own_name_is_inert(start: Start) -> None:
    learner = start.web()
    learner.after(RIGHT)
    learner.go("certificate")
    tame = learner.course.evaluate(SHAPE)
    learner.course.locator("#certificate-name").fill(NASTY[1])
    learner.course.emulate_media(media="print")

    assert learner.course.evaluate(SHAPE) == tame
    assert learner.course.title() != "hacked"
