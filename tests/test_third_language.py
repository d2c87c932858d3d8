"""A language is added by a folder, configuration and a few translations, with no change of code."""

import pytest

from support.pages import HtmlPage, read_site
from support.third import built_third

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pages() -> dict[str, HtmlPage]:
    """The example with French and Arabic: address → page."""
    return read_site(built_third() / "site")


def test_third_language_has_every_page(pages: dict[str, HtmlPage]) -> None:
    paths: dict[str, set[str]] = {"fr": set(), "ar": set(), "en": set(), "es": set()}
    for address in pages:
        tag = address.split("/")[0]
        own = tag if tag in ("fr", "ar", "en") else "es"
        paths[own].add(address if own == "es" else address.removeprefix(f"{own}/"))
    assert paths["fr"] == paths["ar"] == paths["en"] == paths["es"]


def test_page_says_the_third_language(pages: dict[str, HtmlPage]) -> None:
    assert pages["fr/countries/zzz/"].language == "fr"
    assert pages["fr/countries/zzz/"].one("h1").text == "Zêta"
    assert pages["fr/404.html"].language == "fr"


def test_translated_page_is_offered_in_its_languages(pages: dict[str, HtmlPage]) -> None:
    page = pages["fr/guide/"]
    assert page.one("h1").text == "Guide en français"
    assert set(page.alternates) == {"es", "en", "fr", "x-default"}
    assert pages["guide/"].alternates == page.alternates


def test_page_without_translation_shows_the_original_with_a_notice(
    pages: dict[str, HtmlPage],
) -> None:
    page = pages["fr/guide/vpi/"]
    assert page.one("h1").language == "es"
    assert page.all("p", class_="untranslated")
    assert "fr" not in pages["guide/vpi/"].alternates
    assert page.one("link", rel="canonical")["href"] == "https://example.org/guide/vpi/"


def test_text_without_translation_is_marked_with_its_language(pages: dict[str, HtmlPage]) -> None:
    page = pages["fr/countries/zzz/"]
    summary = "Zeta inició su VPI en 2024 con dos reuniones de alcance."
    assert [e.language for e in page.all("span", lang="es") if e.text == summary] == ["es"]


def test_dates_and_names_follow_the_third_language(pages: dict[str, HtmlPage]) -> None:
    assert "4 mars 2003" in pages["fr/countries/zzz/"].one("body").text


def test_language_written_from_right_to_left_says_so(pages: dict[str, HtmlPage]) -> None:
    page = pages["ar/countries/zzz/"]
    assert page.language == "ar"
    assert (page.one("html")["dir"] or page.one("body")["dir"]) == "rtl"
    assert page.one("h1").text == "زيتا"
    spanish = list(page.all("span", lang="es"))
    assert spanish
    assert {e["dir"] for e in spanish} == {"ltr"}


def test_other_languages_stay_left_to_right(pages: dict[str, HtmlPage]) -> None:
    others = [e for e in pages["countries/zzz/"].elements if e["lang"] != "ar"]
    assert "rtl" not in {e["dir"] for e in others}


def test_every_page_leads_to_its_other_languages(pages: dict[str, HtmlPage]) -> None:
    links = {link["hreflang"] for link in pages["countries/zzz/"].all("a") if link["hreflang"]}
    assert {"en", "fr", "ar"} <= links
