"""slides.pptx: the deck for PowerPoint and LibreOffice, every word in a placeholder, the same bytes for the same deck.

A presentation is a zip of parts that refer to each other (Office Open XML: ECMA-376; Open Packaging Conventions). The template's parts are
made once, a slide's once for all sites that share it; here they get their numbers.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE

from signpost_builder.formats.trainer.deck import Deck, Picture
from signpost_builder.formats.trainer.drawn import as_raster, raster
from signpost_builder.formats.trainer.pptx_slide import JUMP, MadeSlide, Relation, Words, made_slide
from signpost_builder.formats.trainer.pptx_template import about, template
from signpost_builder.formats.trainer.typst_page import texts_of
from signpost_builder.package import zip_bytes
from signpost_builder.page.strings import direction

TYPES, RELATIONS, PRESENTATION = "[Content_Types].xml", "ppt/_rels/presentation.xml.rels", "ppt/presentation.xml"
IN_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
IN_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FIRST_SLIDE = 256  # the least id that a slide may have (ECMA-376, 19.7.13)


def slides_pptx(deck: Deck) -> bytes:
    said = _words(deck)
    slides = [made_slide(slide, said, _picture(deck, slide.body)) for slide in deck.slides]
    numbers = {slide.id: number for number, slide in enumerate(deck.slides, start=1)}
    tree = dict(_template_parts(deck.title, deck.edition.course.summary, deck.edition.language))
    pictures: dict[bytes, str] = {}
    for number, slide in enumerate(slides, start=1):
        tree |= _parts_of(slide, number, numbers, pictures)
    tree |= {name.lstrip("/"): picture for picture, name in pictures.items()}
    tree[PRESENTATION], tree[RELATIONS] = _with_slides(tree[PRESENTATION], tree[RELATIONS], len(slides))
    tree[TYPES] = _with_types(tree[TYPES], slides)
    return zip_bytes(tree)


def parts(package: bytes) -> dict[str, bytes]:
    """The files of an Office package by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _words(deck: Deck) -> Words:
    texts, language = texts_of(deck.edition)["slides"], deck.edition.language
    return Words(
        language=language,
        right_to_left=direction(language) == "rtl",
        go_on=texts["go_on"],
        several=texts["several"],
        source=texts["source"],
        scan=texts["scan"],
    )


def _picture(deck: Deck, body: Any) -> bytes:
    if not isinstance(body, Picture):
        return b""
    return (
        raster(body.drawing.encode(), body.name) if body.drawing else as_raster(deck.edition.course.assets[body.name])
    )


@cache
def _template_parts(title: str, summary: str, language: str) -> Mapping[str, bytes]:
    """All parts but slides and what belongs to one."""
    presentation = Presentation(io.BytesIO(template()))
    about(presentation, title, summary, language)
    out = io.BytesIO()
    presentation.save(out)
    return parts(out.getvalue())


# ------------------------------------------------------------------- a slide


def _parts_of(
    slide: MadeSlide, number: int, numbers: Mapping[str, int], pictures: dict[bytes, str]
) -> dict[str, bytes]:
    """The slide and its notes with their relations; `pictures` gets those that it is the first to show."""
    own, notes = f"/ppt/slides/slide{number}.xml", f"/ppt/notesSlides/notesSlide{number}.xml"

    def target(relation: Relation) -> str:
        if relation.picture:
            ending = (
                "jpg"
                if relation.picture.startswith(b"\xff\xd8")
                else "gif"
                if relation.picture.startswith(b"GIF")
                else "png"
            )
            return pictures.setdefault(relation.picture, f"/ppt/media/image{len(pictures) + 1}.{ending}")
        if relation.target.startswith(JUMP):
            return f"/ppt/slides/slide{numbers[relation.target.removeprefix(JUMP)]}.xml"
        by_type = {RELATIONSHIP_TYPE.SLIDE: own, RELATIONSHIP_TYPE.NOTES_SLIDE: notes}
        return by_type.get(relation.type, relation.target)

    made = {own: slide.xml, _relations_of(own): _relations_xml(own, slide.relations, target)}
    if slide.notes:
        made |= {notes: slide.notes, _relations_of(notes): _relations_xml(notes, slide.notes_relations, target)}
    return {name.lstrip("/"): content for name, content in made.items()}


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _relations_xml(part: str, relations: Iterable[Relation], target: Any) -> bytes:
    root = etree.Element(f"{IN_RELATIONS}Relationships", nsmap={None: IN_RELATIONS[1:-1]})
    for each in relations:
        where = each.target if each.external else posixpath.relpath(target(each), posixpath.dirname(part))
        said = {"Id": each.id, "Type": each.type, "Target": where}
        said |= {"TargetMode": "External"} if each.external else {}
        etree.SubElement(root, f"{IN_RELATIONS}Relationship", said)
    return _bytes(root)


# ---------------------------------------------------------------- the package


def _with_slides(presentation: bytes, relations: bytes, count: int) -> tuple[bytes, bytes]:
    """The list of slides, in order, and where each of them is."""
    root, related = etree.fromstring(presentation), etree.fromstring(relations)
    known = root.find(f"{P}sldIdLst")
    listed = etree.Element(f"{P}sldIdLst") if known is None else known
    if known is None:
        root.insert([each.tag for each in root].index(f"{P}sldSz"), listed)
    for number in range(1, count + 1):
        id = f"slide{number}"
        etree.SubElement(listed, f"{P}sldId", {"id": str(FIRST_SLIDE + number - 1), f"{R}id": id})
        place = {"Id": id, "Type": RELATIONSHIP_TYPE.SLIDE, "Target": f"slides/slide{number}.xml"}
        etree.SubElement(related, f"{IN_RELATIONS}Relationship", place)
    return _bytes(root), _bytes(related)


def _with_types(types: bytes, slides: Iterable[MadeSlide]) -> bytes:
    root = etree.fromstring(types)
    known = {each.get("Extension") for each in root.iter(f"{IN_TYPES}Default")}
    for ending, kind in (("gif", "image/gif"), ("jpg", "image/jpeg"), ("png", "image/png")):
        if ending not in known:
            root.insert(0, etree.Element(f"{IN_TYPES}Default", Extension=ending, ContentType=kind))
    for number, slide in enumerate(slides, start=1):
        names = {f"/ppt/slides/slide{number}.xml": CONTENT_TYPE.PML_SLIDE}
        if slide.notes:
            names[f"/ppt/notesSlides/notesSlide{number}.xml"] = CONTENT_TYPE.PML_NOTES_SLIDE
        for name, kind in names.items():
            etree.SubElement(root, f"{IN_TYPES}Override", PartName=name, ContentType=kind)
    return _bytes(root)


def _bytes(root: Any) -> bytes:
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
