"""Every template, checked by axe-core: light and dark, phone and desk, both languages."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from conftest import Open, Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TEMPLATES = (
    "",
    "a-z/",
    "about/accessibility/",
    "alliances/",
    "calendar/",
    "countries/",
    "countries/compare/?c=mex,ken,chl,usa",
    "countries/mex/",
    "countries/usa/",
    "downloads/",
    "glossary/",
    "guide/",
    "guide/review/",
    "guide/vpi/",
    "networks/",
    "networks/net4u-americas/",
    "resolutions/",
    "resolutions/9-1/",
    "resolutions/cop10-trafficking-draft/",
    "scenarios/?s=C",
    "scenarios/a/",
    "sources/",
    "themes/",
    "themes/firearms/",
    "treaties/",
    "treaties/untoc/",
    "404.html",
)


@pytest.mark.parametrize(
    ("prefix", "scheme", "width"),
    [("", "light", 1280), ("en/", "dark", 360), ("en/", "light", 360), ("", "dark", 1280)],
)
def test_axe_finds_no_violation(
    prefix: str, scheme: str, width: int, open_page: Open, site: Path, served: Served
) -> None:
    # The policy of the site keeps axe itself out; other tests hold pages to it.
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    axe = Axe()
    found = []
    for path in TEMPLATES:
        page.goto(served(site) + prefix + path)
        answer = axe.run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        found += [
            f"{path}: {violation['id']}: {node['html'][:120]}"
            for violation in answer.response["violations"]
            for node in violation["nodes"]
        ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_what_opens(
    scheme: str, open_page: Open, site: Path, served: Served
) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, color_scheme=scheme, bypass_csp=True)
    axe = Axe()
    page.goto(f"{served(site)}countries/mex/")
    page.locator("[data-menu]").click()
    menu = axe.run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert menu.violations_count == 0, menu.generate_report()
    page.keyboard.press("Escape")
    page.locator("[data-search-open]").click()
    page.get_by_role("searchbox").fill("trata")
    page.locator(".search__results li").first.wait_for()
    search = axe.run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert search.violations_count == 0, search.generate_report()
