"""The weekly check of links tells of those that are gone, moved or silent, and of no other."""

import importlib.util
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType

import pytest

from atlas.catalogue.catalogue import Catalogue
from support.projects import PROJECT

DONE = threading.Event()


class Host(BaseHTTPRequestHandler):
    """A host with a page, a page that moved, one that is elsewhere for now, and one that never comes."""

    def do_GET(self) -> None:
        if self.path == "/slow":
            DONE.wait(10)
            return
        if self.path == "/garbled":
            self.wfile.write(b"not HTTP at all\r\n\r\n")
            return
        places = {"/moved": "/page", "/for-now": "/page", "/moved-evil": "/<b>@all|"}
        found = self.path in ("/page", "/p%C3%A1gina") or self.path in places
        temporary = self.path == "/for-now"
        code = (302 if temporary else 301) if self.path in places else (200 if found else 404)
        self.send_response(code)
        if self.path in places:
            self.send_header("Location", places[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    DONE.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        DONE.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    file = PROJECT / "tools" / "external_links.py"
    specification = importlib.util.spec_from_file_location("external_links", file)
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_only_links_that_do_not_answer_are_told(host: str, tool: ModuleType) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{nobody.getsockname()[1]}/"
        good = [f"{host}/page", f"{host}/página", f"{host}/for-now"]
        bad = [f"{host}/{name}" for name in ("gone", "moved", "slow", "garbled", "moved-evil")]
        told = tool.answers([*good, *bad, dead], timeout=0.5, pause=0)
    assert told == {
        f"{host}/gone": "404",
        f"{host}/moved": "301 → /page",
        f"{host}/slow": "TimeoutError",
        f"{host}/garbled": "BadStatusLine",
        f"{host}/moved-evil": "301 → /<b>@all|",
        dead: "URLError",
    }
    said = tool.report(dict.fromkeys([*good, *bad, dead], "data/sources/x.yml"), told)
    assert said.startswith("9 enlaces, 6 por mirar · 9 links, 6 to look at\n")
    assert "| `data/sources/x.yml` | <" + host + "/gone> | 404 |" in said
    assert "@all" not in said


def test_links_of_data_and_of_pages_are_found(tool: ModuleType, real: Catalogue) -> None:
    found = tool.links(real)
    files = set(found.values())
    assert any(file.startswith("data/sources/") for file in files)
    assert all(url.startswith("http") for url in found)
    assert not [url for url in found if "yaml-language-server" in url]
