"""Pages are light: what the browser is sent, compressed as hosts compress, against `tests/budgets.toml`."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from conftest import Open
from support.budgets import limit, weight
from support.compressed import Log, serving_compressed
from support.compressed import weight as weighed

pytestmark = pytest.mark.browser

LOADED = re.compile(r'<(?:script|link|img)\b[^>]*?\b(?:src|href)="([^"]+\.(?:js|css|svg))"')
FONTS = "assets/atlas/fonts"


@pytest.fixture
def log(site: Path) -> Iterator[Log]:
    """The real site served as a host serves it, and what it sends."""
    with serving_compressed(site) as log:
        yield log


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize(
    ("path", "budget"), [("", "home"), ("countries/mex/", "country"), ("countries/chl/", "country")]
)
def test_first_visit_is_light(
    path: str, budget: str, prefix: str, open_page: Open, log: Log
) -> None:
    page = open_page(viewport={"width": 360, "height": 740})
    page.goto(f"{log.address}{prefix}{path}")
    page.wait_for_load_state("networkidle")
    assert len(log.answers) > 3
    assert log.weight <= weight(budget), str(log)
    assert len(log.answers) <= limit("requests", "first_visit"), str(log)


@pytest.mark.parametrize(
    ("prefix", "wanted"), [("", "trata"), ("", "sociedad civil"), ("en/", "civil society")]
)
def test_first_search_is_light(prefix: str, wanted: str, open_page: Open, log: Log) -> None:
    page = open_page(viewport={"width": 360, "height": 740})
    page.goto(log.address + prefix)
    page.wait_for_load_state("networkidle")
    log.answers.clear()
    page.get_by_role("main").get_by_role("searchbox").press_sequentially(wanted, delay=30)
    expect(page.get_by_role("main").locator(".search__results li").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert log.answers
    assert log.weight <= weight("first_search"), str(log)
    log.answers.clear()
    field = page.get_by_role("main").get_by_role("searchbox")
    for other in ("how to register an organization", "artículo 32", "Marocco", "xyzzy"):
        field.fill(other)
        expect(page.get_by_role("main").locator("[data-search]")).to_have_attribute(
            "data-searched", other
        )
    page.wait_for_load_state("networkidle")
    assert log.weight <= weight("later_search"), str(log)


def test_longest_page_is_light(site: Path) -> None:
    parts: dict[Path, int] = {}
    fonts = sum(weighed(font) for font in (site / FONTS).glob("*.woff2"))
    pages = {}
    for file in site.rglob("*.html"):
        loaded = {
            (file.parent / link).resolve() if not link.startswith("/") else site / link.lstrip("/")
            for link in LOADED.findall(file.read_text(encoding="utf-8"))
        }
        for part in loaded - parts.keys():
            parts[part] = weighed(part)
        pages[file.relative_to(site)] = weighed(file) + fonts + sum(parts[part] for part in loaded)
    assert min(pages.values()) > 0
    longest = max(pages, key=lambda name: pages[name])
    assert pages[longest] <= weight("longest_page"), f"{longest}: {pages[longest]}"


def test_builder_is_small(site: Path) -> None:
    assert weighed(site / "assets" / "atlas" / "builder.js") <= weight("builder_script")


def test_fonts_are_two_and_their_licences_are_beside_them(site: Path) -> None:
    sent = [f for f in site.rglob("*") if f.suffix in (".woff", ".woff2", ".ttf", ".otf")]
    assert len(sent) == 2
    for font in sent:
        licence = font.with_name(f"OFL-{font.stem}.txt")
        assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8").upper()
