"""The map of recorded processes, with the same as a table."""

from dataclasses import dataclass

from atlas.catalogue.edition import Edition
from atlas.site import world_map
from atlas.site.views.common import Link

SHAPES = {"confirmed": "circle", "reported": "diamond", "none": "dot"}
"""Role of a process's status → the shape of its mark, so that colour alone says nothing."""


@dataclass(frozen=True)
class Mark:
    """A country's mark: where it stands, what it looks like, where it leads and what it is called."""

    x: int
    y: int
    sign: str
    status_role: str
    name: str
    path: str


@dataclass(frozen=True)
class LegendLine:
    """What a shape means."""

    sign: str
    status_role: str
    label: str


@dataclass(frozen=True)
class MapRow:
    """A recorded process in the table beside the map."""

    country: Link
    status: str
    status_role: str
    as_of: str


@dataclass(frozen=True)
class MapView:
    """The map: land, a dot for every country, a mark that is a link for each recorded process."""

    width: int
    height: int
    land: str
    dots: str
    marks: tuple[Mark, ...]
    legend: tuple[LegendLine, ...]
    rows: tuple[MapRow, ...]


def map_view(edition: Edition) -> MapView:
    """The map of an edition, its marks and rows in the order of the processes."""
    points = world_map.points()
    marks, rows = [], []
    recorded = [(c, c.vpi) for c in edition.countries if c.vpi and edition.catalogue.has_process(c)]
    for country, vpi in sorted(recorded, key=lambda pair: pair[1].order or 99):
        name = edition.country_name(country)
        status = edition.label("vpi-statuses", vpi.status).text
        role = edition.catalogue.role("vpi-statuses", vpi.status)
        path = f"countries/{country.id}/"
        rows.append(
            MapRow(
                country=Link(name, path),
                status=status,
                status_role=role,
                as_of=edition.date(vpi.as_of or country.as_of),
            )
        )
        if country.id in points:
            x, y = points[country.id]
            marks.append(
                Mark(
                    x=x,
                    y=y,
                    sign=world_map.sign(SHAPES.get(role, "diamond"), x, y),
                    status_role=role,
                    name=edition.say("map_mark", country=name, status=status),
                    path=path,
                )
            )
    marked = {country.id for country, _ in recorded}
    return MapView(
        width=world_map.WIDTH,
        height=world_map.HEIGHT,
        land=world_map.land(),
        dots=world_map.dots(
            [country.id for country in edition.countries if country.id not in marked]
        ),
        marks=tuple(marks),
        legend=tuple(
            LegendLine(
                sign=world_map.sign(SHAPES.get(code.role or "", "diamond"), 0, 0),
                status_role=code.role or "other",
                label=edition.phrase(code.label).text,
            )
            for code in edition.catalogue.codes["vpi-statuses"].values()
        ),
        rows=tuple(rows),
    )
