"""A scenario as a Branching Scenario of its own: no host accepts one inside a lesson."""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from signpost_builder.formats.h5p.content import SubContent
from signpost_builder.formats.h5p.context import Activity, Context, left_out
from signpost_builder.formats.h5p.labels import labelled
from signpost_builder.formats.h5p.media import file_value, media_path, neutral_picture
from signpost_builder.formats.h5p.proof import kept
from signpost_builder.model import Node, Scenario, every_block

HEADING = re.compile(r"[^.!?]{12,80}[.!?]")  # a first sentence that serves as the title of an end
FIRST_END = -1  # ends are negative numbers: -1, -2 … one for each end of ours


def scenarios(context: Context) -> Iterator[Activity]:
    for module in context.edition.modules:
        for page in module.pages:
            for block in every_block(page.blocks):
                if isinstance(block, Scenario):
                    yield scenario(context, block)


def scenario(context: Context, scenario: Scenario) -> Activity:
    """Links are places in the list of contents; each end leads to a closing screen of its own."""
    contents = _Contents(context, scenario)
    picture = neutral_picture()
    image = file_value(picture)
    params = {
        "branchingScenario": {
            "title": _plain(context, scenario.title),
            "startScreen": {
                "startScreenTitle": _comment(context, escape(scenario.title)),
                "startScreenSubtitle": _lines(
                    context, *context.banners, context.h5p["scenario"]["start"], *context.first_help
                ),
                "startScreenImage": image,
                "startScreenAltText": _plain(context, context.h5p["scenario"]["picture"]),
            },
            "endScreens": [
                {
                    "endScreenTitle": _comment(context, escape(_end_title(context, node))),
                    "endScreenSubtitle": _lines(context, *context.first_help),
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
        params=labelled("H5P.BranchingScenario", params, context.edition.language),
        media={media_path(picture): picture},
        differences=tuple(left_out(context.edition.course, "".join(texts))),
    )


def _end_title(context: Context, node: Node) -> str:
    """The author's title, else the first sentence of the end if it is as short as a heading, else the general words."""
    body = " ".join(kept("".join(str(part) for part in node.body.parts)).split())
    first = HEADING.match(body)
    return node.title or (first[0] if first else context.h5p["scenario"]["end"])


class _Contents:
    """The list of contents of one scenario.

    A decision takes two places: the story as a text, then the question. H5P hides the screen on which a question stands
    from assistive technology and opens the next question inside it, so a question straight after another could not be
    reached with a screen reader.
    """

    def __init__(self, context: Context, scenario: Scenario) -> None:
        self._context, self._scenario = context, scenario
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
        text = self._context.lowering.field(html, "text", self._context.named_source)
        return self._context.make.sub("H5P.AdvancedText", {"text": text}, self._name(node), self._scenario.title)

    def _question(self, node: Node) -> SubContent:
        context, cite = self._context, self._context.named_source
        alternatives = [
            {
                "text": context.lowering.field(option.text, "plain", cite),
                "nextContentId": self._places[option.target],
                "feedback": {"title": "", "subtitle": context.lowering.field(option.feedback, "comment", cite)},
            }
            for option in node.options
        ]
        prompt = context.lowering.field(f"<p>{escape(context.h5p['scenario']['decide'])}</p>", "question", cite)
        question = {"question": prompt, "alternatives": alternatives}
        name = f"{self._name(node)}/decision"
        return context.make.sub("H5P.BranchingQuestion", {"branchingQuestion": question}, name, self._scenario.title)

    def _name(self, node: Node) -> str:
        return f"scenario/{self._scenario.id}/{node.id}"

    def _item(self, type: SubContent, target: int) -> dict[str, Any]:
        return {
            "type": type,
            "showContentTitle": False,
            "proceedButtonText": _plain(self._context, self._context.h5p["scenario"]["proceed"]),
            "forceContentFinished": "useBehavioural",
            "contentBehaviour": "useBehavioural",
            "feedback": {"title": "", "subtitle": ""},
            "nextContentId": target,
        }


def _decides(node: Node) -> bool:
    """Whether there is something to choose: an end, and a moment with one way on, are texts."""
    return len(node.options) > 1


def _lines(context: Context, *texts: str) -> str:
    """These screens stand in a heading, which can hold no paragraphs."""
    return _comment(context, "<br>".join(escape(text) for text in texts))


def _plain(context: Context, text: str) -> str:
    return context.lowering.field(escape(text), "plain", context.named_source)


def _comment(context: Context, html: str) -> str:
    return context.lowering.field(html, "comment", context.named_source)
