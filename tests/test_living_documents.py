"""Whatever is valid can be printed: every page of a handbook, every brief and every menu of options."""

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from atlas.catalogue.catalogue import Catalogue
from atlas.documents.typst import typeset
from support import papers
from test_living_data import drawn

pytestmark = pytest.mark.slow


@given(data=st.data())
@settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
def test_every_valid_catalogue_has_its_documents(example: Catalogue, data: st.DataObject) -> None:
    catalogue = drawn(data, example)
    for language in catalogue.languages:
        made = [*papers.document_set(catalogue, language.tag).documents()]
        briefs = {document.country for document in made if document.kind == "brief"}
        assert briefs == catalogue.countries.keys()
        books = [document.make() for document in made if document.kind == "epub"]
        assert all(book.startswith(b"PK") for book in books)
        event(f"{len(briefs)} briefs, {len(made) - len(briefs)} other documents")


@pytest.mark.audit
@given(data=st.data())
@settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
def test_every_document_of_a_valid_catalogue_can_be_made(
    example: Catalogue, data: st.DataObject
) -> None:
    catalogue = drawn(data, example)
    for language in catalogue.languages:
        for document in papers.document_set(catalogue, language.tag).documents():
            assert document.make().startswith((b"PK", b"%PDF")), document.name


def test_note_from_right_to_left_beside_a_link_can_be_printed() -> None:
    """What 500 catalogues found: Typst gave up on the words of two directions beside a link."""
    title = ("Consulta a la alianza Consultaalaalianza " * 8).strip()
    long = "Pida una consulta antes de cada sesión. Pidaunaconsultaantesdecadasesión. " * 6
    long = long.strip()
    note = {"kind": "span", "style": "note", "content": ["(en الإسبانية; falta la traducción)"]}
    link = {
        "kind": "link",
        "content": [{"kind": "span", "language": "es", "content": [title]}, note],
        "destination": {"label": "there"},
    }
    inner = {"kind": "span", "language": "es", "content": [long]}
    more = {"kind": "span", "style": "note", "content": [inner]}
    item = {
        "kind": "item",
        "content": [{"kind": "plain", "content": [link, more]}],
        "state": "open",
    }
    blocks = [
        {"kind": "group", "id": "there", "content": []},
        {"kind": "list", "items": [item], "ordered": False, "style": "options", "start": 1},
    ]
    cover = dict.fromkeys(
        ("title", "description", "author", "contents", "edition", "independence"), "x"
    )
    made = {
        "cover": {
            **cover,
            "language": "ar",
            "keywords": [],
            "day": [2026, 11, 21],
            "url": "https://e.example/",
        },
        "cloth": {"width": 1, "height": 1, "inside": ""},
        "parts": [{"blocks": blocks, "head": []}],
        "index": {"title": "x", "text": "x", "groups": []},
    }
    assert typeset("handbook-ar.pdf", "handbook.typ", made, direction="rtl").startswith(b"%PDF")
