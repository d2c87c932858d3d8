"""Makes `hooks/atlas/site/geography/` from an unpacked copy of the npm package `world-atlas`.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    .venv/bin/python tools/geography.py package

The package holds Natural Earth (public domain) as TopoJSON. Kept are the outline of the land, without
borders and without Antarctica, and one point per State, inside its largest piece of land.
"""

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from atlas.catalogue.catalogue import load

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "hooks" / "atlas" / "geography"
STEPS_PER_DEGREE = 10

Point = tuple[float, float]


def positions(topology: dict[str, Any]) -> list[list[Point]]:
    """Every arc of a topology as longitudes and latitudes."""
    (across, up), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * across + west, y * up + south))
        arcs.append(points)
    return arcs


def ring(arcs: list[list[Point]], indexes: list[int]) -> list[Point]:
    """The points of a ring, whose arcs share their end points."""
    points: list[Point] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def land(topology: dict[str, Any]) -> dict[str, Any]:
    """The land without Antarctica, on a coarser grid, with only the arcs it needs."""
    arcs = positions(topology)
    (geometry,) = topology["objects"]["land"]["geometries"]
    numbers: dict[int, int] = {}
    polygons = []
    for polygon in geometry["arcs"]:
        if all(latitude < -60 for _, latitude in ring(arcs, polygon[0])):
            continue
        kept = []
        for each in polygon:
            places = [numbers.setdefault(i if i >= 0 else ~i, len(numbers)) for i in each]
            kept.append([p if i >= 0 else ~p for i, p in zip(each, places, strict=True)])
        polygons.append(kept)
    step = 1 / STEPS_PER_DEGREE
    return {
        "type": "Topology",
        "transform": {"scale": [step, step], "translate": [-180, -90]},
        "objects": {"land": {"type": "MultiPolygon", "arcs": polygons}},
        "arcs": [deltas(arcs[index]) for index in numbers],
    }


def deltas(points: list[Point]) -> list[list[int]]:
    """Points on the coarser grid, each as its step from the one before; equal neighbours are one."""
    found: list[list[int]] = []
    before = (0, 0)
    for longitude, latitude in points:
        here = (
            round((longitude + 180) * STEPS_PER_DEGREE),
            round((latitude + 90) * STEPS_PER_DEGREE),
        )
        if not found or here != before:
            found.append([here[0] - before[0], here[1] - before[1]])
        before = here
    return found


def unwrapped(points: list[Point]) -> list[Point]:
    """A ring that does not jump from one side of the 180th meridian to the other."""
    found = points[:1]
    for longitude, latitude in points[1:]:
        turns = round((found[-1][0] - longitude) / 360)
        found.append((longitude + 360 * turns, latitude))
    return found


def area_and_latitude(points: list[Point]) -> tuple[float, float]:
    """The area of a ring in square degrees, and the latitude of its centre."""
    area = moment = 0.0
    for (x, y), (u, v) in pairwise(points):
        cross = x * v - u * y
        area += cross / 2
        moment += (y + v) * cross / 6
    return abs(area), moment / area if area else points[0][1]


def inside(polygon: list[list[Point]], latitude: float) -> Point:
    """The middle of the longest stretch of a polygon along a latitude."""
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
    return ((west + east) / 2 + 180) % 360 - 180, latitude


def points(topology: dict[str, Any], codes: dict[str, str]) -> dict[str, list[float]]:
    """Id of a country → longitude and latitude; `codes` are the ids by M49 code."""
    arcs = positions(topology)
    polygons: dict[str, list[list[list[Point]]]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = codes.get(geometry.get("id", ""))
        if not code:
            continue
        pieces = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        polygons.setdefault(code, []).extend(
            [unwrapped(ring(arcs, each)) for each in piece] for piece in pieces
        )
    found: dict[str, list[float]] = {}
    for code, own in polygons.items():
        largest = max(own, key=lambda polygon: area_and_latitude(polygon[0])[0])
        longitude, latitude = inside(largest, area_and_latitude(largest[0])[1])
        found[code] = [round(longitude, 1), round(latitude, 1)]
    return dict(sorted(found.items()))


def main() -> None:
    """Write both files from the folder named on the command line."""
    package = Path(sys.argv[1])
    catalogue, _ = load(ROOT)
    codes = {country.m49: country.id for country in catalogue.countries.values() if country.m49}
    drawn = land(json.loads((package / "land-110m.json").read_text(encoding="utf-8")))
    placed = points(json.loads((package / "countries-10m.json").read_text(encoding="utf-8")), codes)
    compact = json.dumps(drawn, separators=(",", ":"))
    (FOLDER / "land.json").write_text(f"{compact}\n", encoding="utf-8")
    lines = ",\n".join(f'  "{code}": {json.dumps(place)}' for code, place in placed.items())
    (FOLDER / "points.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
