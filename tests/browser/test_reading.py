"""The frame around every page and a country's page, in a browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from atlas.catalogue.catalogue import Catalogue
from conftest import Open, Served, Watch

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["", "countries/mex/", "guide/vpi/", "resolutions/9-1/", "a-z/"])
def test_switcher_leads_to_the_same_page(path: str, page: Page, site: Path, served: Served) -> None:
    page.goto(served(site) + path)
    page.get_by_role("banner").get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{served(site)}en/{path}")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("banner").get_by_role("link", name="Español").click()
    expect(page).to_have_url(served(site) + path)


def test_country_page_tells_what_is_known(
    page: Page, site: Path, served: Served, real: Catalogue
) -> None:
    page.goto(f"{served(site)}en/countries/mex/")
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", level=1)).to_have_text("Mexico")
    expect(main.get_by_text("Confirmed VPI").first).to_be_visible()
    words = real.words
    for key in ("steps_title", "country_treaties_title", "sources_title", "unknown_title"):
        heading = main.get_by_role("heading").filter(has_text=words[key]["en"])
        expect(heading.first).to_be_visible()
    expect(main.locator("#steps ~ .knots > li")).to_have_count(8)
    assert main.locator(".moments > li").count() >= 8


def test_number_of_a_source_leads_to_it(page: Page, site: Path, served: Served) -> None:
    page.goto(f"{served(site)}countries/mex/")
    mark = page.get_by_role("main").locator("sup.cite a").first
    place = mark.get_attribute("href")
    mark.click()
    expect(page.locator(f"{place}:target")).to_be_in_viewport()


def test_first_stop_of_the_keyboard_leads_past_the_menu(
    page: Page, site: Path, served: Served, real: Catalogue
) -> None:
    page.goto(f"{served(site)}en/countries/mex/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=real.words["skip_link"]["en"])
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main, article')")


@pytest.mark.parametrize(
    "path", ["", "countries/", "countries/mex/", "scenarios/", "treaties/tip/"]
)
def test_page_fits_a_narrow_window(path: str, open_page: Open, site: Path, served: Served) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    page.goto(served(site) + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_paragraphs_are_filtered_by_who_may_use_them(
    page: Page, site: Path, served: Served, real: Catalogue
) -> None:
    page.goto(f"{served(site)}en/resolutions/cop10-trafficking-draft/")
    paragraphs = page.locator(".paragraph:visible")
    assert paragraphs.count() == 28
    label = real.words["filter_user"]["en"]
    page.locator("details:has([data-filter]) > summary").click()
    page.get_by_label(label).select_option("private-sector")
    usable = [
        p
        for p in real.resolutions["cop10-trafficking-draft"].paragraphs
        for p in (p, *p.items)
        if "private-sector" in p.usable_by
    ]
    expect(page.locator(".paragraph:visible")).to_have_count(len(usable))


@pytest.mark.parametrize(("path", "language"), [("nowhere/", "es"), ("en/nowhere/", "en")])
def test_unknown_address_is_answered_in_its_language(
    path: str, language: str, open_page: Open, site: Path, served: Served, watch: Watch
) -> None:
    page = open_page()
    answer = page.goto(served(site) + path)
    assert answer
    assert answer.status == 404
    expect(page.locator("html")).to_have_attribute("lang", language)
    home = page.get_by_role("main").get_by_role("link").first
    expect(home).to_be_visible()
    assert {c for c in watch.complaints if not c.startswith(("404: ", "console: Failed"))} == set()
    watch.complaints.clear()


def test_former_address_leads_to_the_present_one(
    page: Page, example_site: Path, served: Served
) -> None:
    page.goto(f"{served(example_site)}en/countries/zza/")
    page.wait_for_url(f"{served(example_site)}en/countries/zzz/")
