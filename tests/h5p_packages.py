"""H5P packages of each shape that Signpost writes, small, for the tests of what judges and shows them."""

import copy
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from signpost_builder.formats.h5p.library import DEFAULT_PROFILE, PROFILES

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf500f0003860180c55fb5000000000049454e44ae426082"
)
PROFILE = PROFILES[DEFAULT_PROFILE]
Json = dict[str, Any]


def a_nested(machine_name: str, params: Json, title: str = "") -> Json:
    """A sub-content object whose id comes from what it holds."""
    own = str(uuid5(NAMESPACE_URL, machine_name + title + json.dumps(params, sort_keys=True)))
    metadata = {"title": title or machine_name, "license": "U", "contentType": machine_name}
    return {"library": PROFILE.library(machine_name), "params": params, "subContentId": own, "metadata": metadata}


def a_choice(question: str = "Who do you tell?") -> Json:
    answers = [
        {
            "text": "<div>The safeguarding lead</div>",
            "correct": True,
            "tipsAndFeedback": {"chosenFeedback": "<div>Yes, today.</div>"},
        },
        {"text": "<div>Nobody</div>", "correct": False},
    ]
    return {
        "question": f"<p>{question}</p>",
        "answers": answers,
        "behaviour": {"type": "auto", "singlePoint": False, "randomAnswers": False},
    }


TRUE_FALSE: Json = {
    "question": "<p>A child can consent to being exploited.</p>",
    "correct": "false",
    "behaviour": {"enableRetry": True},
}
BLANKS: Json = {"text": "<p>Fill in.</p>", "questions": ["<p>In an emergency call *999/112:three figures*.</p>"]}
DRAG_TEXT: Json = {
    "taskDescription": "<p>Put in order.</p>",
    "textField": "First *listen*.\nThen *tell*.",
    "distractors": "*promise*",
}
SINGLE_CHOICE: Json = {
    "choices": [
        {
            "subContentId": str(uuid5(NAMESPACE_URL, "one")),
            "question": "<p>Which sign?</p>",
            "answers": ["<p>New phone</p>", "<p>Homework</p>"],
        }
    ]
}
SUMMARY: Json = {
    "intro": "<p>Pick what is right.</p>",
    "summaries": [
        {"subContentId": str(uuid5(NAMESPACE_URL, "two")), "summary": ["<p>Tell someone</p>", "<p>Wait</p>"], "tip": ""}
    ],
}
SORT: Json = {"taskDescription": "<p>Put in order.</p>", "paragraphs": ["<p>See</p>", "<p>Note</p>", "<p>Tell</p>"]}
TEXT: Json = {
    "text": '<h2>Signs</h2><p>Look for <strong>change</strong>, and <a href="https://example.org/">read on</a>.</p><ul><li>New phone</li></ul>'
}
TABLE: Json = {"text": "<table><thead><tr><th>Sign</th></tr></thead><tbody><tr><td>Missing</td></tr></tbody></table>"}
IMAGE: Json = {
    "file": {"path": "images/map.png", "mime": "image/png", "width": 1, "height": 1, "copyright": {"license": "U"}},
    "alt": "A &quot;map&quot;",
    "decorative": False,
}


def a_quiz() -> Json:
    questions = [
        a_nested("H5P.MultiChoice", a_choice()),
        a_nested("H5P.TrueFalse", TRUE_FALSE),
        a_nested("H5P.Blanks", BLANKS),
        a_nested("H5P.DragText", DRAG_TEXT),
    ]
    return {"questions": questions, "passPercentage": 80, "progressType": "textual", "override": {"retryButton": "off"}}


def a_book() -> Json:
    inside = [
        a_nested("H5P.AdvancedText", TEXT),
        a_nested("H5P.Table", TABLE),
        a_nested("H5P.Image", IMAGE),
        a_nested(
            "H5P.Accordion",
            {
                "panels": [
                    {
                        "title": "More &amp; more",
                        "content": a_nested("H5P.AdvancedText", {"text": "<p>Folded text</p>"}),
                    }
                ],
                "hTag": "h3",
            },
        ),
        a_nested("H5P.SingleChoiceSet", SINGLE_CHOICE),
        a_nested("H5P.Summary", SUMMARY),
    ]
    first = a_nested("H5P.Column", {"content": [{"content": one, "useSeparator": "auto"} for one in inside]}, "Signs")
    second = a_nested(
        "H5P.Column", {"content": [{"content": a_nested("H5P.MultiChoice", a_choice("And then?"))}]}, "What next"
    )
    return {"chapters": [first, second], "behaviour": {}, "showCoverPage": False}


def a_scenario() -> Json:
    alternatives = [
        {"text": "Tell the lead", "nextContentId": 2, "feedback": {"title": "<p>Right</p>", "subtitle": ""}},
        {"text": "Wait", "nextContentId": 0, "feedback": {}},
    ]
    nodes = [
        {
            "type": a_nested("H5P.AdvancedText", {"text": "<p>Ella has a new phone.</p>"}),
            "nextContentId": 1,
            "feedback": {},
        },
        {
            "type": a_nested(
                "H5P.BranchingQuestion",
                {"branchingQuestion": {"question": "<p>What do you do?</p>", "alternatives": alternatives}},
            )
        },
        {"type": a_nested("H5P.AdvancedText", {"text": "<p>Ella is safe.</p>"}), "nextContentId": -1, "feedback": {}},
    ]
    screens = [{"endScreenTitle": "<p>The end</p>", "endScreenSubtitle": "", "contentId": -1}]
    start = {"startScreenTitle": "<p>Ella</p>", "startScreenSubtitle": ""}
    return {
        "branchingScenario": {
            "title": "Ella",
            "startScreen": start,
            "endScreens": screens,
            "content": nodes,
            "scoringOptionGroup": {"scoringOption": "no-score"},
        }
    }


MAINS: Mapping[str, Json] = {
    "H5P.QuestionSet": a_quiz(),
    "H5P.InteractiveBook": a_book(),
    "H5P.BranchingScenario": a_scenario(),
    "H5P.SortParagraphs": SORT,
}


def metadata_of(main: str, content: Json, title: str = "Spot the signs") -> Json:
    """h5p.json, with the types that the content uses."""
    used = sorted({main} | {one["library"].split()[0] for one in _subcontents(content)})
    dependencies = []
    for name in used:
        major, minor = PROFILE.versions[name].split(".")
        dependencies.append({"machineName": name, "majorVersion": int(major), "minorVersion": int(minor)})
    return {
        "title": title,
        "language": "en-GB",
        "mainLibrary": main,
        "embedTypes": ["iframe"],
        "license": "CC BY",
        "licenseVersion": "4.0",
        "authors": [{"name": "Signpost", "role": "Author"}],
        "preloadedDependencies": dependencies,
    }


def _subcontents(value: Any) -> list[Json]:
    if isinstance(value, dict):
        return [
            *([value] if "library" in value else []),
            *(one for inner in value.values() for one in _subcontents(inner)),
        ]
    return [one for inner in value for one in _subcontents(inner)] if isinstance(value, list) else []


def a_tree(main: str, content: Json | None = None, metadata: Json | None = None) -> dict[str, bytes]:
    """The files of a content-only package."""
    content = copy.deepcopy(MAINS[main]) if content is None else content
    files = {
        "h5p.json": json.dumps(metadata or metadata_of(main, content)),
        "content/content.json": json.dumps(content),
    }
    pictures = {"content/images/map.png": PNG} if "images/map.png" in files["content/content.json"] else {}
    return {name: text.encode() for name, text in files.items()} | pictures


def write_h5p(path: Path, tree: Mapping[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in tree.items():
            archive.writestr(name, content)
    return path
