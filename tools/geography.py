"""Makes `hooks/atlas/site/geography/` from an unpacked copy of the npm package `world-atlas`.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    .venv/bin/python tools/geography.py package

The package holds Natural Earth (public domain) as TopoJSON. Kept are the outline of the land, without
borders and without Antarctica, and one point per State, inside its largest piece of land; both as they
lie on the drawing. The projection is Equal Earth (Šavrič, Patterson and Jenny, 2018), which shows areas
as they are.
"""

import json
import math
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from atlas.catalogue.catalogue import load
from atlas.site.world_map import GEOGRAPHY, HEIGHT, LAND, POINTS, WIDTH

ROOT = Path(__file__).resolve().parent.parent
STEPS_PER_DEGREE = 10
"""The grid of outlines and points; a unit of the drawing is half a degree wide."""
MIDDLE_MERIDIAN = 11.0
"""Puts the edges of the map at 169° W, in the Bering Strait, where there is hardly any land to cut."""
SOUTHERNMOST = -56.5

Point = tuple[float, float]
"""Longitude and latitude in degrees, or x and y on the drawing."""

_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = math.sqrt(3) / 2


def equal_earth(longitude: float, latitude: float) -> Point:
    """Longitude from the middle meridian and latitude, in degrees, on the plane (y points north)."""
    t = math.asin(_M * math.sin(math.radians(latitude)))
    t2, t6 = t * t, t**6
    slope = _A[0] + 3 * _A[1] * t2 + t6 * (7 * _A[2] + 9 * _A[3] * t2)
    x = math.radians(longitude) * math.cos(t) / (_M * slope)
    return x, t * (_A[0] + _A[1] * t2 + t6 * (_A[2] + _A[3] * t2))


_EAST = equal_earth(180, 0)[0]
_SCALE = WIDTH / (2 * _EAST)
_SOUTH = equal_earth(0, SOUTHERNMOST)[1]


def project(longitude: float, latitude: float) -> Point:
    """Where a point of the Earth, in degrees, lies on the drawing (y points down)."""
    return _on_drawing((longitude - MIDDLE_MERIDIAN + 180) % 360 - 180, latitude)


def _on_drawing(east: float, latitude: float) -> Point:
    x, y = equal_earth(east, latitude)
    return (x + _EAST) * _SCALE, HEIGHT - (y - _SOUTH) * _SCALE


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """Every arc of a topology as longitudes and latitudes (TopoJSON 1.1, 2.1.3: each point as a step)."""
    (across, up), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            points.append((x * across + west, y * up + south))
        arcs.append(points)
    return arcs


def ring(arcs: list[list[Point]], indexes: list[int]) -> list[Point]:
    """The points of a ring, whose arcs share their end points; a negative index is an arc reversed."""
    points: list[Point] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def land_rings(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """The outline of every piece of land (and of every inland sea) but Antarctica, on a coarse grid."""
    arcs = arcs_of(topology)
    (geometry,) = topology["objects"]["land"]["geometries"]
    for polygon in geometry["arcs"]:
        rings = [ring(arcs, indexes) for indexes in polygon]
        if any(latitude >= -60 for _, latitude in rings[0]):
            yield from ([(_on_grid(x), _on_grid(y)) for x, y in points] for points in rings)


def _on_grid(degrees: float) -> float:
    return round(degrees * STEPS_PER_DEGREE) / STEPS_PER_DEGREE


def pieces(points: Sequence[Point]) -> Iterator[list[Point]]:
    """A ring cut where it crosses the edge of the map, its longitudes counted from the middle."""
    eastward = unwrapped(
        [(longitude - MIDDLE_MERIDIAN, latitude) for longitude, latitude in points]
    )
    for turn in (-360, 0, 360):
        turned = [(east + turn, latitude) for east, latitude in eastward]
        piece = _clipped(_clipped(turned, -180, 1), 180, -1)
        if len(piece) > 2:
            yield piece


def unwrapped(points: Sequence[Point]) -> list[Point]:
    """A ring that does not jump from one side of the 180th meridian to the other."""
    smooth = list(points[:1])
    for longitude, latitude in points[1:]:
        turns = round((smooth[-1][0] - longitude) / 360)
        smooth.append((longitude + 360 * turns, latitude))
    return smooth


def _clipped(points: Sequence[Point], edge: float, side: int) -> list[Point]:
    """The part of a ring on one side of a meridian (Sutherland and Hodgman)."""
    clipped: list[Point] = []
    for index, (east, latitude) in enumerate(points):
        before_east, before_latitude = points[index - 1]
        inside, was_inside = (east - edge) * side >= 0, (before_east - edge) * side >= 0
        if inside != was_inside:
            share = (edge - before_east) / (east - before_east)
            clipped.append((edge, before_latitude + share * (latitude - before_latitude)))
        if inside:
            clipped.append((east, latitude))
    return clipped


def outline(piece: Sequence[Point]) -> str:
    """A closed outline in relative steps; one too small to draw stays as a speck."""
    corners: list[tuple[int, int]] = []
    for east, latitude in piece:
        x, y = _on_drawing(east, latitude)
        corner = (round(x), round(y))
        if not corners or corner != corners[-1]:
            corners.append(corner)
    start = "M{} {}".format(*corners[0])
    if corners[0] == corners[-1]:
        corners.pop()
    if len(corners) < 3:
        return f"{start}h1v1z"
    steps = "".join(f"{_joined(u - x)}{_joined(v - y)}" for (x, y), (u, v) in pairwise(corners))
    return f"{start}l{steps.strip()}z"


def _joined(number: int) -> str:
    """A number that follows another in a path: a minus sign needs no space before it."""
    return str(number) if number < 0 else f" {number}"


def land(topology: dict[str, Any]) -> str:
    """All land as the data of one SVG path, in whole units of the drawing."""
    return "".join(outline(piece) for points in land_rings(topology) for piece in pieces(points))


def area_and_latitude(points: list[Point]) -> tuple[float, float]:
    """The area of a ring in square degrees, and the latitude of its centre."""
    area = moment = 0.0
    for (x, y), (u, v) in pairwise(points):
        cross = x * v - u * y
        area += cross / 2
        moment += (y + v) * cross / 6
    return abs(area), moment / area if area else points[0][1]


def inside(polygon: list[list[Point]], latitude: float) -> Point:
    """The middle of the longest stretch of a polygon along a latitude, as longitude and latitude."""
    crossings = sorted(
        x + (u - x) * (latitude - y) / (v - y)
        for points in polygon
        for (x, y), (u, v) in pairwise(points)
        if (y > latitude) != (v > latitude)
    )
    stretches = list(zip(crossings[::2], crossings[1::2], strict=True))
    if not stretches:
        return polygon[0][0]
    west, east = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
    return (west + east) / 2, latitude


def points(topology: dict[str, Any], codes: dict[str, str]) -> dict[str, tuple[int, int]]:
    """Id of a country → its point on the drawing, in whole units; `codes` are the ids by M49 code."""
    arcs = arcs_of(topology)
    polygons: dict[str, list[list[list[Point]]]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = codes.get(geometry.get("id", ""))
        if not code:
            continue
        parts = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        polygons.setdefault(code, []).extend(
            [unwrapped(ring(arcs, indexes)) for indexes in part] for part in parts
        )
    drawn = {}
    for code, own in sorted(polygons.items()):
        largest = max(own, key=lambda polygon: area_and_latitude(polygon[0])[0])
        longitude, latitude = inside(largest, area_and_latitude(largest[0])[1])
        x, y = project(_on_grid(longitude), _on_grid(latitude))
        drawn[code] = (round(x), round(y))
    return drawn


def main() -> None:
    """Write both files from the folder named on the command line."""
    package = Path(sys.argv[1])
    catalogue, _ = load(ROOT)
    codes = {country.m49: country.id for country in catalogue.countries.values() if country.m49}
    outlines = land(json.loads((package / "land-110m.json").read_text(encoding="utf-8")))
    marks = points(json.loads((package / "countries-10m.json").read_text(encoding="utf-8")), codes)
    (GEOGRAPHY / LAND).write_text(f"{outlines}\n", encoding="utf-8")
    lines = ",\n".join(f'  "{code}": {json.dumps(point)}' for code, point in marks.items())
    (GEOGRAPHY / POINTS).write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
