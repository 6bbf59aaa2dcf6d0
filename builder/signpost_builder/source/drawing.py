"""SVG drawings: what may stand in one. A reader can open a drawing by itself, and then it is a page of the platform's origin.

So it is parsed as a browser does and held to a list: SVG's own elements that draw, attributes that describe them,
references inside the file. No script, animation, link, foreign namespace, entity, other encoding or other site is on it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

SVG, XLINK, XML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"
ELEMENTS = frozenset(
    "circle clipPath defs desc ellipse feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix "
    "feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR "
    "feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile "
    "feTurbulence filter g image line linearGradient marker mask path pattern polygon polyline radialGradient rect stop "
    "style svg switch symbol text textPath title tspan use".split()
)
ATTRIBUTES = frozenset(
    # structure and words
    "class dir focusable id lang role style tabindex type version viewBox preserveAspectRatio "
    # geometry
    "clipPathUnits cx cy d dx dy fr fx fy gradientTransform gradientUnits height lengthAdjust markerHeight markerUnits "
    "markerWidth maskContentUnits maskUnits offset orient pathLength patternContentUnits patternTransform patternUnits "
    "points r refX refY rotate rx ry spreadMethod startOffset textLength transform transform-origin width x x1 x2 y y1 y2 "
    # filters
    "amplitude azimuth baseFrequency bias diffuseConstant divisor edgeMode elevation exponent filterUnits in in2 "
    "intercept k1 k2 k3 k4 kernelMatrix kernelUnitLength limitingConeAngle mode numOctaves operator order "
    "pointsAtX pointsAtY pointsAtZ preserveAlpha primitiveUnits radius result scale seed slope specularConstant "
    "specularExponent stdDeviation stitchTiles surfaceScale tableValues targetX targetY values xChannelSelector "
    "yChannelSelector z "
    # presentation
    "alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-interpolation-filters "
    "color-rendering direction display dominant-baseline enable-background fill fill-opacity fill-rule filter "
    "flood-color flood-opacity font font-family font-feature-settings font-kerning font-size font-size-adjust "
    "font-stretch font-style font-variant font-weight image-rendering isolation letter-spacing lighting-color marker "
    "marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity overflow paint-order pointer-events "
    "shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin "
    "stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-orientation text-rendering "
    "unicode-bidi vector-effect visibility white-space word-spacing writing-mode".split()
)
DESCRIBING = re.compile(r"(?:aria|data)-[a-z0-9_-]+")
# Of CSS, what can neither fetch nor hide what it says: no escapes, no at-rules, functions that only compute.
ARGUMENT = re.compile(r"\(\s{0,9}([^\s)]{0,80})")
CALLS_OR_ESCAPES = re.compile(r"[(\\@]")
NAME = re.compile(r"[A-Za-z-]*$")
LONGEST_NAME = 32
COMPUTING = frozenset(
    "blur brightness calc clamp contrast cubic-bezier drop-shadow grayscale hsl hsla hue-rotate invert matrix max min "
    "not opacity rgb rgba rotate saturate scale scalex scaley sepia skewx skewy translate translatex translatey var".split()
)
INLINE_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
MOST_FAULTS = 5
PIXELS = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,9})?)(?:px)?")
NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?")
PAGE_WIDTH = 656  # --measure of player/tokens.css


class Fault(NamedTuple):
    """`line` counts from 1; 0: the whole file."""

    line: int
    message: str


def drawing_faults(content: bytes) -> list[Fault]:
    """The first faults of a drawing; empty when it may be shown and opened."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [Fault(0, "is not saved as UTF-8")]
    if active := re.search(r"<!DOCTYPE|<!ENTITY", text, re.IGNORECASE):
        return [Fault(text.count("\n", 0, active.start()) + 1, f"has '{active[0]}', behind which anything can hide")]
    try:
        root = etree.fromstring(content.removeprefix(b"\xef\xbb\xbf"), _parser())
    except (etree.XMLSyntaxError, ValueError) as problem:
        return [
            Fault(
                getattr(problem, "lineno", None) or 0,
                f"is not XML: {problem.msg if hasattr(problem, 'msg') else problem}",
            )
        ]
    if (root.getroottree().docinfo.encoding or "UTF-8").upper() not in ("UTF-8", "UTF8", "US-ASCII", "ASCII"):
        return [Fault(1, f"says that it is saved as '{root.getroottree().docinfo.encoding}', not as UTF-8")]
    if root.tag != f"{{{SVG}}}svg":
        return [
            Fault(root.sourceline or 0, 'is no SVG: it does not begin with <svg xmlns="http://www.w3.org/2000/svg">')
        ]
    return list(dict.fromkeys(_faults(root)))[:MOST_FAULTS]


def drawing_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels of a sound drawing, as browsers show it: its own, or as wide as a page where it has only a shape."""
    root = etree.fromstring(content.removeprefix(b"\xef\xbb\xbf"), _parser())
    own = [PIXELS.fullmatch(root.get(name, "").strip()) for name in ("width", "height")]
    if own[0] and own[1]:
        return round(float(own[0][1])), round(float(own[1][1]))
    box = root.get("viewBox", "").replace(",", " ").split()
    if len(box) != 4 or not all(NUMBER.fullmatch(each) for each in box) or not float(box[2]) * float(box[3]) > 0:
        return 0, 0
    return PAGE_WIDTH, round(PAGE_WIDTH * float(box[3]) / float(box[2]))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False, huge_tree=False)


def _faults(root: etree._Element) -> Iterator[Fault]:
    for node in (*root.itersiblings(preceding=True), *root.iter(), *root.itersiblings()):
        line = node.sourceline or 0
        if isinstance(node, etree._Comment):
            continue
        if not isinstance(node.tag, str):
            yield Fault(line, f"has the instruction '<?{getattr(node, 'target', '')}'")
            continue
        name = etree.QName(node)
        if name.namespace != SVG or name.localname not in ELEMENTS:
            shown = name.localname if name.namespace == SVG else f"{node.prefix or ''}:{name.localname}".lstrip(":")
            yield Fault(line, f"has <{shown}>")
            continue
        for key, value in node.attrib.items():
            if key in ATTRIBUTES and not CALLS_OR_ESCAPES.search(value):
                continue  # nearly all
            if fault := _attribute_fault(name.localname, key, value):
                yield Fault(line, fault)
        if name.localname == "style" and (fault := _style_fault("".join(node.itertext()))):
            yield Fault(line, fault)


def _attribute_fault(element: str, key: str, value: str) -> str:
    """What is wrong with an attribute, or nothing."""
    name = etree.QName(key)
    if name.localname == "href" and name.namespace in (None, XLINK):
        if value.startswith("#") or (element == "image" and INLINE_PICTURE.fullmatch(value)):
            return ""
        return f"refers to '{value[:60]}'"
    if name.namespace == XML and name.localname in ("space", "lang"):
        return ""
    if name.namespace is not None or not (name.localname in ATTRIBUTES or DESCRIBING.fullmatch(name.localname)):
        return f"has the attribute '{name.localname}'"
    return "" if DESCRIBING.fullmatch(name.localname) else _style_fault(value)


def _style_fault(css: str) -> str:
    if sign := next((sign for sign in "\\@" if sign in css), ""):
        return f"has '{sign}' in a style"
    for call in ARGUMENT.finditer(css):
        before = NAME.search(css[max(0, call.start() - LONGEST_NAME) : call.start()])
        function, argument = before[0] if before else "", call[1]
        is_inside = function.lower() == "url" and argument.strip("'\"").startswith("#")
        if function and not is_inside and function.lower() not in COMPUTING:
            return f"has '{function}({argument[:40]})' in a style"
    return ""
