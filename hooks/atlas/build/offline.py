"""The site as a folder in a zip that works without a server: no request is made, search included."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from posixpath import normpath
from urllib.parse import urljoin

from atlas.exports.archives import archive
from atlas.site.downloads import FOLDER, PICTURE
from atlas.site.http_headers import FROM_A_FOLDER, policy

SCRIPT = "assets/offline/offline.js"

LEFT_OUT = (
    "404.html",
    "_headers",
    "robots.txt",
    "site.webmanifest",
    "sitemap.xml",
    f"{FOLDER}{PICTURE}-",
)
"""What only a server has a use for."""

IN_FOLDERS = (".xml.gz", *(f"/{name}" for name in LEFT_OUT))
"""The same, in the folder of another language."""

_LINK = re.compile(r'(\s(?:href|src|action)=")([^"]*)(")')
_FETCHED = re.compile(r'<link rel="(?:preload|manifest)"[^>]*>\n')
"""What a browser refuses to fetch from a folder; the style sheet asks for the same fonts."""

_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")[^"]*"')


def is_included(path: str) -> bool:
    """Whether a file of the site goes into the zip: pages and what they need, not other documents."""
    if path.startswith(LEFT_OUT) or path.endswith(IN_FOLDERS):
        return False
    return not path.endswith((".pdf", ".epub", ".zip"))


def site_archive(files: Mapping[str, bytes], site_url: str, day: date | None, top: str) -> bytes:
    """The zip of a site; the same input gives the same bytes.

    `files` maps a path below the site's root to its content; links to what is not in the zip lead to
    `site_url`; `top` is the folder inside the zip.
    """
    names = frozenset(filter(is_included, files))
    kept: dict[str, bytes] = {}
    for path in names:
        content = files[path]
        if path.endswith(".html"):
            content = adapt(content.decode(), path, names, site_url).encode()
        kept[path] = content
    kept[SCRIPT] = Path(__file__).with_name("offline.js").read_bytes()
    return archive({f"{top}/{path}": content for path, content in kept.items()}, day)


def adapt(html: str, path: str, names: Collection[str], site_url: str) -> str:
    """A page of the site for use from a folder: links name files, and nothing is fetched."""
    folder = path.rpartition("/")[0]

    def link(found: re.Match[str]) -> str:
        return f"{found[1]}{_target(found[2], folder, names, site_url)}{found[3]}"

    script = f'<script src="{"../" * path.count("/")}{SCRIPT}" defer></script>\n'
    own = policy(FROM_A_FOLDER, meta=True)
    html = _POLICY.sub(lambda found: f'{found[1]}{own}"', _LINK.sub(link, _FETCHED.sub("", html)))
    return html.replace("</head>", f"{script}</head>", 1)


def _target(link: str, folder: str, names: Collection[str], site_url: str) -> str:
    parts = re.fullmatch(r"([^?#]*)(.*)", link, re.DOTALL)
    if not parts or not parts[1] or re.match(r"[a-z][a-z0-9+.-]*:|/", parts[1]):
        return link
    link_path, rest = parts[1], parts[2]
    aim = normpath(f"{folder}/{link_path}".lstrip("/")).removeprefix(".")
    if aim in names:
        return link
    page = f"{aim}/index.html".lstrip("/")
    if page in names:
        return f"{link_path.rstrip('/')}/index.html{rest}"
    slash = "/" if link_path.endswith("/") else ""
    return urljoin(site_url, f"{aim}{slash}{rest}")
