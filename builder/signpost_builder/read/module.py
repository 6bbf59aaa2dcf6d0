"""A module from modules/<id>/module.md: front matter, then pages."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from signpost_builder.diagnostics import (
    MOST_FINDINGS,
    Diagnostic,
    Findings,
    Read,
    Span,
    error,
    nearest,
    not_looked_at,
    warning,
)
from signpost_builder.model import Module
from signpost_builder.read.context import Context, ModuleContent, Visibility, first_of
from signpost_builder.read.page import PageContent, PageSource, read_page
from signpost_builder.read.remembered import Sets, read_or_remembered
from signpost_builder.schema import ModuleFront
from signpost_builder.source.inline import MOST_GROWTH
from signpost_builder.source.items import Definitions, Item, Lines
from signpost_builder.source.markdown_lines import scan
from signpost_builder.source.pages import PageDraft, cut
from signpost_builder.source.validation import validate
from signpost_builder.source.yaml_nodes import Document, load


def read_module(text: str, path: PurePosixPath, context: Context, sets: Sets) -> Read[ModuleContent]:
    """What modules/<id>/module.md gives. The same text, context and sets give the same again."""
    findings = Findings()
    lines = findings.of(scan(text, path))
    if lines.front is None:
        if not any(finding.code == "front-matter" for finding in findings):
            hint = "begin the file with '---', the module's id, title and so on, and '---'"
            findings.append(error(Span(path, 1, 1), "front-matter", "this module has no front matter", hint))
        return findings.beside(ModuleContent())
    document = findings.of(load(lines.front, path, shift=1))
    front = findings.of(validate(ModuleFront, document)) if document else None
    if front is None or document is None:
        return findings.beside(ModuleContent(pages=findings.of(_pages_of_broken_module(context, path, lines.items))))
    findings += _front_findings(context, document, front)
    return findings.beside(findings.of(_module(context, sets, document, front, lines)))


def _front_findings(context: Context, document: Document, front: ModuleFront) -> Iterator[Diagnostic]:
    folder = document.path.parent.name
    if front.id != folder:
        message = f"the module '{front.id}' is in the folder '{folder}'"
        yield error(document.span("id"), "id-mismatch", message, "give both the same name")
    for index, audience in enumerate(front.audiences):
        if not context.audiences.has_anywhere(audience):
            span = document.span("audiences", index)
            hint = nearest(audience, context.audiences.ids)
            yield error(span, "unknown-audience", f"there is no audience '{audience}'", hint)


def _pages_of_broken_module(
    context: Context, path: PurePosixPath, items: Sequence[Item]
) -> Read[dict[str, Visibility]]:
    """So that links to its pages are not called broken too."""
    folder = path.parent.name
    drafts, findings = cut(PageDraft(f"{folder}.start", "", Span(path, 1, 1)), items)
    return Read({draft.id: Visibility(frozenset(context.audiences.ids)) for draft in drafts}, findings)


def _module(context: Context, sets: Sets, document: Document, front: ModuleFront, lines: Lines) -> Read[ModuleContent]:
    findings, path = Findings(), document.path
    start = PageDraft(f"{path.parent.name}.start", front.title, document.span("title"))
    drafts = findings.of(cut(start, lines.items))
    everyone = Visibility(frozenset(front.audiences))
    sources = [PageSource(draft, lines.definitions, everyone) for draft in drafts]
    contents = findings.of(_pages(sources, path, context, sets))
    findings += _scenario_findings(contents)
    findings += _unused(path, lines.definitions, frozenset().union(*(each.footnotes for each in contents)))
    module = Module(
        id=path.parent.name,
        title=front.title,
        summary=front.summary,
        stated_minutes=front.minutes or 0,
        audiences=tuple(front.audiences),
        objectives=tuple(front.objectives),
        pages=tuple(each.page for each in contents),
        content_note=front.content_note,
        review_by=front.review_by,
        span=document.span("id"),
    )
    whole = ModuleContent(
        module,
        pages=first_of({each.page.id: each.seen} for each in contents),
        links=tuple(link for each in contents for link in each.links),
        checks=first_of(each.checks for each in contents),
        used_facts=first_of(each.used_facts for each in contents),
    )
    return findings.beside(whole)


def _pages(sources: Sequence[PageSource], path: PurePosixPath, context: Context, sets: Sets) -> Read[list[PageContent]]:
    """Each page by itself, as it is remembered; from where they are too much for one file, each with those before it."""
    findings, contents, noted, grown = Findings(), list[PageContent](), 0, 0
    for source in sources:
        page = None
        if noted <= MOST_FINDINGS and grown <= MOST_GROWTH:
            page = read_or_remembered(read_page, source, path, context, sets, source.draft.id)
        if page is None or noted + page.value.noted > MOST_FINDINGS or grown + page.value.grown > MOST_GROWTH:
            page = read_page(source, path, context, sets, noted=noted, grown=grown)
        contents.append(findings.of(page))
        noted, grown = noted + page.value.noted, grown + page.value.grown
    if context.is_full or noted > MOST_FINDINGS:
        findings.append(not_looked_at(Span(path, 1, 1), "links, facts and pictures of this file were partly"))
    return findings.beside(contents)


def _scenario_findings(contents: Iterable[PageContent]) -> Iterator[Diagnostic]:
    first: dict[str, Span] = {}
    for id, span in (scenario for each in contents for scenario in each.scenarios):
        if id in first:
            message = f"the scenario '{id}' is already on line {first[id].line}"
            yield error(span, "duplicate-id", message, "give one of them another id")
        first.setdefault(id, span)


def _unused(path: PurePosixPath, definitions: Definitions, used: Collection[str]) -> Iterator[Diagnostic]:
    """Footnotes that nothing refers to."""
    for label, lines in definitions.footnotes.items():
        if label not in used:
            message = f"nothing refers to the footnote '[^{label}]'"
            yield warning(Span(path, lines[0].number, 1), "unused-definition", message, "use it, or take it away")
