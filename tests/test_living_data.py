"""Whatever is valid builds, in every language, and no page says what the data do not say."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atlas.catalogue.catalogue import Catalogue
from atlas.exports import files
from atlas.model.kinds import RECORDS
from support import catalogues
from support.faults import errors, faults

pytestmark = pytest.mark.slow


def drawn(data: st.DataObject, base: Catalogue) -> Catalogue:
    """A valid catalogue like another, its written pages mended where they name what is gone."""
    catalogue = data.draw(catalogues.catalogues(base))
    if wrong := errors(catalogue):
        catalogue = catalogues.mended(catalogue, wrong)
    # One that `check` refuses would prove nothing: what is drawn is made so that there is none.
    assert errors(catalogue) == []
    return catalogue


@given(data=st.data())
@settings(max_examples=50, suppress_health_check=list(HealthCheck), deadline=None)
def test_every_valid_catalogue_builds_and_says_nothing_untrue(
    example: Catalogue, data: st.DataObject
) -> None:
    assert faults(drawn(data, example)) == []


@given(data=st.data())
@settings(max_examples=2, suppress_health_check=list(HealthCheck), deadline=None)
def test_catalogues_like_the_real_one_build_and_say_nothing_untrue(
    real: Catalogue, data: st.DataObject
) -> None:
    assert faults(drawn(data, real)) == []


def test_catalogue_without_any_date_is_built_and_dated_nowhere(example: Catalogue) -> None:
    gone = {(kind, i) for kind in RECORDS if kind != "vocabularies" for i in example.records[kind]}
    left = catalogues.without(example, gone)
    left = catalogues.untold(left, terms=True, history=True)
    left = catalogues.mended(left, errors(left))
    assert faults(left) == []
    made = files(left, "https://atlas.example/")
    assert json.loads(made["data/v1/countries.json"])["data_date"] is None
    assert "created" not in json.loads(made["data/v1/datapackage.json"])
    written = {
        path: content for path, content in made.items() if path.endswith((".json", ".csv", ".ics"))
    }
    assert [
        path for path, content in written.items() if b"1970" in content or b"1980" in content
    ] == []


@pytest.mark.audit
@given(data=st.data())
@settings(max_examples=500, suppress_health_check=list(HealthCheck), deadline=None)
def test_five_hundred_catalogues_build_and_say_nothing_untrue(
    example: Catalogue, data: st.DataObject
) -> None:
    assert faults(drawn(data, example)) == []


@pytest.mark.audit
@given(data=st.data())
@settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None)
def test_twenty_catalogues_like_the_real_one_build_and_say_nothing_untrue(
    real: Catalogue, data: st.DataObject
) -> None:
    assert faults(drawn(data, real)) == []
