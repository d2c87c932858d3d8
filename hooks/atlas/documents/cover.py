"""What a document says of itself: on its first page, and to the program that opens it."""

from dataclasses import dataclass

from atlas.site.views.map import MapView


@dataclass(frozen=True)
class Cover:
    """Words for the first page and the properties of the file.

    `language` is a BCP 47 tag, `url` where the edition stands on the web. `day` is year, month and
    day; PDF/A wants one: where the data have none it is `archives.FIRST_DAY`, which no page shows.
    """

    language: str
    title: str
    description: str
    author: str
    keywords: tuple[str, ...]
    day: tuple[int, int, int]
    contents: str
    edition: str
    independence: str
    url: str


@dataclass(frozen=True)
class Cloth:
    """All States as squares, in units of the drawing.

    `inside` is the inside of an SVG; its classes are `bg`, for a square, and `w1` and so on for the dyes
    of the treaties' threads.
    """

    width: int
    height: int
    inside: str


def cloth(view: MapView) -> Cloth:
    """The map as a drawing for paper: no words, no links."""
    weaves = "".join(
        f'<g id="{weave.id}"><path class="bg" d="M0 0h11v11H0z"/>'
        + "".join(
            f'<path class="w{weft.dye}" d="M0 {weft.y}h11v{weft.height}H0z"/>'
            for weft in weave.wefts
        )
        + "</g>"
        for weave in view.weaves
    )
    squares = "".join(
        f'<use href="#{square.weave}" x="{square.x}" y="{square.y}"/>' for square in view.squares
    )
    return Cloth(view.width, view.height, f"<defs>{weaves}</defs>{squares}")
