"""The small course of the browser tests as elements of our blocks, through the same functions that `signpost build` calls."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from lxml import etree
from signpost_builder.model import Course, Edition, Respondents, Survey
from signpost_builder.page import render
from signpost_builder.page.parts import Part, Parts, media_moved

from tests.browser import packages

ROOT = Path(__file__).parents[2]


@cache
def small_edition(audience: str = "", surveyed: bool = False) -> Edition:
    course: Course = replace(packages.course(), survey=survey() if surveyed else None)
    return packages.an_edition(course, audience=audience)


@cache
def parts(audience: str = "", surveyed: bool = False) -> Parts:
    return Parts(render(small_edition(audience, surveyed)), {}, "private")


def module_element(url_name: str = "", audience: str = "", **attributes: str) -> etree._Element:
    module = next(one for one in small_edition(audience).modules if one.id == (url_name or one.id))
    return element("signpost_module", module.id, parts(audience).module(module), attributes)


def quiz_element(phase: str, audience: str = "", surveyed: bool = False, **attributes: str) -> etree._Element:
    part = parts(audience, surveyed).questions("before" if phase == "before" else "after")
    return element("signpost_quiz", f"course__{phase}", part, {"phase": phase, **attributes})


def survey() -> Survey:
    """A survey whose key nobody has to keep: it stands in the examples of the formats."""
    key = json.loads((ROOT / "docs/formats/examples/record.json").read_text("utf-8"))["key"]["public"]
    return Survey(endpoint="https://elsewhere.example", key=key, verify=key, respondents={"staff": Respondents()})


def element(tag: str, url_name: str, part: Part, attributes: Mapping[str, str]) -> etree._Element:
    settings = {"url_name": url_name, "display_name": part.title, "language": "en-GB", "direction": "ltr", **attributes}
    node = etree.Element(tag, settings)
    add(node, "frame", part.frame)
    for page in part.pages:
        add(node, "page", page.html, id=page.id, title=page.title)
    add(node, "data", json.dumps(dict(part.data), ensure_ascii=False, indent=1, sort_keys=True))
    return node


def add(node: etree._Element, tag: str, text: str, **attributes: str) -> None:
    child = etree.SubElement(node, tag, attributes)
    child.text = etree.CDATA("\n" + media_moved(text, "/static/") + "\n")


def written(node: etree._Element) -> str:
    return etree.tostring(node, encoding="unicode", pretty_print=True)
