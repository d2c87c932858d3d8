"""The downloads page, and the site in a zip, read from a folder in a browser."""

import hashlib
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest
import yaml
from playwright.sync_api import Browser

from atlas.build.engine import rendered
from atlas.build.offline import adapt, site_archive
from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.edition import Edition
from atlas.model.values import Text
from atlas.site.downloads import Download, describe, manifest, read_manifest
from atlas.site.pages import Site, pages
from conftest import Open
from support.projects import PROJECT
from support.queries import missed

ADDRESS = "https://atlas.example/"


@pytest.fixture(scope="module")
def folder(example_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("offline")
    with zipfile.ZipFile(example_site / "downloads" / "atlas-site.zip") as archive:
        archive.extractall(place)
    return place / "untoc-atlas"


@pytest.fixture(scope="module")
def real_folder(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("real-offline")
    with zipfile.ZipFile(site / "downloads" / "atlas-site.zip") as archive:
        archive.extractall(place)
    return place / "untoc-atlas"


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("../../", "../../index.html"),
        ("./", "./index.html"),
        ("#steps", "#steps"),
        ("../mex/#vpi", "../mex/index.html#vpi"),
        ("../../scenarios/?s=A#builder", "../../scenarios/index.html?s=A#builder"),
        ("../../assets/a.css", "../../assets/a.css"),
        ("../../downloads/briefs/mex-es.pdf", f"{ADDRESS}downloads/briefs/mex-es.pdf"),
        ("https://unodc.example/", "https://unodc.example/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
    ],
)
def test_links_name_files_and_what_is_not_there_is_on_the_site(link: str, found: str) -> None:
    names = {"index.html", "countries/mex/index.html", "countries/ken/index.html"}
    names |= {"scenarios/index.html", "assets/a.css"}
    html = f'<head></head><a href="{link}">x</a>'
    made = adapt(html, "countries/ken/index.html", names, ADDRESS)
    assert f'<a href="{found}">' in made


def test_the_same_site_gives_the_same_zip() -> None:
    files = {"index.html": b"<head></head>", "b.css": b"", "404.html": b""}
    day = date(2026, 11, 21)
    first = site_archive(files, ADDRESS, day, "atlas")
    assert first == site_archive(dict(reversed(files.items())), ADDRESS, day, "atlas")
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        names = archive.namelist()
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 21, 0, 0, 0)}
    assert names == sorted(names)
    assert not [name for name in names if "404" in name]


def test_a_search_index_cannot_end_its_script(example: Catalogue, project: Path) -> None:
    files = dict(rendered(project, hostile(example), Site(), ADDRESS, date(2026, 11, 21), {}))
    text = files["search-index.js"].decode()
    assert text.startswith("window.atlasSearch = {")
    assert "<" not in text


def test_every_link_in_the_zip_leads_to_a_file_in_it_or_to_a_site(folder: Path) -> None:
    files = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    for page in folder.rglob("*.html"):
        name = page.relative_to(folder).as_posix()
        for link in re.findall(r'\s(?:href|src|action)="([^"]*)"', page.read_text("utf-8")):
            if re.match(r"[a-z]+:|#", link) or not link:
                continue
            path = normpath(join(dirname(name), unquote(re.split(r"[?#]", link)[0])))
            assert path in files, f"{name}: {link}"


def test_the_checksums_are_those_of_the_files(example_site: Path) -> None:
    place = example_site / "downloads"
    listed = {}
    for line in (place / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ")
        listed[name] = digest
    there = {
        file.relative_to(place).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in place.rglob("*")
        if file.suffix in (".pdf", ".epub", ".png", ".zip")
    }
    assert listed == there
    assert {"handbook-es.pdf", "handbook-en.pdf", "briefs/zzx-en.pdf", "atlas-site.zip"} <= set(
        there
    )


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_the_page_of_downloads_gives_size_pages_date_and_checksum(
    example_site: Path, prefix: str
) -> None:
    html = (example_site / prefix / "downloads" / "index.html").read_text(encoding="utf-8")
    text = re.sub(r"<wbr>", "", html)
    place = example_site / "downloads"
    tag = prefix.rstrip("/") or "es"
    for name in (f"handbook-{tag}.pdf", f"checklist-{tag}.pdf", f"atlas-{tag}.epub"):
        content = (place / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() in text, name
        assert f'{name}"' in text
    assert f"briefs/zzx-{tag}.pdf" in text
    assert re.search(r"PDF, \d+ (páginas|pages), \d+\xa0kB", text)
    # The zip holds this page, so that its checksum stands in the list alone.
    assert 'atlas-site.zip"' in text
    assert 'SHA256SUMS"' in text


def test_a_country_links_its_own_brief(example_site: Path) -> None:
    html = (example_site / "en" / "countries" / "zzx" / "index.html").read_text(encoding="utf-8")
    assert '"../../../downloads/briefs/zzx-en.pdf"' in html


def test_without_documents_the_page_says_how_they_are_made(example: Catalogue) -> None:
    for language in example.languages:
        edition = Edition(example, language, date(2026, 11, 21))
        html = {page.path: page.html for page in pages(edition, Site())}
        assert "make site" in html["downloads/"]
        assert ".pdf" not in html["downloads/"]
        assert ".pdf" not in html["countries/zzx/"]


def test_a_manifest_reads_back_as_it_was() -> None:
    made = [describe("b.pdf", "handbook", "es", "", b"123", 4, "2026-11-21")]
    assert read_manifest(manifest(made)) == tuple(made)
    assert isinstance(made[0], Download)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("start", "words", "first"),
    [("index.html", "mexico", "México"), ("en/guide/index.html", "what is vpi", "VPI")],
)
def test_search_works_from_a_folder(
    real_folder: Path, open_page: Open, start: str, words: str, first: str
) -> None:
    page = open_page()
    page.goto((real_folder / start).as_uri())
    page.keyboard.press("Control+k")
    field = page.locator("input[type=search]:focus")
    field.fill(words)
    results = page.locator(".search__results li:visible")
    results.first.wait_for()
    assert first in results.first.inner_text()
    field.press("Enter")
    page.wait_for_url(lambda address: address.endswith("index.html") and address != start)
    assert page.locator("h1").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize(("tag", "start"), [("es", "index.html"), ("en", "en/index.html")])
def test_search_from_a_folder_finds_what_it_finds_on_a_server_and_every_term(
    real_folder: Path, open_page: Open, real: Catalogue, tag: str, start: str
) -> None:
    page = open_page()
    page.goto((real_folder / start).as_uri())
    queries = yaml.safe_load((PROJECT / "tests" / "search_queries.yml").read_text("utf-8"))[tag]
    assert len(missed(page, dict(list(queries.items())[::3]))) <= 1
    terms = {f"#{term.id}": term.term[tag] for term in real.glossary.terms}
    lost = page.evaluate(
        """terms => {
          const { search } = atlasRanking(atlasSearch);
          const first = (term) => search(term).results.slice(0, 3).map(({ anchor }) => `#${anchor}`);
          return Object.entries(terms).filter(([id, term]) => !first(term).includes(id));
        }""",
        terms,
    )
    assert len(lost) <= len(terms) / 20, lost


@pytest.mark.browser
def test_languages_lists_and_builder_work_from_a_folder(real_folder: Path, open_page: Open) -> None:
    page = open_page()
    page.goto((real_folder / "scenarios" / "index.html").as_uri())
    page.locator("a[hreflang=en]:visible").first.click()
    page.wait_for_url("**/en/scenarios/index.html")
    page.locator('input[name=scenario][value="B"]').check()
    page.locator("[data-builder] button[type=submit]").click()
    page.locator("[data-roadmap] h4").first.wait_for()
    page.locator('[data-roadmap] a[href$="/"]').first.click()
    page.wait_for_url("**/index.html*")
    assert page.locator("h1").inner_text()
    page.goto((real_folder / "countries" / "index.html").as_uri())
    page.locator("[data-filter-text]").fill("mexi")
    page.locator("tbody tr:visible", has_text="México").last.wait_for()


PAYLOAD = (
    '</title < ><img src=x onerror="document.title=1" < ><script>document.title=2</script>'
    '</script><!--<meta http-equiv=refresh content="0;url=https://elsewhere.example/" < >'
)


def hostile(catalogue: Catalogue) -> Catalogue:
    """The example as if checks had let a hostile name of a record and a hostile heading pass."""
    record = catalogue.alliances["zeta-alliance"]
    names = Text.model_construct({"es": PAYLOAD, "en": PAYLOAD})
    alliances = {record.id: record.model_copy(update={"name": names})}
    written = {
        tag: {
            path: replace(page, body=f"{page.body}\n## A {PAYLOAD} {{#a}}\n\n## B\n\n## C\n")
            for path, page in of_language.items()
        }
        for tag, of_language in catalogue.written.items()
    }
    return replace(
        catalogue, records={**catalogue.records, "alliances": alliances}, written=written
    )


@pytest.fixture(scope="module")
def hostile_folder(
    example: Catalogue, project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The offline copy of a hostile site."""
    catalogue, day = hostile(example), date(2026, 11, 21)
    files = dict(rendered(project, catalogue, Site(), ADDRESS, day, {}))
    place = tmp_path_factory.mktemp("hostile")
    with zipfile.ZipFile(io.BytesIO(site_archive(files, ADDRESS, day, "atlas"))) as archive:
        archive.extractall(place)
    return place / "atlas"


@pytest.mark.browser
@pytest.mark.parametrize(
    "path",
    ["alliances/zeta-alliance", "en/alliances/zeta-alliance", "alliances", "guide/vpi", "a-z"],
)
def test_hostile_name_and_heading_run_nothing_from_a_folder(
    hostile_folder: Path, open_page: Open, path: str
) -> None:
    page = open_page()
    page.goto((hostile_folder / path / "index.html").as_uri())
    assert page.url.startswith("file:")
    assert PAYLOAD[:20] in page.locator("body").inner_text()
    assert page.title() not in ("1", "2")
    assert page.locator("#content img, #content script:not([type])").count() == 0
    page.keyboard.press("Control+k")
    page.locator("input[type=search]:focus").fill("zeta")
    page.locator(".search__results li:visible").first.wait_for()


@pytest.mark.browser
def test_policy_of_the_offline_copy_blocks_what_escaping_would_let_through(
    hostile_folder: Path, browser: Browser
) -> None:
    whole = hostile_folder / "a-z" / "index.html"
    text = whole.read_text(encoding="utf-8")
    injected = whole.with_name("injected.html")
    injected.write_text(
        text.replace(
            "</article>",
            "<script>document.title = 'inline'</script><img src=x onerror=\"document.title='handler'\">"
            "<a id=link href=\"javascript:document.title='address'\">x</a>"
            "<script src=https://elsewhere.example/x.js></script><style>h1 { opacity: 0 }</style></article>",
        ),
        encoding="utf-8",
    )
    page = browser.new_page()
    answered: list[str] = []
    page.on("requestfinished", lambda request: answered.append(request.url))
    blocked: dict[str, str | None] = {}
    page.on("requestfailed", lambda request: blocked.update({request.url: request.failure}))
    page.goto(injected.as_uri())
    title = page.title()
    page.locator("#link").click()
    page.keyboard.press("Control+k")
    page.locator("input[type=search]:focus").fill("zeta")
    page.locator(".search__results li:visible").first.wait_for()
    assert page.title() == title
    assert title not in ("inline", "handler", "address")
    assert page.locator("h1").evaluate("heading => getComputedStyle(heading).opacity") == "1"
    assert [url for url in answered if not url.startswith(("file:", "data:"))] == []
    assert blocked["https://elsewhere.example/x.js"] == "csp"
    page.close()
