"""Without JavaScript every text, table, mark of the map and link is there."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from atlas.catalogue.catalogue import Catalogue
from conftest import Open, Served
from support.kinds import Addresses

pytestmark = pytest.mark.browser

HIDDEN = """() => {
    const excused = "[data-needs-script], form[hidden], [data-compared], details:not([open]), script, title,"
        + " .headerlink, .paragraph__beside, [aria-hidden=true]";
    return [...document.querySelectorAll("#content *, #site-menu *, footer *")]
        .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
            && !each.closest(excused)
            && !each.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        .map((each) => `${each.tagName}.${each.getAttribute("class")}: ${each.textContent.slice(0, 40)}`);
}"""
"""What has text and is not to be seen, save what only scripts use and what opens by itself."""


@pytest.fixture
def plain(open_page: Open) -> Page:
    """A browser without JavaScript."""
    return open_page(java_script_enabled=False)


def test_every_text_and_link_is_to_be_seen(addresses: Addresses, plain: Page) -> None:
    for address in addresses:
        plain.goto(address)
        hidden = plain.evaluate(HIDDEN)
        assert not hidden, "\n".join(hidden)
        for tool in plain.locator("[data-needs-script], [data-filter], [data-compare]").all():
            expect(tool).to_be_hidden()
        index = plain.get_by_role("banner").locator("a[href$='a-z/'], a[href='./']").first
        expect(index).to_be_visible()
        expect(plain.get_by_role("navigation").locator("a[href]").first).to_be_visible()
        assert plain.get_by_role("main").locator("a[href]:visible").count() > 2


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_every_country_is_in_the_table(
    prefix: str, plain: Page, site: Path, served: Served, real: Catalogue
) -> None:
    plain.goto(f"{served(site)}{prefix}countries/")
    expect(plain.locator("table.countries tbody tr:visible")).to_have_count(len(real.countries))


def test_map_switches_and_leads_to_every_country(
    plain: Page, site: Path, served: Served, real: Catalogue
) -> None:
    plain.goto(served(site))
    codes = plain.locator(".cloth a").evaluate_all("all => all.map(a => a.href.baseVal)")
    assert {code.split("/")[-2] for code in codes} == set(real.countries)
    seen = set()
    for label in plain.locator(".switch label").all():
        label.click()
        seen.add(plain.locator(".cloth").screenshot())
    assert len(seen) == plain.locator(".switch label").count() >= 8
    box = plain.locator(".cloth use").first.bounding_box()
    assert box
    plain.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    plain.wait_for_url("**/countries/*/")


def test_country_is_chosen_from_the_list_on_the_home_page(
    plain: Page, site: Path, served: Served, real: Catalogue
) -> None:
    plain.goto(served(site))
    links = plain.locator(".pick a")
    expect(links).to_have_count(len(real.countries))
    plain.locator(".pick summary").click()
    plain.get_by_role("link", name="México", exact=True).first.click()
    plain.wait_for_url("**/countries/mex/")


def test_home_page_offers_the_index_where_the_search_is(
    plain: Page, site: Path, served: Served, real: Catalogue
) -> None:
    plain.goto(served(site))
    place = plain.locator("p.first-search")
    expect(place).to_contain_text(real.interface.texts["search_without_script"]["es"])
    place.get_by_role("link").click()
    plain.wait_for_url("**/a-z/")
    expect(plain.get_by_role("main").get_by_role("link", name="México", exact=True)).to_be_visible()


def test_menu_of_a_small_screen_is_a_link_to_the_sections(
    open_page: Open, site: Path, served: Served, real: Catalogue
) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(f"{served(site)}countries/mex/")
    words = real.interface.texts
    page.get_by_role("banner").get_by_role("link", name=words["menu_short"]["es"]).click()
    expect(page.get_by_role("navigation", name=words["menu_label"]["es"])).to_be_in_viewport()
