"""Charts: what is drawn is in proportion to the data, and their titles say what the data say."""

import re
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.edition import Edition
from atlas.model.values import PartialDate
from atlas.site.views.charts import WIDTH, Series, curve, heat, round_numbers
from atlas.site.views.common import DYES, dye
from atlas.site.views.resolution import resolutions_view
from atlas.site.views.treaty import treaties_view

TODAY = date(2026, 11, 21)
DATES = st.lists(
    st.dates(date(1990, 1, 1), TODAY).map(lambda d: PartialDate(d.year, d.month, d.day)),
    min_size=2,
    max_size=40,
).map(tuple)


@given(st.integers(1, 100_000))
def test_an_axis_has_few_round_numbers_and_reaches_the_highest(highest: int) -> None:
    numbers = round_numbers(highest)
    assert 1 <= len(numbers) <= 5
    assert numbers[-1] >= highest
    assert str(numbers[0]).rstrip("0") in {"1", "2", "5"}


@given(st.lists(DATES, min_size=1, max_size=4))
def test_each_line_climbs_one_equal_step_a_date_and_stays_inside(
    dates: list[tuple[PartialDate, ...]],
) -> None:
    drawn = curve([Series(str(n), n, each) for n, each in enumerate(dates)], TODAY)
    assert drawn
    for line, each in zip(drawn.lines, dates, strict=True):
        ups = [float(y) for y in re.findall(r"V([\d.]+)", line.path)]
        across = [float(x) for x in re.findall(r"H([\d.]+)", line.path)]
        assert len(ups) == len(each) == line.last
        assert ups == sorted(ups, reverse=True)
        assert across == sorted(across)
        assert all(0 <= x <= WIDTH for x in across)
        assert all(0 <= y <= drawn.height for y in ups)
    names = sorted(line.label_y for line in drawn.lines)
    assert all(after - before >= 17.9 for before, after in pairwise(names))


def test_a_line_ends_at_the_newest_total_published_after_its_last_step() -> None:
    series = Series(
        "a",
        1,
        (PartialDate(2001), PartialDate(2003)),
        ((PartialDate(2010), 5), (PartialDate(2002), 1)),
    )
    drawn = curve([series], TODAY)
    assert drawn
    (line,) = drawn.lines
    assert line.last == 5
    assert line.beyond.count("L") == 1
    assert len(line.points) == 2


def test_one_date_alone_is_not_drawn() -> None:
    assert curve([Series("a", 1, (PartialDate(2001),))], TODAY) is None
    assert curve([], TODAY) is None


def test_cells_are_darker_where_there_is_more_and_marked_where_only_drafts_ask() -> None:
    grid = heat(
        [("v", "V"), ("w", "W")],
        [("a", "A"), ("b", "B")],
        {("v", "a"): 10},
        {("w", "b"): 1, ("v", "a"): 1},
    )
    (first, none), (nothing, last) = (row.cells for row in grid.rows)
    assert (first.count, first.shade, first.is_draft) == (11, 5, False)
    assert (last.count, last.shade, last.is_draft) == (1, 1, True)
    assert none.count == nothing.count == none.shade == 0


def test_titles_of_charts_say_what_the_tables_beside_them_count(spanish: Edition) -> None:
    requests = resolutions_view(spanish).requests
    if requests:
        assert sum(cell.count for row in requests.grid.rows for cell in row.cells) > 0
    chart = treaties_view(spanish).chart
    if chart:
        for line in chart.curve.lines:
            assert line.name


def test_more_lines_than_dyes_keep_names_apart_and_a_colour_each() -> None:
    dates = (PartialDate(2001), PartialDate(2003))
    drawn = curve([Series(str(n), dye(n), dates) for n in range(6)], TODAY)
    assert drawn
    assert {line.dye for line in drawn.lines} <= set(range(1, DYES + 1))
    assert len({line.label_y for line in drawn.lines}) == 6
