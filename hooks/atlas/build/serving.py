"""Shows the site live: makes anew what an edit changes, and lets the browsers that show it know.

A mistake is told in the terminal, and what was right before stays until it is mended.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from jinja2 import TemplateError

from atlas.build.clock import today
from atlas.build.engine import rendered
from atlas.build.publishing import site_of
from atlas.catalogue.catalogue import load
from atlas.catalogue.reporters import as_text
from atlas.catalogue.settings import SettingsError
from atlas.checks.checks import check, has_errors
from atlas.exports import files
from atlas.site.incremental import Fingerprint, Rendering, fingerprint
from atlas.site.pages import TEMPLATES
from atlas.site.shell import FOLDER, NOT_FOUND, fault

WATCHED = ("mkdocs.yml", "data", "content", FOLDER)
"""What a site is made from, below the project's root."""

PAUSE = 0.2
"""Seconds between two looks for an edit."""

SCRIPT, EVENTS = "/reload.js", "/reload"
"""Addresses that exist only while serving: the script that waits, and what it waits for."""


@dataclass
class Preview:
    """The site of the project at `root`, as it stands in `folder`; `home` is where it is served."""

    root: Path
    folder: Path
    home: str
    version: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)
    _seen: Fingerprint = ()
    _written: dict[str, bytes] = field(default_factory=dict)
    _renderings: dict[str, Rendering] = field(default_factory=dict)

    def refresh(self) -> None:
        """Make anew what an edit since the last call changed."""
        state = fingerprint(*(self.root / name for name in WATCHED), TEMPLATES)
        if state == self._seen:
            return
        self._seen = state
        try:
            self._make()
        except SettingsError as error:
            print(as_text(error.problems), file=sys.stderr, flush=True)
        except TemplateError as error:
            print(fault(error), file=sys.stderr, flush=True)
        except (OSError, LookupError, TypeError, ValueError) as error:
            print(
                f"El sitio no se puede hacer así: {error}\n"
                f"The site cannot be made like this: {error}",
                file=sys.stderr,
                flush=True,
            )

    def _make(self) -> None:
        catalogue, found = load(self.root)
        problems = check(catalogue, today(), found)
        if has_errors(problems):
            text = as_text(problem for problem in problems if problem.level == "error")
            print(text, file=sys.stderr, flush=True)
            return
        site = site_of(catalogue, ())
        made = dict(rendered(self.root, catalogue, site, self.home, today(), self._renderings))
        made |= files(catalogue, self.home)
        self._write(made)

    def _write(self, made: dict[str, bytes]) -> None:
        """Bring the folder to what was made, and wake those who wait for it."""
        for path, content in made.items():
            if self._written.get(path) != content:
                file = self.folder / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        for path in self._written.keys() - made.keys():
            (self.folder / path).unlink()
        self._written = made
        with self.changed:
            self.version = time.time_ns()
            self.changed.notify_all()

    def versions(self) -> Iterator[int]:
        """The version there is, then each new one; the same again after a while, as a sign of life."""
        while True:
            yield self.version
            with self.changed:
                self.changed.wait(10)


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *arguments: object, preview: Preview) -> None:
        self.preview = preview
        super().__init__(*arguments, directory=str(preview.folder))  # type: ignore[arg-type]  # as the server calls it

    def do_GET(self) -> None:
        """Answer with a file of the site; in pages stands the script that waits for a change."""
        path = unquote(urlsplit(self.path).path)
        if path == EVENTS:
            self._events()
        elif path == SCRIPT:
            script = Path(__file__).with_name("reload.js").read_bytes()
            self._send(HTTPStatus.OK, "text/javascript", script)
        elif (page := self._page(path)) is not None:
            self._send_page(HTTPStatus.OK, page)
        else:
            super().do_GET()

    def _page(self, path: str) -> Path | None:
        """The page an address leads to, if it leads to one."""
        file = Path(self.translate_path(path))
        page = file / "index.html" if path.endswith("/") else file
        return page if page.suffix == ".html" and page.is_file() else None

    def _send_page(self, status: HTTPStatus, page: Path) -> None:
        script = f'<script src="{SCRIPT}#{self.preview.version}" defer></script></head>'
        html = page.read_bytes().replace(b"</head>", script.encode(), 1)
        self._send(status, "text/html; charset=utf-8", html)

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        with suppress(ConnectionError):
            for version in self.preview.versions():
                self.wfile.write(f"data: {version}\n\n".encode())

    def end_headers(self) -> None:
        """Let no browser keep what the next edit may change."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def list_directory(self, path: object) -> None:
        """Show no folder."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer as hosts do: with the nearest page for what is not found."""
        asked = Path(self.translate_path(urlsplit(self.path).path))
        above = (folder for folder in asked.parents if folder.is_relative_to(self.directory))
        page = next((file for folder in above if (file := folder / NOT_FOUND).is_file()), None)
        if code == HTTPStatus.NOT_FOUND and page:
            self._send_page(HTTPStatus.NOT_FOUND, page)
        else:
            super().send_error(code, message, explain)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing: the terminal is for mistakes."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that closes a connection early is no error."""


def serve(root: Path, host: str, port: int) -> None:
    """Show the site of a project at an address of this machine, until Ctrl-C is pressed.

    Raises OSError where the address cannot be had.
    """
    with TemporaryDirectory() as name, suppress(KeyboardInterrupt):
        preview = Preview(root, Path(name), f"http://{host}:{port}/")
        with _Server((host, port), partial(_Handler, preview=preview)) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            preview.refresh()
            print(preview.home, flush=True)
            while True:
                time.sleep(PAUSE)
                preview.refresh()
