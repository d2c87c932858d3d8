"""Lists that filter, tables that sort, countries side by side, citations to copy."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from atlas.catalogue.catalogue import Catalogue
from conftest import Open, Served

pytestmark = pytest.mark.browser


def rows(page: Page) -> Locator:
    """The rows that are shown."""
    return page.locator("table.countries tbody tr:visible")


def said(real: Catalogue, shown: int) -> str:
    words = real.words["filter_count"]["es"]
    return words.format(shown=shown, total=len(real.countries))


@pytest.fixture
def countries(page: Page, site: Path, served: Served) -> Page:
    """The list of countries, in Spanish."""
    page.goto(f"{served(site)}countries/")
    return page


def test_filter_tells_how_many_are_left(countries: Page, real: Catalogue) -> None:
    count = countries.locator("form.filter").get_by_role("status")
    expect(count).to_have_text(said(real, len(real.countries)))
    countries.get_by_text(real.words["filter_more"]["es"]).click()
    countries.get_by_label(real.words["filter_status"]["es"]).select_option("confirmed")
    left = [each for each in real.countries.values() if each.vpi and each.vpi.status == "confirmed"]
    expect(rows(countries)).to_have_count(len(left))
    expect(count).to_have_text(said(real, len(left)))


@pytest.mark.parametrize("wanted", ["mexico", "MÉXICO", "méxico"])
def test_filter_minds_neither_accents_nor_capitals(wanted: str, countries: Page) -> None:
    countries.locator("[data-filter-text]").fill(wanted)
    expect(rows(countries)).to_have_count(1)
    expect(rows(countries).locator("th")).to_have_text("México")


def test_filter_stands_in_the_address(countries: Page) -> None:
    countries.locator("form.filter summary").click()
    countries.locator("[data-filter-field=region]").select_option("americas")
    countries.locator("[data-filter-field=party]").select_option("firearms")
    countries.locator("[data-filter-text]").fill("mé")
    left = rows(countries).count()
    assert 0 < left < 20
    address = countries.url
    assert {"region=americas", "party=firearms"} <= set(address.partition("?")[2].split("&"))
    countries.reload()
    expect(rows(countries)).to_have_count(left)
    expect(countries.locator("[data-filter-field=region]")).to_be_visible()
    expect(countries.locator("[data-filter-text]")).to_have_value("mé")
    expect(countries.locator("[data-filter-field=region]")).to_have_value("americas")
    countries.goto(address.partition("?")[0])
    assert rows(countries).count() > left
    countries.goto(address)
    expect(rows(countries)).to_have_count(left)


def test_odd_filter_in_the_address_shows_everything(countries: Page, real: Catalogue) -> None:
    countries.goto(f"{countries.url}?region=nowhere&network=%3Cb%3E&constructor=1")
    expect(rows(countries)).to_have_count(len(real.countries))


def test_table_sorts_by_any_column_and_says_so(countries: Page) -> None:
    heads = countries.locator("table.countries thead th")
    regions = heads.nth(1)
    for direction in ("ascending", "descending"):
        regions.get_by_role("button").click()
        expect(regions).to_have_attribute("aria-sort", direction)
        cells = rows(countries).locator("td:first-of-type").all_text_contents()
        assert countries.evaluate(
            """([cells, up]) => cells.every((cell, n) => !n
                || (up ? 1 : -1) * new Intl.Collator("es").compare(cells[n - 1], cell) <= 0)""",
            [cells, direction == "ascending"],
        )
    heads.first.get_by_role("button").press("Enter")
    expect(heads.first).to_have_attribute("aria-sort", "ascending")
    expect(countries.locator("[aria-sort]")).to_have_count(1)
    assert rows(countries).first.locator("th").text_content() == "Afganistán"


def test_paragraphs_keep_their_filter_in_the_address(
    page: Page, site: Path, served: Served
) -> None:
    page.goto(f"{served(site)}resolutions/cop10-trafficking-draft/")
    paragraphs = page.locator(".paragraph:visible")
    whole = paragraphs.count()
    page.locator("details:has([data-filter]) > summary").click()
    for field in page.locator("[data-filter-field]").all():
        values = field.locator("option").evaluate_all("all => all.map(each => each.value)")
        field.select_option(values[-1])
        assert 0 < paragraphs.count() <= whole
        left = paragraphs.count()
        page.reload()
        expect(field).to_have_value(values[-1])
        expect(paragraphs).to_have_count(left)
        field.select_option("")
        expect(paragraphs).to_have_count(whole)
    assert "?" not in page.url


def test_four_countries_stand_side_by_side(
    page: Page, site: Path, served: Served, real: Catalogue
) -> None:
    page.goto(f"{served(site)}en/countries/compare/")
    status = page.locator("[data-compare-status]")
    expect(status).to_have_text(real.words["compare_none"]["en"])
    for place, name in enumerate(("Mexico", "Kenya", "Chile", "Andorra")):
        page.locator("select[name=c]").nth(place).select_option(label=name)
    table = page.get_by_role("main").get_by_role("table")
    heads = ["Mexico", "Kenya", "Chile", "Andorra"]
    expect(table.locator("thead th")).to_have_text([real.words["compare_row"]["en"], *heads])
    expect(table.locator("tbody tr").first.locator("td")).to_have_count(4)
    missing = table.locator("td.unrecorded")
    expect(missing.first).to_have_text(real.words["not_recorded"]["en"])
    order = table.locator("tbody th").all_text_contents()
    assert page.url.endswith("?c=mex,ken,chl,and")
    page.goto(f"{served(site)}en/countries/compare/?c=and,mex")
    expect(table.locator("thead th")).to_have_count(3)
    assert table.locator("tbody th").all_text_contents() == order


@pytest.mark.parametrize("query", ["?c=mex", "?c=xxx,__proto__,mex", "?c=<b>"])
def test_odd_choice_of_countries_does_no_harm(
    query: str, page: Page, site: Path, served: Served, real: Catalogue
) -> None:
    page.goto(f"{served(site)}countries/compare/{query}")
    expect(page.locator("[data-compared]")).to_be_hidden()
    expect(page.locator("[data-compare-status]")).to_have_text(real.words["compare_none"]["es"])


def test_citation_of_a_paragraph_is_copied_with_its_address(
    open_page: Open, site: Path, served: Served, real: Catalogue
) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{served(site)}en/resolutions/cop10-trafficking-draft/#op-13-a")
    line = page.locator("#op-13-a .paragraph__cite").first
    page.locator("#op-13-a details > summary").click()
    told = (line.evaluate("each => each.firstChild.textContent")).strip()
    line.get_by_role("button", name=real.words["cite_copy"]["en"]).click()
    expect(page.get_by_text(real.words["cite_copied"]["en"]).first).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert told
    assert copied.startswith(told)
    assert copied.endswith("/en/resolutions/cop10-trafficking-draft/#op-13-a")


def test_page_is_cited_in_four_forms(
    open_page: Open, site: Path, served: Served, real: Catalogue
) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{served(site)}countries/mex/")
    page.get_by_text(real.words["cite_page"]["es"], exact=True).click()
    forms = page.locator(".take__form")
    expect(forms).to_have_count(4)
    for form, mark in zip(
        forms.all(), ("México", "@online{", "TY  - ELEC", '"webpage"'), strict=True
    ):
        form.get_by_role("button", name=real.words["copy"]["es"]).click()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert mark in copied
        assert "/countries/mex/" in copied
