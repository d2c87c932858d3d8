"""The finished site, both languages: links, languages, titles, what search engines are told."""

import itertools
import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.settings import read_settings
from support.pages import HtmlPage, Reader, broken_links, read_site

NOT_FOUND = {"404.html", "en/404.html"}


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, HtmlPage]:
    """Address → page, of the real site."""
    return read_site(site)


@pytest.fixture(scope="module")
def shown(pages: dict[str, HtmlPage]) -> dict[str, HtmlPage]:
    """The pages readers read: neither 404 nor former addresses."""
    return {
        address: page
        for address, page in pages.items()
        if address not in NOT_FOUND and not page.is_moved
    }


def prefix(address: str) -> str:
    return "en/" if address.startswith("en/") else ""


def test_every_internal_link_leads_somewhere(site: Path) -> None:
    found = broken_links(site)
    assert not found, "\n" + "\n".join(found[:40])


def test_every_internal_link_of_the_example_leads_somewhere(example_site: Path) -> None:
    found = broken_links(example_site)
    assert not found, "\n" + "\n".join(found[:40])


def test_both_languages_have_the_same_pages(shown: dict[str, HtmlPage]) -> None:
    spanish = {address for address in shown if not prefix(address)}
    english = {address.removeprefix("en/") for address in shown if prefix(address)}
    assert spanish == english
    assert len(spanish) > 250


def test_every_page_says_its_language(pages: dict[str, HtmlPage]) -> None:
    for address, page in pages.items():
        expected = "en" if prefix(address) else "es"
        if not page.is_moved:
            assert page.language == expected, address


def test_every_page_has_one_main_heading(shown: dict[str, HtmlPage]) -> None:
    assert [address for address, page in shown.items() if len(page.all("h1")) != 1] == []


def test_every_page_has_a_title_and_a_description_of_its_own(
    shown: dict[str, HtmlPage],
) -> None:
    for tag in ("", "en/"):
        titles: dict[str, list[str]] = {}
        for address, page in shown.items():
            if prefix(address) == tag:
                titles.setdefault(page.all("title")[0].text.strip(), []).append(address)
                assert page.one("meta", name="description")["content"].strip(), address
        assert {title: same for title, same in titles.items() if len(same) > 1} == {}


def test_languages_of_a_page_name_each_other(site: Path, shown: dict[str, HtmlPage]) -> None:
    root = read_settings((site.parent / "mkdocs.yml").read_bytes()).url
    root = root or "https://untoc-atlas.example/"
    by_address = {f"{root}{address}": page for address, page in shown.items()}
    for address, page in shown.items():
        alternates = page.alternates
        assert set(alternates) == {"es", "en", "x-default"}, address
        assert f"{root}{address}" in alternates.values()
        assert alternates["x-default"] == alternates["es"]
        for tag, url in alternates.items():
            other = by_address[url]
            assert tag in ("x-default", other.language)
            assert other.alternates == alternates


def test_every_page_is_its_own_canonical_address(shown: dict[str, HtmlPage]) -> None:
    for address, page in shown.items():
        path = urlsplit(page.one("link", rel="canonical")["href"]).path
        assert path.lstrip("/") == address


def test_switcher_leads_to_the_same_page(shown: dict[str, HtmlPage]) -> None:
    for address, page in shown.items():
        other = "es" if prefix(address) else "en"
        links = [link for link in page.all("a") if link["hreflang"] == other]
        assert links, address
        for link in links:
            assert link["lang"] == other


def test_page_leads_to_the_one_file_behind_it(shown: dict[str, HtmlPage], project: Path) -> None:
    for address, page in shown.items():
        edits = [link["href"] for link in page.all("a") if "edit" in link["class"].split()]
        assert edits, address
        file = edits[0].partition("/edit/main/")[2]
        assert (project / file).is_file(), f"{address}: {file}"


def test_headings_go_down_one_level_at_a_time(shown: dict[str, HtmlPage]) -> None:
    wrong = []
    for address, page in shown.items():
        levels = [int(e.tag[1]) for e in page.elements if re.fullmatch(r"h[1-6]", e.tag)]
        if any(after > before + 1 for before, after in itertools.pairwise(levels)):
            wrong.append(address)
    assert wrong == []


def test_no_id_is_used_twice_on_a_page(pages: dict[str, HtmlPage]) -> None:
    found = {}
    for address, page in pages.items():
        ids = Counter(e["id"] for e in page.elements if e["id"])
        if twice := sorted(i for i, number in ids.items() if number > 1):
            found[address] = twice
    assert found == {}


def test_tags_of_a_page_are_balanced(pages: dict[str, HtmlPage]) -> None:
    for address, page in list(pages.items())[::20]:
        reader = Reader()
        reader.feed(page.file.read_text(encoding="utf-8"))
        assert reader.unbalanced == [], address


@pytest.mark.parametrize(
    ("file", "language", "spoken"),
    [("404.html", "es", ["es", "en"]), ("en/404.html", "en", ["en"])],
)
def test_each_language_has_its_own_page_for_what_is_not_found(
    file: str, language: str, spoken: list[str], pages: dict[str, HtmlPage], real: Catalogue
) -> None:
    page = pages[file]
    assert page.language == language
    assert page.one("h1").text == real.words["not_found_title"][language]
    # Most hosts serve the one at the root for whatever is not there: it speaks every language.
    assert [section["lang"] for section in page.all("section")] == spoken
    boxes = [box for box in page.all("input", name="q") if box["type"] == "search"]
    assert [box.language for box in boxes] == spoken
    homes = {"es": "/", "en": "/en/"}
    for tag in spoken:
        titles = [e.text for e in page.elements if e.tag in ("h1", "h2") and e.language == tag]
        foot = real.words["foot_contributors"][tag]
        assert [text for text in titles if text != foot] == [real.words["not_found_title"][tag]]
        assert homes[tag] in [link["href"] for link in page.all("a") if link.language == tag]
    asked = [form["action"] for form in page.all("form") if form["action"] in homes.values()]
    assert asked == [homes[tag] for tag in spoken]
    # It is shown at any address, so its links count from the site's root.
    for link in page.links:
        assert link.startswith(("/", "http", "mailto:", "#", "data:")), link


def test_nothing_is_asked_of_another_site(pages: dict[str, HtmlPage]) -> None:
    for address, page in pages.items():
        for element in page.elements:
            asked = element["src"]
            if element.tag == "link" and element["rel"] in ("stylesheet", "icon", "preload"):
                asked = element["href"]
            assert not urlsplit(asked).netloc, f"{address}: {asked}"


def test_no_page_has_a_handler_in_its_html(pages: dict[str, HtmlPage]) -> None:
    for address, page in pages.items():
        for element in page.elements:
            assert not [name for name in element.attributes if name.startswith("on")], address
            assert not element["href"].lower().startswith("javascript:"), address


def test_permanent_anchors_are_there(pages: dict[str, HtmlPage]) -> None:
    for tag in ("", "en/"):
        draft = pages[f"{tag}resolutions/cop10-trafficking-draft/"].anchors
        assert {f"op-{n}" for n in range(1, 18)} <= draft
        assert {f"op-13-{letter}" for letter in "abcdefghijk"} <= draft
        menu = pages[f"{tag}scenarios/"].anchors
        assert {"a-1", "a-5", "b-1", "b-3", "c-1", "c-4"} <= menu


def test_every_page_says_it_is_independent(shown: dict[str, HtmlPage], real: Catalogue) -> None:
    words = real.words["independence"]
    for address, page in shown.items():
        body = " ".join(page.one("body").text.split())
        assert words[page.language] in body, address


def test_search_has_one_index_for_each_language(site: Path) -> None:
    for prefix, own, other in (("", "México", "Cameroon"), ("en/", "Mexico", "Camerún")):
        script = (site / prefix / "search-index.js").read_text(encoding="utf-8")
        index = json.loads(script.partition(" = ")[2].removesuffix(";"))
        titles = {title for _, title, *_ in index["pages"]}
        assert len(titles) > 200
        assert own in titles
        assert other not in titles


def test_untranslated_page_is_not_offered_to_search_engines(example_site: Path) -> None:
    pages = read_site(example_site)
    page = pages["en/guide/extra/"]
    original = pages["guide/extra/"]
    assert page.language == "en"
    assert "noindex" in page.one("meta", name="robots")["content"]
    assert page.one("link", rel="canonical")["href"] == "https://example.org/guide/extra/"
    assert "en" not in page.alternates
    assert "en" not in original.alternates
    assert page.one("h1")["lang"] == "es"
    assert page.all("p", class_="untranslated")
    assert original.one("h1").language == "es"
    assert not original.all("p", class_="untranslated")


def test_text_without_translation_is_marked_with_its_language(example_site: Path) -> None:
    pages = read_site(example_site)
    spanish = list(pages["en/calendar/"].all("span", lang="es"))
    assert {e.text for e in spanish if "Capacitación" in e.text} == {"Capacitación en Zeta"}
    assert pages["en/calendar/"].all("small", class_="notice")
    english = [e.text for e in pages["calendar/"].all("span", lang="en")]
    assert "It prepares organizations for the review." in english


def test_former_address_leads_on(example_site: Path) -> None:
    for tag in ("", "en/"):
        page = read_site(example_site)[f"{tag}countries/zza/"]
        assert page.is_moved
        assert [link["href"] for link in page.all("a")] == ["../zzz/"]


def test_content_of_records_never_becomes_markup(example_site: Path) -> None:
    page = read_site(example_site)["countries/zzz/"]
    assert "Proteger a las víctimas más rápido & mejor" in page.one("body").text
