"""What to do: steps, whom to tell, a record, a table at which people help."""

from collections.abc import Callable

from drawings.palette import AMBER, PAPER, PINE, PLUM, SKY, STONE
from drawings.pen import Scene, circle, filled, ground, line, path, rect, soft, solid, stroke
from drawings.pieces import (
    asking,
    badge,
    bubble,
    chair,
    clock,
    cup,
    ear,
    eye,
    notebook,
    open_door,
    pencil,
    person,
    phone,
    receiver,
    signpost,
    table,
    together,
    trail,
    tree,
    window,
    writing,
)

Symbol = Callable[[float, float], str]


def steps(symbols: tuple[Symbol, ...]) -> tuple[str, ...]:
    """Signs along a path that rises and falls a little, in order."""
    apart = 540 / len(symbols)
    places = [(50 + apart * (i + 0.5), 104.0 if i % 2 else 136.0) for i in range(len(symbols))]
    road = "M16 150" + "".join(f"L{x:g} {y:g}" for x, y in places) + "L624 120"
    colours = (PINE, SKY, AMBER, PLUM, PINE)
    signs = (
        badge(x, y, colour) + symbol(x, y)
        for (x, y), symbol, colour in zip(places, symbols, colours[: len(symbols)], strict=True)
    )
    return trail(road), *signs


def calling(x: float, y: float) -> str:
    return receiver(x, y)


FIVE_STEPS = Scene(
    "Five steps",
    "Five signs along a path: an eye to recognise, an ear to respond, a telephone to report, a page to record, and people who work together.",
    steps((eye, ear, calling, writing, together)),
)
FIVE_AT_HOME = Scene(
    "Five steps at home",
    "Five signs along a path: an eye to notice, an ear to listen, a telephone to tell, a page to write on, and a question: what happens next?",
    steps((eye, ear, calling, writing, asking)),
)
THREE_STEPS = Scene(
    "Three steps",
    "Three signs along a path: an eye to notice, an ear to listen, and a telephone to tell somebody at once.",
    steps((eye, ear, calling)),
)

LISTEN = Scene(
    "Somebody listens",
    "Two people sit at a table with cups. The smaller one has a large speech bubble, the taller one a small one: listen more than you ask.",
    (
        ground(),
        chair(196, 1),
        chair(444, -1),
        person(206, 76, AMBER, 156),
        person(434, 106, PINE, 156),
        table(250, 392, 142),
        cup(292, 140, SKY),
        cup(352, 140, SKY),
        bubble(56, 22, 120, 66, AMBER, "right", 3),
        bubble(486, 30, 64, 40, PINE, "left", 1),
    ),
)

# Lower than the others: on paper it shares one sheet with the whole page "What to do".
WHOM_TO_TELL = Scene(
    "The way to tell someone",
    "A path leads from a child to an adult who listens, and on to people who can act. A telephone stands at its start, for danger now.",
    (
        ground(136, 168),
        path("M188 152h54m-10-9l10 9l-10 9M334 152h92m-10-9l10 9l-10 9", stroke(STONE, 6)),
        badge(66, 56, AMBER, 38),
        receiver(66, 56),
        path("M124 88l-18-16m1 14l-1-14l14 1", stroke(AMBER, 6)),
        person(152, 64, SKY, 136),
        person(288, 102, PINE, 136),
        bubble(316, 14, 78, 42, PINE),
        rect(446, 50, 160, 86, soft(SKY), 3),
        path("M432 54L526 14L620 54Z", solid(SKY)),
        *(window(x, 64, 26, 20, SKY) for x in (458, 513, 568)),
        *(person(x, h, colour, 136) for x, h, colour in ((482, 46, PINE), (526, 48, PLUM), (570, 46, AMBER))),
    ),
    height=168,
)

RECORD = Scene(
    "Write it down",
    "An open notebook, a pencil and a clock: words, facts and the time, on the same day.",
    (
        ground(),
        table(70, 570, 176),
        notebook(250, 70, SKY),
        pencil(336, 162, AMBER),
        clock(478, 112, 50, "V80M478 112h24", PINE),
        cup(122, 174, PINE),
    ),
)

ROUND_TABLE = Scene(
    "Nobody does this alone",
    "Five people around a table, each with something to add. Nobody does this alone.",
    (
        ground(),
        *(
            person(x, h, colour, 168)
            for x, h, colour in (
                (196, 104, PINE),
                (258, 116, SKY),
                (320, 108, AMBER),
                (382, 118, PLUM),
                (444, 102, PINE),
            )
        ),
        path("M120 178a200 34 0 0 0 400 0a200 34 0 0 0-400 0Z", filled(PAPER, STONE, 6)),
        *(
            rect(x, 168, 34, 18, soft(colour, 3), 3)
            for x, colour in ((196, PINE), (250, SKY), (303, AMBER), (356, PLUM), (410, PINE))
        ),
    ),
)

COME_HOME = Scene(
    "Glad that you are back",
    "A home at night with its door open and a light on, and a telephone: call at once, and be glad first.",
    (
        ground(),
        circle(556, 58, 24, soft(AMBER)),
        badge(106, 96, SKY, 46),
        receiver(106, 96),
        rect(226, 92, 196, 108, soft(PINE), 2),
        path("M210 96L324 34L438 96Z", filled(PINE, PINE)),
        window(246, 116, 46, 38, PINE),
        open_door(376, 46, 82, PINE),
        person(376, 68, AMBER),
        trail("M398 214C460 236 520 206 616 214", AMBER),
        tree(520, 80),
    ),
)

SIGNPOST = Scene(
    "A year on",
    "A signpost beside a path. One arm points back to what you know, the other on.",
    (
        ground(),
        trail("M20 224C150 196 250 236 330 214S520 196 620 218", AMBER),
        tree(96, 92),
        tree(540, 110),
        tree(596, 74),
        signpost(318, 164),
    ),
)

CALENDAR = Scene(
    "A new page",
    "A calendar with a page turned over: some things change, and some do not.",
    (
        rect(222, 50, 196, 160, filled(PAPER, STONE, 5), 8),
        path("M222 92V58q0-8 8-8h180q8 0 8 8v34Z", solid(PINE)),
        path("M268 38v26M372 38v26", stroke(STONE, 8)),
        *(
            rect(246 + 40 * i, 110 + 32 * j, 24, 20, solid(AMBER if (i, j) == (2, 1) else SKY), 4)
            for j in range(3)
            for i in range(4)
            if (i, j) != (3, 2)
        ),
        path("M418 168l-42 42h34q8 0 8-8Z", filled(PAPER, STONE, 5)),
    ),
)

SHOES = Scene(
    "New shoes",
    "A box with a pair of new shoes on a bench. A story can begin with good news.",
    (
        ground(),
        table(120, 520, 150),
        rect(176, 92, 128, 56, soft(SKY), 3),
        rect(166, 76, 148, 20, solid(SKY), 4),
        path("M352 146v-42q18 12 30-2l34 24q30 4 32 20Z", solid(PLUM)),
        path("M346 148h106", stroke(STONE, 6)),
        path("M386 110l-8 12M398 118l-8 12", stroke(PAPER, 4)),
    ),
)

PEG = Scene(
    "An empty peg",
    "Coats on pegs under a clock, and one peg that is empty. When a child is not there, somebody acts at once.",
    (
        line(70, 76, 420, 76, stroke(STONE, 9)),
        *(path(f"M{x} 78v14", stroke(STONE, 7)) for x in (110, 200, 290, 380)),
        *(
            path(f"M{x} 92l-30 18l-10 82h80l-10-82ZM{x} 96v94", soft(colour))
            for x, colour in ((110, PINE), (200, SKY), (380, AMBER))
        ),
        clock(528, 110, 56, "V72M528 110l20-30", PINE),
    ),
)

CARD = Scene(
    "Save the number",
    "A phone with a number saved in it, and the same number on a card for your pocket.",
    (
        phone(222, 120, 184, PINE),
        circle(222, 92, 22, solid(SKY)),
        path("M200 132h44", stroke(STONE, 6)),
        badge(222, 164, PINE, 20),
        receiver(222, 164, 0.5),
        rect(342, 74, 190, 112, filled(PAPER, SKY), 10),
        circle(384, 114, 20, solid(SKY)),
        path("M420 106h84M420 126h60M364 158h140", stroke(STONE, 6)),
    ),
)

SCENES = {
    "escalation/five-steps": FIVE_STEPS,
    "escalation/five-at-home": FIVE_AT_HOME,
    "escalation/three-steps": THREE_STEPS,
    "escalation/listen": LISTEN,
    "escalation/whom-to-tell": WHOM_TO_TELL,
    "escalation/record": RECORD,
    "escalation/round-table": ROUND_TABLE,
    "escalation/come-home": COME_HOME,
    "refresher/signpost": SIGNPOST,
    "refresher/calendar": CALENDAR,
    "refresher/shoes": SHOES,
    "refresher/peg": PEG,
    "one-thing/card": CARD,
}
