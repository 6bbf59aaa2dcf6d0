"""The parts of a file as an editor lists them: pages with their directives, questions, facts, contacts."""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from lsprotocol import types

from signpost_builder.language.places import source_of
from signpost_builder.language.texts import Text
from signpost_builder.language.view import View
from signpost_builder.source.items import Code, Directive, Heading, Item
from signpost_builder.source.items import Text as ProseText
from signpost_builder.source.markdown_lines import scan
from signpost_builder.source.yaml_nodes import load

NAMED_BY = ("id", "ref", "title", "kind")


def outline(view: View) -> list[types.DocumentSymbol]:
    text = view.text
    match source_of(view.path):
        case "module":
            return _pages(text, list(_flat(scan("\n".join(text.lines), view.path).value.items)))
        case None | "sites":
            return []
        case _:
            return _defined(view)


def _flat(items: Iterable[Item]) -> Iterator[Heading | Directive]:
    """Headings and directives in the order of their lines; a `for` around pages is not one of their parts."""
    for item in items:
        match item:
            case Heading():
                yield item
            case Directive():
                if item.name != "for":
                    yield item
                yield from _flat(item.items)
            case ProseText() | Code():
                pass
            case _:
                assert_never(item)


def _pages(text: Text, parts: Sequence[Heading | Directive]) -> list[types.DocumentSymbol]:
    pages: list[types.DocumentSymbol] = []
    starts = [part.span.line - 1 for part in parts if isinstance(part, Heading)]
    for part in parts:
        line = part.span.line - 1
        if isinstance(part, Heading):
            end = next((start for start in starts if start > line), len(text.lines)) - 1
            pages.append(_symbol(text, part.title or "…", types.SymbolKind.Namespace, line, end))
        else:
            name = next((part.options[key] for key in NAMED_BY if key in part.options), "")
            symbol = _symbol(text, f"{part.name} {name}".strip(), types.SymbolKind.Struct, line, line)
            siblings = pages[-1].children if pages else None
            (siblings if isinstance(siblings, list) else pages).append(symbol)
    return pages


def _defined(view: View) -> list[types.DocumentSymbol]:
    """What a YAML file defines, each with what is said of it."""
    broken = load("\n".join(view.text.lines), view.path).value is None
    here = [] if broken else [each for each in view.mentions if each.path == view.path and each.defines]
    starts = [each.line for each in here]
    symbols = []
    for each in here:
        end = next((start for start in starts if start > each.line), len(view.text.lines)) - 1
        kind = types.SymbolKind.Event if each.kind == "question" else types.SymbolKind.Constant
        symbol = _symbol(view.text, each.id, kind, each.line, max(end, each.line))
        symbol.detail = each.says or None
        symbols.append(symbol)
    return symbols


def _symbol(text: Text, name: str, kind: types.SymbolKind, line: int, end: int) -> types.DocumentSymbol:
    """`children` is a list, to be added to."""
    own = text.range(line, 0, len(text.line(line)))
    last = text.range(end, 0, len(text.line(end)))
    return types.DocumentSymbol(name, kind, types.Range(own.start, last.end), own, children=[])
