"""Changes that an editor offers for a finding: what its hint says, made."""

import re
from collections.abc import Callable, Iterator

from lsprotocol import types

from signpost_builder.diagnostics import Diagnostic
from signpost_builder.language.marking import mark, quoted, touching
from signpost_builder.language.view import View
from signpost_builder.values import frozen

Ways = Callable[[Diagnostic, str, re.Match[str]], Iterator["Change"]]
KEY = re.compile(r"[ ]*(?:- +)*[\w-]+\s*:\s*")


@frozen
class Change:
    """New text for the characters `start` to before `end` of the finding's line."""

    title: str
    start: int
    end: int
    text: str


def actions(view: View, place: types.Range) -> list[types.CodeAction]:
    """A quick fix for each finding whose mark the selection touches and whose hint says exactly what to write."""
    touched = touching(view.known.findings, view.path, view.text, place.start, place.end)
    return [action for finding in touched for action in _actions(view, finding)]


def _actions(view: View, finding: Diagnostic) -> Iterator[types.CodeAction]:
    number = max(finding.span.line - 1, 0)
    found = list(changes(finding, view.text.line(number)))
    for change in found:
        edit = types.TextEdit(view.text.range(number, change.start, change.end), change.text)
        yield types.CodeAction(
            title=change.title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[mark(finding, view.text)],
            is_preferred=len(found) == 1 or None,
            edit=types.WorkspaceEdit(changes={view.uri_of(view.path): [edit]}),
        )


def changes(finding: Diagnostic, line: str) -> Iterator[Change]:
    """Those for one finding in its line."""
    for hint, ways in HINTS:
        if found := re.fullmatch(hint, finding.hint):
            yield from ways(finding, line, found)
            return


def _instead(finding: Diagnostic, line: str, *words: str) -> Iterator[Change]:
    if places := quoted(finding, line):
        yield from (Change(f"Write '{word}'", *places, word) for word in words)


def _nearest(finding: Diagnostic, line: str, hint: re.Match[str]) -> Iterator[Change]:
    yield from _instead(finding, line, hint[1])


def _known(finding: Diagnostic, line: str, hint: re.Match[str]) -> Iterator[Change]:
    yield from _instead(finding, line, *hint[1].split(", "))


def _value(finding: Diagnostic, line: str, hint: re.Match[str]) -> Iterator[Change]:
    """A value of YAML in other signs; the finding stands at its first."""
    start = finding.span.column - 1
    written = re.compile(r"[^,{}\[\]#]*[^,{}\[\]#\s]").match(line, start)
    if written:
        yield Change(f"Write {hint[1]}", start, written.end(), hint[1])


def _key(finding: Diagnostic, line: str, hint: re.Match[str]) -> Iterator[Change]:
    """A new first key in the group at the finding's place."""
    at, key = max(finding.span.column - 1, 0), hint[1]
    if line[at : at + 1] == "{":
        yield Change(f"Add '{key}'", at + 1, at + 1, f"{key}: , ")
    elif KEY.match(line[at:]):
        yield Change(f"Add '{key}'", at, at, f"{key}: \n{' ' * at}")


def _option(finding: Diagnostic, line: str, hint: re.Match[str]) -> Iterator[Change]:
    end = len(line.rstrip())
    if line.count('"') % 2 == 0:
        yield Change(f"Add '{hint[1]}'", end, end, f' {hint[1]}="…"')


def _away(finding: Diagnostic, line: str, hint: re.Match[str]) -> Iterator[Change]:
    start = line.find(hint[1], max(finding.span.column - 1, 0))
    if start >= 0:
        yield Change(f"Take '{hint[1]}' away", start, start + len(hint[1]), "")


def _sign(finding: Diagnostic, line: str, hint: re.Match[str]) -> Iterator[Change]:
    at = finding.span.column - 1
    if finding.code == "control-character" and at < len(line):
        yield Change("Delete the invisible character", at, at + 1, "")


# A list of endings (".png") offers nothing, as the file would not be there; nor does one that is cut ("…"): why those?
HINTS: tuple[tuple[str, Ways], ...] = (
    (r"did you mean '([^']+)'\?", _nearest),
    (r"known: (?!\.)([^…]+)", _known),
    (r"put it in quotes: (\".*\")", _value),
    (r"write (-?[0-9.]+), digits only, without quotes", _value),
    (r"add a line '([\w-]+): …'", _key),
    (r"write '::: [\w-]+ ([\w-]+)=…'", _option),
    (r"take '([^']+)' away", _away),
    (r"delete it, and type again .*", _sign),
)
