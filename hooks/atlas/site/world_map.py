"""The map of the world as a drawing: the land, and where each country's mark stands.

It draws no borders. `tools/geography.py` projects both into `geography/`, in whole units of the drawing.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

GEOGRAPHY = Path(__file__).with_name("geography")
LAND, POINTS = "land.txt", "points.json"
WIDTH, HEIGHT = 720, 313


@cache
def land() -> str:
    """All land as the data of one SVG path."""
    return (GEOGRAPHY / LAND).read_text(encoding="utf-8").rstrip("\n")


@cache
def points() -> dict[str, tuple[int, int]]:
    """Id of a country → x and y of its mark on the drawing; what has no point has no mark."""
    drawn: dict[str, list[int]] = json.loads((GEOGRAPHY / POINTS).read_bytes())
    return {country: (x, y) for country, (x, y) in drawn.items()}


def dots(countries: Sequence[str]) -> str:
    """The points of some countries as the data of one SVG path, drawn as the round ends of lines."""
    drawn = points()
    shown = [drawn[country] for country in countries if country in drawn]
    return "".join(f"M{x} {y}h0" for x, y in shown)


SIGNS = {
    "circle": "M{x} {y}m-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0z",
    "diamond": "M{x} {y}m0-11l11 11-11 11-11-11z",
    "dot": "M{x} {y}h.01",  # a mark alone needs some length, or documents leave it out
}
"""Shape of a mark → the data of its SVG path."""


def sign(shape: str, x: int, y: int) -> str:
    """The SVG path of a mark of one of the shapes in `SIGNS`, with its middle at a point of the drawing."""
    return SIGNS[shape].format(x=x, y=y)
