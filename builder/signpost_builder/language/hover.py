"""What is shown about the word under the cursor."""

import re
from functools import cache

from lsprotocol import types

from signpost_builder.explanations import explanations
from signpost_builder.language import keys as schema
from signpost_builder.language.marking import touching
from signpost_builder.language.mentions import Mention
from signpost_builder.language.places import source_of
from signpost_builder.language.saying import of_contact, of_fact, plain
from signpost_builder.language.typing_place import here
from signpost_builder.language.view import View
from signpost_builder.source.directives import DIRECTIVES

DIRECTIVE = re.compile(r"\s*:{3,}\s*([\w-]+)")
LINK = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]*\)")  # to other pages of docs/, which are not here


def hover(view: View, position: types.Position) -> types.Hover | None:
    """What is named there, then what is wrong there, with the paragraph of its code."""
    mention = view.at(position)
    parts = [_of(view, mention)] if mention else [_of_directive(view, position) or _of_key(view, position)]
    for finding in touching(view.known.findings, view.path, view.text, position, position):
        parts.append(f"**{finding.code}**\n\n{_paragraph(finding.code)}")
    said = "\n\n---\n\n".join(part for part in parts if part)
    if not said:
        return None
    content = types.MarkupContent(types.MarkupKind.Markdown, said)
    return types.Hover(content, view.range(mention) if mention else None)


def _of(view: View, mention: Mention) -> str:
    uses = [each for each in view.of(mention.kind, mention.id) if not each.defines]
    match mention.kind:
        case "fact":
            fact = view.known.fact(mention.id)
            return of_fact(fact, len(uses)) if fact else ""
        case "contact":
            return of_contact(mention.id, view.known)
        case _:
            defined = next((each for each in view.of(mention.kind, mention.id) if each.defines), None)
            if defined is None:
                return ""
            places = f"used in {len(uses)} {'place' if len(uses) == 1 else 'places'}"
            return f"{mention.kind} **{plain(mention.id)}**: {plain(defined.says)}\n\n{places}"


def _of_directive(view: View, position: types.Position) -> str:
    line = view.text.line(position.line)
    found = DIRECTIVE.match(line) if source_of(view.path) == "module" else None
    if not found or not found.start(1) <= view.text.column(position) <= found.end(1):
        return ""
    form = DIRECTIVES.get(found[1])
    if form is None:
        return ""
    options = ", ".join(f"`{key}`{' (has to be there)' if key in form.needed else ''}" for key in sorted(form.options))
    return f"**::: {found[1]}** {form.says}" + (f"\n\nkeys: {options}" if options else "")


def _of_key(view: View, position: types.Position) -> str:
    """What a key of YAML is for."""
    source, lines = source_of(view.path), list(view.text.lines)
    if source is None or source == "sites":
        return ""
    shift = 0
    if source == "module":
        end = next((n for n, each in enumerate(lines) if n and each.rstrip() == "---"), 0)
        if not 0 < position.line < end:
            return ""
        lines, shift = lines[1:end], 1
    number, column = position.line - shift, view.text.column(position)
    if number >= len(lines) or not (word := re.search(r"[\w-]*$", lines[number][:column])):
        return ""
    key = re.match(r"[\w-]+(?=\s*:)", lines[number][word.start() :])
    if key is None:
        return ""
    place = here(lines, number, word.start())
    said = schema.says(source, (*place.keys, key[0]))
    return f"**{key[0]}**: {said}" if said else ""


@cache
def _paragraphs() -> dict[str, str]:
    return explanations()


def _paragraph(code: str) -> str:
    return LINK.sub(r"\1", _paragraphs().get(code, ""))
