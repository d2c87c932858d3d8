"""The tile map: one square a State, what it shows of each, and who stands nearby."""

from datetime import date

import pytest

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.edition import Edition
from atlas.site import tile_map
from atlas.site.views.country import country_view
from atlas.site.views.listing import home_view
from atlas.site.views.map import MapView, map_view


@pytest.fixture(scope="module", params=["es", "en"])
def edition(request: pytest.FixtureRequest, real: Catalogue) -> Edition:
    return Edition(real, real.language(request.param), date(2026, 11, 21))


@pytest.fixture(scope="module")
def view(edition: Edition) -> MapView:
    return map_view(edition)


def test_no_two_states_share_a_square_and_each_is_a_country_of_the_atlas(real: Catalogue) -> None:
    places = tile_map.tiles()
    assert len(set(places.values())) == len(places)
    assert set(places) == set(real.countries)
    width, height = tile_map.size()
    for country in places:
        x, y = tile_map.corner(country) or (-1, -1)
        assert 0 <= x < width, country
        assert 0 <= y < height, country


def test_every_country_is_a_link_on_the_map_and_in_the_list_beside_it(
    edition: Edition, view: MapView
) -> None:
    paths = [square.path for square in view.squares]
    assert sorted(paths) == sorted(
        f"countries/{country}/" for country in edition.catalogue.countries
    )
    assert {link.path for link in home_view(edition).countries} == set(paths)


def test_a_square_has_a_thread_for_each_treaty_its_state_is_a_party_to(
    edition: Edition, view: MapView
) -> None:
    weaves = {weave.id: weave for weave in view.weaves}
    roles = edition.catalogue.codes["treaty-statuses"]
    for square in view.squares:
        country = edition.catalogue.countries[square.path.split("/")[1]]
        joined = [each for each in country.treaties if roles[each.status].role == "party"]
        assert len(weaves[square.weave].wefts) == len(joined), country.id


def test_each_picture_counts_what_it_fills(view: MapView) -> None:
    assert len(view.pictures) >= 7
    for picture in view.pictures:
        drawn = (picture.solid + picture.outlined).count("z")
        if not drawn:
            weaves = {w.id for w in view.weaves if any(t.dye == picture.dye for t in w.wefts)}
            drawn = sum(square.weave in weaves for square in view.squares)
        assert picture.count == str(drawn) != "0", picture.name


def test_country_without_a_square_has_its_page_and_its_place_in_lists(example: Catalogue) -> None:
    edition = Edition(example, example.language("en"), date(2026, 11, 21))
    assert not set(example.countries) & set(tile_map.tiles())
    assert map_view(edition).squares == ()
    assert len(home_view(edition).countries) == len(example.countries)
    view = country_view(edition, example.countries["zzz"])
    assert view.locator is None
    assert view.neighbours == ()


def test_neighbours_stand_nearby(edition: Edition) -> None:
    near = [
        link.path for link in country_view(edition, edition.catalogue.countries["mex"]).neighbours
    ]
    assert "countries/gtm/" in near
    assert "countries/mex/" not in near
    assert len(near) == len(set(near)) == 5
