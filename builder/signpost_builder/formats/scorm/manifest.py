"""What both SCORM manifests share: identifiers, the file list, and how the XML is written."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from lxml import etree
from lxml.builder import ElementMaker

from signpost_builder.model import Edition
from signpost_builder.page.strings import strings
from signpost_builder.titles import NOT_IN_XML

XSI = "http://www.w3.org/2001/XMLSchema-instance"


def identifier(edition: Edition) -> str:
    """The manifest's own identifier: the same in every release, because an LMS hangs learners' records on it."""
    return f"signpost.{edition.course.id}.{edition.slug}"


def imprint(edition: Edition) -> etree._Comment:
    """A line for whoever opens the manifest; SCORM has no element for it without LOM, whose schemas we cannot ship."""
    course = edition.course
    review = edition.review
    draft = strings("en", course.words)["page"]["draft"]
    state = f"Reviewed by {review.role}, {review.date}." if review else f"{draft}."
    text = f" {course.id} {course.version}, content {edition.digest[:12]}. {state} "
    return etree.Comment(NOT_IN_XML.sub("", text).replace("--", "- -"))


def resources(make: ElementMaker, names: Iterable[str], scorm_type: str) -> etree._Element:
    """The one SCO, with a `file` for each name: some LMSs serve only what is listed (standards, section 5).

    `scorm_type`: the qualified attribute that makes it a SCO; 1.2 and 2004 spell it differently.
    """
    files = [make.file(href=quote(name)) for name in sorted(names)]
    sco = make.resource({scorm_type: "sco"}, *files, identifier="resource", type="webcontent", href="index.html")
    return make.resources(sco)


def schema_location(places: Mapping[str, str]) -> dict[str, str]:
    """The attribute that points at control documents in the package; none for a package without them."""
    pairs = " ".join(f"{namespace} {place}" for namespace, place in places.items())
    return {f"{{{XSI}}}schemaLocation": pairs} if pairs else {}


def xml_bytes(root: etree._Element, edition: Edition) -> bytes:
    root.insert(0, imprint(edition))
    return etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8")
