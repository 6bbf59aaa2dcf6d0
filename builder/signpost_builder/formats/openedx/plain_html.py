"""HTML as any page may hold it: what the player's style, script and place in one document need is taken off.

And HTML of version 4 alone: where a platform checks archives (ENABLE_COURSE_OLX_VALIDATION), libxml2 2.12 reads them,
which takes one later element for a fault of the whole archive.
"""

from collections.abc import Callable, Collection, Mapping

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

# Said where a class said it before; the platform brings no style of ours.
STYLES: Mapping[str, str] = {
    "callout": "border-inline-start: 0.3em solid; margin-block: 1em; padding-inline-start: 1em",
    "figure": "margin: 1em 0",
}
PICTURE = "height: auto; max-width: 100%"  # or one that is wider than its page loses its shape
TITLE = "callout-title"
FOR_SCRIPTS = "js"
HTML4 = frozenset(
    "a abbr acronym address area b bdo big blockquote br caption cite code col colgroup dd del dfn div dl dt em h1 h2 h3 "
    "h4 h5 h6 hr i img ins kbd li map ol p pre q s samp small span strong sub sup table tbody td tfoot th thead tr tt u "
    "ul var".split()
)
INLINE = frozenset("wbr bdi data mark meter output progress ruby rt rp time".split())  # anything else new is a box
NEWER = ("controls", "open", "preload", "loading", "kind", "label", "srclang", "default")
MEDIA = frozenset({"video", "audio"})
KEPT = frozenset(
    "alt aria-label colspan controls datetime default dir height href id kind label lang loading open preload rel "
    "reversed rowspan scope src srclang start target title type value width".split()
)


def plain(html: str, address: Callable[[str], str | None], *, heading: bool = True) -> str:
    """The fragment without classes, data, buttons and forms. `heading`: with the h2 that names the page.

    `address` gives the new href for one that begins with "#", or None where the link leads nowhere here.
    """
    root = fragment(html)
    tidy(root, address)
    if not heading:
        for title in root.xpath("(.//h2)[1]"):
            title.drop_tree()
    return inner(root)


def fragment(html: str) -> HtmlElement:
    return lxml.html.fragment_fromstring(html, create_parent="div")


def inner(root: HtmlElement) -> str:
    text = root.text or ""
    return "".join([_escaped(text), *(lxml.html.tostring(child, encoding="unicode") for child in root)]).strip()


def tidy(root: HtmlElement, address: Callable[[str], str | None]) -> None:
    for element in list(root.iter(etree.Element)):
        if element is root or element.getparent() is None:
            continue
        classes = set(element.get("class", "").split())
        if element.tag in ("noscript", "button", "svg", "script", "style") or FOR_SCRIPTS in classes:
            element.drop_tree()
            continue
        if TITLE in classes:
            _made_strong(element)
        _keep_attributes(element, classes)
        if element.tag == "a" and element.get("href", "").startswith("#"):
            _lead(element, address)
        if (source := element.get("src", "")).startswith("media/"):
            element.set("src", f"/static/{source.rpartition('/')[2]}")
        if element.tag == "a" and (target := element.get("href", "")).startswith("media/"):
            element.set("href", f"/static/{target.rpartition('/')[2]}")
    for element in list(root.iter(etree.Element)):
        if element is not root and element.getparent() is not None:
            _in_html4(element)
    for element in root.xpath(".//span[not(@*)]"):
        element.drop_tag()


def _in_html4(element: HtmlElement) -> None:
    """The nearest that HTML 4 has: folded parts stand open under their heading, and media are a link to the file."""
    if element.tag in MEDIA:
        _made_link(element)
    elif element.tag == "summary":
        element.tag = "p"
        _made_strong(element)
    elif element.tag == "figcaption":
        element.tag = "p"
    elif element.tag in INLINE:
        element.tag = "span"
    elif element.tag == "section" and not element.attrib:
        element.drop_tag()
    elif element.tag not in HTML4:
        element.tag = "div"
    for name in NEWER:
        element.attrib.pop(name, None)


def _made_link(player: HtmlElement) -> None:
    """`<video src>` or `<audio src>`, named by its label; a caption that says the same goes."""
    address, name = player.get("src", ""), player.get("aria-label", "")
    for caption in player.xpath("../figcaption"):
        if caption.text_content() == name:
            caption.drop_tree()
    for child in list(player):
        player.remove(child)
    player.attrib.clear()
    player.tag, player.text = "a", name
    player.set("href", address)


def _keep_attributes(element: HtmlElement, classes: Collection[str]) -> None:
    style = "; ".join(STYLES[name] for name in STYLES if name in classes)
    for name in list(element.attrib):
        if name not in KEPT:
            del element.attrib[name]
    if "page" in classes:
        element.attrib.pop("id", None)  # the player's name for a screen
    if element.tag == "img" and "width" in element.attrib:
        style = PICTURE
    if style:
        element.set("style", style)


def _lead(link: HtmlElement, address: Callable[[str], str | None]) -> None:
    href = address(link.get("href", ""))
    if href is None:
        link.drop_tag()
    else:
        link.set("href", href)


def _made_strong(element: HtmlElement) -> None:
    strong = element.makeelement("strong")
    strong.text, element.text = element.text, None
    for child in list(element):
        strong.append(child)
    element.append(strong)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
