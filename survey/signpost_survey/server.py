"""Runs the application: no access log, no server header, and words about the machine only."""

import gc
import sys
from functools import partial
from pathlib import Path

import uvicorn

from signpost_survey import logs
from signpost_survey.app import Settings, create_app
from signpost_survey.connections import RESERVED_FILES, Guard, GuardedProtocol, Limits, open_files
from signpost_survey.status import create_status
from signpost_survey.stores import Store

SWITCH_SECONDS = 0.0005  # the writer's thread wants the interpreter for moments only; it should not wait 5 ms for each


def serve_status(store: Store, *, host: str, port: int, names: tuple[str, ...], reports: Path | None) -> None:
    """Serve the status page until told to stop."""
    logs.configure()
    app = create_status(store, names=names, reports=reports)
    uvicorn.run(
        app,
        host=host,
        port=port,
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
    )


def serve(store: Store, settings: Settings, *, host: str, port: int, uds: str | None) -> None:
    """Serve until told to stop (SIGTERM, SIGINT); what is on its way is finished first."""
    logs.configure()
    sys.setswitchinterval(SWITCH_SECONDS)
    per_address = 0 if settings.client_header or uds else settings.per_address
    guard = Guard(Limits(per_address=per_address, total=open_files() - RESERVED_FILES))
    app = create_app(store, settings, guard)
    gc.collect()
    gc.freeze()  # modules and routes live as long as the process: without this each full collection walks them, for 15 ms
    uvicorn.run(
        app,
        host=host,
        port=port,
        uds=uds,
        loop="uvloop",
        http=partial(GuardedProtocol, guard),  # type: ignore[arg-type]  # it wants a class, and does nothing but call it
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=int(guard.limits.idle_seconds),
        timeout_graceful_shutdown=20,
    )
