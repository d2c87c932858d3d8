"""Whatever is valid can be printed: every page of a handbook, every brief and every menu of options."""

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from atlas.catalogue.catalogue import Catalogue
from support import catalogues, papers
from support.faults import errors

pytestmark = pytest.mark.slow


@given(data=st.data())
@settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
def test_every_valid_catalogue_has_its_documents(example: Catalogue, data: st.DataObject) -> None:
    catalogue = data.draw(catalogues.catalogues(example))
    if wrong := errors(catalogue):
        catalogue = catalogues.mended(catalogue, wrong)
    assume(not errors(catalogue))
    for language in catalogue.languages:
        made = [*papers.document_set(catalogue, language.tag).documents()]
        briefs = {document.country for document in made if document.kind == "brief"}
        assert briefs == catalogue.countries.keys()
        books = [document.make() for document in made if document.kind == "epub"]
        assert all(book.startswith(b"PK") for book in books)
        event(f"{len(briefs)} briefs, {len(made) - len(briefs)} other documents")
