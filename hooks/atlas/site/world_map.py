"""The map of the world as a drawing: the land, and where each country's mark stands.

It draws no borders. Natural Earth's outlines lie in `geography/` as TopoJSON; the projection is Equal
Earth (Šavrič, Patterson and Jenny, 2018), which shows areas as they are.
"""

import json
import math
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

GEOGRAPHY = Path(__file__).with_name("geography")
WIDTH, HEIGHT = 720, 313
MIDDLE_MERIDIAN = 11.0
"""Puts the edges of the map at 169° W, in the Bering Strait, where there is hardly any land to cut."""
SOUTHERNMOST = -56.5

Point = tuple[float, float]

_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = math.sqrt(3) / 2


def _equal_earth(longitude: float, latitude: float) -> Point:
    """Longitude from the middle meridian and latitude, in degrees, on the plane (y points north)."""
    t = math.asin(_M * math.sin(math.radians(latitude)))
    t2, t6 = t * t, t**6
    slope = _A[0] + 3 * _A[1] * t2 + t6 * (7 * _A[2] + 9 * _A[3] * t2)
    x = math.radians(longitude) * math.cos(t) / (_M * slope)
    return x, t * (_A[0] + _A[1] * t2 + t6 * (_A[2] + _A[3] * t2))


_EAST = _equal_earth(180, 0)[0]
_SCALE = WIDTH / (2 * _EAST)
_SOUTH = _equal_earth(0, SOUTHERNMOST)[1]


def place(longitude: float, latitude: float) -> Point:
    """Where a point of the Earth lies on the drawing."""
    east = (longitude - MIDDLE_MERIDIAN + 180) % 360 - 180
    return _on_drawing(east, latitude)


def _on_drawing(east: float, latitude: float) -> Point:
    x, y = _equal_earth(east, latitude)
    return (x + _EAST) * _SCALE, HEIGHT - (y - _SOUTH) * _SCALE


@cache
def points() -> dict[str, Point]:
    """Id of a country → where its mark stands on the drawing."""
    stored: dict[str, list[float]] = json.loads((GEOGRAPHY / "points.json").read_bytes())
    return {
        country: place(longitude, latitude) for country, (longitude, latitude) in stored.items()
    }


def rings() -> list[list[Point]]:
    """The outline of every piece of land (and of every inland sea) as longitudes and latitudes."""
    topology: dict[str, Any] = json.loads((GEOGRAPHY / "land.json").read_bytes())
    (across, up), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append((x * across + west, y * up + south))
        arcs.append(arc)
    found = []
    for polygon in topology["objects"]["land"]["arcs"]:
        for indexes in polygon:
            ring: list[Point] = []
            for index in indexes:
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                ring.extend(arc[1:] if ring else arc)
            found.append(ring)
    return found


def pieces(ring: Sequence[Point]) -> Iterator[list[Point]]:
    """A ring cut where it crosses the edge of the map, its longitudes counted from the middle."""
    unwrapped: list[Point] = []
    for longitude, latitude in ring:
        east = longitude - MIDDLE_MERIDIAN
        if unwrapped:
            east += 360 * round((unwrapped[-1][0] - east) / 360)
        unwrapped.append((east, latitude))
    for turn in (-360, 0, 360):
        turned = [(east + turn, latitude) for east, latitude in unwrapped]
        kept = _clipped(_clipped(turned, -180, 1), 180, -1)
        if len(kept) > 2:
            yield kept


def _clipped(ring: Sequence[Point], edge: float, side: int) -> list[Point]:
    """The part of a ring on one side of a meridian (Sutherland and Hodgman)."""
    kept: list[Point] = []
    for index, (east, latitude) in enumerate(ring):
        before_east, before_latitude = ring[index - 1]
        inside, was_inside = (east - edge) * side >= 0, (before_east - edge) * side >= 0
        if inside != was_inside:
            share = (edge - before_east) / (east - before_east)
            kept.append((edge, before_latitude + share * (latitude - before_latitude)))
        if inside:
            kept.append((east, latitude))
    return kept


@cache
def land() -> str:
    """All land as the data of one SVG path, in whole units of the drawing."""
    return "".join(_outline(piece) for ring in rings() for piece in pieces(ring))


def _outline(piece: Sequence[Point]) -> str:
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


def dots(countries: Sequence[str]) -> str:
    """The points of some countries as the data of one SVG path, drawn as the round ends of lines."""
    known = points()
    places = [known[country] for country in countries if country in known]
    return "".join(f"M{round(x)} {round(y)}h0" for x, y in places)


SIGNS = {
    "circle": "M{x} {y}m-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0z",
    "diamond": "M{x} {y}m0-11l11 11-11 11-11-11z",
    "dot": "M{x} {y}h.01",  # a mark alone needs some length, or documents leave it out
}
"""Shape of a mark → the data of its SVG path."""


def sign(shape: str, x: int, y: int) -> str:
    """A mark of one of the shapes in `SIGNS`, with its middle at a point."""
    return SIGNS[shape].format(x=x, y=y)
