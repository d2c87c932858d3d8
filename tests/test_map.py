"""The map: what it draws, where marks stand, and what they are called."""

import importlib.util
import re
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from atlas.catalogue.catalogue import Catalogue
from atlas.catalogue.edition import Edition
from atlas.site import world_map
from atlas.site.views.map import MapView, map_view

ROOT = Path(__file__).resolve().parent.parent
NARROWEST_DRAWING = 320
"""Width in pixels that a screen of 360 leaves for the drawing."""


@pytest.fixture(scope="module", params=["es", "en"])
def edition(request: pytest.FixtureRequest, real: Catalogue) -> Edition:
    language = real.language(request.param)
    return Edition(real, language, date(2026, 11, 21))


@pytest.fixture(scope="module")
def geography() -> ModuleType:
    """The tool that projects the land and the points."""
    specification = importlib.util.spec_from_file_location("geography", ROOT / "tools/geography.py")
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    sys.modules["geography"] = module
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def view(edition: Edition) -> MapView:
    return map_view(edition)


def walk(path: str) -> list[list[tuple[int, int]]]:
    """The corners of every outline in the data of a path made of M, l, h, v and z."""
    outlines = []
    for start, steps in re.findall(r"M(-?\d+ -?\d+)(?:l([\d -]+)|h1v1)z", path):
        x, y = map(int, start.split())
        corners = [(x, y)]
        numbers = [int(n) for n in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            corners.append((x, y))
        outlines.append(corners)
    return outlines


def test_every_recorded_process_has_a_mark_and_a_row(view: MapView, real: Catalogue) -> None:
    recorded = {f"countries/{c.id}/" for c in real.countries.values() if c.vpi}
    assert {mark.path for mark in view.marks} == recorded
    assert {row.country.path for row in view.rows} == recorded


def test_a_mark_is_named_by_country_and_status(view: MapView, edition: Edition) -> None:
    names = {mark.path: mark.name for mark in view.marks}
    expected = {"es": "México: VPI confirmada", "en": "Mexico: Confirmed VPI"}
    assert names["countries/mex/"] == expected[edition.language.tag]


def test_every_state_has_a_place_inside_the_drawing(real: Catalogue) -> None:
    states = {c.id for c in real.countries.values() if c.kind != "organization"}
    points = world_map.points()
    assert states - points.keys() == set()
    for country, (x, y) in points.items():
        assert 0 < x < world_map.WIDTH, country
        assert 0 < y < world_map.HEIGHT, country


def test_every_state_is_drawn_once(view: MapView, real: Catalogue) -> None:
    states = [c for c in real.countries.values() if c.kind != "organization"]
    assert view.dots.count("M") + len(view.marks) == len(states)


def test_statuses_differ_in_shape_and_not_only_in_colour(view: MapView) -> None:
    assert len({line.sign for line in view.legend}) == len(view.legend)


def test_a_mark_can_be_touched_on_a_narrow_screen() -> None:
    template = (ROOT / "hooks/atlas/site/templates/map.html").read_text(encoding="utf-8")
    radius = re.search(r'class="map__hit"[^>]* r="(\d+)"', template)
    assert radius
    assert 2 * int(radius[1]) * NARROWEST_DRAWING / world_map.WIDTH >= 24


def test_every_piece_of_land_is_drawn_inside_the_drawing() -> None:
    outlines = walk(world_map.land())
    assert len(outlines) == world_map.land().count("M")
    assert len(outlines) > 100
    for x, y in (corner for outline in outlines for corner in outline):
        assert 0 <= x <= world_map.WIDTH
        assert 0 <= y <= world_map.HEIGHT


def test_no_outline_reaches_across_the_map() -> None:
    widest = max(max(x for x, _ in o) - min(x for x, _ in o) for o in walk(world_map.land()))
    assert widest < world_map.WIDTH * 0.6


def test_land_at_the_edge_is_cut_in_two_and_none_is_lost(geography: ModuleType) -> None:
    edge = geography.MIDDLE_MERIDIAN + 180
    square = [(edge - 2, 0.0), (edge + 2, 0.0), (edge + 2, 4.0), (edge - 2, 4.0), (edge - 2, 0.0)]
    west, east = geography.pieces(square)
    assert {round(x, 6) for x, _ in west} | {round(x, 6) for x, _ in east} == {-180, -178, 178, 180}


@pytest.mark.parametrize(
    ("longitude", "latitude", "country"),
    [(-99.1, 19.4, "mex"), (36.8, -1.3, "ken"), (-70.7, -33.4, "chl"), (178.4, -18.1, "fji")],
)
def test_marks_stand_near_the_places_they_mean(
    geography: ModuleType, longitude: float, latitude: float, country: str
) -> None:
    x, y = geography.project(longitude, latitude)
    u, v = world_map.points()[country]
    assert abs(x - u) < 12
    assert abs(y - v) < 12


def test_the_map_shows_areas_as_they_are(geography: ModuleType) -> None:
    def area(south: float) -> float:
        degrees = [(0, 0), (1, 0), (1, 1), (0, 1)]
        corners = [geography.project(east, south + up) for east, up in degrees]
        turned = zip(corners, corners[1:] + corners[:1], strict=True)
        twice: float = abs(sum(x * v - u * y for (x, y), (u, v) in turned))
        return twice / 2

    # A degree shrinks with the cosine of its latitude: at 60° it covers half of what it does at 0°.
    assert area(59.5) / area(-0.5) == pytest.approx(0.5, rel=0.01)


def test_the_drawing_is_the_same_every_time(edition: Edition, view: MapView) -> None:
    world_map.land.cache_clear()
    world_map.points.cache_clear()
    assert map_view(edition) == view


def test_the_land_is_light() -> None:
    assert len(world_map.land()) < 20_000


def test_the_tool_draws_land_of_a_topology_and_leaves_antarctica_out(geography: ModuleType) -> None:
    square = [[0, 0], [10, 0], [0, 10], [-10, 0], [0, -10]]
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [square, [[0, -80], *square[1:]]],
        "objects": {"land": {"geometries": [{"arcs": [[[0]], [[1]]]}]}},
    }
    (outline,) = walk(geography.land(topology))
    corners = [(0, 0), (10, 0), (10, 10), (0, 10)]
    expected = [tuple(map(round, geography.project(east, north))) for east, north in corners]
    assert outline == expected
    assert len(walk(geography.land(topology | {"arcs": [square, square]}))) == 2
