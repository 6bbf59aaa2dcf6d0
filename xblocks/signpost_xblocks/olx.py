"""Reading and writing the blocks' elements (docs/formats/xblock.md)."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from signpost_xblocks.content import PAGES_HERE
from signpost_xblocks.fields import Reader
from signpost_xblocks.marks import TYPES, is_scored, score_set

log = logging.getLogger(__name__)

NOT_FIELDS = frozenset({"url_name", "xblock-family"})


class OlxError(ValueError):
    """The element cannot be what it says it is; the message names block and place."""


def read_attributes(node: etree._Element, readers: Mapping[str, Reader]) -> dict[str, Any]:
    """Attribute -> value, of those that are there. Unknown ones are passed over with a message."""
    found: dict[str, Any] = {}
    for name, text in node.items():
        if name in NOT_FIELDS:
            continue
        if name not in readers:
            log.warning("%s: attribute %r is not known and was passed over", named(node), name)
            continue
        try:
            found[name] = readers[name](text)
        except ValueError as expected:
            raise OlxError(f"{named(node)}: {name}={text[:40]!r} must be {expected}") from None
    return found


def read_children(node: etree._Element) -> dict[str, Any]:
    """The fields `frame`, `pages` and `course_data`."""
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
    return {"frame": frame, "pages": pages, "course_data": data}


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
        data: dict[str, Any] = json.loads(text_of(child))
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
    if not isinstance(data.get("survey", {}), dict):
        return "has a 'survey' that is no object"
    words = data.get("words", {})
    if not isinstance(words, dict) or not all(isinstance(text, str) for text in words.values()):
        return "has 'words' that are no texts by name"
    asked = [*data["before"], *data["after"]]
    return questions_problem(data["questions"], asked)


def questions_problem(questions: Mapping[str, Any], asked: Sequence[Any]) -> str:
    specs = questions.values()
    if not all(isinstance(spec, dict) and type(spec.get("key")) is int and "type" in spec for spec in specs):
        return "has a question without 'type' or 'key'"
    types = [spec["type"] for spec in specs]
    unknown = sorted({str(kind) for kind in types if not isinstance(kind, str) or kind not in TYPES})
    if unknown:
        return f"has a question of the type '{unknown[0]}', which needs newer blocks"
    missing = [str(id) for id in asked if not isinstance(id, str) or id not in questions]
    if missing:
        return f"asks {', '.join(missing)}, but has no such question"
    try:
        scored = [questions[id] for id in asked if is_scored(questions[id])]
        score_set(scored, [[0] for _ in scored], 100)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return "has a question that cannot be marked"
    return ""


def course_data(value: Any) -> dict[str, Any]:
    """Reader of the field."""
    if problem := data_problem(value):
        raise ValueError(f"course data, but it {problem}")
    data: dict[str, Any] = value
    return data


def pages(value: Any) -> list[dict[str, str]]:
    """Reader of the field."""
    if not isinstance(value, list) or not all(isinstance(page, dict) and is_page(page) for page in value):
        raise ValueError("a list of pages")
    return value


def is_page(page: Mapping[str, Any]) -> bool:
    return all(isinstance(page.get(name), str) for name in ("id", "title", "html"))


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
    return f"<{node.tag!s} {name!r}{place}>"
