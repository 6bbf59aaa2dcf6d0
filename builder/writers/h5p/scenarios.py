"""A scenario as a Branching Scenario of its own: no host accepts one inside a lesson."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from builder.model import Node, Scenario, every_block
from builder.writers.h5p.content import SubContent
from builder.writers.h5p.labels import labelled
from builder.writers.h5p.workshop import Activity, Workshop, left_out

DEFAULT_END = -1


def scenarios(shop: Workshop) -> Iterator[Activity]:
    for module in shop.edition.modules:
        for page in module.pages:
            for block in every_block(page.blocks):
                if isinstance(block, Scenario):
                    yield scenario(shop, block)


def scenario(shop: Workshop, scenario: Scenario) -> Activity:
    """Links are places in the list of contents; an end leads to the closing screen."""
    places = {node.id: place for place, node in enumerate(scenario.nodes)}
    title = _plain(shop, scenario.title)
    params = {
        "branchingScenario": {
            "title": title,
            "startScreen": {
                "startScreenTitle": _comment(shop, escape(scenario.title)),
                "startScreenSubtitle": _lines(shop, *shop.banners, shop.h5p["scenario"]["start"], *shop.first_help),
            },
            "endScreens": [
                {
                    "endScreenTitle": _comment(shop, escape(shop.h5p["scenario"]["end"])),
                    "endScreenSubtitle": _lines(shop, *shop.first_help),
                    "contentId": DEFAULT_END,
                    "endScreenScore": 0,
                }
            ],
            "content": [_content(shop, scenario, node, places) for node in scenario.nodes],
            "scoringOptionGroup": {"scoringOption": "no-score", "includeInteractionsScores": False},
            "behaviour": {
                "enableBackwardsNavigation": True,
                "forceContentFinished": False,
                "randomizeBranchingQuestions": False,
            },
        }
    }
    texts = [
        str(part)
        for node in scenario.nodes
        for part in (*node.body.parts, *(option.feedback for option in node.options))
    ]
    return Activity(
        name=f"scenario-{scenario.id}",
        title=scenario.title,
        main="H5P.BranchingScenario",
        params=labelled("H5P.BranchingScenario", params, shop.edition.language),
        differences=tuple(left_out(shop.edition.course, "".join(texts))),
    )


def _content(shop: Workshop, scenario: Scenario, node: Node, places: Mapping[str, int]) -> dict[str, Any]:
    target = places[node.options[0].target] if len(node.options) == 1 else DEFAULT_END
    return {
        "type": _type(shop, scenario, node, places),
        "showContentTitle": False,
        "proceedButtonText": _plain(shop, shop.h5p["scenario"]["proceed"]),
        "forceContentFinished": "useBehavioural",
        "contentBehaviour": "useBehavioural",
        "feedback": {"title": "", "subtitle": ""},
        "nextContentId": target,
    }


def _type(shop: Workshop, scenario: Scenario, node: Node, places: Mapping[str, int]) -> SubContent:
    """A decision is a question; an end, or a moment with one way on, is a text."""
    body = "".join(str(part) for part in node.body.parts)
    name, cite = f"scenario/{scenario.id}/{node.id}", shop.named_source
    if len(node.options) < 2:
        for option in node.options:
            body += f"<p><strong>{option.text}</strong></p>{option.feedback}"
        return shop.make.sub(
            "H5P.AdvancedText", {"text": shop.lowering.field(body, "text", cite)}, name, scenario.title
        )
    alternatives = [
        {
            "text": shop.lowering.field(option.text, "plain", cite),
            "nextContentId": places[option.target],
            "feedback": {"title": "", "subtitle": shop.lowering.field(option.feedback, "comment", cite)},
        }
        for option in node.options
    ]
    question = {"question": shop.lowering.field(body, "question", cite), "alternatives": alternatives}
    return shop.make.sub("H5P.BranchingQuestion", {"branchingQuestion": question}, name, scenario.title)


def _lines(shop: Workshop, *texts: str) -> str:
    """These screens stand in a heading, which can hold no paragraphs."""
    return _comment(shop, "<br>".join(escape(text) for text in texts))


def _plain(shop: Workshop, text: str) -> str:
    return shop.lowering.field(escape(text), "plain", shop.named_source)


def _comment(shop: Workshop, html: str) -> str:
    return shop.lowering.field(html, "comment", shop.named_source)
