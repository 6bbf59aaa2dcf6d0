"""A scenario as a Branching Scenario of its own: no host accepts one inside a lesson."""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from signpost_builder.formats.h5p.content import SubContent
from signpost_builder.formats.h5p.labels import labelled
from signpost_builder.formats.h5p.media import file_value, media_path, neutral_picture
from signpost_builder.formats.h5p.proof import kept
from signpost_builder.formats.h5p.workshop import Activity, Workshop, left_out
from signpost_builder.model import Node, Scenario, every_block

HEADING = re.compile(r"[^.!?]{12,80}[.!?]")  # a first sentence that serves as the title of an end
FIRST_END = -1  # ends are negative numbers: -1, -2 … one for each end of ours


def scenarios(shop: Workshop) -> Iterator[Activity]:
    for module in shop.edition.modules:
        for page in module.pages:
            for block in every_block(page.blocks):
                if isinstance(block, Scenario):
                    yield scenario(shop, block)


def scenario(shop: Workshop, scenario: Scenario) -> Activity:
    """Links are places in the list of contents; each end leads to a closing screen of its own."""
    contents = _Contents(shop, scenario)
    picture = neutral_picture()
    image = file_value(picture)
    params = {
        "branchingScenario": {
            "title": _plain(shop, scenario.title),
            "startScreen": {
                "startScreenTitle": _comment(shop, escape(scenario.title)),
                "startScreenSubtitle": _lines(shop, *shop.banners, shop.h5p["scenario"]["start"], *shop.first_help),
                "startScreenImage": image,
                "startScreenAltText": _plain(shop, shop.h5p["scenario"]["picture"]),
            },
            "endScreens": [
                {
                    "endScreenTitle": _comment(shop, escape(_end_title(shop, node))),
                    "endScreenSubtitle": _lines(shop, *shop.first_help),
                    "endScreenImage": image,
                    "contentId": FIRST_END - number,
                    "endScreenScore": 0,
                }
                for number, node in enumerate(contents.ends)
            ],
            "content": contents.items(),
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
        media={media_path(picture): picture},
        differences=tuple(left_out(shop.edition.course, "".join(texts))),
    )


def _end_title(shop: Workshop, node: Node) -> str:
    """The author's title, else the first sentence of the end if it is as short as a heading, else the general words."""
    body = " ".join(kept("".join(str(part) for part in node.body.parts)).split())
    first = HEADING.match(body)
    return node.title or (first[0] if first else shop.h5p["scenario"]["end"])


class _Contents:
    """The list of contents of one scenario.

    A decision takes two places: the story as a text, then the question. H5P hides the screen on which a question stands
    from assistive technology and opens the next question inside it, so a question straight after another could not be
    reached with a screen reader.
    """

    def __init__(self, shop: Workshop, scenario: Scenario) -> None:
        self._shop, self._scenario = shop, scenario
        self.ends = [node for node in scenario.nodes if not node.options]
        self._places: dict[str, int] = {}
        place = 0
        for node in scenario.nodes:
            self._places[node.id] = place
            place += 2 if _decides(node) else 1

    def items(self) -> list[dict[str, Any]]:
        return [item for node in self._scenario.nodes for item in self._of(node)]

    def _of(self, node: Node) -> Iterator[dict[str, Any]]:
        story = "".join(str(part) for part in node.body.parts)
        if _decides(node):
            decision = self._places[node.id] + 1
            yield self._item(self._text(node, story), decision)
            yield self._item(self._question(node), decision)  # its alternatives say where it leads
        elif node.options:
            (only,) = node.options
            story += f"<p><strong>{only.text}</strong></p>{only.feedback}"
            yield self._item(self._text(node, story), self._places[only.target])
        else:
            yield self._item(self._text(node, story), FIRST_END - self.ends.index(node))

    def _text(self, node: Node, html: str) -> SubContent:
        html = html or f"<p><strong>{escape(self._scenario.title)}</strong></p>"
        text = self._shop.lowering.field(html, "text", self._shop.named_source)
        return self._shop.make.sub("H5P.AdvancedText", {"text": text}, self._name(node), self._scenario.title)

    def _question(self, node: Node) -> SubContent:
        shop, cite = self._shop, self._shop.named_source
        alternatives = [
            {
                "text": shop.lowering.field(option.text, "plain", cite),
                "nextContentId": self._places[option.target],
                "feedback": {"title": "", "subtitle": shop.lowering.field(option.feedback, "comment", cite)},
            }
            for option in node.options
        ]
        asked = shop.lowering.field(f"<p>{escape(shop.h5p['scenario']['decide'])}</p>", "question", cite)
        question = {"question": asked, "alternatives": alternatives}
        name = f"{self._name(node)}/decision"
        return shop.make.sub("H5P.BranchingQuestion", {"branchingQuestion": question}, name, self._scenario.title)

    def _name(self, node: Node) -> str:
        return f"scenario/{self._scenario.id}/{node.id}"

    def _item(self, type: SubContent, target: int) -> dict[str, Any]:
        return {
            "type": type,
            "showContentTitle": False,
            "proceedButtonText": _plain(self._shop, self._shop.h5p["scenario"]["proceed"]),
            "forceContentFinished": "useBehavioural",
            "contentBehaviour": "useBehavioural",
            "feedback": {"title": "", "subtitle": ""},
            "nextContentId": target,
        }


def _decides(node: Node) -> bool:
    """Whether there is something to choose: an end, and a moment with one way on, are texts."""
    return len(node.options) > 1


def _lines(shop: Workshop, *texts: str) -> str:
    """These screens stand in a heading, which can hold no paragraphs."""
    return _comment(shop, "<br>".join(escape(text) for text in texts))


def _plain(shop: Workshop, text: str) -> str:
    return shop.lowering.field(escape(text), "plain", shop.named_source)


def _comment(shop: Workshop, html: str) -> str:
    return shop.lowering.field(html, "comment", shop.named_source)
