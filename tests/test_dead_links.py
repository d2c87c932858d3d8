"""A link that leads nowhere keeps the site from being published, and is named with its page and file."""

from pathlib import Path

import pytest

from atlas.build.publishing import ensure_linked
from atlas.build.steps import BuildError
from atlas.catalogue.catalogue import Catalogue
from atlas.site.links import dead_links
from support.projects import EXAMPLE_DAY, atlas

HOME = "https://example.org/atlas/"

PAGES = {
    "": '<h2 id="top"></h2>',
    "en/": '<h2 id="top"></h2>',
    "en/guide/": '<h2 id="start"></h2>',
    "404.html": "",
}
FILES = {"data/countries.json", "assets/atlas.css", "404.html", "index.html"}


def dead(start: str, link: str) -> bool:
    pages = {**PAGES, start: f'{PAGES[start]}<a class="x" href="{link}">'}
    return bool(list(dead_links(pages, FILES, HOME)))


@pytest.mark.parametrize(
    "link",
    [
        "#start",
        "./",
        "../",
        "../#top",
        "../../",
        "../../#top",
        "../../data/countries.json",
        "../../data/countries.json?x=1",
        "?theme=x&amp;y=1#start",
        "/atlas/en/#top",
        "/atlas/assets/atlas.css",
        f"{HOME}elsewhere/on/the/same/host/",
        "https://elsewhere.example/atlas/none/",
        "mailto:corrections@example.org",
        "//elsewhere.example/none",
    ],
)
def test_link_that_leads_somewhere_is_no_problem(link: str) -> None:
    assert not dead("en/guide/", link)


@pytest.mark.parametrize(
    "link",
    [
        "#none",
        "none/",
        "../#start",
        "../../../en/",
        "../../data/none.json",
        "/en/",
        "/atlas/none/",
    ],
)
def test_link_that_leads_nowhere_is_one(link: str) -> None:
    assert dead("en/guide/", link)


def test_pages_own_addresses_lead_somewhere() -> None:
    def links(path: str) -> list[str]:
        pages = {**PAGES, "en/": f'<link rel="canonical" href="{HOME}{path}">'}
        return [each.link for each in dead_links(pages, FILES, HOME)]

    assert links("") == links("en/guide/") == links("data/countries.json") == []
    assert links("en/none/") == [f"{HOME}en/none/"]


def test_links_of_the_page_that_is_not_there_count_from_the_root() -> None:
    assert not dead("404.html", "/atlas/en/guide/#start")
    assert dead("404.html", "/atlas/guide/")


def test_dead_link_is_told_with_page_file_and_link_in_both_languages(
    example: Catalogue, tmp_path: Path
) -> None:
    page = tmp_path / "en" / "countries" / "zzz" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text('<a href="../../guide/none/">', encoding="utf-8")
    with pytest.raises(BuildError) as told:
        ensure_linked(tmp_path, example, HOME)
    text = str(told.value)
    assert "data/countries/zzz.yml" in text
    assert text.count("“../../guide/none/”") == text.count("«../../guide/none/»") == 1
    assert "/en/countries/zzz/" in text


@pytest.mark.slow
def test_site_whose_menu_leads_nowhere_is_not_published(example_copy: Path) -> None:
    menu = example_copy / "overrides" / "partials" / "footer.html"
    text = menu.read_text(encoding="utf-8")
    menu.write_text(f'{text}\n<a href="none/">x</a>', encoding="utf-8")
    done = atlas(example_copy, "build", "--without-documents", day=EXAMPLE_DAY)
    assert done.returncode == 1
    assert "none/" in done.stdout
    assert "data/countries/zzz.yml" in done.stdout
    assert not (example_copy / "site").exists()


def test_page_of_a_programme_that_is_removed_is_an_error_with_its_file(example_copy: Path) -> None:
    for page in example_copy.glob("content/*/guide/vpi.md"):
        page.unlink()
    done = atlas(example_copy, "check", day=EXAMPLE_DAY)
    assert done.returncode == 1
    assert "data/programmes/vpi.yml" in done.stdout
