"""What the pack holds of slides: one deck, as a page for a browser and as a presentation to edit; and the room that answers them."""

from signpost_builder.formats.trainer.deck_making import deck_of
from signpost_builder.formats.trainer.options import TrainerPack
from signpost_builder.formats.trainer.room_page import NAME, room_html
from signpost_builder.formats.trainer.slides_html import slides_html
from signpost_builder.formats.trainer.slides_pptx import slides_pptx
from signpost_builder.model import Edition


def slide_files(edition: Edition, pack: TrainerPack) -> dict[str, bytes]:
    """By name."""
    deck = deck_of(edition, pack)
    return {"slides.html": slides_html(deck), "slides.pptx": slides_pptx(deck), NAME: room_html(deck)}
