"""How H5P packages are made: what course.yaml says, and the libraries that the command line adds. Every command reads this."""

from typing import TYPE_CHECKING, Literal

from signpost_builder.values import frozen

if TYPE_CHECKING:
    from signpost_builder.formats.h5p.cli import Libraries
    from signpost_builder.package import Package

Profile = Literal["hub-2025", "hub-2026"]
# As H5P spells them (docs/h5p.md); U: not stated, C: all rights reserved.
H5pLicence = Literal[
    "U", "C", "CC BY 4.0", "CC BY-SA 4.0", "CC BY-ND 4.0", "CC BY-NC 4.0", "CC BY-NC-SA 4.0", "CC BY-NC-ND 4.0", "CC0 1.0", "PD",
]  # fmt: skip


@frozen(kw_only=True)
class H5p:
    """How H5P packages are made. `profile`: a generation of content types; `modules`: each module also as a package (None: in
    long courses); `libraries`: what packages carry their content types out of (None: they carry none)."""

    profile: str = "hub-2025"
    modules: bool | None = None
    licence: str = "U"
    author: str = ""
    year: int | None = None
    libraries: "Libraries | None" = None


def with_its_libraries(package: "Package", options: H5p) -> "Package":
    """The package with its content types, where the command line gave a folder of them."""
    if options.libraries is None or not package.name.endswith(".h5p"):
        return package
    from signpost_builder.formats.h5p.cli import with_libraries

    return with_libraries(package, options.libraries)


def is_repeatable(options: H5p) -> bool:
    """A folder of libraries can change without a word in the sources."""
    return options.libraries is None
