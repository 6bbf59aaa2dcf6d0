"""The editor's process: a server whose editor has died ends too, also where another process still holds its input open."""

import os
import threading
import time

LOOK_SECONDS = 3


def end_with(process: int) -> None:
    """End this process once that one is gone. One that is not seen from here, as from within a container, is not watched."""
    if os.name == "posix" and _is_there(process):
        threading.Thread(target=_watch, args=(process,), name="signpost-editor", daemon=True).start()


def _watch(process: int) -> None:
    while _is_there(process):
        time.sleep(LOOK_SECONDS)
    os._exit(1)  # the main thread waits for input that never ends; there is nothing to save


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True
