"""Reading and writing the blocks' elements (docs/formats/xblock.md)."""

import json
import logging
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from signpost_xblocks.content import PAGES_HERE

log = logging.getLogger(__name__)

NOT_FIELDS = frozenset({"url_name", "xblock-family"})

Convert = Callable[[str], Any]


class OlxError(ValueError):
    """The element cannot be what it says it is; the message names block and place."""


def one_of(*values: str) -> Convert:
    def convert(text: str) -> str:
        if text not in values:
            raise ValueError(f"one of {', '.join(values)}")
        return text

    return convert


def number(least: float, most: float = math.inf) -> Convert:
    def convert(text: str) -> float:
        words = f"a number from {least:g}" + (f" to {most:g}" if most < math.inf else "")
        if not re.fullmatch(r"\d+(\.\d+)?", text.strip()) or not least <= float(text) <= most:
            raise ValueError(words)
        return float(text)

    return convert


def whole_number(text: str) -> int:
    if not re.fullmatch(r"\d{1,6}", text.strip()):
        raise ValueError("a whole number, 0 or more")
    return int(text)


def language(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", text):
        raise ValueError("a language tag, such as en-GB")
    return text


def read_attributes(node: etree._Element, converts: Mapping[str, Convert]) -> dict[str, Any]:
    """Attribute -> value, of those that are there. Unknown ones are passed over with a message."""
    found: dict[str, Any] = {}
    for name, text in node.items():
        if name in NOT_FIELDS:
            continue
        if name not in converts:
            log.warning("%s: attribute %r is not known and was passed over", named(node), name)
            continue
        try:
            found[name] = converts[name](text)
        except ValueError as expected:
            raise OlxError(f"{named(node)}: {name}={text[:40]!r} must be {expected}") from None
    return found


def read_children(node: etree._Element) -> dict[str, Any]:
    """The fields `frame`, `pages` and `data`."""
    texts: dict[str, list[etree._Element]] = {"frame": [], "page": [], "data": []}
    for child in node:
        if not isinstance(child.tag, str):  # a comment or a processing instruction
            continue
        if child.tag not in texts:
            log.warning("%s: element <%s> is not known and was passed over", named(node), child.tag)
            continue
        if any(isinstance(one.tag, str) for one in child):
            raise OlxError(f"{named(node)}: <{child.tag}> must hold text in CDATA, not elements")
        texts[child.tag].append(child)
    for tag in ("frame", "data"):
        if len(texts[tag]) != 1:
            raise OlxError(f"{named(node)}: needs <{tag}> exactly once, has it {len(texts[tag])} times")
    frame = text_of(texts["frame"][0])
    if frame.count(PAGES_HERE) != 1:
        raise OlxError(f"{named(node)}: <frame> must hold {PAGES_HERE} exactly once")
    pages = [read_page(node, child) for child in texts["page"]]
    if not pages:
        raise OlxError(f"{named(node)}: needs at least one <page>")
    data = read_data(node, texts["data"][0])
    if (ids := [page["id"] for page in pages]) != [page["id"] for page in data["pages"]]:
        raise OlxError(f"{named(node)}: the <page> elements ({', '.join(ids)}) are not those of data.pages")
    return {"frame": frame, "pages": pages, "data": data}


def read_page(node: etree._Element, child: etree._Element) -> dict[str, str]:
    for name in ("id", "title"):
        if not child.get(name):
            raise OlxError(f"{named(node)}: a <page> has no {name}")
    html = text_of(child)
    if not html:
        raise OlxError(f"{named(node)}: <page id={child.get('id')!r}> is empty")
    return {"id": child.get("id", ""), "title": child.get("title", ""), "html": html}


def read_data(node: etree._Element, child: etree._Element) -> dict[str, Any]:
    try:
        data = json.loads(text_of(child))
    except (ValueError, RecursionError) as error:
        raise OlxError(f"{named(node)}: <data> is not JSON: {error}") from None
    if problem := data_problem(data):
        raise OlxError(f"{named(node)}: <data> {problem}")
    return data


def data_problem(data: Any) -> str:
    """What keeps the player or the marking from working with it, in words; empty when nothing does."""
    wanted: dict[str, type] = {
        "course": dict, "edition": str, "pages": list, "pagesDigest": str, "before": list, "after": list,
        "questions": dict, "strings": dict, "language": str,
    }  # fmt: skip
    if not isinstance(data, dict):
        return "is not an object"
    for name, kind in wanted.items():
        if not isinstance(data.get(name), kind):
            return f"needs {name!r}"
    if not isinstance(data["course"].get("id"), str):
        return "needs 'course.id'"
    if not all(
        isinstance(page, dict) and isinstance(page.get("id"), str) and "counts" in page for page in data["pages"]
    ):
        return "has a page without 'id' or 'counts'"
    if not all(isinstance(spec, dict) and "type" in spec and "key" in spec for spec in data["questions"].values()):
        return "has a question without 'type' or 'key'"
    missing = [str(id) for id in (*data["before"], *data["after"]) if id not in data["questions"]]
    return f"asks {', '.join(missing)}, but has no such question" if missing else ""


def write_children(node: etree._Element, content: Mapping[str, Any]) -> None:
    add_text(node, "frame", content["frame"])
    for page in content["pages"]:
        add_text(node, "page", page["html"], id=page["id"], title=page["title"])
    add_text(node, "data", json.dumps(content["data"], ensure_ascii=False, indent=1, sort_keys=True))


def add_text(node: etree._Element, tag: str, text: str, **attributes: str) -> None:
    """lxml cannot write `]]>` in CDATA; such text goes out escaped, which reads the same."""
    child = etree.SubElement(node, tag, attributes)
    child.text = f"\n{text}\n" if "]]>" in text else etree.CDATA(f"\n{text}\n")


def text_of(child: etree._Element) -> str:
    """What stands in an element, around comments too."""
    return "".join([child.text or "", *(one.tail or "" for one in child)]).strip()


def named(node: etree._Element) -> str:
    name = node.get("url_name") or node.get("display_name") or ""
    place = f", line {node.sourceline}" if node.sourceline else ""
    return f"<{node.tag} {name!r}{place}>"
