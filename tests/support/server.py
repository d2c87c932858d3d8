"""A web server for a built site: static files, with the headers its `_headers` file asks for."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

Rules = list[tuple[re.Pattern[str], str, str]]


def header_rules(site: Path) -> Rules:
    """What the `_headers` file of a site says: pattern of a path, name, value.

    The format is that of Netlify and Cloudflare Pages: a path, then its headers, indented.
    """
    found: Rules = []
    file = site / "_headers"
    pattern = re.compile(r"(?!)")
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line[0].isspace():
            parts = re.split(r"\*|:\w+", line.strip())
            pattern = re.compile(".*".join(map(re.escape, parts)))
        else:
            name, _, value = line.strip().partition(":")
            found.append((pattern, name.strip(), value.strip()))
    return found


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, rules: Rules, directory: str) -> None:
        self.rules = rules
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]  # as the server calls it

    def end_headers(self) -> None:
        path = unquote(urlsplit(self.path).path)
        for pattern, name, value in self.rules:
            if pattern.fullmatch(path):
                self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer as hosts of static sites do: with the nearest 404 page."""
        if code != 404:
            super().send_error(code, message, explain)
            return
        if self.path == "/favicon.ico":
            # A whole Chromium asks for it on its own, its shell never: it says nothing about the page.
            self.send_response(204)
            self.end_headers()
            return
        site = Path(self.directory)
        folder = site / urlsplit(self.path).path.strip("/")
        pages = [f / "404.html" for f in (folder, *folder.parents) if f.is_relative_to(site)]
        body = next((page.read_bytes() for page in pages if page.is_file()), b"404")
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing: a test tells what it finds wrong."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that closes a connection early is no error."""


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """Serve a site on a free port of this machine; gives its address, with a slash at the end."""
    handler = partial(_Handler, rules=header_rules(site), directory=str(site))
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()
