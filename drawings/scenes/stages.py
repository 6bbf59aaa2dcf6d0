"""How it takes hold, what is changing, and ways out."""

from drawings.palette import AMBER, PAPER, PINE, PLUM, SKY, STONE
from drawings.pen import FLOOR, Scene, circle, dashed, filled, ground, line, path, rect, soft, solid, stroke
from drawings.pieces import (
    asking,
    badge,
    bubble,
    bus,
    car,
    controller,
    gift,
    open_door,
    person,
    phone,
    receiver,
    street_lamp,
    trail,
    tree,
)

GIFT = Scene(
    "A gift with a string",
    "A gift with a bow. A long string leads from it out of the picture: a gift can turn into a debt.",
    (
        ground(),
        gift(196, FLOOR, 116),
        path("M258 176c60 30 84-60 140-40s40 70 96 40s60-66 146-60", stroke(AMBER, 6)),
        circle(258, 176, 8, solid(AMBER)),
    ),
)

WAY_OUT = Scene(
    "A way out",
    "A winding path leads to an open door with a light. Somebody stands there and waits.",
    (
        ground(),
        trail("M60 216C180 150 200 236 312 212S430 186 492 206", AMBER),
        tree(70, 96),
        tree(212, 70),
        street_lamp(330, 128),
        open_door(530, 78, 146, PINE),
        person(530, 104, SKY),
    ),
)

STEPS = Scene(
    "One step, and then another",
    "A staircase in which each step is only a little higher than the last. An adult is there, and speaks to the child who climbs it.",
    (
        ground(),
        *(
            rect(76 + i * 66, FLOOR - h, 66, h, soft(colour), 2)
            for i, (h, colour) in enumerate(
                zip((10, 24, 42, 64, 90, 120), (SKY, SKY, SKY, PLUM, PLUM, PLUM), strict=True)
            )
        ),
        person(241, 72, AMBER, FLOOR - 42),
        person(548, 116, PINE),
        bubble(560, 26, 62, 42, PINE, "left", 1),
    ),
)

BEHIND = Scene(
    "Who is behind it?",
    "A bag, a game controller, a car and a phone. A line leads from each to the same open question: who gains?",
    (
        ground(),
        path("M44 200v-46q0-8 8-8h64q8 0 8 8v46Z", soft(AMBER)),
        path("M64 144v-10q0-12 20-12t20 12v10", stroke(AMBER)),
        controller(222, 168, PLUM),
        car(436, SKY),
        phone(562, 156, 84, PINE),
        path("M94 106C120 60 210 56 264 56M240 126l40-44M412 126l-42-42M556 102C540 66 430 56 370 56", dashed(STONE)),
        badge(320, 60, STONE, 46),
        asking(320, 56),
    ),
)

GAME = Scene(
    "Sit down and ask",
    "A sofa in front of a screen with a game. An adult sits next to a child: tell me about the people you play with.",
    (
        ground(),
        rect(66, 62, 176, 110, filled(PAPER, STONE, 6), 8),
        path("M154 172v24M112 198h84", stroke(STONE, 7)),
        path("M86 150l40-44l30 30l22-22l44 36", stroke(PINE)),
        circle(200, 88, 10, solid(AMBER)),
        person(418, 110, SKY, 176),
        person(500, 76, AMBER, 176),
        path("M346 200v-44q0-10 12-10t12 10v12h184v-12q0-10 12-10t12 10v44Z", solid(PINE)),
        bubble(296, 26, 92, 48, SKY, "right"),
        bubble(532, 40, 84, 46, AMBER),
    ),
)

FIRST_AID = Scene(
    "Four things at once",
    "Four signs: do not pay, block the person, do not delete, and call somebody.",
    (
        badge(104, 120, STONE, 58),
        badge(248, 120, SKY, 58),
        badge(392, 120, PLUM, 58),
        badge(536, 120, PINE, 58),
        circle(94, 114, 21, stroke(PAPER)),
        path("M121 107a21 21 0 1 1-20 32", stroke(PAPER)),
        line(64, 160, 144, 80, stroke(PAPER, 7)),
        path("M218 96h60v38h-34l-16 14v-14h-10Z", stroke(PAPER)),
        line(208, 160, 288, 80, stroke(PAPER, 7)),
        path("M370 100h44M384 100v-8h16v8M374 102l4 44h28l4-44M386 112v22M398 112v22", stroke(PAPER)),
        line(352, 160, 432, 80, stroke(PAPER, 7)),
        receiver(536, 120, 1.4),
    ),
)

GROUP = Scene(
    "A group and a place",
    "A bus with people of different sizes beside it, and a chat above them. Look at the group and the place, and at each child in it.",
    (
        ground(),
        bus(446, 300, SKY),
        person(96, 84, PINE),
        person(164, 100, AMBER),
        person(232, 76, PLUM),
        bubble(64, 34, 84, 48, STONE),
        bubble(182, 20, 96, 50, STONE, "right"),
    ),
)

SCENES = {
    "stages/gift": GIFT,
    "stages/way-out": WAY_OUT,
    "stages/steps": STEPS,
    "trends/behind": BEHIND,
    "trends/game": GAME,
    "trends/first-aid": FIRST_AID,
    "trends/group": GROUP,
}
