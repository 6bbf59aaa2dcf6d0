"""The few HTML tags that an author may write by hand, and why the others are refused."""

import re

import nh3

from signpost_builder.diagnostics import Diagnostic, Read, Span, error, warning

INLINE_TAGS = set(
    "abbr b bdi br cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup time u var "
    "wbr".split()
)
BLOCK_TAGS = set(
    "blockquote caption details dd div dl dt h3 h4 h5 h6 hr li ol p pre summary table tbody td tfoot th thead tr "
    "ul".split()
)
ATTRIBUTES = {"lang", "dir", "title", "open", "colspan", "rowspan", "scope", "datetime", "start"}
SCRIPTS = {"script", "noscript", "template"}
STYLES = {"style", "link", "font", "center"}
EMBEDS = {"iframe", "frame", "frameset", "object", "embed", "applet", "portal"}
FORMS = {"form", "input", "button", "select", "option", "textarea", "label", "fieldset"}
PARTS_OF_A_PAGE = {"html", "head", "body", "title", "meta", "base"}
MARKDOWN_INSTEAD = {
    "a": "[words](address)",
    "img": "![what it shows](picture.svg)",
    "picture": "![what it shows](picture.svg)",
    "svg": "![what it shows](picture.svg)",
    "video": "![title](film.mp4)",
    "audio": "![title](sound.mp3)",
    "h1": "the front matter's title",
    "h2": "## Heading",
}
CLOSED_BY_THEMSELVES = set("br hr wbr p li dt dd tr td th thead tbody tfoot rp rt".split())
ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")

CLEANER = nh3.Cleaner(
    tags=INLINE_TAGS | BLOCK_TAGS,
    attributes={"*": ATTRIBUTES, "td": {"class"}, "th": {"class"}},
    link_rel=None,
)


def raw_tag(whole: str, name: str, attributes: str, span: Span) -> Read[str | None]:
    """The tag as it may stand, or None when it is left out; findings only for opening tags."""
    closing = whole.startswith("</")
    if name not in INLINE_TAGS and name not in BLOCK_TAGS:
        return Read(None) if closing else Read(None, (_refusal(name, attributes, span),))
    if closing:
        return Read(f"</{name}>")
    kept, findings = [], []
    for attribute in ATTRIBUTE.finditer(attributes):
        if finding := _attribute_finding(attribute[1].lower(), attribute[2] or "", span):
            findings.append(finding)
        else:
            kept.append(f" {attribute[0]}")
    return Read(f"<{name}{''.join(kept)}>", tuple(findings))


def unpaired(tags: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Of tags in their order, with their places, those that open what nothing closes, or close what is not open."""
    opened: dict[str, list[tuple[str, int]]] = {}
    alone = []
    for tag, place in tags:
        name = re.split(r"[\s>/]", tag.strip("</"), maxsplit=1)[0]
        if name in CLOSED_BY_THEMSELVES:
            continue
        if not tag.startswith("</"):
            opened.setdefault(name, []).append((tag, place))
        elif opened.get(name):
            opened[name].pop()
        else:
            alone.append((tag, place))
    return sorted([*alone, *(tag for left in opened.values() for tag in left)], key=lambda tag: tag[1])


def _refusal(name: str, attributes: str, span: Span) -> Diagnostic:
    message = f"<{name}> is not allowed in a module"
    if name in SCRIPTS:
        return error(span, "raw-script", message, "describe what you need; a page runs no author's script")
    if name in STYLES:
        return error(span, "raw-style", message, "the look is the same for all modules; take it away")
    if name in EMBEDS | FORMS | PARTS_OF_A_PAGE:
        return error(span, "raw-embed", message, "link to the page, or use '::: question'")
    if re.search(r"""\b(?:src|href)\s*+=\s*+["']?+\s*+(?:https?:)?//""", attributes, re.IGNORECASE) and name != "a":
        message = f"<{name}> loads something from another site"
        return error(span, "remote-resource", message, "copy the file into the module's folder")
    if name in MARKDOWN_INSTEAD:
        return error(span, "raw-html", f"<{name}> is not written as HTML here", f"write {MARKDOWN_INSTEAD[name]}")
    message = f"<{name}> is not an allowed tag and is left out"
    return warning(span, "unknown-html-tag", message, "write '&lt;' for the sign itself")


def _attribute_finding(name: str, value: str, span: Span) -> Diagnostic | None:
    if name.startswith("on"):
        return error(span, "raw-script", f"the event handler '{name}' is not allowed", "take it away")
    if name == "style":
        return error(span, "raw-style", "the attribute 'style' is not allowed", "take it away")
    if "javascript:" in re.sub(r"\s", "", value).lower():
        return error(span, "raw-script", f"a script in '{name}' is not allowed", "take it away")
    if name not in ATTRIBUTES:
        return warning(span, "unknown-html-attribute", f"the attribute '{name}' is left out", "take it away")
    return None
