"""The tile map: one square a State, all alike, with no borders to draw."""

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

TILES = Path(__file__).with_name("geography") / "tiles.csv"
PITCH, SIDE = 12, 11
"""From one square to the next, and the side of a square, in units of the drawing."""


@cache
def tiles() -> dict[str, tuple[int, int]]:
    """Id of a country → column and row of its square; a country without one is not on the map."""
    with TILES.open(encoding="utf-8", newline="") as lines:
        return {row["iso3"]: (int(row["col"]), int(row["row"])) for row in csv.DictReader(lines)}


@cache
def size() -> tuple[int, int]:
    """Width and height of the drawing."""
    columns, rows = zip(*tiles().values(), strict=True)
    return PITCH * (max(columns) + 1), PITCH * (max(rows) + 1)


def corner(country: str) -> tuple[int, int] | None:
    """The upper left corner of a country's square, if it has one."""
    tile = tiles().get(country)
    return (PITCH * tile[0], PITCH * tile[1]) if tile else None


def squares(countries: Iterable[str], grow: int = 0) -> str:
    """The squares of some countries as the data of one SVG path, each wider by `grow` on every side.

    They stand row by row, and neighbours follow each other by a step: that compresses best.
    """
    side = SIDE + 2 * grow
    places = sorted(tiles()[country][::-1] for country in countries if country in tiles())
    path, before = "", (-1, -1)
    for row, column in places:
        follows = before == (row, column - 1)
        path += f"m{PITCH} 0" if follows else f"M{PITCH * column - grow} {PITCH * row - grow}"
        path += f"h{side}v{side}h-{side}z"
        before = (row, column)
    return path


def nearest(country: str, among: Iterable[str], count: int) -> list[str]:
    """The countries whose squares stand nearest to one's own, nearest first; none for one without."""
    places = tiles()
    if country not in places:
        return []
    column, row = places[country]
    distances = sorted(
        ((places[other][0] - column) ** 2 + (places[other][1] - row) ** 2, other)
        for other in among
        if other in places and other != country
    )
    return [other for _, other in distances[:count]]
