"""The template of slides.pptx: 16:9, one layout for each kind of slide, each place on it a placeholder that can be edited.

Made from the one that python-pptx brings, so that master, theme and relations are whole; what is drawn is ours.
"""

import datetime
import io
from collections.abc import Mapping
from functools import cache
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu

from signpost_builder.values import frozen

MADE = datetime.datetime(1980, 1, 1)  # the clock of whoever builds stays out of the bytes
WIDTH, HEIGHT = 12_192_000, 6_858_000  # EMU: 13.33 by 7.5 inches
UNIT = 10_000
TITLE, TEXT, NUMBER, SOURCE, SHOWN, BESIDE = 0, 1, 12, 20, 13, 14  # idx of placeholders
FONT = "Arial"  # on every computer that has PowerPoint; LibreOffice has its twin
COLOURS = {"dk1": "18272B", "lt1": "FFFFFF", "dk2": "0B5F52", "lt2": "E4F2ED", "accent1": "0B5F52", "accent2": "1B5A8C",
           "accent3": "8A5200", "accent4": "A02714", "accent5": "5C706C", "accent6": "4B5C60", "hlink": "0B5F52", "folHlink": "06443A"}  # fmt: skip


@frozen
class Place:
    """A placeholder: its index, its kind (ECMA-376, 19.7.10), its box in hundredths of a millimetre squares (UNIT EMU), its type size."""

    idx: int
    kind: str
    name: str
    box: tuple[int, int, int, int]  # left, top, width, height
    points: int


HEAD = Place(TITLE, "title", "Title", (60, 30, 1100, 95), 36)
FOOT = Place(SOURCE, "body", "Source", (60, 632, 950, 44), 11)
LAYOUTS: Mapping[str, tuple[Place, ...]] = {
    "Opening": (Place(TITLE, "ctrTitle", "Title", (60, 180, 1100, 150), 60), Place(TEXT, "subTitle", "Subtitle", (60, 340, 1100, 220), 24)),
    "Module": (Place(TITLE, "title", "Title", (60, 160, 1100, 150), 54), Place(TEXT, "body", "Summary", (60, 320, 1100, 300), 26)),
    "Points": (HEAD, Place(TEXT, "body", "Points", (60, 140, 1100, 480), 28), FOOT),
    "Picture": (HEAD, Place(SHOWN, "pic", "Picture", (60, 140, 720, 480), 18), Place(BESIDE, "body", "Beside", (800, 140, 360, 480), 24), FOOT),
    "Table": (HEAD, Place(SHOWN, "tbl", "Table", (60, 140, 1100, 480), 18), FOOT),
    "Question": (HEAD, Place(TEXT, "body", "Question", (60, 140, 1100, 190), 26), Place(BESIDE, "body", "Choices", (60, 340, 1100, 280), 24), FOOT),
    "Help": (HEAD, Place(TEXT, "body", "Contacts", (60, 130, 780, 500), 22), Place(SHOWN, "pic", "Code", (880, 140, 270, 270), 18), Place(BESIDE, "body", "Address", (870, 420, 290, 120), 16)),
}  # fmt: skip


@cache
def template() -> bytes:
    """An empty presentation with the layouts, as bytes that python-pptx opens."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Emu(WIDTH), Emu(HEIGHT)
    layouts = presentation.slide_layouts
    for spare in list(layouts)[len(LAYOUTS) :]:
        layouts.remove(spare)
    for layout, (name, places) in zip(layouts, LAYOUTS.items(), strict=True):
        _draw_layout(layout._element, name, places)
    _draw_master(presentation.slide_master._element)
    _colour(presentation.slide_master.part)
    _without_leftovers(presentation)
    _ = presentation.notes_master  # made now, so that it is there for every slide
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def about(presentation: Any, title: str, summary: str, language: str) -> None:
    """What a file says of itself: nobody's name, and no clock."""
    properties = presentation.core_properties
    properties.title, properties.subject, properties.language = title, summary, language
    properties.author, properties.last_modified_by, properties.revision = "", "", 1
    properties.created = properties.modified = MADE


def _without_leftovers(presentation: Any) -> None:
    """A picture of an empty slide, and the settings of somebody's printer."""
    for owner in (presentation.part, presentation.part.package):
        for id, relation in list(owner._rels.items()):
            if relation.reltype in (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.PRINTER_SETTINGS):
                owner._rels.pop(id)


def _draw_layout(layout: Any, name: str, places: tuple[Place, ...]) -> None:
    layout.attrib.pop("type", None)
    layout.set("preserve", "1")
    layout.set("userDrawn", "1")
    layout.cSld.set("name", name)
    if name == "Module":
        layout.cSld.insert(0, parse_xml(_MIST))
    tree = layout.cSld.spTree
    for shape in list(tree)[2:]:
        tree.remove(shape)
    for id, place in enumerate(places, start=2):
        tree.append(_shape(id, place))
    tree.append(_number(len(places) + 2))


def _draw_master(master: Any) -> None:
    tree = master.cSld.spTree
    for shape in list(tree)[2:]:
        tree.remove(shape)
    tree.append(_shape(2, HEAD))
    tree.append(_shape(3, Place(TEXT, "body", "Text", (60, 140, 1100, 480), 28)))
    tree.append(_number(4))
    styles = master.find(qn("p:txStyles"))
    master.replace(styles, parse_xml(_STYLES))


def _shape(id: int, place: Place) -> Any:
    left, top, width, height = (UNIT * each for each in place.box)
    index = f' idx="{place.idx}"' if place.idx else ""
    anchor = "b" if place.idx == TITLE else "t"
    level = f'<a:lvl1pPr><a:defRPr sz="{place.points * 100}"/></a:lvl1pPr>'
    if place.name in _PLAIN:
        level = f'<a:lvl1pPr marL="0" indent="0"><a:buNone/><a:defRPr sz="{place.points * 100}"/></a:lvl1pPr>'
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{id}" name="{place.name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="{place.kind}"{index}/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr anchor="{anchor}"><a:normAutofit/></a:bodyPr><a:lstStyle>{level}</a:lstStyle>'
        f"<a:p><a:r><a:rPr/><a:t>{place.name}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def number_xml(id: int) -> str:
    """The slide's number, where the layout has it; counted by the program that shows it."""
    return (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{id}" name="Slide number"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="sldNum" sz="quarter" idx="{NUMBER}"/></p:nvPr></p:nvSpPr><p:spPr/>'
        '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr/>'
        "<a:t>‹#›</a:t></a:fld></a:p></p:txBody></p:sp>"
    )


def _number(id: int) -> Any:
    shape = parse_xml(number_xml(id))
    place = f'<a:xfrm {nsdecls("a")}><a:off x="{1050 * UNIT}" y="{632 * UNIT}"/><a:ext cx="{110 * UNIT}" cy="{36 * UNIT}"/></a:xfrm>'
    shape.spPr.append(parse_xml(place))
    style = f'<a:lstStyle {nsdecls("a")}><a:lvl1pPr algn="r"><a:defRPr sz="1200"><a:solidFill><a:schemeClr val="accent6"/></a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>'
    shape.txBody.replace(shape.txBody.find(qn("a:lstStyle")), parse_xml(style))
    return shape


_MIST = f'<p:bg {nsdecls("p", "a")}><p:bgPr><a:solidFill><a:schemeClr val="bg2"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
_PLAIN = frozenset({"Subtitle", "Summary", "Source", "Question", "Choices", "Contacts", "Address"})
_LEVEL = (
    '<a:lvl{n}pPr marL="{left}" indent="-342900" algn="l" rtl="0"><a:spcBef><a:spcPts val="900"/></a:spcBef><a:buFont typeface="Arial"/>'
    '<a:buChar char="•"/><a:defRPr sz="2800"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl{n}pPr>'
)
_STYLES = (
    f'<p:txStyles {nsdecls("p", "a")}><p:titleStyle><a:lvl1pPr algn="l"><a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/>'
    '<a:defRPr sz="3600" b="1"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:latin typeface="+mj-lt"/></a:defRPr></a:lvl1pPr></p:titleStyle>'
    "<p:bodyStyle>" + "".join(_LEVEL.format(n=n, left=342900 * n) for n in range(1, 4)) + "</p:bodyStyle>"
    '<p:otherStyle><a:lvl1pPr><a:defRPr sz="1800"><a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr></p:otherStyle></p:txStyles>'
)


def _colour(master: Any) -> None:
    """The theme's colours and font."""
    part = master.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob)
    a = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    for place in theme.iterfind(f".//{a}clrScheme/*"):
        place[:] = [etree.Element(f"{a}srgbClr", val=COLOURS[etree.QName(place).localname])]
    for latin in theme.iterfind(f".//{a}fontScheme/*/{a}latin"):
        latin.set("typeface", FONT)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
