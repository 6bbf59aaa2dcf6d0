"""A module's items cut into pages at its `##` headings: what is read, what is reviewed and what is judged as a page is the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from signpost_builder.diagnostics import Findings, Read, Span, error
from signpost_builder.source.items import Code, Directive, Heading, Item, Text
from signpost_builder.source.tokens import token_finding


@dataclass(slots=True)
class PageDraft:
    """A page while its items are collected. `conditions`: the `for` directives around its heading.

    Each item comes with the `for` directives around it that are not around the heading.
    """

    id: str
    title: str
    span: Span
    conditions: tuple[Directive, ...] = ()
    items: list[tuple[tuple[Directive, ...], Item]] = field(default_factory=list)


def cut(start: PageDraft, items: Sequence[Item]) -> Read[list[PageDraft]]:
    """The pages of a module; `start` is its opening page, for what stands before the first heading."""
    return _Cutter(start).drafts(items)


class _Cutter:
    def __init__(self, start: PageDraft) -> None:
        self._module, self._findings = start.id.rpartition(".")[0], Findings()
        self._drafts = [start]
        self._spans: dict[str, Span] = {start.id: start.span}

    def drafts(self, items: Sequence[Item]) -> Read[list[PageDraft]]:
        self._walk(items, ())
        return self._findings.beside(self._drafts)

    def _walk(self, items: Sequence[Item], conditions: tuple[Directive, ...]) -> None:
        for item in items:
            if isinstance(item, Heading):
                self._begin(item, conditions)
            elif isinstance(item, Directive) and item.name == "for" and _has_heading(item):
                self._walk(item.items, (*conditions, item))
            else:
                self._add(item, conditions)

    def _begin(self, heading: Heading, conditions: tuple[Directive, ...]) -> None:
        if finding := token_finding(heading.title, "a heading", lambda index: heading.span):
            self._findings.append(finding)
        name = heading.slug or f"line-{heading.span.line}"
        id = f"{self._module}.{name}"
        if id in self._spans:
            first = self._spans[id].line
            message = f"the page '{id}' is already on line {first}"
            hint = "change the heading, or give it an id: '## Heading {#another}'"
            self._findings.append(error(heading.span, "duplicate-id", message, hint))
        self._spans.setdefault(id, heading.span)
        self._drafts.append(PageDraft(id, heading.title, heading.span, conditions))

    def _add(self, item: Item, conditions: tuple[Directive, ...]) -> None:
        page = self._drafts[-1]
        around = len(page.conditions)
        if conditions[:around] != page.conditions:
            span = item.span if isinstance(item, Directive | Heading) else Span(page.span.path, _first_line(item), 1)
            message = f"the page '{page.title}' is only for some editions and ended with its 'for'"
            hint = "begin a page of its own here with '##', or move this inside the 'for'"
            self._findings.append(error(span, "text-without-page", message, hint))
            return
        page.items.append((conditions[around:], item))


def _first_line(item: Text | Code) -> int:
    return item.lines[0].number if item.lines else 1


def _has_heading(directive: Directive) -> bool:
    return any(
        isinstance(item, Heading) or (isinstance(item, Directive) and item.name == "for" and _has_heading(item))
        for item in directive.items
    )
