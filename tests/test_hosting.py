"""The recipe for nginx, as the guide prints it, is accepted by nginx and serves what it says."""

import gzip
import os
import re
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path

import pytest

from support.projects import PROJECT

pytestmark = pytest.mark.audit

MIME_TYPES = Path("/etc/nginx/mime.types")
FILES = {
    "index.html": "<p>Inicio</p>",
    "404.html": "<p>No está</p>",
    "en/404.html": "<p>Not here</p>",
    "_headers": "/*",
    "data/countries.csv": "id,name\n" * 200,
    "calendar.ics": "BEGIN:VCALENDAR\n" * 200,
    "atlas.epub": "PK",
    "sitemap.xml": "<urlset/>" * 200,
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def blocks(language: str) -> list[str]:
    text = (PROJECT / "docs" / f"hosting.{language}.md").read_text(encoding="utf-8")
    return re.findall(r"```nginx\n(.*?)```", text, re.DOTALL)


@pytest.fixture(params=["es", "en"])
def recipe(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[list[str], int, int]:
    """nginx with the recipe's two files as printed, but for ports and paths; and its two ports."""
    server, headers = blocks(request.param)
    plain, secure = free_port(), free_port()
    site, keys = tmp_path / "site", tmp_path / "keys"
    for name, text in FILES.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    keys.mkdir()
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=untoc-atlas.example", "-keyout", keys / "privkey.pem"),
            *("-out", keys / "fullchain.pem"),
        ],
        check=True,
        capture_output=True,
    )
    for printed, here in {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{secure} ssl;",
        "/etc/ssl/untoc-atlas/": f"{keys}/",
        "/srv/untoc-atlas/site": str(site),
    }.items():
        assert printed in server
        server = server.replace(printed, here)
    (tmp_path / "snippets").mkdir()
    (tmp_path / "snippets" / "untoc-atlas-headers.conf").write_text(headers, encoding="utf-8")
    (tmp_path / "mime.types").write_bytes(MIME_TYPES.read_bytes())
    (tmp_path / "site.conf").write_text(server, encoding="utf-8")
    folders = "".join(
        f"{name}_temp_path {tmp_path}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"daemon off;\npid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{folders}include mime.types;\ninclude site.conf;\n}}\n",
        encoding="utf-8",
    )
    tmp_path.chmod(0o755)
    command = ["nginx", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-e", "stderr"]
    return command, plain, secure


@pytest.fixture
def running(recipe: tuple[list[str], int, int]) -> Iterator[tuple[int, int]]:
    command, plain, secure = recipe
    # As root, nginx would give its work to a user who may not read a test's folder.
    own = ["-g", "user root;"] if os.geteuid() == 0 else []
    with subprocess.Popen([*command, *own]) as nginx:
        time.sleep(1)
        yield plain, secure
        nginx.terminate()


def get(port: int, path: str, *, secure: bool = True) -> tuple[HTTPResponse, bytes]:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = (
        HTTPSConnection("127.0.0.1", port, context=context)
        if secure
        else HTTPConnection("127.0.0.1", port)
    )
    host = {"Host": "untoc-atlas.example", "Accept-Encoding": "gzip"}
    with closing(connection):
        connection.request("GET", path, headers=host)
        answer = connection.getresponse()
        return answer, answer.read()


def test_recipe_is_accepted_by_nginx(recipe: tuple[list[str], int, int]) -> None:
    done = subprocess.run([*recipe[0], "-t"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "syntax is ok" in done.stderr
    assert "[warn]" not in done.stderr.replace('the "user" directive', "")


def test_recipe_serves_what_the_guide_says(running: tuple[int, int]) -> None:
    plain, secure = running
    moved, _ = get(plain, "/en/?q=1", secure=False)
    assert moved.status == 301
    assert moved.getheader("Location") == "https://untoc-atlas.example/en/?q=1"
    for path, kind, is_packed in (
        ("/data/countries.csv", "text/csv", True),
        ("/calendar.ics", "text/calendar", True),
        ("/sitemap.xml", "text/xml", True),
        ("/atlas.epub", "application/epub+zip", False),
    ):
        answer, content = get(secure, path)
        assert answer.status == 200
        assert (answer.getheader("Content-Type") or "").startswith(kind)
        assert (answer.getheader("Content-Encoding") == "gzip") == is_packed
        text = gzip.decompress(content) if is_packed else content
        assert text.decode() == FILES[path.lstrip("/")]
        assert answer.getheader("Content-Security-Policy")
    for path, shown in (("/_headers", "No está"), ("/no", "No está"), ("/en/no", "Not here")):
        answer, content = get(secure, path)
        assert answer.status == 404
        text = gzip.decompress(content) if answer.getheader("Content-Encoding") else content
        assert shown in text.decode()
