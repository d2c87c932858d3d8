"""The tile map of all countries: the treaties as threads, and one picture for each thing to look for."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from atlas.catalogue.edition import Edition
from atlas.site import tile_map
from atlas.site.views.common import DYES, dye, joined, parties, thread_names, treaties_in_order

PICTURES = 9
"""How many pictures the style sheet can switch between, besides the first."""


@dataclass(frozen=True)
class Weft:
    """A treaty's thread in a square: its dye, and how far down and how thick it runs."""

    dye: int
    y: float
    height: float


@dataclass(frozen=True)
class Weave:
    """A square as it looks to a member of some of the treaties; with none, `wefts` is empty."""

    id: str
    wefts: tuple[Weft, ...]


@dataclass(frozen=True)
class Square:
    """A country's square: the weave it shows, its upper left corner, where it leads and its name."""

    weave: str
    x: int
    y: int
    name: str
    path: str


@dataclass(frozen=True)
class Picture:
    """One thing to look for: its name, how many countries have it, and their squares as SVG paths.

    `dye` is the number of a treaty's thread, 0 for what is no treaty. `solid` are squares to fill,
    `outlined` those of which less is known; both are empty where the thread alone shows it.
    """

    name: str
    count: str
    dye: int
    solid: str
    outlined: str


@dataclass(frozen=True)
class MapView:
    """The map: its weaves, its squares, a ring round each recorded process, and what to switch to."""

    width: int
    height: int
    weaves: tuple[Weave, ...]
    squares: tuple[Square, ...]
    rings: str
    pictures: tuple[Picture, ...]


def map_view(edition: Edition) -> MapView:
    """The map of an edition; without squares where no country has a tile."""
    catalogue = edition.catalogue
    treaties = [treaty.id for treaty in treaties_in_order(catalogue)]
    weaves: dict[str, Weave] = {}
    squares = []
    for country in edition.countries:
        corner = tile_map.corner(country.id)
        if not corner:
            continue
        own = joined(edition, country)
        weave = _weave([treaty in own for treaty in treaties])
        weaves[weave.id] = weave
        name, path = edition.country_name(country), f"countries/{country.id}/"
        squares.append(Square(weave.id, *corner, name, path))
    width, height = tile_map.size()
    return MapView(
        width=width,
        height=height,
        weaves=tuple(weaves[key] for key in sorted(weaves)),
        # Row by row, which compresses best.
        squares=tuple(sorted(squares, key=lambda square: (square.y, square.x))),
        rings=tile_map.squares((c.id for c in edition.countries if catalogue.has_process(c)), 1),
        pictures=tuple(_pictures(edition))[:PICTURES],
    )


def _weave(members: list[bool]) -> Weave:
    pitch = 10 / max(len(members), 1)
    height = round(pitch * 0.68, 2)
    return Weave(
        "t" + "".join("1" if member else "0" for member in members),
        tuple(
            Weft(dye(index), round(0.5 + pitch * index + (pitch - height) / 2, 2), height)
            for index, member in enumerate(members)
            if member
        ),
    )


def _pictures(edition: Edition) -> Iterator[Picture]:
    """What the map may show: each treaty, then process, review and network, where any is recorded."""
    catalogue = edition.catalogue
    names = thread_names(edition)
    for index, treaty in enumerate(treaties_in_order(catalogue)):
        yield from _picture(
            edition,
            names[treaty.id],
            parties(edition, treaty).keys(),
            dye=dye(index),
            by_thread=len(catalogue.treaties) <= DYES,
        )
    begun = {country.id for country in edition.countries if catalogue.has_process(country)}
    confirmed = {
        country.id
        for country in edition.countries
        if country.vpi and catalogue.role("vpi-statuses", country.vpi.status) == "confirmed"
    }
    yield from _picture(edition, edition.say("map_process"), begun, unsure=begun - confirmed)
    known = {country.id for country in edition.countries if country.review}
    yield from _picture(edition, edition.say("map_review"), known)
    covered = {country.id for country in edition.countries if catalogue.networks_of(country)}
    yield from _picture(edition, edition.say("map_network"), covered)


def _picture(
    edition: Edition,
    name: str,
    countries: Set[str],
    unsure: Set[str] = frozenset(),
    dye: int = 0,
    by_thread: bool = False,
) -> Iterator[Picture]:
    if countries:
        yield Picture(
            name=name,
            count=edition.language.number(len(countries)),
            dye=dye,
            solid="" if by_thread else tile_map.squares(countries - unsure),
            outlined=tile_map.squares(unsure),
        )
