"""A scenario for the room: each moment with its choices, and a slide for what follows from each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from signpost_builder.formats.trainer.deck import LETTERS, Choices, Points, Slide, SlideChoice
from signpost_builder.formats.trainer.deck_lines import numbered, told
from signpost_builder.formats.trainer.deck_sources import credits
from signpost_builder.formats.trainer.prose_html import html_of
from signpost_builder.formats.trainer.slide_text import Line, inline, lines, words
from signpost_builder.model import Course, Node, Option, Scenario

MOST_TO_DECIDE = 70  # words of a moment with its choices; beyond, the story has slides of its own before them
AFTER = "after "  # what an end leads to, until the whole deck is there: whatever stands behind the scenario


def scenario_slides(course: Course, scenario: Scenario, place: str, texts: Mapping[str, Any]) -> Iterator[Slide]:
    """In the order of the moments, each with what follows from its choices. The id of a moment is that of its first slide."""
    place = f"{place}-{scenario.id}"
    for node in scenario.nodes:
        sources = credits(course, html_of(node.body))
        yield from (replace(each, sources=sources) for each in _moment(scenario, node, place, texts))
        for at, option in enumerate(node.options):
            sources = credits(course, option.feedback)
            yield from (replace(each, sources=sources) for each in _follows(scenario, node, option, at, place))


def _moment(scenario: Scenario, node: Node, place: str, texts: Mapping[str, Any]) -> Iterator[Slide]:
    text = lines(html_of(node.body))
    id, title = f"{place}-{node.id}", scenario.title
    if not node.options:
        groups = told(text)
        title = f"{title}: {node.title or texts['slides']['end']}"
        *story, end = _story(groups, id, title, goes_on=False)
        yield from story
        yield replace(end, goes_to=f"{AFTER}{place}")
        return
    choices = tuple(
        SlideChoice(inline(option.text), goes_to=_outcome(place, node, at)) for at, option in enumerate(node.options)
    )
    if words([*text, *(choice.text for choice in choices)]) <= MOST_TO_DECIDE:
        yield Slide(id=id, title=title, body=Choices(tuple(text), choices))
        return
    *before, last = told(text)
    yield from _story(before, id, title, goes_on=True)
    yield Slide(id=f"{id}-choices" if before else id, title=title, body=Choices(last, choices))


def _story(groups: list[tuple[Line, ...]], id: str, title: str, *, goes_on: bool) -> Iterator[Slide]:
    """`goes_on`: choices follow, so the title does not count the slides."""
    for at, group in enumerate(groups):
        name = title if goes_on else numbered(title, at, len(groups))
        yield Slide(id=id if at == 0 else f"{id}-{at + 1}", title=name, body=Points(group, "none"))


def _follows(scenario: Scenario, node: Node, option: Option, at: int, place: str) -> Iterator[Slide]:
    """What was chosen, bold, and what follows; the last of its slides leads to the next moment."""
    bold = tuple(replace(run, strong=True) for run in inline(option.text))
    groups = told([bold, *lines(option.feedback)])
    id, title = _outcome(place, node, at), f"{scenario.title}: {LETTERS[at % 26]}"
    for number, group in enumerate(groups):
        last = number == len(groups) - 1
        yield Slide(
            id=id if number == 0 else f"{id}-{number + 1}",
            title=numbered(title, number, len(groups)),
            body=Points(group, "none"),
            goes_to=f"{place}-{option.target}" if last else "",
        )


def _outcome(place: str, node: Node, at: int) -> str:
    return f"{place}-{node.id}-{LETTERS[at % 26].lower()}"


def led_on(slides: Sequence[Slide]) -> Iterator[Slide]:
    """The ends of scenarios lead to the slide behind them; every other slide stays as it is."""
    for at, slide in enumerate(slides):
        if slide.goes_to.startswith(AFTER):
            inside = slide.goes_to.removeprefix(AFTER) + "-"
            target = next((each.id for each in slides[at:] if not each.id.startswith(inside)), "")
            yield replace(slide, goes_to=target)
        else:
            yield slide
