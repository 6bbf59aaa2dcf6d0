"""Reading HTML that anybody may have written."""

from html.parser import HTMLParser


class MarkupReader(HTMLParser):
    """The standard library's parser, which also comes through marks that HTML does not have."""

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """`<![` is a comment to browsers (HTML, 13.2.5.42); the parser itself would give up over it."""
        return self.parse_bogus_comment(i)
