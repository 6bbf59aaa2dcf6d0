"""The way through a Branching Scenario: every link leads somewhere, every node is reached, every path ends."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from signpost_builder.diagnostics import Diagnostic, error
from signpost_builder.formats.h5p.check_types import CONTENT, Nested
from signpost_builder.lint.archive import at


def judge(nested: Nested) -> Iterator[Diagnostic]:
    scenario = nested.params.get("branchingScenario")
    nodes = scenario.get("content") if isinstance(scenario, dict) else None
    if nested.machine_name != "H5P.BranchingScenario" or not isinstance(nodes, list) or not nodes:
        return
    place = f"{nested.place}.branchingScenario.content".removeprefix(".")
    ways = [[*_links(node)] for node in nodes]
    for number, links in enumerate(ways):
        for link in links:
            if link is None or link >= len(nodes):
                what = (
                    "has no link to a next node" if link is None else f"leads to {link}; there are {len(nodes)} nodes"
                )
                message = f"{place}[{number}] {what}"
                yield error(
                    at(CONTENT),
                    "h5p-scenario-link",
                    message,
                    "nextContentId is an index of the list (the first is 0), or -1 for the end",
                )
    yield from _way(ways, place)


def _links(node: Any) -> Iterator[int | None]:
    """Where a node leads: a question by its alternatives, anything else by its own link. None: nowhere."""
    inner = node.get("type") if isinstance(node, dict) else None
    params = inner.get("params") if isinstance(inner, dict) else None
    question = params.get("branchingQuestion") if isinstance(params, dict) else None
    listed = question.get("alternatives") if isinstance(question, dict) else [node]
    for alternative in listed if isinstance(listed, list) else ():
        link = alternative.get("nextContentId") if isinstance(alternative, dict) else None
        yield link if type(link) is int else None


def _way(ways: Sequence[Sequence[int | None]], place: str) -> Iterator[Diagnostic]:
    """A negative link is an end."""
    inside = {
        number: {link for link in links if link is not None and 0 <= link < len(ways)}
        for number, links in enumerate(ways)
    }
    reached = _closure([0], inside)
    for number in sorted(inside.keys() - reached):
        yield error(
            at(CONTENT), "h5p-scenario-unreachable", f"{place}[{number}] is never reached", "link to it, or take it out"
        )
    backwards: dict[int, set[int]] = {number: set() for number in inside}
    for number, links in inside.items():
        for link in links:
            backwards[link].add(number)
    ending = _closure(
        [number for number, links in enumerate(ways) if any(link is not None and link < 0 for link in links)], backwards
    )
    for number in sorted(reached - ending):
        yield error(
            at(CONTENT),
            "h5p-scenario-endless",
            f"{place}[{number}]: no way on from here comes to an end",
            "let one link be -1",
        )


def _closure(start: Iterable[int], ways: Mapping[int, set[int]]) -> set[int]:
    reached, waiting = set(start), [*start]
    while waiting:
        new = ways[waiting.pop()] - reached
        reached |= new
        waiting += new
    return reached
