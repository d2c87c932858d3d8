"""Search, as a reader uses it: in the header, by keyboard, in one language at a time."""

import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, expect

from atlas.catalogue.catalogue import Catalogue
from conftest import Open, Served, Watch
from support.queries import missed

pytestmark = pytest.mark.browser


def say(real: Catalogue, tag: str, key: str) -> str:
    return real.interface.texts[key][tag]


def open_search(page: Page, real: Catalogue, tag: str) -> Locator:
    """Open the search of the header; returns its field."""
    page.get_by_role("button", name=say(real, tag, "search_label")).click()
    return page.get_by_role("dialog").get_by_role("searchbox")


def results(page: Page) -> Locator:
    """The results, once there are any."""
    items = page.get_by_role("dialog").get_by_role("listitem")
    expect(items.first).to_be_visible()
    return items


@pytest.mark.parametrize(
    ("prefix", "wanted", "title"),
    [
        ("", "mexico", "México"),
        ("", "méxico", "México"),
        ("", "MEXICO", "México"),
        ("", "camerun", "Camerún"),
        ("", "camerún", "Camerún"),
        ("en/", "mexico", "Mexico"),
        ("en/", "cameroon", "Cameroon"),
        ("", "kenia", "Kenya"),
    ],
)
def test_country_is_found_first_with_or_without_its_accents(
    prefix: str, wanted: str, title: str, page: Page, site: Path, served: Served, real: Catalogue
) -> None:
    tag = prefix.strip("/") or "es"
    page.goto(served(site) + prefix)
    open_search(page, real, tag).fill(wanted)
    expect(results(page).first.get_by_role("link")).to_have_text(title)
    expect(page.locator("dialog .search__group").first).to_have_text(
        say(real, tag, "kind_countries")
    )


@pytest.mark.parametrize(
    ("prefix", "wanted"), [("", "trata"), ("en/", "trafficking"), ("en/", "untoc")]
)
def test_nothing_is_found_from_the_other_language(
    prefix: str, wanted: str, page: Page, site: Path, served: Served, real: Catalogue, watch: Watch
) -> None:
    home = served(site)
    page.goto(home + prefix)
    open_search(page, real, prefix.strip("/") or "es").fill(wanted)
    found = results(page)
    links = [link.get_attribute("href") or "" for link in found.get_by_role("link").all()]
    assert len(links) > 3
    for link in links:
        path = page.evaluate("link => new URL(link, document.baseURI).pathname", link)
        assert path.startswith("/en/") is bool(prefix), path


def test_results_stand_under_their_kind_with_the_page_they_are_a_part_of(
    page: Page, site: Path, served: Served, real: Catalogue
) -> None:
    page.goto(served(site))
    open_search(page, real, "es").fill("examen")
    results(page)
    dialog = page.get_by_role("dialog")
    kinds = dialog.locator(".search__group").all_text_contents()
    assert len(kinds) > 2
    assert len(set(kinds)) == len(kinds)
    for link in dialog.locator(".search__link").all():
        inside = "#" in (link.get_attribute("href") or "")
        assert link.locator("xpath=../*[@class='search__kind']").count() == inside
    assert dialog.locator("mark").count() > 2
    shown = results(page).count()
    dialog.locator(".search__all button").click()
    expect(dialog.locator(".search__all")).to_have_count(0)
    assert results(page).count() > shown
    assert "#" not in " ".join(dialog.locator(".search__link").all_text_contents())


def test_search_works_by_keyboard_alone(
    page: Page, site: Path, served: Served, real: Catalogue
) -> None:
    page.goto(f"{served(site)}glossary/")
    page.keyboard.press("Control+k")
    field = page.get_by_role("dialog").get_by_role("searchbox")
    expect(field).to_be_focused()
    page.keyboard.type("camerun")
    expect(results(page).first.get_by_role("link")).to_have_text("Camerún")
    page.keyboard.press("ArrowDown")
    expect(results(page).first.get_by_role("link")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    # A search field takes the first Escape to empty itself.
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Control+k")
    page.keyboard.type("camerun")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{served(site)}countries/cmr/")


def test_search_that_finds_nothing_says_so(
    page: Page, site: Path, served: Served, real: Catalogue
) -> None:
    page.goto(f"{served(site)}en/")
    open_search(page, real, "en").fill("xyzzyqwrt")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("status")).to_have_text(say(real, "en", "search_none"))
    assert dialog.locator(".search__results a").count() > 4


def test_misspelt_word_is_mended_and_the_mending_offered(
    page: Page, site: Path, served: Served, real: Catalogue
) -> None:
    page.goto(f"{served(site)}en/")
    field = open_search(page, real, "en")
    field.fill("smugling of migrants")
    expect(results(page).first).to_contain_text("migrants")
    page.get_by_role("dialog").get_by_role("button", name="smuggling of migrants").click()
    expect(field).to_have_value(re.compile("smuggling of migrants", re.IGNORECASE))
    expect(page.get_by_role("dialog").locator(".search__meant")).to_have_count(0)


def test_search_is_fetched_only_when_it_is_wanted(
    page: Page, site: Path, served: Served, real: Catalogue, watch: Watch
) -> None:
    page.goto(f"{served(site)}glossary/")
    page.wait_for_load_state("networkidle")
    assert not [address for address in watch.addresses if "search-index" in address]
    open_search(page, real, "es").fill("mexico")
    results(page)
    assert [address for address in watch.addresses if "search-index" in address]


def test_without_scripts_the_index_stands_in(
    open_page: Open, site: Path, served: Served, real: Catalogue
) -> None:
    for prefix in ("", "en/"):
        page = open_page(java_script_enabled=False)
        page.goto(f"{served(site)}{prefix}countries/mex/")
        tag = prefix.strip("/") or "es"
        expect(page.get_by_role("button", name=say(real, tag, "search_label"))).to_have_count(0)
        index = page.get_by_role("banner").get_by_role("link", name=say(real, tag, "index_title"))
        index.click()
        expect(page).to_have_url(f"{served(site)}{prefix}a-z/")
        name = {"es": "Camerún", "en": "Cameroon"}[tag]
        expect(page.get_by_role("main").get_by_role("link", name=name, exact=True)).to_be_visible()


@pytest.mark.parametrize(
    ("tag", "words", "title"), [("en", "mexico", "Mexico"), ("es", "mexico", "México")]
)
def test_page_for_what_is_not_found_searches_in_each_language(
    tag: str, words: str, title: str, browser: Browser, site: Path, served: Served
) -> None:
    page = browser.new_page()
    page.goto(f"{served(site)}countries/atlantis/")
    section = page.locator(f"section[lang={tag}]")
    section.get_by_role("searchbox").fill(words)
    section.get_by_role("button").click()
    results = page.get_by_role("main").locator(".search__results li")
    expect(results.first).to_contain_text(title)
    assert page.locator("html").get_attribute("lang") == tag
    page.close()


QUERIES: dict[str, dict[str, list[str]]] = yaml.safe_load(
    Path(__file__).parents[1].joinpath("search_queries.yml").read_text(encoding="utf-8")
)


def test_nine_of_ten_queries_have_a_right_page_among_the_first_three(
    page: Page, site: Path, served: Served
) -> None:
    wrong = []
    for tag, prefix in (("es", ""), ("en", "en/")):
        page.goto(served(site) + prefix)
        wrong += missed(page, QUERIES[tag])
    asked = sum(map(len, QUERIES.values()))
    assert asked >= 60
    assert len(wrong) <= asked / 10, wrong


def test_filter_of_countries_knows_their_other_names(
    page: Page, site: Path, served: Served
) -> None:
    page.goto(f"{served(site)}countries/")
    field = page.locator("[data-filter-text]")
    for typed, code in (("eeuu", "usa"), ("holanda", "nld"), ("DRC", "cod"), ("birmania", "mmr")):
        field.fill(typed)
        expect(page.locator(f"#{code}")).to_be_visible()
        assert page.locator("tr[data-row]:visible").count() < 4


def test_hint_about_keys_is_not_shown_on_a_phone(
    open_page: Open, site: Path, served: Served
) -> None:
    page = open_page(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740})
    page.goto(served(site))
    expect(page.locator("main .search__hint")).to_be_hidden()
