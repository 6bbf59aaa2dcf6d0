"""SCORM 1.2 and 2004: one manifest, one page, two adapters."""

from signpost_builder.formats.format import Check, Format, Options, later

OPTIONS = Options(
    key="scorm",
    default=later("signpost_builder.formats.scorm.options:Scorm"),
    flags=later("signpost_builder.formats.scorm.flags:build_flags"),
    told=later("signpost_builder.formats.scorm.flags:told"),
)
CHECK = Check(
    known_by="a zip or folder with imsmanifest.xml",
    claims=later("signpost_builder.formats.scorm.check:is_scorm"),
    lint=later("signpost_builder.formats.scorm.check:lint_told"),
    flags=later("signpost_builder.formats.scorm.flags:check_flags"),
)
SCORM_12 = Format(
    name="scorm12",
    title="SCORM 1.2",
    ending=".zip",
    page="lms.md",
    write=later("signpost_builder.formats.scorm.scorm12:packages"),
    platforms="Moodle, TalentLMS and nearly every other platform: the safe choice",
    state_characters=3_499,  # of 4,096; with the mark that the player puts behind it 3,500 (docs/decisions/results.md)
    check=CHECK,
    options=OPTIONS,
)
SCORM_2004 = Format(
    name="scorm2004",
    title="SCORM 2004, 3rd Edition",
    ending=".zip",
    page="lms.md",
    write=later("signpost_builder.formats.scorm.scorm2004:third_edition"),
    platforms="Docebo, Cornerstone, and where completion and success are to stand apart",
    state_characters=16_000,  # of 64,000
    check=CHECK,
    options=OPTIONS,
)
SCORM_2004_4TH = Format(
    name="scorm2004-4th",
    title="SCORM 2004, 4th Edition",
    ending=".zip",
    page="lms.md",
    write=later("signpost_builder.formats.scorm.scorm2004:fourth_edition"),
    platforms="Platforms that insist on the 4th Edition",
    state_characters=16_000,
    check=CHECK,
    options=OPTIONS,
)
