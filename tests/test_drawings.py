"""The drawings made from the data, and what a country's page says may be asked for next."""

from dataclasses import replace
from datetime import date

import pytest

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.edition import Edition
from atlas.model.values import PartialDate
from atlas.site.views import drawings
from atlas.site.views.country import country_view
from atlas.site.views.resolution import resolution_view


@pytest.fixture(scope="module")
def english(real: Catalogue) -> Edition:
    language = real.language("en")
    return Edition(real, language, date(2026, 11, 21))


def test_every_recalled_text_has_its_circle_inside_the_drawing(english: Edition) -> None:
    resolution = english.catalogue.resolutions["cop10-trafficking-draft"]
    view = resolution_view(english, resolution)
    drawing = view.recalls_drawing
    circles = [x for branch in drawing.branches for x in (*branch.known, *branch.others)]
    assert len(circles) == len(resolution.recalls)
    assert all(0 < x < drawings.WIDTH for x in circles)
    assert all(branch.y < drawing.height for branch in drawing.branches)
    filled = sum(len(branch.known) for branch in drawing.branches)
    assert 0 < filled < len(circles)
    assert filled == sum(bool(text.link) for group in view.recalls for text in group.texts)


def test_many_recalled_texts_stand_closer_and_stay_inside() -> None:
    (branch,) = drawings.recalls([("A body", [False] * 60)]).branches
    assert len(set(branch.others)) == 60
    assert max(branch.others) < drawings.WIDTH


def test_dates_stand_on_their_line_in_proportion_to_time() -> None:
    dates = [PartialDate(2000, 1), PartialDate(2010, 1), PartialDate(2020, 1)]
    drawing = drawings.timeline(dates, 2020)
    left, middle, right = drawing.dots
    assert middle - left == right - middle > 0
    assert 0 < left < right < drawings.WIDTH
    (alone,) = drawings.timeline([PartialDate(2020)], 2020).dots
    assert left <= alone <= right


@pytest.mark.parametrize(
    ("country", "expected"),
    [("mex", ["A2", "A4", "A5"]), ("chl", ["A3", "A4", "A5"]), ("fra", ["A1", "A4", "A5"])],
)
def test_what_may_be_asked_for_next_needs_only_what_is_on_record(
    english: Edition, country: str, expected: list[str]
) -> None:
    view = country_view(english, english.catalogue.countries[country])
    assert [option.code for option in view.next_options] == expected


def test_a_country_page_shows_what_comes_next_and_nothing_of_other_countries(
    english: Edition,
) -> None:
    earlier = replace(english, today=date(2021, 1, 1))
    for country in earlier.catalogue.countries.values():
        for line in country_view(earlier, country).upcoming:
            event = earlier.catalogue.events[line.id]
            assert not event.countries or country.id in event.countries
