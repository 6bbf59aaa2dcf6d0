"""How many steps a backtracking engine takes for a pattern: Python's own parse tree, walked as its `re` walks it.

The engine says nothing about its steps, and seconds depend on the machine; these counts are the same everywhere.
"""

import re
import sys
from collections.abc import Callable
from re import _constants as sre
from re import _parser as parser

MOST_TIMES = 12  # a bounded repetition counts as this long: a bound is a constant, however large
WORD = re.compile(r"\w")
CATEGORIES = {
    sre.CATEGORY_DIGIT: str.isdecimal,
    sre.CATEGORY_SPACE: str.isspace,
    sre.CATEGORY_WORD: lambda sign: WORD.match(sign) is not None,
}
NOT_CATEGORIES = {
    sre.CATEGORY_NOT_DIGIT: sre.CATEGORY_DIGIT,
    sre.CATEGORY_NOT_SPACE: sre.CATEGORY_SPACE,
    sre.CATEGORY_NOT_WORD: sre.CATEGORY_WORD,
}
Go = Callable[[int], int]  # from an index on: the end of the match, or -1


class Steps:
    """`found` counts for `finditer` over the whole text, `at_start` for one `match` at its beginning."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._tree = list(parser.parse(pattern.pattern, pattern.flags))
        self._ignore, self._lines = bool(pattern.flags & re.IGNORECASE), bool(pattern.flags & re.MULTILINE)
        self._dotall = bool(pattern.flags & re.DOTALL)

    def at_start(self, text: str) -> int:
        self._begin(text)
        self._run(self._tree, 0, lambda end: end)
        return self._steps

    def found(self, text: str) -> int:
        self._begin(text)
        at = 0
        while at <= len(text):
            end = self._run(self._tree, at, lambda end: end)
            at = max(end, at + 1)
        return self._steps

    def _begin(self, text: str) -> None:
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 40 * len(text) + 1_000))
        self._text = text.lower() if self._ignore else text
        self._steps, self._groups = 0, dict[int, tuple[int, int]]()

    def _run(self, ops: list, at: int, go: Go, place: int = 0) -> int:
        if place == len(ops):
            return go(at)
        self._steps += 1
        op, value = ops[place]

        def rest(end: int) -> int:
            return self._run(ops, end, go, place + 1)

        if op in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
            return rest(at + 1) if self._takes(op, value, at) else -1
        match op:
            case sre.AT:
                return rest(at) if self._stands(value, at) else -1
            case sre.SUBPATTERN:
                group, _, _, inner = value
                return self._run(list(inner), at, lambda end: self._keep(group, at, end, rest))
            case sre.BRANCH:
                return next((end for one in value[1] if (end := self._run(list(one), at, rest)) >= 0), -1)
            case sre.ASSERT | sre.ASSERT_NOT:
                return rest(at) if self._looks(value, at) == (op is sre.ASSERT) else -1
            case sre.ATOMIC_GROUP:
                end = self._run(list(value), at, lambda end: end)
                return rest(end) if end >= 0 else -1
            case sre.GROUPREF:
                begin, end = self._groups.get(value, (0, 0))
                self._steps += end - begin
                return rest(at + end - begin) if self._text.startswith(self._text[begin:end], at) else -1
            case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
                return self._repeat(op, value, at, rest)
        raise NotImplementedError(op)

    def _repeat(self, op: object, value: tuple, at: int, rest: Go) -> int:
        least, most, inner = value
        most = len(self._text) + 1 if most is sre.MAXREPEAT else min(most, max(least, MOST_TIMES))
        inner = list(inner)
        if len(inner) == 1 and inner[0][0] in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
            end = at
            while end - at < most and self._takes(*inner[0], end):
                end += 1
                self._steps += 1
            if end - at < least:
                return -1
            ends = [end] if op is sre.POSSESSIVE_REPEAT else range(end, at + least - 1, -1)
            if op is sre.MIN_REPEAT:
                ends = range(at + least, end + 1)
            for one in ends:
                self._steps += 1
                if (found := rest(one)) >= 0:
                    return found
            return -1
        if op is sre.POSSESSIVE_REPEAT:
            times = 0
            while times < most and (end := self._run(inner, at, lambda end: end)) > at:
                at, times = end, times + 1
            return rest(at) if times >= least else -1
        return self._again(op, inner, (least, most), at, rest)

    def _again(self, op: object, inner: list, left: tuple[int, int], at: int, rest: Go) -> int:
        least, most = left

        def more(end: int) -> int:
            return -1 if end == at and least <= 0 else self._again(op, inner, (least - 1, most - 1), end, rest)

        if least > 0:
            return self._run(inner, at, more)
        if op is sre.MIN_REPEAT and (end := rest(at)) >= 0:
            return end
        if most > 0 and (end := self._run(inner, at, more)) >= 0:
            return end
        return -1 if op is sre.MIN_REPEAT else rest(at)

    def _keep(self, group: int | None, begin: int, end: int, rest: Go) -> int:
        if group is not None:
            self._groups[group] = (begin, end)
        return rest(end)

    def _looks(self, value: tuple, at: int) -> bool:
        direction, inner = value
        width = inner.getwidth()[0]
        begin = at if direction > 0 else at - width
        return begin >= 0 and self._run(list(inner), begin, lambda end: end if direction > 0 or end == at else -1) >= 0

    def _stands(self, where: object, at: int) -> bool:
        text = self._text
        before, after = (
            (at > 0 and WORD.match(text[at - 1]) is not None),
            (at < len(text) and WORD.match(text[at]) is not None),
        )
        match where:
            case sre.AT_BEGINNING:
                return at == 0 or (self._lines and text[at - 1] == "\n")
            case sre.AT_BEGINNING_STRING:
                return at == 0
            case sre.AT_END:
                return (
                    at == len(text) or (at == len(text) - 1 and text[at] == "\n") or (self._lines and text[at] == "\n")
                )
            case sre.AT_END_STRING:
                return at == len(text)
            case sre.AT_BOUNDARY:
                return before != after
            case sre.AT_NON_BOUNDARY:
                return before == after
        raise NotImplementedError(where)

    def _takes(self, op: object, value: object, at: int) -> bool:
        if at >= len(self._text):
            return False
        sign = self._text[at]
        match op:
            case sre.ANY:
                return self._dotall or sign != "\n"
            case sre.LITERAL:
                return sign == self._sign(value)
            case sre.NOT_LITERAL:
                return sign != self._sign(value)
        negated = value[0][0] is sre.NEGATE
        return any(self._is_in(one, sign) for one in value[negated:]) != negated

    def _is_in(self, one: tuple, sign: str) -> bool:
        kind, value = one
        if kind is sre.LITERAL:
            return sign == self._sign(value)
        if kind is sre.RANGE:
            both = (sign, sign.upper()) if self._ignore else (sign,)
            return any(value[0] <= ord(case) <= value[1] for case in both if len(case) == 1)
        return not CATEGORIES[NOT_CATEGORIES[value]](sign) if value in NOT_CATEGORIES else CATEGORIES[value](sign)

    def _sign(self, code: int) -> str:
        return chr(code).lower() if self._ignore else chr(code)
