"""The H5P command line (npm package `h5p-cli`) run at arm's length: full packages, libraries, a look at a package.

The tool is made for developers of content types. It says 0 when it fails, writes progress and results to one stream,
works only in the current directory and leaves what it made there; another npm package installs an older tool of the
same name. So every run has a fresh directory and a time limit, is judged by what it made, and leaves nothing behind.
Whatever goes wrong is an `Unavailable` with its reason and remedy, and the package without libraries stays good.
"""

from signpost_builder.formats.h5p.cli.fetching import set_up
from signpost_builder.formats.h5p.cli.finding import Tool, locate
from signpost_builder.formats.h5p.cli.packing import Libraries, full_tree, unpacked, with_libraries
from signpost_builder.formats.h5p.cli.running import Unavailable
from signpost_builder.formats.h5p.cli.showing import serving
from signpost_builder.formats.h5p.cli.staging import short_name

__all__ = [
    "Libraries", "Tool", "Unavailable", "full_tree", "locate", "serving", "set_up", "short_name", "unpacked",
    "with_libraries",
]  # fmt: skip
