"""The e-book, opened as a reading program opens it."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from posixpath import dirname, join, normpath
from xml.etree import ElementTree

import pytest

from atlas.catalogue.catalogue import Catalogue
from support import papers

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=["es", "en"])
def made(request: pytest.FixtureRequest, example: Catalogue) -> bytes:
    return papers.make(papers.document_set(example, request.param), "epub")


@pytest.fixture(scope="module")
def files(made: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def chapters(files: Mapping[str, bytes]) -> Mapping[str, ElementTree.Element]:
    return {
        name: ElementTree.fromstring(content)
        for name, content in files.items()
        if name.endswith(".xhtml")
    }


def test_it_begins_with_its_type_not_compressed(made: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read(first) == b"application/epub+zip"


def test_every_file_is_in_the_package_and_every_chapter_in_its_order(
    files: Mapping[str, bytes],
) -> None:
    package = ElementTree.fromstring(files["book/book.opf"])
    items = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    listed = {f"book/{href}" for href in items.values()}
    assert listed == set(files) - {"mimetype", "META-INF/container.xml", "book/book.opf"}
    spine = [items[each.get("idref")] for each in package.iter(f"{OPF}itemref")]
    assert spine[:2] == ["cover.xhtml", "nav.xhtml"]
    assert (
        spine.index("guide.xhtml") < spine.index("countries.xhtml") < spine.index("sources.xhtml")
    )


def test_it_says_how_it_can_be_read(files: Mapping[str, bytes]) -> None:
    package = ElementTree.fromstring(files["book/book.opf"])
    said = {each.get("property") for each in package.iter(f"{OPF}meta")}
    assert said >= {
        "dcterms:modified",
        "schema:accessMode",
        "schema:accessModeSufficient",
        "schema:accessibilityFeature",
        "schema:accessibilityHazard",
        "schema:accessibilitySummary",
    }


def test_every_link_inside_leads_to_a_place(chapters: Mapping[str, ElementTree.Element]) -> None:
    places = {
        f"{name}#{identifier}"
        for name, root in chapters.items()
        for each in root.iter()
        if (identifier := each.get("id"))
    } | set(chapters)
    for name, root in chapters.items():
        for link in root.iter(f"{XHTML}a"):
            target = link.get("href", "")
            if target.startswith(("https://", "http://", "mailto:")):
                continue
            file, _, anchor = target.partition("#")
            path = normpath(join(dirname(name), file)) if file else name
            assert (f"{path}#{anchor}" if anchor else path) in places, f"{name}: {target}"


def test_every_drawing_has_a_name_and_every_table_a_head(
    chapters: Mapping[str, ElementTree.Element],
) -> None:
    drawings = [each for root in chapters.values() for each in root.iter(f"{SVG}svg")]
    assert drawings
    assert all(each.get("aria-label") or each.get("aria-hidden") == "true" for each in drawings)
    tables = [each for root in chapters.values() for each in root.iter(f"{XHTML}table")]
    assert tables
    assert all(each.find(f"{XHTML}thead") is not None for each in tables)


def test_the_same_input_gives_the_same_bytes(example: Catalogue) -> None:
    first, second = (papers.make(papers.document_set(example, "es"), "epub") for _ in range(2))
    assert first == second


@pytest.mark.audit
@pytest.mark.parametrize("tag", ["es", "en"])
def test_epubcheck_finds_no_error_and_no_warning(site: Path, tag: str) -> None:
    told = papers.epub_checked(site / "downloads" / f"atlas-{tag}.epub")
    assert "0 fatals / 0 errors / 0 warnings" in told, told
