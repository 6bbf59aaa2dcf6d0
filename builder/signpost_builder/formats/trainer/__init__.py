"""The trainer pack: what a trainer holds, hands out and hangs up, from the sources that learners read."""

from signpost_builder.formats.format import Check, Extra, Format, Options, View, later

TRAINER = Format(
    name="trainer",
    title="trainer pack",
    ending=".zip",
    page="trainer.md",
    write=later("signpost_builder.formats.trainer.writer:packages"),
    platforms="No platform: a trainer's laptop and printer",
    state_characters=None,  # paper remembers nothing
    check=Check(
        known_by="a zip of a folder that ends in -trainer",
        claims=later("signpost_builder.formats.trainer.check:claims"),
        lint=later("signpost_builder.formats.trainer.check:lint"),
    ),
    refusals=later("signpost_builder.formats.trainer.judging:refusals"),
    warnings=later("signpost_builder.formats.trainer.judging:warnings"),
    views=(
        View(name="slides", title="Slides", make=later("signpost_builder.formats.trainer.views:slides")),
        View(
            name="handout",
            title="Handout (PDF)",
            make=later("signpost_builder.formats.trainer.views:handout"),
            media_type="application/pdf",
        ),
    ),
    extra=Extra(name="trainer", modules=("docx", "pptx", "segno", "typst")),
    room=later("signpost_builder.formats.trainer.room_page:room_pages"),
    options=Options(
        key="trainer",
        default=later("signpost_builder.formats.trainer.options:TrainerPack"),
        entry=later("signpost_builder.formats.trainer.options:entry"),
        read=later("signpost_builder.formats.trainer.options:read"),
    ),
)
