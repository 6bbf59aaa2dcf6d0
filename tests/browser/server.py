"""A static server on loopback: what an LMS, or any web space, does with an unpacked package."""

import io
import threading
import zipfile
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "mp3": "audio/mpeg",
    "vtt": "text/vtt; charset=utf-8",
    "pdf": "application/pdf",
    "xml": "application/xml",
    "map": "application/json",
}


class Server:
    """Serves mounted folders (name -> bytes) and counts nothing: what was asked for is judged in the browser.

    `origin` and `other_origin` are the same server under two host names, so the browser treats them as strangers.
    """

    def __init__(self) -> None:
        self._mounts: dict[str, Mapping[str, bytes]] = {}
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        port = self._http.server_address[1]
        self.origin = f"http://127.0.0.1:{port}"
        self.other_origin = f"http://localhost:{port}"

    def mount(self, prefix: str, tree: Mapping[str, bytes]) -> str:
        """Serve `tree` under /prefix/ and return that path; the same prefix again replaces it."""
        self._mounts[prefix] = tree
        return f"/{prefix}/"

    def mount_zip(self, prefix: str, packed: bytes) -> str:
        """Unpack as an LMS does, then serve."""
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            return self.mount(prefix, {name: archive.read(name) for name in archive.namelist()})

    def mount_folder(self, prefix: str, folder: Path) -> str:
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        return self.mount(prefix, {path.relative_to(folder).as_posix(): path.read_bytes() for path in files})

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def _find(self, url: str) -> tuple[str, bytes] | None:
        prefix, _, name = unquote(urlsplit(url).path).lstrip("/").partition("/")
        name = name or "index.html"
        body = self._mounts.get(prefix, {}).get(name)
        return None if body is None else (name, body)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        find = self._find

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = find(self.path)
                name, body = found or ("none.html", b"not found")
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", TYPES.get(name.rpartition(".")[2], "application/octet-stream"))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def handle_one_request(self) -> None:
                # A browser that is closed in the middle of an answer is no fault of the server's.
                try:
                    super().handle_one_request()
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        return Handler
