"""Drawings as coordinates: what a resolution recalls, boxes and arrows, small pictures, a rhythm."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from atlas.model.values import PartialDate

WIDTH = 640
"""All drawings are this wide; text of 15 units is read well at that width."""


@dataclass(frozen=True)
class Branch:
    """One body in the drawing of recalled texts: a line that leads to its name, and a dot per text.

    `known` and `others` are how far to the right the dots stand of texts with and without a page.
    """

    label: str
    line: str
    y: int
    known: tuple[int, ...]
    others: tuple[int, ...]

    @property
    def label_y(self) -> int:
        """Where its name stands, above the line."""
        return self.y - 5

    @property
    def dot_y(self) -> int:
        """Where its dots stand, below the line."""
        return self.y + 12


@dataclass(frozen=True)
class Recalls:
    """The drawing of recalled texts: how high it is, where its root stands, its branches."""

    height: int
    middle: int
    branches: tuple[Branch, ...]

    @property
    def root_y(self) -> int:
        """The top of the root's box, which is 48 high."""
        return self.middle - 24

    @property
    def root_text_y(self) -> int:
        """Where the root's name stands."""
        return self.middle + 5


_ROOT_EDGE, _LABEL, _ROW = 150, 210, 52


def recalls(bodies: Sequence[tuple[str, Sequence[bool]]]) -> Recalls:
    """The drawing of some bodies, each with, text by text, whether the text has a page in the Atlas."""
    height = _ROW * len(bodies)
    middle = height // 2
    branches = []
    for row, (body, texts) in enumerate(bodies):
        y = row * _ROW + 22
        step = min(22, (WIDTH - _LABEL - 12) // max(len(texts), 1))
        dots = [(_LABEL + 8 + step * number, known) for number, known in enumerate(texts)]
        branches.append(
            Branch(
                label=f"{body} ({len(texts)})",
                line=f"M{_ROOT_EDGE} {middle}C{_ROOT_EDGE + 35} {middle} {_LABEL - 45} {y} {_LABEL - 10} {y}",
                y=y,
                known=tuple(x for x, known in dots if known),
                others=tuple(x for x, known in dots if not known),
            )
        )
    return Recalls(height, middle, tuple(branches))


@dataclass(frozen=True)
class Box:
    """A box with two lines of text: its corner, its size, and where the lines stand, all in units."""

    x: int
    y: int
    width: int
    height: int
    title: str
    title_y: int
    note: str
    note_y: int

    @property
    def middle(self) -> int:
        """The x of its middle, where its lines are centred."""
        return self.x + self.width // 2


@dataclass(frozen=True)
class Part:
    """Boxes of one style and the arrows that belong to them, each the data of an SVG path."""

    style: str
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]


@dataclass(frozen=True)
class Diagram:
    """A drawing of boxes and arrows; `name` is read aloud for it, `text` says the same below it."""

    id: str
    height: int
    name: str
    text: str
    parts: tuple[Part, ...]


def levels(say: Callable[[str], str]) -> Diagram:
    """The drawing of the levels on which organizations and States meet, in the words `say` knows."""
    corners = (
        (10, 20, "levels_network", "levels_regional"),
        (10, 120, "levels_alliance", "levels_national"),
        (430, 120, "levels_government", "levels_review_team"),
        (430, 20, "levels_conference", "levels_dialogues"),
    )
    boxes = tuple(
        Box(x, y, 200, 70, say(title), y + 30, say(note), y + 52) for x, y, title, note in corners
    )
    arrows = (
        "M80 118V96m-5 8 5-8 5 8",
        "M140 92v22m-5-8 5 8 5-8",
        "M214 155h210m-8-5 8 5-8 5M222 150l-8 5 8 5",
        "M214 55h210m-8-5 8 5-8 5",
    )
    text = say("levels_text")
    return Diagram("levels", 200, say("levels_drawing"), text, (Part("box", boxes, arrows),))


@dataclass(frozen=True)
class Moment:
    """A moment of the review: what happens, who acts, and the way in it offers, if any, with its rule."""

    title: str
    who: str
    way_in: str | None
    rule: str | None


_STEPS = {
    "questionnaire": "consultation",
    "feedback": "",
    "observations": "dialogues",
    "conference": "sessions",
}
"""Moment of a review, in their order → the way in that it offers; the ends of the keys of their words."""


def moments(say: Callable[[str], str]) -> tuple[Moment, ...]:
    """The moments of a review in their order, in the words `say` knows."""
    return tuple(
        Moment(
            title=say(f"review_box_{step}"),
            who=say(f"review_box_{step}_who"),
            way_in=say(f"review_entry_{entry}") if entry else None,
            rule=say(f"review_entry_{entry}_rule") if entry else None,
        )
        for step, entry in _STEPS.items()
    )


_STEP = 158


def review(say: Callable[[str], str]) -> Diagram:
    """The drawing of a review's steps and of what enters at which, in the words `say` knows."""
    boxes, entries = [], []
    all_moments = moments(say)
    for index, moment in enumerate(all_moments):
        box = _review_box(moment.title, moment.who, index, 20)
        last = index == len(all_moments) - 1
        arrow = f"M{box.x + box.width + 1} 60h10m-5-4 5 4-5 4"
        boxes.append(Part("box", (box,), () if last else (arrow,)))
        if moment.way_in:
            box = _review_box(moment.way_in, moment.rule or "", index, 180)
            entries.append(Part("entry", (box,), (f"M{box.middle} 176v-66m-5 8 5-8 5 8",)))
    return Diagram("review", 276, say("review_drawing"), say("review_text"), (*boxes, *entries))


def _review_box(title: str, note: str, index: int, y: int) -> Box:
    return Box(10 + index * _STEP, y, 146, 80, title, y + 34, note, y + 58)


@dataclass(frozen=True)
class Stroke:
    """What a small picture fills in one colour: the class of the colour, and the data of an SVG path."""

    style: str
    path: str


SMALL_WIDTH, SMALL_HEIGHT = 280, 34
"""The size of the small pictures beside a question."""


def bars(shares: Sequence[tuple[str, float]]) -> tuple[Stroke, ...]:
    """A bar below the other for each style and share (0 to 1), as thick as there is room."""
    pitch = SMALL_HEIGHT / max(len(shares), 1)
    height = round(pitch * 0.66, 1)
    return tuple(
        Stroke(style, f"M0 {round(pitch * row, 1)}h{round(SMALL_WIDTH * share)}v{height}H0z")
        for row, (style, share) in enumerate(shares)
        if share
    )


def columns(heights: Sequence[tuple[str, float]]) -> tuple[Stroke, ...]:
    """A column beside the other for each style and height (0 to 1); all stand on the ground."""
    pitch = min(SMALL_WIDTH / max(len(heights), 1), 24)
    width = round(pitch * 0.8, 1)
    return tuple(
        Stroke(
            style,
            f"M{round(pitch * place, 1)} {SMALL_HEIGHT}v-{round(SMALL_HEIGHT * height, 1)}"
            f"h{width}V{SMALL_HEIGHT}z",
        )
        for place, (style, height) in enumerate(heights)
        if height
    )


def beads(groups: Sequence[tuple[str, int]]) -> tuple[Stroke, ...]:
    """A bead for each of some things, in groups of one style with a gap between them."""
    pitch = min((SMALL_WIDTH - 8 * len(groups)) / max(sum(number for _, number in groups), 1), 21)
    radius = round(min(pitch * 0.4, 8), 1)
    strokes, x = [], 0.0
    for style, number in groups:
        path = "".join(
            f"M{round(x + pitch * place, 1)} {SMALL_HEIGHT // 2}"
            f"a{radius} {radius} 0 1 0 {2 * radius} 0a{radius} {radius} 0 1 0-{2 * radius} 0z"
            for place in range(number)
        )
        if path:
            strokes.append(Stroke(style, path))
        x += pitch * number + 8
    return tuple(strokes)


def stacks(counts: Sequence[int]) -> tuple[Stroke, ...]:
    """The months of a year on their ground, with a brick on each for every event counted in it."""
    pitch = SMALL_WIDTH / max(len(counts), 1)
    width = round(pitch - 4, 1)
    brick = min((SMALL_HEIGHT - 4) / max(*counts, 4), 7.5)
    ground = "".join(f"M{round(pitch * i, 1)} 32h{width}v2h-{width}z" for i in range(len(counts)))
    bricks = "".join(
        f"M{round(pitch * month, 1)} {round(30 - brick * level, 1)}h{width}v-{round(brick - 2, 1)}h-{width}z"
        for month, count in enumerate(counts)
        for level in range(count)
    )
    return (Stroke("edge", ground), *((Stroke("m1", bricks),) if bricks else ()))


@dataclass(frozen=True)
class YearRow:
    """A year in the drawing of a rhythm: where its name stands, and x and y of its dots."""

    year: int
    y: int
    dots: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Rhythm:
    """The drawing of when events took place: months to the right, years downwards."""

    height: int
    months: tuple[int, ...]
    rows: tuple[YearRow, ...]


_FIRST_MONTH, _MONTH, _YEAR = 52, 29, 30


def rhythm(dates: Sequence[PartialDate]) -> Rhythm:
    """The drawing of some dates, each known to the month at least; dates of one month stand in a pile."""
    rows = []
    years = sorted({date.year for date in dates})
    for place, year in enumerate(years):
        middle = 20 + _YEAR * place
        dots: list[tuple[int, float]] = []
        for month in range(1, 13):
            number = sum((date.year, date.month) == (year, month) for date in dates)
            x, step = _FIRST_MONTH + _MONTH * (month - 1), min(12.8, 24 / max(number, 1))
            top = middle - step * (number - 1) / 2
            dots += [(x, round(top + step * level, 1)) for level in range(number)]
        rows.append(YearRow(year, middle, tuple(dots)))
    months = tuple(_FIRST_MONTH + _MONTH * month for month in range(12))
    return Rhythm(_YEAR * len(years) + 30, months, tuple(rows))
