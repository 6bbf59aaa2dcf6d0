"""H5P: content packages for the content types of a site."""

from signpost_builder.formats.format import Check, Format, Options, View, later

H5P = Format(
    name="h5p",
    title="H5P",
    ending=".h5p",
    page="h5p.md",
    write=later("signpost_builder.formats.h5p.writer:packages"),
    state_characters=None,  # content types keep their own
    refusals=later("signpost_builder.formats.h5p.judging:refusals"),
    finish=later("signpost_builder.formats.h5p.options:with_its_libraries"),
    repeatable=later("signpost_builder.formats.h5p.options:is_repeatable"),
    platforms="Moodle, WordPress, Drupal and other sites with H5P and without SCORM",
    check=Check(
        known_by="a .h5p file",
        claims=later("signpost_builder.formats.h5p.check:is_h5p"),
        lint=later("signpost_builder.formats.h5p.check:lint"),
    ),
    views=(View(name="h5p", title="H5P, as text", make=later("signpost_builder.formats.h5p.as_text:as_text")),),
    options=Options(
        key="h5p",
        default=later("signpost_builder.formats.h5p.options:H5p"),
        entry=later("signpost_builder.formats.h5p.entry:entry"),
        read=later("signpost_builder.formats.h5p.entry:read"),
        flags=later("signpost_builder.formats.h5p.flags:build_flags"),
        told=later("signpost_builder.formats.h5p.flags:told"),
        commands=later("signpost_builder.formats.h5p.commands:commands"),
    ),
)
