"""What stands around every page: menu, colours, head, site map."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect

from atlas.catalogue.catalogue import Catalogue
from conftest import Open, Served

pytestmark = pytest.mark.browser

BACKGROUND = "getComputedStyle(document.body).backgroundColor"


def test_menu_names_the_section_and_the_pages_of_the_guide(
    page: Page, site: Path, served: Served, real: Catalogue
) -> None:
    page.goto(f"{served(site)}guide/vpi/")
    menu = page.get_by_role("navigation", name=real.interface.texts["menu_label"]["es"])
    expect(menu.locator("[aria-current=true]")).to_have_count(1)
    expect(menu.locator("[aria-current=page]")).to_have_attribute("href", "./")
    chapters = [path for path in real.written["es"] if re.fullmatch(r"guide/[^/]+/", path)]
    expect(menu.locator("ul ul a")).to_have_count(len(chapters))


def test_colours_follow_the_system_without_scripts(
    open_page: Open, site: Path, served: Served
) -> None:
    grounds = set()
    for system in ("light", "dark"):
        page = open_page(color_scheme=system, java_script_enabled=False)
        page.goto(served(site))
        grounds.add(page.evaluate(BACKGROUND))
    assert len(grounds) == 2


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("path", ["", "countries/mex/", "guide/vpi/"])
def test_page_can_be_shown_where_it_is_shared(path: str, prefix: str, site: Path) -> None:
    text = (site / prefix / path / "index.html").read_text(encoding="utf-8")
    head = BeautifulSoup(text, "lxml")
    for name in ("title", "description", "type", "url", "site_name", "locale"):
        found = head.select_one(f'meta[property="og:{name}"]')
        assert found, name
        assert found["content"], name
    assert head.select_one('meta[name="twitter:card"]')
    picture = head.select_one('meta[property="og:image"]')
    assert picture
    assert (site / urlsplit(str(picture["content"])).path.lstrip("/")).read_bytes()[1:4] == b"PNG"
    assert head.select_one('meta[property="og:image:alt"]')


def test_site_map_names_every_page_once_with_its_translations(site: Path) -> None:
    for prefix in ("", "en/"):
        text = (site / prefix / "sitemap.xml").read_text(encoding="utf-8")
        places = re.findall(r"<loc>([^<]+)</loc>", text)
        assert len(set(places)) == len(places) > 200
        for tag in ("es", "en", "x-default"):
            assert text.count(f'hreflang="{tag}"') == len(places)
    robots = (site / "robots.txt").read_text(encoding="utf-8")
    assert robots.count("Sitemap: ") == 2
    assert not list(site.rglob("sitemap.xml.gz"))
