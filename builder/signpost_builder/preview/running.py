"""One process: the server, the watch, and the readings between them."""

import os
from collections.abc import Callable
from pathlib import Path

from signpost_builder.preview.server import Preview
from signpost_builder.preview.watching import changes
from signpost_builder.serving.running import listening, port_of, serve


def preview(folder: Path, port: int, started: Callable[[str], None]) -> None:
    """Serve the project of the course in `folder`, that course first, until Ctrl-C. Raises PortTaken.

    `started` is told the address. The course itself has another port, which is a free one.
    """
    sockets = [listening(port), listening()]
    root = folder.parent.parent
    server = Preview(root, folder.name, (port_of(sockets[0]), port_of(sockets[1])), environment=os.environ)

    async def watch() -> None:
        async for _ in changes(root):
            await server.desk.changed()

    serve(
        server.guard(),
        sockets,
        started=lambda: started(server.address),
        closing=server.desk.close,
        beside=watch,
    )
