"""What a document says of itself: on its first page, and to the program that opens it."""

from dataclasses import dataclass

from atlas.site.views.map import MapView

@dataclass(frozen=True)
class Cover:
    """Words for the first page and the properties of the file.

    `language` is a BCP 47 tag, `day` is year, month and day, `address` where the edition stands on the web.
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
    address: str


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
