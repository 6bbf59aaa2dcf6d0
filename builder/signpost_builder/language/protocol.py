"""What JSON-RPC and LSP ask of a server and pygls leaves out: an answer to each request, also to one that comes too early or too late."""

from typing import Any

from lsprotocol.types import EXIT, INITIALIZE
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest, JsonRpcServerNotInitialized
from pygls.protocol import LanguageServerProtocol


class RequestFailed(JsonRpcException):
    """A request that was understood and cannot be done; the message is for people (LSP 3.17, error codes)."""

    CODE = -32803
    MESSAGE = "Request failed"


class Protocol(LanguageServerProtocol):
    """Answers what it cannot read, or cannot answer yet or any more, with an error, so that no editor waits for ever.

    `left_early`: the editor said `exit` without `shutdown`, for which the process has to end with 1 (LSP 3.17, exit).
    """

    left_early = False
    _begun = False

    def handle_message(self, message: Any) -> None:
        method, id = getattr(message, "method", ""), getattr(message, "id", None)
        if method == EXIT:
            self.left_early = not self._shutdown
        elif method == INITIALIZE:
            self._begun = True
        elif not self._begun or self._shutdown:
            if method and id is not None:
                refusal = JsonRpcInvalidRequest() if self._shutdown else JsonRpcServerNotInitialized()
                self._send_response(id, error=refusal.to_response_error())
            return
        super().handle_message(message)

    def structure_message(self, data: dict[str, Any]) -> Any:
        try:
            return super().structure_message(data)
        except JsonRpcException as problem:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=type(problem)().to_response_error())
            raise
