"""Structured logs about the machine, never about a request: no address, agent, path, form or answer."""

import datetime
import json
import logging
import sys
import traceback
from typing import Any, TextIO

LOGGER = logging.getLogger("signpost_survey")


class JsonFormatter(logging.Formatter):
    """One JSON object a line. Of an exception only type and places are kept: messages may quote values."""

    def format(self, record: logging.LogRecord) -> str:
        now = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line: dict[str, Any] = {"time": now.isoformat(timespec="seconds"), "level": record.levelname.lower()}
        line["event"] = record.msg if record.name == LOGGER.name else f"{record.name}: {_plain(record)}"
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1]:
            frames = traceback.extract_tb(record.exc_info[2])
            line["fault"] = type(record.exc_info[1]).__name__
            line["at"] = [f"{frame.name}:{frame.lineno}" for frame in frames[-5:]]
        return json.dumps(line, sort_keys=True)


class _NoRequests(logging.Filter):
    """Drops the server's words about single connections ("Invalid HTTP request received.")."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.name != "uvicorn.access" and "HTTP request" not in str(record.msg)


def configure(stream: TextIO = sys.stderr) -> None:
    """Send everything, the server's own words included, to one place in one form."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(_NoRequests())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "asyncio"):
        logging.getLogger(name).handlers[:] = []
        logging.getLogger(name).propagate = True


def event(name: str, **fields: str | int | float) -> None:
    """Log something that happened to the machine."""
    LOGGER.info(name, extra={"fields": fields})


def _plain(record: logging.LogRecord) -> str:
    """The fixed part of a message of another library; its arguments may be about a request."""
    return str(record.msg)
