"""Every link inside the site leads somewhere: the build itself looks, whatever made the link."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from posixpath import join, normpath

from atlas.site.pages import Page

# Templates and the cleaned HTML of written pages quote attributes with `"`, and escape it in texts.
_LINK = re.compile(r'\s(?:href|src|action)="([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True)
class DeadLink:
    """A link that leads nowhere: the page it stands on, the file behind that page, and the link."""

    page: str
    file: str
    link: str


def dead_links(pages: Iterable[Page], prefix: str, files: Collection[str]) -> Iterator[DeadLink]:
    """The links of an edition's pages that lead to no page, no heading and no file.

    `prefix` is where the edition stands below the site's root (`""`, `en/`), `files` the site's other
    files, as paths from its root.
    """
    bodies = list(pages)
    anchors = {f"{prefix}{page.path}": frozenset(_ID.findall(page.html)) for page in bodies}
    for page in bodies:
        start = f"{prefix}{page.path}"
        for link in dict.fromkeys(_LINK.findall(page.html)):
            if not _ELSEWHERE.match(link) and not _leads(unescape(link), start, anchors, files):
                yield DeadLink(page.path, page.file, unescape(link))


def _leads(
    link: str, start: str, anchors: dict[str, frozenset[str]], files: Collection[str]
) -> bool:
    """Whether a relative link from the page at `start` leads to something."""
    path, _, anchor = link.partition("#")
    path = path.partition("?")[0]
    target = start
    if path:
        # A path that climbs above the root keeps its dots and is found nowhere.
        target = normpath(join(start, path)).removeprefix("./")
        target = "" if target == "." else target
        if path.endswith(("/", "..", ".")) and target:
            target += "/"
    if target in anchors:
        return not anchor or anchor in anchors[target]
    return target in files
