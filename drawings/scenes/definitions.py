"""Ideas: agreement, protection, words, what is counted."""

from drawings.palette import AMBER, PAPER, PINE, PLUM, SKY, STONE
from drawings.pen import Scene, circle, dashed, filled, ground, line, path, rect, soft, solid, stroke, word
from drawings.pieces import bubble, bus_stop, cup, gift, house, notebook, pencil, person, street_lamp, table, tick, tree

SCALES = Scene(
    "No fair choice",
    "A pair of scales. An adult's gifts, power and plans weigh far more than a child's yes.",
    (
        ground(),
        path("M320 192V52M268 196h104", stroke(STONE, 9)),
        line(168, 92, 472, 40, stroke(STONE, 8)),
        circle(320, 66, 10, solid(STONE)),
        path("M168 92l-52 66M168 92l52 66", stroke(STONE, 3)),
        path("M472 40l-46 62M472 40l46 62", stroke(STONE, 3)),
        path("M104 158h128q-12 28-64 28t-64-28Z", solid(AMBER)),
        path("M412 102h120q-12 26-60 26t-60-26Z", solid(SKY)),
        gift(146, 156, 40, PLUM, PINE),
        circle(196, 138, 18, solid(PINE)),
        circle(196, 138, 8, solid(PAPER)),
        tick(470, 84, PINE, 8),
    ),
)

UMBRELLA = Scene(
    "Protection first",
    "Somebody holds an umbrella over a child. Forms and questions wait: protection comes first.",
    (
        ground(),
        path(
            "M168 100a120 84 0 0 1 240 0q-20-16-40 0q-20-16-40 0q-20-16-40 0q-20-16-40 0q-20-16-40 0q-20-16-40 0Z",
            solid(PINE),
        ),
        path("M288 18v-6M288 100v70a13 13 0 0 0 26 0", stroke(STONE, 6)),
        person(356, 98, SKY),
        person(228, 70, AMBER),
        *(
            line(x, y, x - 8, y + 20, stroke(SKY, 4))
            for x, y in ((96, 40), (132, 92), (76, 120), (444, 44), (470, 100), (112, 156))
        ),
        rect(524, 116, 60, 80, filled(PAPER, STONE, 4), 3),
        path("M538 138h32M538 154h32M538 170h20", stroke(STONE, 4)),
    ),
)

WORDS = Scene(
    "The same thing, said in two ways",
    "Two speech bubbles. In one the words are knotted, in the other they are clear.",
    (
        bubble(70, 46, 210, 120, STONE, "left", 0),
        path("M100 104c30-50 60 50 84 8s-50-44-44 0s70 26 62-12s-20 34 48 8", stroke(PAPER, 5)),
        path("M306 112h40m-14-14l14 14l-14 14", stroke(AMBER, 7)),
        bubble(372, 46, 210, 120, PINE, "right", 3),
    ),
)

STAFF_ROOM = Scene(
    "A word between colleagues",
    "A table with two cups and an open notebook: a word between colleagues, and a fair record.",
    (
        ground(),
        rect(78, 40, 132, 74, filled(PAPER, STONE, 4), 3),
        path("M96 62h54M96 80h80M96 96h40", stroke(STONE, 4)),
        rect(178, 54, 20, 20, solid(AMBER), 3),
        table(120, 520, 150),
        cup(190, 148, PINE),
        cup(454, 148, SKY),
        notebook(322, 66, PLUM),
        pencil(394, 146, AMBER),
    ),
)

COUNTED = Scene(
    "Who is counted",
    "Three rings, one inside the other. Inside are the people who were referred, around them those whom somebody noticed. The outer ring is everyone, and nobody knows how many.",
    (
        circle(320, 120, 106, dashed(STONE)),
        circle(320, 120, 74, soft(SKY)),
        circle(320, 120, 38, solid(PINE)),
        *(circle(x, y, 6, solid(PAPER)) for x, y in ((308, 108), (332, 110), (316, 132), (338, 132))),
        *(
            circle(x, y, 6, solid(SKY))
            for x, y in ((264, 106), (278, 152), (362, 72), (376, 140), (322, 180), (302, 64))
        ),
        *(
            circle(x, y, 6, solid(STONE))
            for x, y in (
                (238, 84),
                (232, 148),
                (284, 38),
                (352, 32),
                (408, 98),
                (400, 164),
                (352, 208),
                (272, 204),
                (418, 130),
            )
        ),
    ),
)

STREET = Scene(
    "A few streets away",
    "A row of homes with lights on, a street lamp and a bus stop. What happens can be close to home, and so is help.",
    (
        ground(),
        tree(36, 70),
        house(124, 96, 84, PINE),
        house(244, 96, 96, SKY),
        house(364, 96, 78, PLUM),
        street_lamp(438, 132),
        bus_stop(596),
        house(530, 76, 74, AMBER),
    ),
)

PARTS = ((120, "Act", SKY), (240, "Means", PLUM), (360, "Purpose", PINE))

TRAFFICKING = Scene(
    "The parts of human trafficking",
    "Two rows. An adult: act, means and purpose. A child: act and purpose; means are not needed.",
    (
        person(44, 104, STONE, 124),
        person(44, 72, AMBER, 244),
        *(
            rect(x - 45, 52, 90 if x < 360 else 102, 60, solid(colour), 8)
            + word(x if x < 360 else 366, 90, text, PAPER)
            for x, text, colour in PARTS
        ),
        *(
            rect(x - 45, 172, 90 if x < 360 else 102, 60, solid(colour), 8)
            + word(x if x < 360 else 366, 210, text, PAPER)
            for x, text, colour in PARTS
            if text != "Means"
        ),
        rect(195, 172, 90, 60, dashed(STONE, 4), 8),
        path("M174 82h12m-6-6v12M294 82h12m-6-6v12", stroke(STONE, 4)),
        path("M180 202h114m-12-10l12 10l-12 10", stroke(STONE, 4)),
    ),
    width=430,
    height=264,
)

SCENES = {
    "definitions/trafficking": TRAFFICKING,
    "definitions/scales": SCALES,
    "definitions/umbrella": UMBRELLA,
    "definitions/words": WORDS,
    "definitions/staff-room": STAFF_ROOM,
    "scale/counted": COUNTED,
    "scale/street": STREET,
}
