"""Open edX course archives: with our own blocks, and for servers without them."""

from signpost_builder.formats.format import Check, Format, Options, later

OPTIONS = Options(
    key="openedx",
    default=later("signpost_builder.formats.openedx.options:OpenEdx"),
    entry=later("signpost_builder.formats.openedx.entry:entry"),
    read=later("signpost_builder.formats.openedx.entry:read"),
)
CHECK = Check(
    known_by="a .tar.gz of Open edX",
    claims=later("signpost_builder.formats.openedx.check:is_archive"),
    lint=later("signpost_builder.formats.openedx.check:lint"),
)
OPENEDX = Format(
    name="openedx",
    title="Open edX with signpost-xblocks",
    ending=".tar.gz",
    page="openedx.md",
    write=later("signpost_builder.formats.openedx.xblock:packages"),
    platforms="Open edX where the operator has installed signpost-xblocks",
    state_characters=None,  # each block keeps that of its own module, and refuses more
    refusals=later("signpost_builder.formats.openedx.judging:refusals"),
    check=CHECK,
    options=OPTIONS,
)
OPENEDX_NATIVE = Format(
    name="openedx-native",
    title="Open edX without our blocks",
    ending=".tar.gz",
    page="openedx.md",
    write=later("signpost_builder.formats.openedx.native:packages"),
    platforms="Open edX as it is",
    state_characters=None,  # problems keep their own
    refusals=later("signpost_builder.formats.openedx.native:refusals"),
    check=CHECK,
    options=OPTIONS,
)
