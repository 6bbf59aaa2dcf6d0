"""A package in the tool's own server."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from signpost_builder.formats.h5p.cli.finding import Tool
from signpost_builder.formats.h5p.cli.running import Unavailable, bare_environment, has_ended, started
from signpost_builder.formats.h5p.cli.staging import STAGED, closure, content_of, installed_in, short_name, staged
from signpost_builder.package import Tree

START_SECONDS = 30.0
CORE = ("h5p-php-library", "h5p-editor-php-library")  # folders without a library.json that its server reads
MATHS = "H5P.MathDisplay"  # its server loads this library for every content
# As the tool's own page on configuration says. Without the watch it takes no second, fixed port of the machine; and
# what listens is for this computer alone, where the tool by itself answers the whole network.
SERVER_SETTINGS = """\
const config = require(`${require.main.path}/config.js`);
config.files.watch = false;
module.exports = config;

const { Server } = require("node:net");
const { listen } = Server.prototype;
Server.prototype.listen = function (port, ...rest) {
  return listen.call(this, port, "127.0.0.1", ...rest);
};
"""


@contextmanager
def serving(
    tree: Tree, libraries: Path, tool: Tool, port: int, *, timeout_seconds: float = START_SECONDS
) -> Iterator[str]:
    """The tool's own server with this package in it; gives the address of its page. It ends with the block."""
    installed = installed_in(libraries)
    metadata = json.loads(content_of(tree["h5p.json"]))
    closure(metadata, installed)
    absent = [name for name in CORE if not (libraries / name).is_dir()] + [
        name for name in [MATHS] if name not in {known for known, _ in installed}
    ]
    if absent:
        raise Unavailable(
            "h5p-cli-library-missing",
            f"the folder has no {' and no '.join(absent)}",
            "fill it with 'signpost h5p setup'",
        )
    if _answers(port):
        raise Unavailable("h5p-cli-crashed", f"something else answers on port {port}", "name another with --port")
    with staged(tree, installed) as folder:
        for name in CORE:
            (folder / "libraries" / name).symlink_to((libraries / name).resolve(), target_is_directory=True)
        (folder / "config.js").write_text(SERVER_SETTINGS, encoding="utf-8")
        command = [str(tool.program), "server", str(port)]
        with (
            (folder / "said").open("wb") as said,
            started(command, folder, said, said, bare_environment(folder)) as process,
        ):
            end = time.monotonic() + timeout_seconds
            while not _answers(port):
                if has_ended(process) or time.monotonic() > end:
                    lines = (folder / "said").read_text(encoding="utf-8", errors="replace").split("\n")
                    told = next((line.strip() for line in lines if "Error" in line), "it said nothing of use")
                    raise Unavailable(
                        "h5p-cli-crashed",
                        f"its server did not start: {told[:200]}",
                        "fill the folder again with 'signpost h5p setup'",
                    )
                time.sleep(0.05)
            yield f"http://localhost:{port}/view/{short_name(metadata['mainLibrary'])}/{STAGED}"


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
