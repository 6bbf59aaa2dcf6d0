"""Pictures of a card by Typst: story, feed, square and link preview, from the words that the page has.

Sizes and margins are those that the networks publish. In a story the app's own controls cover 14 % above, 20 % below and 6 % at each
side: no word stands there. Letters are at least 40 of 1,080 pixels high, which is 14 on a phone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from signpost_builder.formats.campaign.cards import Card, way
from signpost_builder.formats.campaign.options import Campaign
from signpost_builder.formats.campaign.planning import FEED, SQUARE, STORY, alt_text, texts_of
from signpost_builder.model import Edition
from signpost_builder.package import read_asset
from signpost_builder.page.strings import direction
from signpost_builder.printing.compiling import NotPrintable, typeset
from signpost_builder.printing.typst_text import array, literal
from signpost_builder.values import frozen

PREVIEW = "preview"
DRAWING = "drawing.svg"


@frozen(kw_only=True)
class Shape:
    """`margin`: what stays free of words, above, below and at each side. `drawing`: how high the
    card's drawing is where there is room, else smaller, at last left out; 0: none."""

    width: int
    height: int
    margin: tuple[int, int, int]
    title: int
    text: int
    number: int
    drawing: int
    says_all: bool = True  # the message too, not the thing to do alone


SHAPES = {
    STORY: Shape(width=1080, height=1920, margin=(284, 404, 72), title=80, text=48, number=92, drawing=270),
    FEED: Shape(width=1080, height=1350, margin=(56, 56, 60), title=76, text=46, number=88, drawing=230),
    SQUARE: Shape(width=1080, height=1080, margin=(56, 56, 60), title=76, text=50, number=88, drawing=200, says_all=False),
    PREVIEW: Shape(width=1200, height=630, margin=(48, 48, 56), title=76, text=48, number=60, drawing=0, says_all=False),
}  # fmt: skip


def picture(edition: Edition, campaign: Campaign, card: Card, kind: str) -> bytes:
    """A PNG. Raises NotPrintable where the words are more than a picture holds."""
    asset = card.picture if SHAPES[kind].drawing else None
    drawn = read_asset(asset) if asset and asset.name.endswith(".svg") else b""
    return _made(markup(edition, campaign, card, kind, drawn=bool(drawn)), drawn)


def title_picture(edition: Edition, campaign: Campaign, title: str, kind: str = PREVIEW) -> bytes:
    """For a page that is no card."""
    shape = SHAPES[kind]
    body = "".join(_stacked([_large(title, shape.title), _plain(edition.course.summary, shape.text)]))
    return _made(_canvas(edition, campaign, shape, [body]), b"")


def markup(edition: Edition, campaign: Campaign, card: Card, kind: str, *, drawn: bool) -> str:
    shape, texts = SHAPES[kind], texts_of(edition)
    act = f"#doing({literal(card.act_title or texts['print']['one_thing'])}, {literal(card.act)}, {shape.text}pt)"
    parts = [_large(card.title, shape.title), _plain(card.message, shape.text) if shape.says_all else "", act]
    if card.contact and kind != PREVIEW:
        who, how, typed = way(card.contact)
        parts.append(f"#contact({literal(who)}, {literal(how)}, {shape.number if typed else 40}pt)")
    words = "".join(_stacked(filter(None, parts)))
    heights = [round(shape.drawing * part) for part in (1.0, 0.75, 0.5)] if drawn else []
    bodies = [*("".join(_stacked([f"#shown({literal(DRAWING)}, {height}pt)"])) + words for height in heights), words]
    return _canvas(edition, campaign, shape, bodies)


def description(edition: Edition, card: Card, kind: str) -> str:
    """In words what a picture says."""
    return f"{card.title}. {card.act}" if kind == PREVIEW else alt_text(edition, card)


def _stacked(parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        yield f"#block(width: 100%, above: 0pt, below: 40pt)[{part};];\n"


def _large(words: str, size: int) -> str:
    return f'#said({size}pt, weight: "bold", {literal(words)})'


def _plain(words: str, size: int) -> str:
    return f"#said({size}pt, {literal(words)})"


def _canvas(edition: Edition, campaign: Campaign, shape: Shape, bodies: Sequence[str]) -> str:
    texts = texts_of(edition)
    above, below, side = shape.margin
    language = edition.language.partition("-")[0].lower()
    host = campaign.host.removeprefix("www.")
    room = shape.height - above - below - 70  # the foot's line
    return (
        f"{_style()}\n#show: canvas.with({shape.width}pt, {shape.height}pt, "
        f"(top: {above}pt, bottom: {below}pt, x: {side}pt), {literal(language)}, {direction(edition.language)});\n"
        f"#fitted({room}pt, {array(list(bodies))});\n"
        f"#place(bottom, block(width: 100%, foot({literal(texts['danger_now'])}, {literal(host)})));\n"
    )


@cache
def _style() -> str:
    return (files(__package__) / "pictures.typ").read_text("utf-8")


@lru_cache(maxsize=256)
def _made(source: str, drawn: bytes) -> bytes:
    """What another site has in the same words is not drawn again."""
    import typst  # an extra: who makes no campaign need not have it

    pictures: Mapping[str, bytes] = {DRAWING: drawn} if drawn else {}
    try:
        return typeset(source, pictures, format="png", ppi=72)
    except typst.TypstError as problem:
        raise NotPrintable(str(problem)) from problem
