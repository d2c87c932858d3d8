"""One fact, from its record to every output: the day of the launch of Mexico's process."""

import io
import json
import re
import zipfile

import pytest
from lxml import html

from atlas.catalogue.catalogue import Catalogue, load
from atlas.catalogue.edition import Edition
from atlas.documents.document_set import DocumentSet
from atlas.exports import files
from atlas.model.values import PartialDate
from atlas.site.search_index import parts
from support import papers, projects

SENTINEL = "2019-07-23"
"""A day no other record names."""

PAGE = "countries/mex/"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The real data, but Mexico's process was launched on another day."""
    root = projects.copy_real(tmp_path_factory.mktemp("trace"))
    record = root / "data" / "countries" / "mex.yml"
    text = record.read_text(encoding="utf-8")
    changed, count = re.subn(
        r"(?m)^(  launch:\n    (?:date|reported_on): ).*$", rf"\g<1>{SENTINEL}", text
    )
    assert count == 1
    record.write_text(changed, encoding="utf-8")
    return load(root)[0]


@pytest.fixture(scope="module", params=["es", "en"])
def documents(request: pytest.FixtureRequest, catalogue: Catalogue) -> DocumentSet:
    return papers.document_set(catalogue, request.param)


def day(edition: Edition) -> str:
    """The day in words."""
    return edition.date(PartialDate.parse(SENTINEL))


def test_it_is_on_the_page_with_its_name(documents: DocumentSet) -> None:
    edition = documents.edition
    page = html.fromstring(documents.store.pages[PAGE])
    facts = {fact.text_content(): fact.getnext() for fact in page.iter("dt")}
    assert day(edition) in facts[edition.say("fact_launch")].text_content()
    moments = page.find(".//ol[@class='moments']")
    assert day(edition) in moments.text_content()


def test_it_is_in_the_brief_with_its_name(documents: DocumentSet) -> None:
    edition = documents.edition
    (brief,) = (each for each in documents.documents(["brief"]) if each.country == "mex")
    words = " ".join(papers.drawn(brief.make()))
    assert re.search(rf"{edition.say('fact_launch')}: [^:]*{day(edition)}", words)


@pytest.mark.parametrize("documents", ["es"], indirect=True)
def test_it_is_in_the_handbook(documents: DocumentSet) -> None:
    assert day(documents.edition) in " ".join(papers.drawn(papers.make(documents, "handbook")))


def test_it_is_in_the_e_book_which_the_same_tree_is_made_into(documents: DocumentSet) -> None:
    with zipfile.ZipFile(io.BytesIO(papers.make(documents, "epub"))) as book:
        pages = [book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml")]
    assert any(day(documents.edition) in page for page in pages)


def test_it_is_in_the_data(catalogue: Catalogue) -> None:
    public = files(catalogue, papers.ADDRESS)
    (path,) = (path for path in public if path.endswith("countries/mex.json"))
    assert SENTINEL in json.dumps(json.loads(public[path]))


def test_search_finds_it(documents: DocumentSet) -> None:
    said = " ".join(part.text for part in parts(documents.store.pages[PAGE]))
    assert day(documents.edition) in said
