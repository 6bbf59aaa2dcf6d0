"""What JSON-RPC asks of a server and pygls leaves out: an answer to each request, also to one that cannot be understood."""

from typing import Any

from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol


class RequestFailed(JsonRpcException):
    """A request that was understood and cannot be done; the message is for people (LSP 3.17, error codes)."""

    CODE = -32803
    MESSAGE = "Request failed"


class Protocol(LanguageServerProtocol):
    """Answers what it cannot read with an error, so that no editor waits for ever."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        try:
            return super().structure_message(data)
        except JsonRpcException as problem:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=type(problem)().to_response_error())
            raise
