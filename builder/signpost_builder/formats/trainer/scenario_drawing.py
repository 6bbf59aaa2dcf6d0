"""The ways through a scenario as a drawing: moments are circles, ends are boxes, a way back is dashed. Black on white."""

from collections.abc import Iterator, Mapping, Sequence
from string import ascii_uppercase

Ways = Sequence[tuple[int, Sequence[int]]]  # number of a moment, and the numbers that its choices lead to, in order

ACROSS, DOWN, RADIUS, MARGIN = 110, 62, 17, 48
WHOLE_PAGE = 760


def drawing(ways: Ways) -> bytes:
    """From left to right, each moment as many steps in as the longest way to it has; ends stand in the last column."""
    places = _places(ways)
    across = _across(places)
    height = max(y for _, y in places.values()) + MARGIN
    shapes = [_line(places[one], places[two], ", ".join(letters)) for one, two, letters in _lines(ways)]
    shapes += [_shape(number, places[number], is_end=not targets) for number, targets in ways]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {height}" width="{across}" height="{height}" '
        f'font-family="Atkinson Hyperlegible Next" font-size="15">{"".join(shapes)}</svg>'
    ).encode()


def width(ways: Ways) -> int:
    """How much of a page's width the drawing takes, in percent: circles are as large in a short scenario as in a long one."""
    return round(_across(_places(ways)) / WHOLE_PAGE * 100)


def _across(places: Mapping[int, tuple[int, int]]) -> int:
    return max(x for x, _ in places.values()) + 50


def _places(ways: Ways) -> dict[int, tuple[int, int]]:
    """The centre of each, by number."""
    steps = _steps(ways)
    last = max(steps.values())
    columns: dict[int, list[int]] = {}
    for number, targets in ways:
        columns.setdefault(steps.get(number, last) if targets else last + 1, []).append(number)
    tallest = max(map(len, columns.values()))
    order = {column: place for place, column in enumerate(sorted(columns))}
    return {
        number: (40 + order[column] * ACROSS, round(MARGIN + DOWN * (row + (tallest - len(numbers)) / 2)))
        for column, numbers in columns.items()
        for row, number in enumerate(numbers)
    }


def _steps(ways: Ways) -> dict[int, int]:
    """Moment by moment the length of the longest way to it; ways back do not count, and what nothing leads to has none."""
    leads, steps, done = dict(ways), {ways[0][0]: 0}, list[int]()

    def order(here: int, above: tuple[int, ...]) -> None:
        for target in leads[here]:
            if target not in above and target not in done:
                order(target, (*above, here, target))
        done.append(here)

    order(ways[0][0], (ways[0][0],))
    for here in reversed(done):
        for target in leads[here]:
            if done.index(target) < done.index(here):  # reached later: no way back
                steps[target] = max(steps.get(target, 0), steps[here] + 1)
    return steps


def _lines(ways: Ways) -> Iterator[tuple[int, int, list[str]]]:
    """From, to, and the letters of the choices that lead this way: two choices with one end share a line."""
    for number, targets in ways:
        for target in dict.fromkeys(targets):
            yield number, target, [ascii_uppercase[at] for at, each in enumerate(targets) if each == target]


def _line(one: tuple[int, int], two: tuple[int, int], letters: str) -> str:
    """A way with its letters near its beginning. What passes a column bends around it; what goes back is dashed."""
    (x, y), (to_x, to_y) = one, two
    back = to_x <= x
    columns = abs(to_x - x) // ACROSS
    bend = (-1 if back or to_y < y else 1) * (70 if back or columns > 1 else 0)
    mid_x, mid_y = (x + to_x) / 2, (y + to_y) / 2 + bend
    dash = ' stroke-dasharray="5 4"' if back else ""
    at = 0.45 / max(1, columns) + 0.05
    label_x = (1 - at) ** 2 * x + 2 * at * (1 - at) * mid_x + at**2 * to_x
    label_y = (1 - at) ** 2 * y + 2 * at * (1 - at) * mid_y + at**2 * to_y
    half = 4 + 4.5 * len(letters)
    return (
        f'<path d="M{x} {y}Q{mid_x:g} {mid_y:g} {to_x} {to_y}" fill="none" stroke="#333" stroke-width="1.4"{dash}/>'
        f'<rect x="{label_x - half:.1f}" y="{label_y - 9:.1f}" width="{2 * half:.1f}" height="18" rx="7" fill="#fff"/>'
        f'<text x="{label_x:.1f}" y="{label_y + 5:.1f}" text-anchor="middle" font-size="14">{letters}</text>'
    )


def _shape(number: int, place: tuple[int, int], *, is_end: bool) -> str:
    x, y = place
    if is_end:
        shape = f'<rect x="{x - 20}" y="{y - 16}" width="40" height="32" fill="#fff" stroke="#000" stroke-width="3"/>'
    else:
        shape = f'<circle cx="{x}" cy="{y}" r="{RADIUS}" fill="#fff" stroke="#000" stroke-width="1.6"/>'
    return shape + f'<text x="{x}" y="{y + 5.5}" text-anchor="middle" font-weight="bold">{number}</text>'
