"""A scenario: nodes with decisions, and ends that are the right act."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from signpost_builder.diagnostics import Findings, Read, Span, error, nearest
from signpost_builder.model import Node, Option, Prose, Scenario
from signpost_builder.read.lists import OPTION, split_list, stripped
from signpost_builder.read.prose import ProseReader
from signpost_builder.source.items import Directive
from signpost_builder.source.passage import Line, passage


class ScenarioReader:
    """Reads one scenario."""

    def __init__(self, prose: ProseReader, path: PurePosixPath) -> None:
        self._prose, self._path = prose, path
        self._findings = Findings()
        self._targets: list[tuple[str, Span]] = []

    def scenario(self, directive: Directive, parts: Sequence[tuple[Directive, list[Line]]]) -> Read[Scenario]:
        """`parts`: each `node` and `end` with its lines."""
        nodes = tuple(self._node(part, lines) for part, lines in parts)
        title = directive.options.get("title", "")
        scenario = Scenario(id=directive.options.get("id", ""), title=title, nodes=nodes, span=directive.span)
        self._check(scenario, {part.options.get("id", "") for part, _ in parts if part.name == "end"})
        return self._findings.beside(scenario)

    def _node(self, directive: Directive, lines: list[Line]) -> Node:
        parts = split_list(lines, OPTION)
        if directive.name == "end" or not parts.items:
            body = self._body(lines)
            options: tuple[Option, ...] = ()
            if directive.name == "node":
                hint = "add '- [what one may do](#target)', or write '::: end'"
                self._note(directive.span, "path-without-end", "this moment offers nothing to choose", hint)
        else:
            body = self._body(parts.before)
            options = tuple(option for item in parts.items if (option := self._option(item.first, item.below)))
            if after := stripped(parts.after):
                message = "text below the choices belongs to no choice"
                span = Span(self._path, after[0].number, after[0].column)
                self._note(span, "malformed-scenario", message, "indent it, or put it first")
        id, title = (directive.options.get(key, "") for key in ("id", "title"))
        return Node(id=id, body=body, title=title, options=options, span=directive.span)

    def _body(self, lines: Sequence[Line]) -> Prose:
        return self._findings.of(self._prose.block(passage(self._path, lines))) if stripped(lines) else Prose(parts=())

    def _option(self, first: Line, below: list[Line]) -> Option | None:
        close = first.text.find("](#")
        end = first.text.find(")", close)
        span = Span(self._path, first.number, first.column)
        if close < 0 or end < 0:
            message = "a choice in a scenario is '- [what one may do](#target)'"
            self._note(span, "malformed-scenario", message, "name the moment that it leads to")
            return None
        target = first.text[close + 3 : end].strip()
        self._targets.append((target, Span(self._path, first.number, first.column + close + 2)))
        words = Line(first.number, first.column + 1, first.text[1:close])
        text = self._findings.of(self._prose.line(passage(self._path, [words])))
        rest = first.after(end + 1)
        lines = [rest.after(len(rest.text) - len(rest.text.lstrip())), *below] if rest.text.strip() else below
        feedback = self._findings.of(self._prose.html(passage(self._path, lines))) if lines else ""
        return Option(text=text, feedback=feedback, target=target)

    def _check(self, scenario: Scenario, ends: set[str]) -> None:
        nodes: dict[str, Node] = {}
        for node in scenario.nodes:
            if node.id in nodes:
                message = f"the moment '{node.id}' is already on line {nodes[node.id].span.line}"
                self._note(node.span, "duplicate-id", message, "give one of them another id")
            nodes.setdefault(node.id, node)
        for target, span in self._targets:
            if target not in nodes:
                message = f"the scenario '{scenario.id}' has no moment '{target}'"
                self._note(span, "unknown-target", message, nearest(target, nodes))
        if not ends:
            message = f"the scenario '{scenario.id}' has no end"
            self._note(scenario.span, "scenario-without-end", message, "add '::: end id=…' with the right act and why")
            return
        onward = {
            id: [option.target for option in node.options if option.target in nodes] for id, node in nodes.items()
        }
        reached = _reached(onward, [scenario.nodes[0].id]) if scenario.nodes else set()
        ending = _reached(_backwards(onward), [id for id in ends if id in nodes])
        for node in scenario.nodes:
            if node.id not in reached:
                message = f"no choice leads to the moment '{node.id}'"
                self._note(node.span, "unreachable-node", message, "lead to it, or take it away")
            elif node.options and node.id not in ending:
                message = f"from the moment '{node.id}' no choice ever leads to an end"
                self._note(node.span, "path-without-end", message, "lead one of its choices to an end")

    def _note(self, span: Span, code: str, message: str, hint: str) -> None:
        self._findings.append(error(span, code, message, hint))


def _reached(onward: Mapping[str, Sequence[str]], start: Sequence[str]) -> set[str]:
    """Ids to which the ways lead, `start` included."""
    reached, waiting = set(start), list(start)
    while waiting:
        for target in onward[waiting.pop()]:
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    return reached


def _backwards(onward: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    back: dict[str, list[str]] = {id: [] for id in onward}
    for id, targets in onward.items():
        for target in targets:
            back[target].append(id)
    return back
