"""Several releases as one: terms are disjoint, so counts, people and variances add up, over the coarsest common blocks."""

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt

from signpost_report.reading import Block, Name, ReleaseError, Results, Table, Where


def pooled(releases: Sequence[Results]) -> Results:
    """Of releases of one form. Raises ReleaseError for different forms, or the same term twice."""
    terms = tuple(term for one in releases for term in one.terms)
    if len({one.form["id"] for one in releases}) != 1:
        raise ReleaseError("only releases of one form are pooled: others ask something else, or other people")
    if len(set(terms)) < len(terms):
        raise ReleaseError("the same term is there twice")
    if len(releases) == 1:
        return releases[0]
    ways = [way for way in ("all", "group", "stratum") if all(one.of(way) for one in releases)]
    blocks: dict[Where, Block] = {}
    members: dict[Where, list[tuple[Results, Where]]] = {}
    for way in ways:
        for cell, among in enumerate(
            common([[block.categories for block in one.of(way).values()] for one in releases])
        ):
            parts = [
                (one, where)
                for one in releases
                for where, block in one.of(way).items()
                if set(block.categories) <= among
            ]
            people = sum(one.blocks[where].people for one, where in parts)
            blocks[Where(way, cell)] = Block(_label(parts), tuple(sorted(among)), people)
            members[Where(way, cell)] = parts
    factor = sqrt(sum(one.factor**2 for one in releases))
    return replace(releases[0], terms=terms, factor=factor, blocks=blocks, tables=_tables(releases, members))


def common(partitions: Sequence[Sequence[tuple[int, ...]]]) -> list[set[int]]:
    """The finest blocks that are unions of blocks in every partition, in the order of the first."""
    found: list[set[int]] = [set(one) for one in partitions[0]]
    for partition in partitions[1:]:
        for block in map(set, partition):
            touched = [one for one in found if one & block or not (one or block)]
            rest = [one for one in found if one not in touched]
            place = found.index(touched[0]) if touched else len(found)
            found = [*rest[:place], set().union(*touched, block), *rest[place:]]
    return found


def _label(parts: Sequence[tuple[Results, Where]]) -> str:
    first = parts[0][0]
    return ", ".join(one.blocks[where].label for one, where in parts if one is first)


def _tables(
    releases: Sequence[Results], members: dict[Where, list[tuple[Results, Where]]]
) -> dict[tuple[Name, Where], Table]:
    """Only what every release has."""
    found = {}
    for name in dict.fromkeys(name for name, _ in releases[0].tables):
        for target, parts in members.items():
            tables = [one.tables[name, where] for one, where in parts if (name, where) in one.tables]
            if len(tables) == len(parts) and len({one.values for one in tables}) == 1:
                numbers = tuple(map(sum, zip(*(one.numbers for one in tables), strict=True)))
                found[name, target] = Table(tables[0].values, numbers, sum(one.variance for one in tables))
    return found
