"""What scenes are made of. Places are (x, y) of the middle of the lower edge, unless a docstring says otherwise."""

from drawings.palette import AMBER, GLOW, PAPER, PINE, SKY, STONE
from drawings.pen import FLOOR, LINE, circle, filled, line, number, path, rect, soft, solid, stroke, way


def person(x: float, height: float, colour: str, y: float = FLOOR) -> str:
    """A head and shoulders, without a face: anybody."""
    wide, head = 0.46 * height, 0.17 * height
    shoulder = y - 0.4 * height
    body = f"M{number(x - wide / 2)} {number(y)}V{number(shoulder)}a{number(wide / 2)} {number(wide / 2)} 0 0 1 {number(wide)} 0V{number(y)}Z"
    return circle(x, y - height + head, head, solid(colour)) + path(body, solid(colour))


def wheelchair(x: float, colour: str, y: float = FLOOR) -> str:
    """A person of about 110 units who sits, turned to the right."""
    body = f"M{number(x - 20)} {number(y - 32)}v-26a17 17 0 0 1 34 0v12h18a9 9 0 0 1 9 9v33h-16v-28Z"
    chair = f"M{number(x - 34)} {number(y - 66)}h8v38M{number(x + 32)} {number(y - 4)}h14"
    wheels = circle(x - 8, y - 25, 24, stroke(STONE)) + circle(x + 34, y - 7, 6, stroke(STONE, 4))
    return circle(x - 3, y - 92, 17, solid(colour)) + path(body, solid(colour)) + path(chair, stroke(STONE)) + wheels


def house(x: float, width: float, height: float, colour: str, y: float = FLOOR, light: bool = True) -> str:
    """A wall with a roof, a door and a window."""
    left, eaves = x - width / 2, y - height
    roof = f"M{number(left - 12)} {number(eaves + 4)}L{number(x)} {number(eaves - width * 0.42)}L{number(left + width + 12)} {number(eaves + 4)}Z"
    door = path(
        f"M{number(x + width * 0.1)} {number(y)}v-{number(height * 0.58)}h{number(width * 0.24)}v{number(height * 0.58)}",
        filled(colour, colour),
    )
    return (
        rect(left, eaves, width, height, soft(colour), 2)
        + path(roof, filled(colour, colour))
        + door
        + window(x - width * 0.32, y - height * 0.7, width * 0.26, height * 0.34, colour, light)
    )


def window(x: float, y: float, width: float, height: float, colour: str, light: bool = True) -> str:
    """(x, y) is its upper left corner."""
    cross = (
        f"M{number(x + width / 2)} {number(y)}v{number(height)}M{number(x)} {number(y + height / 2)}h{number(width)}"
    )
    return rect(x, y, width, height, filled(GLOW, colour, 4) if light else soft(colour, 4), 2) + path(
        cross, stroke(colour, 3)
    )


def open_door(x: float, width: float, height: float, colour: str, y: float = FLOOR) -> str:
    """Light in a doorway, the leaf turned outwards."""
    left = x - width / 2
    leaf = f"M{number(left)} {number(y - height)}l-{number(width * 0.42)} 14v{number(height - 2)}l{number(width * 0.42)}-12Z"
    return (
        rect(left, y - height, width, height, filled(GLOW, colour), 2)
        + path(leaf, soft(colour))
        + circle(left - width * 0.32, y - height * 0.46, 4, solid(colour))
    )


def phone(x: float, y: float, height: float, colour: str) -> str:
    """(x, y) is its middle."""
    width = height * 0.54
    inner = rect(x - width / 2 + 7, y - height / 2 + 12, width - 14, height - 30, solid(PAPER), 3)
    return (
        rect(x - width / 2, y - height / 2, width, height, solid(colour), 12)
        + inner
        + circle(x, y + height / 2 - 9, 3.5, solid(PAPER))
    )


def bubble(x: float, y: float, width: float, height: float, colour: str, tail: str = "left", lines: int = 2) -> str:
    """Something said; (x, y) is the upper left corner. `tail`: at which lower corner. `lines`: words that nobody has to read."""
    side = x + 26 if tail == "left" else x + width - 26
    out = -16 if tail == "left" else 16
    point = path(f"M{number(side)} {number(y + height - 6)}l{out} 28l{-out * 2.2:g}-22Z", solid(colour))
    words = "".join(
        line(
            x + 20,
            y + height * (i + 1) / (lines + 1),
            x + width - (20 if i < lines - 1 else width * 0.4),
            y + height * (i + 1) / (lines + 1),
            stroke(PAPER),
        )
        for i in range(lines)
    )
    return point + rect(x, y, width, height, solid(colour), 14) + words


def cup(x: float, y: float, colour: str, steam: bool = True) -> str:
    handle = path(f"M{number(x + 17)} {number(y - 26)}h6a8 8 0 0 1 0 16h-8", stroke(colour, 4))
    body = path(f"M{number(x - 18)} {number(y - 32)}h36v18a14 14 0 0 1-14 14h-8a14 14 0 0 1-14-14Z", solid(colour))
    waves = (
        "".join(path(f"M{number(x + dx)} {number(y - 42)}q-6-7 0-13t0-13", stroke(STONE, 3)) for dx in (-7, 7))
        if steam
        else ""
    )
    return body + handle + waves


def table(left: float, right: float, y: float) -> str:
    """Seen from the side; its legs stand on the ground."""
    legs = f"M{number(left + 24)} {number(y + 4)}V{FLOOR}M{number(right - 24)} {number(y + 4)}V{FLOOR}"
    return path(legs, stroke(STONE, 7)) + rect(left, y - 2, right - left, 11, solid(STONE), 5)


def chair(x: float, towards: int) -> str:
    """`towards` 1: somebody on it looks to the right; -1: to the left."""
    back = f"M{number(x - 22 * towards)} 102V{FLOOR}M{number(x - 22 * towards)} 156H{number(x + 20 * towards)}V{FLOOR}"
    return path(back, stroke(STONE, 7))


def tree(x: float, size: float, y: float = FLOOR) -> str:
    return line(x, y, x, y - size * 0.7, stroke(STONE, 6)) + circle(x, y - size, size * 0.42, soft(PINE))


def street_lamp(x: float, height: float = 140) -> str:
    arm = path(f"M{number(x)} {FLOOR}V{number(FLOOR - height + 16)}a16 16 0 0 1 16-16h20", stroke(STONE, 6))
    return arm + path(f"M{number(x + 24)} {number(FLOOR - height)}h28l-6 16h-16Z", filled(GLOW, AMBER, 4))


def table_lamp(x: float, y: float, colour: str = AMBER) -> str:
    foot = path(f"M{number(x)} {number(y - 40)}V{number(y - 3)}M{number(x - 16)} {number(y - 3)}h32", stroke(STONE, 6))
    return foot + path(f"M{number(x - 16)} {number(y - 74)}h32l14 36h-60Z", filled(GLOW, colour))


def signpost(x: float, height: float, right: str = PINE, left: str = AMBER) -> str:
    top = FLOOR - height
    arms = path(f"M{number(x - 6)} {number(top + 16)}h76l20 19l-20 19h-76Z", solid(right)) + path(
        f"M{number(x + 6)} {number(top + 64)}h-70l-20 18l20 18h70Z", solid(left)
    )
    return (
        line(x, FLOOR, x, top, stroke(STONE, 9))
        + arms
        + line(x + 14, top + 35, x + 56, top + 35, stroke(PAPER))
        + line(x - 52, top + 82, x - 14, top + 82, stroke(PAPER))
    )


def clock(x: float, y: float, r: float, hands: str, colour: str) -> str:
    """(x, y) is its middle; `hands`: a path from there."""
    return (
        circle(x, y, r, filled(PAPER, colour, 6))
        + path(f"M{number(x)} {number(y)}{hands}", stroke(colour, 5))
        + circle(x, y, 4, solid(colour))
    )


def notebook(x: float, y: float, colour: str) -> str:
    """An open book of 150 by 96; (x, y) is the middle of its upper edge."""
    pages = f"M{number(x)} {number(y + 8)}q-36-16-74 0v88q38-14 74 0q36-14 74 0v-88q-38-16-74 0Z"
    lines = "".join(
        f"M{number(x + dx)} {number(y + dy)}h{number(w)}"
        for dx, dy, w in ((-58, 28, 40), (-58, 48, 40), (-58, 68, 28), (16, 48, 42), (16, 68, 42))
    )
    return (
        path(pages, filled(PAPER, colour))
        + path(f"M{number(x)} {number(y + 8)}v88", stroke(colour, 4))
        + path(lines, stroke(STONE, 4))
    )


def pencil(x: float, y: float, colour: str) -> str:
    """(x, y) is its point; it leans to the right."""
    return path(f"M{number(x + 8)} {number(y - 20)}L{number(x + 48)} {number(y - 80)}", stroke(colour, 12)) + path(
        f"M{number(x)} {number(y)}l4-20l11 7Z", solid(STONE)
    )


def bus(x: float, width: float, colour: str) -> str:
    left = x - width / 2
    panes = "".join(
        rect(left + 16 + i * (width - 32) / 4, FLOOR - 82, (width - 32) / 4 - 10, 28, filled(PAPER, colour, 3), 3)
        for i in range(4)
    )
    return (
        rect(left, FLOOR - 98, width, 84, soft(colour), 12)
        + panes
        + wheel(left + width * 0.23)
        + wheel(left + width * 0.77)
    )


def car(x: float, colour: str) -> str:
    body = f"M{number(x - 62)} {FLOOR - 12}v-22q0-8 8-9l16-2l16-24q4-6 11-6h22q7 0 11 6l15 24l18 3q7 2 7 9v21Z"
    panes = path(
        f"M{number(x - 18)} {FLOOR - 46}l10-16q2-3 6-3h4v19ZM{number(x + 10)} {FLOOR - 46}v-19h6q4 0 6 3l10 16Z",
        solid(PAPER),
    )
    return path(body, solid(colour)) + panes + wheel(x - 32, 13) + wheel(x + 34, 13)


def wheel(x: float, r: float = 15) -> str:
    return circle(x, FLOOR - 14, r, filled(PAPER, STONE, 6))


def bus_stop(x: float) -> str:
    return (
        line(x, FLOOR, x, 84, stroke(STONE, 6))
        + circle(x, 72, 22, solid(AMBER))
        + rect(x - 11, 63, 22, 15, solid(PAPER), 3)
        + line(x - 5, 84, x + 5, 84, stroke(PAPER, 4))
    )


def gift(x: float, y: float, size: float, box: str = SKY, ribbon: str = AMBER) -> str:
    left, top = x - size / 2, y - size * 0.72
    bow = f"M{number(x)} {number(top - size * 0.14)}c-{number(size * 0.42)}-{number(size * 0.44)}-{number(size * 0.6)} 0 0 0c{number(size * 0.42)}-{number(size * 0.44)} {number(size * 0.6)} 0 0 0"
    return (
        rect(left, top, size, size * 0.72, soft(box), 4)
        + rect(left - 6, top - size * 0.14, size + 12, size * 0.2, solid(box), 4)
        + line(x, top - size * 0.1, x, y - 3, stroke(ribbon, 9))
        + path(bow, stroke(ribbon, 6))
    )


def pin(x: float, y: float, colour: str, size: float = 1) -> str:
    """A place on a map; (x, y) is its point."""
    r = 22 * size
    top = y - 2 * r
    drop = way(
        "M", x, y, "C", x - r * 0.3, y - r * 0.9, x - r, top + r * 0.95, x - r, top, "a", r, r, 0, 0, 1, 2 * r, 0
    )
    drop += way("C", x + r, top + r * 0.95, x + r * 0.3, y - r * 0.9, x, y) + "Z"
    return path(drop, solid(colour)) + circle(x, top, 0.4 * r, solid(PAPER))


def controller(x: float, y: float, colour: str) -> str:
    """For games; (x, y) is its middle."""
    body = f"M{number(x - 40)} {number(y - 30)}h80c22 0 34 30 34 54c0 18-22 20-32 4l-10-14h-64l-10 14c-10 16-32 14-32-4c0-24 12-54 34-54Z"
    cross = path(f"M{number(x - 36)} {number(y - 12)}v22m-11-11h22", stroke(PAPER))
    return (
        path(body, solid(colour))
        + cross
        + circle(x + 28, y + 6, 5, solid(PAPER))
        + circle(x + 42, y - 8, 5, solid(PAPER))
    )


def tick(x: float, y: float, colour: str, width: float = 7) -> str:
    """(x, y) is its middle."""
    return path(f"M{number(x - 14)} {number(y)}l10 12l20-24", stroke(colour, width))


def heart(x: float, y: float, colour: str, size: float = 1) -> str:
    """(x, y) is its lower point."""
    a, r = 21 * size, 15 * size
    d = way("M", x, y, "l", -a, -a, "a", r, r, 0, 0, 1, a, -a, "a", r, r, 0, 0, 1, a, a) + "Z"
    return path(d, solid(colour))


def badge(x: float, y: float, colour: str, r: float = 44) -> str:
    """A round sign that a symbol is put on; (x, y) is its middle."""
    return circle(x, y, r, solid(colour))


def eye(x: float, y: float) -> str:
    return path(f"M{number(x - 28)} {number(y)}q28-34 56 0q-28 34-56 0Z", stroke(PAPER)) + circle(x, y, 8, solid(PAPER))


def ear(x: float, y: float) -> str:
    """Two who are turned to each other: a large word, and room for it."""
    return path(
        f"M{number(x - 14)} {number(y - 4)}a17 17 0 1 1 31 10c-4 7-9 8-11 16a9 9 0 0 1-17-1M{number(x - 3)} {number(y - 2)}a6 6 0 1 1 10 5",
        stroke(PAPER),
    )


def receiver(x: float, y: float, size: float = 1) -> str:
    """The handset of a telephone, as on every button that calls; (x, y) is its middle."""
    far, near = 17 * size, 10 * size
    handle = way("M", x - far, y - far, "C", x - far, y + near / 2, x - near / 2, y + far, x + far, y + far)
    ends = way("M", x - far, y - far, "h", 0.4 * far, "M", x + far, y + far, "v", -0.4 * far)
    return path(handle, stroke(PAPER, 9 * size)) + path(ends, stroke(PAPER, 13 * size))


def writing(x: float, y: float) -> str:
    return path(
        f"M{number(x - 18)} {number(y - 24)}h36v48h-36ZM{number(x - 9)} {number(y - 10)}h18M{number(x - 9)} {number(y + 1)}h18M{number(x - 9)} {number(y + 12)}h10",
        stroke(PAPER),
    )


def together(x: float, y: float) -> str:
    """Three who stand side by side."""
    return "".join(person(x + dx, h, PAPER, y + 24) for dx, h in ((-21, 38), (21, 38), (0, 48)))


def asking(x: float, y: float) -> str:
    """A question mark, drawn."""
    return path(f"M{number(x - 13)} {number(y - 12)}a13 13 0 1 1 20 11c-6 4-7 6-7 13", stroke(PAPER, 7)) + circle(
        x, y + 25, 4.5, solid(PAPER)
    )


def trail(d: str, colour: str = STONE) -> str:
    """A path that somebody walks."""
    return path(d, {**stroke(colour, LINE + 2), "stroke-dasharray": "1 14"})
