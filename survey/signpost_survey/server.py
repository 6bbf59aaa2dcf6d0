"""Runs the application: no access log, no server header, and words about the machine only."""

import gc
import sys

import uvicorn

from signpost_survey import logs
from signpost_survey.app import Settings, create_app
from signpost_survey.stores import Store

SWITCH_SECONDS = 0.0005  # the writer's thread wants the interpreter for moments only; it should not wait 5 ms for each


def serve(store: Store, settings: Settings, *, host: str, port: int, uds: str | None) -> None:
    """Serve until told to stop (SIGTERM, SIGINT); what is on its way is finished first."""
    logs.configure()
    sys.setswitchinterval(SWITCH_SECONDS)
    app = create_app(store, settings)
    gc.collect()
    gc.freeze()  # modules and routes live as long as the process: without this each full collection walks them, for 15 ms
    uvicorn.run(
        app,
        host=host,
        port=port,
        uds=uds,
        loop="uvloop",
        http="httptools",
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=16_384,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=20,
        limit_concurrency=4_000,
    )
