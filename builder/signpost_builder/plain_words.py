"""What an author wrote in HTML, as words alone."""

from functools import lru_cache

import lxml.html


@lru_cache(maxsize=4096)
def plain(html: str) -> str:
    """The words of an HTML fragment on one line, without the marks that lead to sources."""
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    fragment = lxml.html.fragment_fromstring(html, create_parent="div")
    for mark in fragment.find_class("cite"):
        mark.drop_tree()
    for pause in fragment.iter("br", "p", "li"):
        pause.tail = f" {pause.tail or ''}"
    return " ".join(fragment.text_content().split())
