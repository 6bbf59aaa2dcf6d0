"""The trainer pack: what a trainer holds, hands out and hangs up, from the sources that learners read."""

from signpost_builder.formats.format import Extra, Format, Options, later

TRAINER = Format(
    name="trainer",
    title="trainer pack",
    ending=".zip",
    page="trainer.md",
    write=later("signpost_builder.formats.trainer.writer:packages"),
    state_characters=None,  # paper remembers nothing
    refusals=later("signpost_builder.formats.trainer.writer:refusals"),
    extra=Extra(name="trainer", modules=("docx", "pptx", "segno", "typst")),
    options=Options(
        key="trainer",
        default=later("signpost_builder.formats.trainer.options:TrainerPack"),
        entry=later("signpost_builder.formats.trainer.options:entry"),
        read=later("signpost_builder.formats.trainer.options:read"),
    ),
)
