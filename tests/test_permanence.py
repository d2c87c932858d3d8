"""An address that was published once is never lost: it leads to its page or on to the new one.

`published_paths.txt` lists them, anchors included. A new address needs no line before it is published:
`make accept` adds what is new, and nothing takes a line away.
"""

import re
from pathlib import Path

import pytest

from support.pages import HtmlPage, read_site
from support.projects import PROJECT

pytestmark = [pytest.mark.data, pytest.mark.xdist_group("site")]

LIST = PROJECT / "tests" / "published_paths.txt"
PERMANENT = re.compile(r"(op|pp|pr)-\d+(-[a-z])?|[a-z]-\d+")
"""Anchors that are cited: paragraphs of resolutions, and options of the menu."""

NUMBERED = re.compile(r"source-\d+")
"""Anchors that mean something else when a page changes."""


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, HtmlPage]:
    """Address → page, of the real site."""
    return read_site(site)


def present(pages: dict[str, HtmlPage]) -> set[str]:
    """The addresses of the site and their permanent anchors, in the default language."""
    found = set()
    for address, page in pages.items():
        if address.startswith("en/") or address.endswith(".html") or page.is_moved:
            continue
        found.add(f"/{address}")
        if address.startswith(("resolutions/", "scenarios/")):
            found |= {f"/{address}#{a}" for a in page.anchors if PERMANENT.fullmatch(a)}
        if address in ("glossary/", "calendar/", "sources/"):
            anchors = {e["id"] for e in page.elements if e["id"] and e.tag in ("li", "dt", "div")}
            found |= {
                f"/{address}#{anchor}" for anchor in anchors if not NUMBERED.fullmatch(anchor)
            }
    return found


def published() -> list[str]:
    return LIST.read_text(encoding="utf-8").split() if LIST.exists() else []


def test_every_published_address_still_leads_somewhere(
    pages: dict[str, HtmlPage], request: pytest.FixtureRequest
) -> None:
    now = present(pages)
    if request.config.getoption("--accept"):
        LIST.write_text("\n".join(sorted({*published(), *now})) + "\n", encoding="utf-8")
    lost = []
    for line in published():
        path, _, anchor = line.partition("#")
        for prefix in ("", "en/"):
            page = pages.get(prefix + path.lstrip("/"))
            while page and page.is_moved:
                target, mark, told = str(page.all("a")[0]["href"]).partition("#")
                anchor = told if mark else anchor
                page = pages.get(_join(page.address, target))
            if page is None or (anchor and anchor not in page.anchors):
                lost.append(prefix + line)
    assert lost == []


def _join(address: str, link: str) -> str:
    parts = address.rstrip("/").split("/")
    for step in link.split("/"):
        if step == "..":
            parts.pop()
        elif step:
            parts.append(step)
    return "/".join(parts) + "/"


def test_list_is_in_order_and_has_no_line_twice() -> None:
    lines = published()
    assert lines == sorted(set(lines))
