"""Every link inside the site leads somewhere: the build itself looks, whatever made the link."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from posixpath import join, normpath
from urllib.parse import urlsplit

# Templates and the cleaned HTML of written pages quote attributes with `"`, and escape it in texts.
_LINK = re.compile(r'\s(?:href|src|action)="([^"]*)"')
_OWN = re.compile(r'<link\s[^>]*\shref="([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True)
class DeadLink:
    """A link that leads nowhere, and the path of the page it stands on."""

    page: str
    link: str


def dead_links(
    pages: Mapping[str, str], files: Collection[str], home: str = ""
) -> Iterator[DeadLink]:
    """The links of pages that lead to no page, no heading and no file of the site, each once a page.

    `pages` are paths from the site's root (`""`, `en/guide/`, `404.html`) and their HTML, `files` the
    paths of the site's other files. What begins with the path of the URL `home` is counted from the
    site's root, and so is what a page says of its own addresses (`<link>`) with the whole of it.
    """
    anchors = {path: frozenset(map(unescape, _ID.findall(html))) for path, html in pages.items()}
    root = urlsplit(home).path or "/"
    for start, html in pages.items():
        own = {link for link in _OWN.findall(html) if home and link.startswith(home)}
        for quoted in dict.fromkeys(_LINK.findall(html)):
            link = unescape(quoted)
            if quoted in own:
                inside = _inside(link.removeprefix(home) or "./", "", root)
            else:
                inside = _inside(link, start, root)
            if inside is not None and not _leads(*inside, anchors, files):
                yield DeadLink(start, link)


def _inside(link: str, start: str, root: str) -> tuple[str, str] | None:
    """The path from the site's root and the anchor a link leads to; None where it leaves the site."""
    path, _, anchor = link.partition("#")
    path = path.partition("?")[0]
    if _ELSEWHERE.match(path):
        return None
    if not path:
        return start, anchor
    if path.startswith("/"):
        # What stands above the site's root is found nowhere.
        return path.removeprefix(root) if path.startswith(root) else path, anchor
    # A path that climbs above the root keeps its dots and is found nowhere.
    target = normpath(join(start.rpartition("/")[0], path)).removeprefix("./")
    target = "" if target == "." else target
    return (f"{target}/" if path.endswith(("/", "..", ".")) and target else target), anchor


def _leads(
    path: str, anchor: str, anchors: Mapping[str, frozenset[str]], files: Collection[str]
) -> bool:
    if path in anchors:
        return not anchor or anchor in anchors[path]
    return path in files
