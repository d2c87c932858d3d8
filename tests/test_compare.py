"""Countries side by side, in the table of all countries and in the comparison."""

import json

from atlas.catalogue.edition import Edition
from atlas.site.views.compare import PLACES, compare_view, country_cells
from atlas.site.views.country import countries_view, country_row


def test_comparison_gives_every_country_the_same_rows_in_one_order(edition: Edition) -> None:
    orders = {
        tuple(name for name, _ in country_cells(edition, country)) for country in edition.countries
    }
    assert len(orders) == 1


def test_comparison_carries_each_value_once_and_marks_what_is_not_recorded(
    edition: Edition,
) -> None:
    view = compare_view(edition)
    data = json.loads(view.data)
    assert len(view.places) == PLACES
    assert len(set(data["values"])) == len(data["values"])
    for country in edition.countries:
        name, *cells = data["countries"][country.id]
        assert name == edition.country_name(country)
        shown = [data["values"][cell] if cell >= 0 else "" for cell in cells]
        assert shown == [text for _, text in country_cells(edition, country)]


def test_treaty_columns_hold_the_statuses_of_their_own_treaty(edition: Edition) -> None:
    heads = [choice.code for choice in countries_view(edition).treaties]
    for country in edition.countries:
        row = country_row(edition, country)
        assert [cell.treaty for cell in row.treaties] == heads
        recorded = {each.treaty: each.status for each in country.treaties}
        for cell in row.treaties:
            code = recorded.get(cell.treaty)
            assert (cell.role == "party") == (code == "party")
            assert cell.status == (
                edition.label("treaty-statuses", code).text if code else edition.say("not_recorded")
            )


def test_convention_comes_before_its_protocols(edition: Edition) -> None:
    codes = [choice.code for choice in countries_view(edition).treaties]
    forces = [edition.catalogue.treaties[code].entry_into_force.sort_key for code in codes]
    assert forces == sorted(forces)
