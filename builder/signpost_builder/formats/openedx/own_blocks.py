"""Our own blocks as OLX: `signpost_module` and `signpost_quiz` (docs/formats/xblock.md)."""

import json
from collections.abc import Mapping
from typing import Any

from lxml import etree

from signpost_builder.formats.openedx.olx import in_xml
from signpost_builder.formats.openedx.options import Grading
from signpost_builder.model import Edition
from signpost_builder.page.parts import Part, Phase, media_moved
from signpost_builder.page.strings import direction

MODULE, QUIZ = "signpost_module", "signpost_quiz"
TYPES = (MODULE, QUIZ)
STATIC = "/static/"


def module_block(name: str, part: Part, edition: Edition) -> etree._Element:
    settings = {"display_name": in_xml(part.title)}
    return _filled(etree.Element(MODULE, _common(name, part, edition)), part, settings)


def quiz_block(name: str, part: Part, edition: Edition, phase: Phase, grading: Grading) -> etree._Element:
    course = edition.course
    settings = {
        "display_name": in_xml(part.title),
        "grading": grading,
        "score_mode": course.score_mode,
        "pass_mark_percent": course.pass_mark_percent,
        "attempts_allowed": course.attempts,
        "weight": 1.0,
    }
    attributes = {
        "phase": phase,
        "grading": grading,
        "score_mode": course.score_mode,
        "pass_mark_percent": str(course.pass_mark_percent),
        "attempts": str(course.attempts),
        "weight": "1.0",
    }
    return _filled(etree.Element(QUIZ, _common(name, part, edition) | attributes), part, settings)


def _common(name: str, part: Part, edition: Edition) -> dict[str, str]:
    return {
        "url_name": name,
        "display_name": in_xml(part.title),
        "language": edition.language,
        "direction": direction(edition.language),
    }


def _filled(block: etree._Element, part: Part, settings: Mapping[str, Any]) -> etree._Element:
    """`settings`: what "Clear" in Studio goes back to, by name of the block's field."""
    _child(block, "frame", {}, media_moved(part.frame, STATIC))
    for page in part.pages:
        _child(block, "page", {"id": page.id, "title": in_xml(page.title)}, media_moved(page.html, STATIC))
    data = json.dumps({**part.data, "settings": settings}, ensure_ascii=False, sort_keys=True, indent=1)
    _child(block, "data", {}, data.replace("<", "\\u003c").replace(">", "\\u003e"))
    return block


def _child(block: etree._Element, tag: str, attributes: dict[str, str], text: str) -> None:
    """In HTML and in JSON as it is written here, "]]>" can be said without ending the CDATA section."""
    child = etree.SubElement(block, tag, attributes)
    child.text = etree.CDATA(f"\n{in_xml(text).replace(']]>', ']]&gt;')}\n")
