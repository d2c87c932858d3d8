"""One page for each template: tests look at every kind of page, not at every page."""

import re
from collections.abc import Sequence
from pathlib import Path

from support.projects import PROJECT

Addresses = Sequence[str]
"""Where one kind of page stands, in Spanish and in English."""

TEMPLATES = PROJECT / "hooks" / "atlas" / "site" / "templates"

KINDS = {
    "alliance": "alliances/zeta-alliance/",
    "alliances": "alliances/",
    "calendar": "calendar/",
    "compare": "countries/compare/?c=mex,ken,chl,per",
    "countries": "countries/",
    "country": "countries/mex/",
    "downloads": "downloads/",
    "glossary": "glossary/",
    "home": "",
    "index": "a-z/",
    "network": "networks/net4u-americas/",
    "networks": "networks/",
    "nothing-found": "404.html",
    "resolution": "resolutions/cop10-trafficking-draft/",
    "resolutions": "resolutions/",
    "reviews": "reviews/",
    "scenario": "scenarios/c/",
    "scenarios": "scenarios/?s=C",
    "sources": "sources/",
    "theme": "themes/trafficking-in-persons/",
    "themes": "themes/",
    "translations": "translations/",
    "treaties": "treaties/",
    "treaty": "treaties/tip/",
    "written": "guide/review/",
}
"""Template → address of a page made with it, below the root of a language: the fullest there is."""

IN_EXAMPLE = {
    **KINDS,
    "compare": "countries/compare/?c=zzx,zzy,zzz",
    "country": "countries/zzz/",
    "network": "networks/example-network/",
    "resolution": "resolutions/9-1/",
    "scenario": "scenarios/b/",
}
"""The same on the site of the example."""

ONLY_IN_EXAMPLE = frozenset({"alliance"})
"""Templates for which no real record is known yet."""


def templates_of_pages() -> set[str]:
    """The templates pages are made with, as against the parts these are put together from."""
    texts = {file.stem: file.read_text(encoding="utf-8") for file in TEMPLATES.glob("*.html")}
    parts = {
        name
        for text in texts.values()
        for name in re.findall(r'{%-? (?:extends|include|import|from) "([\w-]+)\.html"', text)
    }
    return (set(texts) - parts - {"insert"}) | {"nothing-found"}


def file_of(site: Path, address: str) -> Path:
    """The file behind an address of a built site."""
    path = address.partition("?")[0]
    return site / path / "index.html" if path.endswith("/") or not path else site / path
