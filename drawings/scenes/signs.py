"""Noticing: places, pieces that fit together, somebody who asks."""

from drawings.palette import AMBER, GLOW, PAPER, PINE, PLUM, SKY, STONE
from drawings.pen import FLOOR, Scene, circle, filled, ground, line, path, rect, soft, solid, stroke
from drawings.pieces import (
    badge,
    bubble,
    bus,
    bus_stop,
    chair,
    clock,
    cup,
    house,
    open_door,
    pencil,
    person,
    phone,
    pin,
    receiver,
    table,
    table_lamp,
    trail,
    tree,
    wheelchair,
    window,
)


def jigsaw(x: float, y: float, colour: str, knob_right: bool, knob_down: bool) -> str:
    """A piece of 76 units; knobs to the right and below, hollows for them on the other two."""
    right = "v24a13 13 0 1 1 0 26v26" if knob_right else "v76"
    below = "h-24a13 13 0 1 1-28 0h-24" if knob_down else "h-76"
    return path(f"M{x:g} {y:g}h76{right}{below}Z", filled(colour, PAPER, 4))


PIECES = Scene(
    "Four pieces, one picture",
    "Four pieces of a jigsaw, each from somebody else. Only together do they make a picture.",
    (
        jigsaw(322, 121, PLUM, False, False),
        jigsaw(244, 121, AMBER, True, False),
        jigsaw(322, 43, SKY, False, True),
        jigsaw(244, 43, PINE, True, True),
        *(
            person(x, 92, colour, y)
            for x, y, colour in ((80, 112, PINE), (560, 112, SKY), (80, 218, AMBER), (560, 218, PLUM))
        ),
        trail("M116 74H226", PINE),
        trail("M524 74H424", SKY),
        trail("M116 180H226", AMBER),
        trail("M524 180H424", PLUM),
    ),
)

ASKING = Scene(
    "Somebody asks",
    "A home with a light in the window, and a school. A line joins them: somebody asks, and somebody listens.",
    (
        ground(),
        tree(40, 84),
        house(140, 130, 92, PINE),
        path("M226 128C286 40 354 40 408 108", {**stroke(AMBER, 6), "stroke-dasharray": "1 13"}),
        badge(316, 62, AMBER, 34),
        receiver(316, 62),
        rect(420, 112, 184, 88, soft(SKY), 3),
        path("M470 112l42-40l42 40Z", solid(SKY)),
        circle(512, 96, 9, solid(PAPER)),
        rect(494, 150, 36, 50, solid(SKY), 3),
        *(window(x, 132, 28, 28, SKY) for x in (440, 556)),
    ),
)

GATE = Scene(
    "At the school gate",
    "A school gate in the morning, with an adult who greets whoever comes. A quiet place to notice what is new.",
    (
        ground(),
        tree(50, 110),
        rect(330, 92, 270, 108, soft(SKY), 3),
        path("M318 96L465 40L612 96Z", solid(SKY)),
        clock(465, 76, 14, "v-8m0 8h6", SKY),
        *(window(x, 116, 34, 34, SKY) for x in (352, 404, 494, 546)),
        rect(446, 150, 38, 50, solid(SKY), 3),
        line(128, FLOOR, 128, 96, stroke(STONE, 12)),
        line(292, FLOOR, 292, 96, stroke(STONE, 12)),
        path("M292 112h-54v84M274 112v84M256 112v84M238 136h54M238 176h54", stroke(STONE, 4)),
        person(214, 98, PINE),
        person(92, 70, AMBER),
        person(160, 62, PLUM),
    ),
)

PLACES = Scene(
    "Online, at home, on the way",
    "A phone, a home and a bus stop: three places in which something new may show.",
    (
        ground(),
        phone(92, 122, 132, PLUM),
        bubble(124, 52, 70, 44, PINE),
        house(300, 130, 92, PINE),
        bus_stop(424),
        bus(540, 164, SKY),
    ),
)

MAP = Scene(
    "A map of the site",
    "A map of a school and the streets around it. Pins mark places to watch over: a gate, a bus stop, a corner.",
    (
        path(
            "M96 48l150-18v180l-150 18ZM246 30l150 18v180l-150-18ZM396 48l150-18v180l-150 18Z", filled(PAPER, STONE, 4)
        ),
        path("M98 150L246 120L396 160L544 118", stroke(STONE, 12)),
        path("M196 36V214M450 42V222", stroke(STONE, 8)),
        path("M276 64l76 10v46l-76-14Z", solid(SKY)),
        circle(140, 92, 22, soft(PINE, 4)),
        circle(500, 176, 24, soft(PINE, 4)),
        pin(196, 132, AMBER),
        pin(322, 138, PINE),
        pin(450, 142, AMBER),
    ),
)

PAPER_AND_PENCIL = Scene(
    "A drawing tells",
    "A child's drawing of a door and a path, a pencil and a clock. A drawing is a way of telling, and an hour counts.",
    (
        path("M150 44h220v164H150Z", filled(PAPER, STONE, 4)),
        rect(190, 92, 70, 88, soft(SKY, 4), 2),
        path("M180 96l45-36l45 36", stroke(SKY, 4)),
        path("M216 180v-38h20v38", stroke(AMBER, 4)),
        path("M228 182c10 18 60-4 112 10", stroke(PINE, 4)),
        circle(330, 76, 14, stroke(AMBER, 4)),
        pencil(366, 178, PINE),
        clock(500, 122, 54, "V86M500 122l24 14", PINE),
    ),
)

FOODBANK = Scene(
    "At the foodbank",
    "Shelves with tins and bread, and a parcel that is ready. Two people have time for a word.",
    (
        ground(),
        line(52, 96, 300, 96, stroke(STONE, 7)),
        line(52, 176, 300, 176, stroke(STONE, 7)),
        *(
            rect(x, 54, 32, 38, soft(colour), 4)
            for x, colour in ((64, SKY), (108, PINE), (152, SKY), (196, AMBER), (240, PINE))
        ),
        *(path(f"M{x} 172v-24q-10-18 14-22h24q24 4 14 22v24Z", soft(AMBER)) for x in (70, 150)),
        rect(226, 134, 40, 38, soft(PLUM), 4),
        person(404, 118, PINE),
        person(560, 104, SKY),
        rect(450, 148, 64, 52, filled(PAPER, AMBER), 3),
        path("M450 166h64M482 148v18", stroke(AMBER)),
    ),
)

EVERY_CHILD = Scene(
    "Any child",
    "Many people side by side, tall and small, one in a wheelchair, in all colours. It can be any child, and anybody can help.",
    (
        ground(),
        person(60, 104, SKY),
        person(134, 72, AMBER),
        person(208, 118, PINE),
        wheelchair(284, PLUM),
        person(368, 84, SKY),
        person(442, 124, AMBER),
        person(514, 64, PINE),
        person(584, 96, PLUM),
    ),
)

KITCHEN = Scene(
    "At the kitchen table",
    "A kitchen table with two cups, a lamp and a phone, and a chair on each side. Two people sit down together before they act.",
    (
        ground(),
        window(52, 34, 76, 62, SKY, False),
        circle(108, 52, 8, solid(AMBER)),
        chair(150, 1),
        chair(450, -1),
        table(196, 404, 140),
        cup(240, 138, PINE),
        cup(352, 138, SKY),
        table_lamp(298, 138),
        rect(380, 128, 20, 9, solid(PLUM), 3),
        open_door(566, 62, 124, PINE),
    ),
)

SOFA = Scene(
    "Next to each other",
    "A sofa with room for two under a lamp, and an open door. Somebody sits down and listens.",
    (
        ground(),
        path("M150 196v-56q0-20 20-20h240q20 0 20 20v56Z", soft(PINE)),
        rect(132, 146, 36, 50, solid(PINE), 12),
        rect(412, 146, 36, 50, solid(PINE), 12),
        rect(170, 162, 240, 24, solid(PINE), 6),
        rect(196, 128, 44, 36, solid(AMBER), 8),
        rect(340, 128, 44, 36, solid(SKY), 8),
        path(f"M86 {FLOOR}V86M62 {FLOOR}h48", stroke(STONE, 6)),
        path("M66 36h40l18 50h-76Z", filled(GLOW, AMBER)),
        open_door(556, 64, 132, SKY),
    ),
)

SCENES = {
    "signs/pieces": PIECES,
    "signs/asking": ASKING,
    "signs/gate": GATE,
    "signs/places": PLACES,
    "signs/map": MAP,
    "signs/drawing": PAPER_AND_PENCIL,
    "signs/foodbank": FOODBANK,
    "signs/any-child": EVERY_CHILD,
    "signs/kitchen": KITCHEN,
    "signs/sofa": SOFA,
}
