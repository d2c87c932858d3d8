"""Menu, colours, contents, copying and the head of pages."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect

from atlas.catalogue import Catalogue
from conftest import Open, Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

PHONE = {"width": 360, "height": 740}
BACKGROUND = "getComputedStyle(document.body).backgroundColor"


def test_menu_of_a_phone_opens_and_closes_by_keyboard(
    open_page: Open, site: Path, served: Served, real: Catalogue
) -> None:
    words = real.interface.texts
    page = open_page(viewport=PHONE)
    page.goto(f"{served(site)}guide/vpi/")
    menu = page.get_by_role("navigation", name=words["menu_label"]["es"])
    button = page.get_by_role("button", name=words["menu_open"]["es"])
    expect(menu).to_have_count(0)
    button.focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link").first).to_be_focused()
    closer = page.get_by_role("button", name=words["menu_close"]["es"])
    expect(closer).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(button).to_be_focused()


@pytest.mark.parametrize("path", ["", "countries/", "guide/vpi/"])
def test_menu_is_there_without_scripts(
    path: str, open_page: Open, site: Path, served: Served, real: Catalogue
) -> None:
    page = open_page(viewport=PHONE, java_script_enabled=False)
    page.goto(served(site) + path)
    menu = page.get_by_role("navigation", name=real.interface.texts["menu_label"]["es"])
    assert menu.get_by_role("link").count() >= 13
    top = page.get_by_role("main").get_by_role("heading", level=1).bounding_box()
    below = menu.bounding_box()
    assert top
    assert below
    assert below["y"] > top["y"]


def test_menu_names_the_section_and_the_pages_of_the_guide(
    page: Page, site: Path, served: Served, real: Catalogue
) -> None:
    page.goto(f"{served(site)}guide/vpi/")
    menu = page.get_by_role("navigation", name=real.interface.texts["menu_label"]["es"])
    expect(menu.locator("[aria-current=true]")).to_have_count(1)
    expect(menu.locator("[aria-current=page]")).to_have_attribute("href", "./")
    chapters = [p for p in real.written["es"] if p.startswith("guide/") and p != "guide/"]
    expect(menu.locator("ul ul a")).to_have_count(len(chapters))


@pytest.mark.parametrize("system", ["light", "dark"])
def test_chosen_colours_hold_from_page_to_page(
    system: str, open_page: Open, site: Path, served: Served, real: Catalogue
) -> None:
    words = real.interface.texts
    page = open_page(color_scheme=system)
    page.goto(served(site))
    own = page.evaluate(BACKGROUND)
    switch = page.get_by_role("button", name=words["scheme_label"]["es"])
    seen = {}
    for state in ("light", "dark"):
        switch.click()
        expect(switch).to_have_accessible_name(re.compile(words[f"scheme_{state}"]["es"]))
        seen[state] = page.evaluate(BACKGROUND)
    assert seen["light"] != seen["dark"]
    assert own == seen[system]
    page.goto(f"{served(site)}countries/mex/")
    assert page.evaluate(BACKGROUND) == seen["dark"]
    switch.click()
    assert page.evaluate(BACKGROUND) == own


def test_colours_follow_the_system_without_scripts(
    open_page: Open, site: Path, served: Served
) -> None:
    grounds = set()
    for system in ("light", "dark"):
        page = open_page(color_scheme=system, java_script_enabled=False)
        page.goto(served(site))
        grounds.add(page.evaluate(BACKGROUND))
    assert len(grounds) == 2


def test_paragraph_is_copied_with_its_permanent_link(
    open_page: Open, site: Path, served: Served, real: Catalogue
) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{served(site)}resolutions/cop10-trafficking-draft/")
    page.locator("#op-13-k").get_by_role("button").click()
    expect(page.locator("#op-13-k").get_by_role("button")).to_have_text(
        real.interface.texts["cite_copied"]["es"]
    )
    text = page.evaluate("navigator.clipboard.readText()")
    assert "13 k)" in text
    assert text.endswith("/resolutions/cop10-trafficking-draft/#op-13-k")


def test_page_is_cited_in_four_forms(
    page: Page, site: Path, served: Served, real: Catalogue
) -> None:
    page.goto(f"{served(site)}countries/mex/")
    page.get_by_text(real.interface.texts["cite_page"]["es"]).click()
    forms = page.locator(".take__form pre")
    expect(forms).to_have_count(4)
    for form in forms.all():
        assert "/countries/mex/" in form.inner_text()


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("path", ["", "countries/mex/", "guide/vpi/"])
def test_head_says_what_the_page_is_and_where_its_translation_stands(
    path: str, prefix: str, site: Path
) -> None:
    text = (site / prefix / path / "index.html").read_text(encoding="utf-8")
    head = BeautifulSoup(text, "lxml")
    canonical = head.select_one("link[rel=canonical]")
    assert canonical
    assert urlsplit(str(canonical["href"])).path.endswith(f"/{prefix}{path}")
    pairs = {str(e["hreflang"]): str(e["href"]) for e in head.select("link[hreflang]")}
    assert set(pairs) == {"es", "en", "x-default"}
    assert pairs["x-default"] == pairs["es"]
    assert pairs[prefix.strip("/") or "es"] == canonical["href"]
    for name in ("title", "description", "type", "url", "site_name", "locale"):
        assert head.select_one(f'meta[property="og:{name}"][content]')
    assert head.select_one("html")["lang"] == (prefix.strip("/") or "es")  # type: ignore[index]  # every page has one


def test_no_page_carries_a_script_or_a_style_of_its_own(site: Path) -> None:
    inline = re.compile(
        r"<script(?![^>]*\b(?:src=|type=\"application/json\"))|<style|\son\w+=\"|\sstyle=\""
    )
    for page in site.rglob("*.html"):
        found = inline.search(page.read_text(encoding="utf-8"))
        assert found is None, f"{page.relative_to(site)}: {found.group()}"


def test_site_map_names_every_page_once_with_its_translations(site: Path) -> None:
    for prefix in ("", "en/"):
        text = (site / prefix / "sitemap.xml").read_text(encoding="utf-8")
        places = re.findall(r"<loc>([^<]+)</loc>", text)
        assert len(set(places)) == len(places) > 200
        for tag in ("es", "en", "x-default"):
            assert text.count(f'hreflang="{tag}"') == len(places)
    robots = (site / "robots.txt").read_text(encoding="utf-8")
    assert robots.count("Sitemap: ") == 2
