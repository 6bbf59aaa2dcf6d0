"""The campaign: pages of one minute for people who never open a course, what is posted about them, and what is printed."""

from signpost_builder.formats.format import Check, Extra, Format, Options, later

CAMPAIGN = Format(
    name="campaign",
    title="campaign site, posts and print",
    ending="",
    page="campaign.md",
    write=later("signpost_builder.formats.campaign.writer:packages"),
    platforms="Any web server (the site), the campaign team's accounts (the posts), a printer",
    state_characters=None,  # a card remembers nothing
    public=True,
    check=Check(
        known_by="a folder whose index.html says that it is a campaign site",
        claims=later("signpost_builder.formats.campaign.check:claims"),
        lint=later("signpost_builder.formats.campaign.check:lint"),
    ),
    refusals=later("signpost_builder.formats.campaign.judging:refusals"),
    warnings=later("signpost_builder.formats.campaign.judging:warnings"),
    unfit=frozenset({"example-address", "post-after-review"}),
    extra=Extra(name="trainer", modules=("segno", "typst")),
    options=Options(
        key="campaign",
        default=later("signpost_builder.formats.campaign.options:Campaign"),
        entry=later("signpost_builder.formats.campaign.options:entry"),
        read=later("signpost_builder.formats.campaign.options:read"),
        sources=later("signpost_builder.formats.campaign.posts:with_posts"),
        files=later("signpost_builder.formats.campaign.posts:files"),
        says=later("signpost_builder.formats.campaign.posts:says"),
    ),
)
