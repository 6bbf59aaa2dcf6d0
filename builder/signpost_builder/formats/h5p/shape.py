"""What H5P keeps the words of and not the shape: said for each page, so that nobody looks for it in vain."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from signpost_builder.formats.h5p.text import parsed

ALIGNED = re.compile(r'class="align-(?:center|right)"')


def reshaped(html: str, *, folded: bool) -> Iterator[str]:
    """In plain words. `folded`: the text goes into a part that opens, which holds neither tables nor pictures."""
    if "<table" in html and folded:
        yield "a table in a folded part stands as lines"
    elif ALIGNED.search(html):
        yield "the columns of a table lose their alignment"
    if "<blockquote" in html:
        yield "a quotation stands as plain paragraphs"
    if "<details" in html:
        yield "what is folded elsewhere is open"
    if "<img" in html and not folded and any(_moved(paragraph) for paragraph in parsed(html).iter("p")):
        yield "a picture that stands after words of its paragraph comes before them"


def _moved(paragraph: HtmlElement) -> bool:
    """Whether words stand before a picture in it: pictures become content of their own, before the paragraph."""
    images = list(paragraph.iter("img"))
    return bool(images) and any(
        text.strip() for text in images[-1].xpath("preceding::text()") if paragraph in _around(text)
    )


def _around(text: etree._ElementUnicodeResult) -> list[etree._Element]:
    parent = text.getparent()
    holder = parent.getparent() if parent is not None and text.is_tail else parent
    return [holder, *holder.iterancestors()] if holder is not None else []
