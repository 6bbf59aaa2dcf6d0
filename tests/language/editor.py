"""An editor as far as the language server sees one: raw JSON-RPC over the command's standard input and output."""

import json
import queue
import subprocess
import sys
import threading
from pathlib import Path

TIMEOUT_SECONDS = 30
DAY = "2026-11-23"


class Editor:
    """Speaks with one `signpost lsp`. `position` and `places` count in the units that were agreed on."""

    def __init__(self, *folders: Path, capabilities=None, options=None, units=("utf-16",), folder_field=True):
        command = [str(Path(sys.executable).with_name("signpost")), "lsp"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self._ids = iter(range(1, 1_000_000))
        self.inbox: queue.Queue = queue.Queue()
        self.asked: list[dict] = []  # what the server asked of us
        self.told: list[dict] = []  # notifications, diagnostics among them
        self.marks: dict[str, list[dict]] = {}
        self.answers = {"window/showMessageRequest": None}
        self.strange: list[bytes] = []  # what stood between messages
        threading.Thread(target=self._read, daemon=True).start()
        given = {
            "workspace": {},
            "textDocument": {},
            "general": {"positionEncodings": list(units)},
            **(capabilities or {}),
        }
        listed = [{"uri": folder.as_uri(), "name": folder.name} for folder in folders]
        params = {"processId": None, "rootUri": listed[0]["uri"] if listed else None, "capabilities": given}
        params |= {"workspaceFolders": listed} if folder_field else {}
        params["initializationOptions"] = {"asOf": DAY, **(options or {})}
        self.server = self.request("initialize", params)
        self.notify("initialized", {})

    # --------------------------------------------------------------- the wire

    def _read(self):
        stream = self.process.stdout
        while True:
            size, line = 0, stream.readline()
            while line not in (b"\r\n", b""):
                if line.lower().startswith(b"content-length:"):
                    size = int(line.split(b":")[1])
                elif not line.lower().startswith(b"content-type:"):
                    self.strange.append(line)
                line = stream.readline()
            if line == b"":
                self.inbox.put(None)
                return
            self.inbox.put(json.loads(stream.read(size)))

    def send_bytes(self, body: bytes, header: bytes | None = None):
        self.process.stdin.write((header or b"Content-Length: %d\r\n\r\n" % len(body)) + body)
        self.process.stdin.flush()

    def send(self, message: dict):
        self.send_bytes(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def notify(self, method: str, params):
        self.send({"method": method, "params": params})

    def ask(self, method: str, params) -> int:
        id = next(self._ids)
        self.send({"id": id, "method": method, "params": params})
        return id

    def request(self, method: str, params):
        """The result; an error is raised."""
        answer = self.answer_to(self.ask(method, params))
        if "error" in answer:
            raise Failed(answer["error"])
        return answer["result"]

    def answer_to(self, id: int) -> dict:
        while True:
            message = self._next()
            if message.get("id") == id and "method" not in message:
                return message

    def _next(self, seconds: float = TIMEOUT_SECONDS) -> dict:
        message = self.inbox.get(timeout=seconds)
        if message is None:
            raise Gone
        match message:
            case {"method": method, "id": id}:
                self.asked.append(message)
                self.send({"id": id, "result": self.answers.get(method)})
            case {"method": method}:
                self.told.append(message)
                if method == "textDocument/publishDiagnostics":
                    self.marks[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message

    # ------------------------------------------------------------- the editor

    def open(self, file: Path, text: str | None = None, version: int = 1) -> str:
        uri = file.as_uri()
        text = file.read_bytes().decode() if text is None else text
        language = "markdown" if file.suffix == ".md" else "yaml"
        item = {"uri": uri, "languageId": language, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})
        return uri

    def change(self, uri: str, version: int, *changes: dict):
        self.notify(
            "textDocument/didChange",
            {"textDocument": {"uri": uri, "version": version}, "contentChanges": list(changes)},
        )

    def type(self, uri: str, version: int, text: str):
        """The whole text anew."""
        self.change(uri, version, {"text": text})

    def close(self, uri: str):
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def until(self, holds, seconds: float = TIMEOUT_SECONDS):
        """Read what the server tells until something holds of it."""
        while not (found := holds()):
            self._next(seconds)
        return found

    def codes(self, uri: str) -> list[str]:
        """Without the advice on the small module, which comes when the typing has paused longer."""
        return [mark["code"] for mark in self.marks.get(uri, []) if mark["code"] != "minutes-do-not-fit"]

    def at(self, method: str, uri: str, line: int, character: int, **more):
        place = {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
        return self.request(f"textDocument/{method}", {**place, **more})

    def memory_mib(self) -> float:
        """Resident, of the server's process."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def stop(self) -> tuple[int, bytes]:
        """How it ended, and what it wrote beside the protocol."""
        self.request("shutdown", None)
        self.notify("exit", None)
        code = self.process.wait(TIMEOUT_SECONDS)
        return code, self.process.stderr.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            stream.close()


class Failed(Exception):
    """The server answered with an error."""


class Gone(Exception):
    """The server has ended."""
