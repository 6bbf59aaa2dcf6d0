"""The course as a folder for any web server, and as one file."""

from signpost_builder.formats.format import Check, Format, later

WEB = Format(
    name="web",
    title="web edition",
    ending="",
    page="lms.md",
    write=later("signpost_builder.formats.web.writer:packages"),
    platforms="Any web server (the folder), and a stick or an e-mail (the one file, opened by double-click)",
    state_characters=3_499,  # a browser keeps far more; a course that fits here fits into SCORM 1.2
    public=True,
    check=Check(
        known_by="a folder with index.html, or one .html file",
        claims=later("signpost_builder.formats.web.check:is_web"),
        lint=later("signpost_builder.formats.web.check:lint"),
    ),
)
