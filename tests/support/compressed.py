"""A web server that compresses as hosts do, and writes down what it sent."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
}
"""Ending → type, of what is compressed."""


def weight(file: Path) -> int:
    """How many bytes the body of a file has on its way."""
    return len(_body(file)[0])


def _body(file: Path) -> tuple[bytes, bool]:
    content = file.read_bytes()
    return (gzip.compress(content, 9), True) if file.suffix in TYPES else (content, False)


@dataclass
class Log:
    """Where the site is served, and path and weight of every answer in order."""

    address: str = ""
    answers: list[tuple[str, int]] = field(default_factory=list)

    @property
    def weight(self) -> int:
        """Bytes sent so far."""
        return sum(size for _, size in self.answers)

    def __str__(self) -> str:
        lines = [f"{size:>8} {path}" for path, size in self.answers]
        return "\n".join([*lines, f"{self.weight:>8} in {len(lines)} requests"])


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, site: Path, log: Log) -> None:
        self.site, self.log = site, log
        super().__init__(*arguments)  # type: ignore[arg-type]  # as the server calls it

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        file = self.site / path.lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        found = file.is_file()
        body, compressed = _body(file) if found else (b"", False)
        self.log.answers.append((path, len(body)))
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", TYPES.get(file.suffix, "application/octet-stream"))
        if compressed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing: the log holds what was sent."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that closes a connection early is no error."""


@contextmanager
def serving_compressed(site: Path) -> Iterator[Log]:
    """Serve a site on a free port of this machine; gives the log of what was sent."""
    log = Log()
    with _Server(("127.0.0.1", 0), partial(_Handler, site=site, log=log)) as server:
        log.address = f"http://127.0.0.1:{server.server_address[1]}/"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield log
        finally:
            server.shutdown()
            thread.join()
